//! Arbitrary scenarios, as links: values that interact, in runs short enough to be run many times.

use driftscope::facts::time::{MILLISECOND, Micros, SECOND};
use driftscope::scenario::{
    Act, Deed, Effect, Extras, Key, Kind, Link, Param, Pattern, Places, Scenario, Script, Settings,
    find, params, write,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

const LAWS: &[&str] = &[
    "40ms",
    "0us",
    "5ms",
    "exp:100ms",
    "lognormal:40ms,200ms",
    "uniform:0us..300ms",
    "off",
];
const OWN_LAWS: &[&str] = &["inherit", "10ms", "0us", "exp:150ms", "uniform:0us..300ms"];
const SHARES: &[&str] = &["0", "0.1", "0.5"];

/// The values that a parameter takes here, the tamest first, since that is what a failing case is
/// shrunk to. What a pattern cannot read is left out.
fn values(key: Key) -> &'static [&'static str] {
    match key {
        Key::SEED => &["1", "2", "3", "4", "5", "77", "4294967295"],
        Key::DURATION => &["2s", "5s", "12s", "20s"],
        Key::WRITES => &["6", "0", "1", "15"],
        Key::WRITES_EVERY => &["off", "50ms", "300ms", "2s"],
        Key::KEYS => &["24", "1", "3", "50"],
        Key::SKEW => &["0", "1", "3"],
        Key::LATENCY | Key::RUN | Key::COMMIT | Key::COMMIT_LAG | Key::STEP | Key::UNDO => LAWS,
        Key::PUBLISH | Key::DELIVER | Key::BUS => OWN_LAWS,
        Key::LOSS => &["0", "0.02", "0.3", "0.6"],
        Key::PUBLISH_LOSS | Key::DELIVER_LOSS => &["inherit", "0", "0.2", "0.6"],
        Key::DUPLICATE => &["0", "0.1", "1"],
        Key::CRASH_EVERY => &["off", "1s", "5s"],
        Key::REPAIR => &["2s", "1ms", "300ms"],
        Key::CONSUMERS => &["3", "1", "2", "4"],
        Key::PARTITIONS | Key::BACKOFF => &["2", "1", "5"],
        Key::WORKERS => &["1", "2", "8"],
        Key::WORK | Key::PROJECT => &["20ms", "0us", "exp:50ms", "300ms"],
        Key::COMMIT_EVERY => &["1", "3", "20"],
        Key::RETENTION => &["off", "50ms", "2s"],
        Key::REFUSE | Key::UNDO_FAIL | Key::FAIL => &["0", "0.1", "0.5", "1"],
        Key::ACK_LOSS
        | Key::ERROR
        | Key::CRASH_BETWEEN
        | Key::INSERTS
        | Key::REPLY_LOSS
        | Key::DELETES => SHARES,
        Key::ACK_TIMEOUT | Key::TIMEOUT => &["off", "2s", "300ms", "20ms"],
        Key::RETRY => &["200ms", "50ms", "1s"],
        Key::ATTEMPTS => &["5", "0", "1", "3"],
        Key::POISON => &["0", "0.05"],
        Key::POLL => &["100ms", "0us", "5ms", "1s"],
        Key::READS => &["4", "0", "20"],
        Key::SESSIONS => &["8", "1"],
        Key::THINK => &["off", "100ms"],
        Key::KEYS_PER_READ | Key::REPLICAS => &["2", "1", "4"],
        Key::SOURCES | Key::VIEWS => &["1", "2", "3"],
        Key::INTERVAL => &["1s", "300ms", "4s"],
        Key::SCHEDULE_JITTER => &["0", "0us", "0.5", "200ms"],
        Key::ROW => &["1ms", "0us", "30ms"],
        Key::FAIL_AT | Key::WRITE_SPLIT => &["0.5", "0", "1"],
        Key::LOOKBACK => &["0us", "off", "500ms"],
        Key::CLOCK_SKEW => &["0us", "1s"],
        Key::SAGAS => &["2", "0", "8"],
        Key::STEPS => &["3", "1", "2", "6"],
        Key::STAY => &["off", "1s", "0us", "exp:300ms"],
        Key::PIVOT => &["off", "0", "1", "2"],
        Key::UNDO_ATTEMPTS => &["3", "1", "0"],
        Key::CAPACITY => &["10", "off", "0", "1", "3"],
        Key::GAP_TIMEOUT => &["500ms", "30ms"],
        Key::BATCH => &["1", "5", "100"],
        Key::CONFLICT_RETRY => &["50ms", "off", "0us"],
        Key::WAIT_LIMIT => &["2s", "0us", "200ms"],
        Key::CHECKPOINT_EVERY => &["10", "1", "50"],
        Key::REBUILD => &["off", "1s", "0us"],
        Key::REBUILD_RATE => &["50", "5", "1000"],
        _ => &[],
    }
}

