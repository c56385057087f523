//! How much simulated time a second of real time shows, so that an eye can follow what a pattern does: what the
//! patterns' paces have in common.

use crate::facts::time::Micros;
use crate::patterns::picture::Picture;
use crate::scenario::{Key, Settings};

/// Real time that a typical hop takes on screen when paced.
pub const HOP_MS: f64 = 450.0;
/// While nothing moves, time passes this much faster.
const FOLD: f64 = 8.0;
/// Neither much slower nor faster than this can anything be followed: a second in real microseconds,
/// or several days.
pub const RATES: [f64; 2] = [2e-4, 1e6];

/// How fast simulated time passes at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Simulated microseconds for each real one.
    pub rate: f64,
    /// Why it goes faster than an eye can follow, if it does.
    pub hurrying: Option<&'static str>,
}

/// What there is to know of a moment to find its pace.
pub struct Moment<'a> {
    /// The settings in force.
    pub settings: &'a Settings,
    /// The instant.
    pub now: Micros,
    /// Whether no message is on its way.
    pub is_still: bool,
    /// When something happens next.
    pub next_at: Option<Micros>,
    /// What it looks like. Asked for only where the pattern's pace depends on it.
    pub picture: &'a dyn Fn() -> Picture,
}

impl Pace {
    /// Always as fast as that.
    pub fn steady(rate: f64) -> Self {
        Self {
            rate,
            hurrying: None,
        }
    }

    /// A pace, or a multiple of it while nothing can be seen to move.
    pub fn folded(rate: f64, is_still: bool) -> Self {
        if is_still {
            Self {
                rate: rate * FOLD,
                hurrying: Some("nothing moves: hurrying on"),
            }
        } else {
            Self::steady(rate)
        }
    }

    /// Slow enough to follow a hop that takes so long, faster while nothing moves.
    pub fn of_hops(hop: Micros, moment: &Moment<'_>) -> Self {
        Self::folded(rate_of(hop_ms(hop)), moment.is_still)
    }
}

/// The rate at which a hop of so many milliseconds can be followed.
pub fn rate_of(hop_ms: f64) -> f64 {
    tidy(hop_ms / HOP_MS, 1.0)
}

/// A hop in milliseconds. Nothing moves for less than a tenth of one that an eye should follow.
pub fn hop_ms(hop: Micros) -> f64 {
    (hop as f64 / 1e3).max(0.1)
}

/// The median of a law.
pub fn median(settings: &Settings, key: Key) -> Micros {
    settings.law(key).median()
}

/// The slowest of the hops to each of the peers, and of one that comes before, by their medians.
pub fn slowest(settings: &Settings, before: Key, to_peers: Key, peers: Key) -> Micros {
    let peers = settings.count(peers).max(1) as usize;
    (0..peers)
        .map(|peer| settings.law_of(to_peers, peer).median())
        .fold(median(settings, before), Micros::max)
}

/// The nearest of 1, 2 and 5 times a power of ten, not above `most`.
pub fn tidy(rate: f64, most: f64) -> f64 {
    let mut decade = 1e-4;
    while decade < RATES[1] {
        for step in [1.0, 2.0, 5.0] {
            let tidy = decade * step;
            if tidy >= RATES[0] && (rate <= tidy * 1.4 || tidy >= most) {
                return tidy.min(most);
            }
        }
        decade *= 10.0;
    }
    RATES[1].min(most)
}
