//! What the fold does for t-visibility: which pairs of a write and a copy count, from when on, and which are not so
//! far.

use super::Consistency;
use crate::consistency::state::commits::Commit;
use crate::consistency::stats::survival::Censored;
use crate::facts::Version;
use crate::facts::ids::KeyIndex;
use crate::facts::time::Micros;

use crate::consistency::measures::visibility::{Visible, curve};
impl Consistency {
    /// The curve up to an instant, from the earliest point to the latest; empty where there is no data.
    pub fn visibility(&self, now: Micros) -> Vec<Visible> {
        curve(&self.visible, &self.unseen(now), self.copies())
    }

    /// How long the pairs have waited in which the copy does not show the write yet.
    pub(super) fn unseen(&self, now: Micros) -> Censored {
        if !self.is_two_way() {
            return self.commits.missing_for(now);
        }
        let mut pairs = self.open_sides(now);
        // What was overwritten unseen never comes.
        if self.sides.lost > 0 {
            pairs.push((Micros::MAX, self.sides.lost as u32));
        }
        pairs
    }

    /// How many copies a write makes pairs with.
    pub(super) fn copies(&self) -> u64 {
        if self.is_two_way() {
            1
        } else {
            self.replicas.len() as u64
        }
    }

    /// One more replica shows this version of a key or a newer one.
    pub(super) fn count_shown(&mut self, at: Micros, key: KeyIndex, version: Version) {
        if let Some(commit) = self.close_commit(at, key, version) {
            self.visible.record(at - commit.at);
            if commit.missing == 0 {
                self.end_story(commit.write);
                self.window.record(at - commit.at);
            }
        }
    }

    /// One more replica does not miss this version of a key any more: the commit, if it was open.
    pub(super) fn close_commit(
        &mut self,
        at: Micros,
        key: KeyIndex,
        version: Version,
    ) -> Option<Commit> {
        let commit = self.commits.shown(key, version)?;
        if commit.missing == 0 {
            self.convergence.close(at, commit.at);
            self.marks.close(commit.write);
        }
        Some(commit)
    }
}
