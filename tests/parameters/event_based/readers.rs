//! People who read.

use driftscope::consistency::Kept;
use driftscope::facts::What;
use driftscope::scenario::Key;
use std::collections::{BTreeMap, BTreeSet};

use crate::case::Moves::{Above, Below, FromZero, ToZero};
use crate::case::{Case, case};
use crate::trial::Trial;

fn reads(trial: &Trial) -> f64 {
    trial.count("reads")
}

/// Each look into a store: who looked, which store, which key, and the version found.
fn looks(trial: &Trial) -> impl Iterator<Item = (u32, u16, u32, u64)> + '_ {
    trial.facts.iter().filter_map(|fact| match fact.what {
        What::Read {
            session,
            replica,
            key,
            version,
            ..
        } => Some((session.0, replica.0, key, version)),
        _ => None,
    })
}

fn stale(trial: &Trial) -> f64 {
    match trial.kept("stale-reads") {
        Kept::Share(share) => share.hits() as f64,
        _ => 0.0,
    }
}

/// How often each session wrote or read.
fn acts_of_sessions(trial: &Trial) -> BTreeMap<u32, u32> {
    let mut acts = BTreeMap::new();
    for fact in &trial.facts {
        if let What::Asked { session, .. } | What::Requested { session, .. } = fact.what {
            *acts.entry(session.0).or_default() += 1;
        }
    }
    acts
}

/// How many copies a session has read from, on average.
fn copies_of_a_session(trial: &Trial) -> f64 {
    let pairs: BTreeSet<_> = looks(trial).map(|(who, store, ..)| (who, store)).collect();
    let sessions: BTreeSet<_> = pairs.iter().map(|(who, _)| who).collect();
    pairs.len() as f64 / sessions.len().max(1) as f64
}

/// How often somebody found an older version than before.
fn back_in_time(trial: &Trial) -> f64 {
    let mut newest: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    let mut times = 0.0;
    for (who, _, key, version) in looks(trial) {
        let newest = newest.entry((who, key)).or_default();
        if version < *newest {
            times += 1.0;
        }
        *newest = version.max(*newest);
    }
    times
}

/// People who read.
pub const CASES: &[Case] = &[
    case(
        Key::READS,
        "reads of all users together",
        "",
        ("2", "14"),
        reads,
        Above(4.0),
    ),
    case(
        Key::READS,
        "more of them meet stale copies more often",
        "",
        ("2", "14"),
        stale,
        Above(4.0),
    ),
    case(
        Key::SESSIONS,
        "how many people there are",
        "",
        ("2", "60"),
        |t| acts_of_sessions(t).len() as f64,
        Above(10.0),
    ),
    case(
        Key::SESSIONS,
        "each of them writes and reads less often",
        "",
        ("2", "60"),
        |t| {
            acts_of_sessions(t)
                .into_values()
                .max()
                .map_or(0.0, f64::from)
        },
        Below(0.2),
    ),
    case(
        Key::THINK,
        "read what they wrote",
        "reads=0",
        ("off", "100ms"),
        reads,
        FromZero,
    ),
    case(
        Key::THINK,
        "longer finds it there more often",
        "reads=0",
        ("1ms", "600ms"),
        |t| t.mean("read-your-writes"),
        Below(0.2),
    ),
    case(
        Key::KEYS_PER_READ,
        "how many keys a person looks at with one read",
        "",
        ("1", "4"),
        |t| looks(t).count() as f64 / reads(t),
        Above(3.0),
    ),
    case(
        Key::KEYS_PER_READ,
        "more of them show more that is stale",
        "",
        ("1", "4"),
        stale,
        Above(2.0),
    ),
    case(
        Key::ROUTING,
        "the same one for each user",
        "reads=10",
        ("any", "sticky"),
        copies_of_a_session,
        Below(0.4),
    ),
    case(
        Key::ROUTING,
        "a newer value is not followed by an older one from elsewhere",
        "reads=20&sessions=2&keys=3&deliver=exp:300ms",
        ("any", "sticky"),
        back_in_time,
        ToZero,
    ),
];
