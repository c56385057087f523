//! Where what is missing was at an instant, as far as the trail of an incident knows.

use super::Teller;
use crate::consistency::Incident;
use crate::facts::ids::WriteId;
use crate::facts::time::Micros;
use crate::facts::{
    Fact, Ignored, Kept, Letter, LetterKind, LossCause, LossReason, Retransmit, RunEnd, What,
};
use crate::scenario::Role;
use crate::show::units;

/// Where something missing is, in words that follow "was" or "had".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Whether the words follow "had" and "has"; else "was" and "is".
    pub has: bool,
    /// The words.
    pub words: String,
    /// When it will arrive, if it is on its way.
    pub due: Option<Micros>,
    /// Whether nothing will bring it by itself.
    pub is_final: bool,
}

/// Where what is missing was at an instant.
pub fn at(teller: &Teller, incident: &Incident, now: Micros) -> Position {
    let trail = if now == incident.at {
        incident.led_here()
    } else {
        &incident.trail
    };
    let known = || trail.iter().rev().filter(|fact| fact.at <= now);
    // Whether something is left that would bring it, only the run knows.
    let is_final = known().any(|fact| {
        matches!(
            fact.what,
            What::WillNotCome { .. } | What::WillNotMend { .. } | What::WillNotRelease { .. }
        )
    });
    // No later run asks for what the job has passed over.
    let is_gone = known().any(|fact| matches!(fact.what, What::Gone { .. }));
    let is_run = |what| matches!(what, What::RunBegan { .. } | What::RunEnded { .. });
    let telling = known().filter(|fact| !(is_gone && is_run(fact.what)));
    let mut found = telling.filter_map(|fact| of_fact(teller, incident, fact, now));
    let mut found = found.next().unwrap_or_else(|| {
        has(
            match teller.lacking(incident).and_then(|node| teller.name(node)) {
                Some(place) => join(&["not reached ", place, " yet"]),
                None => "not arrived there yet".to_owned(),
            },
        )
    });
    found.is_final |= is_final;
    found
}

/// Whether a message brings a write nearer to a copy.
pub fn carries(letter: &Letter) -> bool {
    matches!(
        letter.kind,
        LetterKind::Publish
            | LetterKind::Deliver
            | LetterKind::Batch
            | LetterKind::Load
            | LetterKind::Rows
    )
}

fn of_fact(teller: &Teller, incident: &Incident, fact: &Fact, now: Micros) -> Option<Position> {
    let at = incident.lacking.or(incident.replica);
    // What ended it is in the trail too, and may be about another write.
    let is_it = |write: WriteId| Some(write) == incident.write;
    Some(match fact.what {
        What::Sent { letter, due } if carries(&letter) => Position {
            due: Some(due),
            ..is(join(&["on its way", &way(teller, &letter)]))
        },
        What::Delivered { letter } if carries(&letter) => {
            is(join(&["waiting at ", teller.end(letter.to)]))
        }
        What::Lost { letter, why } if carries(&letter) => {
            let why = match why {
                LossCause::Network => "",
                LossCause::Cut => ", since the link was cut",
                LossCause::ReceiverDown => ", which was down",
                LossCause::ReceiverStopped => ", which was not consuming",
            };
            let how = if letter.retransmit == Retransmit::Never {
                "got lost unnoticed on its way"
            } else {
                "got lost on its way"
            };
            has(join(&[how, &way(teller, &letter), why]))
        }
        What::Started { node, .. } => is(join(&["being handled by ", teller.end(node)])),
        What::Failed { node, attempt, .. } => {
            let times = units::things(u64::from(attempt) + 1, "time", "times");
            has(join(&["failed ", &times, " at ", teller.end(node)]))
        }
        What::Retried {
            node,
            attempt,
            wait,
            ..
        } => {
            let nth = units::ordinal(u64::from(attempt) + 1);
            let when = units::instant(fact.at + wait);
            let words = [
                "waiting at ",
                teller.end(node),
                " for its ",
                &nth,
                " try at ",
                &when,
            ];
            is(join(&words))
        }
        What::DeadLettered { node, .. } => has(join(&[
            "been put aside by ",
            teller.end(node),
            " as a dead letter",
        ])),
        What::Gone { why, .. } => has(gone(why).to_owned()),
        What::Skipped {
            replica,
            write,
            why,
            ..
        } if is_it(write) && at.is_none_or(|at| at == replica) => {
            let why = match why {
                Ignored::Known => "been left out as known already",
                Ignored::Older => "been left out for a newer one",
            };
            has(why.to_owned())
        }
        What::Applied { replica, write, .. } if is_it(write) && at == Some(replica) => {
            came_and_went(fact.at)
        }
        What::Committed { .. } if teller.places.node(Role::Broker).is_some() => {
            has("not been sent on yet".to_owned())
        }
        What::RebuildBegan { .. } => {
            let when = units::instant(fact.at);
            has(join(&["been there until a rebuild emptied it at ", &when]))
        }
        _ => return of_run(teller, incident, fact, now),
    })
}

