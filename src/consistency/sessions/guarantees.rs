//! The guarantees of sessions, and how often each of them is violated.
//!
//! Terry, Demers, Petersen, Spreitzer, Theimer and Welch, "Session guarantees for weakly consistent
//! replicated data" (1994); consistent prefix as Terry, "Replicated data consistency explained through
//! baseball" (2013) has it. For the keys of a read, R is the set of writes that what was found reflects,
//! superseded ones included; S the writes of the session that it knew to be done when it asked; V the
//! writes that it had been shown before it asked. A read is judged when the store is read.

use crate::consistency::incidents::anomaly::Anomaly;
use crate::consistency::incidents::incident::Incident;
use crate::consistency::sessions::persons::{Item, Known, Person, Undecidable, View};
use crate::consistency::state::reflected::Reflected;
use crate::consistency::stats::level::Share;
use crate::facts::Version;
use crate::facts::ids::{KeyIndex, ReadId, ReplicaId, SessionId, WriteId, YOU};
use crate::facts::time::Micros;
use crate::sim::ledger::Ledger;

/// The most sessions: those with a lower number are followed, each with figures of its own. There are
/// never more of them, since that is the bound of the parameter.
const MOST_SESSIONS: usize = 1_000;
/// The most keys that sessions know of, all together; of each a session knows at most 80 writes of its own
/// and, in each view, 33 ranges of versions. Reads of which something beyond that would decide are left out.
const MOST_KNOWN: usize = 100_000;

/// What a session may rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guarantee {
    /// A read reflects every write of its session: S is within R.
    ReadYourWrites,
    /// A read reflects everything that its session was shown before: V is within R.
    MonotonicReads,
    /// Where a write is seen, the earlier ones of its session are.
    MonotonicWrites,
    /// Where a write is seen, what its session had been shown before is.
    WritesFollowReads,
    /// What a read shows of several keys was true at one time: some place in the order of commits yields
    /// R.
    ConsistentPrefix,
}

impl Guarantee {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::ReadYourWrites,
        Self::MonotonicReads,
        Self::MonotonicWrites,
        Self::WritesFollowReads,
        Self::ConsistentPrefix,
    ];

    /// The name in reports, of the share of cases in which it is violated.
    pub fn word(self) -> &'static str {
        self.violation().word()
    }

    /// What it is called when it is violated.
    pub fn violation(self) -> Anomaly {
        match self {
            Self::ReadYourWrites => Anomaly::ReadYourWrites,
            Self::MonotonicReads => Anomaly::MonotonicReads,
            Self::MonotonicWrites => Anomaly::MonotonicWrites,
            Self::WritesFollowReads => Anomaly::WritesFollowReads,
            Self::ConsistentPrefix => Anomaly::ConsistentPrefix,
        }
    }
}

/// One case in which a guarantee was violated.
#[derive(Clone, Copy, Debug)]
pub struct Violation {
    /// When.
    pub at: Micros,
    /// Which guarantee.
    pub guarantee: Guarantee,
    /// Whose.
    pub session: SessionId,
    /// The store that lacks something.
    pub replica: ReplicaId,
    /// The key of which it lacks something.
    pub key: KeyIndex,
    /// The first write that it lacks.
    pub lacks: Option<WriteId>,
    /// The write that is there without it; of reads, of consistent prefix alone.
    pub there: Option<WriteId>,
    /// The read, and when the person asked.
    pub read: Option<(ReadId, Micros)>,
    /// Whether there are views, and what is lacking had been shown in the same one.
    pub same_view: bool,
}

impl Violation {
    /// As an incident of which nothing else is known yet.
    pub fn incident(&self) -> Incident {
        let back = self.same_view && self.guarantee == Guarantee::MonotonicReads;
        let what = if back {
            Anomaly::WentBackInTime
        } else {
            self.guarantee.violation()
        };
        Incident {
            session: Some(self.session),
            replica: Some(self.replica),
            key: Some(self.key),
            write: self.lacks,
            other: self.there,
            read: self.read.map(|(read, _)| read),
            asked: self.read.map(|(_, asked)| asked),
            ..Incident::new(self.at, what)
        }
    }
}

impl AskedKey {
    /// Whether its session had been shown something of it in the view in which it was found.
    pub fn was_seen_in_view(&self) -> bool {
        let found = self.found.as_ref().map(|(view, _)| *view);
        let mut before = self.before.iter();
        before.any(|(view, shown)| Some(*view) == found && !shown.is_empty())
    }
}

