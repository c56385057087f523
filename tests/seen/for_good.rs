//! What is said to be for good is so, and a run ends when nothing is left that was going to happen.

use std::collections::BTreeMap;

use driftscope::facts::What;
use driftscope::facts::time::SECOND;
use driftscope::run::Run;

use crate::trial::{Trial, link, trial, whole, with_act};

/// Two events are put aside as dead letters while copies of both lie at the consumer, which applies them.
const PUT_ASIDE: &str = "ack-timeout=10s&attempts=3&backoff=1&consumers=1&dead-letter=on&duration=5min\
     &keys=2&latency=0s&order=none&reads=0&retry=0s&work=40s&writes=0\
     &do=1s:write:key-1;1.1s:write:key-2";

/// A broker forgets an event that is on its way, and who it is on its way to goes down.
const FORGOTTEN: &str = "broker-log=memory&writes=0&reads=0&latency=100ms&duration=5s\
     &do=1s:write:key-1;1.25s:crash:broker,for=500ms";

/// How often, after each event, something was said to be for good.
fn claims(pairs: &str) -> usize {
    let mut run = Run::new(link(&whole(pairs)).scenario);
    let mut claims = 0;
    let mut found = 0;
    while run.step(&mut |fact| {
        found += usize::from(matches!(
            fact.what,
            What::WillNotCome { .. } | What::WillNotMend { .. }
        ));
    }) {
        let counts = run.figures().counts;
        claims += usize::from(!run.is_over() && counts["diverged"] + counts["lost"] > 0);
    }
    claims + found
}

fn counts<const N: usize>(trial: &Trial, names: [&str; N]) -> [f64; N] {
    names.map(|name| trial.count(name))
}

#[test]
fn what_is_put_aside_while_a_copy_is_in_hand_is_not_lost() {
    let run = trial(PUT_ASIDE);
    let names = [
        "dead-letters",
        "effects",
        "duplicate-effects",
        "lost",
        "diverged",
    ];
    assert_eq!(
        counts(&run, names),
        [2.0, 6.0, 4.0, 0.0, 0.0],
        "{}",
        run.url()
    );
    assert_eq!(claims(PUT_ASIDE), 0, "{}", run.url());
}

#[test]
fn what_all_have_forgotten_is_lost_at_the_instant_at_which_the_last_copy_was() {
    let comes = trial(FORGOTTEN);
    assert_eq!(counts(&comes, ["lost", "diverged"]), [0.0, 0.0]);
    assert_eq!(claims(FORGOTTEN), 0, "{}", comes.url());
    let gone = format!("{FORGOTTEN};1.26s:crash:consumer-1,for=500ms");
    let run = trial(&gone);
    assert_eq!(
        counts(&run, ["lost", "diverged"]),
        [1.0, 1.0],
        "{}",
        run.url()
    );
    let incidents = run.run.consistency().incidents();
    for word in ["lost-event", "broker-forgot", "diverged-key"] {
        let told = incidents.iter().find(|told| told.what.word() == word);
        let told = told.unwrap_or_else(|| panic!("no {word}: {}", run.url()));
        assert_eq!(told.at, 1_300_000, "{}", run.url());
    }
}

#[test]
fn a_run_ends_after_what_is_down_has_come_back() {
    let run = trial("duration=10s&writes=50&do=10.001s:crash:consumer-1,for=5s");
    let end = run.run.now();
    assert!(
        run.settled() && end > 15 * SECOND && end < 17 * SECOND,
        "{}",
        run.url()
    );
    assert_eq!(
        counts(&run, ["diverged", "open"]),
        [0.0, 0.0],
        "{}",
        run.url()
    );
    // Whatever breaks after users have stopped, in every pattern.
    for pairs in [
        "outbox=on&ack-timeout=1s&duration=10s&do=10.001s:crash:broker,for=5s",
        "ack-timeout=1s&duration=10s&do=10.001s:cut:link.broker.consumer-1,for=5s",
        "pattern=cqrs&duration=10s&do=10.001s:crash:view-1-1,for=5s",
        "pattern=cqrs&duration=10s&do=10.001s:stop:view-1-1,for=5s",
        "writes=50&duration=10s&do=10.001s:stop:consumer-1,for=5s",
        "pattern=cqrs&duration=10s&do=10.001s:cut:link.write-model.view-1-1,for=5s",
        "pattern=saga&duration=10s&do=10.001s:crash:service-1,for=5s",
        "pattern=saga&style=choreography&duration=10s&do=10.001s:crash:service-2,for=5s",
        "pattern=background-sync&duration=10s&interval=2s&do=10.001s:crash:target,for=5s",
        "pattern=background-sync&copy=two-way&duration=10s&interval=2s\
         &do=10.001s:cut:link.job.target,for=5s",
    ] {
        let run = trial(pairs);
        assert!(
            run.settled() && run.run.now() >= 15 * SECOND,
            "{}",
            run.url()
        );
        for name in ["diverged", "open", "in-flight"] {
            let left = run.report.counts.get(name).copied();
            assert_eq!(left.unwrap_or(0), 0, "{name}: {}", run.url());
        }
    }
}

