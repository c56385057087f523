//! Properties of the link, over arbitrary scenarios and arbitrary texts: what is written is read
//! back as the same without a problem, and reading never fails. The cases are the same each time;
//! `PROPTEST_CASES` asks for more of them, `PROPTEST_RNG_SEED` for others.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;

use driftscope::facts::time::{HOUR, Micros};
use driftscope::patterns::parse;
use driftscope::scenario::profiles::PROFILES;
use driftscope::scenario::{
    Act, Check, Deed, Effect, Extras, Key, Kind, LawSpec, Link, Param, Pattern, Places, Role,
    Scenario, Script, Settings, Value, params, write,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;

const WEEK: Micros = 168 * HOUR;

fn config() -> ProptestConfig {
    let usual = ProptestConfig::default();
    let rng_seed = match usual.rng_seed {
        RngSeed::Random => RngSeed::Fixed(20_261_121),
        fixed @ RngSeed::Fixed(_) => fixed,
    };
    ProptestConfig {
        rng_seed,
        failure_persistence: None,
        ..usual
    }
}

/// Times of every size, round and odd.
fn time(min: Micros, max: Micros) -> BoxedStrategy<Micros> {
    let round = (0..14_u32, 1..100_u64).prop_map(|(power, digits)| digits * 10_u64.pow(power));
    prop_oneof![min..=max, round.prop_map(move |time| time.clamp(min, max))].boxed()
}

/// Laws as a person may write them.
fn law() -> BoxedStrategy<LawSpec> {
    let pair = || (1..=WEEK, 1..=WEEK).prop_map(|(a, b)| (a.min(b), a.max(b)));
    let points = vec((0..=100_000_u32, time(0, WEEK)), 1..12).prop_map(|points| {
        let (mut percents, mut times): (Vec<_>, Vec<_>) = points.into_iter().unzip();
        percents.sort_unstable();
        percents.dedup();
        times.sort_unstable();
        let points: Vec<_> = percents
            .into_iter()
            .zip(times)
            .map(|(percent, time)| format!("{}={time}us", f64::from(percent) / 1e3))
            .collect();
        format!("quantiles:{}", points.join(","))
    });
    prop_oneof![
        time(0, WEEK).prop_map(|time| format!("{time}us")),
        pair().prop_map(|(low, high)| format!("uniform:{low}us..{high}us")),
        time(0, WEEK).prop_map(|mean| format!("exp:{mean}us")),
        pair().prop_map(|(p50, p99)| format!("lognormal:{p50}us,{p99}us")),
        (time(1, WEEK), 0.1..100.0_f64)
            .prop_map(|(scale, shape)| format!("pareto:{scale}us,{shape}")),
        points,
        select(
            PROFILES
                .iter()
                .map(|profile| profile.word)
                .collect::<Vec<_>>()
        )
        .prop_map(|word| format!("profile:{word}")),
    ]
    .prop_map(|text| LawSpec::parse(&text).expect(&text))
    .boxed()
}

fn share() -> impl Strategy<Value = f64> {
    prop_oneof![0.0..=1.0_f64, Just(0.0), Just(1.0), Just(0.02)]
}

/// Any value of a parameter; [`Settings::set`] makes a list as long as it must be.
fn value(param: &Param) -> BoxedStrategy<Value> {
    let mut values = vec![match param.kind {
        Kind::Count { min, max } => (min..=max).prop_map(Value::Count).boxed(),
        Kind::Number { min, max } => (min..=max).prop_map(Value::Number).boxed(),
        Kind::Share => share().prop_map(Value::Share).boxed(),
        Kind::Time { min, max, .. } => time(min, max).prop_map(Value::Time).boxed(),
        Kind::Law { .. } => law().prop_map(Value::Law).boxed(),
        Kind::Choice(choices) => select(choices)
            .prop_map(|choice| Value::Choice(choice.word))
            .boxed(),
        Kind::Toggle => any::<bool>().prop_map(Value::Toggle).boxed(),
    }];
    if matches!(
        param.kind,
        Kind::Time { off: true, .. } | Kind::Law { off: true }
    ) {
        values.push(Just(Value::Off).boxed());
    }
    if param.inherits.is_some() {
        values.push(Just(Value::Inherit).boxed());
    }
    if param.per_peer.is_some() && matches!(param.kind, Kind::Law { .. }) {
        values.push(vec(law(), 1..9).prop_map(Value::Laws).boxed());
    }
    if let (Some(_), Kind::Count { min, max }) = (param.per_peer, param.kind) {
        values.push(vec(min..=max, 1..9).prop_map(Value::Counts).boxed());
    }
    if param.per_peer.is_some() && param.kind == Kind::Share {
        values.push(vec(share(), 1..9).prop_map(Value::Shares).boxed());
    }
    prop::strategy::Union::new(values).boxed()
}

fn settings() -> impl Strategy<Value = Settings> {
    select(Pattern::ALL).prop_flat_map(settings_of)
}

fn settings_of(pattern: Pattern) -> impl Strategy<Value = Settings> {
    let table = params(pattern);
    let changes: Vec<_> = table
        .iter()
        .map(|param| option::weighted(0.3, value(param)))
        .collect();
    changes.prop_map(move |changes| {
        let mut settings = Settings::defaults(pattern);
        for (param, change) in table.iter().zip(changes) {
            if let Some(value) = change {
                settings.set(param.key, value);
            }
        }
        settings
    })
}

/// A change that takes effect at once.
fn change(pattern: Pattern) -> impl Strategy<Value = (Key, Value)> {
    let changes = params(pattern)
        .iter()
        .filter(|param| param.effect == Effect::AtOnce)
        .map(|param| (Just(param.key), value(param)).boxed());
    prop::strategy::Union::new(changes)
}

/// An act on whatever places the settings have.
fn act(settings: &Settings) -> impl Strategy<Value = Act> + use<> {
    let places = Places::of(settings);
    let nodes: Vec<Role> = places
        .nodes()
        .iter()
        .copied()
        .filter(|role| role.can_crash())
        .collect();
    let consuming: Vec<Role> = nodes
        .iter()
        .copied()
        .filter(|role| role.can_stop())
        .collect();
    let links = places.links().to_vec();
    let keys = settings.count(Key::KEYS) as u32;
    let settings = settings.clone();
    let lasting = || option::of(time(1, WEEK));
    let crash = (select(nodes.clone()), lasting())
        .prop_map(|(node, lasting)| Deed::Crash { node, lasting })
        .boxed();
    let restart = select(nodes)
        .prop_map(|node| Deed::Restart { node })
        .boxed();
    // Where nothing consumes, nodes crash instead.
    let (stop, start) = if consuming.is_empty() {
        (crash.clone(), restart.clone())
    } else {
        let stop = (select(consuming.clone()), lasting());
        (
            stop.prop_map(|(node, lasting)| Deed::Stop { node, lasting })
                .boxed(),
            select(consuming)
                .prop_map(|node| Deed::Start { node })
                .boxed(),
        )
    };
    let deed = prop_oneof![
        change(settings.pattern()).prop_map(move |(key, value)| {
            let mut changed = settings.clone();
            changed.set(key, value);
            Deed::Set {
                key,
                value: changed.value(key).clone(),
            }
        }),
        crash,
        restart,
        stop,
        start,
        (select(links.clone()), lasting()).prop_map(|(link, lasting)| Deed::Cut { link, lasting }),
        select(links).prop_map(|link| Deed::Mend { link }),
        (0..keys).prop_map(|key| Deed::Write { key }),
        (0..keys).prop_map(|key| Deed::Read { key }),
    ];
    (time(0, WEEK), deed).prop_map(|(at, what)| Act { at, what })
}

fn scenario() -> impl Strategy<Value = Scenario> {
    settings().prop_flat_map(|settings| {
        let acts = || vec(act(&settings), 0..8);
        (acts(), acts()).prop_map(move |(acts, off)| Scenario {
            settings: settings.clone(),
            script: Script::new(acts).with_off(off),
        })
    })
}

fn link() -> impl Strategy<Value = Link> {
    let extra = || option::weighted(0.3, "\\PC{1,12}|[ -~\t\n%&#+;=]{1,12}");
    let extras = (extra(), extra(), extra()).prop_map(|(picture, select, embed)| Extras {
        picture,
        select,
        embed,
    });
    let seen = (option::of(time(0, WEEK)), option::of(any::<u64>()));
    (scenario(), seen, extras).prop_map(|(scenario, (playhead, check), extras)| Link {
        scenario,
        playhead,
        check: playhead.and(check).map(Check::of),
        extras,
    })
}

/// The words of all parameters.
fn all_words() -> Vec<&'static str> {
    let params = Pattern::ALL.iter().flat_map(|of| params(*of));
    let words: BTreeSet<_> = params.map(|param| param.word).collect();
    words.into_iter().collect()
}

