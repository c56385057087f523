//! The people of every pattern: when they write and read, which keys, and when they look again at
//! what they wrote. What a write or a read is, and where it goes, is the pattern's business.

use super::workload::{Workload, mean_gap};
use crate::facts::ids::{KeyIndex, NodeId, ReadId, SessionId, WriteId, YOU};
use crate::facts::time::Micros;
use crate::sim::clock::PoissonClock;
use crate::sim::draw::{Draws, Identity, Purpose};
use crate::sim::node::Errand;

/// The most keys of one read.
pub const MOST_KEYS: usize = 4;

/// Writes at random (Poisson) or in a fixed rhythm, and reads at random, until the scenario's
/// duration is over.
#[derive(Clone, Debug)]
pub struct People {
    writes: PoissonClock,
    reads: PoissonClock,
    last_write: Micros,
    write_setting: u32,
    read_setting: u32,
    /// How often the person at the page wrote and read.
    yours: [u64; 2],
    closed: bool,
}

/// A reminder of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeopleTimer {
    /// The next write is due, unless the clock was set anew since.
    Write {
        /// Which setting of the clock this belongs to.
        setting: u32,
    },
    /// The next read is due, unless the clock was set anew since.
    Read {
        /// Which setting of the clock this belongs to.
        setting: u32,
    },
    /// Somebody looks at what they wrote.
    Look {
        /// Their write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
    },
}

/// A reminder to be set: how long from now, and which.
pub type Reminder = (Micros, PeopleTimer);

/// What somebody wants to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// To write.
    Write {
        /// The write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
        /// Who.
        session: SessionId,
    },
    /// To read.
    Read(Query),
}

/// What a read asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Query {
    /// The read.
    pub read: ReadId,
    /// Who reads.
    pub session: SessionId,
    keys: [KeyIndex; MOST_KEYS],
    count: u8,
}

impl Query {
    /// The keys, each once.
    pub fn keys(&self) -> impl Iterator<Item = KeyIndex> + use<> {
        self.keys.into_iter().take(usize::from(self.count))
    }

    /// The same query for other keys, each once.
    #[must_use]
    pub fn with_keys(mut self, mut renamed: impl FnMut(KeyIndex) -> KeyIndex) -> Self {
        let keys = self.keys();
        self.count = 0;
        for key in keys {
            let (key, count) = (renamed(key), usize::from(self.count));
            if !self.keys[..count].contains(&key) {
                self.keys[count] = key;
                self.count += 1;
            }
        }
        self
    }
}

/// Who sends a write.
pub fn writer(write: WriteId, me: NodeId, draws: Draws, workload: &Workload) -> SessionId {
    if write.yours().is_some() {
        return YOU;
    }
    let uniform = draws.uniform(Purpose::Session, Identity::of(write.0, me, 0));
    session(uniform, workload)
}

fn session(uniform: f64, workload: &Workload) -> SessionId {
    SessionId((uniform * f64::from(workload.sessions)) as u32)
}

impl People {
    /// People who have done nothing yet.
    pub fn new(draws: Draws, me: NodeId) -> Self {
        Self {
            writes: PoissonClock::new(draws, Purpose::Arrival, me),
            reads: PoissonClock::new(draws, Purpose::ReadArrival, me),
            last_write: 0,
            write_setting: 0,
            read_setting: 0,
            yours: [0; 2],
            closed: false,
        }
    }

    /// The run begins: what to be reminded of.
    pub fn start(&mut self, workload: &Workload) -> [Option<Reminder>; 2] {
        [self.next_write(0, workload), self.next_read(workload)]
    }

    /// The workload has changed: what to be reminded of instead.
    pub fn change(
        &mut self,
        before: &Workload,
        now: Micros,
        workload: &Workload,
    ) -> [Option<Reminder>; 2] {
        let mut next = [None, None];
        if (before.writes, before.writes_every) != (workload.writes, workload.writes_every) {
            let mean = if before.writes_every.is_some() {
                None
            } else {
                mean_gap(before.writes)
            };
            self.writes.pass(now, mean);
            next[0] = self.next_write(now, workload);
        }
        if before.reads != workload.reads {
            self.reads.pass(now, mean_gap(before.reads));
            next[1] = self.next_read(workload);
        }
        next
    }