#[test]
fn a_node_that_stays_down_keeps_no_run_from_its_end() {
    for verb in ["crash", "stop"] {
        let run = trial(&format!("duration=10s&do=10.001s:{verb}:consumer-1"));
        assert!(
            run.settled() && run.run.now() < 12 * SECOND,
            "{}",
            run.url()
        );
    }
}

/// An old run brings an old value after a newer one has been brought, while a third has that newer one still in
/// hand; no later run asks for it any more.
const BROUGHT_BACK: &str = "pattern=background-sync&copy=incremental&when-late=allow&interval=1s\
     &lookback=1s&run=3s&row=0s&latency=10ms&writes=0&reads=0&duration=10s&keys=2\
     &do=500ms:write:key-1;1.5s:set:run=0s;1.6s:write:key-1;2.5s:set:run=3s;3.5s:set:lookback=0s";
/// Users stop while a run has a row in hand.
const IN_HAND: &str = "pattern=background-sync&interval=2s&duration=10s&latency=10ms&writes=0\
     &reads=0&run=1s&row=0s&do=9.9s:write:key-1";

#[test]
fn what_a_run_under_way_will_bring_back_is_not_wrong_for_good() {
    let run = trial(BROUGHT_BACK);
    let back = run.anomaly("old-overwrites-new");
    assert_eq!((back, claims(BROUGHT_BACK)), (1, 0), "{}", run.url());
    assert_eq!(run.count("diverged"), 0.0, "{}", run.url());
}

/// What nobody has in hand any more is told at the instant at which that is so, whatever is copied.
#[test]
fn what_no_run_will_bring_is_wrong_for_good_once_the_last_that_would_is_gone() {
    for (pairs, fault, at) in [
        (BROUGHT_BACK, "5s:crash:job,for=100ms", 5_000_000),
        (IN_HAND, "10.1s:crash:job", 10_100_000),
        (IN_HAND, "10.1s:cut:link.job.target", 10_100_000),
        (IN_HAND, "10.1s:crash:target", 10_100_000),
    ] {
        let run = trial(&with_act(pairs, fault));
        let incidents = run.run.consistency().incidents();
        let told = incidents
            .iter()
            .find(|told| told.what.word() == "diverged-key");
        let told = told.unwrap_or_else(|| panic!("nothing is told: {}", run.url()));
        assert_eq!((told.at, told.key), (at, Some(0)), "{}", run.url());
        assert_eq!(told.closing, None, "{}", run.url());
    }
}

/// What is down for a while comes back, and the job with it.
#[test]
fn what_a_later_run_will_bring_is_not_wrong_for_good() {
    for fault in [
        "10.1s:crash:job,for=500ms",
        "10.1s:cut:link.job.target,for=5s",
        "10.1s:cut:link.source-1.job",
        "10.1s:crash:target,for=500ms",
        "10.1s:crash:source-1,for=500ms",
    ] {
        let pairs = with_act(IN_HAND, fault);
        let run = trial(&pairs);
        assert_eq!(run.count("diverged"), 0.0, "{}", run.url());
        assert_eq!(claims(&pairs), 0, "{}", run.url());
    }
}

/// What a job has not brought and that was overwritten since is not missed: the job brings rows as they are.
#[test]
fn what_is_overwritten_before_a_run_brings_it_is_not_missed() {
    for pairs in [
        "pattern=background-sync&writes=50&keys=1&duration=5s",
        "pattern=background-sync&duration=5s&seed=43&keys=8&latency=5s&writes-every=20ms",
    ] {
        assert_eq!(claims(pairs), 0, "{pairs}");
    }
}

/// What is written after who shows it went down for good is said to be lost at once, and not when the run has
/// settled.
#[test]
fn what_nobody_will_show_is_told_when_it_is_written() {
    let run = trial("pattern=cqrs&duration=5s&project=300ms&do=5.019443s:stop:view-1-1");
    let mut committed = BTreeMap::new();
    let mut claims = 0;
    for fact in &run.facts {
        match fact.what {
            What::Committed { write, .. } => {
                committed.insert(write, fact.at);
            }
            What::WillNotCome { write, .. } => {
                let stopped = 5_019_443;
                assert_eq!(fact.at, committed[&write].max(stopped), "{}", run.url());
                claims += 1;
            }
            _ => {}
        }
    }
    assert!(claims > 1, "{}", run.url());
}
