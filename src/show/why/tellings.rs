//! How each kind of anomaly is told: its title and its clauses.
//!
//! Each line of `clauses` is one clause, with its wordings one after the other: `|` stands between
//! them, names in braces are filled in, and an empty one leaves the clause out. What all patterns
//! share says "the event" or "the change" as the pattern has it.

use crate::consistency::Anomaly;

/// How one kind of anomaly is told.
#[derive(Debug)]
pub struct Telling {
    /// What happened, in wordings.
    pub clauses: &'static str,
    /// While it has not ended.
    pub open: &'static str,
    /// When it was put right.
    pub righted: &'static str,
}

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

/// How a kind of anomaly is told; in sagas a lost update is another thing than in a sync.
pub fn telling(what: Anomaly, is_saga: bool) -> &'static Telling {
    match what {
        Anomaly::LostUpdate if is_saga => &WIPED_OUT,
        Anomaly::BlockedPartition => &BLOCKED,
        Anomaly::BrokerForgot => &FORGOT,
        Anomaly::MissedRow => &MISSED,
        Anomaly::GhostRow => &GHOST,
        Anomaly::OverlappingRuns => &OVERLAPPING,
        Anomaly::RunFailed => &RUN_FAILED,
        Anomaly::LostUpdate => &UNHEARD,
        Anomaly::OrphanedReservation => &ORPHANED,
        Anomaly::DoubleBooking => &TWICE,
        Anomaly::Overbooked => &OVERBOOKED,
        Anomaly::DirtyRead => &DIRTY,
        Anomaly::StuckSaga => &STUCK,
        Anomaly::UndoFailed => &UNDO_FAILED,
        Anomaly::ForgottenSaga => &FORGOTTEN,
        Anomaly::HalfBooked => &HALF,
        Anomaly::ViewsDisagree => &DISAGREE,
        Anomaly::StaleDuringRebuild => &REBUILT,
        Anomaly::Overdraft => &OVERDRAFT,
        Anomaly::LostEvent => &LOST,
        Anomaly::DuplicateEffect => &DOUBLED,
        Anomaly::OldOverwritesNew => &OVERWRITTEN,
        Anomaly::GrowingLag => &LAGGING,
        Anomaly::DivergedKey => &DIVERGED,
        Anomaly::WentBackInTime => &WENT_BACK,
        Anomaly::MonotonicReads => &UNSEEN,
        Anomaly::MonotonicWrites => &LATER_ALONE,
        Anomaly::WritesFollowReads => &ANSWER_ALONE,
        Anomaly::ConsistentPrefix => &NEVER_TRUE,
        Anomaly::ReadYourWrites => &OWN_UNSEEN,
    }
}

/// A telling with clauses alone.
const fn only(clauses: &'static str) -> Telling {
    Telling {
        clauses,
        open: "",
        righted: "It was put right at {closed}.",
    }
}

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
};

static LAGGING: Telling = Telling {
    clauses: "At {at} {place} was {count} writes behind for the first time.\
              |At {at} {place} fell further behind than ever before.\
              |At {at} a copy fell further behind than ever before.\n\
              The oldest one that it missed was from {committed}: {how}.|\n\
              {end}|{open}",
    open: "It has not caught up.",
    righted: "It had caught up at {closed}.",
};

static DIVERGED: Telling = Telling {
    clauses: "At {at} {place} was wrong about {key} for good: it showed {wrong}, and the truth was {truth}.\
              |At {at} {place} was wrong about {key} for good.\
              |At {at} a copy was wrong for good.\n\
              {id} had overwritten the newer {other}.|{twice}|It misses {missing} of {committed}: {how}.|It goes back to {id}.|\n\
              {end}|{open}",
    open: "Nothing on its way will mend it.",
    righted: "It was put right at {closed}.",
};

static BLOCKED: Telling = Telling {
    clauses: "At {at} {place} failed on {it} for the {tries} time in a row, and what comes behind it waits.\
              |At {at} {place} failed on {it} again, and what comes behind it waits.\
              |At {at} an event failed again, and what comes behind it waits.\n\
              {end}|{open}",
    open: "It has not gone on.",
    righted: "It went on at {closed}.",
};

static FORGOT: Telling = Telling {
    clauses: "At {at} nothing was left of {it} for {place}: the broker had kept it in memory, and died.\
              |At {at} nothing was left of {it}: the broker had kept it in memory, and died.\
              |At {at} nothing was left of what the broker had kept in memory.\n\
              It had been committed at {committed}.|\n\
              {place} showed {wrong}, and the truth was {truth}.|\n\
              {end}|{open}",
    open: "Nothing has made up for it.",
    righted: "It was put right at {closed}.",
};

