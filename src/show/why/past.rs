//! What the trail of an incident says beside where the missing thing was.

use super::Teller;
use super::position::join;
use crate::consistency::{Anomaly, Incident, Truth};
use crate::facts::ids::{ReplicaId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{Fact, Letter, LetterKind, RunEnd, SagaEnd, What};
use crate::show::units;

/// What the write of an incident made of its key when it was committed, if the trail has that; the
/// version is 0 where writes have no order.
pub fn made(incident: &Incident) -> Option<Truth> {
    let missing = incident.write?;
    incident.trail.iter().find_map(|fact| match fact.what {
        What::Committed {
            write,
            version,
            value,
            ..
        } if write == missing => Some(Truth { version, value }),
        What::Wrote { write, value, .. } if write == missing => Some(Truth { version: 0, value }),
        _ => None,
    })
}

/// What stands for a name that only the trail knows about.
pub fn word(teller: &Teller, incident: &Incident, name: &str) -> Option<String> {
    let mut known = incident.led_here().iter().rev();
    match name {
        "tries" => known.find_map(|fact| match fact.what {
            What::Failed { attempt, .. } | What::UndoFailed { attempt, .. } => {
                Some(units::ordinal(u64::from(attempt) + 1))
            }
            _ => None,
        }),
        "again" => known.find_map(|fact| match fact.what {
            What::Sent { letter, .. } if letter.copy > 0 && is_order(incident, &letter) => {
                Some("The network had doubled the message.".to_owned())
            }
            What::Sent { letter, .. } | What::Delivered { letter }
                if letter.resends() > 0 && is_order(incident, &letter) =>
            {
                Some("It had been sent more than once.".to_owned())
            }
            _ => None,
        }),
        "seen" => known.find_map(|fact| match fact.what {
            What::Read { read, .. } if Some(read) == incident.read => Some(units::instant(fact.at)),
            _ => None,
        }),
        "twice" => {
            let copy = incident.replica?;
            let at_copy = |fact: &&Fact| {
                matches!(fact.what, What::Applied { replica, write, .. }
                    if replica == copy && Some(write) == incident.write)
            };
            let write = teller.narrator.write(incident.write?);
            (known.filter(at_copy).count() > 1)
                .then(|| join(&["It had applied ", &write, " twice."]))
        }
        "run" => known.find_map(|fact| match fact.what {
            What::RunBegan { run, .. } | What::RunEnded { run, .. } => {
                Some(join(&["run ", &(run + 1).to_string()]))
            }
            _ => None,
        }),
        "moved" => known.find_map(|fact| match fact.what {
            What::RunEnded {
                moved,
                how: RunEnd::Failed,
                ..
            } => Some(match moved {
                0 => "no row had been moved yet".to_owned(),
                moved => {
                    let rows = units::things(u64::from(moved), "row", "rows");
                    join(&[&rows, " had been moved, and stay"])
                }
            }),
            _ => None,
        }),
        "won" => {
            let at = written(incident, incident.other?)?;
            let made = incident.committed?;
            let older = if at < made {
                ", the older of the two"
            } else {
                ""
            };
            Some(join(&[&units::instant(at), older]))
        }
        "released" => known.find_map(|fact| match fact.what {
            What::Released { node, .. } if incident.node == Some(node) => {
                Some(units::instant(fact.at))
            }
            _ => None,
        }),
        // Of two views the one that had not got it.
        "lacking" => {
            let node = teller.holder(incident.lacking?)?;
            teller.name(node).map(str::to_owned)
        }
        // Of two views the one that had it twice.
        "doubler" => {
            let write = incident.write?;
            let applied: Vec<_> = known
                .filter_map(|fact| match fact.what {
                    What::Applied {
                        replica, write: of, ..
                    } if of == write => Some(replica),
                    _ => None,
                })
                .collect();
            let twice =
                |replica: &&ReplicaId| applied.iter().filter(|of| of == replica).count() > 1;
            let replica = applied.iter().find(twice)?;
            teller.name(teller.holder(*replica)?).map(str::to_owned)
        }
        "believed" | "left" => known.find_map(|fact| match fact.what {
            What::Overdrawn {
                believed, value, ..
            } => Some(
                teller
                    .story
                    .value_label(if name == "left" { value } else { believed }),
            ),
            _ => None,
        }),
        "ended" => known.find_map(|fact| match fact.what {
            What::Ended { how, .. } => Some(ended(how).to_owned()),
            _ => None,
        }),
        "cause" => {
            // The last of what does this by itself, else the last of what may have led to it.
            let grade = |fact: &&Fact, wanted| causes(incident, fact) == Some(wanted);
            let by_itself = known.clone().find(|fact| grade(fact, true));
            let told = by_itself.or_else(|| known.find(|fact| grade(fact, false)));
            told.and_then(|fact| cause(teller, fact))
        }
        _ => None,
    }
}

/// When a write was made, if the trail has that.
fn written(incident: &Incident, wanted: WriteId) -> Option<Micros> {
    incident.trail.iter().find_map(|fact| match fact.what {
        What::Wrote { write, .. } | What::Committed { write, .. } if write == wanted => {
            Some(fact.at)
        }
        What::Merged { write, written, .. } if write == wanted => Some(written),
        _ => None,
    })
}

/// How a saga came to its end, in words that follow its name.
fn ended(how: SagaEnd) -> &'static str {
    match how {
        SagaEnd::Completed => "had gone well",
        SagaEnd::Compensated => "had been undone",
        SagaEnd::UndoFailed => "could not be undone",
        SagaEnd::CannotGoOn => "could not go on, and was past the point of going back",
        SagaEnd::Forgotten => "was forgotten in a crash",
        SagaEnd::Silent => "was not heard of any more",
    }
}

