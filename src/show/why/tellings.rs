//! How each kind of anomaly is told: its title and its clauses.
//!
//! Each line of `clauses` is one clause, with its wordings one after the other: `|` stands between
//! them, names in braces are filled in, and an empty one leaves the clause out. What several patterns
//! have stands here, and says "the event" or "the change" as the pattern has it; what one of them has is told by its face.

use crate::consistency::Anomaly;
use crate::show::face::Face;

/// How one kind of anomaly is told.
#[derive(Debug)]
pub struct Telling {
    /// What happened, in wordings.
    pub clauses: &'static str,
    /// While it has not ended.
    pub open: &'static str,
    /// When it was put right.
    pub righted: &'static str,
    /// Until when others of its kind count as one with it.
    pub until: &'static str,
}

/// Until a copy has what it missed.
pub const CAUGHT_UP: &str = "before it had caught up";

/// What a kind of anomaly is called: it stands after "3 times:" too.
pub fn title(what: Anomaly) -> &'static str {
    match what {
        Anomaly::LostEvent => "Lost event",
        Anomaly::DuplicateEffect => "Applied twice",
        Anomaly::OldOverwritesNew => "Old overwrote new",
        Anomaly::BlockedPartition => "Blocked partition",
        Anomaly::BrokerForgot => "Forgotten by the broker",
        Anomaly::GrowingLag => "Fell further behind",
        Anomaly::DivergedKey => "Wrong for good",
        Anomaly::OrphanedReservation => "Orphaned booking",
        Anomaly::DoubleBooking => "Booked twice",
        Anomaly::Overbooked => "Overbooked",
        Anomaly::DirtyRead => "Saw what never came true",
        Anomaly::LostUpdate => "Lost update",
        Anomaly::StuckSaga => "Stuck saga",
        Anomaly::UndoFailed => "Could not be undone",
        Anomaly::ForgottenSaga => "Forgotten saga",
        Anomaly::MissedRow => "Row passed over",
        Anomaly::GhostRow => "Deleted, but still shown",
        Anomaly::OverlappingRuns => "Two runs at once",
        Anomaly::RunFailed => "Run failed",
        Anomaly::ReadYourWrites => "Did not see their own write",
        Anomaly::WentBackInTime => "Went back in time",
        Anomaly::ViewsDisagree => "Views disagreed",
        Anomaly::StaleDuringRebuild => "Stale during a rebuild",
        Anomaly::Overdraft => "Overdraft",
        Anomaly::HalfBooked => "Half booked",
        Anomaly::MonotonicReads => "No longer saw what they had seen",
        Anomaly::MonotonicWrites => "Later write without the earlier",
        Anomaly::WritesFollowReads => "Answer without its question",
        Anomaly::ConsistentPrefix => "Never true at one time",
    }
}

/// How a kind of anomaly is told, by the face or as all tell it.
pub fn telling(face: &Face, what: Anomaly) -> Option<&'static Telling> {
    let mut tellings = face.why.tellings.iter().chain(TELLINGS);
    let found = tellings.find(|(kind, _)| *kind == what);
    found.map(|(_, telling)| *telling)
}

/// A telling with clauses alone.
pub const fn only(clauses: &'static str) -> Telling {
    Telling {
        clauses,
        open: "",
        righted: "It was put right at {closed}.",
        until: CAUGHT_UP,
    }
}

/// What may go wrong with copies, whoever keeps them in step.
pub static TELLINGS: &[(Anomaly, &Telling)] = &[
    (Anomaly::ReadYourWrites, &OWN_UNSEEN),
    (Anomaly::WentBackInTime, &WENT_BACK),
    (Anomaly::MonotonicReads, &UNSEEN),
    (Anomaly::MonotonicWrites, &LATER_ALONE),
    (Anomaly::WritesFollowReads, &ANSWER_ALONE),
    (Anomaly::ConsistentPrefix, &NEVER_TRUE),
    (Anomaly::LostEvent, &LOST),
    (Anomaly::DuplicateEffect, &DOUBLED),
    (Anomaly::OldOverwritesNew, &OVERWRITTEN),
    (Anomaly::GrowingLag, &LAGGING),
    (Anomaly::DivergedKey, &DIVERGED),
];

static OWN_UNSEEN: Telling = only(
    "{read}.\n\
     {their} {write} at {committed} had {made}{then}: {where}.\
     |{their} own {write} of {committed} was missing: {where}.\
     |What {they} had written was missing.\n\
     {stale}",
);

