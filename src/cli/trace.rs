//! `driftscope trace`: every fact as it happens, one JSON object a line.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::complaints::{self, Complaints};
use super::trace_cqrs::ToldCqrs;
use super::trace_saga::ToldSaga;
use crate::run::{Phase, Run};
use crate::scenario::{self, Places};
use crate::sim::fact::{Care, Demise, Fact, Fault, Ignored, Kept, Letter, LetterKind};
use crate::sim::fact::{LossCause, Merge, RunEnd, What};
use crate::sim::ids::{LinkId, NodeId, ReplicaId};
use crate::sim::time::Micros;

/// Events between two looks at whether anybody still reads.
const EVENTS_A_LOOK: u64 = 1_000;

/// One line: when, why, what, and what it is about.
#[derive(Serialize)]
struct Line<'a> {
    at_us: Micros,
    cause: Option<u64>,
    #[serde(flatten)]
    told: Told<'a>,
}

/// A fact in words. Stores go by the node that holds them.
#[derive(Serialize)]
#[serde(tag = "fact", rename_all = "kebab-case")]
enum Told<'a> {
    Replica {
        replica: &'a str,
        source: bool,
        keys: u32,
        merge: &'static str,
    },
    Requested {
        write: u64,
        key: u32,
        session: u32,
    },
    Asked {
        read: u64,
        session: u32,
        key: u32,
    },
    Read {
        read: u64,
        session: u32,
        replica: &'a str,
        key: u32,
        version: u64,
        value: i64,
        waited_us: Micros,
    },
    Answered {
        read: u64,
    },
    Committed {
        write: u64,
        key: u32,
        version: u64,
        value: i64,
    },
    Acknowledged {
        write: u64,
    },
    Applied {
        replica: &'a str,
        write: u64,
        key: u32,
        version: u64,
        value: i64,
    },
    Skipped {
        replica: &'a str,
        write: u64,
        key: u32,
        version: u64,
        why: &'static str,
    },
    Sent {
        #[serde(flatten)]
        letter: ToldLetter<'a>,
        due_us: Micros,
    },
    Delivered {
        #[serde(flatten)]
        letter: ToldLetter<'a>,
    },
    Lost {
        #[serde(flatten)]
        letter: ToldLetter<'a>,
        why: &'static str,
    },
    Started {
        node: &'a str,
        write: u64,
        attempt: u32,
    },
    Failed {
        node: &'a str,
        write: u64,
        key: u32,
        attempt: u32,
        blocking: bool,
    },
    Retried {
        node: &'a str,
        write: u64,
        attempt: u32,
        wait_us: Micros,
    },
    DeadLettered {
        node: &'a str,
        replica: Option<&'a str>,
        write: u64,
        key: u32,
    },
    Gone {
        replica: Option<&'a str>,
        write: u64,
        key: u32,
        why: &'static str,
    },
    Crashed {
        node: &'a str,
    },
    Restarted {
        node: &'a str,
    },
    Cut {
        link: &'a str,
    },
    Mended {
        link: &'a str,
    },
    // Background sync.
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
        write: u64,
        key: u32,
        value: i64,
        past: [u32; 2],
    },
    Merged {
        replica: &'a str,
        key: u32,
        write: u64,
        sibling: Option<u64>,
        value: i64,
        past: [u32; 2],
        kept: &'static str,
    },
    #[serde(untagged)]
    Saga(ToldSaga<'a>),
    #[serde(untagged)]
    Cqrs(ToldCqrs<'a>),
}

#[derive(Serialize)]
struct ToldLetter<'a> {
    message: u64,
    kind: &'static str,
    link: &'a str,
    from: &'a str,
    to: &'a str,
    write: Option<u64>,
    key: Option<u32>,
    attempt: u32,
    copy: u8,
    care: &'static str,
}

