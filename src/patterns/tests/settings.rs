use crate::scenario::{Key, Kind, LawSpec, Param, Pattern, Settings, Value, params, parse_value};
use crate::sim::law::Law;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn usual() -> Settings {
    Settings::defaults(Pattern::EVENT_BASED)
}

fn put(settings: &mut Settings, key: Key, text: &str) {
    let value = settings
        .read(key, text)
        .unwrap_or_else(|expected| panic!("expected {expected}"));
    settings.set(key, value);
}

/// Texts at the bounds of a parameter, and texts just past them.
fn bounds(param: &Param) -> (Vec<String>, Vec<String>) {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    match param.kind {
        Kind::Count { min, max } => {
            let mut past = vec![(max + 1).to_string(), "-1".to_owned(), "1.5".to_owned()];
            past.extend(min.checked_sub(1).map(|below| below.to_string()));
            (vec![min.to_string(), max.to_string()], past)
        }
        Kind::Number { min, max } => {
            let past = vec![
                format!("{}", min - 0.001),
                format!("{}", max + 0.001),
                "x".to_owned(),
            ];
            (vec![min.to_string(), max.to_string()], past)
        }
        Kind::Share => (
            texts(&["0", "1", "100%", "0%"]),
            texts(&["1.0001", "101%", "-0.1", "half"]),
        ),
        Kind::Time { min, max, off } => {
            let mut within = vec![format!("{min}us"), format!("{max}us")];
            let mut past = vec![format!("{}us", max + 1), "soon".to_owned()];
            past.extend(min.checked_sub(1).map(|below| format!("{below}us")));
            if off { &mut within } else { &mut past }.push("off".to_owned());
            (within, past)
        }
        Kind::Law { off } => {
            let (mut within, mut past) = (texts(&["0s", "336h"]), texts(&["336.1h", "on"]));
            if off { &mut within } else { &mut past }.push("off".to_owned());
            (within, past)
        }
        Kind::Choice(choices) => (
            choices
                .iter()
                .map(|choice| choice.word.to_owned())
                .collect(),
            texts(&["", "off"]),
        ),
        Kind::Toggle => (texts(&["on", "off"]), texts(&["true", "1", ""])),
    }
}

#[test]
fn every_parameter_takes_its_bounds_and_nothing_past_them() {
    for param in params(Pattern::EVENT_BASED) {
        let (within, past) = bounds(param);
        for text in within {
            assert!(
                parse_value(param, 3, &text).is_ok(),
                "{}={text}",
                param.word
            );
        }
        for text in past {
            let expected = parse_value(param, 3, &text).unwrap_err();
            assert!(!expected.is_empty(), "{}={text}", param.word);
        }
    }
}

#[test]
fn what_is_expected_names_the_bounds() {
    let expected = |key, text| usual().read(key, text).unwrap_err();
    assert_eq!(expected(Key::CONSUMERS, "9"), "a whole number from 1 to 8");
    assert_eq!(expected(Key::WRITES, "1001"), "a number from 0 to 1000");
    assert_eq!(
        expected(Key::LOSS, "2"),
        "a share from 0 to 1, such as 0.02 or 2%"
    );
    assert_eq!(
        expected(Key::ACK_TIMEOUT, "200h"),
        "a time from 1ms to 168h, or off"
    );
    assert_eq!(expected(Key::ORDER, "fifo"), "key or none");
    assert_eq!(expected(Key::OUTBOX, "yes"), "on or off");
    assert_eq!(
        expected(Key::ERROR, "0.1|0.2"),
        "a share from 0 to 1, such as 0.02 or 2%; or 3 of them separated by /, one for each consumer"
    );
    assert!(expected(Key::PUBLISH, "fast").starts_with("a latency distribution such as 40ms"));
}

