//! How much simulated time a second of real time shows.

use crate::patterns::picture::{RunOutcome, Special};
use crate::scenario::{Key, Pattern, Settings, fixed};
use crate::sim::time::Micros;

/// Real time that a typical hop takes on screen when paced.
const HOP_MS: f64 = 450.0;
/// Real time that a step of a saga takes when paced.
const STEP_MS: f64 = 900.0;
/// Real time that a run of a job takes when paced, and the time from one run to the next.
const RUN_MS: f64 = 4_000.0;
const INTERVAL_MS: f64 = 5_000.0;
/// While nothing moves, time passes this much faster.
const FOLD: f64 = 8.0;

/// How fast a session is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Speed {
    /// Slow enough to follow a message with the eye, faster while nothing moves.
    Paced,
    /// Simulated seconds for each real one.
    Fixed(f64),
}

/// Whether there is something to watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notable {
    /// Messages are on their way, or a job runs.
    Something,
    /// Nothing is on its way.
    Nothing,
    /// People write, and the job that copies what they wrote does not run.
    Waiting,
}

impl Notable {
    /// What there is to watch in a picture, if it says so itself.
    pub fn in_picture(special: &Special) -> Option<Self> {
        let Special::Sync(sync) = special else {
            return None;
        };
        let runs = sync.runs.iter();
        let mut running = runs.filter(|run| run.outcome == RunOutcome::Running);
        Some(match running.next() {
            Some(_) => Self::Something,
            None => Self::Waiting,
        })
    }
}

impl Speed {
    /// Simulated microseconds for each real one. A pure function of the settings in force and of
    /// what there is to watch.
    pub fn rate(self, settings: &Settings, notable: Notable) -> f64 {
        let Self::Fixed(rate) = self else {
            return paced(settings, notable);
        };
        rate
    }
}

fn paced(settings: &Settings, notable: Notable) -> f64 {
    match (settings.pattern(), notable) {
        (Pattern::BackgroundSync, Notable::Something) => tidy(run_ms(settings) / RUN_MS),
        (Pattern::BackgroundSync, _) => {
            tidy(settings.time(Key::Interval) as f64 / 1e3 / INTERVAL_MS)
        }
        (_, Notable::Something) => tidy(typical_ms(settings)).min(1.0),
        _ => FOLD * tidy(typical_ms(settings)).min(1.0),
    }
}

/// How long a run of a job takes, as far as the settings say.
fn run_ms(settings: &Settings) -> f64 {
    let keys = settings.count(Key::Keys) as f64;
    let interval_s = settings.time(Key::Interval) as f64 / 1e6;
    let changed = keys.min(settings.number(Key::Writes) * interval_s);
    let rows = match settings.choice(Key::Copy) {
        "full" => keys,
        _ => changed,
    };
    let run = settings.law(Key::Run).median() + settings.time(Key::Row) * rows as Micros;
    (run as f64 / 1e3).max(1.0)
}

/// Simulated milliseconds for each real one, at which a hop or a step can be followed.
fn typical_ms(settings: &Settings) -> f64 {
    let slowest = |key, peers: Key| {
        let peers = 0..settings.count(peers) as usize;
        let medians = peers.map(|peer| settings.law_of(key, peer).median());
        medians.max().unwrap_or(0) as f64 / 1e3
    };
    let latency = settings.law(Key::Latency).median() as f64 / 1e3;
    // Nothing moves for less than a tenth of a millisecond that an eye should follow.
    let hop = |ms: f64| ms.max(0.1) / HOP_MS;
    match settings.pattern() {
        Pattern::Saga => {
            let step = slowest(Key::Step, Key::Steps) / STEP_MS;
            step.max(latency / HOP_MS)
        }
        Pattern::Cqrs => hop(slowest(Key::Bus, Key::Views)),
        _ => {
            let publish = settings.law(Key::Publish).median() as f64 / 1e3;
            hop(slowest(Key::Deliver, Key::Consumers).max(publish))
        }
    }
}

/// The nearest of 1, 2 and 5 times a power of ten, from a thousandth of that to 10 000.
fn tidy(rate: f64) -> f64 {
    let mut tidy = 1e4;
    let mut decade = 1e4;
    while decade > 1e-4 {
        for step in [1.0, 0.5, 0.2] {
            if rate <= decade * step * 1.4 {
                tidy = decade * step;
            }
        }
        decade /= 10.0;
    }
    tidy
}

/// The speed in words; `notable` if it follows what there is to watch.
pub fn words(rate: f64, notable: Option<Notable>, behind: bool) -> String {
    let mut words = if rate >= 1.0 {
        format!("1 s shows {} s", short(rate))
    } else {
        format!("1 s takes {} s", short(1.0 / rate.max(1e-9)))
    };
    match notable {
        Some(Notable::Nothing) => words = "nothing moves: hurrying on".into(),
        Some(Notable::Waiting) => words.push_str(", until the next run"),
        _ => {}
    }
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
mod tests {
    use super::*;
    use crate::patterns::picture::{RunPicture, SyncPicture};

    #[test]
    fn a_hop_of_the_default_scenario_takes_about_half_a_second() {
        let settings = Settings::defaults(Pattern::EventBased);
        let rate = Speed::Paced.rate(&settings, Notable::Something);
        assert!((0.2..0.9).contains(&(0.040 / rate)), "{rate}");
        assert!(Speed::Paced.rate(&settings, Notable::Nothing) > rate);
    }

    #[test]
    fn a_job_is_watched_while_it_runs() {
        let mut sync = SyncPicture::default();
        assert_eq!(
            Notable::in_picture(&Special::Sync(sync.clone())),
            Some(Notable::Waiting)
        );
        sync.runs.push(RunPicture {
            began: 0,
            ended: None,
            outcome: RunOutcome::Running,
            moved: 0,
            found: 0,
        });
        assert_eq!(
            Notable::in_picture(&Special::Sync(sync)),
            Some(Notable::Something)
        );
        assert_eq!(Notable::in_picture(&Special::None), None);
    }

    #[test]
    fn words_say_what_a_second_is() {
        assert_eq!(words(0.1, None, false), "1 s takes 10 s");
        assert_eq!(words(100.0, None, false), "1 s shows 100 s");
    }
}
