//! The facts about each of the newest sagas and writes, as they were recorded: what the trail of an
//! incident is made of.

use crate::consistency::incidents::anomalies::Anomalies;
use crate::consistency::incidents::incident::{Closing, Incident, Outcome};
use crate::facts::ids::{NodeId, WriteId};
use crate::facts::{Fact, Fault, LetterKind, What};
use crate::sim::ledger::Ledger;

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
    stories: Ledger<Story>,
    /// The facts of all of them, at most [`MOST`] and one. Side by side, since lists that grow one by one
    /// would cost more time than all the rest of it.
    kept: Vec<Kept>,
    /// The first of those places of `kept` that are free.
    free: Option<u32>,
    facts: usize,
    last: Option<Placed>,
    /// Nodes that are down, and their crashes.
    down: Vec<(NodeId, Placed)>,
}

/// What is kept of one saga or write: where its facts begin and end, and how many there are.
#[derive(Clone, Copy, Debug, Default)]
struct Story {
    ends: Option<(u32, u32)>,
    count: usize,
}

/// A fact of a story, or a place that is free.
#[derive(Clone, Copy, Debug)]
struct Kept {
    placed: Placed,
    /// The next one.
    next: Option<u32>,
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
            self.stories.insert(id, Story::default());
        }
        self.add(id, placed);
    }

    /// The fact at hand tells something of this write too, though it is about another one.
    pub fn concerns(&mut self, WriteId(id): WriteId) {
        if let Some(placed) = self.last {
            self.add(id, placed);
        }
    }

    /// Adds a fact to a story that is known.
    fn add(&mut self, id: u64, placed: Placed) {
        let Some(story) = self.stories.get_mut(id) else {
            return;
        };
        let kept = Kept { placed, next: None };
        let added = self.free.unwrap_or(self.kept.len() as u32);
        if let Some(free) = self.kept.get_mut(added as usize) {
            self.free = free.next;
            *free = kept;
        } else {
            self.kept.push(kept);
        }
        story.ends = Some(match story.ends {
            Some((first, last)) => {
                self.kept[last as usize].next = Some(added);
                (first, added)
            }
            None => (added, added),
        });
        if story.count < MOST_OF_ONE {
            story.count += 1;
            self.facts += 1;
        } else if let Some((first, _)) = story.ends {
            let kept = &mut self.kept;
            let before = (1..FIRST).try_fold(first, |nth, _| kept[nth as usize].next);
            if let Some(before) = before
                && let Some(dropped) = kept[before as usize].next
            {
                kept[before as usize].next = kept[dropped as usize].next;
                kept[dropped as usize].next = self.free;
                self.free = Some(dropped);
            }
        }
        while self.facts > MOST
            && let Some((_, story)) = self.stories.pop_first()
        {
            self.facts -= story.count;
            if let Some((first, last)) = story.ends {
                self.kept[last as usize].next = self.free;
                self.free = Some(first);
            }
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
    pub fn about(&self, write: WriteId) -> impl Iterator<Item = &Placed> {
        let story = self.stories.get(write.0);
        let mut next = story.and_then(|story| story.ends).map(|(first, _)| first);
        std::iter::from_fn(move || {
            let kept = &self.kept[next? as usize];
            next = kept.next;
            Some(&kept.placed)
        })
    }

    /// The facts about a saga or write, with others, oldest first.
    pub fn trail(&self, write: Option<WriteId>, others: &[Placed]) -> Vec<Fact> {
        let mut trail = Vec::with_capacity(MOST_OF_ONE);
        trail.extend(write.into_iter().flat_map(|write| self.about(write)));
        trail.extend(others);
        trail.sort_by_cached_key(|(place, _)| *place);
        trail.dedup_by_key(|(place, _)| *place);
        trail.into_iter().map(|(_, fact)| fact).collect()
    }
}

/// The saga or write that a fact tells something of. Word that a saga is at its end and receipts of
/// events tell nothing of it, unless they get lost.
fn subject(what: &What) -> Option<WriteId> {
    match *what {
        What::Sent { letter, .. } | What::Delivered { letter } => match letter.kind {
            LetterKind::Heard | LetterKind::Settle | LetterKind::Reply | LetterKind::Command => {
                None
            }
            _ => letter.write,
        },
        What::Lost { letter, .. } => letter.write,
        What::Requested { write, .. }
        | What::Committed { write, .. }
        | What::Applied { write, .. }
        | What::Failed { write, .. }
        | What::Retried { write, .. }
        | What::Gone { write, .. }
        | What::WillNotCome { write, .. }
        | What::WillNotRelease { write, .. }
        | What::Began { write, .. }
        | What::Reserved { write, .. }
        | What::Refused { write, .. }
        | What::Undoing { write, .. }
        | What::Released { write, .. }
        | What::Left { write, .. }
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
    use crate::facts::ids::SessionId;
    use crate::facts::time::Micros;

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
        assert_eq!((chronicle.facts, chronicle.stories.len()), (MOST, MOST));
        assert_eq!(chronicle.kept.len(), MOST + 1, "places are used again");
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