static WENT_BACK: Telling = only(
    "{read}, and had been shown a newer state before.\n\
     The {write} of {committed} had {made}{then}: {where}.\
     |The {write} of {committed}, which {they} had seen, was missing: {where}.|\n\
     {stale}",
);

static UNSEEN: Telling = only(
    "{read}, without what {they} had been shown before.\n\
     The {write} of {committed} had {made}{then}: {where}.\
     |The {write} of {committed}, which {they} had seen, was missing: {where}.|\n\
     {stale}",
);

static LATER_ALONE: Telling = only(
    "At {at} {place} showed {other} of {who}, and not {id}, which {they} had made before it.\
     |At {at} {place} showed a {write} of {who} without an earlier one of theirs.\
     |At {at} {place} showed a {write} without an earlier one of the same person.\
     |At {at} a {write} showed without an earlier one of the same person.\n\
     The earlier one was made at {committed}: {where}.|",
);

static ANSWER_ALONE: Telling = only(
    "At {at} {place} showed {other} of {who}, and not {id}, which {they} had seen before {they} made it.\
     |At {at} {place} showed a {write} of {who} without one that {they} had seen before {they} made it.\
     |At {at} {place} showed a {write} without one that its writer had seen before.\
     |At {at} a {write} showed without one that its writer had seen before.\n\
     The one that is missing was made at {committed}: {where}.|",
);

static NEVER_TRUE: Telling = only(
    "At {at} {who} read several {keys} at once from {place}, and what {they} saw together was never \
     true at one time.\
     |At {at} {who} read several {keys} at once, and what {they} saw together was never true at one time.\
     |At {at} somebody read several {keys} at once, and what {they} saw together was never true at one \
     time.\n\
     {they} saw {found}, without the {write} of {committed}: {where}.\
     |The {write} of {committed} was missing: {where}.|",
);

static LOST: Telling = Telling {
    clauses: "At {at} {cargo} of {it} was lost: {place} will not get it by itself.\
              |At {at} {cargo} of {it} was lost: {count} copies will not get it by themselves.\
              |At {at} something was lost on its way to the copies.\n\
              It had been committed at {committed}; {how}.|\n\
              {place} showed {wrong}, and the truth was {truth}.|\n\
              {end}|{open}",
    open: "Nothing has made up for it.",
    righted: "It was put right at {closed}.",
    until: CAUGHT_UP,
};

static DOUBLED: Telling = only(
    "At {at} {place} applied {it} a second time.|At {at} {it} was applied a second time.\
     |At {at} a copy applied something a second time.\n\
     {again}|\n\
     It showed {wrong} then, and the truth was {truth}.\
     |It showed {lucky} then, which was right by chance.\
     |That did no harm: it showed {right} then, as it should.|\n\
     {end}|",
);

static OVERWRITTEN: Telling = Telling {
    clauses: "At {at} {place} let {it} of {committed} overwrite the newer {other}.\
              |At {at} {place} let the older {it} overwrite a newer one.\
              |At {at} {place} let something older overwrite something newer.\
              |At {at} something older overwrote something newer.\n\
              It showed {wrong} then, and the truth was {truth}.|\n\
              {end}|{open}",
    open: "",
    righted: "It was put right at {closed}.",
    until: CAUGHT_UP,
};

static LAGGING: Telling = Telling {
    clauses: "At {at} {place} was {count} writes behind for the first time.\
              |At {at} {place} fell further behind than ever before.\
              |At {at} a copy fell further behind than ever before.\n\
              The oldest one that it missed was from {committed}: {how}.|\n\
              {end}|{open}",
    open: "It has not caught up.",
    righted: "It had caught up at {closed}.",
    until: CAUGHT_UP,
};

static DIVERGED: Telling = Telling {
    clauses: "At {at} {place} was wrong about {key} for good: it showed {wrong}, and the truth was {truth}.\
              |At {at} {place} was wrong about {key} for good.\
              |At {at} a copy was wrong for good.\n\
              {id} had overwritten the newer {other}.|{twice}|It misses {missing} of {committed}: {how}.|It goes back to {id}.|\n\
              {end}|{open}",
    open: "Nothing on its way will mend it.",
    righted: "It was put right at {closed}.",
    until: CAUGHT_UP,
};
