//! Scenarios that would explode: they return when their events are used up, stop at a bound that
//! says so, and never panic or hang.
//!
//! Catches a loop in which simulated time stands still, a queue that grows without end, and an
//! overflow at the far end of a slider.
#![cfg(not(target_arch = "wasm32"))]

mod trial;

use driftscope::facts::What;
use driftscope::facts::time::{HOUR, MINUTE, Micros, SECOND};
use driftscope::run::{Phase, Run};
use driftscope::scenario::{
    Kind, Param, Pattern, Places, Settings, find_word, params, write_value,
};
use driftscope::session::{Session, State};
use driftscope::sim::kernel::{Bound, MOST_REMEMBERED, MOST_SCHEDULED};
use trial::{figures, link, start, whole, with};

/// Runs at most so many events; how many it ran.
fn spend(run: &mut Run, events: u64) -> u64 {
    let before = run.events();
    run.advance(Micros::MAX, events, &mut |_| {});
    run.events() - before
}

#[test]
fn the_largest_load_returns_when_its_events_are_used_up() {
    let pairs = "writes=1000&keys=10000&duration=8784h&work=168h&consumers=8&loss=0.5&duplicate=1\
                 &ack-timeout=1ms&retry=0us&backoff=1&attempts=0";
    for order in ["key", "none"] {
        let mut run = start(&with(pairs, "order", order));
        for _ in 0..20 {
            assert!(spend(&mut run, 10_000) <= 10_000);
            let _ = (run.picture(None), run.figures().report());
        }
    }
}

#[test]
fn a_consumer_that_never_finishes_ends_in_a_bound_with_words() {
    for order in ["key", "none"] {
        let mut run = start(&with(
            "writes=1000&duration=8784h&work=168h&consumers=8",
            "order",
            order,
        ));
        spend(&mut run, 30_000_000);
        let Phase::Stopped(bound) = run.phase() else {
            panic!("{order}: {:?} at {} us", run.phase(), run.now());
        };
        assert!(bound.to_string().contains("more than"), "{bound}");
    }
}

#[test]
fn more_messages_under_way_than_fit_stop_the_run_with_words() {
    let mut run = start("writes=1000&duration=8784h&latency=1h");
    assert!(spend(&mut run, 10_000_000) < 10_000_000);
    assert_eq!(run.phase(), Phase::Stopped(Bound::Queue));
    assert!(run.in_flight() <= MOST_SCHEDULED + 1);
    assert_eq!(run.next_at(), None, "it does not go on");
    let words = Bound::Queue.to_string();
    assert!(
        words.contains("400000") || words.contains("400,000"),
        "{words}"
    );

    let mut session = Session::open(link(&whole("writes=1000&duration=8784h&latency=1h&t=1h")));
    while session.catching_up().is_some() {
        session.frame(16.0, &mut || true);
    }
    assert_eq!(session.state(), State::Stopped(words));
}

/// Catches a bound on what is remembered that leaves writes out of a figure: what one run of a job an hour
/// brings waits for half an hour on average, all of it, and then nothing waits any more.
#[test]
fn what_waits_for_the_next_run_of_a_job_is_counted_however_much_it_is() {
    let mut run = start(
        "pattern=background-sync&interval=1h&writes=100&keys=10000&row=0s&duration=3h&reads=0",
    );
    run.finish(&mut |_| {});
    assert_eq!(run.phase(), Phase::Ended { settled: true });
    let figure = figures(&run);
    assert_eq!(figure("counts.committed"), 1_080_637.0);
    assert_eq!(figure("measures.inconsistency-window.count"), 1_080_637.0);
    assert_eq!(figure("counts.open"), 0.0);
    let mean = figure("measures.inconsistency-window.mean");
    assert!((mean - 1_800_000.0).abs() < 6_000.0, "{mean} ms");
}

/// A write that got lost is made up for by the next one of its key, however long the queue is until then.
#[test]
fn what_got_lost_is_open_only_until_a_newer_value_is_there() {
    let mut run = start("consumers=1&writes-every=1ms&loss=0.3&duration=5min");
    run.finish(&mut |_| {});
    assert_eq!(run.phase(), Phase::Ended { settled: true });
    let figure = figures(&run);
    let [committed, open] = ["counts.committed", "counts.open"].map(&figure);
    assert!(open >= figure("counts.diverged") && open < 60.0, "{open}");
    let closed = figure("measures.inconsistency-window.count");
    assert_eq!(closed + open, committed);
}