/// Texts made of the pieces of links, so that they come close to being right.
fn nearly_a_link() -> impl Strategy<Value = String> {
    let words: Vec<_> = all_words();
    let pieces = vec![
        "v",
        "t",
        "do",
        "pattern",
        "select",
        "event-based",
        "background-sync",
        "saga",
        "cqrs",
        "=",
        "=",
        "&",
        "&",
        "#",
        "?",
        ";",
        ":",
        ",",
        "|",
        "%",
        "%25",
        "%ff",
        ".",
        "..",
        "b.",
        "on",
        "off",
        "inherit",
        "0",
        "1",
        "12",
        "-",
        "0.5",
        "50%",
        "40ms",
        "4s",
        "1h",
        "us",
        "exp:",
        "lognormal:40ms,200ms",
        "quantiles:",
        "pareto:",
        "profile:",
        "set:",
        "write:key-",
        "read:key-",
        "crash:",
        "stop:",
        "start:",
        "cut:",
        "broker",
        "consumer-1",
        "link.producer.broker",
        ",for=",
        "\u{202e}",
        "\u{0}",
        " ",
        "\u{e9}",
        "\u{a9}",
        "%C2%A9=",
        "amp;",
        "#38;",
        "%26",
        "%3D",
        "%257C",
        "%23",
        "/",
        "\u{2026}",
        ")",
        "utm_source=",
        "check",
    ];
    vec(prop_oneof![select(words), select(pieces)], 0..24).prop_map(|pieces| pieces.concat())
}

