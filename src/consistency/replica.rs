//! One replica against the truth: its keys, its lag, and how old the newest thing is that it knows.

use super::arrivals::Arrivals;
use super::keys::KeyState;
use super::level::Level;
use super::report::Age;
use super::series::Series;
use crate::sim::fact::Merge;
use crate::sim::ids::{NodeId, ReplicaId};
use crate::sim::time::Micros;

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
    /// The order in which the versions of each key came.
    pub arrivals: Vec<Arrivals>,
    /// Writes committed and neither applied nor superseded here.
    pub lag: Level,
    /// The lag over time.
    pub history: Series,
    /// The lag that will next count as an anomaly.
    next_alarm: u64,
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
            arrivals: vec![Arrivals::default(); keys as usize],
            lag: Level::default(),
            history: Series::default(),
            next_alarm: FIRST_LAG,
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

    /// Sets the lag; whether it has reached another power of two for the first time.
    pub fn set_lag(&mut self, at: Micros, lag: u64) -> bool {
        self.lag.set(at, lag);
        self.history.set(at, lag as f64);
        let alarm = lag >= self.next_alarm;
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