#[test]
fn a_value_out_of_bounds_is_set_to_the_nearest_in_bounds() {
    let mut settings = usual();
    settings.set(Key::CONSUMERS, Value::Count(99));
    settings.set(Key::WRITES, Value::Number(f64::INFINITY));
    settings.set(Key::LOSS, Value::Share(-1.0));
    settings.set(Key::POLL, Value::Time(0));
    assert_eq!(settings.count(Key::CONSUMERS), 8);
    assert_eq!(settings.value(Key::WRITES), &Value::Number(1_000.0));
    assert_eq!(settings.value(Key::LOSS), &Value::Share(0.0));
    assert_eq!(settings.time(Key::POLL), 1_000);
}

#[test]
fn a_value_of_another_sort_is_not_set() {
    let mut settings = usual();
    settings.set(Key::CONSUMERS, Value::Toggle(true));
    settings.set(Key::WRITES, Value::Number(f64::NAN));
    settings.set(Key::POLL, Value::Off);
    settings.set(Key::ORDER, Value::Choice("sideways"));
    settings.set(Key::LATENCY, Value::Inherit);
    settings.set(Key::WORK, Value::Laws(Vec::new()));
    settings.set(Key::LOSS, Value::Shares(vec![0.1, 0.2]));
    assert_eq!(settings, usual());
}

#[test]
fn a_law_of_a_hop_is_inherited_until_it_has_its_own() {
    let mut settings = usual();
    put(&mut settings, Key::LATENCY, "30ms");
    assert_eq!(settings.law(Key::PUBLISH), &Law::Constant(30_000));
    assert_eq!(settings.law_of(Key::DELIVER, 2), &Law::Constant(30_000));
    put(&mut settings, Key::DELIVER, "10ms|20ms|exp:5ms");
    assert_eq!(
        settings.law_of(Key::DELIVER, 2),
        &Law::Exponential { mean: 5_000 }
    );
    assert_eq!(settings.law_of(Key::DELIVER, 0), &Law::Constant(10_000));
    assert_eq!(settings.law(Key::PUBLISH), &Law::Constant(30_000));
}

#[test]
fn a_share_of_a_hop_is_inherited_until_it_has_its_own() {
    let mut settings = usual();
    put(&mut settings, Key::LOSS, "5%");
    put(&mut settings, Key::PUBLISH_LOSS, "0");
    assert_eq!(settings.value(Key::DELIVER_LOSS), &Value::Inherit);
    assert!((settings.share_of(Key::DELIVER_LOSS, 1) - 0.05).abs() < f64::EPSILON);
    assert!(settings.share(Key::PUBLISH_LOSS).abs() < f64::EPSILON);
    put(&mut settings, Key::DELIVER_LOSS, "0|0.5|0");
    assert!((settings.share_of(Key::DELIVER_LOSS, 1) - 0.5).abs() < f64::EPSILON);
}

#[test]
fn a_list_of_one_value_is_that_value() {
    let mut settings = usual();
    put(&mut settings, Key::WORK, "20ms|0.02s|20000us");
    assert!(settings.is_default(Key::WORK));
}

#[test]
fn a_list_follows_the_number_of_consumers() {
    let mut settings = usual();
    put(&mut settings, Key::WORK, "10ms|20ms|30ms");
    settings.set(Key::CONSUMERS, Value::Count(5));
    assert_eq!(settings.write(Key::WORK), "10ms/20ms/30ms/30ms/30ms");
    settings.set(Key::CONSUMERS, Value::Count(2));
    assert_eq!(settings.write(Key::WORK), "10ms/20ms");
    settings.set(Key::CONSUMERS, Value::Count(1));
    assert_eq!(
        settings.value(Key::WORK),
        &Value::Law(LawSpec::parse("10ms").unwrap())
    );
}

#[test]
fn a_reset_value_is_the_default() {
    let mut settings = usual();
    put(&mut settings, Key::ACK_TIMEOUT, "400ms");
    assert_eq!(settings.time_or_off(Key::ACK_TIMEOUT), Some(400_000));
    settings.reset(Key::ACK_TIMEOUT);
    assert_eq!(settings.time_or_off(Key::ACK_TIMEOUT), None);
    assert!(settings.is_default(Key::ACK_TIMEOUT));
}
