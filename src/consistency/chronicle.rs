//! The facts about each of the newest sagas and writes, as they were recorded: what the trail of an
//! incident is made of.

use std::collections::VecDeque;

use super::anomaly::Anomalies;
use super::incident::{Closing, Incident, Outcome};
use crate::sim::fact::{Fact, Fault, LetterKind, What};
use crate::sim::ids::{NodeId, WriteId};
use crate::sim::ledger::Ledger;
use crate::sim::order::sort_by_key;

/// Of one saga or write so many facts are kept.
const MOST_OF_ONE: usize = 40;
/// Of more than that, so many of the first; the others are the latest.
const FIRST: usize = 10;
/// The most facts that are kept in all; of more, those about the oldest are forgotten.
const MOST: usize = 40_000;

/// A fact and its place in the order of all facts.
pub type Placed = (u64, Fact);

/// What is known of recent sagas and writes.
#[derive(Clone, Debug, Default)]
pub struct Chronicle {
    kept: Ledger<VecDeque<Placed>>,
    facts: usize,
    last: Option<Placed>,
    /// Nodes that are down, and their crashes.
    down: Vec<(NodeId, Placed)>,
}

impl Chronicle {
    /// Takes the next fact.
    pub fn follow(&mut self, fact: &Fact) {
        let placed = (self.last.map_or(0, |(place, _)| place + 1), *fact);
        self.last = Some(placed);
        match fact.what {
            What::Fault(Fault::Crashed(node)) => self.down.push((node, placed)),
            What::Fault(Fault::Restarted(node)) => self.down.retain(|(down, _)| *down != node),
            _ => {}
        }
        let Some(WriteId(id)) = subject(&fact.what) else {
            return;
        };
        if matches!(fact.what, What::Requested { .. }) {
            self.kept.insert(id, VecDeque::new());
        }
        let Some(story) = self.kept.get_mut(id) else {
            return;
        };
        if story.len() == MOST_OF_ONE {
            story.remove(FIRST);
        } else {
            self.facts += 1;
        }
        story.push_back(placed);
        while self.facts > MOST
            && let Some((_, story)) = self.kept.pop_first()
        {
            self.facts -= story.len();
        }
    }

    /// The fact at hand tells something of this write too, though it is about another one.
    pub fn concerns(&mut self, WriteId(id): WriteId) {
        let story = self
            .kept
            .get_mut(id)
            .filter(|story| story.len() < MOST_OF_ONE);
        if let (Some(story), Some(placed)) = (story, self.last) {
            story.push_back(placed);
            self.facts += 1;
        }
    }

    /// The fact at hand.
    pub fn last(&self) -> Option<Placed> {
        self.last
    }

    /// The node that went down last and is still down, and its crash.
    pub fn last_down(&self) -> Option<(NodeId, Placed)> {
        self.down.last().copied()
    }

    /// What is kept of a saga or write, oldest first.
    pub fn about(&self, write: WriteId) -> impl DoubleEndedIterator<Item = &Placed> {
        self.kept.get(write.0).into_iter().flatten()
    }

    /// The facts about a saga or write, with others, oldest first.
    pub fn trail(&self, write: Option<WriteId>, others: &[Placed]) -> Vec<Fact> {
        let own = write.and_then(|write| self.kept.get(write.0));
        let mut trail: Vec<Placed> = own.into_iter().flatten().copied().collect();
        trail.extend(others);
        sort_by_key(&mut trail, |(place, _)| *place);
        trail.dedup_by_key(|(place, _)| *place);
        trail.into_iter().map(|(_, fact)| fact).collect()
    }
}

