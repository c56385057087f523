//! Latencies measured in production, as laws. The facts stand here as they were published, each
//! with its source; how a law is made from them is the same for all:
//!
//! - a round trip is halved for one way, rounded to whole microseconds;
//! - a mean alone is that constant span;
//! - two percentiles, with or without a mean beside them, are the lognormal through both;
//! - three percentiles or more are the polygon through them.

use std::sync::Arc;

use crate::facts::time::Micros;
use crate::sim::law::{Law, normal_quantile};

/// A measured latency that a law may name as `profile:word`.
#[derive(Debug, PartialEq)]
pub struct Profile {
    /// The word in a link.
    pub word: &'static str,
    /// The name on the page.
    pub label: &'static str,
    /// Whether the facts are round trips.
    pub kind: Kind,
    /// What was measured.
    pub facts: &'static [Fact],
    /// Where it was published.
    pub source: &'static str,
}

/// What a published span of time spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// There and back.
    RoundTrip,
    /// Inside one node.
    SingleNode,
}

/// One published figure, in microseconds as published.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fact {
    /// The mean.
    Mean(Micros),
    /// The percentile of this percent.
    Percentile(f64, Micros),
}

use Fact::{Mean, Percentile};

const YAMMER: &str = "Bailis et al., Probabilistically Bounded Staleness for Practical Partial \
     Quorums, VLDB 2012, table of Yammer latencies";
const LINKEDIN: &str = "Bailis et al., Probabilistically Bounded Staleness for Practical Partial \
     Quorums, VLDB 2012, table of LinkedIn latencies";
const AWS: &str = "Latency Between AWS Global Regions (2017), as tabulated in AWS Regions, \
     acomputerscientistlearnsaws, April 2017";

/// Every profile.
pub static PROFILES: &[Profile] = &[
    Profile {
        word: "yammer-riak-read",
        label: "Riak read, Yammer (N=3 R=2 W=2, 718 gets/s)",
        kind: Kind::RoundTrip,
        facts: &[
            Percentile(0.0, 1_550),
            Percentile(50.0, 3_750),
            Percentile(75.0, 4_170),
            Percentile(95.0, 5_200),
            Percentile(98.0, 6_045),
            Percentile(99.0, 6_590),
            Percentile(99.9, 32_890),
            Percentile(100.0, 2_979_850),
        ],
        source: YAMMER,
    },
    Profile {
        word: "yammer-riak-write",
        label: "Riak write, Yammer (N=3 R=2 W=2, 46 puts/s)",
        kind: Kind::RoundTrip,
        facts: &[
            Percentile(0.0, 1_680),
            Percentile(50.0, 5_730),
            Percentile(75.0, 6_500),
            Percentile(95.0, 8_480),
            Percentile(98.0, 10_360),
            Percentile(99.0, 131_730),
            Percentile(99.9, 435_830),
            Percentile(100.0, 4_465_280),
        ],
        source: YAMMER,
    },
    Profile {
        word: "linkedin-voldemort-disk",
        label: "Voldemort node on disk, LinkedIn (15,000 RPM SAS)",
        kind: Kind::SingleNode,
        facts: &[
            Mean(4_850),
            Percentile(95.0, 15_000),
            Percentile(99.0, 25_000),
        ],
        source: LINKEDIN,
    },
    Profile {
        word: "linkedin-voldemort-ssd",
        label: "Voldemort node on SSD, LinkedIn (commodity)",
        kind: Kind::SingleNode,
        facts: &[Mean(580), Percentile(95.0, 1_000), Percentile(99.0, 2_000)],
        source: LINKEDIN,
    },
    regions(
        "aws-virginia-california",
        "AWS Virginia - California",
        &[Mean(72_740)],
    ),
    regions(
        "aws-virginia-oregon",
        "AWS Virginia - Oregon",
        &[Mean(86_980)],
    ),
    regions(
        "aws-virginia-ireland",
        "AWS Virginia - Ireland",
        &[Mean(80_550)],
    ),
    regions(
        "aws-virginia-frankfurt",
        "AWS Virginia - Frankfurt",
        &[Mean(88_660)],
    ),
    regions(
        "aws-virginia-tokyo",
        "AWS Virginia - Tokyo",
        &[Mean(145_300)],
    ),
    regions(
        "aws-virginia-singapore",
        "AWS Virginia - Singapore",
        &[Mean(216_700)],
    ),
    regions(
        "aws-virginia-sydney",
        "AWS Virginia - Sydney",
        &[Mean(230_000)],
    ),
    regions(
        "aws-virginia-sao-paulo",
        "AWS Virginia - Sao Paulo",
        &[Mean(119_500)],
    ),
    regions(
        "aws-california-oregon",
        "AWS California - Oregon",
        &[Mean(19_460)],
    ),
    regions("aws-oregon-tokyo", "AWS Oregon - Tokyo", &[Mean(89_100)]),
    regions(
        "aws-ireland-frankfurt",
        "AWS Ireland - Frankfurt",
        &[Mean(19_560)],
    ),
    regions(
        "aws-ireland-sydney",
        "AWS Ireland - Sydney",
        &[Mean(309_600)],
    ),
    regions(
        "aws-singapore-sao-paulo",
        "AWS Singapore - Sao Paulo",
        &[Mean(328_100)],
    ),
];

