use crate::scenario::profiles::{PROFILES, Profile};
use crate::scenario::{ArgumentValue, Contradiction, LawForm, LawSpec};
use crate::sim::law::Law;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn spec(text: &str) -> LawSpec {
    LawSpec::parse(text).unwrap_or_else(|expected| panic!("{text}: expected {expected}"))
}

#[test]
fn every_form_is_read_and_written_in_its_one_spelling() {
    let cases = [
        ("40ms", "40ms"),
        ("0s", "0s"),
        ("uniform:20ms..0.06s", "uniform:20ms..60ms"),
        ("exp:1000ms", "exp:1s"),
        ("lognormal:40ms,200ms", "lognormal:40ms,200ms"),
        ("pareto:20ms,1.50", "pareto:20ms,1.5"),
        ("quantiles:50.0=40ms,99=200ms", "quantiles:50=40ms,99=200ms"),
        ("quantiles:0=1ms", "quantiles:0=1ms"),
        ("profile:yammer-riak-read", "profile:yammer-riak-read"),
    ];
    for (text, written) in cases {
        assert_eq!(spec(text).to_string(), written);
        assert_eq!(spec(written), spec(text));
    }
}

#[test]
fn what_is_no_law_says_which_form_was_expected() {
    let cases = [
        ("", "a latency distribution such as"),
        ("fast", "a latency distribution such as"),
        ("337h", "times up to 336h"),
        ("normal:1ms,2ms", "one of the distributions"),
        ("uniform:20ms", "uniform:LOW..HIGH"),
        ("uniform:20ms..10ms", "uniform:LOW..HIGH"),
        ("exp:", "exp:MEAN"),
        ("exp:-1ms", "exp:MEAN"),
        ("lognormal:200ms,40ms", "lognormal:P50,P99"),
        ("lognormal:0s,40ms", "lognormal:P50,P99"),
        ("lognormal:40ms", "lognormal:P50,P99"),
        ("pareto:20ms,0", "pareto:SCALE,SHAPE"),
        ("pareto:0s,1", "pareto:SCALE,SHAPE"),
        ("pareto:20ms,101", "pareto:SCALE,SHAPE"),
        ("quantiles:", "quantiles:PERCENT=TIME"),
        ("quantiles:50=40ms,50=50ms", "quantiles:PERCENT=TIME"),
        ("quantiles:50=40ms,99=30ms", "quantiles:PERCENT=TIME"),
        ("quantiles:101=40ms", "quantiles:PERCENT=TIME"),
        ("profile:nowhere", "profile: and the word"),
    ];
    for (text, start) in cases {
        let expected = LawSpec::parse(text).unwrap_err();
        assert!(expected.contains(start), "{text}: {expected}");
    }
    let many: Vec<_> = (0..65).map(|percent| format!("{percent}=1s")).collect();
    let expected = LawSpec::parse(&format!("quantiles:{}", many.join(","))).unwrap_err();
    assert_eq!(expected, "at most 64 percentiles");
}

#[test]
fn a_round_trip_is_halved_for_one_way() {
    assert_eq!(
        *spec("profile:aws-virginia-california").law(),
        Law::Constant(36_370)
    );
    let riak = spec("profile:yammer-riak-read");
    assert_eq!(riak.law().sample(0.5), 1_875);
    assert_eq!(riak.law().sample(0.98), 3_023);
}

#[test]
fn two_percentiles_are_the_lognormal_through_both() {
    let disk = spec("profile:linkedin-voldemort-disk");
    let at = |uniform| disk.law().sample(uniform);
    assert!(at(0.95).abs_diff(15_000) <= 5, "{}", at(0.95));
    assert!(at(0.99).abs_diff(25_000) <= 5, "{}", at(0.99));
    assert_eq!(disk.form(), LawForm::Profile);
}

#[test]
fn every_profile_has_a_word_of_its_own_a_source_and_a_law() {
    for profile in PROFILES {
        assert!(std::ptr::eq(
            Profile::from_word(profile.word).unwrap(),
            profile
        ));
        assert!(!profile.source.is_empty() && !profile.how().is_empty());
        assert!(profile.law().median() > 0, "{}", profile.word);
    }
}

#[test]
fn a_law_in_another_form_can_be_read_and_keeps_about_its_median() {
    for form in LawForm::ALL {
        for text in [
            "40ms",
            "0s",
            "336h",
            "exp:40ms",
            "pareto:20ms,1.5",
            "lognormal:40ms,200ms",
        ] {
            let changed = spec(text).in_form(*form);
            assert_eq!(changed.form(), *form);
            assert_eq!(spec(&changed.to_string()), changed);
            if *form != LawForm::Profile && !text.starts_with('0') && text != "336h" {
                let (was, is) = (spec(text).law().median(), changed.law().median());
                assert!(was.abs_diff(is) <= was / 10, "{text} as {changed}");
            }
        }
    }
}

#[test]
fn an_argument_is_changed_by_itself_and_the_law_can_be_read() {
    let time = ArgumentValue::Time;
    let cases = [
        ("40ms", 0, time(1), "1us"),
        ("uniform:20ms..60ms", 0, time(60_000), "uniform:60ms..60ms"),
        ("uniform:20ms..60ms", 1, time(20_000), "uniform:20ms..20ms"),
        ("exp:40ms", 0, time(u64::MAX), "exp:336h"),
        ("lognormal:40ms,200ms", 0, time(0), "lognormal:1us,200ms"),
        (
            "lognormal:40ms,200ms",
            1,
            time(40_000),
            "lognormal:40ms,40ms",
        ),
        (
            "pareto:20ms,1.5",
            1,
            ArgumentValue::Shape(0.0),
            "pareto:20ms,0.1",
        ),
        (
            "pareto:20ms,1.5",
            0,
            ArgumentValue::Shape(2.0),
            "pareto:20ms,1.5",
        ),
        (
            "quantiles:50=4ms,90=6ms,99=9ms",
            1,
            time(5_000),
            "quantiles:50=4ms,90=5ms,99=9ms",
        ),
        (
            "profile:aws-oregon-tokyo",
            0,
            time(1),
            "profile:aws-oregon-tokyo",
        ),
    ];
    for (text, index, value, written) in cases {
        let changed = spec(text).with_argument(index, value).unwrap();
        assert_eq!(changed.to_string(), written);
        assert_eq!(spec(written), changed);
    }
    assert_eq!(spec("pareto:20ms,1.5").arguments().len(), 2);
    assert_eq!(spec("quantiles:99.9=20ms").arguments()[0].label, "p99.9");
}

#[test]
fn an_argument_that_contradicts_another_is_refused_and_names_it() {
    let cases = [
        ("uniform:20ms..60ms", 0, 60_001, "High", 60_000, true),
        ("uniform:20ms..60ms", 1, 19_999, "Low", 20_000, false),
        ("lognormal:40ms,200ms", 0, 500_000, "p99", 200_000, true),
        ("lognormal:40ms,200ms", 1, 39_000, "p50", 40_000, false),
        (
            "quantiles:50=4ms,90=6ms,99=9ms",
            1,
            10_000,
            "p99",
            9_000,
            true,
        ),
        (
            "quantiles:50=4ms,90=6ms,99=9ms",
            1,
            1_000,
            "p50",
            4_000,
            false,
        ),
    ];
    for (text, index, to, with, at, is_above) in cases {
        let refused = spec(text).with_argument(index, ArgumentValue::Time(to));
        let with = with.to_owned();
        assert_eq!(refused, Err(Contradiction { with, at, is_above }), "{text}");
    }
}
