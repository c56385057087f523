//! The log: the last facts in words, the newest first.

use leptos::html;
use leptos::prelude::*;

use super::beat::Part;
use super::log_row::{LogRow, Row};
use super::rows::{Waiting, is_read, keep_focus};
use super::stage::use_stage;
use crate::faces;
use crate::facts::Fact;
use crate::scenario::Settings;
use crate::session::Session;

/// As many rows as stay on the page.
const MOST_ROWS: usize = 150;

/// The rows, and what they were made of.
#[derive(Debug, Default)]
struct Rows {
    /// The newest first.
    shown: Vec<Row>,
    /// Those that wait while somebody reads; the newest first.
    newer: Vec<Row>,
    only_bad: bool,
    /// How often a log has begun.
    begun: u32,
    /// What words follow from besides the facts.
    settings: Option<Settings>,
    /// How many facts there were, and the last of them.
    logged: u64,
    last: Option<Fact>,
}

impl Rows {
    /// Takes up what has happened since; says whether that changes anything.
    fn renew(&mut self, session: &Session, only_bad: bool, is_read: bool) -> bool {
        let is_same = self.is_of(session);
        if !is_same || only_bad != self.only_bad {
            *self = Self {
                only_bad,
                begun: self.begun + u32::from(!is_same),
                settings: Some(session.scenario().settings.clone()),
                ..Self::default()
            };
        } else if session.logged() == self.logged && (is_read || self.newer.is_empty()) {
            return false;
        }
        let mut newer = self.told(session);
        newer.append(&mut self.newer);
        newer.truncate(MOST_ROWS);
        if is_read && !self.shown.is_empty() {
            self.newer = newer;
        } else {
            newer.append(&mut self.shown);
            newer.truncate(MOST_ROWS);
            self.shown = newer;
        }
        self.logged = session.logged();
        self.last = session.log().next_back().copied();
        true
    }

    /// Whether the log goes on where these rows end.
    fn is_of(&self, session: &Session) -> bool {
        let Some(since) = session.logged().checked_sub(self.logged) else {
            return false;
        };
        let last = session.log().rev().nth(since as usize);
        let is_last = match (last, &self.last) {
            (Some(now), Some(before)) => now == before,
            // So much has happened that it is forgotten, or there was nothing.
            _ => true,
        };
        is_last && self.settings.as_ref() == Some(&session.scenario().settings)
    }

    /// What has happened since in words, the newest first.
    fn told(&self, session: &Session) -> Vec<Row> {
        let fresh = session.logged() - self.logged;
        if fresh == 0 {
            return Vec::new();
        }
        let names = faces::narrator(&session.scenario().settings, session.stores());
        let places = (0..session.logged()).rev();
        let facts = session.log().rev().zip(places).take(fresh as usize);
        let told = facts.filter_map(|(fact, place)| {
            let said = names.sentence(fact);
            (said.bad || !self.only_bad).then_some(Row {
                place: (self.begun, place),
                at: fact.at,
                parts: names.parts(fact, &said.words),
                bad: said.bad,
                message: said.message,
            })
        });
        told.take(MOST_ROWS).collect()
    }
}

