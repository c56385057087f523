//! What a run costs the longer it goes on: as much late as early, whatever has happened meanwhile.
//!
//! Catches work that grows with the square of time, be it of the model or of those who measure it.
#![cfg(not(target_arch = "wasm32"))]

mod trial;

use driftscope::facts::time::{MINUTE, Micros};
use trial::{start, with};

/// Events of the first and of the second half of a run.
fn halves(pairs: &str, half: u64) -> [u64; 2] {
    let mut run = start(pairs);
    [half, 2 * half].map(|until| {
        let before = run.events();
        assert!(run.advance(until, 5_000_000, &mut |_| {}), "{pairs}");
        run.events() - before
    })
}

/// Catches work that grows with what has happened so far: what is worst where events are carried, or rows
/// copied, does as much in its second half as in its first.
#[test]
fn a_second_of_a_run_costs_no_more_late_than_early() {
    for pairs in [
        "outbox=on&publish-loss=1&ack-timeout=2s",
        "outbox=on&ack-timeout=20ms&ack-loss=0.9&retry=50ms&backoff=1",
        "order=none&poison=0.05&ack-timeout=400ms&dead-letter=on",
        "order=none&error=0.5&ack-timeout=50ms&work=exp:50ms&workers=16",
        "loss=0.5&duplicate=1&ack-timeout=100ms&retry=100ms&payload=delta",
        "crash-every=1s&repair=300ms&loss=0.3&ack-timeout=1s&outbox=on",
        "order=none&broker-log=memory&crash-every=1s&repair=300ms&loss=0.3",
        "pattern=cqrs&loss=0.5&duplicate=1&bus-order=none&crash-every=1s&repair=300ms\
         &checkpoint=separate&checkpoint-every=20",
        "pattern=cqrs&loss=0.5&poll=50ms&batch=5",
        "pattern=cqrs&loss=0.5&gap-timeout=20ms",
        // Each tick that fails is tried again, and there are more ticks all the while.
        "pattern=background-sync&interval=1s&retry=100ms&do=1s:crash:target",
        "pattern=background-sync&interval=1s&retry=100ms&when-late=allow&do=1s:crash:target",
        "pattern=background-sync&interval=100ms&retry=10s&when-late=allow&fail=1",
        "pattern=background-sync&interval=1s&retry=1ms&when-late=allow&fail=1&run=0s&row=0s",
        "pattern=background-sync&interval=300ms&retry=1s&when-late=allow&fail=0.9&resume=on\
         &copy=incremental&commit-lag=exp:1s",
        "pattern=background-sync&interval=1s&run=1min&when-late=allow&copy=incremental\
         &commit-lag=exp:1s&lookback=10s",
        "pattern=background-sync&interval=1s&run=10s&when-late=replace&copy=two-way",
        "pattern=background-sync&interval=1s&retry=1ms&crash-every=1s&repair=300ms&run=exp:2s\
         &copy=two-way&conflict=version-vector&deletes=0.3&inserts=0.3",
        "order=none&outbox=on&publish-loss=1&ack-timeout=2s&writes=30",
        "order=none&outbox=on&publish-loss=1&ack-timeout=2s&writes=0&writes-every=30ms&keys=10000",
        // Nothing is ever sold out, since a saga that is turned away late costs more than one that is not.
        "pattern=saga&style=choreography&loss=0.3&duplicate=1&error=0.3&timeout=300ms&capacity=1000000",
        "pattern=saga&style=choreography&loss=0.5&duplicate=1&timeout=100ms&refuse=0.2&undo-fail=0.3\
         &cancel-unknown=on&flow=parallel&capacity=1000000&crash-every=5s&repair=1s",
        "pattern=saga&style=choreography&loss=0.3&duplicate=1&error=0.3&timeout=300ms&capacity=1000000\
         &idempotency=on&cancel-unknown=on&undo-order=parallel&steps=6",
        "pattern=saga&loss=0.5&reply-loss=0.5&duplicate=1&error=0.3&timeout=50ms&cancel-unknown=on\
         &undo-fail=0.5&capacity=1000000&attempts=10&undo-attempts=10&backoff=1",
        "pattern=saga&loss=0.5&duplicate=1&error=0.3&timeout=50ms&pivot=1&steps=6&lock=wait\
         &capacity=1000000&crash-every=3s&repair=1s&undo-how=restore&keys=3",
    ] {
        let [first, second] = halves(&with(pairs, "duration", "1h"), 3 * MINUTE);
        assert!(
            second < first + first / 4,
            "{pairs}: {first} events, then {second}"
        );
    }
}

/// Whether what is missing may still come is asked when something has become of it, and not of all that is
/// missing each time that anything happens.
#[test]
fn what_is_asked_about_what_is_missing_grows_with_what_happens() {
    for pairs in [
        "duplicate=1&keys=10000&writes=100&loss=0.3&duration=2min",
        "pattern=cqrs&loss=0.5&bus-order=none&writes=100&keys=10000&duration=2min",
        // Much is left to catch up with when users stop, and what was broken comes back.
        "pattern=cqrs&poll=1s&batch=2&writes=100&keys=1000&duration=2min&do=1min:crash:view-1-1",
        "pattern=background-sync&latency=5min&writes=100&duration=5min&reads=0",
        "pattern=background-sync&copy=incremental&commit-lag=exp:5s&writes=100&keys=10000&duration=2min\
         &when-late=allow&run=exp:20s&fail=0.3",
    ] {
        let mut run = start(pairs);
        assert!(run.advance(Micros::MAX, 5_000_000, &mut |_| {}), "{pairs}");
        let (asked, events) = (run.consistency().questions(), run.events());
        assert!(
            asked > 0 && asked < 4 * events,
            "{pairs}: {asked} in {events} events"
        );
    }
}

/// Where the last step is sold out a saga costs more, since all before it is taken back: no more late than
/// when that began.
#[test]
fn sagas_of_which_most_are_turned_away_cost_so_much_each_and_no_more() {
    for style in ["choreography", "orchestration"] {
        let pairs =
            "pattern=saga&loss=0.3&duplicate=1&error=0.3&timeout=300ms&capacity=1&duration=3h";
        let mut run = start(&with(pairs, "style", style));
        let mut at = 0;
        let [_, first, second] = [3, 9, 15].map(|minutes| {
            let (began, before) = (at, run.events());
            at = minutes * MINUTE;
            assert!(run.advance(at, 5_000_000, &mut |_| {}), "{style}");
            (run.events() - before) / ((at - began) / MINUTE)
        });
        assert!(
            second < first + first / 4,
            "{style}: {first} events a minute, then {second}"
        );
    }
}

/// Without a place to put it aside a poisoned event is tried for ever, once each time.
#[test]
fn what_is_tried_for_ever_grows_no_faster_than_what_there_is_to_try() {
    let pairs = "order=none&poison=0.05&ack-timeout=400ms&duration=1h";
    let [first, second] = halves(pairs, MINUTE);
    assert!(first < 60_000, "{first} events");
    assert!(second < 4 * first, "{first} events, then {second}");
}
