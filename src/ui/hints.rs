//! Hints for a first visit: at most one at a time, each about a thing that is marked on the page, until
//! that thing has been used or the hint put away. What was put away never comes back.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use web_sys::Event;

use super::address;
use super::dom::{El, button, el, key_of, on_window_first, target_of, words};
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
/// On a page that was opened by a link: from the first thing that a person does to the first hint.
const PAUSE_MS: u32 = 1_200;

/// Which hint is shown.
#[derive(Clone, Copy)]
pub struct Hints {
    put_away: RwSignal<u32>,
    /// Who opened a link came for what it shows, and is left alone until they do something themselves.
    begun: RwSignal<bool>,
}

impl Hints {
    /// Those that this browser has not put away yet; none where the page is a part of another.
    pub fn new(stage: Stage) -> Self {
        let embedded = stage.look(|session| session.link().extras.embed.is_some());
        let hints = Self {
            put_away: RwSignal::new(if embedded { NONE_LEFT } else { stored() }),
            begun: RwSignal::new(!address::has_link()),
        };
        if hints.put_away.get_untracked() != NONE_LEFT {
            for event in ["click", "input", "keydown"] {
                on_window_first(event, move |event| hints.heard(&event));
            }
        }
        hints
    }

    /// The word of the thing that is pointed at. Reactive.
    pub fn word(self) -> Option<String> {
        self.now().map(|nth| HINTS[nth].0.to_owned())
    }

    fn now(self) -> Option<usize> {
        let left = !self.put_away.get() & NONE_LEFT;
        (self.begun.get() && left != 0).then(|| left.trailing_zeros() as usize)
    }

    /// Somebody did something: what it was done with needs no hint any more.
    fn heard(self, event: &Event) {
        let used = if event.type_() == "keydown" {
            u32::from(matches!(key_of(event).as_str(), " " | "."))
        } else {
            let target = target_of(event);
            let within = |place| target.as_ref()?.closest(place).ok().flatten();
            let used = HINTS.iter().enumerate();
            used.filter(|(_, hint)| within(hint.2).is_some())
                .fold(0, |bits, (nth, _)| bits | 1 << nth)
        };
        self.put_away(used);
        if !self.begun.get_untracked() {
            Timeout::new(PAUSE_MS, move || self.begun.set(true)).forget();
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

fn stored() -> u32 {
    let store = window().local_storage().ok().flatten();
    let text = store.and_then(|store| store.get_item(STORED_AS).ok().flatten());
    text.and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// The line with the hint; not there while there is none.
pub fn line(hints: Hints) -> El {
    let says = words(move || hints.now().map_or("", |nth| HINTS[nth].1).to_owned());
    let close = move || {
        if let Some(nth) = hints.now() {
            hints.put_away(1 << nth);
        }
    };
    el("div", "hint")
        .live_flag("hidden", move || says.with(String::is_empty))
        .add(
            el("p", "")
                .attr("role", "status")
                .live_text(move || says.get()),
        )
        .add(button("close", close).named("Put this hint away").text("×"))
}
