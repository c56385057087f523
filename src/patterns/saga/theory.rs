//! Sagas: how they end, how long they take and what others see of them.

use crate::patterns::theory::{Figure, Row};
use crate::scenario::Pattern;
use Figure::{AtLeast, Mean, Per, Percentile};

/// Shares of sagas.
const SHARE: Row = Row {
    id: "",
    pattern: Pattern::SAGA,
    link: "",
    quantity: "",
    formula: "",
    source: "elementary",
    expected: 0.0,
    tolerance: 0.0,
    unit: "share",
    samples: 100_000,
    counted: "sagas",
    seeds: 1,
    figure: Mean("success"),
};
// Sagas that do not meet: many keys, much of each.
const REFUSALS: Row = Row {
    link: "v=1&pattern=saga&capacity=1000000&duration=1120s&keys=10000&latency=0s&reads=0&refuse=0.05/0.1/0.15&sagas=100&step=100ms&timeout=1min&undo=100ms",
    ..SHARE
};
const EXPONENTIAL: Row = Row {
    link: "v=1&pattern=saga&capacity=1000000&duration=1010s&keys=10000&latency=0s&reads=0&refuse=0.05/0.1/0.15&sagas=100&seed=2&step=exp:100ms&timeout=1min&undo=exp:100ms",
    unit: "ms",
    ..SHARE
};
const UNDO_FAILS: Row = Row {
    link: "v=1&pattern=saga&capacity=1000000&duration=1010s&keys=10000&latency=0s&reads=0&refuse=0.05/0.1/0.15&sagas=100&seed=4&step=1ms&timeout=1min&undo=1ms&undo-attempts=1&undo-fail=0.1",
    ..SHARE
};
// Reads are so far apart that what one of them sees says little about the next.
const READERS: Row = Row {
    link: "v=1&pattern=saga&capacity=1000000&duration=3350min&keys=1&keys-per-read=1&latency=0s&reads=0.5&refuse=0/0.27325&routing=first&sagas=0.5&seed=7&step=0s/exp:300ms&steps=2&timeout=1min&undo=0s",
    counted: "uncommitted-read",
    ..SHARE
};

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "G01",
        quantity: "success",
        formula: "product of (1 - p)",
        expected: 0.72675,
        tolerance: 0.00564,
        ..REFUSALS
    },
    Row {
        id: "G02",
        quantity: "mean attempts at steps",
        formula: "1 + (1 - p1) + (1 - p1)(1 - p2)",
        expected: 2.805,
        tolerance: 0.00639,
        unit: "attempts",
        figure: Mean("attempts"),
        ..REFUSALS
    },
    Row {
        id: "G03a",
        quantity: "mean compensations",
        formula: "sum of P(fails at k)(k - 1)",
        expected: 0.3515,
        tolerance: 0.00881,
        unit: "steps",
        figure: Mean("compensations"),
        ..REFUSALS
    },
    Row {
        id: "G03b",
        quantity: "sagas with a compensation",
        formula: "sum of P(fails at k), k >= 2",
        expected: 0.22325,
        tolerance: 0.00527,
        figure: AtLeast("compensations", 1),
        ..REFUSALS
    },
    Row {
        id: "G03c",
        quantity: "compensations of a saga that fails",
        formula: "0.3515/0.27325",
        expected: 1.28637,
        tolerance: 0.0174,
        unit: "steps",
        samples: 30_000,
        counted: "compensated",
        figure: Per("taken-back", "compensated"),
        ..REFUSALS
    },
    Row {
        id: "G04a",
        quantity: "mean duration",
        formula: "100 (2.805 + 0.3515)",
        expected: 315.65,
        tolerance: 1.05,
        unit: "ms",
        figure: Mean("saga-duration"),
        ..REFUSALS
    },
    Row {
        id: "G04b",
        quantity: "mean duration, exponential steps",
        formula: "100 (2.805 + 0.3515)",
        expected: 315.65,
        tolerance: 2.48,
        figure: Mean("saga-duration"),
        ..EXPONENTIAL
    },
    Row {
        id: "G04c",
        quantity: "p95 of durations that succeed",
        formula: "quantile of Erlang-3",
        expected: 629.579,
        tolerance: 10.7,
        samples: 50_000,
        counted: "completed",
        figure: Percentile("completed-duration", 95),
        ..EXPONENTIAL
    },
    Row {
        id: "G05a",
        link: "v=1&pattern=saga&capacity=1000000&duration=1010s&error=0.05/0.1/0.15&keys=10000&latency=0s&reads=0&refuse=0&sagas=100&seed=3&step=1ms&timeout=1min",
        quantity: "success with three attempts",
        formula: "product of (1 - p^3)",
        expected: 0.995_504,
        tolerance: 0.000_846,
        ..SHARE
    },
    Row {
        id: "G06a",
        quantity: "sagas that leave an orphan",
        formula: "sum of P(fails at k)(1 - (1 - c)^(k - 1))",
        expected: 0.033_867_5,
        tolerance: 0.00229,
        figure: Mean("orphaned"),
        ..UNDO_FAILS
    },
    Row {
        id: "G06b",
        quantity: "orphans per saga",
        formula: "0.3515 c",
        expected: 0.03515,
        tolerance: 0.00243,
        unit: "per saga",
        figure: Per("orphans", "sagas"),
        ..UNDO_FAILS
    },
    Row {
        id: "G06c",
        link: "v=1&pattern=saga&capacity=1000000&duration=1005s&keys=10000&latency=0s&reads=0&refuse=0.05/0.1/0.15&retry=0s&sagas=1000&seed=5&step=0s&timeout=1s&undo=0s&undo-fail=0.1",
        quantity: "sagas that leave an orphan, three tries",
        formula: "the same with c^3",
        expected: 0.000_351_372,
        tolerance: 0.000_075,
        samples: 1_000_000,
        figure: Mean("orphaned"),
        ..SHARE
    },
    Row {
        id: "G08",
        link: "v=1&pattern=saga&attempts=2&capacity=1000000&duration=1010s&keys=10000&latency=0s&reads=0&refuse=0&reply-loss=0.1&retry=0s&sagas=100&seed=6&step=1ms&timeout=100ms&undo=1ms",
        quantity: "sagas that book twice",
        formula: "1 - (1 - q)^3",
        expected: 0.271,
        tolerance: 0.00562,
        figure: Mean("double-booked"),
        ..SHARE
    },
    Row {
        id: "G09a",
        quantity: "reads of what is not committed",
        formula: "1 - e^(-λ E[D])",
        source: "M/G/∞",
        expected: 0.139_292,
        tolerance: 0.00438,
        figure: Mean("uncommitted-read"),
        ..READERS
    },
    Row {
        id: "G09b",
        quantity: "reads of what is undone later",
        formula: "1 - e^(-λ a E[D])",
        source: "Poisson thinning",
        expected: 0.040_158_9,
        tolerance: 0.00248,
        figure: Mean("dirty-read"),
        ..READERS
    },
    Row {
        id: "G11a",
        link: "v=1&pattern=saga&duration=10s&latency=20ms&refuse=0&step=50ms",
        quantity: "duration of an orchestration",
        formula: "n (2 L + s)",
        expected: 270.0,
        unit: "ms",
        samples: 1,
        counted: "completed",
        figure: Mean("saga-duration"),
        ..SHARE
    },
    Row {
        id: "G11b",
        link: "v=1&pattern=saga&duration=10s&latency=20ms&refuse=0&step=50ms&style=choreography",
        quantity: "duration of a choreography",
        formula: "(n + 1) L + n s",
        expected: 230.0,
        unit: "ms",
        samples: 1,
        counted: "completed",
        figure: Mean("saga-duration"),
        ..SHARE
    },
    Row {
        id: "G13a",
        link: "v=1&pattern=saga&capacity=1000000&duration=1010s&keys=10000&latency=0s&reads=0&refuse=0.15/0.1/0.05&sagas=100&seed=8&step=1ms&timeout=1min&undo=1ms",
        quantity: "compensations, the riskiest step first",
        formula: "sum of P(fails at k)(k - 1)",
        expected: 0.1615,
        tolerance: 0.00582,
        unit: "steps",
        figure: Mean("compensations"),
        ..SHARE
    },
    // A service with a stay is a loss system, whatever the law of the stay.
    Row {
        id: "G14a",
        link: "v=1&pattern=saga&capacity=10&duration=10010s&keys=1&latency=0s&reads=0&refuse=0&sagas=10&seed=9&stay=exp:1s&step=0s&steps=1&timeout=1min",
        quantity: "completed, ten units for ten erlangs",
        formula: "1 - B(c, a), B the Erlang loss formula",
        source: "Erlang 1917",
        expected: 0.785_418,
        tolerance: 0.008,
        ..SHARE
    },
    Row {
        id: "G14b",
        link: "v=1&pattern=saga&capacity=10&duration=10010s&keys=1&latency=0s&reads=0&refuse=0&sagas=10&seed=10&stay=1s&step=0s&steps=1&timeout=1min",
        quantity: "the same with stays of one length",
        formula: "1 - B(c, a), B the Erlang loss formula",
        source: "Sevastyanov 1957",
        expected: 0.785_418,
        tolerance: 0.008,
        ..SHARE
    },
];
