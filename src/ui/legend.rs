//! The marks that the run has shown so far, and what they mean.

use leptos::prelude::*;

use super::dom::{El, el};
use super::stage::Stage;
use crate::patterns::picture::{Fate, MarkKind};
use crate::scenario::Pattern;
use crate::view::Frame;

/// Which kinds of marks are on the canvas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen(u16);

const EVENT: u16 = 1;
const COMMAND: u16 = 2;
const REPLY: u16 = 4;
const ACKNOWLEDGEMENT: u16 = 8;
const AGAIN: u16 = 16;
const DUPLICATE: u16 = 32;
const LOST: u16 = 64;
const QUERY: u16 = 128;
const ANSWER: u16 = 256;
const BATCH: u16 = 512;
const COMPENSATION: u16 = 1024;

/// Each mark's bit, and its glyph with its name as markup.
const MARKS: &[(u16, &str)] = &[
    (
        COMMAND,
        r#"<svg width="12" height="12" aria-hidden="true"><path d="M2.5 2.5h7v7h-7z" fill="var(--ink)" stroke="none" stroke-width="1" stroke-linecap="round"/></svg>write"#,
    ),
    (
        REPLY,
        r#"<svg width="12" height="12" aria-hidden="true"><path d="M3 3h6v6h-6z" fill="var(--canvas)" stroke="var(--ink)" stroke-width="1.5" stroke-linecap="round"/></svg>answer"#,
    ),
    (
        EVENT,
        r#"<svg width="12" height="12" aria-hidden="true"><path d="M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z" fill="var(--accent)" stroke="none" stroke-width="1" stroke-linecap="round"/></svg>event"#,
    ),
    (
        ACKNOWLEDGEMENT,
        r#"<svg width="12" height="12" aria-hidden="true"><path d="M6 3a3 3 0 1 1 0 6 3 3 0 0 1 0-6z" fill="var(--canvas)" stroke="var(--muted)" stroke-width="1.5" stroke-linecap="round"/></svg>acknowledgement"#,
    ),
    (
        QUERY,
        r#"<svg width="12" height="12" aria-hidden="true"><path d="M6 2.2L9.8 6 6 9.8 2.2 6z" fill="var(--canvas)" stroke="var(--muted)" stroke-width="1.5" stroke-linecap="round"/></svg>read"#,
    ),
    (
        ANSWER,
        r#"<svg width="12" height="12" aria-hidden="true"><path d="M6 1.6L10.4 6 6 10.4 1.6 6z" fill="var(--muted)" stroke="none" stroke-width="1" stroke-linecap="round"/></svg>what is shown"#,
    ),
    (
        BATCH,
        r#"<svg width="12" height="12" aria-hidden="true"><path d="M1 1h6v6H1z" fill="var(--accent)" stroke="var(--canvas)" stroke-width="1" stroke-linecap="round"/><path d="M3 3h6v6H3z" fill="var(--accent)" stroke="var(--canvas)" stroke-width="1"/><path d="M5 5h6v6H5z" fill="var(--accent)" stroke="var(--canvas)" stroke-width="1"/></svg>batch of rows"#,
    ),
    (
        COMPENSATION,
        r#"<svg width="12" height="12" aria-hidden="true"><path d="M9.5 1.8v8.4L2 6z" fill="var(--compensation)" stroke="none" stroke-width="1" stroke-linecap="round"/></svg>undo"#,
    ),
    (
        AGAIN,
        r#"<svg width="12" height="12" aria-hidden="true"><path d="M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z" fill="none" stroke="var(--accent)" stroke-width="1.5" stroke-linecap="round"/></svg>sent again"#,
    ),
    (
        DUPLICATE,
        r#"<svg width="12" height="12" aria-hidden="true"><path d="M4.2 2.6a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8zM8.6 2.9a3.2 3.2 0 0 1 0 6.2" fill="none" stroke="var(--accent)" stroke-width="1.5" stroke-linecap="round"/></svg>duplicate"#,
    ),
    (
        LOST,
        r#"<svg width="12" height="12" aria-hidden="true"><path d="M2.5 3h.1M8.5 2.4h.1M5.8 6h.1M2.8 9.2h.1M9.2 8.8h.1" fill="none" stroke="var(--broken)" stroke-width="2.4" stroke-linecap="round"/></svg>lost"#,
    ),
];

impl Seen {
    /// The marks of one instant.
    pub fn of(frame: &Frame<'_>) -> Self {
        let mut bits = 0;
        for mark in &frame.picture.marks {
            bits |= match mark.kind {
                MarkKind::Event => EVENT,
                MarkKind::Command => COMMAND,
                MarkKind::Reply => REPLY,
                MarkKind::Query => QUERY,
                MarkKind::Answer => ANSWER,
                MarkKind::Batch => BATCH,
                MarkKind::Compensation => COMPENSATION,
                MarkKind::Acknowledgement => ACKNOWLEDGEMENT,
            };
            if mark.attempt > 0 {
                bits |= AGAIN;
            }
            if mark.copy > 0 {
                bits |= DUPLICATE;
            }
            if matches!(mark.fate, Fate::Lost(_)) {
                bits |= LOST;
            }
        }
        Self(bits)
    }

    /// These and those.
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The marks of keys, which are always in use where there are keys.
const KEYS: &str = r#"<span class="legend"><svg width="12" height="12" aria-hidden="true"><rect x="1" y="1" width="10" height="10" rx="2" fill="var(--in-step)" stroke="var(--in-step-line)"/></svg>in step</span>
<span class="legend"><svg width="12" height="12" aria-hidden="true"><rect x="1" y="1" width="10" height="10" rx="2" fill="var(--stale-1)" stroke="var(--stale-2)"/><path d="M2 7h8v3H2z" fill="var(--stale-2)"/></svg>stale</span>
<span class="legend"><svg width="12" height="12" aria-hidden="true"><rect x="1" y="1" width="10" height="10" rx="2" fill="var(--surface)" stroke="var(--broken)"/><path d="M4 4l4 4M8 4l-4 4" stroke="var(--broken)" stroke-width="1.3"/></svg>wrong for good</span>"#;

/// What may come to be seen in a pattern.
fn possible(pattern: Pattern) -> u16 {
    COMMAND
        | REPLY
        | QUERY
        | ANSWER
        | ACKNOWLEDGEMENT
        | LOST
        | match pattern {
            Pattern::EventBased | Pattern::Cqrs => EVENT | AGAIN | DUPLICATE,
            Pattern::BackgroundSync => BATCH,
            Pattern::Saga => EVENT | COMPENSATION | AGAIN | DUPLICATE,
        }
}

/// The legend: keys first, then the marks. What has not been seen yet has its room already, so that nothing
/// moves when it comes.
pub fn legend(stage: Stage, seen: RwSignal<Seen>) -> El {
    let marks = MARKS.iter().map(|(bit, markup)| {
        let is_seen = move || seen.get().0 & bit != 0;
        let is_possible = move || possible(stage.pattern.get()) & bit != 0;
        el("span", "legend")
            .live_class("to-come", move || !is_seen())
            .live_flag("hidden", move || !is_seen() && !is_possible())
            .markup(markup)
    });
    el("div", "legends")
        .attr("role", "group")
        .named("Legend")
        // On a phone it is a line that is moved sideways.
        .attr("tabindex", "0")
        .add(
            // The stores of sagas are capacities, not keys.
            el("div", "part")
                .live_flag("hidden", move || stage.pattern.get() == Pattern::Saga)
                .markup(KEYS),
        )
        .all(marks)
}
