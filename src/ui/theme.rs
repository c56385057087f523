//! Light, dark, or as the system has it; remembered, and set before the first paint by the page's
//! own head.

use leptos::prelude::*;

use super::icon;
use super::media::use_media;
use super::square_button::SquareButton;
use super::stage::use_stage;

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

    const fn is_dark(self, is_system_dark: bool) -> bool {
        match self {
            Self::System => is_system_dark,
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

/// The button that goes through the themes. Pictures are told here in which colours the page is shown.
#[component]
pub fn ThemeButton() -> impl IntoView {
    let stage = use_stage();
    let theme = RwSignal::new(Theme::stored());
    let system = use_media(DARK);
    Effect::new(move |_| {
        let is_dark = theme.get().is_dark(system.get());
        stage.surround(|at| at.is_dark = is_dark);
    });
    let words = Signal::derive(move || format!("Theme: {}", theme.get().word()));
    let next = move |()| {
        theme.update(|theme| *theme = theme.next());
        theme.get_untracked().apply();
    };
    view! {
        <SquareButton
            label=words
            title=words
            icon=Signal::derive(move || theme.get().icon())
            press=next
        />
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::ThemeButton;
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::trial::show;

    #[test]
    async fn three_clicks_go_through_the_themes_and_back() {
        let page = show("v=1&pattern=saga", || view! { <ThemeButton/> });
        let root = document().document_element().expect("there is one");
        let mut seen = Vec::new();
        for _ in 0..3 {
            page.click("button").await;
            let is_dark = page.stage.state.surroundings().get_untracked().is_dark;
            let theme = root.get_attribute("data-theme");
            seen.push((page.attribute("button", "title"), theme, is_dark));
        }
        let [light, dark, auto] = &seen[..] else {
            unreachable!("three clicks");
        };
        let of = |label: &str, theme: &str, is_dark| {
            (Some(label.to_owned()), Some(theme.to_owned()), is_dark)
        };
        assert_eq!(*light, of("Theme: light", "light", false));
        assert_eq!(*dark, of("Theme: dark", "dark", true));
        assert_eq!(
            (auto.0.as_deref(), auto.1.as_deref()),
            (Some("Theme: auto"), None)
        );
    }
}