/// The panel's content.
#[component]
pub fn Log() -> impl IntoView {
    let stage = use_stage();
    let only_bad = RwSignal::new(false);
    let list = NodeRef::<html::Ol>::new();
    let rows = Memo::new_owning(move |rows: Option<Rows>| {
        let mut rows = rows.unwrap_or_default();
        let only_bad = only_bad.get();
        let is_read = is_read(stage, list);
        let changed = stage.watch_as(Part::Log, |session| rows.renew(session, only_bad, is_read));
        (rows, changed)
    });
    let is_empty = Memo::new(move |_| rows.with(|rows| rows.shown.is_empty()));
    let nothing = move || {
        if only_bad.get() && stage.watch_as(Part::Log, Session::logged) > 0 {
            "No trouble among the latest."
        } else {
            "Nothing has happened yet."
        }
    };
    let waiting = Memo::new(move |_| {
        let waits = rows.with(|rows| !rows.newer.is_empty());
        if waits { "Newer ones wait" } else { "" }.to_owned()
    });
    let shown = move || {
        keep_focus(list);
        rows.with(|rows| rows.shown.clone())
    };
    view! {
        <div class="log-head">
            <h2 class="head">"Newest first"</h2>
            <label class="check">
                <input
                    type="checkbox"
                    on:change=move |event| only_bad.set(event_target_checked(&event))
                />
                "Only trouble"
            </label>
        </div>
        <p class="nothing" hidden=move || !is_empty.get()>{nothing}</p>
        <ol class="log" node_ref=list>
            <For each=shown key=|row| row.place let:row>
                <li>
                    <LogRow row=row/>
                </li>
            </For>
        </ol>
        <Waiting what=waiting/>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Log, MOST_ROWS};
    use crate::facts::time::SECOND;
    use crate::session::{Session, Speed};
    use crate::show::Target;
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::trial::{Trial, show};

    const LINK: &str =
        "v=1&pattern=event-based&seed=10&loss=0.05&crash-between=0.03&ack-timeout=400ms";

    fn instants(page: &Trial) -> Vec<String> {
        let nodes = page.find("ol").query_selector_all("time").expect("rows");
        let nodes = (0..nodes.length()).filter_map(|nth| nodes.get(nth)?.text_content());
        nodes.collect()
    }

    fn logged(page: &Trial) -> Vec<String> {
        page.stage.look(|session| {
            let facts = session.log().rev().take(MOST_ROWS);
            facts
                .map(|fact| crate::show::units::instant(fact.at))
                .collect()
        })
    }

    #[test]
    async fn the_newest_come_in_above_and_the_oldest_leave() {
        let page = show(LINK, || view! { <Log/> });
        for at in [1, 2, 3, 4, 20] {
            page.reach(at * SECOND).await;
            assert_eq!(instants(&page), logged(&page), "at {at} s");
        }
        assert_eq!(page.count(".log li"), MOST_ROWS as u32);
        page.stage.begin(|session| session.new_seed(77));
        page.reach(SECOND).await;
        assert_eq!(instants(&page), logged(&page), "of another run");
    }

    #[test]
    async fn a_row_that_is_read_stays_and_newer_ones_wait() {
        let page = show(LINK, || view! { <Log/> });
        page.reach(SECOND).await;
        let row = page.find(".log button");
        row.focus().expect("it takes the focus");
        let before = instants(&page);
        page.stage.act(|session| {
            session.set_speed(Speed::Fixed(10.0));
            session.play();
        });
        page.stage.pass(50.0, &mut || true);
        page.stage.tell_beat();
        leptos::task::tick().await;
        assert_eq!(instants(&page), before);
        assert_eq!(page.text(".waiting"), "Newer ones wait while you read");
        assert_eq!(page.attribute(".waiting", "hidden"), None);
        page.stage.act(Session::pause);
        leptos::task::tick().await;
        // The focus comes back after that.
        leptos::task::tick().await;
        assert_eq!(instants(&page), logged(&page), "now they are there");
        assert_eq!(page.attribute(".waiting", "hidden").as_deref(), Some(""));
        assert_eq!(document().active_element().as_ref(), Some(row.as_ref()));
    }

    #[test]
    async fn only_trouble_is_shown_where_that_is_wished_and_a_row_leads_to_its_message() {
        let page = show(LINK, || view! { <Log/> });
        page.reach(20 * SECOND).await;
        let tick: web_sys::HtmlInputElement = page.find("input").unchecked_into();
        tick.click();
        leptos::task::tick().await;
        assert!(page.count(".log .bad") > 0);
        assert_eq!(page.count(".log .row:not(.bad)"), 0);
        page.click(".log .bad .at").await;
        let message = page.attribute(".log .bad .at", "data-message");
        let selected = page.stage.state.selected().get_untracked();
        let Some(Target::Message(selected)) = selected else {
            panic!("{selected:?}");
        };
        assert_eq!(message, Some(selected.0.to_string()));
        let pressed = page.attribute(".log .bad .at", "aria-pressed");
        assert_eq!(pressed.as_deref(), Some("true"));
    }
}
