//! Background sync: how stale a schedule is, what it misses and what it leaves behind.

use crate::patterns::theory::{Figure, Row};
use crate::scenario::Pattern;
use Figure::{Count, Each, Mean, Percentile};

/// Times of writes.
const TIME: Row = Row {
    id: "",
    pattern: Pattern::BACKGROUND_SYNC,
    link: "",
    quantity: "",
    formula: "",
    source: "elementary",
    expected: 0.0,
    tolerance: 0.0,
    unit: "s",
    samples: 100_000,
    counted: "inconsistency-window",
    seeds: 1,
    figure: Mean("inconsistency-window"),
};
// A run each minute, which takes two seconds.
const MINUTES: Row = Row {
    link: "v=1&pattern=background-sync&duration=10000s&interval=1min&keys=1000&latency=0s&reads=0&row=0s&run=2s&writes=10.1",
    ..TIME
};
const SHARE: Row = Row {
    unit: "share",
    counted: "stale-reads",
    figure: Mean("stale-reads"),
    ..TIME
};
/// What is counted over so many runs of the job.
const ROWS_OF_RUNS: Row = Row {
    unit: "rows",
    samples: 1_000,
    counted: "runs",
    ..TIME
};

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "S01a",
        quantity: "mean window",
        formula: "T / 2 + L",
        expected: 32.0,
        tolerance: 0.219,
        ..MINUTES
    },
    Row {
        id: "S01b",
        quantity: "p50 window",
        formula: "p T + L",
        expected: 32.0,
        tolerance: 0.379,
        figure: Percentile("inconsistency-window", 50),
        ..MINUTES
    },
    Row {
        id: "S01c",
        quantity: "p95 window",
        formula: "p T + L",
        expected: 59.0,
        tolerance: 0.165,
        figure: Percentile("inconsistency-window", 95),
        ..MINUTES
    },
    Row {
        id: "S01d",
        quantity: "p99 window",
        formula: "p T + L",
        expected: 61.4,
        tolerance: 0.0755,
        figure: Percentile("inconsistency-window", 99),
        ..MINUTES
    },
    Row {
        id: "S02",
        link: "v=1&pattern=background-sync&duration=10000s&interval=1min&keys=1000&keys-per-read=1&latency=0s&reads=10.1&row=0s&run=0s&writes=16.66666667",
        quantity: "stale reads",
        formula: "1 - (1 - e^(-l T)) / (l T)",
        expected: 0.367_879,
        tolerance: 0.0061,
        ..SHARE
    },
    Row {
        id: "S03",
        link: "v=1&pattern=background-sync&duration=10000s&interval=1min&keys=1000&keys-per-read=1&latency=0s&reads=10.1&row=0s&run=6s&writes=16.66666667",
        quantity: "stale reads, a run of 6 s",
        formula: "1 - e^(-l L) (1 - e^(-l T)) / (l T)",
        expected: 0.428_034,
        tolerance: 0.00626,
        ..SHARE
    },
    // Writes are so far apart that each meets failures of its own.
    Row {
        id: "S04a",
        link: "v=1&pattern=background-sync&duration=168h&fail=0.1&fail-at=0&interval=1min&keys=4&latency=0s&reads=0&row=0s&run=2s&writes=0.016666667",
        quantity: "mean window, failing runs",
        formula: "T / 2 + T f / (1 - f) + L",
        expected: 38.6667,
        tolerance: 0.345,
        seeds: 10,
        ..TIME
    },
    Row {
        id: "S06",
        link: "v=1&pattern=background-sync&copy=two-way&duration=100min&interval=1min&keys=1000&latency=0s&reads=0&row=0s&run=0s&sessions=1000&writes=16.666666667",
        quantity: "conflicts per run",
        formula: "K (1 - e^(-a T)) (1 - e^(-b T))",
        expected: 154.818,
        tolerance: 4.58,
        unit: "keys",
        samples: 100,
        counted: "runs",
        figure: Each("conflicts"),
        ..TIME
    },
    // Given a conflict, of the last writes of both sides.
    Row {
        id: "S08",
        link: "v=1&pattern=background-sync&clock-skew=6s&copy=two-way&duration=66min&interval=1min&keys=10000&latency=0s&reads=0&row=0s&run=0s&sessions=1000&writes=166.666666667",
        quantity: "older write wins",
        formula: "about d / T - d^2 / (2 T^2)",
        expected: 0.0966,
        tolerance: 0.0038,
        counted: "older-wins",
        figure: Mean("older-wins"),
        ..SHARE
    },
    Row {
        id: "S09a",
        link: "v=1&pattern=background-sync&commit-lag=exp:200ms&copy=incremental&duration=5000s&inserts=1&interval=5s&keys=1&latency=0s&reads=0&row=0s&run=0s&writes=10",
        quantity: "rows missed per run",
        formula: "lambda E[lag]",
        expected: 2.0,
        tolerance: 0.179,
        figure: Each("missed-rows"),
        ..ROWS_OF_RUNS
    },
    Row {
        id: "S10a",
        link: "v=1&pattern=background-sync&copy=incremental&deletes=1&duration=10min&interval=1min&keys=1000&latency=0s&reads=0&row=0s&run=2s&writes=0.5",
        quantity: "ghost rows after 600 s",
        formula: "delta t",
        expected: 300.0,
        tolerance: 69.3,
        samples: 1,
        figure: Count("ghost-rows"),
        ..ROWS_OF_RUNS
    },
    Row {
        id: "S10b",
        link: "v=1&pattern=background-sync&deletes=0.5&duration=1000min&inserts=0.5&interval=1min&keys=2000&latency=0s&reads=0&row=0s&run=2s&writes=1",
        quantity: "mean ghost rows, full copy",
        formula: "delta (T / 2 + L)",
        source: "Little",
        expected: 16.0,
        tolerance: 1.0,
        figure: Mean("ghost-rows"),
        ..ROWS_OF_RUNS
    },
    Row {
        id: "S15",
        link: "v=1&pattern=background-sync&copy=incremental&duration=1000min&interval=1min&keys=10000&latency=0s&reads=0&row=0s&run=2s&writes=5",
        quantity: "mean writes not copied yet",
        formula: "lambda (T / 2 + L)",
        source: "Little",
        expected: 160.0,
        tolerance: 1.1,
        unit: "events",
        counted: "committed",
        figure: Mean("lag"),
        ..TIME
    },
];
