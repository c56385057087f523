//! Each guarantee by a story of a few facts. Everything takes place at one consumer of two, or at both.

use crate::consistency::fold::Consistency;
use crate::consistency::sessions::guarantees::Guarantee;
use crate::facts::ids::{NodeId, ReadId, ReplicaId, SessionId, WriteId};
use crate::facts::{Fact, Merge, What};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const ME: SessionId = SessionId(0);

/// A fold with two replicas, and a clock that ticks with each fact.
struct Story {
    fold: Consistency,
    at: u64,
    /// The version of each key.
    versions: [u64; 4],
    reads: u64,
    writes: u64,
}

impl Story {
    fn new(merge: Merge) -> Self {
        let (fold, versions) = (Consistency::default(), [0; 4]);
        let mut story = Self {
            fold,
            at: 0,
            versions,
            reads: 0,
            writes: 0,
        };
        for nth in 0..3 {
            let (replica, node) = (ReplicaId(nth), NodeId(nth));
            let source = nth == 0;
            story.tell(What::Replica {
                replica,
                node,
                source,
                keys: 4,
                merge,
            });
        }
        story
    }

    fn tell(&mut self, what: What) {
        self.at += 1;
        self.fold.fold(&Fact {
            at: self.at,
            cause: None,
            what,
        });
    }

    /// A session's write of a key, up to its acknowledgement if it is heard.
    fn write(&mut self, session: SessionId, key: u32, heard: bool) -> (WriteId, u32, u64) {
        let write = WriteId(self.writes);
        self.writes += 1;
        self.versions[key as usize] += 1;
        let version = self.versions[key as usize];
        self.tell(What::Requested {
            write,
            key,
            session,
        });
        self.tell(What::Committed {
            write,
            key,
            version,
            value: 1,
        });
        if heard {
            self.tell(What::Acknowledged { write });
        }
        (write, key, version)
    }

    /// The write becomes visible at a replica.
    fn show(&mut self, nth: u16, (write, key, version): (WriteId, u32, u64)) {
        let replica = ReplicaId(nth);
        self.tell(What::Applied {
            replica,
            write,
            key,
            version,
            value: 1,
        });
    }

    /// A session asks a replica for keys; the answer arrives.
    fn read(&mut self, session: SessionId, nth: u16, keys: &[u32]) {
        let read = ReadId(self.reads);
        self.reads += 1;
        for &key in keys {
            self.tell(What::Asked { read, session, key });
        }
        for &key in keys {
            let replica = ReplicaId(nth);
            let version = self.versions[key as usize];
            self.tell(What::Read {
                read,
                session,
                replica,
                key,
                version,
                value: 1,
                waited: 0,
            });
        }
        self.tell(What::Answered { read });
    }

    /// How often a guarantee was violated, of how many cases.
    fn found(&mut self, guarantee: Guarantee) -> (u64, u64) {
        self.fold.close();
        let total = &self.fold.guarantees.totals[guarantee as usize];
        let noted = self.fold.figures(self.at, true).anomalies;
        let noted = noted.get(guarantee.word()).copied().unwrap_or(0);
        assert_eq!(noted, total.hits(), "each is an anomaly");
        (total.hits(), total.count())
    }
}

#[test]
fn a_read_has_to_show_what_its_session_knew_to_have_written() {
    for (heard, shown, who, expected) in [
        (true, false, ME, (1, 1)),
        (true, true, ME, (0, 1)),
        (false, false, ME, (0, 0)),
        (true, false, SessionId(1), (0, 0)),
    ] {
        let mut story = Story::new(Merge::Replace);
        let mine = story.write(ME, 2, heard);
        if shown {
            story.show(1, mine);
        }
        story.read(who, 1, &[2, 3]);
        assert_eq!(story.found(Guarantee::ReadYourWrites), expected);
    }
}