/// Whether a message is an order that may have been obeyed twice where the incident was.
fn is_order(incident: &Incident, letter: &Letter) -> bool {
    match incident.what {
        Anomaly::DoubleBooking => {
            let asks = matches!(letter.kind, LetterKind::Take | LetterKind::Onward);
            asks && Some(letter.to) == incident.node
        }
        _ => letter.kind != LetterKind::Acknowledge,
    }
}

/// Whether a fact can have led to what went wrong with a saga, and if so, whether it does by itself.
/// What is wrong at one service has its cause there, or in a message from or to it.
fn causes(incident: &Incident, fact: &Fact) -> Option<bool> {
    use Anomaly::{
        DirtyRead, DoubleBooking, HalfBooked, OrphanedReservation, StuckSaga, UndoFailed,
    };
    let is_here = |node| incident.node == Some(node);
    match (fact.what, incident.what) {
        (What::UndoFailed { node, .. }, OrphanedReservation | UndoFailed) => {
            is_here(node).then_some(true)
        }
        (What::UndoFailed { .. }, StuckSaga) | (What::Refused { .. }, DirtyRead) => Some(true),
        (What::Refused { write, .. }, OrphanedReservation | StuckSaga) => {
            (incident.write == Some(write)).then_some(false)
        }
        // Whether a receipt comes, or word of an end, changes nothing.
        (What::Lost { letter, .. }, _)
            if matches!(letter.kind, LetterKind::Heard | LetterKind::Settle) =>
        {
            None
        }
        (What::Lost { letter, .. }, DoubleBooking | OrphanedReservation) => {
            let is_ours = is_here(letter.from) || is_here(letter.to);
            is_ours.then_some(incident.what == DoubleBooking)
        }
        (What::Lost { .. }, StuckSaga | UndoFailed | DirtyRead | HalfBooked) => Some(false),
        _ => None,
    }
}

/// What stood in the way of a saga, as a sentence.
fn cause(teller: &Teller, fact: &Fact) -> Option<String> {
    let when = units::instant(fact.at);
    Some(match fact.what {
        What::Lost { letter, .. } => {
            let (from, to) = (teller.end(letter.from), teller.end(letter.to));
            let what = teller.narrator.named(&letter);
            let words = [
                &what,
                " had got lost at ",
                &when,
                " on its way from ",
                from,
                " to ",
            ];
            join(&[&join(&words), to, "."])
        }
        What::UndoFailed { node, attempt, .. } => {
            let nth = units::ordinal(u64::from(attempt) + 1);
            let words = [
                " had failed to undo its step at ",
                &when,
                ", at its ",
                &nth,
                " try.",
            ];
            join(&[teller.end(node), &join(&words)])
        }
        What::Refused { node, .. } => {
            join(&[teller.end(node), " had refused its step at ", &when, "."])
        }
        _ => return None,
    })
}