const fn regions(word: &'static str, label: &'static str, facts: &'static [Fact]) -> Profile {
    Profile {
        word,
        label,
        kind: Kind::RoundTrip,
        facts,
        source: AWS,
    }
}

impl Profile {
    /// The profile of a word.
    pub fn from_word(word: &str) -> Option<&'static Self> {
        PROFILES.iter().find(|profile| profile.word == word)
    }

    /// The law of one way.
    pub fn law(&self) -> Law {
        let points: Vec<_> = self
            .facts
            .iter()
            .filter_map(|fact| self.percentile(*fact))
            .collect();
        match points[..] {
            [] => Law::Constant(
                self.facts
                    .iter()
                    .map(|fact| self.one_way(*fact))
                    .max()
                    .unwrap_or(0),
            ),
            [(percent, at)] => Law::Quantiles(Arc::new([(percent, at)])),
            [low, high] => lognormal_through(low, high),
            _ => Law::Quantiles(points.into()),
        }
    }

    /// How the law is made from the facts, in words.
    pub fn how(&self) -> String {
        let way = match self.kind {
            Kind::RoundTrip => "round trips, halved for one way",
            Kind::SingleNode => "single node",
        };
        let made = match self.law() {
            Law::Constant(_) => "the mean, as a constant",
            Law::Lognormal(_) => "the lognormal through its two percentiles",
            _ => "the percentiles, linear between",
        };
        format!("{way}; {made}")
    }

    fn percentile(&self, fact: Fact) -> Option<(f64, Micros)> {
        match fact {
            Mean(_) => None,
            Percentile(percent, _) => Some((percent, self.one_way(fact))),
        }
    }

    fn one_way(&self, fact: Fact) -> Micros {
        let (Mean(span) | Percentile(_, span)) = fact;
        match self.kind {
            Kind::RoundTrip => span.div_ceil(2),
            Kind::SingleNode => span,
        }
    }
}

/// The lognormal law through two points `(percent, span)`.
fn lognormal_through(low: (f64, Micros), high: (f64, Micros)) -> Law {
    let ((z_low, log_low), (z_high, log_high)) = (standard(low), standard(high));
    let sigma = (log_high - log_low) / (z_high - z_low);
    let at = |z: f64| libm::exp(log_low + sigma * (z - z_low)).round() as Micros;
    Law::lognormal(at(0.0), at(normal_quantile(0.99)))
}

/// The standard normal quantile of a point's percent and the logarithm of its span.
fn standard((percent, span): (f64, Micros)) -> (f64, f64) {
    (normal_quantile(percent / 100.0), libm::log(span as f64))
}