/// Prints every fact of a link's run.
///
/// # Errors
///
/// What writing to `out` fails with.
pub fn print(text: &str, out: &mut impl Write, complaints: &mut Complaints) -> io::Result<()> {
    let (link, problems) = scenario::parse(text);
    complaints.add(None, &problems);
    let mut trace = Trace {
        names: Names::of(&Places::of(&link.scenario.settings)),
        out,
        written: Ok(()),
    };
    let mut run = Run::observed(link.scenario, &mut |fact| trace.take(fact));
    while trace.written.is_ok()
        && !run.advance(Micros::MAX, EVENTS_A_LOOK, &mut |fact| trace.take(fact))
    {}
    if let Phase::Stopped(bound) = run.phase() {
        complaints::say(&format!("The run stopped: {bound}."));
    }
    trace.written
}

/// Writes facts until that fails.
struct Trace<'a, W> {
    names: Names,
    out: &'a mut W,
    written: io::Result<()>,
}

impl<W: Write> Trace<'_, W> {
    fn take(&mut self, fact: &Fact) {
        self.names.learn(fact);
        if self.written.is_ok() {
            self.written = self.write(fact);
        }
    }

    fn write(&mut self, fact: &Fact) -> io::Result<()> {
        let line = Line {
            at_us: fact.at,
            cause: fact.cause.map(|message| message.0),
            told: self.names.tell(&fact.what),
        };
        serde_json::to_writer(&mut *self.out, &line)?;
        writeln!(self.out)
    }
}

/// What nodes, links and replicas are called.
struct Names {
    nodes: Vec<String>,
    links: Vec<String>,
    /// The node that holds each replica, as the facts tell it.
    holders: BTreeMap<ReplicaId, NodeId>,
}

impl Names {
    fn of(places: &Places) -> Self {
        Self {
            nodes: places.nodes().iter().map(ToString::to_string).collect(),
            links: places.links().iter().map(ToString::to_string).collect(),
            holders: BTreeMap::new(),
        }
    }

    fn learn(&mut self, fact: &Fact) {
        if let What::Replica { replica, node, .. } = fact.what {
            self.holders.insert(replica, node);
        }
    }

    fn node(&self, node: NodeId) -> &str {
        self.nodes
            .get(usize::from(node.0))
            .map_or("unknown", String::as_str)
    }

    fn link(&self, link: LinkId) -> &str {
        self.links
            .get(usize::from(link.0))
            .map_or("unknown", String::as_str)
    }

    fn replica(&self, replica: ReplicaId) -> &str {
        // Where there are no copies, a store goes by its node.
        let own = NodeId(replica.0);
        self.node(self.holders.get(&replica).copied().unwrap_or(own))
    }

