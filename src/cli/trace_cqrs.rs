//! Facts about commands and projections, one JSON object each.

use serde::Serialize;

use super::trace_names::Number;
use crate::sim::fact::{Decline, What, present};
use crate::sim::ids::ReplicaId;
use crate::sim::time::Micros;

/// A fact about a command or a projection in words.
#[derive(Serialize)]
#[serde(tag = "fact", rename_all = "kebab-case")]
pub enum ToldCqrs<'a> {
    Shows {
        replica: &'a str,
        view: u16,
    },
    Declined {
        write: Number,
        key: u32,
        why: &'static str,
    },
    Conflicted {
        write: Number,
        key: u32,
        attempt: u32,
    },
    Overdrawn {
        write: Number,
        key: u32,
        believed: Option<i64>,
        value: Option<i64>,
    },
    Resumed {
        replica: &'a str,
        applied: u64,
        checkpoint: u64,
    },
    RebuildBegan {
        replica: &'a str,
        emptied: bool,
    },
    Restored {
        replica: &'a str,
        key: u32,
        version: u64,
        value: Option<i64>,
    },
    CaughtUp {
        replica: &'a str,
        took_us: Micros,
    },
    /// No fact about either.
    Nothing,
}

impl<'a> ToldCqrs<'a> {
    /// The words of a fact about a command or a projection.
    pub fn of(what: &What, name: &impl Fn(ReplicaId) -> &'a str) -> Self {
        match *what {
            What::Shows { replica, view } => Self::Shows {
                replica: name(replica),
                view,
            },
            What::Declined { write, key, why } => Self::Declined {
                write: Number::of_write(write),
                key,
                why: match why {
                    Decline::Uncovered => "uncovered",
                    Decline::Conflict => "conflict",
                },
            },
            What::Conflicted {
                write,
                key,
                attempt,
            } => Self::Conflicted {
                write: Number::of_write(write),
                key,
                attempt,
            },
            What::Overdrawn {
                write,
                key,
                believed,
                value,
            } => Self::Overdrawn {
                write: Number::of_write(write),
                key,
                believed: present(believed),
                value: present(value),
            },
            What::Resumed {
                replica,
                applied,
                checkpoint,
            } => Self::Resumed {
                replica: name(replica),
                applied,
                checkpoint,
            },
            What::RebuildBegan { replica, emptied } => Self::RebuildBegan {
                replica: name(replica),
                emptied,
            },
            What::Restored {
                replica,
                key,
                version,
                value,
            } => Self::Restored {
                replica: name(replica),
                key,
                version,
                value: present(value),
            },
            What::CaughtUp { replica, took } => Self::CaughtUp {
                replica: name(replica),
                took_us: took,
            },
            _ => Self::Nothing,
        }
    }
}
