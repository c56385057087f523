//! CQRS: how far read models are behind, and what that costs.

use crate::patterns::theory::{Figure, Row};
use crate::scenario::Pattern;
use Figure::{AtLeast, Max, Mean, Percentile};

/// Shares of reads by somebody who has just written.
const SHARE: Row = Row {
    id: "",
    pattern: Pattern::CQRS,
    link: "",
    quantity: "own write not seen",
    formula: "",
    source: "PBS",
    expected: 0.0,
    tolerance: 0.0,
    unit: "share",
    samples: 100_000,
    counted: "read-your-writes",
    seeds: 1,
    figure: Mean("read-your-writes"),
};
const QUEUE: Row = Row {
    link: "v=1&pattern=cqrs&bus=0s&commit=0s&duration=7h&keys=1000&keys-per-read=1&latency=0s&project=exp:20ms&reads=0&replicas=1&seed=2&think=100ms&writes=40",
    source: "Kleinrock",
    unit: "ms",
    samples: 1_000_000,
    counted: "committed",
    figure: Mean("propagation"),
    ..SHARE
};

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "C01a",
        link: "v=1&pattern=cqrs&bus=exp:200ms&bus-order=none&commit=0s&duration=3h&keys=1000&keys-per-read=1&latency=0s&project=0s&reads=0&replicas=1&think=100ms&writes=10",
        formula: "e^(-z/m)",
        expected: 0.606_531,
        tolerance: 0.00618,
        ..SHARE
    },
    Row {
        id: "C01b",
        link: "v=1&pattern=cqrs&bus=exp:200ms&bus-order=none&commit=0s&duration=3h&keys=1000&keys-per-read=1&latency=0s&project=0s&reads=0&replicas=1&think=exp:300ms&writes=10",
        formula: "m / (m + z)",
        source: "elementary",
        expected: 0.4,
        tolerance: 0.0062,
        ..SHARE
    },
    Row {
        id: "C02a",
        quantity: "mean projection lag, M/M/1",
        formula: "1 / (mu - lambda)",
        expected: 100.0,
        tolerance: 4.73,
        ..QUEUE
    },
    Row {
        id: "C02b",
        quantity: "p95 projection lag, M/M/1",
        formula: "ln 20 / (mu - lambda)",
        expected: 299.573,
        tolerance: 19.7,
        figure: Percentile("propagation", 95),
        ..QUEUE
    },
    Row {
        id: "C02c",
        quantity: "own write not seen, M/M/1",
        formula: "e^-((mu - lambda) z)",
        expected: 0.367_879,
        tolerance: 0.0128,
        unit: "share",
        counted: "read-your-writes",
        figure: Mean("read-your-writes"),
        ..QUEUE
    },
    Row {
        id: "C05a",
        quantity: "read model 5 events behind or more",
        formula: "rho^5",
        expected: 0.32768,
        tolerance: 0.0129,
        unit: "share",
        figure: AtLeast("lag", 5),
        ..QUEUE
    },
    Row {
        id: "C05b",
        quantity: "mean events behind",
        formula: "rho / (1 - rho)",
        expected: 4.0,
        tolerance: 0.166,
        unit: "events",
        figure: Mean("lag"),
        ..QUEUE
    },
    Row {
        id: "C07",
        link: "v=1&pattern=cqrs&bus=0s&commit=0s&duration=1100s&keys=1&latency=0s&project=0s&reads=0&rebuild=1000s&rebuild-rate=5000&replicas=1&writes-every=10ms",
        quantity: "catch-up of a rebuild",
        formula: "M / (r - lambda)",
        source: "fluid limit, Axon replay",
        expected: 20.4082,
        tolerance: 0.01,
        unit: "s",
        samples: 1,
        counted: "catch-up",
        figure: Max("catch-up"),
        ..SHARE
    },
    Row {
        id: "C09",
        link: "v=1&pattern=cqrs&bus=exp:200ms&bus-order=none&commit=0s&duration=3h&keys=1000&keys-per-read=1&latency=0s&project=0s&read-your-writes=wait-for-version&reads=0&replicas=1&think=100ms&wait-limit=1h&writes=10",
        quantity: "added latency of waiting for a version",
        formula: "m e^(-z/m)",
        source: "elementary",
        expected: 121.306,
        tolerance: 2.32,
        unit: "ms",
        counted: "added-latency",
        figure: Mean("added-latency"),
        ..SHARE
    },
    Row {
        id: "C13",
        link: "v=1&pattern=cqrs&batch=1000&bus=0s&checkpoint=separate&checkpoint-every=50&commit=0s&crash-every=10s&duration=150min&latency=0s&poll=1s&project=0s&reads=0&repair=100ms&replicas=4&views=3&writes=100",
        quantity: "events applied again per crash",
        formula: "(B - 1) / 2",
        source: "elementary",
        expected: 24.5,
        tolerance: 0.577,
        unit: "events",
        samples: 10_000,
        counted: "crashes",
        figure: Mean("re-applied"),
        ..SHARE
    },
];
