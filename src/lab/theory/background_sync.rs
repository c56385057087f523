//! Background sync: how stale a schedule is, what it misses and what it leaves behind.

use super::{Figure, Row};
use crate::scenario::Pattern;
use Figure::{Count, Mean, Per, Percentile};

/// From commit to copy: the wait for the tick, then the run.
const WINDOW: Row = Row {
    id: "",
    pattern: Pattern::BackgroundSync,
    link: "v=1&pattern=background-sync&duration=10000s&interval=1min&keys=1000&latency=0s&reads=0&row=0s&run=2s&writes=10.1",
    quantity: "mean inconsistency window",
    formula: "T/2 + L",
    source: "elementary probability",
    expected: 32.0,
    tolerance: 0.219,
    unit: "s",
    samples: 100_000,
    counted: "inconsistency-window",
    figure: Mean("inconsistency-window"),
};
const STALE: Row = Row {
    link: "v=1&pattern=background-sync&duration=10000s&interval=1min&keys=1000&keys-per-read=1&latency=0s&reads=10.1&row=0s&run=0s&writes=16.66666667",
    quantity: "stale reads",
    unit: "share",
    counted: "stale-reads",
    figure: Mean("stale-reads"),
    ..WINDOW
};
const DELETED: Row = Row {
    link: "v=1&pattern=background-sync&copy=incremental&deletes=1&duration=10min&interval=1min&keys=1000&latency=0s&reads=0&row=0s&run=2s&writes=0.5",
    unit: "rows",
    counted: "runs",
    ..WINDOW
};

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "S01a",
        ..WINDOW
    },
    Row {
        id: "S01b",
        quantity: "p50 of the window",
        formula: "p T + L",
        tolerance: 0.379,
        figure: Percentile("inconsistency-window", 50),
        ..WINDOW
    },
    Row {
        id: "S01c",
        quantity: "p95 of the window",
        formula: "p T + L",
        expected: 59.0,
        tolerance: 0.165,
        figure: Percentile("inconsistency-window", 95),
        ..WINDOW
    },
    Row {
        id: "S01d",
        quantity: "p99 of the window",
        formula: "p T + L",
        expected: 61.4,
        tolerance: 0.0755,
        figure: Percentile("inconsistency-window", 99),
        ..WINDOW
    },
    Row {
        id: "S02",
        formula: "1 - (1 - e^(-lT)) / (lT)",
        expected: 0.367_879,
        tolerance: 0.0061,
        ..STALE
    },
    Row {
        id: "S03",
        link: "v=1&pattern=background-sync&duration=10000s&interval=1min&keys=1000&keys-per-read=1&latency=0s&reads=10.1&row=0s&run=6s&writes=16.66666667",
        formula: "1 - e^(-lL) (1 - e^(-lT)) / (lT)",
        expected: 0.428_034,
        tolerance: 0.00626,
        ..STALE
    },
    Row {
        id: "S04a",
        // The writes of an interval share its luck: what is independent here are 10,080 intervals.
        link: "v=1&pattern=background-sync&duration=168h&fail=0.1&fail-at=0&interval=1min&keys=4&latency=0s&reads=0&row=0s&run=2s&writes=0.2",
        quantity: "mean window where runs fail",
        formula: "T/2 + T f / (1 - f) + L",
        expected: 38.6667,
        tolerance: 0.345,
        ..WINDOW
    },
    Row {
        id: "S06",
        link: "v=1&pattern=background-sync&copy=two-way&duration=30000s&interval=1min&keys=1000&latency=0s&reads=0&row=0s&run=0s&sessions=1000&writes=16.66666667",
        quantity: "keys in conflict in a run",
        formula: "K (1 - e^(-aT)) (1 - e^(-bT))",
        expected: 154.818,
        tolerance: 4.58,
        unit: "keys",
        samples: 100,
        counted: "runs",
        figure: Per("conflicts", "runs"),
        ..WINDOW
    },
    Row {
        id: "S08",
        link: "v=1&pattern=background-sync&clock-skew=6s&copy=two-way&duration=3960s&interval=1min&keys=10000&latency=0s&reads=0&row=0s&run=0s&sessions=1000&writes=166.66666667",
        quantity: "conflicts that the older write wins",
        formula: "of the last writes of both sides, given a conflict",
        expected: 0.0966,
        tolerance: 0.0038,
        unit: "share",
        counted: "older-wins",
        figure: Mean("older-wins"),
        ..WINDOW
    },
    Row {
        id: "S09a",
        link: "v=1&pattern=background-sync&commit-lag=exp:200ms&copy=incremental&duration=5000s&inserts=1&interval=5s&keys=1&latency=0s&reads=0&row=0s&run=0s&writes=10",
        quantity: "rows missed for ever in a run",
        formula: "l E[commit lag]",
        expected: 2.0,
        tolerance: 0.179,
        unit: "rows",
        samples: 1_000,
        counted: "runs",
        figure: Per("missed-rows", "runs"),
        ..WINDOW
    },
    Row {
        id: "S10a",
        quantity: "ghosts of rows deleted without a trace",
        formula: "d t",
        expected: 300.0,
        tolerance: 69.3,
        samples: 1,
        figure: Count("ghost-rows"),
        ..DELETED
    },
    Row {
        id: "S10b",
        link: "v=1&pattern=background-sync&deletes=0.5&duration=60000s&inserts=0.5&interval=1min&keys=2000&latency=0s&reads=0&row=0s&run=2s&writes=1",
        quantity: "ghosts at a time where all rows are compared",
        formula: "d (T/2 + L)",
        source: "Little",
        expected: 16.0,
        tolerance: 1.0,
        samples: 1_000,
        figure: Mean("ghost-rows"),
        ..DELETED
    },
    Row {
        id: "S15",
        link: "v=1&pattern=background-sync&copy=incremental&duration=60000s&interval=1min&keys=10000&latency=0s&reads=0&row=0s&run=2s&writes=5",
        quantity: "writes not yet copied",
        formula: "l (T/2 + L)",
        source: "Little",
        expected: 160.0,
        tolerance: 1.1,
        unit: "writes",
        counted: "committed",
        figure: Mean("lag"),
        ..WINDOW
    },
];
