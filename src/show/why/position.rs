//! Where what is missing was at an instant, as far as the trail of an incident knows.

use super::Teller;
use crate::consistency::Incident;
use crate::facts::ids::WriteId;
use crate::facts::time::Micros;
use crate::facts::{Fact, Ignored, Letter, LossCause, LossReason, Retransmit, What};
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

fn of_fact(teller: &Teller, incident: &Incident, fact: &Fact, now: Micros) -> Option<Position> {
    let at = incident.lacking.or(incident.replica);
    // What ended it is in the trail too, and may be about another write.
    let is_it = |write: WriteId| Some(write) == incident.write;
    Some(match fact.what {
        What::Sent { letter, due } if (teller.face.why.carries)(&letter) => Position {
            due: Some(due),
            ..is(join(&["on its way", &way(teller, &letter)]))
        },
        What::Delivered { letter } if (teller.face.why.carries)(&letter) => {
            is(join(&["waiting at ", teller.end(letter.to)]))
        }
        What::Lost { letter, why } if (teller.face.why.carries)(&letter) => {
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
        What::Committed { .. } if teller.face.why.is_sent_on => {
            has("not been sent on yet".to_owned())
        }
        _ => return (teller.face.why.position)(teller, incident, fact, now),
    })
}

/// That it was there, and is no more.
pub fn came_and_went(at: Micros) -> Position {
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

/// It was, or is, what the words say.
pub fn is(words: String) -> Position {
    Position {
        has: false,
        words,
        due: None,
        is_final: false,
    }
}

/// It had, or has, what the words say.
pub fn has(words: String) -> Position {
    Position {
        has: true,
        ..is(words)
    }
}

/// Pieces one after the other.
pub fn join(pieces: &[&str]) -> String {
    pieces.concat()
}