#[test]
fn more_open_writes_than_are_remembered_stop_the_run_with_words() {
    let mut run = start("pattern=background-sync&interval=24h&writes=1000&duration=24h&reads=0");
    spend(&mut run, 10_000_000);
    assert_eq!(run.phase(), Phase::Stopped(Bound::Remembered));
    let open = figures(&run)("counts.open");
    assert_eq!(open, MOST_REMEMBERED as f64 + 1.0);
    assert!(Bound::Remembered.to_string().contains("1000000"));
}

/// Everything is lost and sent again after a millisecond, for ever: it lasts ten times its duration.
#[test]
fn retries_without_end_end() {
    for pairs in [
        "order=none&loss=1&ack-timeout=1ms&retry=0us&backoff=1&attempts=0",
        "loss=1&ack-timeout=1ms&retry=0us&backoff=1&attempts=0",
        "loss=1&ack-timeout=1ms&retry=0us&backoff=1&attempts=0&outbox=on&poll=1ms",
        "publish-loss=0&deliver-loss=1&ack-timeout=1ms&retry=0us&backoff=1&attempts=0&outbox=on&poll=1ms",
        "ack-loss=1&ack-timeout=1ms&retry=0us&backoff=1&attempts=0&outbox=on&poll=1ms&order=none",
        "outbox=on&poll=1ms&crash-between=1&repair=1ms&latency=1ms",
        "error=1&work=1ms&retry=0us&backoff=1&attempts=0",
    ] {
        let mut run = start(&format!("{pairs}&duration=1s&writes=4&consumers=1"));
        spend(&mut run, 20_000_000);
        assert!(
            run.is_over(),
            "{pairs}: {:?} at {} us",
            run.phase(),
            run.now()
        );
    }
}

/// Handling that takes no time, throws, and is tried again at once never lets time pass.
#[test]
fn work_that_never_lets_time_pass_stops_the_run_with_words() {
    for order in ["key", "none"] {
        let pairs = "work=0us&retry=0us&error=1&attempts=0";
        let mut run = start(&with(pairs, "order", order));
        let spent = spend(&mut run, 50_000_000);
        let Phase::Stopped(bound) = run.phase() else {
            panic!(
                "{order}: {:?} after {spent} events at {} us",
                run.phase(),
                run.now()
            );
        };
        assert!(bound.to_string().contains("instant"), "{bound}");
    }
}

/// The least and the greatest of a parameter, and what else it can be.
fn ends(param: &Param) -> Vec<String> {
    match param.kind {
        Kind::Count { min, max } => vec![min.to_string(), max.to_string()],
        Kind::Number { min, max } => vec![min.to_string(), max.to_string()],
        Kind::Share => vec!["0".into(), "1".into()],
        Kind::Time { min, max, off } => {
            let mut ends = vec![format!("{min}us"), format!("{max}us")];
            ends.extend(off.then(|| "off".to_owned()));
            ends
        }
        Kind::Law { off } => {
            let laws = [
                "0us",
                "336h",
                "exp:336h",
                "pareto:336h,0.1",
                "uniform:0us..336h",
            ];
            let mut ends: Vec<_> = laws.map(str::to_owned).into();
            ends.extend(off.then(|| "off".to_owned()));
            ends
        }
        Kind::Choice(choices) => choices
            .iter()
            .map(|choice| choice.word.to_owned())
            .collect(),
        Kind::Toggle => vec!["on".into(), "off".into()],
    }
}

/// Those of the pairs that a pattern can read.
fn readable(pattern: Pattern, pairs: &str) -> String {
    let defaults = Settings::defaults(pattern);
    let reads = |pair: &&str| {
        let key = pair.split_once('=').and_then(|(word, value)| {
            let param = find_word(pattern, word)?;
            defaults.read(param.key, value).ok()
        });
        key.is_some()
    };
    pairs.split('&').filter(reads).collect::<Vec<_>>().join("&")
}

/// Catches an overflow or a division by zero at either end of a slider.
#[test]
fn every_parameter_runs_at_both_ends_of_its_range() {
    let troubles = [
        "",
        "loss=0.3&ack-timeout=100ms&outbox=on&error=0.3&dead-letter=on&crash-every=2s&interval=1s&\
         fail=0.3&copy=incremental&deletes=0.2&think=50ms&timeout=200ms&refuse=0.2&undo-fail=0.3&\
         bus-order=none&checkpoint=separate&poll=200ms&views=3&rebuild=2s",
        "loss=0.3&ack-timeout=100ms&error=0.3&order=none&jitter=full&crash-every=2s&\
         crash-between=0.1&interval=500ms&run=2s&when-late=allow&copy=two-way&style=choreography&\
         flow=parallel&idempotency=on&timeout=100ms&lock=wait&capacity=1&decide-on=read-model&\
         read-your-writes=wait-for-version&batch=20",
    ];
    for pattern in Pattern::ALL {
        let first = Places::of(&Settings::defaults(*pattern)).nodes()[1];
        for trouble in troubles {
            let busy = with(&readable(*pattern, trouble), "pattern", pattern.word());
            let busy = with(&busy, "do", &format!("1s:crash:{first},for=1s"));
            for param in params(*pattern) {
                for end in ends(param) {
                    let mut run = start(&with(&busy, param.word, &end));
                    spend(&mut run, 30_000);
                    let _ = (run.picture(None), run.figures().report());
                    assert!(!write_value(run.settings().value(param.key)).is_empty());
                }
            }
        }
    }
}

