//! No parameter does nothing: each one, changed as a setting and (where that is allowed) by an act
//! in the middle of a run, moves the facts in the direction that its help says.
//!
//! Catches a parameter that is read and forgotten, one that works the wrong way round, one that
//! looks at the settings of the start only, and a change that reaches back before its instant.
#![cfg(not(target_arch = "wasm32"))]

mod trial;

use std::collections::{BTreeMap, BTreeSet};

use driftscope::scenario::{Effect, Key, Param, Role, Story, find, params};
use driftscope::sim::fact::{Demise, Fault, LetterKind, What};
use driftscope::sim::ids::{NodeId, ReplicaId};
use driftscope::sim::time::{Micros, SECOND};
use trial::{PATTERN, Trial, run_link, trial, whole, with, with_act};

/// What a figure does when the parameter goes from one value to the other.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Moves {
    /// It is more than this many times as large.
    Above(f64),
    /// It is less than this many times as large.
    Below(f64),
    /// It is there, and then it is not.
    ToZero,
    /// It is not there, and then it is.
    FromZero,
    /// Something differs; the case looks at what by itself.
    Apart,
}
use Moves::{Above, Apart, Below, FromZero, ToZero};

struct Case {
    key: Key,
    /// The words of the help that are put to the test.
    says: &'static str,
    /// The other pairs of the link.
    pairs: &'static str,
    from: &'static str,
    to: &'static str,
    figure: fn(&Trial) -> f64,
    moves: Moves,
}

const fn case(
    key: Key,
    says: &'static str,
    pairs: &'static str,
    (from, to): (&'static str, &'static str),
    figure: fn(&Trial) -> f64,
    moves: Moves,
) -> Case {
    Case {
        key,
        says,
        pairs,
        from,
        to,
        figure,
        moves,
    }
}

/// When a change in the middle of a run is made: before the faults of every script below.
const CHANGED_AT: Micros = 5 * SECOND;