/// A read under way.
#[derive(Clone, Debug)]
pub struct OpenRead {
    pub(in crate::consistency) asked: Micros,
    pub(in crate::consistency) session: SessionId,
    pub(in crate::consistency) keys: Vec<AskedKey>,
}

/// A key that a read asks for.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a judgement of its own"
)]
pub struct AskedKey {
    pub(in crate::consistency) key: KeyIndex,
    /// What the session had been shown of it when it asked, in each view.
    pub(in crate::consistency) before: Vec<(View, Reflected)>,
    /// What was found, and in which view.
    pub(in crate::consistency) found: Option<(View, Reflected)>,
    /// Whether the session knew to have written to it.
    pub(in crate::consistency) has_own: bool,
    /// The first of those writes that was missing.
    pub(in crate::consistency) own: Option<Version>,
    /// Whether the session had been shown something of it.
    pub(in crate::consistency) has_seen: bool,
    /// The first write of that which was missing, and whether it had been shown in the same view.
    pub(in crate::consistency) back: Option<(Version, bool)>,
    /// Whether it cannot be told that none of its own writes was missing, and that nothing shown was, since
    /// not all of that is remembered.
    pub(in crate::consistency) own_is_undecidable: bool,
    pub(in crate::consistency) back_is_undecidable: bool,
}

/// A write that has become visible at a replica in this instant.
#[derive(Clone, Copy, Debug)]
pub struct Arrival {
    pub(in crate::consistency) place: usize,
    pub(in crate::consistency) write: WriteId,
}

/// What is kept of sessions, and how often the guarantees were violated.
#[derive(Clone, Debug, Default)]
pub struct Guarantees {
    /// By [`place`].
    pub(in crate::consistency) persons: Vec<Person>,
    pub(in crate::consistency) open: Ledger<OpenRead>,
    /// By the place in [`Guarantee::ALL`].
    pub(in crate::consistency) totals: [Share; Guarantee::ALL.len()],
    /// The instant of the arrivals that are not judged yet, since more of them may belong together.
    pub(in crate::consistency) instant: Micros,
    pub(in crate::consistency) arrivals: Vec<Arrival>,
    /// How often each replica has lost something that it had.
    pub(in crate::consistency) setbacks: Vec<u32>,
    /// What sessions know of each key, by [`place`]. By the key first, since there are fewer sessions than
    /// keys, and so the lists in which something is looked for and put are short.
    keys: Vec<Ledger<Known>>,
    /// How many entries those have.
    known: usize,
}

/// Where a session stands among those that are followed: the person at the page before all others.
pub(in crate::consistency) fn place(session: SessionId) -> usize {
    match session {
        YOU => 0,
        SessionId(nth) => 1 + nth as usize,
    }
}

impl Guarantees {
    /// A session, if it is followed.
    pub fn person(&mut self, session: SessionId) -> Option<&mut Person> {
        let place = place(session);
        if place > MOST_SESSIONS {
            return None;
        }
        if self.persons.len() <= place {
            self.persons.resize_with(place + 1, Person::default);
        }
        self.persons.get_mut(place)
    }

    /// What a session has come to know so far: how many writes it made, and how many things it was shown.
    pub fn upto(&self, session: SessionId) -> (u32, u32) {
        let person = self.persons.get(place(session));
        person.map_or((0, 0), |person| (person.wrote.len(), person.saw.len()))
    }

    /// What a session knows of a key.
    fn known(&self, session: SessionId, key: KeyIndex) -> Option<&Known> {
        self.keys.get(key as usize)?.get(place(session) as u64)
    }

    /// A session that comes to know something of a key, and what it knows of it, if there is room for that.
    fn knowing(
        &mut self,
        session: SessionId,
        key: KeyIndex,
    ) -> Option<(&mut Person, Option<&mut Known>)> {
        self.person(session)?;
        let (place, key) = (place(session), key as usize);
        let person = self.persons.get_mut(place)?;
        if self.keys.len() <= key {
            self.keys.resize_with(key + 1, Ledger::default);
        }
        let of_key = &mut self.keys[key];
        if self.known == MOST_KNOWN && !of_key.contains(place as u64) {
            return Some((person, None));
        }
        let count = &mut self.known;
        let known = of_key.entry(place as u64, || {
            *count += 1;
            Known::default()
        });
        Some((person, Some(known)))
    }

