//! The first figures of runs of several patterns.

use crate::faces;
use crate::facts::time::SECOND;
use crate::patterns::parse;
use crate::session::{Session, State};
use crate::show::headlines::{About, headlines, why};

fn after(link: &str, seconds: u64) -> Vec<(Option<String>, String)> {
    let (link, problems) = parse(link);
    assert!(problems.is_empty(), "{problems:?}");
    let mut session = Session::open(link);
    session.play();
    while session.now() < seconds * SECOND {
        session.step();
    }
    let has_copies = session.consistency().replicas().next().is_some();
    let last = if has_copies {
        session.stale_series()
    } else {
        session.consistency().sagas_under_way(session.now())
    };
    let differing = last.last().map_or(0, |point| point.1 as u64);
    let about = About {
        face: faces::of(session.settings().pattern()),
        key: "account",
        differing,
        is_stopped: matches!(session.state(), State::Stopped(_)),
    };
    let found = headlines(&session.report(), about);
    found
        .map(|headline| (headline.value, headline.detail))
        .into()
}

#[test]
fn before_anything_happens_there_is_no_figure_but_a_reason() {
    let none = None::<String>;
    let found = after("v=1&pattern=event-based", 0);
    assert_eq!(found[0], (none.clone(), "nobody has read anything".into()));
    assert_eq!(
        found[1],
        (none.clone(), "no write has been committed".into())
    );
    let found = after("v=1&pattern=saga", 0);
    assert_eq!(found[1], (none, "no saga has begun".into()));
    assert_eq!(
        found[2],
        (Some("0 sagas".into()), "begun and not over".into())
    );
}

#[test]
fn a_key_that_is_wrong_in_three_copies_is_three_values_and_one_key() {
    let link = "v=1&pattern=event-based&consumers=3&publish-loss=1&writes=0&reads=0\
        &latency=10ms&do=1s:write:key-1";
    let found = after(link, 2);
    assert_eq!(
        found[2],
        (
            Some("3 values".into()),
            "in the copies; 1 account for good".into()
        )
    );
}

#[test]
fn where_values_are_too_few_it_says_how_many_there_are() {
    let (link, _) = parse("v=1&pattern=event-based&writes-every=1s&writes=0&duration=30s");
    let mut session = Session::open(link);
    session.play();
    while session.now() < 10 * SECOND {
        session.step();
    }
    let report = session.report();
    let said = why(report.measures.get("inconsistency-window"));
    assert!(said.starts_with("p95 needs 20 values, p99 100; "), "{said}");
    assert!(said.ends_with(" so far"), "{said}");
    assert_eq!(why(None), "not measured");
}

#[test]
fn that_nothing_is_left_is_said_first() {
    let found = after("v=1&pattern=saga&sagas=5&capacity=2&keys=2&refuse=0", 10);
    assert!(
        found[2].1.ends_with(" turned away, nothing left"),
        "{found:?}"
    );
}

#[test]
fn that_a_limit_stopped_the_run_is_bad_whatever_else_is_well() {
    let session = Session::open(parse("v=1&pattern=event-based").0);
    let [well, stopped] = [false, true].map(|is_stopped| {
        let about = About {
            face: faces::of(session.settings().pattern()),
            key: "account",
            differing: 0,
            is_stopped,
        };
        let [.., now] = headlines(&session.report(), about);
        now
    });
    assert!(!well.is_bad && stopped.is_bad);
    assert!(
        stopped.detail.ends_with("stopped at a limit"),
        "{stopped:?}"
    );
}

#[test]
fn a_run_without_reads_has_no_share_of_stale_ones() {
    let found = after("v=1&pattern=cqrs&reads=0&think=1h&duration=30s", 20);
    assert_eq!(found[0].1, "nobody has read anything");
    assert!(found[1].0.is_some(), "{found:?}");
}

#[test]
fn figures_have_units_and_say_of_what() {
    let found = after("v=1&pattern=event-based&consumers=3&writes=20&reads=20", 10);
    assert!(
        found[0]
            .0
            .as_ref()
            .is_some_and(|value| value.ends_with(" %"))
    );
    assert!(found[0].1.starts_with("of ") && found[0].1.ends_with(" values read"));
    assert!(
        found[1]
            .0
            .as_ref()
            .is_some_and(|value| value.ends_with(" ms"))
    );
    assert!(
        found[2]
            .0
            .as_ref()
            .is_some_and(|value| value.contains(" value"))
    );
}
