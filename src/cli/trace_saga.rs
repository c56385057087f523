//! Facts about sagas, one JSON object each.

use serde::Serialize;

use super::trace_names::Number;
use crate::sim::fact::{Refusal, SagaEnd, What};
use crate::sim::ids::NodeId;

/// A fact about a saga in words.
#[derive(Serialize)]
#[serde(tag = "fact", rename_all = "kebab-case")]
pub enum ToldSaga<'a> {
    Began {
        write: Number,
        key: u32,
    },
    Reserved {
        node: &'a str,
        write: Number,
        key: u32,
        over: bool,
    },
    Refused {
        node: &'a str,
        write: Number,
        key: u32,
        why: &'static str,
    },
    Undoing {
        node: &'a str,
        write: Number,
        attempt: u32,
    },
    Released {
        node: &'a str,
        write: Number,
        key: u32,
        wiped: u32,
    },
    Left {
        node: &'a str,
        write: Number,
        key: u32,
    },
    UndoFailed {
        node: &'a str,
        write: Number,
        key: u32,
        attempt: u32,
    },
    Ended {
        write: Number,
        key: u32,
        how: &'static str,
    },
    /// No fact about a saga.
    Nothing,
}

impl<'a> ToldSaga<'a> {
    /// The words of a fact about a saga.
    pub fn of(what: &What, name: &impl Fn(NodeId) -> &'a str) -> Self {
        match *what {
            What::Began { write, key } => Self::Began {
                write: Number::of_write(write),
                key,
            },
            What::Reserved {
                node,
                write,
                key,
                over,
            } => Self::Reserved {
                node: name(node),
                write: Number::of_write(write),
                key,
                over,
            },
            What::Refused {
                node,
                write,
                key,
                why,
            } => Self::Refused {
                node: name(node),
                write: Number::of_write(write),
                key,
                why: refusal(why),
            },
            What::Undoing {
                node,
                write,
                attempt,
            } => Self::Undoing {
                node: name(node),
                write: Number::of_write(write),
                attempt,
            },
            What::Released {
                node,
                write,
                key,
                wiped,
            } => Self::Released {
                node: name(node),
                write: Number::of_write(write),
                key,
                wiped,
            },
            What::Left { node, write, key } => Self::Left {
                node: name(node),
                write: Number::of_write(write),
                key,
            },
            What::UndoFailed {
                node,
                write,
                key,
                attempt,
            } => Self::UndoFailed {
                node: name(node),
                write: Number::of_write(write),
                key,
                attempt,
            },
            What::Ended { write, key, how } => Self::Ended {
                write: Number::of_write(write),
                key,
                how: saga_end(how),
            },
            _ => Self::Nothing,
        }
    }
}

fn refusal(why: Refusal) -> &'static str {
    match why {
        Refusal::Business => "business",
        Refusal::Errors => "errors",
        Refusal::Full => "full",
        Refusal::Locked => "locked",
        Refusal::Cancelled => "cancelled",
    }
}

fn saga_end(how: SagaEnd) -> &'static str {
    match how {
        SagaEnd::Completed => "completed",
        SagaEnd::Compensated => "compensated",
        SagaEnd::UndoFailed => "undo-failed",
        SagaEnd::CannotGoOn => "cannot-go-on",
        SagaEnd::Forgotten => "forgotten",
        SagaEnd::Silent => "silent",
    }
}
