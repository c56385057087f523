//! Events: hops, losses, retries, queues and what readers see of them.

use crate::patterns::curves;
use crate::patterns::theory::{Figure, Row};
use crate::scenario::Pattern;
use Figure::{AtLeast, Count, Distance, Less, Max, Mean, OneAndPer, Per, Percentile};

/// Times of single events.
const TIME: Row = Row {
    id: "",
    pattern: Pattern::EVENT_BASED,
    link: "",
    quantity: "",
    formula: "",
    source: "elementary",
    expected: 0.0,
    tolerance: 0.0,
    unit: "ms",
    samples: 100_000,
    counted: "committed",
    seeds: 1,
    figure: Mean("propagation"),
};
const SHARE: Row = Row {
    unit: "share",
    ..TIME
};
const HOPS: Row = Row {
    link: "v=1&pattern=event-based&consumers=1&deliver=exp:20ms&duration=170min&keys=10000&order=none&publish=exp:20ms&reads=0&seed=2&work=0s&writes=10",
    ..TIME
};
// Whole curves: a right model is further away once in a thousand (Dvoretzky, Kiefer and Wolfowitz, with
// the constant of Massart, 1990): sqrt(ln(2 / 0.001) / (2 n)).
const CURVE: Row = Row {
    expected: 0.0,
    unit: "share",
    ..TIME
};
const LOSSES: Row = Row {
    link: "v=1&pattern=event-based&ack-timeout=1s&consumers=1&deliver=50ms&deliver-loss=0.2&duration=850min&keys=10000&order=none&publish=0s&publish-loss=0&reads=0&retry=0s&seed=3&work=0s&writes=2",
    ..TIME
};
const RETRIES: Row = Row {
    link: "v=1&pattern=event-based&consumers=1&dead-letter=on&deliver=50ms&duration=850min&error=0.3&keys=10000&order=none&publish=0s&reads=0&retry=100ms&seed=4&work=0s&writes=2",
    ..TIME
};
const RESENDS: Row = Row {
    link: "v=1&pattern=event-based&ack-loss=0.1&ack-timeout=1s&consumers=1&deliver=50ms&deliver-loss=0.2&duration=850min&keys=10000&order=none&publish=0s&reads=0&retry=0s&seed=6&work=0s&writes=2",
    unit: "per event",
    ..TIME
};
// One write a second: no other event is on its way when the service dies, and it is up again before
// the next.
const DEATHS: Row = Row {
    unit: "events",
    samples: 10_000,
    ..TIME
};
const QUEUE: Row = Row {
    link: "v=1&pattern=event-based&consumers=1&duration=35h&keys=10000&latency=0s&order=none&reads=0&seed=9&work=exp:100ms&writes=8",
    source: "Kleinrock",
    samples: 1_000_000,
    ..TIME
};
// Reads are so far apart that what one of them sees says little about the next.
const READERS: Row = Row {
    link: "v=1&pattern=event-based&consumers=1&deliver=300ms&duration=1700min&keys=1&keys-per-read=1&latency=0s&order=none&publish=0s&reads=1&seed=16&work=0s&writes=2",
    counted: "stale-reads",
    ..SHARE
};

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "E01",
        link: "v=1&pattern=event-based&consumers=1&deliver=30ms&duration=1001s&keys=1&publish=20ms&reads=0&work=5ms&writes-every=1s",
        quantity: "mean propagation",
        formula: "20 + 30 + 5",
        expected: 55.0,
        samples: 1_000,
        ..TIME
    },
    Row {
        id: "E02a",
        quantity: "mean propagation",
        formula: "m + m (Erlang-2)",
        expected: 40.0,
        tolerance: 0.358,
        ..HOPS
    },
    Row {
        id: "E02b",
        quantity: "p50 propagation",
        formula: "1 - e^(-t/m) (1 + t/m) = p",
        expected: 33.5669,
        tolerance: 0.404,
        figure: Percentile("propagation", 50),
        ..HOPS
    },
    Row {
        id: "E02c",
        quantity: "p95 propagation",
        formula: "1 - e^(-t/m) (1 + t/m) = p",
        expected: 94.8773,
        tolerance: 1.34,
        figure: Percentile("propagation", 95),
        ..HOPS
    },
    Row {
        id: "E02d",
        quantity: "p99 propagation",
        formula: "1 - e^(-t/m) (1 + t/m) = p",
        expected: 132.767,
        tolerance: 2.9,
        figure: Percentile("propagation", 99),
        ..HOPS
    },
    Row {
        id: "E02e",
        quantity: "t-visibility, furthest from theory",
        formula: "F(t) = 1 - e^(-t/m) (1 + t/m)",
        source: "PBS, DKW",
        tolerance: 0.00617,
        figure: Distance("t-visibility", curves::two_equal_hops),
        link: HOPS.link,
        ..CURVE
    },
    Row {
        id: "E02f",
        link: "v=1&pattern=event-based&consumers=1&deliver=exp:80ms&duration=35min&keys=10000&order=none&publish=exp:20ms&reads=0&seed=21&work=0s&writes=10",
        quantity: "t-visibility, furthest from theory",
        formula: "1 - (b e^(-t/b) - a e^(-t/a)) / (b - a)",
        source: "PBS, DKW",
        tolerance: 0.0138,
        samples: 20_000,
        figure: Distance("t-visibility", curves::two_hops),
        ..CURVE
    },
    Row {
        id: "E02g",
        link: "v=1&pattern=event-based&deliver=exp:80ms&duration=35min&keys=10000&order=none&publish=exp:20ms&reads=0&seed=22&work=0s&writes=10",
        quantity: "window of 3 copies, furthest from theory",
        formula: "int a e^(-ap) (1 - e^(-b(t-p)))^3 dp",
        source: "order statistics, DKW",
        tolerance: 0.0138,
        samples: 20_000,
        figure: Distance("inconsistency-window", curves::three_copies),
        ..CURVE
    },
    Row {
        id: "E03a",
        quantity: "mean delay with resends",
        formula: "L + r p / (1 - p)",
        expected: 300.0,
        tolerance: 7.07,
        ..LOSSES
    },
    Row {
        id: "E03b",
        quantity: "events lost twice or more",
        formula: "p^2",
        expected: 0.04,
        tolerance: 0.00248,
        unit: "share",
        figure: AtLeast("propagation", 1_051_000),
        ..LOSSES
    },
    Row {
        id: "E03c",
        quantity: "p99 delay with resends",
        formula: "L + r ceil(ln 0.01 / ln p - 1)",
        expected: 2_050.0,
        figure: Percentile("propagation", 99),
        ..LOSSES
    },
    Row {
        id: "E04a",
        quantity: "dead letters",
        formula: "p^K",
        expected: 0.00243,
        tolerance: 0.000_623,
        unit: "share",
        figure: Per("dead-letters", "committed"),
        ..RETRIES
    },
    Row {
        id: "E04b",
        quantity: "mean attempts",
        formula: "(1 - p^K) / (1 - p)",
        expected: 1.4251,
        tolerance: 0.00964,
        unit: "per event",
        figure: OneAndPer("retries", "committed"),
        ..RETRIES
    },
    Row {
        id: "E04c",
        quantity: "mean delay with backoff",
        formula: "L + sum p^j (1-p) b (2^j - 1) / (1 - p^K)",
        expected: 111.785,
        tolerance: 2.04,
        ..RETRIES
    },
    Row {
        id: "E04d",
        link: "v=1&pattern=event-based&consumers=1&dead-letter=on&deliver=50ms&duration=850min&error=0.3&jitter=full&keys=10000&order=none&publish=0s&reads=0&retry=100ms&seed=4&work=0s&writes=2",
        quantity: "mean delay with full jitter",
        formula: "L + (E04c - L) / 2",
        source: "AWS, full jitter",
        expected: 80.8926,
        tolerance: 1.11,
        ..TIME
    },
    Row {
        id: "E06a",
        quantity: "deliveries, acks lost",
        formula: "1 / (1 - q)",
        expected: 1.11111,
        tolerance: 0.00444,
        figure: Per("deliveries", "committed"),
        ..RESENDS
    },
    Row {
        id: "E06b",
        quantity: "transmissions, acks lost",
        formula: "1 / ((1 - p) (1 - q))",
        expected: 1.38889,
        tolerance: 0.0093,
        figure: Per("transmissions", "committed"),
        ..RESENDS
    },
    Row {
        id: "E06c",
        quantity: "events delivered twice or more",
        formula: "q",
        expected: 0.1,
        tolerance: 0.00379,
        unit: "share",
        figure: Mean("redelivered"),
        ..RESENDS
    },
    Row {
        id: "E06d",
        link: "v=1&pattern=event-based&ack-loss=0.1&ack-timeout=1s&consumers=1&deliver=50ms&deliver-loss=0.2&duration=850min&inbox=on&keys=10000&order=none&publish=0s&reads=0&retry=0s&seed=6&work=0s&writes=2",
        quantity: "effects with an inbox",
        formula: "1",
        source: "Azure, idempotent consumer",
        expected: 1.0,
        unit: "per event",
        figure: Per("effects", "committed"),
        ..TIME
    },
    Row {
        id: "E07a",
        link: "v=1&pattern=event-based&consumers=1&crash-between=0.01&duration=10000.5s&keys=10000&latency=20ms&reads=0&repair=1ms&seed=7&writes-every=1s",
        quantity: "lost by dual writes",
        formula: "N c",
        source: "microservices.io",
        expected: 100.0,
        tolerance: 39.8,
        figure: Count("lost"),
        ..DEATHS
    },
    Row {
        id: "E07b",
        link: "v=1&pattern=event-based&consumers=1&crash-between=0.01&duration=10000.5s&keys=10000&latency=20ms&outbox=on&reads=0&repair=1ms&seed=7&writes-every=1s",
        quantity: "published twice by an outbox",
        formula: "N c / (1 - c)",
        source: "Debezium, microservices.io",
        expected: 101.01,
        tolerance: 40.4,
        figure: Less("publications", "committed"),
        ..DEATHS
    },
    Row {
        id: "E08",
        link: "v=1&pattern=event-based&consumers=1&duration=170min&keys=10000&latency=0s&outbox=on&poll=500ms&reads=0&seed=8&work=0s&writes=10",
        quantity: "mean delay of a polled outbox",
        formula: "P / 2",
        expected: 250.0,
        tolerance: 1.83,
        ..TIME
    },
    Row {
        id: "E09a",
        quantity: "mean sojourn, M/M/1",
        formula: "1 / (mu - lambda)",
        expected: 500.0,
        tolerance: 17.0,
        ..QUEUE
    },
    Row {
        id: "E09b",
        quantity: "p95 sojourn, M/M/1",
        formula: "ln 20 / (mu - lambda)",
        expected: 1_497.87,
        tolerance: 61.8,
        figure: Percentile("propagation", 95),
        ..QUEUE
    },
    Row {
        id: "E09c",
        quantity: "mean lag, M/M/1",
        formula: "rho / (1 - rho)",
        source: "Kleinrock, Little",
        expected: 4.0,
        tolerance: 0.136,
        unit: "events",
        figure: Mean("lag"),
        ..QUEUE
    },
    Row {
        id: "E09d",
        quantity: "utilisation, M/M/1",
        formula: "rho = lambda / mu",
        expected: 0.8,
        tolerance: 0.00451,
        unit: "share",
        figure: Mean("utilisation"),
        ..QUEUE
    },
    Row {
        id: "E12a",
        link: "v=1&pattern=event-based&consumers=1&duration=2min&keys=10000&latency=0s&reads=0&work=12.5ms&writes-every=20ms&do=10s:crash:consumer-1,for=20s",
        quantity: "peak lag after an outage",
        formula: "lambda O",
        expected: 1_000.0,
        tolerance: 1.0,
        unit: "events",
        samples: 1,
        counted: "crashes",
        figure: Max("lag"),
        ..TIME
    },
    Row {
        id: "E13",
        link: "v=1&pattern=event-based&consumers=1&deliver=exp:100ms&duration=5010s&keys=1&latency=0s&order=none&reads=0&seed=13&work=0s&writes-every=50ms",
        quantity: "second event overtakes the first",
        formula: "e^(-D/m) / 2",
        expected: 0.303_265,
        tolerance: 0.00581,
        figure: Mean("reordered"),
        ..SHARE
    },
    Row {
        id: "E16a",
        quantity: "stale reads",
        formula: "1 - e^(-lambda D)",
        source: "PASTA, PBS",
        expected: 0.451_188,
        tolerance: 0.00629,
        figure: Mean("stale-reads"),
        ..READERS
    },
    Row {
        id: "E16b",
        quantity: "reads two versions behind or more",
        formula: "1 - e^-a (1 + a), a = lambda D",
        source: "PBS",
        expected: 0.121_901,
        tolerance: 0.00414,
        figure: AtLeast("versions-behind", 2),
        ..READERS
    },
    Row {
        id: "E16c",
        quantity: "mean versions behind",
        formula: "lambda D",
        source: "Little",
        expected: 0.6,
        tolerance: 0.0098,
        unit: "versions",
        figure: Mean("versions-behind"),
        ..READERS
    },
    Row {
        id: "E18a",
        link: "v=1&pattern=event-based&consumers=1&duration=34h&keys=1&latency=0s&reads=0&seed=18&work=exp:100ms&writes=5",
        quantity: "mean age of information, M/M/1",
        formula: "(1 + 1/rho + rho^2 / (1 - rho)) / mu",
        source: "Kaul 2012",
        expected: 0.35,
        tolerance: 0.00247,
        unit: "s",
        samples: 600_000,
        figure: Mean("age-of-information"),
        ..TIME
    },
];