/// How long each field of a struct is when it is written out, so that all it keeps is counted.
#[derive(Default)]
struct Lengths {
    depth: usize,
    /// What was written last: the name of a field, if a colon comes next.
    last: String,
    fields: Vec<(String, usize)>,
}

impl std::fmt::Write for Lengths {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        if self.depth == 1 && text == ": " {
            self.fields.push((std::mem::take(&mut self.last), 0));
        }
        for byte in text.bytes() {
            match byte {
                b'{' | b'[' | b'(' => self.depth += 1,
                b'}' | b']' | b')' => self.depth -= 1,
                _ => {}
            }
        }
        if self.depth == 1 {
            text.clone_into(&mut self.last);
        }
        if let Some((_, length)) = self.fields.last_mut() {
            *length += text.len();
        }
        Ok(())
    }
}

/// What is measured and remembered of a run, part by part.
fn kept(run: &Run) -> Vec<(String, usize)> {
    use std::fmt::Write as _;
    let mut lengths = Lengths::default();
    write!(lengths, "{:?}", run.consistency()).expect("it only counts");
    lengths.fields
}

/// What is written of one event that was lost, in each part that remembers it: its commit, and a gap in what
/// arrived and in what was applied.
const OF_A_LOSS: usize = 128;
/// What is written of one saga of long ago: what it holds, for what comes late, and a comma.
const OF_A_SAGA: usize = 12;

/// Of few keys and people each bound is met after some time: from the first of these minutes on each part
/// stays as large as it was. What still grows is the number of digits of some counts, the number of
/// different lengths of time in a distribution, what is lost for good, and what sagas of long ago hold, which no
/// figure leaves out.
#[track_caller]
fn stays_flat(pairs: &str, [from, until]: [Micros; 2]) {
    let all = "duration=4h&reads=2&think=100ms&keys=4&sessions=10&crash-every=10min&repair=2s";
    let pattern = link(&whole(pairs)).scenario.settings.pattern();
    let mut run = start(&format!("{pairs}&{}", readable(pattern, all)));
    let [warm, later] = [from, until].map(|minutes| {
        run.advance(minutes * MINUTE, u64::MAX, &mut |_| {});
        assert_eq!(run.phase(), Phase::Running, "{pairs}");
        let counts = run.figures().report().counts;
        let count = |name| counts.get(name).map_or(0, |&count| count as usize);
        let of_each = OF_A_LOSS * count("lost") + OF_A_SAGA * count("sagas");
        (kept(&run), of_each)
    });
    let ((warm, each_before), (later, each)) = (warm, later);
    assert!(warm.len() > 20, "{pairs}: {warm:?}");
    for ((part, before), (_, after)) in warm.iter().zip(&later) {
        // Of each kind of anomaly between 128 and 192 are kept.
        let share = if part == "anomalies" { 2 } else { 20 };
        let most = before + before / share + (16 << 10) + each - each_before;
        assert!(*after <= most, "{part}: {before} and then {after}: {pairs}");
    }
}

/// Catches a measure, a trail or a memory of people that grows for as long as a run goes on.
#[test]
fn what_is_measured_of_deltas_that_get_lost_stays_as_large_as_it_was() {
    let pairs = "writes=30&consumers=1&order=none&payload=delta&loss=0.03&duplicate=0.05&work=1ms";
    stays_flat(pairs, [115, 135]);
}

#[test]
fn what_is_measured_of_events_sent_again_stays_as_large_as_it_was() {
    let pairs = "writes=30&consumers=1&loss=0.05&duplicate=0.05&ack-timeout=1s&work=1ms&error=0.05";
    stays_flat(pairs, [75, 95]);
}

#[test]
fn what_is_measured_of_views_stays_as_large_as_it_was() {
    let pairs = "pattern=cqrs&writes=30&views=2&replicas=1&project=1ms&rebuild=10min\
                 &checkpoint=separate";
    stays_flat(pairs, [75, 95]);
}

#[test]
fn what_is_measured_of_a_job_stays_as_large_as_it_was() {
    let pairs = "pattern=background-sync&writes=30&interval=5s&fail=0.1&copy=incremental\
                 &commit-lag=exp:1s";
    stays_flat(pairs, [75, 95]);
    stays_flat(
        "pattern=background-sync&writes=30&interval=5s&fail=0.1&copy=two-way&clock-skew=2s",
        [75, 95],
    );
}

