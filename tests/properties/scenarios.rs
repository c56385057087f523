//! Arbitrary scenarios, as links: values that interact, in runs short enough to be run many times.

use driftscope::scenario::{
    Act, Deed, Effect, Extras, Key, Link, Param, Pattern, Places, Scenario, Script, Settings,
    params, write,
};
use driftscope::sim::time::{MILLISECOND, Micros, SECOND};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// The pattern of these scenarios.
pub const PATTERN: Pattern = Pattern::EventBased;

/// The values that a parameter takes here, the tamest first, since that is what a failing case is
/// shrunk to.
fn menu(key: Key) -> &'static [&'static str] {
    const LAWS: &[&str] = &[
        "40ms",
        "0us",
        "5ms",
        "exp:100ms",
        "lognormal:40ms,200ms",
        "uniform:0us..300ms",
    ];
    const OWN_LAWS: &[&str] = &["inherit", "10ms", "0us", "exp:150ms", "uniform:0us..300ms"];
    match key {
        Key::Story => &["profile", "power-grid"],
        Key::Seed => &["1", "2", "3", "4", "5", "77", "4294967295"],
        Key::Duration => &["2s", "5s", "12s", "20s"],
        Key::Writes => &["6", "0", "1", "15"],
        Key::WritesEvery => &["off", "50ms", "300ms", "2s"],
        Key::Keys => &["24", "1", "3", "50"],
        Key::Skew => &["0", "1", "3"],
        Key::Latency => LAWS,
        Key::Publish | Key::Deliver => OWN_LAWS,
        Key::Loss => &["0", "0.02", "0.3", "0.6"],
        Key::PublishLoss | Key::DeliverLoss => &["inherit", "0", "0.2", "0.6"],
        Key::Duplicate => &["0", "0.1", "1"],
        Key::CrashEvery => &["off", "1s", "5s"],
        Key::Repair => &["2s", "1ms", "300ms"],
        Key::Consumers => &["3", "1", "2", "4"],
        Key::Partitions | Key::Backoff => &["2", "1", "5"],
        Key::Workers => &["1", "2", "8"],
        Key::Work => &["20ms", "0us", "exp:50ms", "300ms"],
        Key::Order => &["key", "none"],
        Key::CommitEvery => &["1", "3", "20"],
        Key::BrokerLog => &["durable", "memory"],
        Key::Retention => &["off", "50ms", "2s"],
        Key::Delivery => &["at-least-once", "at-most-once"],
        Key::AckLoss | Key::Error | Key::CrashBetween => &["0", "0.1", "0.5"],
        Key::AckTimeout => &["off", "2s", "300ms", "20ms"],
        Key::Retry => &["200ms", "50ms", "1s"],
        Key::Jitter => &["none", "full"],
        Key::Attempts => &["5", "0", "1", "3"],
        Key::Poison => &["0", "0.05"],
        Key::Poll => &["100ms", "5ms", "1s"],
        Key::Payload => &["state", "delta"],
        Key::DeadLetter | Key::Outbox | Key::Inbox | Key::VersionCheck => &["off", "on"],
        Key::Reads => &["4", "0", "20"],
        Key::Sessions => &["8", "1"],
        Key::Think => &["off", "100ms"],
        Key::KeysPerRead => &["2", "1", "4"],
        Key::Routing => &["any", "sticky"],
        _ => &[],
    }
}

/// A value of the menu, or one for each peer.
fn value(param: &'static Param) -> impl Strategy<Value = Vec<&'static str>> {
    let single = vec(select(menu(param.key)), 1);
    if param.per_peer.is_some() {
        let own: Vec<_> = menu(param.key)
            .iter()
            .copied()
            .filter(|text| *text != "inherit")
            .collect();
        prop_oneof![3 => single, 1 => vec(select(own), 8)].boxed()
    } else {
        single.boxed()
    }
}

/// Puts a value of the menu into settings: a list is cut to the number of peers.
pub fn put(settings: &mut Settings, param: &Param, texts: &[&str]) {
    let peers = param.peers(settings).min(texts.len());
    let text = texts[..peers.max(1)].join("|");
    let value = settings.read(param.key, &text).expect(&text);
    settings.set(param.key, value);
}

fn settings() -> impl Strategy<Value = Settings> {
    let table = params(PATTERN);
    let changes: Vec<_> = table
        .iter()
        .map(|param| option::weighted(0.3, value(param)))
        .collect();
    changes.prop_map(move |changes| {
        let mut settings = Settings::defaults(PATTERN);
        let consumers = table.iter().position(|param| param.key == Key::Consumers);
        // Short by default: a run of the usual minute tells no more.
        settings.set(
            Key::Duration,
            settings.read(Key::Duration, "5s").expect("a duration"),
        );
        let order = consumers.into_iter().chain(0..table.len());
        for index in order {
            if let Some(texts) = &changes[index] {
                put(&mut settings, &table[index], texts);
            }
        }
        settings
    })
}

/// What a person may do, whoever is there to do it to.
#[derive(Clone, Debug)]
pub enum Wish {
    Set(&'static Param, Vec<&'static str>),
    Crash(Index, Option<Micros>),
    Restart(Index),
    Cut(Index, Option<Micros>),
    Mend(Index),
}

pub fn wish() -> impl Strategy<Value = Wish> {
    let changes = params(PATTERN)
        .iter()
        .filter(|param| param.effect == Effect::AtOnce)
        .map(|param| {
            value(param)
                .prop_map(move |texts| Wish::Set(param, texts))
                .boxed()
        });
    let lasting = || option::weighted(0.7, 1..3 * SECOND);
    let place = any::<Index>;
    prop_oneof![
        3 => prop::strategy::Union::new(changes),
        2 => (place(), lasting()).prop_map(|(node, span)| Wish::Crash(node, span)),
        1 => place().prop_map(Wish::Restart),
        1 => (place(), lasting()).prop_map(|(link, span)| Wish::Cut(link, span)),
        1 => place().prop_map(Wish::Mend),
    ]
}

/// The wish as a deed in a run with these settings.
pub fn deed(wish: &Wish, settings: &Settings) -> Deed {
    let places = Places::of(settings);
    // Users are the first node and never crash.
    let node = |index: &Index| places.nodes()[1 + index.index(places.nodes().len() - 1)];
    let link = |index: &Index| places.links()[index.index(places.links().len())];
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
        Wish::Cut(index, lasting) => Deed::Cut {
            link: link(index),
            lasting: *lasting,
        },
        Wish::Mend(index) => Deed::Mend { link: link(index) },
    }
}

/// A scenario without acts, as a link.
pub fn quiet_link() -> impl Strategy<Value = String> {
    settings().prop_map(|settings| text(settings, Vec::new()))
}

/// Any scenario, as a link.
pub fn any_link() -> impl Strategy<Value = String> {
    let acts = vec((0.0..1.3_f64, any::<bool>(), wish()), 0..6);
    (settings(), acts).prop_map(|(settings, acts)| {
        let duration = settings.time(Key::Duration) as f64;
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
        extras: Extras::default(),
    })
}
