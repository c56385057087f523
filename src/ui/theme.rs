//! Light, dark, or as the system has it; remembered, and set before the first paint by the page's
//! own head.

use leptos::prelude::*;

use super::dom::on_media;
use super::icon::{self, Icon};
use super::stage::{Stage, use_stage};

/// What the system says.
const DARK: &str = "(prefers-color-scheme: dark)";
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
            Self::System => icon::HALF,
            Self::Light => icon::SUN,
            Self::Dark => icon::MOON,
        }
    }

    fn is_dark(self) -> bool {
        match self {
            Self::System => matches!(window().match_media(DARK), Ok(Some(list)) if list.matches()),
            Self::Light => false,
            Self::Dark => true,
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

/// Follows what the system says that the person prefers: its theme, and whether things may move.
pub fn follow_system(stage: Stage) {
    let still = on_media("(prefers-reduced-motion: reduce)", move |still| {
        stage.keep_still(still);
    });
    stage.keep_still(still);
    on_media(DARK, move |_| {
        stage.surround(|at| at.is_dark = Theme::stored().is_dark());
    });
    stage.surround(|at| at.is_dark = Theme::stored().is_dark());
}

/// The button that goes through the themes.
#[component]
pub fn ThemeButton() -> impl IntoView {
    let stage = use_stage();
    let theme = RwSignal::new(Theme::stored());
    let words = move || format!("Theme: {}", theme.get().word());
    let next = move |_| {
        theme.update(|theme| *theme = theme.next());
        let theme = theme.get_untracked();
        theme.apply();
        stage.surround(|at| at.is_dark = theme.is_dark());
    };
    view! {
        <button type="button" class="button square" title=words aria-label=words on:click=next>
            <Icon markup=Signal::derive(move || theme.get().icon())/>
        </button>
    }
}
