//! Light, dark, or as the system has it; remembered, and set before the first paint by the page's
//! own head.

use crate::ui::live::part;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::icon::icon;
use super::stage::Stage;

const STORED_AS: &str = "driftscope-theme";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    fn stored() -> Self {
        let stored = window().local_storage().ok().flatten();
        match stored
            .and_then(|store| store.get_item(STORED_AS).ok().flatten())
            .as_deref()
        {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::System => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    const fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::System => {
                "M8 2a6 6 0 1 0 0 12zM8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 1v12a6 6 0 0 0 0-12z"
            }
            Self::Light => {
                "M8 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM7.3.5h1.4v2.2H7.3zM7.3 13.3h1.4v2.2H7.3zM.5 7.3h2.2v1.4H.5zM13.3 7.3h2.2v1.4h-2.2zM2.2 3.2l1-1 1.5 1.6-1 1zM11.3 12.2l1-1 1.5 1.6-1 1zM12.8 2.2l1 1-1.5 1.6-1-1zM3.7 11.2l1 1-1.5 1.6-1-1z"
            }
            Self::Dark => "M6.2 1.4a6.8 6.8 0 1 0 8.4 8.4A5.6 5.6 0 0 1 6.2 1.4z",
        }
    }

    fn apply(self) {
        let Some(root) = document().document_element() else {
            return;
        };
        let store = window().local_storage().ok().flatten();
        // A browser that forbids storage forgets the choice with the page.
        if self == Self::System {
            let _ = root.remove_attribute("data-theme");
            let _ = store.map(|store| store.remove_item(STORED_AS));
        } else {
            let _ = root.set_attribute("data-theme", self.word());
            let _ = store.map(|store| store.set_item(STORED_AS, self.word()));
        }
    }
}

/// Repaints when the system changes its theme.
pub fn follow_system(stage: Stage) {
    if let Some(query) = window()
        .match_media("(prefers-color-scheme: dark)")
        .ok()
        .flatten()
    {
        let changed = Closure::<dyn Fn()>::new(move || stage.recolour());
        let _ = query.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
        // It listens for as long as the page stands.
        changed.forget();
    }
}

/// The button that goes through the themes.
pub fn theme_button(stage: Stage) -> AnyView {
    let theme = RwSignal::new(Theme::stored());
    let words = move || format!("Theme: {}", theme.get().word());
    view! {
        <button
            class="button square"
            type="button"
            title=words
            aria-label=words
            on:click=move |_| {
                theme.update(|theme| *theme = theme.next());
                theme.get_untracked().apply();
                stage.recolour();
            }
        >
            {part(move || icon(theme.get().icon()))}
        </button>
    }
    .into_any()
}