/// The saga or write that a fact tells something of. Word that a saga is at its end and receipts of
/// events tell nothing of it, unless they get lost.
fn subject(what: &What) -> Option<WriteId> {
    match *what {
        What::Sent { letter, .. } | What::Delivered { letter } => match letter.kind {
            LetterKind::Heard | LetterKind::Settle | LetterKind::Reply => None,
            _ => letter.write,
        },
        What::Lost { letter, .. } => letter.write,
        What::Requested { write, .. }
        | What::Committed { write, .. }
        | What::Applied { write, .. }
        | What::Failed { write, .. }
        | What::Retried { write, .. }
        | What::Gone { write, .. }
        | What::Began { write, .. }
        | What::Reserved { write, .. }
        | What::Refused { write, .. }
        | What::Undoing { write, .. }
        | What::Released { write, .. }
        | What::UndoFailed { write, .. }
        | What::Ended { write, .. }
        | What::Wrote { write, .. }
        | What::Merged { write, .. } => Some(write),
        _ => None,
    }
}

/// Where incidents are written down, with the facts that led to them.
pub struct Scribe<'a> {
    /// What is known.
    pub chronicle: &'a Chronicle,
    /// Where they go.
    pub anomalies: &'a mut Anomalies,
}

impl Scribe<'_> {
    /// Writes an incident down; its trail is what is known of its saga or write, and these facts. Its
    /// number.
    pub fn record(&mut self, mut incident: Incident, others: &[Placed]) -> u64 {
        incident.trail = self.chronicle.trail(incident.write, others);
        self.anomalies.record(incident)
    }

    /// The fact at hand ends an incident.
    pub fn close(&mut self, nth: u64, how: Outcome) {
        if let Some((_, fact)) = self.chronicle.last() {
            let closing = Closing { at: fact.at, how };
            self.anomalies.close_one(nth, closing, Some(fact));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::ids::SessionId;
    use crate::sim::time::Micros;

    fn fact(at: Micros, what: What) -> Fact {
        let cause = None;
        Fact { at, cause, what }
    }

    fn requested(at: Micros, write: u64) -> Fact {
        let (write, key, session) = (WriteId(write), 0, SessionId(0));
        let what = What::Requested {
            write,
            key,
            session,
        };
        fact(at, what)
    }

    fn retried(at: Micros, write: u64) -> Fact {
        let what = What::Retried {
            node: NodeId(1),
            write: WriteId(write),
            attempt: 1,
            wait: 0,
        };
        fact(at, what)
    }

    #[test]
    fn of_a_long_story_the_first_and_the_latest_are_kept() {
        let mut chronicle = Chronicle::default();
        chronicle.follow(&requested(0, 7));
        for at in 1..100 {
            chronicle.follow(&retried(at, 7));
            chronicle.follow(&retried(at, 8));
        }
        let trail = chronicle.trail(Some(WriteId(7)), &[]);
        let times: Vec<Micros> = trail.iter().map(|fact| fact.at).collect();
        let expected = (0..FIRST as u64).chain(100 - (MOST_OF_ONE - FIRST) as u64..100);
        assert_eq!(times, expected.collect::<Vec<_>>());
        assert!(
            chronicle.trail(Some(WriteId(8)), &[]).is_empty(),
            "nobody asked for it"
        );
    }

    #[test]
    fn what_is_kept_is_bounded_in_all() {
        let mut chronicle = Chronicle::default();
        for write in 0..2 * MOST as u64 {
            chronicle.follow(&requested(write, write));
        }
        assert_eq!((chronicle.facts, chronicle.kept.len()), (MOST, MOST));
        assert_eq!(chronicle.about(WriteId(0)).count(), 0);
    }

    #[test]
    fn a_trail_is_in_the_order_of_the_run_and_has_no_fact_twice() {
        let mut chronicle = Chronicle::default();
        chronicle.follow(&requested(0, 1));
        let first = chronicle.last().unwrap();
        chronicle.follow(&fact(0, What::Fault(Fault::Crashed(NodeId(3)))));
        let (_, crash) = chronicle.last_down().unwrap();
        chronicle.follow(&retried(0, 1));
        let trail = chronicle.trail(Some(WriteId(1)), &[crash, first]);
        assert_eq!(trail, [first.1, crash.1, chronicle.last().unwrap().1]);
        chronicle.follow(&fact(1, What::Fault(Fault::Restarted(NodeId(3)))));
        assert_eq!(chronicle.last_down(), None);
    }
}
