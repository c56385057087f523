//! What goes wrong with events, in words.

use crate::consistency::{Anomaly, Incident};
use crate::facts::{LetterKind, What};
use crate::scenario::Key;
use crate::show::face::Why;
use crate::show::units;
use crate::show::why::Teller;
use crate::show::why::tellings::{CAUGHT_UP, Telling};

/// What incidents are told with.
pub const WHY: Why = Why {
    tellings: TELLINGS,
    cargo: "the event",
    // An event that has arrived may wait for long until it shows.
    comes: [" was applied at ", "been applied"],
    is_sent_on: true,
    otherwise: None,
    is_exact: |_| false,
    adds: |settings| settings.choice(Key::PAYLOAD) == "delta",
    carries: |letter| matches!(letter.kind, LetterKind::Publish | LetterKind::Deliver),
    position: |_, _, _, _| None,
    word,
};

/// What stands for a name that only the trail knows about.
fn word(_: &Teller, incident: &Incident, name: &str) -> Option<String> {
    let mut known = incident.led_here().iter().rev();
    match name {
        "tries" => known.find_map(|fact| match fact.what {
            What::Failed { attempt, .. } => Some(units::ordinal(u64::from(attempt) + 1)),
            _ => None,
        }),
        _ => None,
    }
}

/// What no other pattern has, or has in another way.
static TELLINGS: &[(Anomaly, &Telling)] = &[
    (Anomaly::BlockedPartition, &BLOCKED),
    (Anomaly::BrokerForgot, &FORGOT),
];

static BLOCKED: Telling = Telling {
    clauses: "At {at} {place} failed on {it} for the {tries} time in a row, and what comes behind it waits.\
              |At {at} {place} failed on {it} again, and what comes behind it waits.\
              |At {at} an event failed again, and what comes behind it waits.\n\
              {end}|{open}",
    open: "It has not gone on.",
    righted: "It went on at {closed}.",
    until: CAUGHT_UP,
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
    until: CAUGHT_UP,
};
