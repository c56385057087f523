//! The marks that pictures may show, and what they mean.

/// A mark and what it means.
#[derive(Debug)]
pub struct Mark {
    /// What it means.
    pub name: &'static str,
    /// What it looks like, as the content of a drawing of 12 by 12.
    pub glyph: &'static str,
}

const fn mark(name: &'static str, glyph: &'static str) -> Mark {
    Mark { name, glyph }
}

/// A key that shows the truth.
pub static IN_STEP: Mark = mark(
    "in step",
    r#"<rect x="1" y="1" width="10" height="10" rx="2" fill="var(--in-step)" stroke="var(--in-step-line)"/>"#,
);
/// A key that misses what is on its way.
pub static STALE: Mark = mark(
    "stale",
    r#"<rect x="1" y="1" width="10" height="10" rx="2" fill="var(--stale-1)" stroke="var(--stale-2)"/><path d="M2 7h8v3H2z" fill="var(--stale-2)"/>"#,
);
/// A key that nothing on its way will mend.
pub static WRONG_FOR_GOOD: Mark = mark(
    "wrong for good",
    r#"<rect x="1" y="1" width="10" height="10" rx="2" fill="var(--surface)" stroke="var(--broken)"/><path d="M4 4l4 4M8 4l-4 4" stroke="var(--broken)" stroke-width="1.3"/>"#,
);
/// Write.
pub static WRITE: Mark = mark(
    "write",
    r#"<path d="M2.5 2.5h7v7h-7z" fill="var(--ink)" stroke="none" stroke-width="1" stroke-linecap="round"/>"#,
);
/// Answer.
pub static ANSWER: Mark = mark(
    "answer",
    r#"<path d="M3 3h6v6h-6z" fill="var(--canvas)" stroke="var(--ink)" stroke-width="1.5" stroke-linecap="round"/>"#,
);
/// Event.
pub static EVENT: Mark = mark(
    "event",
    r#"<path d="M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z" fill="var(--accent)" stroke="none" stroke-width="1" stroke-linecap="round"/>"#,
);
/// Acknowledgement.
pub static ACKNOWLEDGEMENT: Mark = mark(
    "acknowledgement",
    r#"<path d="M6 3a3 3 0 1 1 0 6 3 3 0 0 1 0-6z" fill="var(--canvas)" stroke="var(--muted)" stroke-width="1.5" stroke-linecap="round"/>"#,
);
/// Read.
pub static READ: Mark = mark(
    "read",
    r#"<path d="M6 2.2L9.8 6 6 9.8 2.2 6z" fill="var(--canvas)" stroke="var(--muted)" stroke-width="1.5" stroke-linecap="round"/>"#,
);
/// What is shown.
pub static WHAT_IS_SHOWN: Mark = mark(
    "what is shown",
    r#"<path d="M6 1.6L10.4 6 6 10.4 1.6 6z" fill="var(--muted)" stroke="none" stroke-width="1" stroke-linecap="round"/>"#,
);
/// Batch.
pub static BATCH: Mark = mark(
    "batch",
    r#"<path d="M1 1h6v6H1z" fill="var(--accent)" stroke="var(--canvas)" stroke-width="1" stroke-linecap="round"/><path d="M3 3h6v6H3z" fill="var(--accent)" stroke="var(--canvas)" stroke-width="1"/><path d="M5 5h6v6H5z" fill="var(--accent)" stroke="var(--canvas)" stroke-width="1"/>"#,
);
/// Undo.
pub static UNDO: Mark = mark(
    "undo",
    r#"<path d="M9.5 1.8v8.4L2 6z" fill="var(--compensation)" stroke="none" stroke-width="1" stroke-linecap="round"/>"#,
);
/// Sent again.
pub static SENT_AGAIN: Mark = mark(
    "sent again",
    r#"<path d="M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z" fill="none" stroke="var(--accent)" stroke-width="1.5" stroke-linecap="round"/>"#,
);
/// Duplicate.
pub static DUPLICATE: Mark = mark(
    "duplicate",
    r#"<path d="M4.2 2.6a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8zM8.6 2.9a3.2 3.2 0 0 1 0 6.2" fill="none" stroke="var(--accent)" stroke-width="1.5" stroke-linecap="round"/>"#,
);
/// Lost.
pub static LOST: Mark = mark(
    "lost",
    r#"<path d="M2.5 3h.1M8.5 2.4h.1M5.8 6h.1M2.8 9.2h.1M9.2 8.8h.1" fill="none" stroke="var(--broken)" stroke-width="2.4" stroke-linecap="round"/>"#,
);

/// The marks of keys, and those of messages.
pub static MARKS: [&Mark; 14] = [
    &IN_STEP,
    &STALE,
    &WRONG_FOR_GOOD,
    &WRITE,
    &ANSWER,
    &EVENT,
    &ACKNOWLEDGEMENT,
    &READ,
    &WHAT_IS_SHOWN,
    &BATCH,
    &UNDO,
    &SENT_AGAIN,
    &DUPLICATE,
    &LOST,
];
