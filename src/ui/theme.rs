//! Light, dark, or as the system has it; remembered, and set before the first paint by the page's
//! own head.

use leptos::prelude::*;

use super::dom::{El, button, el, on_media};
use super::icon;
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
            Self::System => icon::HALF,
            Self::Light => icon::SUN,
            Self::Dark => icon::MOON,
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
    on_media("(prefers-color-scheme: dark)", move |_| stage.repaint_all());
    let still = on_media("(prefers-reduced-motion: reduce)", move |still| {
        stage.keep_still(still);
    });
    stage.keep_still(still);
}

/// The button that goes through the themes.
pub fn theme_button(stage: Stage) -> El {
    let theme = RwSignal::new(Theme::stored());
    let words = move || Some(format!("Theme: {}", theme.get().word()));
    let next = move || {
        theme.update(|theme| *theme = theme.next());
        theme.get_untracked().apply();
        stage.repaint_all();
    };
    button("button square", next)
        .live_attr("title", words)
        .live_attr("aria-label", words)
        .live(move || vec![el("span", "part").markup(theme.get().icon())])
}
