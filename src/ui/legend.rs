//! The marks that the run has shown so far, and what they mean.

use crate::ui::live::live;
use leptos::prelude::*;

use crate::patterns::picture::{Fate, MarkKind};
use crate::view::Frame;

/// Which kinds of marks are on the canvas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen(u8);

const EVENT: u8 = 1;
const COMMAND: u8 = 2;
const REPLY: u8 = 4;
const ACKNOWLEDGEMENT: u8 = 8;
const AGAIN: u8 = 16;
const DUPLICATE: u8 = 32;
const LOST: u8 = 64;

/// The bit, the glyph as SVG path data with its fill and stroke, and the words.
const MARKS: &[(u8, &str, &str, &str, &str)] = &[
    (COMMAND, "M2.5 2.5h7v7h-7z", "var(--ink)", "none", "write"),
    (
        REPLY,
        "M3 3h6v6h-6z",
        "var(--canvas)",
        "var(--ink)",
        "answer",
    ),
    (
        EVENT,
        "M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z",
        "var(--accent)",
        "none",
        "event",
    ),
    (
        ACKNOWLEDGEMENT,
        "M6 3a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
        "var(--muted)",
        "none",
        "acknowledgement",
    ),
    (
        AGAIN,
        "M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z",
        "none",
        "var(--accent)",
        "sent again",
    ),
    (
        DUPLICATE,
        "M4.2 2.6a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8zM8.6 2.9a3.2 3.2 0 0 1 0 6.2",
        "none",
        "var(--accent)",
        "duplicate",
    ),
    (
        LOST,
        "M2.5 3h.1M8.5 2.4h.1M5.8 6h.1M2.8 9.2h.1M9.2 8.8h.1",
        "none",
        "var(--broken)",
        "lost",
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

/// The legend: keys first, then the marks.
pub fn legend(seen: RwSignal<Seen>) -> AnyView {
    let marks = MARKS
        .iter()
        .map(|(bit, path, fill, line, words)| {
            let stroke = if *bit == LOST { "2.4" } else { "1.5" };
            view! {
                <span class="legend" hidden=live(move || seen.get().0 & bit == 0)>
                    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                        <path
                            d=*path
                            fill=*fill
                            stroke=*line
                            stroke-width=stroke
                            stroke-linecap="round"
                        ></path>
                    </svg>
                    {*words}
                </span>
            }
        })
        .collect_view();
    view! {
        <span class="legends">
            {square("var(--in-step)", "var(--in-step-line)", "", "in step")}
            {square("var(--stale-1)", "var(--stale-2)", "", "stale")}
            {square("var(--surface)", "var(--broken)", "M4 4l4 4M8 4l-4 4", "wrong for good")}
            {marks}
        </span>
    }
    .into_any()
}

fn square(
    fill: &'static str,
    line: &'static str,
    cross: &'static str,
    words: &'static str,
) -> AnyView {
    view! {
        <span class="legend">
            <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                <rect x="1" y="1" width="10" height="10" rx="2" fill=fill stroke=line></rect>
                <path d=cross stroke=line stroke-width="1.3" stroke-linecap="round"></path>
            </svg>
            {words}
        </span>
    }
    .into_any()
}