/// Whatever is read, the link it gives is written so that it is read back without a problem.
fn check_read(text: &str) -> Result<(), TestCaseError> {
    let (link, problems) = parse(text);
    for problem in &problems {
        let message = problem.to_string();
        prop_assert!(!message.chars().any(char::is_control), "{:?}", message);
        prop_assert!(message.chars().count() < 2_000, "{:?}", message);
    }
    let written = write(&link);
    let (again, none) = parse(&written);
    prop_assert_eq!(&none, &Vec::new(), "{}", &written);
    prop_assert_eq!(&again, &link, "{}", &written);
    prop_assert_eq!(write(&again), written);
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_written_link_is_read_back_as_the_same(link in link()) {
        let written = write(&link);
        let (again, problems) = parse(&written);
        prop_assert_eq!(problems, Vec::new(), "{}", &written);
        prop_assert_eq!(&again, &link, "{}", &written);
        prop_assert_eq!(write(&again), written);
    }

    #[test]
    fn a_written_link_is_plain_text_that_a_browser_keeps(link in link()) {
        let written = write(&link);
        prop_assert!(!written.contains('#') && !written.chars().any(char::is_whitespace));
    }

    #[test]
    fn a_url_around_a_link_changes_nothing(link in link()) {
        let (again, problems) = parse(&format!("https://example.org/a?b=c#{}", write(&link)));
        prop_assert_eq!((again, problems), (link, Vec::new()));
    }

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        check_read(&text)?;
    }

    #[test]
    fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..200)) {
        check_read(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn any_text_that_is_nearly_a_link_is_read(text in nearly_a_link()) {
        check_read(&text)?;
    }

    #[test]
    fn a_damaged_link_is_read(
        link in link(),
        damages in vec((any::<Index>(), 0..3_u8, any::<char>()), 1..4),
    ) {
        let mut text: Vec<char> = write(&link).chars().collect();
        for (place, sort, character) in damages {
            let index = place.index(text.len());
            match sort {
                0 => text[index] = character,
                1 => text.insert(index, character),
                _ => text.truncate(index.max(1)),
            }
        }
        check_read(&text.into_iter().collect::<String>())?;
    }
}
