//! The parameters in the form in which the nodes of this pattern use them.

use crate::facts::Merge;
use crate::facts::time::{HOUR, Micros};
use crate::patterns::workload::Workload;
use crate::scenario::{Key, Settings as Declared};
use crate::sim::law::Law;

/// No wait between two attempts grows longer than this.
const LONGEST_WAIT: Micros = HOUR;

/// In which order a consumer handles events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// A partitioned log: the events of a key in the order of the log.
    ByKey,
    /// A queue for each consumer: each event by itself.
    None,
}

/// When a consumer lets go of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Before it has handled it.
    AtMostOnce,
    /// After it has handled it.
    AtLeastOnce,
}

/// The typed settings of an event-based run.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in the scenario"
)]
pub struct Settings {
    pub(super) workload: Workload,
    /// Whether each session always reads from the same consumer.
    pub(super) sticky: bool,
    pub(super) latency: Law,
    pub(super) publish: Law,
    pub(super) deliver: Vec<Law>,
    pub(super) publish_loss: f64,
    pub(super) deliver_loss: Vec<f64>,
    pub(super) duplicate: f64,
    pub(super) crash_every: Option<Micros>,
    pub(super) repair: Micros,
    /// Whether a crash by chance of who keeps a copy leaves its store answering.
    pub(super) crash_stops_consuming: bool,
    pub(super) partitions: u16,
    pub(super) workers: u64,
    pub(super) work: Vec<Law>,
    pub(super) order: Order,
    pub(super) commit_every: u64,
    pub(super) durable_log: bool,
    pub(super) retention: Option<Micros>,
    pub(super) delivery: Delivery,
    pub(super) ack_loss: f64,
    pub(super) ack_timeout: Option<Micros>,
    pub(super) error: Vec<f64>,
    retry: Micros,
    backoff: f64,
    full_jitter: bool,
    attempts: u32,
    pub(super) dead_letter: bool,
    pub(super) poison: f64,
    pub(super) outbox: bool,
    pub(super) poll: Micros,
    pub(super) crash_between: f64,
    pub(super) inbox: bool,
    pub(super) version_check: bool,
    pub(super) merge: Merge,
}

impl Settings {
    /// Reads the declared values.
    pub fn read(declared: &Declared) -> Self {
        let consumers = 0..declared.count(Key::CONSUMERS) as usize;
        Self {
            workload: Workload::read(declared, Key::WRITES),
            sticky: declared.choice(Key::ROUTING) == "sticky",
            latency: declared.law(Key::LATENCY).clone(),
            publish: declared.law(Key::PUBLISH).clone(),
            deliver: consumers
                .clone()
                .map(|i| declared.law_of(Key::DELIVER, i).clone())
                .collect(),
            publish_loss: declared.share(Key::PUBLISH_LOSS),
            deliver_loss: consumers
                .clone()
                .map(|i| declared.share_of(Key::DELIVER_LOSS, i))
                .collect(),
            duplicate: declared.share(Key::DUPLICATE),
            crash_every: declared.time_or_off(Key::CRASH_EVERY),
            repair: declared.time(Key::REPAIR),
            crash_stops_consuming: declared.choice(Key::CRASH_STOPS) == "consuming",
            partitions: declared.count(Key::PARTITIONS) as u16,
            workers: declared.count(Key::WORKERS),
            work: consumers
                .clone()
                .map(|i| declared.law_of(Key::WORK, i).clone())
                .collect(),
            order: if declared.choice(Key::ORDER) == "key" {
                Order::ByKey
            } else {
                Order::None
            },
            commit_every: declared.count(Key::COMMIT_EVERY),
            durable_log: declared.choice(Key::BROKER_LOG) == "durable",
            retention: declared.time_or_off(Key::RETENTION),
            delivery: if declared.choice(Key::DELIVERY) == "at-most-once" {
                Delivery::AtMostOnce
            } else {
                Delivery::AtLeastOnce
            },
            ack_loss: declared.share(Key::ACK_LOSS),
            ack_timeout: declared.time_or_off(Key::ACK_TIMEOUT),
            error: consumers
                .map(|i| declared.share_of(Key::ERROR, i))
                .collect(),
            retry: declared.time(Key::RETRY),
            backoff: declared.number(Key::BACKOFF),
            full_jitter: declared.choice(Key::JITTER) == "full",
            attempts: declared.count(Key::ATTEMPTS) as u32,
            dead_letter: declared.is_on(Key::DEAD_LETTER),
            poison: declared.share(Key::POISON),
            outbox: declared.is_on(Key::OUTBOX),
            poll: declared.time(Key::POLL),
            crash_between: declared.share(Key::CRASH_BETWEEN),
            inbox: declared.is_on(Key::INBOX),
            version_check: declared.is_on(Key::VERSION_CHECK),
            merge: if declared.choice(Key::PAYLOAD) == "delta" {
                Merge::Add
            } else {
                Merge::Replace
            },
        }
    }

    /// How many keys there are.
    pub fn keys(&self) -> u32 {
        self.workload.keys()
    }

    /// Whether an event that failed this often is put aside instead of tried again.
    pub(super) fn gives_up_after(&self, failures: u32) -> bool {
        self.dead_letter && self.attempts > 0 && failures >= self.attempts
    }

    /// How long to wait after the n-th failure of something, counted from 1. Without a
    /// dead-letter queue to put it into, an event that used up its attempts begins again with the
    /// first wait.
    pub(super) fn wait(&self, failures: u32, uniform: f64) -> Micros {
        let failures = failures.saturating_sub(1);
        let exponent = if self.attempts > 0 {
            failures % self.attempts
        } else {
            failures
        };
        if self.retry == 0 {
            // However large the factor: it may be infinite by now.
            return 0;
        }
        let wait = self.retry as f64 * libm::pow(self.backoff, f64::from(exponent));
        let wait = wait.min(LONGEST_WAIT.max(self.retry) as f64);
        libm::round(if self.full_jitter {
            wait * uniform
        } else {
            wait
        }) as Micros
    }
}