/// The values of a parameter of a pattern: those that it can read, or all words of a choice.
pub fn menu(pattern: Pattern, param: &Param) -> Vec<&'static str> {
    let defaults = Settings::defaults(pattern);
    match param.kind {
        Kind::Choice(choices) => choices.iter().map(|choice| choice.word).collect(),
        Kind::Toggle => vec!["off", "on"],
        _ => {
            let values = values(param.key).iter().copied();
            values
                .filter(|text| defaults.read(param.key, text).is_ok())
                .collect()
        }
    }
}

/// A value of the menu, or one for each peer.
fn value(pattern: Pattern, param: &'static Param) -> BoxedStrategy<Vec<&'static str>> {
    let menu = menu(pattern, param);
    let single = vec(select(menu.clone()), 1);
    if param.per_peer.is_some() {
        let own: Vec<_> = menu.into_iter().filter(|text| *text != "inherit").collect();
        prop_oneof![3 => single, 1 => vec(select(own), 12)].boxed()
    } else {
        single.boxed()
    }
}

/// Puts a value of the menu into settings: a list is cut to the number of peers.
pub fn put(settings: &mut Settings, param: &Param, texts: &[&str]) {
    let peers = settings.peers(param).min(texts.len());
    let text = texts[..peers.max(1)].join("|");
    let value = settings.read(param.key, &text).expect(&text);
    settings.set(param.key, value);
}

/// What a run starts from: short, and with a first pass of a job soon after its start.
fn usual(pattern: Pattern) -> Settings {
    let mut settings = Settings::defaults(pattern);
    for (key, text) in [(Key::DURATION, "5s"), (Key::INTERVAL, "1s")] {
        if find(pattern, key).is_some() {
            let value = settings.read(key, text).expect("a time");
            settings.set(key, value);
        }
    }
    settings
}

fn settings(pattern: Pattern) -> impl Strategy<Value = Settings> {
    let table = params(pattern);
    let changes: Vec<_> = table
        .iter()
        .map(|param| option::weighted(0.3, value(pattern, param)))
        .collect();
    changes.prop_map(move |changes| {
        let mut settings = usual(pattern);
        // The numbers of peers first, since lists are as long as there are peers.
        let is_number = |index: &usize| PEERS.contains(&table[*index].key);
        let numbers = (0..table.len()).filter(is_number);
        for index in numbers.chain(0..table.len()) {
            if let Some(texts) = &changes[index] {
                put(&mut settings, &table[index], texts);
            }
        }
        settings
    })
}

/// Parameters that say how many peers there are.
const PEERS: [Key; 5] = [
    Key::CONSUMERS,
    Key::SOURCES,
    Key::STEPS,
    Key::VIEWS,
    Key::REPLICAS,
];

/// What a person may do, whoever is there to do it to.
#[derive(Clone, Debug)]
pub enum Wish {
    Set(&'static Param, Vec<&'static str>),
    Crash(Index, Option<Micros>),
    Restart(Index),
    Stop(Index, Option<Micros>),
    Start(Index),
    Cut(Index, Option<Micros>),
    Mend(Index),
    Write(Index),
    Read(Index),
}

/// A parameter that takes effect in this way, and a value.
fn set(pattern: Pattern, effect: Effect) -> impl Strategy<Value = Wish> {
    let changes = params(pattern)
        .iter()
        .filter(move |param| param.effect == effect)
        .map(move |param| {
            let value = value(pattern, param);
            value.prop_map(move |texts| Wish::Set(param, texts)).boxed()
        });
    prop::strategy::Union::new(changes)
}

/// A setting with which a run begins again.
pub fn set_at_restart(pattern: Pattern) -> impl Strategy<Value = Wish> {
    set(pattern, Effect::Restart)
}

pub fn wish(pattern: Pattern) -> impl Strategy<Value = Wish> {
    let lasting = || option::weighted(0.7, 1..3 * SECOND);
    let place = any::<Index>;
    // Where nothing consumes, nobody stops that.
    let consumes = u32::from(
        Places::of(&Settings::defaults(pattern))
            .nodes()
            .iter()
            .any(|role| role.can_stop()),
    );
    prop_oneof![
        3 => set(pattern, Effect::AtOnce),
        2 => (place(), lasting()).prop_map(|(node, span)| Wish::Crash(node, span)),
        1 => place().prop_map(Wish::Restart),
        2 * consumes => (place(), lasting()).prop_map(|(node, span)| Wish::Stop(node, span)),
        consumes => place().prop_map(Wish::Start),
        1 => (place(), lasting()).prop_map(|(link, span)| Wish::Cut(link, span)),
        1 => place().prop_map(Wish::Mend),
        2 => place().prop_map(Wish::Write),
        2 => place().prop_map(Wish::Read),
    ]
}

/// The wish as a deed in a run with these settings.
pub fn deed(wish: &Wish, settings: &Settings) -> Deed {
    let places = Places::of(settings);
    // Users are the first node and never crash.
    let node = |index: &Index| places.nodes()[1 + index.index(places.nodes().len() - 1)];
    let consuming = |index: &Index| {
        let all: Vec<_> = places
            .nodes()
            .iter()
            .filter(|role| role.can_stop())
            .collect();
        *all[index.index(all.len())]
    };
    let link = |index: &Index| places.links()[index.index(places.links().len())];
    let key = |index: &Index| index.index(settings.count(Key::KEYS) as usize) as u32;
    match wish {
        Wish::Set(param, texts) => {
            let mut changed = settings.clone();
            put(&mut changed, param, texts);
            Deed::Set {
                key: param.key,
                value: changed.value(param.key).clone(),
            }
        }
        Wish::Crash(index, lasting) => Deed::Crash {
            node: node(index),
            lasting: *lasting,
        },
        Wish::Restart(index) => Deed::Restart { node: node(index) },
        Wish::Stop(index, lasting) => Deed::Stop {
            node: consuming(index),
            lasting: *lasting,
        },
        Wish::Start(index) => Deed::Start {
            node: consuming(index),
        },
        Wish::Cut(index, lasting) => Deed::Cut {
            link: link(index),
            lasting: *lasting,
        },
        Wish::Mend(index) => Deed::Mend { link: link(index) },
        Wish::Write(index) => Deed::Write { key: key(index) },
        Wish::Read(index) => Deed::Read { key: key(index) },
    }
}

/// A scenario without acts, as a link.
pub fn quiet_link(pattern: Pattern) -> impl Strategy<Value = String> {
    settings(pattern).prop_map(|settings| text(settings, Vec::new()))
}

/// Any scenario, as a link.
pub fn any_link(pattern: Pattern) -> impl Strategy<Value = String> {
    let acts = vec((0.0..1.3_f64, any::<bool>(), wish(pattern)), 0..6);
    (settings(pattern), acts).prop_map(|(settings, acts)| {
        let duration = settings.time(Key::DURATION) as f64;
        let acts = acts.into_iter().map(|(share, round, wish)| {
            let at = (duration * share) as Micros;
            Act {
                // Some in an instant in which other things happen too.
                at: if round {
                    at - at % (100 * MILLISECOND)
                } else {
                    at
                },
                what: deed(&wish, &settings),
            }
        });
        text(settings.clone(), acts.collect())
    })
}

fn text(settings: Settings, acts: Vec<Act>) -> String {
    write(&Link {
        scenario: Scenario {
            settings,
            script: Script::new(acts),
        },
        playhead: None,
        check: None,
        extras: Extras::default(),
    })
}