/// What a run of a job has to do with it.
fn of_run(teller: &Teller, incident: &Incident, fact: &Fact, now: Micros) -> Option<Position> {
    let named = |run: u64| join(&["run ", &(run + 1).to_string(), " of the job"]);
    match fact.what {
        What::RunBegan { run, .. } => {
            let is_late = incident.committed.is_some_and(|made| made > fact.at);
            let words = ["missed ", &named(run), ", which had begun before it"];
            Some(if is_late {
                has(join(&words))
            } else {
                is(join(&["waiting for ", &named(run)]))
            })
        }
        What::RunEnded {
            run,
            how: RunEnd::Failed,
            ..
        } => Some(has(join(&[
            "not come with ",
            &named(run),
            ", which failed",
        ]))),
        What::Merged { replica, write, .. } if Some(write) == incident.write => {
            let is_there = incident.replica == Some(replica);
            is_there.then(|| came_and_went(fact.at))
        }
        What::Merged { write, kept, .. } => {
            let write = teller.narrator.write(write);
            let when = if fact.at == now {
                String::new()
            } else {
                join(&[" at ", &units::instant(fact.at)])
            };
            // What was turned down lives on where it was made, and may come back with what follows it.
            let is_final = kept != Kept::Ours;
            let words = if is_final {
                ["been overwritten", &when, " by ", &write]
            } else {
                ["been turned down", &when, " for ", &write]
            };
            Some(Position {
                is_final,
                ..has(join(&words))
            })
        }
        _ => None,
    }
}

fn came_and_went(at: Micros) -> Position {
    let when = units::instant(at);
    has(join(&["been there since ", &when, " and been lost again"]))
}

/// Why who kept it has it no longer, in words that follow "had".
fn gone(why: LossReason) -> &'static str {
    match why {
        LossReason::DiedBeforePublishing => "never left, since the service died after its commit",
        LossReason::BrokerForgot => "been kept in memory by a broker that died",
        LossReason::Expired => "been dropped by the broker as too old",
        LossReason::AcknowledgedTooEarly => {
            "been acknowledged before it was handled, and then lost"
        }
        LossReason::BehindWatermark => {
            "been stamped before the job's watermark and committed after it"
        }
        LossReason::DeletedWithoutTrace => "left no trace that a job could find",
    }
}

fn way(teller: &Teller, letter: &Letter) -> String {
    join(&[
        " from ",
        teller.end(letter.from),
        " to ",
        teller.end(letter.to),
    ])
}

fn is(words: String) -> Position {
    Position {
        has: false,
        words,
        due: None,
        is_final: false,
    }
}

fn has(words: String) -> Position {
    Position {
        has: true,
        ..is(words)
    }
}

/// Pieces one after the other.
pub fn join(pieces: &[&str]) -> String {
    pieces.concat()
}
