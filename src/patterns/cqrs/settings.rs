//! The parameters in the form in which the nodes of this pattern use them.

use crate::facts::time::Micros;
use crate::patterns::workload::Workload;
use crate::scenario::{Key, Settings as Declared};
use crate::sim::law::Law;

/// What is done so that people see what they wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cure {
    /// Nothing.
    None,
    /// The replica holds the answer back until it has the write.
    WaitForVersion,
    /// The write model is asked.
    ReadWriteModel,
}

/// The typed settings of a CQRS run.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in the scenario"
)]
pub struct Settings {
    pub(super) workload: Workload,
    /// Replicas of each view.
    pub(super) replicas: usize,
    /// Whether each session reads each view from the same replica.
    pub(super) sticky: bool,
    pub(super) latency: Law,
    /// By view.
    pub(super) bus: Vec<Law>,
    pub(super) loss: f64,
    pub(super) duplicate: f64,
    pub(super) crash_every: Option<Micros>,
    pub(super) repair: Micros,
    /// Whether a crash by chance of who keeps a copy leaves its store answering.
    pub(super) crash_stops_consuming: bool,
    /// Whether the bus keeps the order of the log.
    pub(super) log_order: bool,
    pub(super) gap_timeout: Micros,
    /// By view.
    pub(super) project: Vec<Law>,
    pub(super) batch: usize,
    /// None: events are pushed.
    pub(super) poll: Option<Micros>,
    pub(super) commit: Law,
    /// None: a conflict is final.
    pub(super) conflict_retry: Option<Micros>,
    pub(super) cure: Cure,
    pub(super) wait_limit: Micros,
    /// Whether the checkpoint is saved with the data.
    pub(super) atomic: bool,
    pub(super) checkpoint_every: u64,
    pub(super) rebuild: Option<Micros>,
    /// Events per second.
    pub(super) rebuild_rate: f64,
    pub(super) blue_green: bool,
    /// Whether a withdrawal is checked against a read model.
    pub(super) decide_on_read_model: bool,
}

impl Settings {
    /// Reads the declared values.
    pub fn read(declared: &Declared) -> Self {
        let views = 0..declared.count(Key::VIEWS).max(1) as usize;
        Self {
            workload: Workload::read(declared, Key::WRITES),
            replicas: declared.count(Key::REPLICAS).max(1) as usize,
            sticky: declared.choice(Key::ROUTING) == "sticky",
            latency: declared.law(Key::LATENCY).clone(),
            bus: views
                .clone()
                .map(|view| declared.law_of(Key::BUS, view).clone())
                .collect(),
            loss: declared.share(Key::LOSS),
            duplicate: declared.share(Key::DUPLICATE),
            crash_every: declared.time_or_off(Key::CRASH_EVERY),
            repair: declared.time(Key::REPAIR),
            crash_stops_consuming: declared.choice(Key::CRASH_STOPS) == "consuming",
            log_order: declared.choice(Key::BUS_ORDER) == "log",
            gap_timeout: declared.time(Key::GAP_TIMEOUT),
            project: views
                .map(|view| declared.law_of(Key::PROJECT, view).clone())
                .collect(),
            batch: declared.count(Key::BATCH).max(1) as usize,
            poll: Some(declared.time(Key::POLL)).filter(|poll| *poll > 0),
            commit: declared.law(Key::COMMIT).clone(),
            conflict_retry: declared.time_or_off(Key::CONFLICT_RETRY),
            cure: match declared.choice(Key::READ_YOUR_WRITES) {
                "wait-for-version" => Cure::WaitForVersion,
                "read-write-model" => Cure::ReadWriteModel,
                _ => Cure::None,
            },
            wait_limit: declared.time(Key::WAIT_LIMIT),
            atomic: declared.choice(Key::CHECKPOINT) == "atomic",
            checkpoint_every: declared.count(Key::CHECKPOINT_EVERY).max(1),
            rebuild: declared.time_or_off(Key::REBUILD),
            rebuild_rate: declared.number(Key::REBUILD_RATE),
            blue_green: declared.choice(Key::REBUILD_STYLE) == "blue-green",
            decide_on_read_model: declared.choice(Key::DECIDE_ON) == "read-model",
        }
    }

    /// How many keys there are.
    pub fn keys(&self) -> u32 {
        self.workload.keys()
    }

    /// How many views there are.
    pub fn views(&self) -> usize {
        self.bus.len()
    }

    /// Which replica of a view a draw falls on, counted over all views.
    pub(super) fn replica_of(&self, view: usize, uniform: f64) -> usize {
        view * self.replicas + (uniform * self.replicas as f64) as usize
    }
}