    /// A session learns that its write is done. `is_lacked` says whether some copy lacks something.
    pub fn learn(
        &mut self,
        at: Micros,
        session: SessionId,
        (key, version): (KeyIndex, Version),
        is_lacked: &dyn Fn(Item) -> bool,
    ) {
        if let Some((person, known)) = self.knowing(session, key) {
            person.learn(at, (key, known), version, is_lacked);
        }
    }

    /// A person asks for a key.
    pub fn ask(&mut self, at: Micros, read: ReadId, session: SessionId, key: KeyIndex) {
        let known = self.known(session, key);
        let asked = AskedKey {
            key,
            before: known.map_or_else(Vec::new, |known| known.shown.clone()),
            found: None,
            has_own: false,
            own: None,
            has_seen: false,
            back: None,
            own_is_undecidable: false,
            back_is_undecidable: false,
        };
        if let Some(open) = self.open.get_mut(read.0) {
            open.keys.push(asked);
            return;
        }
        let keys = vec![asked];
        self.open.insert(
            read.0,
            OpenRead {
                asked: at,
                session,
                keys,
            },
        );
    }

    /// A key of a read was found so at a copy, or at the source; `lacks` is the first of some versions that
    /// the store lacks.
    pub fn find(
        &mut self,
        (read, copy): (ReadId, Option<usize>),
        key: KeyIndex,
        (view, found): (View, Reflected),
        lacks: &dyn Fn(Version, Version) -> Option<Version>,
    ) {
        let Some(open) = self.open.get_mut(read.0) else {
            return;
        };
        let Some(asked) = open.keys.iter_mut().find(|asked| asked.key == key) else {
            return;
        };
        let setbacks = copy.and_then(|copy| self.setbacks.get(copy));
        let was_set_back = setbacks.is_some_and(|setbacks| *setbacks > 0);
        let place = place(open.session);
        let of_key = self.keys.get(key as usize);
        let known = of_key.and_then(|of_key| of_key.get(place as u64));
        // The source lacks nothing, whatever is to be there.
        if known.is_none() && copy.is_some() {
            let person = self.persons.get(place);
            let is_undecidable = person.is_some_and(|person| person.knows_more);
            (asked.own_is_undecidable, asked.back_is_undecidable) =
                (is_undecidable, is_undecidable);
        }
        let own = known.and_then(|it| it.first_own_lacking(open.asked, was_set_back, lacks));
        asked.has_own = own.is_some();
        match own {
            Some(Ok(first)) => asked.own = first,
            Some(Err(Undecidable)) => asked.own_is_undecidable = true,
            None => {}
        }
        for (seen, before) in asked.before.iter().filter(|(_, before)| !before.is_empty()) {
            asked.has_seen = true;
            let first = before
                .ranges_after(0)
                .find_map(|(first, last)| lacks(first, last));
            if let Some(first) = first
                && asked.back.is_none_or(|(_, same)| !same)
            {
                asked.back = Some((first, *seen == view));
            }
            let unknown = before.unknown();
            asked.back_is_undecidable |=
                unknown.is_some_and(|(from, to)| lacks(from, to).is_some());
        }
        asked.found = Some((view, found));
    }

    /// A person saw the answer. `is_lacked` says whether some copy lacks something.
    pub fn answer(&mut self, read: ReadId, is_lacked: &dyn Fn(Item) -> bool) {
        let Some(open) = self.open.remove(read.0) else {
            return;
        };
        for asked in open.keys {
            if let Some((view, found)) = asked.found.filter(|(_, found)| !found.is_empty())
                && let Some((person, known)) = self.knowing(open.session, asked.key)
            {
                person.see((asked.key, known), (view, &found), is_lacked);
            }
        }
    }

    /// A query or its answer got lost.
    pub fn lose(&mut self, read: ReadId) {
        self.open.remove(read.0);
    }

    /// Counts a case.
    pub fn record(&mut self, guarantee: Guarantee, session: SessionId, is_violated: bool) {
        self.totals[guarantee as usize].record(is_violated);
        if let Some(person) = self.person(session) {
            let (violated, cases) = &mut person.figures[guarantee as usize];
            *violated += u64::from(is_violated);
            *cases += 1;
        }
    }

    /// A replica has lost something that it had.
    pub fn set_back(&mut self, place: usize) {
        if self.setbacks.len() <= place {
            self.setbacks.resize(place + 1, 0);
        }
        self.setbacks[place] += 1;
    }
}
