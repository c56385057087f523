//! The data about commands and views, where each have a model of their own: counts of refusals, conflicts and
//! overdrafts on one side; on the other which view a replica shows, which is rebuilt, and how often views disagree
//! or go back.

use crate::consistency::stats::distribution::Distribution;
use crate::consistency::stats::level::Share;
use crate::facts::Fact;
use crate::facts::ids::ReplicaId;

/// The figures of this file.
#[derive(Clone, Debug, Default)]
pub struct Projection {
    /// The view that each replica shows, by the number of the replica.
    pub(in crate::consistency) views: Vec<Option<u16>>,
    pub(in crate::consistency) several: bool,
    /// Replicas that were emptied and have not caught up.
    pub(in crate::consistency) rebuilding: Vec<(ReplicaId, Fact)>,
    pub(in crate::consistency) refused: u64,
    pub(in crate::consistency) conflicts: u64,
    pub(in crate::consistency) overdrafts: u64,
    pub(in crate::consistency) write_model_reads: u64,
    /// Events applied again after a checkpoint, per projector that came back.
    pub(in crate::consistency) re_applied: Distribution,
    pub(in crate::consistency) re_applied_sum: u64,
    pub(in crate::consistency) catch_up: Distribution,
    /// Of the reads of a key that another view shows too: whether that showed something else.
    pub(in crate::consistency) disagree: Share,
    /// Of the reads of a key of which the session had been shown a write before in the same view:
    /// whether something of that was missing.
    pub(in crate::consistency) went_back: Share,
}

impl Projection {
    /// Whether there are views.
    pub fn is_on(&self) -> bool {
        !self.views.is_empty()
    }

    /// The view that a replica shows.
    pub fn view(&self, replica: ReplicaId) -> Option<u16> {
        self.views.get(usize::from(replica.0)).copied().flatten()
    }

    pub(in crate::consistency) fn meet(&mut self, replica: ReplicaId, view: u16) {
        let place = usize::from(replica.0);
        self.views.resize(self.views.len().max(place + 1), None);
        self.views[place] = Some(view);
        self.several |= view > 0;
    }

    /// The fact by which a rebuild of a replica began that goes on where people see it.
    pub(in crate::consistency) fn rebuild_of(&self, replica: ReplicaId) -> Option<Fact> {
        let going = self.rebuilding.iter().find(|(of, _)| *of == replica);
        going.map(|(_, began)| *began)
    }
}
