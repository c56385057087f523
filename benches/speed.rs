//! How fast the model runs, as ratios in one run: each whole pattern with its measures on against a
//! bare queue of the same depth, natively and in WebAssembly.
//!
//! Prints `bench NAME events_per_s=NUMBER`; `bench measures-NAME ratio=NUMBER` for how much time measures
//! and anomalies take for each second of the model without them; and `bench minute-NAME ms=NUMBER` for
//! how long a minute of a pattern's default scenario takes.
#![allow(clippy::disallowed_types)]

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;

use driftscope::lab;
use driftscope::patterns::parse;
use driftscope::run::Run;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// Seconds since some instant.
#[cfg(not(target_arch = "wasm32"))]
fn seconds() -> f64 {
    use std::sync::OnceLock;
    use std::time::Instant;
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64()
}

/// Seconds since some instant.
#[cfg(target_arch = "wasm32")]
fn seconds() -> f64 {
    js_sys::Date::now() / 1e3
}

#[cfg(not(target_arch = "wasm32"))]
fn say(line: &str) {
    println!("{line}");
}

#[cfg(target_arch = "wasm32")]
fn say(line: &str) {
    wasm_bindgen_test::console_log!("{line}");
}

/// The best of several timings: what the code costs when nothing else runs.
fn best(times: u32, mut work: impl FnMut() -> u64) -> f64 {
    let mut best = 0.0_f64;
    for _ in 0..times {
        let start = seconds();
        let done = work();
        best = best.max(done as f64 / (seconds() - start).max(1e-9));
    }
    best
}

/// Pushes and pops on a heap that holds this many entries of the size that the model's have.
fn bare_queue(depth: u64, pairs: u64) -> u64 {
    let mut heap = BinaryHeap::new();
    let mut draw = 1_u64;
    let mut next = |at: u64| {
        draw = driftscope::sim::draw::finalize(draw.wrapping_add(0x9e37_79b9_7f4a_7c15));
        at + draw % 1_000_000
    };
    for seq in 0..depth {
        heap.push(Reverse((next(0), seq, [0_u64; 2])));
    }
    for seq in depth..depth + pairs {
        if let Some(Reverse((at, _, payload))) = heap.pop() {
            heap.push(Reverse((next(at), seq, black_box(payload))));
        }
    }
    black_box(heap.len());
    pairs
}

fn model(link: &str) -> u64 {
    let (parsed, problems) = parse(link);
    assert!(problems.is_empty(), "{problems:?}");
    black_box(lab::repeat(&parsed.scenario, 1)).events
}

/// Each pattern at a rate at which its queue is a few hundred deep.
const BUSY: &[(&str, &str)] = &[
    ("event-based", "writes=500&work=1ms&duration=20s"),
    (
        "background-sync",
        "writes=500&reads=100&interval=1s&keys=1000&duration=20s",
    ),
    ("saga", "sagas=300&duration=20s"),
    ("cqrs", "writes=500&project=1ms&duration=20s"),
];

/// Runs a link to its end, with or without everything that is measured of it.
fn run(link: &str, is_measured: bool) -> u64 {
    let (parsed, problems) = parse(link);
    assert!(problems.is_empty(), "{problems:?}");
    let mut run = if is_measured {
        Run::new(parsed.scenario)
    } else {
        Run::unmeasured(parsed.scenario)
    };
    run.finish(&mut |_| {});
    black_box(&run).events()
}

/// Seconds for which a processor worked on this thread, where the system tells: other programs do not count
/// in it.
fn worked() -> f64 {
    #[cfg(target_os = "linux")]
    if let Ok(text) = std::fs::read_to_string("/proc/thread-self/schedstat")
        && let Some(nanos) = text
            .split(' ')
            .next()
            .and_then(|nanos| nanos.parse::<f64>().ok())
    {
        return nanos / 1e9;
    }
    seconds()
}

/// How much longer a run takes with its measures and anomalies than without, as a share of the latter.
/// Both are timed in turns, so that what else the machine does meets both.
fn price(link: &str) -> f64 {
    let time = |is_measured| {
        let start = worked();
        for _ in 0..5 {
            run(link, is_measured);
        }
        worked() - start
    };
    let (mut bare, mut whole) = (f64::MAX, f64::MAX);
    for _ in 0..5 {
        bare = bare.min(time(false));
        whole = whole.min(time(true));
    }
    whole / bare - 1.0
}

fn measure() {
    let depth = 500;
    let queue = best(5, || bare_queue(depth, 2_000_000));
    say(&format!("bench queue events_per_s={queue:.0}"));
    for (pattern, busy) in BUSY {
        let link = format!("pattern={pattern}&{busy}");
        let speed = best(5, || model(&link));
        say(&format!("bench {pattern} events_per_s={speed:.0}"));
        say(&format!(
            "bench measures-{pattern} ratio={:.2}",
            price(&link)
        ));
        let link = format!("pattern={pattern}");
        let minute = best(5, || {
            for _ in 0..10 {
                model(&link);
            }
            10
        });
        say(&format!("bench minute-{pattern} ms={:.2}", 1e3 / minute));
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    measure();
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(target_arch = "wasm32")]
#[wasm_bindgen_test::wasm_bindgen_test]
fn speed() {
    measure();
}