#[test]
fn what_is_measured_of_sagas_stays_as_large_as_it_was() {
    let pairs = "pattern=saga&sagas=30&refuse=0.1&error=0.1&undo-fail=0.1&timeout=300ms&loss=0.02";
    stays_flat(pairs, [75, 95]);
}

/// Settings of systems that there are: each is read as it stands, and something happens in its run.
#[test]
fn settings_of_real_systems_are_within_bounds() {
    for pairs in [
        "order=none&ack-timeout=5h&work=100min&writes=0&writes-every=12h&duration=168h",
        "retention=504h&duration=1000h&writes=0&writes-every=1h",
        "outbox=on&poll=24h&duration=744h&writes=0&writes-every=1h",
        "retry=24h&backoff=2&attempts=5&error=0.5&duration=744h&writes=0&writes-every=24h",
        "crash-every=720h&repair=36h&duration=2208h&writes=0&writes-every=6h&think=72h",
        "pattern=cqrs&poll=24h&batch=10&duration=744h&writes=0.001",
        "pattern=cqrs&rebuild=720h&duration=744h&writes=0.001",
        "pattern=background-sync&interval=168h&schedule-jitter=12h&retry=24h&fail=0.3&run=6h\
         &duration=2208h&writes=0&writes-every=24h",
        "pattern=background-sync&interval=24h&copy=incremental&lookback=168h&commit-lag=2h\
         &duration=744h&writes=0&writes-every=1h",
        "pattern=background-sync&copy=two-way&interval=24h&clock-skew=13h&duration=744h&writes=0.001",
        "pattern=saga&timeout=72h&step=exp:24h&retry=24h&sagas=0.001&duration=744h&stay=336h",
    ] {
        let mut run = start(&format!("{pairs}&reads=0.0001&keys=5"));
        spend(&mut run, 300_000);
        assert!(
            run.is_over(),
            "{pairs}: {:?} at {} us",
            run.phase(),
            run.now()
        );
        assert!(run.events() > 100, "{pairs}: {} events", run.events());
    }
}

/// What is written after a run of a monthly job waits for the next one, half a month on average.
#[test]
fn a_job_that_runs_once_a_month_leaves_its_copy_behind_for_half_a_month() {
    let mut run = start(
        "pattern=background-sync&interval=720h&duration=8640h&writes=0&writes-every=1h&reads=0\
         &keys=10000",
    );
    run.finish(&mut |_| {});
    assert_eq!(run.phase(), Phase::Ended { settled: true });
    let figure = figures(&run);
    let mean = figure("measures.inconsistency-window.mean") / 3_600_000.0;
    assert!((350.0..370.0).contains(&mean), "{mean} h");
    assert_eq!(figure("counts.open"), 0.0);
}

/// The wait before a retry may be longer than the longest to which a backoff grows.
#[test]
fn a_retry_on_the_next_day_comes_on_the_next_day() {
    let mut run = start(
        "consumers=1&retry=24h&backoff=2&error=1&attempts=3&dead-letter=on&duration=168h&writes=0\
         &reads=0&latency=0s&work=0s&do=1h:write:key-1",
    );
    let mut waits = Vec::new();
    run.finish(&mut |fact| {
        if let What::Retried { wait, .. } = fact.what {
            waits.push(wait / HOUR);
        }
    });
    assert_eq!(waits, [24, 24]);
}

/// Where a message with a part of a log gets lost, the run is asked of everything that is doubtful. A page looks at
/// its clock between two slices of work, so a slice ends with an event that asks much.
#[test]
fn what_a_run_is_asked_of_is_work_too() {
    let pairs = "pattern=cqrs&writes=1000&views=3&replicas=4&bus=exp:2s&loss=0.1&keys=1000&duration=1h&reads=0";
    let until = 12 * SECOND;
    let mut alone = start(pairs);
    // How many questions there were after each event.
    let mut asked = vec![0];
    while !alone.work(until, 1, &mut |_| {}) {
        asked.push(alone.consistency().questions());
    }
    assert!(asked.last() > Some(&10_000), "{:?}", asked.last());
    let mut run = start(pairs);
    loop {
        let begun = run.events() as usize;
        let is_over = run.work(until, 10_000, &mut |_| {});
        let last = (run.events() as usize).min(asked.len() - 1);
        let before_last = asked[last.saturating_sub(1).max(begun)] - asked[begun];
        assert!(before_last <= 100, "{before_last} from {begun} to {last}");
        if is_over {
            break;
        }
    }
}
