//! What goes wrong with views, in words.

use crate::consistency::{Anomaly, Incident};
use crate::facts::ids::ReplicaId;
use crate::facts::time::Micros;
use crate::facts::{Fact, LetterKind, What};
use crate::scenario::Key;
use crate::show::face::Why;
use crate::show::units;
use crate::show::why::Teller;
use crate::show::why::position::{Position, has, join};
use crate::show::why::tellings::{CAUGHT_UP, Telling, only};

/// What incidents are told with.
pub const WHY: Why = Why {
    tellings: TELLINGS,
    cargo: "the event",
    comes: [" was applied at ", "been applied"],
    is_sent_on: false,
    otherwise: None,
    is_exact: |settings| settings.choice(Key::CHECKPOINT) == "atomic",
    adds: |_| true,
    carries: |letter| matches!(letter.kind, LetterKind::Deliver | LetterKind::Batch),
    position,
    word,
};

/// What stands for a name that only the trail knows about.
fn word(teller: &Teller, incident: &Incident, name: &str) -> Option<String> {
    let mut known = incident.led_here().iter().rev();
    match name {
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
        _ => None,
    }
}

/// What a rebuild has to do with what is missing.
fn position(_: &Teller, _: &Incident, fact: &Fact, _: Micros) -> Option<Position> {
    match fact.what {
        What::RebuildBegan { .. } => {
            let when = units::instant(fact.at);
            Some(has(join(&[
                "been there until a rebuild emptied it at ",
                &when,
            ])))
        }
        _ => None,
    }
}

/// What no other pattern has, or has in another way.
static TELLINGS: &[(Anomaly, &Telling)] = &[
    (Anomaly::ViewsDisagree, &DISAGREE),
    (Anomaly::StaleDuringRebuild, &REBUILT),
    (Anomaly::Overdraft, &OVERDRAFT),
];

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
    until: CAUGHT_UP,
};

static OVERDRAFT: Telling = only(
    "At {at} {who} took more from {key} than there was: {id} was checked against {believed}, and left \
     {left}.\
     |At {at} more was taken from {key} than there was.|At {at} more was taken than there was.\n\
     What it was checked against was behind the truth.",
);
