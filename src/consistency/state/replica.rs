//! One replica against the truth: its keys, its lag, and how old the newest thing is that it knows.

use crate::consistency::measures::report::Age;
use crate::consistency::state::arrivals::Arrivals;
use crate::consistency::state::key_set::KeySet;
use crate::consistency::state::keys::KeyState;
use crate::consistency::stats::level::Level;
use crate::consistency::stats::series::Series;
use crate::facts::Merge;
use crate::facts::ids::{NodeId, ReplicaId};
use crate::facts::time::Micros;

/// The first lag that counts as an anomaly; each doubling of it does again.
const FIRST_LAG: u64 = 16;

/// A replica and what is measured of it.
#[derive(Clone, Debug)]
pub struct Replica {
    /// Its identity.
    pub id: ReplicaId,
    /// The node that holds it.
    pub node: NodeId,
    /// How events change it.
    pub merge: Merge,
    /// What it shows of each key.
    pub keys: Vec<KeyState>,
    /// The keys that it shows otherwise than they are.
    pub wrong: KeySet,
    /// The order in which the versions of each key came.
    pub arrivals: Vec<Arrivals>,
    /// Writes committed and neither applied nor superseded here.
    pub lag: Level,
    /// The lag over time.
    pub history: Series,
    /// The lag that will next count as an anomaly.
    next_alarm: u64,
    /// From which lag it first came down since it last had nearly all; 0 if it did not.
    fell_from: u64,
    /// Whether events are brought to it as they come; otherwise it looks for them now and then.
    pub is_brought: bool,
    newest: Option<(Micros, Micros)>,
    age: Age,
}

impl Replica {
    /// A replica that holds nothing yet.
    pub fn new(replica: ReplicaId, node: NodeId, merge: Merge, keys: u32) -> Self {
        Self {
            id: replica,
            node,
            merge,
            keys: vec![KeyState::default(); keys as usize],
            wrong: KeySet::default(),
            arrivals: vec![Arrivals::default(); keys as usize],
            lag: Level::default(),
            history: Series::default(),
            next_alarm: FIRST_LAG,
            fell_from: 0,
            is_brought: true,
            newest: None,
            age: Age::default(),
        }
    }

    /// Makes room for a row that is yet to be created.
    pub fn make_room(&mut self, rows: usize) {
        if self.keys.len() < rows {
            self.keys.resize_with(rows, KeyState::absent);
            self.arrivals.resize_with(rows, Arrivals::default);
        }
    }

    /// Sets the lag; whether it has grown to another power of two for the first time.
    ///
    /// What waits until somebody looks does not grow, as long as it is read in full then: of who looks now
    /// and then, a lag grows that becomes twice as high as where reading began, and was not below the first that
    /// counts in between. (Burrow, "Consumer Lag Evaluation Rules", has such a rule: who had no lag within a
    /// window is well. What is written while somebody reads the rest is not there yet.)
    pub fn set_lag(&mut self, at: Micros, lag: u64) -> bool {
        let before = self.lag.now();
        self.lag.set(at, lag);
        self.history.set(at, lag as f64);
        if lag < FIRST_LAG {
            self.fell_from = 0;
        } else if lag < before && self.fell_from == 0 {
            self.fell_from = before;
        }
        let grows = self.is_brought || (1..=lag / 2).contains(&self.fell_from);
        let alarm = grows && lag >= self.next_alarm;
        if alarm {
            self.next_alarm = (lag + 1).next_power_of_two();
        }
        alarm
    }

    /// It applied something that was committed then.
    pub fn learn(&mut self, now: Micros, committed: Micros) {
        if self.newest.is_some_and(|(_, newest)| newest >= committed) {
            return;
        }
        if let Some((since, newest)) = self.newest {
            self.age.grow((since, now), newest);
        }
        self.age.count += 1;
        self.newest = Some((now, committed));
    }

    /// Its age of information up to an instant (Kaul, Yates and Gruteser, "Real-time status: How
    /// often should one update?", INFOCOM 2012).
    pub fn age_at(&self, now: Micros) -> Age {
        let mut age = self.age.clone();
        if let Some((since, committed)) = self.newest {
            age.grow((since, now), committed);
        }
        age
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At which lags a replica that looks now and then raises an alarm.
    fn alarms(lags: &[u64]) -> Vec<u64> {
        let mut replica = Replica::new(ReplicaId(1), NodeId(2), Merge::Add, 1);
        replica.is_brought = false;
        let set = |lag: &&u64| replica.set_lag(0, **lag);
        lags.iter().filter(set).copied().collect()
    }

    #[test]
    fn what_is_read_in_full_at_each_look_does_not_grow() {
        let climb = || 0..40;
        let look = || (0..40).rev();
        let lags: Vec<u64> = climb().chain(look()).chain(climb()).chain(look()).collect();
        assert!(alarms(&lags).is_empty());
        // What is written while it reads makes no difference, and what it leaves does.
        assert!(alarms(&[20, 40, 39, 41, 45, 30, 31, 3, 2, 4, 90, 91, 5]).is_empty());
        assert_eq!(
            alarms(&[20, 40, 30, 41, 30, 79, 80, 60, 127, 128, 15, 300]),
            [80, 128]
        );
    }
}
