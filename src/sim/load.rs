//! How much of the time the workers of a node were at work: its utilisation.

use crate::facts::time::Micros;

/// The work of a node so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    busy_now: u64,
    workers_now: u64,
    since: Micros,
    /// Microseconds that its workers worked, added up over them.
    pub busy: u128,
    /// Microseconds that they could have worked.
    pub room: u128,
}

impl Load {
    /// So many of so many workers are busy from an instant on. Where fewer are left than are busy, those
    /// that go finish first what they have.
    pub fn set(&mut self, at: Micros, (busy, workers): (u64, u64)) {
        let workers = workers.max(busy);
        if (busy, workers) != (self.busy_now, self.workers_now) {
            *self = self.upto(at);
            (self.busy_now, self.workers_now) = (busy, workers);
        }
    }

    /// The work up to an instant.
    #[must_use]
    pub fn upto(mut self, at: Micros) -> Self {
        let span = u128::from(at.saturating_sub(self.since));
        self.since = self.since.max(at);
        self.busy += span * u128::from(self.busy_now);
        self.room += span * u128::from(self.workers_now);
        self
    }

    /// Adds the work of another node.
    pub fn add(&mut self, other: &Self) {
        self.busy += other.busy;
        self.room += other.room;
    }

    /// What was done since an earlier state of it.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            busy: self.busy - earlier.busy,
            room: self.room - earlier.room,
            ..*self
        }
    }

    /// Between 0, never at work, and 1, always; none where there was no time or nobody to work.
    pub fn share(&self) -> Option<f64> {
        (self.room > 0).then(|| self.busy as f64 / self.room as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_weighted_by_how_long_and_by_how_many() {
        let mut load = Load::default();
        assert_eq!(load.share(), None);
        load.set(0, (0, 2));
        load.set(100, (1, 2));
        load.set(200, (2, 2));
        // 100 of 200, 200 of 200, and before that none of 200.
        assert_eq!(load.upto(300).share(), Some(300.0 / 600.0));
        let later = load.upto(400);
        assert_eq!(later.since(&load.upto(300)).share(), Some(1.0));
        load.set(400, (2, 1));
        assert_eq!(
            load.upto(500).since(&later).share(),
            Some(1.0),
            "never more than all"
        );
    }
}
