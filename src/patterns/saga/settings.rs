//! The parameters in the form in which the nodes of this pattern use them.

use crate::facts::time::{Micros, SECOND};
use crate::patterns::workload::Workload;
use crate::scenario::{Key, Settings as Declared};
use crate::sim::law::Law;

/// The most steps of a saga.
pub const MOST_STEPS: usize = 6;
/// How often a step after the pivot is tried before a person has to look.
const MOST_TRIES: u32 = 50;
/// No wait between two attempts is longer than this.
const LONGEST_WAIT: Micros = 60 * SECOND;

/// What a service does with a step whose key another saga has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// It does not look.
    None,
    /// It refuses the step.
    Reject,
    /// It lets the step wait.
    Wait,
}

/// The typed settings of a run of sagas.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in the scenario"
)]
pub struct Settings {
    pub(super) workload: Workload,
    pub(super) steps: usize,
    /// Whether somebody leads, or each service tells the next.
    pub(super) led: bool,
    /// Whether all steps are taken at once.
    pub(super) parallel: bool,
    /// Whether reads go to the first service only.
    pub(super) first_only: bool,
    pub(super) latency: Law,
    pub(super) loss: f64,
    pub(super) duplicate: f64,
    pub(super) reply_loss: f64,
    pub(super) crash_every: Option<Micros>,
    pub(super) repair: Micros,
    pub(super) step: Vec<Law>,
    pub(super) undo: Vec<Law>,
    pub(super) refuse: Vec<f64>,
    pub(super) error: Vec<f64>,
    pub(super) capacity: Vec<u64>,
    /// After how long a completed booking is free again, if ever.
    pub(super) stay: Option<Law>,
    pub(super) lock: Lock,
    pivot: usize,
    pub(super) timeout: Micros,
    retry: Micros,
    backoff: f64,
    attempts: u32,
    pub(super) undo_fail: f64,
    pub(super) undo_attempts: u32,
    /// Whether steps are taken back all at once.
    pub(super) undo_parallel: bool,
    pub(super) restore: bool,
    pub(super) cancel_unknown: bool,
    pub(super) idempotent: bool,
    pub(super) durable_log: bool,
}

impl Settings {
    /// Reads the declared values.
    pub fn read(declared: &Declared) -> Self {
        let steps = (declared.count(Key::STEPS) as usize).clamp(1, MOST_STEPS);
        let each = 0..steps;
        Self {
            workload: Workload::read(declared, Key::SAGAS),
            steps,
            led: declared.choice(Key::STYLE) == "orchestration",
            parallel: declared.choice(Key::FLOW) == "parallel",
            first_only: declared.choice(Key::ROUTING) == "first",
            latency: declared.law(Key::LATENCY).clone(),
            loss: declared.share(Key::LOSS),
            duplicate: declared.share(Key::DUPLICATE),
            reply_loss: declared.share(Key::REPLY_LOSS),
            crash_every: declared.time_or_off(Key::CRASH_EVERY),
            repair: declared.time(Key::REPAIR),
            step: laws(declared, Key::STEP, steps),
            undo: laws(declared, Key::UNDO, steps),
            refuse: shares(declared, Key::REFUSE, steps),
            error: shares(declared, Key::ERROR, steps),
            capacity: each.map(|i| declared.count_of(Key::CAPACITY, i)).collect(),
            stay: declared.law_or_off(Key::STAY).cloned(),
            lock: match declared.choice(Key::LOCK) {
                "reject" => Lock::Reject,
                "wait" => Lock::Wait,
                _ => Lock::None,
            },
            pivot: declared.count(Key::PIVOT) as usize,
            timeout: declared.time(Key::TIMEOUT),
            retry: declared.time(Key::RETRY),
            backoff: declared.number(Key::BACKOFF),
            attempts: declared.count(Key::ATTEMPTS) as u32,
            undo_fail: declared.share(Key::UNDO_FAIL),
            undo_attempts: declared.count(Key::UNDO_ATTEMPTS) as u32,
            undo_parallel: declared.choice(Key::UNDO_ORDER) == "parallel",
            restore: declared.choice(Key::UNDO_HOW) == "restore",
            cancel_unknown: declared.is_on(Key::CANCEL_UNKNOWN),
            idempotent: declared.is_on(Key::IDEMPOTENCY),
            durable_log: declared.choice(Key::LOG) == "durable",
        }
    }

    /// Whether a step, from 0, comes after the pivot: from there a saga only goes forward.
    pub(super) fn only_forward(&self, step: usize) -> bool {
        !self.parallel && step >= self.pivot
    }

    /// How often a step is tried at most.
    pub(super) fn tries(&self, step: usize) -> u32 {
        if self.only_forward(step) {
            MOST_TRIES
        } else {
            self.attempts
        }
    }

    /// How long to wait after the n-th failure, counted from 1. One that is tried more often than
    /// `attempts` begins again with the first wait.
    pub(super) fn wait(&self, failures: u32) -> Micros {
        if self.retry == 0 {
            // However large the factor: it may be infinite by now.
            return 0;
        }
        let exponent = failures.saturating_sub(1) % self.attempts.max(1);
        let wait = self.retry as f64 * libm::pow(self.backoff, f64::from(exponent));
        libm::round(wait.min(LONGEST_WAIT.max(self.retry) as f64)) as Micros
    }

    /// How long whoever began a saga that nobody leads waits to hear how it ended.
    pub(super) fn patience(&self) -> Micros {
        let round = self.timeout + self.wait(self.attempts);
        let forward = if self.only_forward(self.steps - 1) {
            MOST_TRIES
        } else {
            0
        };
        let tries = u64::from(self.attempts.max(self.undo_attempts) + forward);
        round
            .saturating_mul(tries)
            .saturating_mul(self.steps as u64 + 1)
    }
}

fn laws(declared: &Declared, key: Key, steps: usize) -> Vec<Law> {
    let law = |step| declared.law_of(key, step).clone();
    (0..steps).map(law).collect()
}

fn shares(declared: &Declared, key: Key, steps: usize) -> Vec<f64> {
    let share = |step| declared.share_of(key, step);
    (0..steps).map(share).collect()
}
