//! The guarantees of sessions in words, whichever pattern is run.

use crate::consistency::Guarantee;
use crate::faces;
use crate::lab::price::Line;
use crate::patterns::parse;
use crate::run::Run;
use crate::show::guarantees::{Told, line, told};
use crate::show::units;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn told_of(link: &str, guarantee: Guarantee) -> Told {
    let (link, problems) = parse(link);
    assert!(problems.is_empty(), "{problems:?}");
    let mut run = Run::new(link.scenario);
    run.finish(&mut |_| {});
    told(
        faces::of(run.settings().pattern()),
        run.settings(),
        &run.figures().report(),
        guarantee,
    )
}

#[test]
fn a_guarantee_says_how_often_it_is_violated_or_why_that_is_not_known() {
    use Guarantee::{ConsistentPrefix, MonotonicWrites, ReadYourWrites};
    let late = "pattern=cqrs&bus=1s&duration=20s&think=10ms";
    let told = told_of(late, ReadYourWrites);
    let words = told.violated.expect("people look at what they wrote");
    assert!(
        told.is_bad && words.contains(" reads, ") && words.ends_with('%'),
        "{words}"
    );
    for (link, guarantee, missing) in [
        (
            "pattern=saga&duration=5s",
            ReadYourWrites,
            "does not apply: services",
        ),
        (
            "pattern=background-sync&copy=two-way&duration=9s",
            ConsistentPrefix,
            "does not apply: two",
        ),
        (
            "pattern=cqrs&duration=5s&reads=0&think=off",
            ReadYourWrites,
            "no data: nobody reads",
        ),
        (
            "pattern=cqrs&duration=5s&keys-per-read=1",
            ConsistentPrefix,
            "no data: a read is of one key",
        ),
        (
            "pattern=cqrs&duration=5s&keys=1",
            ConsistentPrefix,
            "no data: there is one key",
        ),
        (
            "pattern=cqrs&duration=5s&writes=0",
            MonotonicWrites,
            "no data yet: nobody’s second write",
        ),
    ] {
        let told = told_of(link, guarantee);
        assert_eq!((told.violated, told.is_bad), (None, false), "{link}");
        assert!(
            told.missing.starts_with(missing),
            "{}: {link}",
            told.missing
        );
    }
}

#[test]
fn a_line_has_its_unit_and_no_zero_for_what_is_not_known() {
    let found = |unit, percentile, values| {
        let name = "read-latency";
        line(
            &Line {
                name,
                percentile,
                unit,
                values,
            },
            false,
        )
    };
    let (name, values) = found("ms", 95, [Some(12.5), None]);
    assert_eq!(
        (name.as_str(), values[1].as_str()),
        ("read latency p95", "no data")
    );
    assert_eq!(values[0], units::duration(12_500));
    assert_eq!(found("share", 0, [Some(0.5), Some(0.0)]).1[0], "50.0 %");
}
