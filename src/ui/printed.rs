//! What stands on paper beside the picture: the settings, the measures and the link. It is made when somebody prints, and
//! pictures are painted in light colours for that long.

use leptos::ev;
use leptos::prelude::*;

use super::board_state::use_board;
use super::figure_tables;
use super::hear::hear;
use super::page_state::PageStateStoreFields;
use super::stage::{Stage, use_stage};
use crate::faces;
use crate::scenario::{Shown, Story, params, write};
use crate::session::Session;
use crate::show::headlines::{About, Headline, headlines};

/// At the root of the document: which theme holds.
const THEME: &str = "data-theme";

/// A name and what belongs to it.
type Line = (String, String);

/// The settings that are shown first and those that are not as they are at first, as the link writes them.
fn settings(session: &Session) -> Vec<Line> {
    let settings = session.settings();
    let shown = params(settings.pattern()).iter();
    let shown =
        shown.filter(|param| param.shown == Shown::First || !settings.is_default(param.key));
    shown
        .map(|param| (param.label.to_owned(), settings.write(param.key)))
        .collect()
}

/// What comes first of the measures, and then the figures of the tables.
fn measures(session: &Session) -> Vec<Line> {
    let report = session.report();
    let now = session.consistency().known(session.now());
    let about = About {
        face: faces::of(session.settings().pattern()),
        key: Story::of(session.settings()).key,
        differing: now.whole.last().map_or(0, |point| point.1 as u64),
        is_stopped: false,
    };
    let line = |one: Headline| {
        let value = one.value.unwrap_or_else(|| "no data yet".to_owned());
        (one.label.to_owned(), format!("{value} ({})", one.detail))
    };
    let mut lines = headlines(&report, about).map(line).to_vec();
    lines.extend(figure_tables::printed(
        &report,
        session.settings().pattern(),
    ));
    lines
}

/// The address of the run as it is now.
fn address(session: &Session) -> String {
    let page = window().location().href().unwrap_or_default();
    let page = page.split('#').next().unwrap_or_default();
    format!("{page}#{}", write(&session.link()))
}

/// Paints in the colours of paper, or in those of the screen again.
fn take_theme(stage: Stage, before: StoredValue<Option<(Option<String>, bool)>>, prints: bool) {
    let Some(root) = document().document_element() else {
        return;
    };
    let surroundings = stage.state.surroundings();
    if prints && before.with_value(Option::is_none) {
        let is_dark = surroundings.with_untracked(|at| at.is_dark);
        before.set_value(Some((root.get_attribute(THEME), is_dark)));
        let _ = root.set_attribute(THEME, "light");
        stage.surround(|at| at.is_dark = false);
    } else if !prints
        && let Some((theme, is_dark)) = before.try_update_value(Option::take).flatten()
    {
        let _ = match theme {
            Some(theme) => root.set_attribute(THEME, &theme),
            None => root.remove_attribute(THEME),
        };
        stage.surround(|at| at.is_dark = is_dark);
    }
}

/// What is printed, and seen nowhere else.
#[component]
pub fn Printed() -> impl IntoView {
    let (stage, board) = (use_stage(), use_board());
    let prints = RwSignal::new(false);
    let before = StoredValue::new(None);
    hear(ev::beforeprint, move |_| {
        prints.set(true);
        take_theme(stage, before, true);
        // Before the next frame, which does not come while the browser prints.
        board.paint();
    });
    hear(ev::afterprint, move |_| {
        prints.set(false);
        take_theme(stage, before, false);
    });
    let list = |lines: Vec<Line>| {
        let lines = lines.into_iter();
        let lines = lines.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
        view! { <dl>{lines.collect_view()}</dl> }
    };
    view! {
        <Show when=move || prints.get()>
            <section class="printed">
                <h2>"Settings"</h2>
                {list(stage.look(settings))}
                <h2>"Measures"</h2>
                {list(stage.look(measures))}
                <h2>"Link"</h2>
                <p class="link">{stage.look(address)}</p>
            </section>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;
    use web_sys::Event;

    use super::{Printed, THEME};
    use crate::ui::board_state::on_board;
    use crate::ui::page_state::PageStateStoreFields;

    async fn hear(name: &str) {
        let event = Event::new(name).expect("an event");
        window().dispatch_event(&event).expect("it listens");
        tick().await;
    }

    #[test]
    async fn paper_has_settings_measures_and_link_in_light_and_the_screen_is_as_before() {
        let link = "v=1&pattern=event-based&seed=7&writes=9";
        let (page, _) = on_board(link, || view! { <Printed/> });
        let root = document().document_element().expect("there is one");
        root.set_attribute(THEME, "dark").expect("it takes it");
        page.stage.surround(|at| at.is_dark = true);
        assert_eq!(page.count(".printed"), 0);
        hear("beforeprint").await;
        let is_dark = || {
            page.stage
                .state
                .surroundings()
                .with_untracked(|at| at.is_dark)
        };
        assert_eq!(root.get_attribute(THEME).as_deref(), Some("light"));
        assert!(!is_dark());
        let words = page.text(".printed");
        assert!(
            words.contains("seed=7") && words.contains("Stale reads"),
            "{words}"
        );
        assert!(page.count(".printed dl:first-of-type > div") > 5);
        hear("afterprint").await;
        assert_eq!(root.get_attribute(THEME).as_deref(), Some("dark"));
        assert!(is_dark());
        assert_eq!(page.count(".printed"), 0);
        root.remove_attribute(THEME).expect("it lets go");
    }
}