    /// A reminder came: what somebody wants, and what to be reminded of next.
    pub fn on_timer(
        &mut self,
        timer: PeopleTimer,
        me: NodeId,
        now: Micros,
        draws: Draws,
        workload: &Workload,
    ) -> (Option<Wish>, Option<Reminder>) {
        if self.closed {
            return (None, None);
        }
        match timer {
            PeopleTimer::Write { setting } if setting == self.write_setting => {
                self.last_write = now;
                let write = WriteId(self.writes.arrived(now, draws));
                let key = workload.key(draws.uniform(Purpose::Key, Identity::of(write.0, me, 0)));
                let session = writer(write, me, draws, workload);
                let wish = Wish::Write {
                    write,
                    key,
                    session,
                };
                (Some(wish), self.next_write(now, workload))
            }
            PeopleTimer::Read { setting } if setting == self.read_setting => {
                let read = ReadId(2 * self.reads.arrived(now, draws));
                let whose = draws.uniform(Purpose::Session, Identity::of(read.0, me, 1));
                let query = query(read, session(whose, workload), None, me, draws, workload);
                (Some(Wish::Read(query)), self.next_read(workload))
            }
            PeopleTimer::Look { write, key } => {
                let read = ReadId(2 * write.0 + 1);
                let session = writer(write, me, draws, workload);
                let query = query(read, session, Some(key), me, draws, workload);
                (Some(Wish::Read(query)), None)
            }
            _ => (None, None),
        }
    }

    /// What the person at the page wants now: one more of the people, with numbers and so with draws of
    /// their own. A read of theirs is about the key that they name and no other.
    pub fn run(&mut self, errand: Errand) -> Option<Wish> {
        if self.closed {
            return None;
        }
        let [writes, reads] = &mut self.yours;
        Some(match errand {
            Errand::Write(key) => {
                *writes += 1;
                Wish::Write {
                    write: WriteId::of_yours(*writes - 1),
                    key,
                    session: YOU,
                }
            }
            Errand::Read(key) => {
                *reads += 1;
                Wish::Read(Query {
                    read: ReadId::of_yours(*reads - 1),
                    session: YOU,
                    keys: [key; MOST_KEYS],
                    count: 1,
                })
            }
        })
    }

    /// Somebody learnt that their write is done: when they will look at it, if they will.
    pub fn learnt(
        &self,
        write: WriteId,
        key: KeyIndex,
        me: NodeId,
        draws: Draws,
        workload: &Workload,
    ) -> Option<Reminder> {
        let law = workload.think.as_ref().filter(|_| !self.closed)?;
        let uniform = draws.uniform(Purpose::Think, Identity::of(write.0, me, 0));
        Some((law.sample(uniform), PeopleTimer::Look { write, key }))
    }

    /// The scenario's duration is over.
    pub fn close(&mut self) {
        self.closed = true;
    }

    fn next_write(&mut self, now: Micros, workload: &Workload) -> Option<Reminder> {
        self.write_setting += 1;
        let setting = self.write_setting;
        let wait = if let Some(every) = workload.writes_every {
            (self.last_write + every).saturating_sub(now)
        } else {
            self.writes.wait(mean_gap(workload.writes)?)
        };
        Some((wait, PeopleTimer::Write { setting }))
    }

    fn next_read(&mut self, workload: &Workload) -> Option<Reminder> {
        self.read_setting += 1;
        let setting = self.read_setting;
        let wait = self.reads.wait(mean_gap(workload.reads)?);
        Some((wait, PeopleTimer::Read { setting }))
    }
}

