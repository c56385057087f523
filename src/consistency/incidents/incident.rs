//! One thing that went wrong: when, whom it hit, what was shown against what was true, and the facts that
//! led to it. A sentence is made of it elsewhere; everything here is taken from the facts of the run.

use crate::consistency::incidents::anomaly::Anomaly;
use crate::consistency::state::keys::Truth;
use crate::facts::Fact;
use crate::facts::ids::{KeyIndex, NodeId, ReadId, ReplicaId, SessionId, WriteId};
use crate::facts::time::Micros;

/// One anomaly that was recorded. What does not apply to its kind is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Its number among all anomalies of the run, those not kept included, from 0.
    pub nth: u64,
    /// When it was noticed.
    pub at: Micros,
    /// What it is.
    pub what: Anomaly,
    /// The person whom it hit.
    pub session: Option<SessionId>,
    /// The node at which it happened.
    pub node: Option<NodeId>,
    /// The copy that shows it, or at which something is missing.
    pub replica: Option<ReplicaId>,
    /// The copy at which `write` is missing: of two views that disagree not always the one that was read.
    pub lacking: Option<ReplicaId>,
    /// The key, or what a saga is about.
    pub key: Option<KeyIndex>,
    /// The write or saga concerned: the one that is missing, doubled, lost or left behind; of several
    /// missing ones the oldest.
    pub write: Option<WriteId>,
    /// The one beside it: the newer write that was overwritten, the value that won, the write that was
    /// seen earlier, the saga whose change was wiped out.
    pub other: Option<WriteId>,
    /// The read in which a person met it.
    pub read: Option<ReadId>,
    /// When that person asked.
    pub asked: Option<Micros>,
    /// What was shown.
    pub found: Option<Truth>,
    /// What was true: of a read, when the person asked.
    pub truth: Option<Truth>,
    /// When `write` was committed, booked or begun.
    pub committed: Option<Micros>,
    /// How many: versions behind, writes waiting, bookings, attempts, runs under way.
    pub count: u64,
    /// The facts about `write` (or the run, or the saga) that led here, oldest first, as they were
    /// recorded; of a long story the first and the latest.
    pub trail: Vec<Fact>,
    /// How many facts at the end of that are of what came after it was noticed, be it in the same instant.
    pub later: usize,
    /// How it ended, if it has.
    pub closing: Option<Closing>,
}

/// The end of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
    /// When.
    pub at: Micros,
    /// How.
    pub how: Outcome,
}

/// How an incident ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What was missing arrived.
    Came,
    /// A newer write made up for what was missing.
    Overtaken,
    /// It turned out that what is missing will never come.
    Never,
    /// It was put right: given back, mended, caught up, gone on.
    Righted,
}

impl Incident {
    /// An anomaly of which nothing more is known yet.
    pub fn new(at: Micros, what: Anomaly) -> Self {
        Self {
            nth: 0,
            at,
            what,
            session: None,
            node: None,
            replica: None,
            lacking: None,
            key: None,
            write: None,
            other: None,
            read: None,
            asked: None,
            found: None,
            truth: None,
            committed: None,
            count: 0,
            trail: Vec::new(),
            later: 0,
            closing: None,
        }
    }

    /// It has ended, by a fact if there is one; that is told once.
    pub fn end(&mut self, closing: Closing, fact: Option<Fact>) {
        self.closing = Some(closing);
        if let Some(fact) = fact
            && self.trail.last() != Some(&fact)
        {
            self.tell(fact);
        }
    }

    /// Something that came after it was noticed.
    pub fn tell(&mut self, fact: Fact) {
        self.trail.push(fact);
        self.later += 1;
    }

    /// The facts that led to it.
    pub fn led_here(&self) -> &[Fact] {
        &self.trail[..self.trail.len() - self.later]
    }
}
