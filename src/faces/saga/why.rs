//! What goes wrong with sagas, in words.

use crate::consistency::{Anomaly, Incident};
use crate::facts::{Fact, LetterKind, SagaEnd, What};
use crate::show::face::Why;
use crate::show::units;
use crate::show::why::position::join;
use crate::show::why::tellings::{CAUGHT_UP, Telling, only};
use crate::show::why::{Teller, past};

/// What incidents are told with.
pub const WHY: Why = Why {
    tellings: TELLINGS,
    cargo: "the event",
    comes: [" was applied at ", "been applied"],
    is_sent_on: false,
    otherwise: None,
    is_exact: |_| false,
    adds: |_| false,
    // Each message is about the saga that something is wrong with.
    carries: |_| true,
    position: |_, _, _, _| None,
    word,
};

/// What stands for a name that only the trail knows about.
fn word(teller: &Teller, incident: &Incident, name: &str) -> Option<String> {
    let mut known = incident.led_here().iter().rev();
    match name {
        "again" if incident.what == Anomaly::DoubleBooking => past::again(incident, &|letter| {
            let asks = matches!(letter.kind, LetterKind::Take | LetterKind::Onward);
            asks && Some(letter.to) == incident.node
        }),
        "released" => known.find_map(|fact| match fact.what {
            What::Released { node, .. } if incident.node == Some(node) => {
                Some(units::instant(fact.at))
            }
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

/// What no other pattern has, or has in another way.
static TELLINGS: &[(Anomaly, &Telling)] = &[
    (Anomaly::OrphanedReservation, &ORPHANED),
    (Anomaly::DoubleBooking, &TWICE),
    (Anomaly::Overbooked, &OVERBOOKED),
    (Anomaly::DirtyRead, &DIRTY),
    (Anomaly::LostUpdate, &WIPED_OUT),
    (Anomaly::StuckSaga, &STUCK),
    (Anomaly::UndoFailed, &UNDO_FAILED),
    (Anomaly::ForgottenSaga, &FORGOTTEN),
    (Anomaly::HalfBooked, &HALF),
];

static ORPHANED: Telling = Telling {
    clauses: "At {at} a booking at {place} was orphaned by {it}, which {ended}.\
              |At {at} a booking at {place} was orphaned by {it}, which was over.\
              |At {at} a booking was orphaned by {it}, which was over.\
              |At {at} a booking was orphaned by a saga that was over.\n\
              It was booked at {committed}.|\n\
              {cause}|\n\
              {end}|{open}",
    open: "Nothing was left that would have undone it.",
    righted: "It was undone at {closed}.",
    until: CAUGHT_UP,
};

static TWICE: Telling = Telling {
    clauses: "At {at} {place} booked {key} for the {nth} time for {id}.\
              |At {at} a service booked a second time for {it}.\
              |At {at} a service booked a second time for the same saga.\n\
              It had done so at {committed} already.|\n\
              {cause}|{again}|\n\
              {end}|{open}",
    open: "Nobody has undone one of them.",
    righted: "One of them was undone at {closed}.",
    until: CAUGHT_UP,
};

static OVERBOOKED: Telling = Telling {
    clauses: "At {at} {place} booked {key} for {id}, and nothing was left: {count} are booked.\
              |At {at} {place} booked {key} for {id}, and nothing was left.\
              |At {at} {place} booked more than there is.|At {at} more was booked than there is.\n\
              {end}|",
    open: "",
    righted: "There was enough again at {closed}.",
    until: CAUGHT_UP,
};

static DIRTY: Telling = only(
    "At {seen} {who} saw {shows} for {key} at {place}, with a booking of {id} in it.\
     |At {seen} {who} saw a booking of {id} for {key} at {place}.\
     |Somebody had seen a booking of {it} before it was over.\
     |Somebody had seen a booking before its saga was over.\n\
     At {at} that booking was undone: what {they} saw never came true.\n\
     {cause}|",
);

static WIPED_OUT: Telling = only(
    "At {at} {place} undid {it} by restoring what was there before it, and wiped out bookings of \
     others.\
     |At {at} undoing {it} wiped out bookings of others.\
     |At {at} undoing a saga wiped out bookings of others.\n\
     How many: {count}. One of them was that of {other}.|How many: {count}.|\n\
     {end}|",
);

static STUCK: Telling = Telling {
    clauses: "At {at} {it} was stuck: it {ended}.|At {at} {it} was stuck.|At {at} a saga was stuck.\n\
              {cause}|\n\
              {end}|{open}",
    open: "A person has to look.",
    righted: "It was cleared up at {closed} all the same.",
    until: CAUGHT_UP,
};

static UNDO_FAILED: Telling = Telling {
    clauses: "At {at} {it} was stuck: {place} could not undo its step.\
              |At {at} {it} was stuck: a step of it could not be undone.\
              |At {at} a saga was stuck: a step of it could not be undone.\n\
              {cause}|\n\
              {end}|{open}",
    open: "A person has to look.",
    righted: "It was undone at {closed} all the same.",
    until: CAUGHT_UP,
};

static FORGOTTEN: Telling = Telling {
    clauses: "At {at} {it} was stuck: who led it, or waited for it, had forgotten it in a crash.\
              |At {at} a saga was stuck: who led it, or waited for it, had forgotten it in a crash.\n\
              It had begun at {committed}.|\n\
              {end}|{open}",
    open: "A person has to look.",
    righted: "It was cleared up at {closed} all the same.",
    until: CAUGHT_UP,
};

static HALF: Telling = only(
    "{it} ended well, and its booking at {place} was undone at {released} all the same.\
     |{it} ended well, and its booking at {place} was undone all the same.\
     |{it} ended well, and one of its bookings was undone all the same.\
     |A saga ended well, and one of its bookings was undone all the same.\n\
     {cause}|\n\
     {end}|",
);