static MISSED: Telling = Telling {
    clauses: "At {at} the job had passed over {key}: the {write} of {committed} was stamped before the \
              job's watermark, and could be seen only after it.\
              |At {at} the job had passed over {key}: a {write} was stamped before the job's watermark, \
              and could be seen only after it.\
              |At {at} the job had passed over a row.\n\
              {place} showed {wrong}, and the truth was {truth}.|\n\
              {end}|{open}",
    open: "Later runs ask for later stamps only: none of them will bring it.",
    righted: "It was brought along at {closed}.",
};

static GHOST: Telling = Telling {
    clauses: "At {at} {place} showed {key}, which had been deleted without a trace.\
              |At {at} a copy showed what had been deleted without a trace.\n\
              The job asks for changed rows, and a deleted one is not among them.\n\
              {end}|{open}",
    open: "It still shows.",
    righted: "It was gone at {closed}.",
};

static OVERLAPPING: Telling = Telling {
    clauses: "At {at} {run} of the job began while an earlier one went on: {count} were under way.\
              |At {at} {run} of the job began while another one went on.\
              |At {at} the job began to copy while an earlier run went on.\n\
              The one with the older snapshot may overwrite what the other has brought.\n\
              {end}|{open}",
    open: "They still go on side by side.",
    righted: "From {closed} on there was no other beside it.",
};

static RUN_FAILED: Telling = Telling {
    clauses: "At {at} {run} of the job failed part-way: {moved}.\
              |At {at} {run} of the job failed part-way.|At {at} a run of the job failed part-way.\n\
              What it had not reached waits for a later run.\n\
              {end}|{open}",
    open: "No later run has gone through.",
    righted: "A later run had gone through at {closed}.",
};

static UNHEARD: Telling = only(
    "At {at} the {write} of {who} to {key} was overwritten at {place} by {other}, which had been made \
     without seeing it.\
     |At {at} the {write} of {who} to {key} was undone at {place}: the other side had not heard of it, and \
     what it had came back.\
     |At {at} a {write} to {key} was overwritten by one that had been made without seeing it.\
     |At {at} a {write} was overwritten by one that had been made without seeing it.\n\
     It was from {committed}; the one that won was from {won}.|It was from {committed}.|\n\
     {end}|",
);

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
};

static OVERBOOKED: Telling = Telling {
    clauses: "At {at} {place} booked {key} for {id}, and nothing was left: {count} are booked.\
              |At {at} {place} booked {key} for {id}, and nothing was left.\
              |At {at} {place} booked more than there is.|At {at} more was booked than there is.\n\
              {end}|",
    open: "",
    righted: "There was enough again at {closed}.",
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
};

static UNDO_FAILED: Telling = Telling {
    clauses: "At {at} {it} was stuck: {place} could not undo its step.\
              |At {at} {it} was stuck: a step of it could not be undone.\
              |At {at} a saga was stuck: a step of it could not be undone.\n\
              {cause}|\n\
              {end}|{open}",
    open: "A person has to look.",
    righted: "It was undone at {closed} all the same.",
};

static FORGOTTEN: Telling = Telling {
    clauses: "At {at} {it} was stuck: who led it, or waited for it, had forgotten it in a crash.\
              |At {at} a saga was stuck: who led it, or waited for it, had forgotten it in a crash.\n\
              It had begun at {committed}.|\n\
              {end}|{open}",
    open: "A person has to look.",
    righted: "It was cleared up at {closed} all the same.",
};

static HALF: Telling = only(
    "{it} ended well, and its booking at {place} was undone at {released} all the same.\
     |{it} ended well, and its booking at {place} was undone all the same.\
     |{it} ended well, and one of its bookings was undone all the same.\
     |A saga ended well, and one of its bookings was undone all the same.\n\
     {cause}|\n\
     {end}|",
);

static DISAGREE: Telling = only(
    "{read}, and {elsewhere} showed something else.|{read}, and another view showed something else.\n\
     The truth was {truth}.|\n\
     The {write} of {committed} was missing in {lacking}: {where}.\
     |{doubler} had applied {id} twice.|",
);

static REBUILT: Telling = Telling {
    clauses: "At {at} {who} read {found} from {place}, which was being rebuilt from the log.\
              |At {at} {who} read {key} from {place}, which was being rebuilt from the log.\
              |At {at} somebody read from a view that was being rebuilt from the log.\n\
              The truth was {truth}, {behind} newer.|The truth was {truth}.|\n\
              {end}|{open}",
    open: "It has not caught up.",
    righted: "It had caught up at {closed}.",
};

static OVERDRAFT: Telling = only(
    "At {at} {who} took more from {key} than there was: {id} was checked against {believed}, and left \
     {left}.\
     |At {at} more was taken from {key} than there was.|At {at} more was taken than there was.\n\
     What it was checked against was behind the truth.",
);
