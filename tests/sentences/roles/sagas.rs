//! What the facts of a run say of its sagas.

use driftscope::consistency::Anomaly;
use driftscope::facts::ids::WriteId;
use driftscope::facts::{Fact, SagaEnd, What};
use driftscope::show::sentence::{person, write_name};
use driftscope::show::units;

use super::{Case, Told};

/// What a fact bears out.
pub fn tell(case: &Case, fact: &Fact, told: &mut Vec<Told>) {
    let run = case.run;
    let when = units::instant(fact.at);
    match fact.what {
        What::Read {
            read,
            session,
            replica,
            key,
            ..
        } if case.incident.read == Some(read) => {
            let head = format!("At {when} {} saw ", person(session));
            let at = format!("for {} at {}", run.key(key), run.holder(replica));
            for words in [" saw a booking of ", "with a booking of "] {
                let of_it = case.incident.write.map(saga).unwrap_or_default();
                told.push(vec![head.clone(), at.clone(), format!("{words}{of_it}")]);
            }
        }
        What::Began { write, .. } if case.is_write(write) => {
            told.push(vec![format!("It had begun at {when}")]);
        }
        What::Reserved {
            node,
            write,
            key,
            over,
        } if case.is_node(node) => {
            let who = run.name(node);
            if case.is_other(write) {
                told.push(vec![format!("One of them was that of {}", saga(write))]);
            }
            if !case.is_write(write) {
                return;
            }
            told.push(vec![format!("It was booked at {when}.")]);
            let booked = format!("At {when} {who} booked {} for ", run.key(key));
            told.push(vec![format!("It had done so at {when} already.")]);
            if over && case.is_then(fact) {
                let none = ", and nothing was left".to_owned();
                told.push(vec![booked.clone() + &saga(write), none]);
            }
            let before = case.known().filter(|fact| case.is_before(fact));
            let times = before.filter(|fact| {
                matches!(fact.what, What::Reserved { node: of, write: it, .. }
                    if of == node && it == write)
            });
            // What it gave back between is not counted, and no booking is counted twice.
            for nth in 2..=times.count() as u64 {
                let nth = units::ordinal(nth);
                told.push(vec![format!("{booked}the {nth} time for {}", saga(write))]);
            }
        }
        What::Refused { node, .. } => {
            told.push(vec![format!(
                "{} had refused its step at {when}.",
                run.name(node)
            )]);
        }
        What::UndoFailed { node, attempt, .. } => {
            let (who, nth) = (run.name(node), units::ordinal(u64::from(attempt) + 1));
            let words = "had failed to undo its step at";
            if case.incident.what == Anomaly::StuckSaga || case.is_node(node) {
                told.push(vec![format!("{who} {words} {when}, at its {nth} try.")]);
            }
            told.push(vec![format!("{who} could not undo its step")]);
        }
        What::Lost { letter, .. } if letter.write == case.incident.write => {
            let is_there = case.is_node(letter.from) || case.is_node(letter.to);
            let at_one = [Anomaly::OrphanedReservation, Anomaly::DoubleBooking];
            if is_there || !at_one.contains(&case.incident.what) {
                let (from, to) = (run.name(letter.from), run.name(letter.to));
                let way = format!("on its way from {from} to {to}.");
                told.push(vec![format!("had got lost at {when} {way}")]);
            }
        }
        What::WillNotRelease { node, .. } if case.is_node(node) && case.is_then(fact) => {
            let who = run.name(node);
            told.push(vec![format!(
                "At {when} a booking at {who} was orphaned by "
            )]);
        }
        What::Released { node, wiped, .. } if case.is_node(node) && case.is_before(fact) => {
            let who = run.name(node);
            let returned = format!("its booking at {who} was undone");
            told.push(vec![format!("{returned} at {when}")]);
            told.push(vec![format!("{returned} all the same")]);
            if case.is_then(fact) {
                told.push(vec![format!("At {when} that booking was undone")]);
            }
            if case.is_then(fact) && wiped > 0 {
                told.push(vec![format!("At {when} {who} undid ")]);
                told.push(vec![format!("How many: {wiped}.")]);
            }
        }
        What::Ended { write, how, .. } if case.is_write(write) && case.is_before(fact) => {
            let words: &[&str] = match how {
                SagaEnd::Completed => &["which had gone well", " ended well"],
                SagaEnd::Compensated => &["which had been undone"],
                SagaEnd::UndoFailed => &["could not be undone."],
                SagaEnd::CannotGoOn => &["could not go on"],
                SagaEnd::Forgotten => &["was forgotten in a crash", " had forgotten it in a crash"],
                SagaEnd::Silent => &["was not heard of any more"],
            };
            let saga = saga(write);
            let is_first = how == SagaEnd::Completed;
            let name = if is_first { saga[1..].to_owned() } else { saga };
            for words in words {
                told.push(vec![(*words).to_owned(), name.clone()]);
            }
        }
        _ => {}
    }
}

/// Whether a service gave back, or had free again, what was too much there.
pub fn gives_back(case: &Case, fact: &Fact) -> bool {
    match fact.what {
        What::Released { node, write, .. } | What::Left { node, write, .. } => {
            let here = case.incident.node;
            here.map_or_else(|| case.is_write(write), |here| here == node)
        }
        _ => false,
    }
}

/// Whether a stuck saga came to an end all the same.
pub fn clears_up(case: &Case, fact: &Fact) -> bool {
    match fact.what {
        What::Released { write, .. } | What::Ended { write, .. } => case.is_write(write),
        _ => false,
    }
}

fn saga(write: WriteId) -> String {
    write_name(write).replace("write", "saga")
}
