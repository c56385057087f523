//! Messages, as facts about them tell them.

use serde::Serialize;

use super::trace_names::{Names, Number};
use crate::sim::fact::{Care, Letter, LetterKind};

/// A message in words.
#[derive(Serialize)]
pub struct ToldLetter<'a> {
    message: u64,
    kind: &'static str,
    link: &'a str,
    from: &'a str,
    to: &'a str,
    write: Option<Number>,
    key: Option<u32>,
    attempt: u32,
    copy: u8,
    care: &'static str,
}

impl<'a> ToldLetter<'a> {
    /// The words of a message.
    pub fn of(letter: &Letter, names: &'a Names) -> Self {
        Self {
            message: letter.message.0,
            kind: kind(letter.kind),
            link: names.link(letter.link),
            from: names.node(letter.from),
            to: names.node(letter.to),
            write: letter.write.map(Number::of_write),
            key: letter.key,
            attempt: letter.attempt,
            copy: letter.copy,
            care: match letter.care {
                Care::Forget => "forget",
                Care::UntilReconnect => "until-reconnect",
                Care::UntilAnswered => "until-answered",
            },
        }
    }
}

fn kind(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Command => "command",
        LetterKind::Reply => "reply",
        LetterKind::Publish => "publish",
        LetterKind::Confirm => "confirm",
        LetterKind::Deliver => "deliver",
        LetterKind::Acknowledge => "acknowledge",
        LetterKind::CommitOffset => "commit-offset",
        LetterKind::Query => "query",
        LetterKind::Answer => "answer",
        LetterKind::Pull => "pull",
        LetterKind::Rows => "rows",
        LetterKind::Load => "load",
        LetterKind::Loaded => "loaded",
        LetterKind::Release => "release",
        LetterKind::Take => "take",
        LetterKind::Taken => "taken",
        LetterKind::Cancel => "cancel",
        LetterKind::Cancelled => "cancelled",
        LetterKind::Onward => "onward",
        LetterKind::Backward => "backward",
        LetterKind::Told => "told",
        LetterKind::Heard => "heard",
        LetterKind::Settle => "settle",
        // CQRS.
        LetterKind::Fetch => "fetch",
        LetterKind::Batch => "batch",
        LetterKind::Head => "head",
        LetterKind::Check => "check",
        LetterKind::Checked => "checked",
    }
}
