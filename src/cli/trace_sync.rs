//! Facts about jobs and merges, one JSON object each.

use serde::Serialize;

use super::trace_names::Number;
use crate::sim::fact::{Kept, RunEnd, What, present};
use crate::sim::ids::ReplicaId;
use crate::sim::time::Micros;

/// A fact about a job or a merge in words.
#[derive(Serialize)]
#[serde(tag = "fact", rename_all = "kebab-case")]
pub enum ToldSync<'a> {
    Scheduled {
        every_us: Micros,
    },
    RunBegan {
        run: u64,
        beside: u32,
    },
    RunEnded {
        run: u64,
        how: &'static str,
        moved: u32,
    },
    Removed {
        replica: &'a str,
        key: u32,
    },
    Wrote {
        replica: &'a str,
        write: Number,
        key: u32,
        value: Option<i64>,
        past: [u32; 2],
    },
    Merged {
        replica: &'a str,
        key: u32,
        write: Number,
        sibling: Option<Number>,
        value: Option<i64>,
        past: [u32; 2],
        kept: &'static str,
    },
    /// No fact about either.
    Nothing,
}

impl<'a> ToldSync<'a> {
    /// The words of a fact about a job or a merge.
    pub fn of(what: &What, name: &impl Fn(ReplicaId) -> &'a str) -> Self {
        match *what {
            What::Scheduled { every } => Self::Scheduled { every_us: every },
            What::RunBegan { run, beside } => Self::RunBegan { run, beside },
            What::RunEnded { run, how, moved } => Self::RunEnded {
                run,
                how: match how {
                    RunEnd::Done => "done",
                    RunEnd::Failed => "failed",
                    RunEnd::Skipped => "skipped",
                    RunEnd::Replaced => "replaced",
                },
                moved,
            },
            What::Removed { replica, key } => Self::Removed {
                replica: name(replica),
                key,
            },
            What::Wrote {
                replica,
                write,
                key,
                value,
                past,
            } => Self::Wrote {
                replica: name(replica),
                write: Number::of_write(write),
                key,
                value: present(value),
                past,
            },
            What::Merged {
                replica,
                key,
                write,
                sibling,
                value,
                past,
                written: _,
                kept,
            } => Self::Merged {
                replica: name(replica),
                key,
                write: Number::of_write(write),
                sibling: sibling.map(Number::of_write),
                value: present(value),
                past,
                kept: match kept {
                    Kept::Ours => "ours",
                    Kept::Theirs => "theirs",
                    Kept::Both => "both",
                },
            },
            _ => Self::Nothing,
        }
    }
}