    fn letter(&self, letter: &Letter) -> ToldLetter<'_> {
        ToldLetter {
            message: letter.message.0,
            kind: kind(letter.kind),
            link: self.link(letter.link),
            from: self.node(letter.from),
            to: self.node(letter.to),
            write: letter.write.map(|write| write.0),
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

    fn tell(&self, what: &What) -> Told<'_> {
        match *what {
            What::Replica {
                replica,
                node: _,
                source,
                keys,
                merge,
            } => Told::Replica {
                replica: self.replica(replica),
                source,
                keys,
                merge: match merge {
                    Merge::Replace => "replace",
                    Merge::Add => "add",
                },
            },
            What::Requested {
                write,
                key,
                session,
            } => Told::Requested {
                write: write.0,
                key,
                session: session.0,
            },
            What::Asked { read, session, key } => Told::Asked {
                read: read.0,
                session: session.0,
                key,
            },
            What::Read {
                read,
                session,
                replica,
                key,
                version,
                value,
                waited,
            } => Told::Read {
                read: read.0,
                session: session.0,
                replica: self.replica(replica),
                key,
                version,
                value,
                waited_us: waited,
            },
            What::Answered { read } => Told::Answered { read: read.0 },
            What::Committed {
                write,
                key,
                version,
                value,
            } => Told::Committed {
                write: write.0,
                key,
                version,
                value,
            },
            What::Acknowledged { write } => Told::Acknowledged { write: write.0 },
            What::Applied {
                replica,
                write,
                key,
                version,
                value,
            } => Told::Applied {
                replica: self.replica(replica),
                write: write.0,
                key,
                version,
                value,
            },
            What::Skipped {
                replica,
                write,
                key,
                version,
                why,
            } => Told::Skipped {
                replica: self.replica(replica),
                write: write.0,
                key,
                version,
                why: match why {
                    Ignored::Known => "known",
                    Ignored::Older => "older",
                },
            },
            What::Sent { ref letter, due } => Told::Sent {
                letter: self.letter(letter),
                due_us: due,
            },
            What::Delivered { ref letter } => Told::Delivered {
                letter: self.letter(letter),
            },
            What::Lost { ref letter, why } => Told::Lost {
                letter: self.letter(letter),
                why: match why {
                    LossCause::Network => "network",
                    LossCause::Cut => "cut",
                    LossCause::ReceiverDown => "receiver-down",
                },
            },
            What::Started {
                node,
                write,
                attempt,
            } => Told::Started {
                node: self.node(node),
                write: write.0,
                attempt,
            },
            What::Failed {
                node,
                write,
                key,
                attempt,
                blocking,
            } => Told::Failed {
                node: self.node(node),
                write: write.0,
                key,
                attempt,
                blocking,
            },
            What::Retried {
                node,
                write,
                attempt,
                wait,
            } => Told::Retried {
                node: self.node(node),
                write: write.0,
                attempt,
                wait_us: wait,
            },
            What::DeadLettered {
                node,
                replica,
                write,
                key,
            } => Told::DeadLettered {
                node: self.node(node),
                replica: replica.map(|replica| self.replica(replica)),
                write: write.0,
                key,
            },
            What::Gone {
                replica,
                write,
                key,
                why,
            } => Told::Gone {
                replica: replica.map(|replica| self.replica(replica)),
                write: write.0,
                key,
                why: demise(why),
            },
            What::Began { .. }
            | What::Reserved { .. }
            | What::Refused { .. }
            | What::Undoing { .. }
            | What::Released { .. }
            | What::UndoFailed { .. }
            | What::Ended { .. } => Told::Saga(ToldSaga::of(what, &|node| self.node(node))),
            What::Fault(fault) => match fault {
                Fault::Crashed(node) => Told::Crashed {
                    node: self.node(node),
                },
                Fault::Restarted(node) => Told::Restarted {
                    node: self.node(node),
                },
                Fault::Cut(link) => Told::Cut {
                    link: self.link(link),
                },
                Fault::Mended(link) => Told::Mended {
                    link: self.link(link),
                },
            },
            What::Scheduled { every } => Told::Scheduled { every_us: every },
            What::RunBegan { run, beside } => Told::RunBegan { run, beside },
            What::RunEnded { run, how, moved } => Told::RunEnded {
                run,
                how: match how {
                    RunEnd::Done => "done",
                    RunEnd::Failed => "failed",
                    RunEnd::Skipped => "skipped",
                    RunEnd::Replaced => "replaced",
                },
                moved,
            },
            What::Removed { replica, key } => Told::Removed {
                replica: self.replica(replica),
                key,
            },
            What::Wrote {
                replica,
                write,
                key,
                value,
                past,
            } => Told::Wrote {
                replica: self.replica(replica),
                write: write.0,
                key,
                value,
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
            } => Told::Merged {
                replica: self.replica(replica),
                key,
                write: write.0,
                sibling: sibling.map(|write| write.0),
                value,
                past,
                kept: match kept {
                    Kept::Ours => "ours",
                    Kept::Theirs => "theirs",
                    Kept::Both => "both",
                },
            },
            // CQRS.
            What::Shows { .. }
            | What::Declined { .. }
            | What::Conflicted { .. }
            | What::Overdrawn { .. }
            | What::Resumed { .. }
            | What::RebuildBegan { .. }
            | What::Restored { .. }
            | What::CaughtUp { .. } => {
                Told::Cqrs(ToldCqrs::of(what, &|replica| self.replica(replica)))
            }
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

fn demise(why: Demise) -> &'static str {
    match why {
        Demise::DiedBeforePublishing => "died-before-publishing",
        Demise::BrokerForgot => "broker-forgot",
        Demise::Expired => "expired",
        Demise::AcknowledgedTooEarly => "acknowledged-too-early",
        Demise::BehindWatermark => "behind-watermark",
        Demise::DeletedWithoutTrace => "deleted-without-trace",
    }
}