const CASES: &[Case] = &[
    case(
        Key::Story,
        "the mechanism stays the same",
        "",
        ("profile", "power-grid"),
        digest,
        Apart,
    ),
    case(
        Key::Seed,
        "another seed gives other chances",
        "",
        ("1", "2"),
        digest,
        Apart,
    ),
    case(
        Key::Duration,
        "how long users write",
        "",
        ("10s", "40s"),
        last_request,
        Above(3.0),
    ),
    case(
        Key::Writes,
        "more of them load every consumer",
        "work=60ms",
        ("2", "14"),
        lag,
        Above(5.0),
    ),
    case(
        Key::Writes,
        "writes of all users together",
        "",
        ("2", "14"),
        requested,
        Above(4.0),
    ),
    case(
        Key::WritesEvery,
        "longer means fewer writes",
        "",
        ("100ms", "500ms"),
        requested,
        Below(0.5),
    ),
    case(
        Key::WritesEvery,
        "in the place of random writes",
        "",
        ("off", "200ms"),
        different_gaps,
        Below(0.5),
    ),
    case(
        Key::Keys,
        "two writes meet on one key less often",
        "",
        ("3", "300"),
        |t| t.count("skipped") + repeated_keys(t),
        Below(0.4),
    ),
    case(
        Key::Skew,
        "more crowds a few keys",
        "",
        ("0", "2"),
        most_popular,
        Above(2.0),
    ),
    case(
        Key::Latency,
        "longer means staler copies",
        "",
        ("20ms", "exp:200ms"),
        propagation,
        Above(3.0),
    ),
    case(
        Key::Loss,
        "share of events lost between services",
        "",
        ("0.02", "0.3"),
        |t| t.count("lost-messages"),
        Above(5.0),
    ),
    case(
        Key::Loss,
        "what is lost stays missing",
        "",
        ("0", "0.2"),
        |t| t.count("diverged"),
        FromZero,
    ),
    case(
        Key::Duplicate,
        "share of events that the network delivers twice",
        "",
        ("0.02", "0.5"),
        copies,
        Above(5.0),
    ),
    case(
        Key::CrashEvery,
        "shorter means more",
        "repair=100ms",
        ("60s", "2s"),
        |t| t.count("crashes"),
        Above(5.0),
    ),
    case(
        Key::CrashEvery,
        "producer, broker, consumers",
        "",
        ("off", "5s"),
        |t| crashed_nodes(t).len() as f64,
        FromZero,
    ),
    case(
        Key::Repair,
        "longer piles up more events",
        "crash-every=5s&ack-timeout=500ms",
        ("100ms", "4s"),
        lag,
        Above(3.0),
    ),
    case(
        Key::Repair,
        "mean time that a crashed service stays down",
        "crash-every=5s",
        ("100ms", "4s"),
        downtime,
        Above(5.0),
    ),
    case(
        Key::Consumers,
        "with more, a write is everywhere later",
        "",
        ("1", "6"),
        |t| t.mean("inconsistency-window"),
        Above(1.3),
    ),
    case(
        Key::Partitions,
        "parts of the log that are handled side by side",
        "work=250ms&workers=8",
        ("1", "8"),
        lag,
        Below(0.3),
    ),
    case(
        Key::Partitions,
        "one blocked event stops fewer keys",
        "poison=0.004&seed=11",
        ("1", "8"),
        |t| t.count("diverged"),
        Below(0.7),
    ),
    case(
        Key::Workers,
        "events that a consumer handles side by side",
        "partitions=8&work=250ms",
        ("1", "4"),
        lag,
        Below(0.2),
    ),
    case(
        Key::Work,
        "once events come faster, the lag grows and grows",
        "",
        ("5ms", "250ms"),
        |t| t.max("lag"),
        Above(5.0),
    ),
    case(
        Key::Work,
        "time a worker takes for one event",
        "",
        ("20ms", "20ms|20ms|120ms"),
        |t| propagation_to(t, 3) / propagation_to(t, 1),
        Above(1.5),
    ),
    case(
        Key::Publish,
        "longer delays every consumer alike",
        "",
        ("20ms", "220ms"),
        |t| propagation_to(t, 1).min(propagation_to(t, 2)),
        Above(2.0),
    ),
    case(
        Key::Deliver,
        "longer makes that consumer staler",
        "",
        ("20ms", "20ms|20ms|220ms"),
        |t| propagation_to(t, 3) / propagation_to(t, 1),
        Above(2.0),
    ),
    case(
        Key::PublishLoss,
        "share of events lost on the way to the broker",
        "",
        ("0.02", "0.3"),
        |t| lost_on(t, LetterKind::Publish),
        Above(4.0),
    ),
    case(
        Key::PublishLoss,
        "a dual write never notices",
        "ack-timeout=300ms",
        ("0", "0.2"),
        |t| t.count("lost"),
        FromZero,
    ),
    case(
        Key::DeliverLoss,
        "share of events lost on the way to a consumer",
        "",
        ("0", "0|0|0.3"),
        |t| lost_to(t, 3) * f64::from(u8::from(lost_to(t, 1) + lost_to(t, 2) == 0.0)),
        FromZero,
    ),
    case(
        Key::Delivery,
        "an event whose handling is cut short is gone",
        "work=300ms&writes=3&do=10s:crash:consumer-1,for=2s;20s:crash:consumer-2,for=2s",
        ("at-least-once", "at-most-once"),
        |t| gone(t, Demise::AcknowledgedTooEarly),
        FromZero,
    ),
    case(
        Key::Delivery,
        "an event whose handling throws is gone",
        "error=0.1",
        ("at-least-once", "at-most-once"),
        |t| t.count("lost"),
        FromZero,
    ),
    case(
        Key::Delivery,
        "after handling, so a crash repeats events",
        "commit-every=20&do=10s:crash:consumer-1,for=1s;20s:crash:consumer-1,for=1s",
        ("at-least-once", "at-most-once"),
        |t| t.count("duplicate-effects"),
        ToZero,
    ),
    case(
        Key::AckLoss,
        "each one makes a handled event come again after a resend",
        "order=none&ack-timeout=1s",
        ("0.02", "0.4"),
        |t| t.mean("redelivered"),
        Above(5.0),
    ),
    case(
        Key::AckTimeout,
        "sent again",
        "loss=0.2&publish-loss=0",
        ("off", "600ms"),
        |t| t.count("lost"),
        ToZero,
    ),
    case(
        Key::AckTimeout,
        "too short repeats events that arrived",
        "latency=50ms&order=none&retry=0us",
        ("600ms", "60ms"),
        |t| t.mean("redelivered"),
        FromZero,
    ),
    case(
        Key::Error,
        "more means more retries",
        "",
        ("0.02", "0.4"),
        |t| t.count("retries"),
        Above(8.0),
    ),
    case(
        Key::Error,
        "and longer queues",
        "",
        ("0", "0.4"),
        lag,
        Above(3.0),
    ),
    case(
        Key::Retry,
        "longer delays the event",
        "error=0.2&order=none",
        ("50ms", "2s"),
        propagation,
        Above(2.0),
    ),
    case(
        Key::Backoff,
        "factor by which each further wait is longer",
        "error=0.5&order=none",
        ("1", "4"),
        mean_wait,
        Above(2.0),
    ),
    case(
        Key::Jitter,
        "draws each wait between 0 and its length",
        "error=0.4&order=none",
        ("none", "full"),
        mean_wait,
        Below(0.65),
    ),
    case(
        Key::Attempts,
        "attempts before an event is put aside",
        "error=0.4&dead-letter=on",
        ("2", "8"),
        |t| t.count("dead-letters"),
        Below(0.1),
    ),
    case(
        Key::Attempts,
        "0 is unlimited",
        "error=0.4&dead-letter=on",
        ("2", "0"),
        |t| t.count("dead-letters"),
        ToZero,
    ),
    case(
        Key::Attempts,
        "or begins again with the first wait",
        "error=0.6&order=none",
        ("0", "2"),
        longest_wait,
        Below(0.2),
    ),
    case(
        Key::Order,
        "an old event may overtake a new one",
        "keys=3&latency=exp:200ms",
        ("key", "none"),
        |t| t.count("reordered"),
        FromZero,
    ),
    case(
        Key::Order,
        "so its head can block it",
        "poison=0.01&seed=11",
        ("key", "none"),
        |t| t.anomaly("blocked-partition") as f64,
        ToZero,
    ),
    case(
        Key::CommitEvery,
        "more events repeated after a crash",
        "do=10s:crash:consumer-1,for=1s;20s:crash:consumer-2,for=1s",
        ("1", "100"),
        |t| t.count("duplicate-effects"),
        FromZero,
    ),
    case(
        Key::BrokerLog,
        "forgets every event when the broker crashes",
        "ack-timeout=2s&work=100ms&do=10s:crash:consumer-1,for=15s;20s:crash:broker,for=1s",
        ("durable", "memory"),
        |t| gone(t, Demise::BrokerForgot),
        FromZero,
    ),
    case(
        Key::BrokerLog,
        "durable forgets none",
        "order=none&do=10s:crash:consumer-1,for=15s;20s:crash:broker,for=1s",
        ("memory", "durable"),
        |t| gone(t, Demise::BrokerForgot),
        ToZero,
    ),
    case(
        Key::Retention,
        "shorter loses more in an outage",
        "do=10s:crash:consumer-1,for=20s",
        ("15s", "1s"),
        |t| gone(t, Demise::Expired),
        Above(1.5),
    ),
    case(
        Key::Retention,
        "the broker forgets events older than this",
        "order=none&do=10s:crash:consumer-1,for=20s",
        ("off", "5s"),
        |t| gone(t, Demise::Expired),
        FromZero,
    ),
    case(
        Key::Payload,
        "the whole value heals what was missed before",
        "loss=0.05&keys=5",
        ("state", "delta"),
        |t| t.count("diverged"),
        Above(1.5),
    ),
    case(
        Key::Poison,
        "share of events that throw at every attempt",
        "dead-letter=on",
        ("0.01", "0.2"),
        |t| t.count("dead-letters"),
        Above(5.0),
    ),
    case(
        Key::Poison,
        "one of them blocks its partition",
        "",
        ("0", "0.02"),
        |t| t.anomaly("blocked-partition") as f64,
        FromZero,
    ),
    case(
        Key::CrashBetween,
        "dies between commit and publish, so the event is lost",
        "repair=50ms",
        ("0.01", "0.2"),
        |t| gone(t, Demise::DiedBeforePublishing),
        Above(4.0),
    ),
    case(
        Key::CrashBetween,
        "with an outbox between publish and mark, so it is published twice",
        "outbox=on&repair=50ms",
        ("0", "0.1"),
        |t| t.count("publications") - t.count("committed"),
        FromZero,
    ),
    case(
        Key::Outbox,
        "so no event is lost before it",
        "publish-loss=0.1&crash-between=0.05&repair=50ms&ack-timeout=500ms",
        ("off", "on"),
        |t| t.count("lost"),
        ToZero,
    ),
    case(
        Key::Poll,
        "longer delays every event",
        "outbox=on",
        ("20ms", "1s"),
        propagation,
        Above(2.5),
    ),
    case(
        Key::Inbox,
        "does not handle one twice",
        "duplicate=0.2",
        ("off", "on"),
        |t| t.count("duplicate-effects"),
        ToZero,
    ),
    case(
        Key::DeadLetter,
        "those behind it go on",
        "poison=0.01&seed=11",
        ("off", "on"),
        lag,
        Below(0.5),
    ),
    case(
        Key::DeadLetter,
        "is put aside",
        "poison=0.05",
        ("off", "on"),
        |t| t.count("dead-letters"),
        FromZero,
    ),
    case(
        Key::VersionCheck,
        "an older version never overwrites a newer one",
        "order=none&keys=3&latency=exp:200ms",
        ("off", "on"),
        |t| t.anomaly("old-overwrites-new") as f64,
        ToZero,
    ),
    case(
        Key::VersionCheck,
        "where events carry changes only, late ones are dropped",
        "order=none&keys=3&latency=exp:200ms&payload=delta",
        ("off", "on"),
        |t| t.count("diverged"),
        FromZero,
    ),
];

