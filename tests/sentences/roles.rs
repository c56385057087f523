//! Who is said to have done something, what, and when: each statement of a sentence is borne out by a fact
//! of the run, which says the same of the same people, places, writes and times. A statement that holds no
//! words of the list fails unless it is known to name nobody, so that a new wording comes with its fact.

#[path = "roles/copies.rs"]
mod copies;
#[path = "roles/course.rs"]
mod course;
#[path = "roles/sagas.rs"]
mod sagas;
#[path = "roles/values.rs"]
mod values;

use std::collections::BTreeMap;

use driftscope::consistency::Incident;
use driftscope::facts::ids::{KeyIndex, NodeId, ReplicaId, WriteId};
use driftscope::facts::time::Micros;
use driftscope::facts::{Fact, What};
use driftscope::scenario::Story;
use driftscope::show::units;

use course::Course;

/// Statements that name nobody and no time.
const PLAIN: &[&str] = &[
    "Nothing has made up for it.",
    "Nothing on its way will mend it.",
    "Nothing was left that would have undone it.",
    "Nobody has undone one of them.",
    "A person has to look.",
    "It has not caught up.",
    "It has not gone on.",
    "It still shows.",
    "The job asks for changed rows, and a deleted one is not among them.",
    "Later runs ask for later stamps only: none of them will bring it.",
    "The one with the older snapshot may overwrite what the other has brought.",
    "They still go on side by side.",
    "What it had not reached waits for a later run.",
    "No later run has gone through.",
    "What it was checked against was behind the truth.",
];

/// Words that say of something that it was so: where they stand, a fact says the same in full.
const WORDS: &[&str] = &[
    // What a person met.
    " read ",
    "They saw ",
    "with a booking of ",
    " saw a booking of ",
    "heir own ",
    "Their ",
    "Your ",
    " had made it ",
    " had deleted it",
    "by then it was ",
    "was missing in ",
    "without the ",
    " showed something else",
    "was being rebuilt from the log",
    "The truth was ",
    "the truth was ",
    "Stale by ",
    "user ",
    // When a write was made.
    " was missing: ",
    " was made at ",
    "committed at ",
    " was from ",
    " was stamped before ",
    // Where it was.
    "still on its way from ",
    "due at ",
    "still waiting at ",
    " try at ",
    " got lost on its way from ",
    " got lost unnoticed on its way from ",
    "being handled by ",
    "had failed ",
    "been put aside by ",
    "never left, since the service died",
    "been kept in memory by a broker that died",
    "been dropped by the broker as too old",
    "been acknowledged before it was handled",
    "been stamped before the job's watermark",
    "left no trace that a job could find",
    "been left out as known already",
    "been left out for a newer one",
    "been there since ",
    "not been sent on yet",
    "a rebuild emptied it at ",
    "missed run ",
    "waiting for run ",
    "not come with run ",
    "been overwritten",
    "been turned down",
    "had not reached ",
    // How it ended.
    " arrived at ",
    "was applied at ",
    " took its place at ",
    "was put right at ",
    "What was missing came at ",
    " made up for it at ",
    " had made up for it by then",
    "It had caught up at ",
    "It went on at ",
    "It was gone at ",
    "It was brought along at ",
    "gone through at ",
    "there was no other beside it",
    "it was certain that it will never come",
    // What happened at a copy.
    " was lost: ",
    " showed ",
    " a second time.",
    "The network had doubled the message.",
    "It had been sent more than once.",
    " overwrite the newer ",
    " writes behind for the first time",
    " was wrong about ",
    " had overwritten the newer ",
    " had applied ",
    "It misses ",
    "It goes back to ",
    " time in a row",
    " again, and what comes behind it waits",
    " nothing was left of write ",
    "had kept it in memory, and died",
    " had passed over ",
    "had been deleted without a trace",
    " of the job began while ",
    " of the job failed part-way",
    " was overwritten at ",
    " was undone at ",
    " took more from ",
    " was checked against ",
    // Sagas.
    "could not undo its step",
    "had refused its step",
    "had got lost at",
    "was orphaned by ",
    "It was booked at ",
    " time for ",
    "It had done so at ",
    ", and nothing was left",
    "that booking was undone",
    " undid ",
    "How many: ",
    "One of them was that of ",
    "could not be undone.",
    "could not go on",
    "was forgotten in a crash",
    "was not heard of any more",
    "which had gone well",
    "which had been undone",
    " had forgotten it in a crash",
    "It had begun at ",
    " ended well",
    "was undone",
    "It was cleared up at ",
    "It was undone at ",
    "There was enough again at ",
];