#[test]
fn a_superseded_write_is_reflected_and_a_change_that_is_missing_is_not() {
    for (merge, expected) in [(Merge::Replace, (0, 1)), (Merge::Add, (1, 1))] {
        let mut story = Story::new(merge);
        story.write(ME, 0, true);
        let newer = story.write(SessionId(1), 0, true);
        story.show(1, newer);
        story.read(ME, 1, &[0]);
        assert_eq!(
            story.found(Guarantee::ReadYourWrites),
            expected,
            "{merge:?}"
        );
    }
}

#[test]
fn a_read_has_to_show_what_its_session_was_shown_before() {
    let mut story = Story::new(Merge::Replace);
    let write = story.write(SessionId(7), 0, true);
    story.show(1, write);
    story.read(ME, 2, &[0, 1]);
    assert_eq!(
        story.found(Guarantee::MonotonicReads),
        (0, 0),
        "nothing had been shown"
    );
    story.read(ME, 1, &[0, 1]);
    story.read(ME, 2, &[1, 3]);
    assert_eq!(
        story.found(Guarantee::MonotonicReads),
        (0, 0),
        "of other keys"
    );
    story.read(ME, 2, &[0, 1]);
    story.read(SessionId(1), 2, &[0, 1]);
    assert_eq!(story.found(Guarantee::MonotonicReads), (1, 1));
    assert_eq!(
        story.fold.guarantees_of(ME)[Guarantee::MonotonicReads as usize],
        (1, 1)
    );
    assert_eq!(story.fold.guarantees_of(SessionId(1))[..4], [(0, 0); 4]);
}

#[test]
fn where_a_write_is_seen_the_earlier_ones_of_its_session_have_to_be() {
    for (heard, in_order, expected) in [
        (true, false, (1, 1)),
        (true, true, (0, 1)),
        (false, false, (0, 0)),
    ] {
        let mut story = Story::new(Merge::Replace);
        let first = story.write(ME, 0, heard);
        let second = story.write(ME, 1, true);
        let order = if in_order {
            [first, second]
        } else {
            [second, first]
        };
        for write in order {
            story.show(1, write);
        }
        assert_eq!(story.found(Guarantee::MonotonicWrites), expected);
    }
}

#[test]
fn where_a_write_is_seen_what_its_session_had_read_has_to_be() {
    for (reads_first, expected) in [(true, (1, 1)), (false, (0, 0))] {
        let mut story = Story::new(Merge::Replace);
        let other = story.write(SessionId(7), 0, true);
        story.show(1, other);
        if reads_first {
            story.read(ME, 1, &[0]);
        }
        let mine = story.write(ME, 1, true);
        story.show(2, mine);
        story.show(2, other);
        assert_eq!(story.found(Guarantee::WritesFollowReads), expected);
    }
}

#[test]
fn what_a_read_shows_of_several_keys_has_to_have_been_true_at_one_time() {
    // Key 0 is written before key 1; a replica that shows only the second shows what never was.
    for (shown, keys, expected) in [
        (vec![1], vec![0, 1], (1, 1)),
        (vec![0], vec![0, 1], (0, 1)),
        (vec![], vec![0, 1], (0, 1)),
        (vec![0, 1], vec![0, 1], (0, 1)),
        (vec![1], vec![1, 2], (0, 1)),
        (vec![1], vec![1], (0, 0)),
    ] {
        let mut story = Story::new(Merge::Replace);
        let writes = [0, 1].map(|key| story.write(ME, key, true));
        for nth in &shown {
            story.show(1, writes[*nth]);
        }
        story.read(SessionId(1), 1, &keys);
        let found = story.found(Guarantee::ConsistentPrefix);
        assert_eq!(found, expected, "{shown:?} {keys:?}");
    }
    // Of changes one may be missing between two: that was never true.
    let mut story = Story::new(Merge::Add);
    let writes = [0, 1, 2].map(|_| story.write(ME, 0, true));
    story.show(1, writes[0]);
    story.show(1, writes[2]);
    story.read(SessionId(1), 1, &[0, 1]);
    assert_eq!(story.found(Guarantee::ConsistentPrefix), (1, 1));
}
