//! How far long work has come, on a terminal that shows standard error: one line, written over and over.
#![expect(
    clippy::disallowed_types,
    reason = "how long a person has waited is no part of the model"
)]

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Work that takes less says nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// Between two lines.
const PAUSE: Duration = Duration::from_millis(200);
/// Back to the beginning of the line, and nothing on it.
const CLEAR: &str = "\r\x1b[K";

/// One piece of work; its line is gone when this is.
pub struct Progress {
    /// None where nobody watches.
    began: Option<Instant>,
    /// When the last line was written.
    shown: Option<Duration>,
}

impl Progress {
    /// Work that begins now. `is_apart` says that what it writes does not stand on the same terminal.
    pub fn begin(is_apart: bool) -> Self {
        let is_watched = is_apart && io::stderr().is_terminal();
        Self {
            began: is_watched.then(Instant::now),
            shown: None,
        }
    }

    /// A share of the work is done, from 0 to 1; what is being done is said in words.
    pub fn tell(&mut self, share: f64, what: impl FnOnce() -> String) {
        let Some(began) = self.began else {
            return;
        };
        let waited = began.elapsed();
        if waited >= PATIENCE && self.shown.is_none_or(|shown| waited >= shown + PAUSE) {
            self.shown = Some(waited);
            write(&[CLEAR, &words(share, &what(), waited)].concat());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            write(CLEAR);
        }
    }
}

/// That nobody can be shown it is no reason to stop.
fn write(text: &str) {
    let mut stderr = io::stderr();
    let _ = stderr.write_all(text.as_bytes());
    let _ = stderr.flush();
}

fn words(share: f64, what: &str, waited: Duration) -> String {
    let share = share.clamp(0.0, 1.0);
    let done = format!("{what}: {:.0} %", (share * 100.0).floor());
    if share == 0.0 || share == 1.0 {
        return done;
    }
    let left = waited.as_secs_f64() * (1.0 - share) / share;
    match left {
        ..100.0 => format!("{done}, about {left:.0} s left"),
        ..6_000.0 => format!("{done}, about {:.0} min left", left / 60.0),
        _ => format!("{done}, about {:.0} h left", left / 3_600.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_how_much_and_how_long_still() {
        let after = |share, seconds| words(share, "run 3 of 10", Duration::from_secs(seconds));
        assert_eq!(after(0.25, 10), "run 3 of 10: 25 %, about 30 s left");
        assert_eq!(after(0.25, 600), "run 3 of 10: 25 %, about 30 min left");
        assert_eq!(after(0.01, 3_600), "run 3 of 10: 1 %, about 99 h left");
        // Nothing is known of the time left at the beginning, and none is left at the end.
        assert_eq!(after(0.0, 2), "run 3 of 10: 0 %");
        assert_eq!(after(1.0, 2), "run 3 of 10: 100 %");
    }
}