/// What a run did.
pub struct Witness {
    facts: Vec<Fact>,
    /// The places of the facts that are about a write, and of those that are about none.
    of: BTreeMap<Option<WriteId>, Vec<usize>>,
    /// What each copy showed of each key.
    shown: BTreeMap<(ReplicaId, KeyIndex), Course>,
    /// What was true of each key.
    truth: BTreeMap<KeyIndex, Course>,
    names: Vec<String>,
    holders: Vec<(ReplicaId, NodeId)>,
    story: &'static Story,
}

/// One incident as it is told at one instant.
struct Case<'a> {
    run: &'a Witness,
    incident: &'a Incident,
    now: Micros,
}

/// Pieces that stand together in one statement.
type Told = Vec<String>;

impl Witness {
    pub fn new(
        facts: &[Fact],
        names: Vec<String>,
        holders: Vec<(ReplicaId, NodeId)>,
        story: &'static Story,
    ) -> Self {
        let mut of: BTreeMap<Option<WriteId>, Vec<usize>> = BTreeMap::new();
        for (place, fact) in facts.iter().enumerate() {
            of.entry(write_of(&fact.what)).or_default().push(place);
        }
        let (shown, truth) = course::of(facts);
        Self {
            facts: facts.to_vec(),
            of,
            shown,
            truth,
            names,
            holders,
            story,
        }
    }

    /// What a text says that no fact bears out, if there is such a thing.
    pub fn refutes(&self, incident: &Incident, now: Micros, text: &str) -> Option<String> {
        let case = Case {
            run: self,
            incident,
            now,
        };
        let mut told = Vec::new();
        for fact in case.known() {
            copies::tell(&case, fact, &mut told);
            sagas::tell(&case, fact, &mut told);
        }
        values::tell(&case, &mut told);
        told.extend(case.end());
        let mut said = text.split_inclusive(". ").map(str::trim_end);
        said.find_map(|said| {
            if PLAIN.contains(&said) {
                return None;
            }
            let bears_out = |word: &str| {
                told.iter().any(|pieces| {
                    pieces.iter().any(|piece| piece.contains(word.trim()))
                        && pieces.iter().all(|piece| said.contains(&**piece))
                })
            };
            let mut words = WORDS.iter().filter(|word| said.contains(**word)).peekable();
            if words.peek().is_none() {
                return Some(format!("no fact is known for it: {said}"));
            }
            let untrue = words.find(|word| !bears_out(word))?;
            Some(format!("{untrue:?} is not so: {said}"))
        })
    }

    fn name(&self, node: NodeId) -> &str {
        match &*self.names[usize::from(node.0)] {
            "" => "the user",
            name => name,
        }
    }

    fn node_of(&self, replica: ReplicaId) -> NodeId {
        let held = self.holders.iter().find(|(of, _)| *of == replica);
        // In sagas a store has the number of its service.
        held.map_or(NodeId(replica.0), |held| held.1)
    }

    fn holder(&self, replica: ReplicaId) -> &str {
        self.name(self.node_of(replica))
    }

    fn key(&self, key: KeyIndex) -> String {
        self.story.key_label(key)
    }
}