/// A query for the keys that this read draws; the first one may be given.
fn query(
    read: ReadId,
    session: SessionId,
    first: Option<KeyIndex>,
    me: NodeId,
    draws: Draws,
    workload: &Workload,
) -> Query {
    let mut keys = [0; MOST_KEYS];
    let mut count = 0;
    for nth in 0..workload.keys_per_read.min(MOST_KEYS) {
        let uniform = draws.uniform(Purpose::ReadKey, Identity::of(read.0, me, nth as u32));
        let key = first
            .filter(|_| nth == 0)
            .unwrap_or_else(|| workload.key(uniform));
        if !keys[..count].contains(&key) {
            keys[count] = key;
            count += 1;
        }
    }
    Query {
        read,
        session,
        keys,
        count: count as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patterns::parse;
    use crate::scenario::Key;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const ME: NodeId = NodeId(0);

    fn workload(pairs: &str) -> Workload {
        let (link, problems) = parse(pairs);
        assert!(problems.is_empty(), "{problems:?}");
        Workload::read(&link.scenario.settings, Key::WRITES)
    }

    fn draws() -> Draws {
        Draws::new(1)
    }

    /// What they wish until an instant, in the order of time, if nothing else happens.
    fn wishes(people: &mut People, workload: &Workload, until: Micros) -> Vec<(Micros, Wish)> {
        let mut due: Vec<_> = people.start(workload).into_iter().flatten().collect();
        let mut wishes = Vec::new();
        while let Some(next) = (0..due.len()).min_by_key(|&nth| due[nth].0) {
            let (at, timer) = due.swap_remove(next);
            if at > until {
                continue;
            }
            let (wish, next) = people.on_timer(timer, ME, at, draws(), workload);
            wishes.extend(wish.map(|wish| (at, wish)));
            due.extend(next.map(|(wait, timer)| (at + wait, timer)));
        }
        wishes
    }

    #[test]
    fn writes_and_reads_come_at_their_own_rates() {
        let workload = workload("writes=10&reads=40");
        let mut people = People::new(draws(), ME);
        let wishes = wishes(&mut people, &workload, 100_000_000);
        let reads = wishes
            .iter()
            .filter(|(_, wish)| matches!(wish, Wish::Read(_)));
        let reads = reads.count();
        assert!(reads.abs_diff(4_000) < 200, "{reads}");
        let writes = wishes.len() - reads;
        assert!(writes.abs_diff(1_000) < 100, "{writes}");
    }

    #[test]
    fn more_reads_leave_the_writes_where_they_are() {
        let writes = |pairs: &str| {
            let mut people = People::new(draws(), ME);
            let all = wishes(&mut people, &workload(pairs), 20_000_000);
            let writes = all
                .into_iter()
                .filter(|(_, wish)| matches!(wish, Wish::Write { .. }));
            writes.collect::<Vec<_>>()
        };
        assert_eq!(writes("reads=0"), writes("reads=100&keys-per-read=4"));
        assert!(!writes("reads=0").is_empty());
    }

    #[test]
    fn a_read_asks_for_each_of_its_keys_once() {
        let workload = workload("keys=3&keys-per-read=4&reads=50&writes=0");
        let all = wishes(&mut People::new(draws(), ME), &workload, 20_000_000);
        let mut most = 0;
        for (_, wish) in all {
            let Wish::Read(query) = wish else {
                panic!("nobody writes");
            };
            let keys: Vec<_> = query.keys().collect();
            most = most.max(keys.len());
            assert!((1..=3).contains(&keys.len()));
            assert!(
                keys.iter()
                    .all(|key| keys.iter().filter(|other| *other == key).count() == 1)
            );
        }
        assert_eq!(most, 3);
    }

    #[test]
    fn who_wrote_looks_at_what_they_wrote_after_thinking() {
        let thinking = workload("think=300ms&keys=50&keys-per-read=2");
        let people = People::new(draws(), ME);
        let (write, key) = (WriteId(7), 31);
        let (wait, timer) = people
            .learnt(write, key, ME, draws(), &thinking)
            .expect("they look");
        assert_eq!((wait, timer), (300_000, PeopleTimer::Look { write, key }));
        let (wish, next) = people.clone().on_timer(timer, ME, 0, draws(), &thinking);
        let Some(Wish::Read(query)) = wish else {
            panic!("{wish:?}");
        };
        assert_eq!(query.session, writer(write, ME, draws(), &thinking));
        assert_eq!((query.keys().next(), query.read.0 % 2), (Some(key), 1));
        assert_eq!(next, None);
        let off = workload("think=off");
        assert_eq!(people.learnt(write, key, ME, draws(), &off), None);
    }

    #[test]
    fn a_changed_rate_makes_the_old_reminder_stale() {
        let (before, after) = (workload("writes=1"), workload("writes=100"));
        let mut people = People::new(draws(), ME);
        let [old, _] = people.start(&before);
        let [new, unchanged] = people.change(&before, 1_000, &after);
        assert_eq!(unchanged, None, "reads are as they were");
        let ring = |people: &mut People, reminder: Option<Reminder>| {
            let timer = reminder.expect("there are writes").1;
            people.on_timer(timer, ME, 2_000, draws(), &after).0
        };
        assert_eq!(ring(&mut people, old), None);
        assert!(ring(&mut people, new).is_some());
    }

    #[test]
    fn when_the_duration_is_over_nobody_does_anything_more() {
        let workload = workload("think=1ms");
        let mut people = People::new(draws(), ME);
        let [write, read] = people.start(&workload);
        people.close();
        for (_, timer) in [write, read].into_iter().flatten() {
            let rung = people.on_timer(timer, ME, 1, draws(), &workload);
            assert_eq!(rung, (None, None));
        }
        assert_eq!(people.learnt(WriteId(0), 0, ME, draws(), &workload), None);
    }
}
