//! When an incident ended, recomputed from the raw facts.

use std::collections::BTreeSet;

use driftscope::consistency::{Closing, Outcome};
use driftscope::facts::ids::WriteId;
use driftscope::facts::{Merge, What};

use crate::history::AtCopy;
use crate::incidents::{Case, Right, must};

impl Case<'_> {
    /// It ends when all these copies show a version or make up for it.
    pub fn ends_by(&self, places: &[usize], version: u64) -> Right {
        let mut last: Option<(usize, Outcome)> = None;
        let mut never = false;
        let mut before = None;
        for &place in places {
            let so = |copy: &AtCopy| self.history.reflects(copy, version);
            let now = self.copy(place);
            if so(&now) {
                before = before.or(Some(self.outcome(&now, version)));
                continue;
            }
            match self.history.first_when(place, self.key(), self.nth, so) {
                Some((nth, copy)) if last.is_none_or(|(other, _)| nth > other) => {
                    last = Some((nth, self.outcome(&copy, version)));
                }
                Some(_) => {}
                None => never = true,
            }
        }
        if last.is_none() && !never {
            let at = self.incident.at;
            let expected = before.map(|how| Closing { at, how });
            return must(self.incident.closing == expected, "it had ended before");
        }
        self.ended(last.filter(|_| !never))
    }

    /// It ends when a copy shows a write or makes up for it, or when it turns out that it never will.
    pub fn ends_unless_denied(&self, place: usize, write: WriteId) -> Right {
        let version = self.version(write);
        let so = |copy: &AtCopy| self.history.reflects(copy, version);
        let end = self.history.first_when(place, self.key(), self.nth, so);
        let end = end.map(|(nth, copy)| (nth, self.outcome(&copy, version)));
        if let Some((_, Outcome::Came)) = end {
            return self.ended(end);
        }
        let (denied, later) = self.history.denied(write, place, self.nth);
        if denied {
            let at = self.incident.at;
            let how = Outcome::Never;
            return must(self.incident.closing == Some(Closing { at, how }), "denied");
        }
        let first = |nth: &usize| end.is_none_or(|(end, _)| *nth < end);
        let never = later.filter(first).map(|nth| (nth, Outcome::Never));
        self.ended(never.or(end))
    }

    pub fn outcome(&self, copy: &AtCopy, version: u64) -> Outcome {
        if self.history.merge == Merge::Add || copy.shown.version == version {
            Outcome::Came
        } else {
            Outcome::Overtaken
        }
    }

    /// It ends when the copy has nothing twice any more: it is emptied, or the key set to what all writes
    /// come to. That its sum is right for a while by chance ends nothing.
    pub fn ends_single(&self, place: usize) -> Right {
        let (id, key) = (self.history.replicas[place].id, self.key());
        let mut later = self.nth + 1..self.history.facts.len();
        let end = later.find(|nth| match self.history.facts[*nth].what {
            What::Restored {
                replica, key: of, ..
            } => replica == id && of == key,
            What::RebuildBegan { replica, emptied } => replica == id && emptied,
            _ => false,
        });
        self.ended(end.map(|nth| (nth, Outcome::Righted)))
    }

    /// Whether something is missing for good in a key of a copy after a fact, or there twice for good.
    pub fn is_broken(&self, place: usize, nth: usize) -> bool {
        self.breaks(place, nth).next_back() == Some(true)
    }

    /// After each fact up to one: whether a key of a copy is broken for good. Of deltas.
    fn breaks(&self, place: usize, upto: usize) -> impl DoubleEndedIterator<Item = bool> + use<'_> {
        let (id, key) = (self.history.replicas[place].id, self.key());
        let mut gone = BTreeSet::new();
        let mut is_spoilt = false;
        let all = self.history.facts[..=upto].iter().map(move |fact| {
            match fact.what {
                What::WillNotCome {
                    replica,
                    write,
                    key: of,
                    ..
                } if of == key && replica.is_none_or(|replica| replica == id) => {
                    gone.insert(self.version(write));
                }
                What::WillNotMend {
                    replica, key: of, ..
                } if of == key && replica == id => is_spoilt = true,
                What::Applied {
                    replica,
                    key: of,
                    version,
                    ..
                } if of == key && replica == id => {
                    gone.remove(&version);
                }
                What::RebuildBegan {
                    replica,
                    emptied: true,
                } if replica == id => {
                    gone.clear();
                    is_spoilt = false;
                }
                What::Restored {
                    replica,
                    key: of,
                    version,
                    ..
                } if of == key && replica == id => {
                    gone.retain(|&gone| gone > version);
                    is_spoilt = false;
                }
                _ => {}
            }
            is_spoilt || !gone.is_empty()
        });
        all.collect::<Vec<_>>().into_iter()
    }

    /// It ends when the copy neither misses anything for good nor has anything twice for good.
    pub fn ends_whole(&self, place: usize) -> Right {
        let all = self.breaks(place, self.history.facts.len() - 1);
        let mut later = all.enumerate().skip(self.nth + 1);
        let end = later.find(|(_, is_broken)| !is_broken);
        self.ended(end.map(|(nth, _)| (nth, Outcome::Righted)))
    }

    /// It ended by this fact, and the fact stands in its trail; or it has not ended.
    pub fn ended(&self, end: Option<(usize, Outcome)>) -> Right {
        let expected = end.map(|(nth, how)| {
            let at = self.history.facts[nth].at;
            Closing { at, how }
        });
        if self.incident.closing != expected {
            return Err(format!("it ended by {expected:?}"));
        }
        let last = end.map(|(nth, _)| &self.history.facts[nth]);
        must(
            last.is_none() || self.incident.trail.last() == last,
            "not by the last fact",
        )
    }
}