impl Case<'_> {
    /// The facts so far about the writes concerned, and those that are about no write.
    fn known(&self) -> impl Iterator<Item = &Fact> {
        let Incident { write, other, .. } = *self.incident;
        let mut about = vec![None];
        about.extend(write.map(Some));
        about.extend(other.filter(|other| Some(*other) != write).map(Some));
        let places = about
            .into_iter()
            .filter_map(|write| self.run.of.get(&write));
        let mut places: Vec<usize> = places.flatten().copied().collect();
        places.sort_unstable();
        let facts = places.into_iter().map(|place| &self.run.facts[place]);
        facts.filter(|fact| fact.at <= self.now)
    }

    /// The facts of the instant at which the incident ended.
    fn last(&self) -> &[Fact] {
        let facts = &self.run.facts;
        let Some(end) = self.incident.closing.filter(|end| end.at <= self.now) else {
            return &[];
        };
        let from = facts.partition_point(|fact| fact.at < end.at);
        let to = facts.partition_point(|fact| fact.at <= end.at);
        &facts[from..to]
    }

    /// How it ended, if there is a fact of that instant that can have ended it.
    fn end(&self) -> Vec<Told> {
        let Some(end) = self.incident.closing else {
            return Vec::new();
        };
        let mut words = Vec::new();
        let all = self.last();
        if all.iter().any(|fact| values::sets_right(self, fact)) {
            words.extend([
                "arrived at",
                "was applied at",
                "took its place at",
                "was put right at",
                "What was missing came at",
                "made up for it at",
                "It had caught up at",
                "It was gone at",
                "It was brought along at",
            ]);
        }
        if all.iter().any(|fact| values::goes_on(self, fact)) {
            words.push("It went on at");
        }
        if all.iter().any(|fact| sagas::gives_back(self, fact)) {
            words.extend([
                "It was undone at",
                "One of them was undone at",
                "It was undone at",
                "There was enough again at",
            ]);
        }
        if all.iter().any(|fact| sagas::clears_up(self, fact)) {
            words.push("It was cleared up at");
        }
        let when = units::instant(end.at);
        let told = words.iter().map(|words| vec![format!("{words} {when}")]);
        told.collect()
    }

    fn is_write(&self, write: WriteId) -> bool {
        self.incident.write == Some(write)
    }

    fn is_other(&self, write: WriteId) -> bool {
        self.incident.other == Some(write)
    }

    fn is_key(&self, key: KeyIndex) -> bool {
        self.incident.key == Some(key)
    }

    fn is_node(&self, node: NodeId) -> bool {
        self.incident.node == Some(node)
    }

    /// Whether it is the copy of the incident, if it is about one.
    fn is_copy(&self, replica: ReplicaId) -> bool {
        self.incident.replica.is_none_or(|of| of == replica)
    }

    /// Whether it is the copy at which the write is missing.
    fn is_missed_at(&self, replica: ReplicaId) -> bool {
        let lacking = self.incident.lacking;
        lacking.map_or(self.is_copy(replica), |lacking| lacking == replica)
    }

    fn is_end(&self, fact: &Fact) -> bool {
        self.incident.closing.is_some_and(|end| end.at == fact.at)
    }

    fn is_before(&self, fact: &Fact) -> bool {
        fact.at <= self.incident.at
    }

    fn is_then(&self, fact: &Fact) -> bool {
        fact.at == self.incident.at
    }
}

/// The write that a fact is about.
fn write_of(what: &What) -> Option<WriteId> {
    match *what {
        What::Requested { write, .. }
        | What::Committed { write, .. }
        | What::Applied { write, .. }
        | What::Skipped { write, .. }
        | What::Started { write, .. }
        | What::Failed { write, .. }
        | What::Retried { write, .. }
        | What::DeadLettered { write, .. }
        | What::Gone { write, .. }
        | What::WillNotCome { write, .. }
        | What::WillNotRelease { write, .. }
        | What::Began { write, .. }
        | What::Reserved { write, .. }
        | What::Refused { write, .. }
        | What::Released { write, .. }
        | What::Left { write, .. }
        | What::UndoFailed { write, .. }
        | What::Ended { write, .. }
        | What::Wrote { write, .. }
        | What::Overdrawn { write, .. } => Some(write),
        _ => what.letter().and_then(|letter| letter.write),
    }
}
