//! The digest of a run: a hash over its facts in a fixed layout.
//!
//! Two runs with the same digest did the same. The layout has no float and nothing whose size
//! depends on the platform; each fact is a kind, an instant and a fixed number of words. Changing
//! it, or what a scenario does, changes the golden digests of the tests.

use crate::sim::draw::finalize;
use crate::sim::fact::{Fact, Fault, Letter, Merge, Past, What};
use crate::sim::ids::{ReplicaId, WriteId};

/// A running hash of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0x6472_6966_7473_636f)
    }
}

impl Digest {
    /// The hash of everything so far.
    pub fn value(self) -> u64 {
        self.0
    }

    /// Takes the next fact.
    pub fn fold(&mut self, fact: &Fact) {
        let cause = fact.cause.map_or(0, |message| message.0 + 1);
        match fact.what {
            What::Replica {
                replica,
                node,
                source,
                keys,
                merge,
            } => {
                let kind = u64::from(source) << 1 | u64::from(merge == Merge::Add);
                let places = u64::from(replica.0) << 16 | u64::from(node.0);
                self.words(1, fact.at, cause, [places, kind, u64::from(keys), 0]);
            }
            What::Requested {
                write,
                key,
                session,
            } => {
                let words = [write.0, u64::from(key), u64::from(session.0), 0];
                self.words(2, fact.at, cause, words);
            }
            What::Asked { read, session, key } => {
                let words = [read.0, u64::from(key), u64::from(session.0), 0];
                self.words(16, fact.at, cause, words);
            }
            What::Read {
                read,
                session,
                replica,
                key,
                version,
                value,
                waited,
            } => {
                let place = u64::from(replica.0) << 32 | u64::from(key);
                let found = version << 32 | u64::from(session.0);
                let words = [read.0, place, found, value.cast_unsigned() ^ waited << 40];
                self.words(17, fact.at, cause, words);
            }
            What::Answered { read } => self.words(18, fact.at, cause, [read.0, 0, 0, 0]),
            What::Committed {
                write,
                key,
                version,
                value,
            } => {
                let words = [write.0, u64::from(key), version, value.cast_unsigned()];
                self.words(3, fact.at, cause, words);
            }
            What::Acknowledged { write } => self.words(4, fact.at, cause, [write.0, 0, 0, 0]),
            What::Applied {
                replica,
                write,
                key,
                version,
                value,
            } => {
                let place = u64::from(replica.0) << 32 | u64::from(key);
                let words = [write.0, place, version, value.cast_unsigned()];
                self.words(5, fact.at, cause, words);
            }
            What::Skipped {
                replica,
                write,
                key,
                version,
                why,
            } => {
                let place = u64::from(replica.0) << 32 | u64::from(key);
                self.words(6, fact.at, cause, [write.0, place, version, why as u64]);
            }
            What::Sent { letter, due } => {
                let [outside, about, attempt] = of_letter(&letter);
                self.words(7, fact.at, cause, [outside, about, attempt, due]);
            }
            What::Delivered { letter } => {
                let [outside, about, attempt] = of_letter(&letter);
                self.words(8, fact.at, cause, [outside, about, attempt, 0]);
            }
            What::Lost { letter, why } => {
                let [outside, about, attempt] = of_letter(&letter);
                self.words(9, fact.at, cause, [outside, about, attempt, why as u64]);
            }
            What::Started {
                node,
                write,
                attempt,
            } => {
                let words = [write.0, u64::from(node.0), u64::from(attempt), 0];
                self.words(10, fact.at, cause, words);
            }
            What::Failed {
                node,
                write,
                key,
                attempt,
                blocking,
            } => {
                let tries = u64::from(attempt) << 1 | u64::from(blocking);
                self.words(
                    11,
                    fact.at,
                    cause,
                    [write.0, u64::from(node.0), u64::from(key), tries],
                );
            }
            What::Retried {
                node,
                write,
                attempt,
                wait,
            } => {
                let words = [write.0, u64::from(node.0), u64::from(attempt), wait];
                self.words(12, fact.at, cause, words);
            }
            What::DeadLettered {
                node,
                replica,
                write,
                key,
            } => {
                let words = [
                    write.0,
                    u64::from(node.0),
                    of_replica(replica),
                    u64::from(key),
                ];
                self.words(13, fact.at, cause, words);
            }
            What::Gone {
                replica,
                write,
                key,
                why,
            } => {
                let words = [write.0, of_replica(replica), u64::from(key), why as u64];
                self.words(14, fact.at, cause, words);
            }
            // Findings follow from the state of the run, and change nothing.
            What::WillNotCome { .. } | What::WillNotMend { .. } | What::WillNotRelease { .. } => {}
            What::Began { write, key } => {
                self.words(30, fact.at, cause, [write.0, u64::from(key), 0, 0]);
            }
            What::Reserved {
                node,
                write,
                key,
                over,
            } => {
                let words = [write.0, u64::from(node.0), u64::from(key), u64::from(over)];
                self.words(31, fact.at, cause, words);
            }
            What::Refused {
                node,
                write,
                key,
                why,
            } => {
                let words = [write.0, u64::from(node.0), u64::from(key), why as u64];
                self.words(32, fact.at, cause, words);
            }
            What::Undoing {
                node,
                write,
                attempt,
            } => {
                let words = [write.0, u64::from(node.0), u64::from(attempt), 0];
                self.words(33, fact.at, cause, words);
            }
            What::Released {
                node,
                write,
                key,
                wiped,
            } => {
                let words = [write.0, u64::from(node.0), u64::from(key), u64::from(wiped)];
                self.words(34, fact.at, cause, words);
            }
            What::Left { node, write, key } => {
                let words = [write.0, u64::from(node.0), u64::from(key), 0];
                self.words(60, fact.at, cause, words);
            }
            What::UndoFailed {
                node,
                write,
                key,
                attempt,
            } => {
                let node = u64::from(node.0);
                let words = [write.0, node, u64::from(key), u64::from(attempt)];
                self.words(35, fact.at, cause, words);
            }
            What::Ended { write, key, how } => {
                let words = [write.0, u64::from(key), how as u64, 0];
                self.words(36, fact.at, cause, words);
            }
            What::Fault(fault) => {
                let (kind, place) = match fault {
                    Fault::Crashed(node) => (1, node.0),
                    Fault::Restarted(node) => (2, node.0),
                    Fault::Stopped(node) => (5, node.0),
                    Fault::Started(node) => (6, node.0),
                    Fault::Cut(link) => (3, link.0),
                    Fault::Mended(link) => (4, link.0),
                };
                self.words(15, fact.at, cause, [kind, u64::from(place), 0, 0]);
            }
            // Background sync.
            What::Scheduled { every } => self.words(25, fact.at, cause, [every, 0, 0, 0]),
            What::RunBegan { run, beside } => {
                self.words(20, fact.at, cause, [run, u64::from(beside), 0, 0]);
            }
            What::RunEnded { run, how, moved } => {
                self.words(21, fact.at, cause, [run, how as u64, u64::from(moved), 0]);
            }
            What::Removed { replica, key } => {
                let place = u64::from(replica.0) << 32 | u64::from(key);
                self.words(22, fact.at, cause, [place, 0, 0, 0]);
            }
            What::Wrote {
                replica,
                write,
                key,
                value,
                past,
            } => {
                let place = u64::from(replica.0) << 32 | u64::from(key);
                let words = [write.0, place, of_past(past), value.cast_unsigned()];
                self.words(23, fact.at, cause, words);
            }
            What::Merged {
                replica,
                key,
                write,
                sibling,
                value,
                past,
                written,
                kept,
            } => {
                let place = u64::from(replica.0) << 32 | u64::from(key);
                let sibling = sibling.map_or(0, |write| write.0 + 1);
                let heads = write.0 ^ sibling.rotate_left(24) ^ (kept as u64) << 60;
                let value = value.cast_unsigned() ^ written.rotate_left(20);
                self.words(24, fact.at, cause, [heads, place, of_past(past), value]);
            }
            // CQRS.
            What::Shows { replica, view } => {
                let words = [u64::from(replica.0), u64::from(view), 0, 0];
                self.words(40, fact.at, cause, words);
            }
            What::Declined { write, key, why } => {
                let words = [write.0, u64::from(key), why as u64, 0];
                self.words(41, fact.at, cause, words);
            }
            What::Conflicted {
                write,
                key,
                attempt,
            } => {
                let words = [write.0, u64::from(key), u64::from(attempt), 0];
                self.words(42, fact.at, cause, words);
            }
            What::Overdrawn {
                write,
                key,
                believed,
                value,
            } => {
                let (believed, value) = (believed.cast_unsigned(), value.cast_unsigned());
                let words = [write.0, u64::from(key), believed, value];
                self.words(43, fact.at, cause, words);
            }
            What::Resumed {
                replica,
                applied,
                checkpoint,
            } => {
                let words = [u64::from(replica.0), applied, checkpoint, 0];
                self.words(44, fact.at, cause, words);
            }
            What::RebuildBegan { replica, emptied } => {
                let words = [u64::from(replica.0), u64::from(emptied), 0, 0];
                self.words(45, fact.at, cause, words);
            }
            What::Restored {
                replica,
                key,
                version,
                value,
            } => {
                let place = u64::from(replica.0) << 32 | u64::from(key);
                self.words(
                    46,
                    fact.at,
                    cause,
                    [place, version, value.cast_unsigned(), 0],
                );
            }
            What::CaughtUp { replica, took } => {
                self.words(47, fact.at, cause, [u64::from(replica.0), took, 0, 0]);
            }
        }
    }

