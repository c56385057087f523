//! Hints for a first visit: at most one at a time, each about a thing that is marked on the page, until
//! that thing has been used or the hint put away. What was put away never comes back.

use gloo_timers::callback::Timeout;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

use super::address;
use super::close_button::CloseButton;
use super::hear::hear;
use super::minute::Minute;
use super::stage::Stage;

/// The word of the thing that it is about, by which style marks it; what it says; and where using the
/// thing happens, on a wide page and on a phone.
type Hint = (&'static str, &'static str, &'static str);

const HINTS: [Hint; 4] = [
    (
        "play",
        "Stop time here, or go on step by step. Each tick on the timeline is something that went wrong.",
        ".transport, .bottom-bar .main",
    ),
    (
        "settings",
        "Move a slider while it runs: whatever is different from then on is its doing.",
        ".settings, .bottom-bar button:nth-of-type(2)",
    ),
    (
        "results",
        "Users shows what each person sees, beside what is true. Why tells how it came to that.",
        ".results, .bottom-bar button:nth-of-type(3)",
    ),
    (
        "share",
        "Share gives a link to this very run: whoever opens it sees the same, event for event.",
        ".top > .main",
    ),
];

/// All of them put away, each a bit.
const NONE_LEFT: u32 = (1 << HINTS.len()) - 1;
/// Where the browser keeps which were put away.
const STORED_AS: &str = "driftscope-hints";
/// On a page that was opened by a link: from the first thing that a person does to the first hint, in
/// milliseconds.
const PAUSE: u32 = 1_200;

/// Which hint is shown. Components have it from their context.
#[derive(Clone, Copy)]
pub struct Hints {
    put_away: RwSignal<u32>,
    /// Who opened a link came for what it shows, and is left alone until they do something themselves.
    begun: RwSignal<bool>,
    /// Until they are begun with, once somebody has done something.
    pause: StoredValue<Option<Timeout>, LocalStorage>,
    /// One thing at a time: none is shown while the page leads through the first minute.
    waits: Signal<bool>,
}

impl Hints {
    /// Those that this browser has not put away yet; none where the page is a part of another.
    pub fn new(stage: Stage, minute: Minute) -> Self {
        let embedded = stage.look(|session| session.link().extras.embed.is_some());
        Self::left(
            if embedded { NONE_LEFT } else { stored() },
            !address::has_link(),
            Signal::derive(move || minute.is_on()),
        )
    }

    fn left(put_away: u32, begun: bool, waits: Signal<bool>) -> Self {
        let hints = Self {
            put_away: RwSignal::new(put_away),
            begun: RwSignal::new(begun),
            pause: StoredValue::new_local(None),
            waits,
        };
        if put_away != NONE_LEFT {
            // Before what they happen to hears of them and may leave the page.
            hear(ev::capture(ev::click), move |event| hints.heard(event));
            hear(ev::capture(ev::input), move |event| hints.heard(event));
            hear(ev::capture(ev::keydown), move |event| hints.heard(event));
        }
        hints
    }

    /// The word of the thing that is pointed at. Reactive.
    pub fn word(self) -> Option<String> {
        self.now().map(|nth| HINTS[nth].0.to_owned())
    }

    fn now(self) -> Option<usize> {
        let left = !self.put_away.get() & NONE_LEFT;
        let is_time = self.begun.get() && !self.waits.get();
        (is_time && left != 0).then(|| left.trailing_zeros() as usize)
    }

    /// Somebody did something: what it was done with needs no hint any more.
    fn heard(self, event: &Event) {
        let used = if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
            u32::from(matches!(event.key().as_str(), " " | "."))
        } else {
            used(event)
        };
        self.put_away(used);
        if !self.begun.get_untracked() && self.pause.with_value(Option::is_none) {
            let begin = move || self.begun.set(true);
            self.pause.set_value(Some(Timeout::new(PAUSE, begin)));
        }
    }

    fn put_away(self, more: u32) {
        let before = self.put_away.get_untracked();
        let bits = before | more;
        if bits != before {
            self.put_away.set(bits);
            let store = window().local_storage().ok().flatten();
            // A browser that forbids storage shows them again the next time.
            let _ = store.map(|store| store.set_item(STORED_AS, &bits.to_string()));
        }
    }
}

/// The hints about what an event happened to, each a bit.
fn used(event: &Event) -> u32 {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let within = |place| target.as_ref()?.closest(place).ok().flatten();
    let hints = HINTS.iter().enumerate();
    let used = hints.filter(|(_, hint)| within(hint.2).is_some());
    used.fold(0, |bits, (nth, _)| bits | 1 << nth)
}

fn stored() -> u32 {
    let store = window().local_storage().ok().flatten();
    let text = store.and_then(|store| store.get_item(STORED_AS).ok().flatten());
    text.and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// The line with the hint, over the lower edge of the picture; not there while there is none.
#[component]
pub fn HintLine() -> impl IntoView {
    let hints: Hints = expect_context();
    let says = Memo::new(move |_| hints.now().map_or("", |nth| HINTS[nth].1));
    let close = move |()| {
        if let Some(nth) = untrack(|| hints.now()) {
            hints.put_away(1 << nth);
        }
    };
    view! {
        <div class="ledge">
            <div class="hint" hidden=move || says.get().is_empty()>
                <p role="status">{says}</p>
                <CloseButton label="Put this hint away" press=close/>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{HINTS, HintLine, Hints, NONE_LEFT, STORED_AS};
    use crate::ui::trial::{Trial, show};

    const LINE: &str = ".hint:not([hidden])";

    /// A page with a thing that is hinted at, and the line.
    fn page(put_away: u32) -> Trial {
        waiting_page(put_away, RwSignal::new(false))
    }

    /// The same, on which hints wait for something else.
    fn waiting_page(put_away: u32, waits: RwSignal<bool>) -> Trial {
        show("v=1&pattern=saga", move || {
            provide_context(Hints::left(put_away, true, waits.into()));
            view! {
                <div class="transport"><button type="button" class="play"></button></div>
                <HintLine/>
            }
        })
    }

    fn stored() -> Option<String> {
        let store = window().local_storage().ok().flatten()?;
        store.get_item(STORED_AS).ok().flatten()
    }

    #[test]
    async fn a_hint_stays_until_its_thing_is_used_or_it_is_put_away() {
        let page = page(0);
        assert_eq!(page.text(".hint p"), HINTS[0].1);
        page.click(".play").await;
        assert_eq!(page.text(".hint p"), HINTS[1].1);
        page.click(".hint button").await;
        assert_eq!(page.text(".hint p"), HINTS[2].1);
        assert_eq!(stored().as_deref(), Some("3"), "and never comes back");
    }

    #[test]
    async fn when_all_are_put_away_nothing_is_there() {
        let page = page(NONE_LEFT - 1);
        assert_eq!(page.count(LINE), 1);
        page.press(".transport", ".").await;
        assert_eq!(page.count(LINE), 0);
    }
    #[test]
    async fn while_the_page_leads_through_something_else_they_wait() {
        let waits = RwSignal::new(true);
        let page = waiting_page(0, waits);
        assert_eq!(page.count(LINE), 0);
        waits.set(false);
        tick().await;
        assert_eq!(page.text(".hint p"), HINTS[0].1);
    }
}
