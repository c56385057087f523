//! How much simulated time a second of real time shows.

use crate::facts::time::Micros;
use crate::patterns::picture::{Fate, MarkKind, Picture, RunOutcome, Special, SyncPicture};
use crate::scenario::{Key, Pattern, Settings, fixed};

/// Real time that a typical hop takes on screen when paced.
const HOP_MS: f64 = 450.0;
/// Real time that a step of a saga takes, its messages included.
const STEP_MS: f64 = 1_500.0;
/// While nothing moves, time passes this much faster.
const FOLD: f64 = 8.0;
/// Real time between two runs of a job, of which the greater part goes at full speed.
const BETWEEN_RUNS_MS: f64 = 2_200.0;
/// Just before and after a run it is this much slower than between runs.
const NEAR_RUN: f64 = 10.0;
/// How long before a run it begins to slow down: real time at the speed of the moment.
const BRAKE_MS: f64 = 300.0;
/// Real time that a run takes at the most while nothing of it travels, and while a batch does.
const RUN_MS: [f64; 2] = [2_000.0, 3_000.0];
/// Neither much slower nor faster than this can anything be followed: a second in real microseconds,
/// or several days.
const RATES: [f64; 2] = [2e-4, 1e6];

/// How fast a session is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Speed {
    /// Slow enough to follow a message with the eye, faster while nothing moves.
    Paced,
    /// Simulated seconds for each real one.
    Fixed(f64),
    /// As fast as it can be computed, without a look at what is between.
    ToEnd,
}

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
    fn steady(rate: f64) -> Self {
        Self {
            rate,
            hurrying: None,
        }
    }

    /// A pace, or a multiple of it while nothing can be seen to move.
    fn folded(rate: f64, is_still: bool) -> Self {
        if is_still {
            Self {
                rate: rate * FOLD,
                hurrying: Some("nothing moves: hurrying on"),
            }
        } else {
            Self::steady(rate)
        }
    }
}

impl Speed {
    /// The pace of a moment. A pure function of what can be seen of it.
    pub fn pace(self, moment: &Moment<'_>) -> Pace {
        let settings = moment.settings;
        if self == Self::ToEnd {
            return Pace {
                rate: RATES[1],
                hurrying: Some("as fast as this machine can"),
            };
        }
        let hop_ms = hop_ms(settings);
        let rate = tidy(hop_ms / HOP_MS, 1.0);
        match (self, settings.pattern()) {
            (Self::Fixed(rate), _) => Pace::steady(rate),
            (_, Pattern::EventBased | Pattern::Cqrs) => Pace::folded(rate, moment.is_still),
            (_, Pattern::Saga) => {
                let step_us = median(settings, Key::Step);
                let with_hops = step_us as f64 / 1e3 + 2.0 * hop_ms;
                let rate = tidy((hop_ms / HOP_MS).max(with_hops / STEP_MS), 1.0);
                // A step that is being taken is to be seen although nothing travels.
                let soon = moment.now + step_us + step_us / 2 + (hop_ms * 1e3) as Micros;
                let is_still = moment.is_still && moment.next_at.is_some_and(|at| at > soon);
                Pace::folded(rate, is_still)
            }
            (_, Pattern::BackgroundSync) => {
                let picture = (moment.picture)();
                match &picture.special {
                    Special::Sync(sync) => around_runs(rate, settings, &picture, sync),
                    _ => Pace::folded(rate, moment.is_still),
                }
            }
        }
    }
}

/// Slow enough to follow the batches of a run, faster while it only works, and in a hurry between
/// runs, braking before the next one.
fn around_runs(slow: f64, settings: &Settings, picture: &Picture, sync: &SyncPicture) -> Pace {
    let now = picture.now;
    let running = sync
        .runs
        .iter()
        .rev()
        .find(|run| run.outcome == RunOutcome::Running);
    let mut parts = picture.streams.iter().flat_map(|stream| &stream.parts);
    let mut marks = picture.marks.iter();
    let travels = marks.any(|mark| mark.kind == MarkKind::Batch && mark.fate == Fate::Flying)
        || parts.any(|part| part.kind == MarkKind::Batch);
    if let Some(run) = running {
        let passed = now.saturating_sub(run.began) as f64;
        let rows = run.found.max(1) as f64;
        // Before it has moved a row: as long as its settings say, or as the last one took.
        let whole_us = if run.moved > 0 {
            passed * rows / run.moved as f64
        } else {
            let lasted = sync
                .runs
                .iter()
                .rev()
                .find_map(|run| Some(run.ended? - run.began));
            let moving = rows * settings.time(Key::Row) as f64;
            (median(settings, Key::Run) as f64 + moving).max(lasted.unwrap_or(0) as f64)
        };
        let most_ms = RUN_MS[usize::from(travels)];
        let rate = tidy(whole_us.max(passed) / 1e3 / most_ms, RATES[1]);
        return Pace::steady(rate.max(slow));
    }
    let Some(next) = sync.next_tick else {
        return Pace::folded(slow, !travels);
    };
    let ended = sync.runs.iter().filter_map(|run| run.ended).max();
    let since = now.saturating_sub(ended.unwrap_or(0));
    let until = next.saturating_sub(now);
    let between = next.saturating_sub(sync.last_tick) as f64 / 1e3;
    let full = between / BETWEEN_RUNS_MS;
    let near = until.min(since) as f64 / 1e3 / BRAKE_MS;
    let rate = tidy(near.max(full / NEAR_RUN).min(full), RATES[1]);
    if travels || rate <= slow {
        return Pace::steady(slow);
    }
    Pace {
        rate,
        hurrying: Some("hurrying to the next run"),
    }
}

/// The median of the hops worth following, the slowest of them.
fn hop_ms(settings: &Settings) -> f64 {
    let count = |key| settings.count(key).max(1) as usize;
    let hop = match settings.pattern() {
        Pattern::EventBased => (0..count(Key::Consumers))
            .map(|peer| settings.law_of(Key::Deliver, peer).median())
            .fold(median(settings, Key::Publish), Micros::max),
        Pattern::Cqrs => (0..count(Key::Views))
            .map(|peer| settings.law_of(Key::Bus, peer).median())
            .fold(median(settings, Key::Project), Micros::max),
        Pattern::BackgroundSync | Pattern::Saga => median(settings, Key::Latency),
    };
    // Nothing moves for less than a tenth of a millisecond that an eye should follow.
    (hop as f64 / 1e3).max(0.1)
}

fn median(settings: &Settings, key: Key) -> Micros {
    settings.law(key).median()
}

/// The nearest of 1, 2 and 5 times a power of ten, not above `most`.
fn tidy(rate: f64, most: f64) -> f64 {
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

/// The speed in words.
pub fn words(pace: Pace, behind: bool) -> String {
    let rate = pace.rate;
    let mut words = match pace.hurrying {
        Some(hurrying) => hurrying.to_owned(),
        None if rate >= 1.0 => format!("{} ×", short(rate)),
        None => format!("1/{} ×", short(1.0 / rate.max(1e-9))),
    };
    if behind {
        words.push_str(" · as fast as this machine can");
    }
    words
}

fn short(number: f64) -> String {
    if number >= 10.0 || (number - number.round()).abs() < 0.05 {
        fixed(number, 0)
    } else {
        fixed(number, 1)
    }
}

#[cfg(test)]
mod tests;
