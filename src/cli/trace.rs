//! `driftscope trace`: every fact as it happens, one JSON object a line.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use super::check;
use super::complaints::{self, Complaints};
use super::progress::Progress;
use super::trace_cqrs::ToldCqrs;
use super::trace_letter::ToldLetter;
use super::trace_names::{Names, Number};
use super::trace_saga::ToldSaga;
use super::trace_sync::ToldSync;
use crate::lab::Unsettled;
use crate::run::Run;
use crate::scenario::{self, Key, Places};
use crate::sim::fact::{Demise, Fact, Fault, Ignored, LossCause, Merge, What, present};
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
        write: Number,
        key: u32,
        session: Number,
    },
    Asked {
        read: Number,
        session: Number,
        key: u32,
    },
    Read {
        read: Number,
        session: Number,
        replica: &'a str,
        key: u32,
        version: u64,
        value: Option<i64>,
        waited_us: Micros,
    },
    Answered {
        read: Number,
    },
    Committed {
        write: Number,
        key: u32,
        version: u64,
        value: Option<i64>,
    },
    Acknowledged {
        write: Number,
    },
    Applied {
        replica: &'a str,
        write: Number,
        key: u32,
        version: u64,
        value: Option<i64>,
    },
    Skipped {
        replica: &'a str,
        write: Number,
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
        write: Number,
        attempt: u32,
    },
    Failed {
        node: &'a str,
        write: Number,
        key: u32,
        attempt: u32,
        blocking: bool,
    },
    Retried {
        node: &'a str,
        write: Number,
        attempt: u32,
        wait_us: Micros,
    },
    DeadLettered {
        node: &'a str,
        replica: Option<&'a str>,
        write: Number,
        key: u32,
    },
    Gone {
        replica: Option<&'a str>,
        write: Number,
        key: u32,
        why: &'static str,
    },
    WillNotCome {
        replica: Option<&'a str>,
        write: Number,
        key: u32,
        why: Option<&'static str>,
    },
    WillNotMend {
        replica: &'a str,
        write: Number,
        key: u32,
    },
    WillNotRelease {
        node: &'a str,
        write: Number,
        key: u32,
    },
    Crashed {
        node: &'a str,
    },
    Restarted {
        node: &'a str,
    },
    Stopped {
        node: &'a str,
    },
    GoesOn {
        node: &'a str,
    },
    Cut {
        link: &'a str,
    },
    Mended {
        link: &'a str,
    },
    #[serde(untagged)]
    Saga(ToldSaga<'a>),
    #[serde(untagged)]
    Sync(ToldSync<'a>),
    #[serde(untagged)]
    Cqrs(ToldCqrs<'a>),
}

/// Prints every fact of a link's run. True if a bound stopped it.
///
/// # Errors
///
/// What writing to `out` fails with.
pub fn print(text: &str, out: &mut impl Write, complaints: &mut Complaints) -> io::Result<bool> {
    let (link, problems) = scenario::parse(text);
    complaints.add(None, &problems);
    complaints.add(None, check::differs(&link).as_slice());
    let mut trace = Trace {
        names: Names::of(&Places::of(&link.scenario.settings)),
        out,
        written: Ok(()),
    };
    let duration = link.scenario.settings.time(Key::Duration);
    let mut progress = Progress::begin(!io::stdout().is_terminal());
    let mut run = Run::observed(link.scenario, &mut |fact| trace.take(fact));
    while trace.written.is_ok()
        && !run.advance(Micros::MAX, EVENTS_A_LOOK, &mut |fact| trace.take(fact))
    {
        progress.tell(run.now() as f64 / duration as f64, || "trace".to_owned());
    }
    drop(progress);
    trace.written?;
    let stopped = Unsettled::of(&run).filter(|run| run.bound.is_some());
    if let Some(stopped) = stopped {
        complaints::say(&format!("The trace is not whole: {stopped}."));
    }
    Ok(stopped.is_some())
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

impl Names {
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
                write: Number::of_write(write),
                key,
                session: Number::of_session(session),
            },
            What::Asked { read, session, key } => Told::Asked {
                read: Number::of_read(read),
                session: Number::of_session(session),
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
                read: Number::of_read(read),
                session: Number::of_session(session),
                replica: self.replica(replica),
                key,
                version,
                value: present(value),
                waited_us: waited,
            },
            What::Answered { read } => Told::Answered {
                read: Number::of_read(read),
            },
            What::Committed {
                write,
                key,
                version,
                value,
            } => Told::Committed {
                write: Number::of_write(write),
                key,
                version,
                value: present(value),
            },
            What::Acknowledged { write } => Told::Acknowledged {
                write: Number::of_write(write),
            },
            What::Applied {
                replica,
                write,
                key,
                version,
                value,
            } => Told::Applied {
                replica: self.replica(replica),
                write: Number::of_write(write),
                key,
                version,
                value: present(value),
            },
            What::Skipped {
                replica,
                write,
                key,
                version,
                why,
            } => Told::Skipped {
                replica: self.replica(replica),
                write: Number::of_write(write),
                key,
                version,
                why: match why {
                    Ignored::Known => "known",
                    Ignored::Older => "older",
                },
            },
            What::Sent { ref letter, due } => Told::Sent {
                letter: ToldLetter::of(letter, self),
                due_us: due,
            },
            What::Delivered { ref letter } => Told::Delivered {
                letter: ToldLetter::of(letter, self),
            },
            What::Lost { ref letter, why } => Told::Lost {
                letter: ToldLetter::of(letter, self),
                why: match why {
                    LossCause::Network => "network",
                    LossCause::Cut => "cut",
                    LossCause::ReceiverDown => "receiver-down",
                    LossCause::ReceiverStopped => "receiver-stopped",
                },
            },
            What::Started {
                node,
                write,
                attempt,
            } => Told::Started {
                node: self.node(node),
                write: Number::of_write(write),
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
                write: Number::of_write(write),
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
                write: Number::of_write(write),
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
                write: Number::of_write(write),
                key,
            },
            What::Gone {
                replica,
                write,
                key,
                why,
            } => Told::Gone {
                replica: replica.map(|replica| self.replica(replica)),
                write: Number::of_write(write),
                key,
                why: demise(why),
            },
            What::WillNotCome {
                replica,
                write,
                key,
                why,
            } => Told::WillNotCome {
                replica: replica.map(|replica| self.replica(replica)),
                write: Number::of_write(write),
                key,
                why: why.map(demise),
            },
            What::WillNotMend {
                replica,
                write,
                key,
            } => Told::WillNotMend {
                replica: self.replica(replica),
                write: Number::of_write(write),
                key,
            },
            What::WillNotRelease { node, write, key } => Told::WillNotRelease {
                node: self.node(node),
                write: Number::of_write(write),
                key,
            },
            What::Began { .. }
            | What::Reserved { .. }
            | What::Refused { .. }
            | What::Undoing { .. }
            | What::Released { .. }
            | What::Left { .. }
            | What::UndoFailed { .. }
            | What::Ended { .. } => Told::Saga(ToldSaga::of(what, &|node| self.node(node))),
            What::Fault(fault) => match fault {
                Fault::Crashed(node) => Told::Crashed {
                    node: self.node(node),
                },
                Fault::Restarted(node) => Told::Restarted {
                    node: self.node(node),
                },
                Fault::Stopped(node) => Told::Stopped {
                    node: self.node(node),
                },
                Fault::Started(node) => Told::GoesOn {
                    node: self.node(node),
                },
                Fault::Cut(link) => Told::Cut {
                    link: self.link(link),
                },
                Fault::Mended(link) => Told::Mended {
                    link: self.link(link),
                },
            },
            // Background sync.
            What::Scheduled { .. }
            | What::RunBegan { .. }
            | What::RunEnded { .. }
            | What::Removed { .. }
            | What::Wrote { .. }
            | What::Merged { .. } => {
                Told::Sync(ToldSync::of(what, &|replica| self.replica(replica)))
            }
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