#[test]
fn every_parameter_has_a_case() {
    let tested: BTreeSet<Key> = CASES.iter().map(|case| case.key).collect();
    let missing: Vec<_> = params(PATTERN)
        .iter()
        .filter(|param| !tested.contains(&param.key))
        .map(|param| param.word)
        .collect();
    assert!(
        missing.is_empty(),
        "no case shows what these do: {missing:?}"
    );
}

#[test]
fn a_case_puts_words_of_the_help_to_the_test() {
    let flat = |text: &str| text.to_lowercase().replace(['.', ',', ':', ';'], "");
    for case in CASES {
        let help = flat(param(case).help);
        // A case may shorten what it quotes; most of its words are those of the help.
        let words: Vec<_> = case.says.split(' ').map(flat).collect();
        let known = words.iter().filter(|word| help.contains(word.as_str()));
        assert!(
            known.count() * 4 >= words.len() * 3,
            "{}: {:?} is not what the help says: {}",
            case.key.word(),
            case.says,
            param(case).help
        );
    }
}

#[test]
fn a_changed_setting_moves_the_facts_as_its_help_says() {
    let mut wrong = Vec::new();
    for case in CASES {
        let word = case.key.word();
        let from = trial(&with(case.pairs, word, case.from));
        let to = trial(&with(case.pairs, word, case.to));
        if case.key != Key::Story && from.run.digest() == to.run.digest() {
            wrong.push(format!("{word}: nothing differs at all: {}", to.url()));
        }
        let (before, after) = ((case.figure)(&from), (case.figure)(&to));
        if !case.moves.holds(before, after) {
            wrong.push(case.complaint(before, after, &to));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_act_in_the_middle_of_a_run_moves_the_facts_that_follow_and_no_others() {
    let mut wrong = Vec::new();
    for case in CASES
        .iter()
        .filter(|case| param(case).effect == Effect::AtOnce)
    {
        let word = case.key.word();
        let start = with(case.pairs, word, case.from);
        let act = format!("{}us:set:{word}={}", CHANGED_AT, case.to);
        let from = trial(&start);
        let to = trial(&with_act(&start, &act));
        let early = |t: &Trial| t.facts.partition_point(|fact| fact.at < CHANGED_AT);
        let (before, after) = ((case.figure)(&from), (case.figure)(&to));
        if from.facts[..early(&from)] != to.facts[..early(&to)] {
            wrong.push(format!("{word}: the past has changed: {}", to.url()));
        }
        if from.run.digest() == to.run.digest() {
            wrong.push(format!("{word}: nothing differs at all: {}", to.url()));
        }
        if !case.moves.later().holds(before, after) {
            wrong.push(case.complaint(before, after, &to));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_story_changes_names_and_nothing_else() {
    let profile = trial("story=profile&duration=10s");
    let grid = trial("story=power-grid&duration=10s");
    assert_eq!(profile.facts, grid.facts);
    assert_eq!(profile.run.digest(), grid.run.digest());
    let name = |t: &Trial| Story::of(t.run.settings()).name(Role::Consumer(0)).name;
    assert_ne!(name(&profile), name(&grid));
}

#[test]
fn another_seed_changes_chances_and_no_rule() {
    let pairs = "writes-every=100ms&latency=20ms&duration=20s";
    let (one, two) = (
        trial(&with(pairs, "seed", "1")),
        trial(&with(pairs, "seed", "2")),
    );
    assert_ne!(one.run.digest(), two.run.digest());
    for figure in [requested, propagation, |t: &Trial| t.count("deliveries")] {
        assert_eq!(figure(&one), figure(&two));
    }
}

#[test]
fn a_rhythm_is_kept_to_the_microsecond() {
    let trial = trial("writes-every=250ms&duration=10s&do=5100ms:set:writes-every=1s");
    let at: Vec<_> = requests(&trial).map(|(at, _)| at / 1_000).collect();
    let expected: Vec<_> = (1..=20)
        .map(|nth| nth * 250)
        .chain((6..10).map(|second| second * 1_000))
        .collect();
    assert_eq!(at, expected, "{}", trial.url());
}

#[test]
fn workers_are_as_many_as_there_are_and_one_for_each_partition_at_most() {
    let pairs = "writes=30&work=600ms&duration=10s";
    for (workers, partitions, most) in [(3, 8, 3), (16, 2, 2), (16, 16, 16)] {
        let pairs = format!("{pairs}&workers={workers}&partitions={partitions}&keys=64");
        let trial = trial(&pairs);
        assert_eq!(most_at_work(&trial), most, "{}", trial.url());
    }
    let queue = trial(&format!("{pairs}&workers=5&order=none"));
    assert_eq!(most_at_work(&queue), 5, "{}", queue.url());
}

#[test]
fn a_hop_without_a_law_or_loss_of_its_own_has_the_common_one() {
    let pairs = "latency=77ms&loss=1&duration=10s";
    let all_lost = trial(pairs);
    assert_eq!(
        lost_on(&all_lost, LetterKind::Publish),
        all_lost.count("publications")
    );
    let own = trial(&format!(
        "{pairs}&publish-loss=0&publish=11ms&deliver-loss=0"
    ));
    assert_eq!(own.count("lost-messages"), 0.0);
    assert!(
        own.sent(LetterKind::Publish)
            .all(|(at, _, due)| due - at == 11_000)
    );
    assert!(
        own.sent(LetterKind::Deliver)
            .all(|(at, _, due)| due - at == 77_000)
    );
}

/// Catches losses on links that never lose: those of users, and of acknowledgements.
#[test]
fn loss_and_duplication_touch_events_alone() {
    let trial = trial("loss=1&duplicate=1&outbox=on&ack-timeout=500ms&duration=10s");
    for kind in [LetterKind::Command, LetterKind::Reply, LetterKind::Confirm] {
        assert_eq!(lost_on(&trial, kind), 0.0);
        assert!(trial.sent(kind).all(|(_, letter, _)| letter.copy == 0));
    }
}

impl Moves {
    fn holds(self, before: f64, after: f64) -> bool {
        match self {
            Above(times) => before > 0.0 && after > times * before,
            Below(times) => after < times * before,
            ToZero => before > 0.0 && after == 0.0,
            FromZero => before == 0.0 && after > 0.0,
            Apart => true,
        }
    }

    /// What must hold when the change comes after a part of the run.
    fn later(self) -> Self {
        match self {
            Above(_) => Above(1.0),
            Below(_) | ToZero => Below(1.0),
            other => other,
        }
    }
}

impl Case {
    fn complaint(&self, before: f64, after: f64, trial: &Trial) -> String {
        format!(
            "{}: {:?} is not so: {} gives {before}, {} gives {after}: {}",
            self.key.word(),
            self.says,
            self.from,
            self.to,
            trial.url()
        )
    }
}

fn param(case: &Case) -> &'static Param {
    find(PATTERN, case.key).expect("a parameter of the pattern")
}

fn digest(trial: &Trial) -> f64 {
    trial.run.digest() as f64
}

fn lag(trial: &Trial) -> f64 {
    trial.mean("lag")
}

fn propagation(trial: &Trial) -> f64 {
    trial.mean("propagation")
}

fn requested(trial: &Trial) -> f64 {
    trial.count("requested")
}

fn requests(trial: &Trial) -> impl Iterator<Item = (Micros, u32)> + '_ {
    trial.facts.iter().filter_map(|fact| match fact.what {
        What::Requested { key, .. } => Some((fact.at, key)),
        _ => None,
    })
}

fn last_request(trial: &Trial) -> f64 {
    requests(trial).last().map_or(0.0, |(at, _)| at as f64)
}

/// Of all waits between two requests, the share that differs from the one before it.
fn different_gaps(trial: &Trial) -> f64 {
    let at: Vec<_> = requests(trial)
        .map(|(at, _)| at)
        .filter(|&at| at >= CHANGED_AT + SECOND)
        .collect();
    let gaps: Vec<_> = at.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let different = gaps.windows(2).filter(|pair| pair[0] != pair[1]).count();
    different as f64 / gaps.len() as f64
}

/// How often a key is written twice in a row.
fn repeated_keys(trial: &Trial) -> f64 {
    let keys: Vec<_> = requests(trial).map(|(_, key)| key).collect();
    keys.windows(2).filter(|pair| pair[0] == pair[1]).count() as f64
}

fn most_popular(trial: &Trial) -> f64 {
    let mut times: BTreeMap<u32, u32> = BTreeMap::new();
    for (_, key) in requests(trial) {
        *times.entry(key).or_default() += 1;
    }
    times.into_values().max().map_or(0.0, f64::from)
}

fn copies(trial: &Trial) -> f64 {
    trial.facts_that(|what| matches!(what, What::Sent { letter, .. } if letter.copy == 1))
}

fn crashed_nodes(trial: &Trial) -> BTreeSet<NodeId> {
    let crashes = trial.facts.iter().filter_map(|fact| match fact.what {
        What::Fault(Fault::Crashed(node)) => Some(node),
        _ => None,
    });
    crashes.collect()
}

/// The time that nodes were down, all together.
fn downtime(trial: &Trial) -> f64 {
    let mut since: BTreeMap<NodeId, Micros> = BTreeMap::new();
    let mut sum = 0;
    for fact in &trial.facts {
        match fact.what {
            What::Fault(Fault::Crashed(node)) => {
                since.insert(node, fact.at);
            }
            What::Fault(Fault::Restarted(node)) => {
                sum += fact.at - since.remove(&node).unwrap_or(fact.at);
            }
            _ => {}
        }
    }
    sum as f64
}

/// The mean time from the commit of a write to its first application at one consumer's store.
fn propagation_to(trial: &Trial, replica: u16) -> f64 {
    let mut committed = BTreeMap::new();
    let mut spans = BTreeMap::new();
    for fact in &trial.facts {
        match fact.what {
            What::Committed { write, .. } => {
                committed.insert(write, fact.at);
            }
            What::Applied {
                replica: ReplicaId(at),
                write,
                ..
            } if at == replica => {
                spans.entry(write).or_insert(fact.at - committed[&write]);
            }
            _ => {}
        }
    }
    spans.values().sum::<Micros>() as f64 / spans.len().max(1) as f64
}

fn lost_on(trial: &Trial, kind: LetterKind) -> f64 {
    trial.facts_that(|what| matches!(what, What::Lost { letter, .. } if letter.kind == kind))
}

fn lost_to(trial: &Trial, consumer: u16) -> f64 {
    let node = NodeId(2 + consumer);
    trial.facts_that(|what| matches!(what, What::Lost { letter, .. } if letter.to == node))
}

fn gone(trial: &Trial, cause: Demise) -> f64 {
    trial.facts_that(|what| matches!(what, What::Gone { why, .. } if *why == cause))
}

fn waits(trial: &Trial) -> impl Iterator<Item = Micros> + '_ {
    trial.facts.iter().filter_map(|fact| match fact.what {
        What::Retried { wait, .. } => Some(wait),
        _ => None,
    })
}

fn mean_wait(trial: &Trial) -> f64 {
    waits(trial).sum::<Micros>() as f64 / waits(trial).count().max(1) as f64
}

fn longest_wait(trial: &Trial) -> f64 {
    waits(trial).max().unwrap_or(0) as f64
}

/// The most events that one consumer had in work at the same time.
fn most_at_work(trial: &Trial) -> u64 {
    let mut busy: BTreeMap<NodeId, u64> = BTreeMap::new();
    let mut most = 0;
    for fact in &trial.facts {
        match fact.what {
            What::Started { node, .. } => {
                let busy = busy.entry(node).or_default();
                *busy += 1;
                most = most.max(*busy);
            }
            What::Applied { replica, .. } => {
                *busy.entry(NodeId(2 + replica.0)).or_default() -= 1;
            }
            _ => {}
        }
    }
    most
}

/// Catches a default in the table that is not the value of a link without the key.
#[test]
fn a_value_that_is_spelt_out_and_is_the_default_changes_nothing() {
    let defaults = params(PATTERN)
        .iter()
        .map(|p| format!("{}={}", p.word, p.default));
    let spelt = defaults.collect::<Vec<_>>().join("&");
    assert_eq!(
        run_link(&whole("")).run.digest(),
        run_link(&whole(&spelt)).run.digest()
    );
}
