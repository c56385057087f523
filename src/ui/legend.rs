//! The marks that a pattern may show, and what they mean: all of them from the start, so that nothing moves when one
//! comes.

use leptos::prelude::*;

use super::dom::{El, el};
use super::page_state::PageStateStoreFields;
use super::stage::Stage;
use crate::scenario::Pattern;

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
        r#"<svg width="12" height="12" aria-hidden="true"><path d="M1 1h6v6H1z" fill="var(--accent)" stroke="var(--canvas)" stroke-width="1" stroke-linecap="round"/><path d="M3 3h6v6H3z" fill="var(--accent)" stroke="var(--canvas)" stroke-width="1"/><path d="M5 5h6v6H5z" fill="var(--accent)" stroke="var(--canvas)" stroke-width="1"/></svg>batch"#,
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
            Pattern::EventBased => EVENT | AGAIN | DUPLICATE,
            Pattern::Cqrs => EVENT | BATCH | AGAIN | DUPLICATE,
            Pattern::BackgroundSync => BATCH,
            Pattern::Saga => EVENT | COMPENSATION | AGAIN | DUPLICATE,
        }
}

/// The legend: keys first, then the marks.
pub fn legend(stage: Stage) -> El {
    let marks = MARKS.iter().map(|(bit, markup)| {
        el("span", "legend")
            .live_flag("hidden", move || {
                possible(stage.state.pattern().get()) & bit == 0
            })
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
                .live_flag("hidden", move || {
                    stage.state.pattern().get() == Pattern::Saga
                })
                .markup(KEYS),
        )
        .all(marks)
}