    fn words(&mut self, kind: u64, at: u64, cause: u64, words: [u64; 4]) {
        // The products do not wait for each other; only the last step waits for the last fact. Odd
        // factors lose no bit of a word.
        let [a, b, c, d] = words;
        let sum = (at ^ kind << 56)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .wrapping_add(cause.wrapping_mul(0xc2b2_ae3d_27d4_eb4f))
            .wrapping_add(a.wrapping_mul(0x1656_67b1_9e37_79f9))
            .wrapping_add(b.wrapping_mul(0x85eb_ca77_c2b2_ae63))
            .wrapping_add(c.wrapping_mul(0x27d4_eb2f_1656_67c5))
            .wrapping_add(d.wrapping_mul(0xff51_afd7_ed55_8ccd));
        self.0 = finalize(self.0.rotate_left(23) ^ sum);
    }
}

fn of_letter(letter: &Letter) -> [u64; 3] {
    let outside = u64::from(letter.from.0)
        | u64::from(letter.to.0) << 16
        | (letter.kind as u64) << 32
        | u64::from(letter.copy) << 40
        | (letter.care as u64) << 48;
    let write = letter.write.map_or(u64::MAX, |WriteId(write)| write);
    let key = letter.key.map_or(u64::from(u32::MAX), u64::from);
    let attempt = u64::from(letter.attempt) << 32 | key;
    [outside ^ letter.message.0.rotate_left(17), write, attempt]
}

fn of_past([here, there]: Past) -> u64 {
    u64::from(here) << 32 | u64::from(there)
}

fn of_replica(replica: Option<ReplicaId>) -> u64 {
    replica.map_or(u64::MAX, |ReplicaId(replica)| u64::from(replica))
}
