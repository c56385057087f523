//! What goes wrong with the copies of a job, in words.

use crate::consistency::{Anomaly, Incident};
use crate::facts::ids::WriteId;
use crate::facts::time::Micros;
use crate::facts::{Fact, Kept, LetterKind, RunEnd, What};
use crate::scenario::NodeKind;
use crate::show::face::Why;
use crate::show::units;
use crate::show::why::Teller;
use crate::show::why::position::{Position, came_and_went, has, is, join};
use crate::show::why::tellings::{CAUGHT_UP, Telling, only};

/// What incidents are told with.
pub const WHY: Why = Why {
    tellings: TELLINGS,
    cargo: "the change",
    comes: [" arrived at ", "arrived"],
    is_sent_on: false,
    otherwise: Some(NodeKind::JOB.alone()),
    is_exact: |_| false,
    adds: |_| false,
    carries: |letter| matches!(letter.kind, LetterKind::Load | LetterKind::Rows),
    position: of_run,
    word,
};

/// What stands for a name that only the trail knows about.
fn word(_: &Teller, incident: &Incident, name: &str) -> Option<String> {
    let mut known = incident.led_here().iter().rev();
    match name {
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

/// What no other pattern has, or has in another way.
static TELLINGS: &[(Anomaly, &Telling)] = &[
    (Anomaly::MissedRow, &MISSED),
    (Anomaly::GhostRow, &GHOST),
    (Anomaly::OverlappingRuns, &OVERLAPPING),
    (Anomaly::RunFailed, &RUN_FAILED),
    (Anomaly::LostUpdate, &UNHEARD),
];

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
    until: CAUGHT_UP,
};

static GHOST: Telling = Telling {
    clauses: "At {at} {place} showed {key}, which had been deleted without a trace.\
              |At {at} a copy showed what had been deleted without a trace.\n\
              The job asks for changed rows, and a deleted one is not among them.\n\
              {end}|{open}",
    open: "It still shows.",
    righted: "It was gone at {closed}.",
    until: CAUGHT_UP,
};

static OVERLAPPING: Telling = Telling {
    clauses: "At {at} {run} of the job began while an earlier one went on: {count} were under way.\
              |At {at} {run} of the job began while another one went on.\
              |At {at} the job began to copy while an earlier run went on.\n\
              The one with the older snapshot may overwrite what the other has brought.\n\
              {end}|{open}",
    open: "They still go on side by side.",
    righted: "From {closed} on there was no other beside it.",
    until: "before one run was alone again",
};

static RUN_FAILED: Telling = Telling {
    clauses: "At {at} {run} of the job failed part-way: {moved}.\
              |At {at} {run} of the job failed part-way.|At {at} a run of the job failed part-way.\n\
              What it had not reached waits for a later run.\n\
              {end}|{open}",
    open: "No later run has gone through.",
    righted: "A later run had gone through at {closed}.",
    until: CAUGHT_UP,
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
