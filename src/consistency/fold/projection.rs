//! What the fold does with the facts of views and commands: how each counts, what people see in views, and the
//! figures that come of it.

use super::Consistency;
use crate::consistency::measures::measure::Measure;
use crate::consistency::measures::report::Kept;
use crate::consistency::sessions::read_incidents::Met;
use crate::consistency::state::reads::Seen;
use crate::consistency::stats::named::Named;
use crate::facts::ids::{KeyIndex, ReadId, ReplicaId, SessionId};
use crate::facts::time::Micros;
use crate::facts::{Amount, Fact, Version, What};

impl Consistency {
    /// The figures that only views have.
    pub(super) fn projection_figures(&self, measures: &mut Named<Kept>, counts: &mut Named<u64>) {
        let of = &self.projection;
        let catch_up = Kept::Times(Box::new(of.catch_up.clone()), Vec::new());
        let re_applied = Kept::Numbers(Box::new(of.re_applied.clone()), "events");
        for (name, kept) in [
            (Measure::CatchUp.word(), catch_up),
            (Measure::ReApplied.word(), re_applied),
            (
                Measure::ViewsDisagree.word(),
                Kept::Share(of.disagree.clone()),
            ),
            (
                Measure::WentBackInTime.word(),
                Kept::Share(of.went_back.clone()),
            ),
        ] {
            measures.set(name, kept);
        }
        for (name, count) in [
            ("refused", of.refused),
            ("conflicts", of.conflicts),
            ("overdrafts", of.overdrafts),
            ("re-applied", of.re_applied_sum),
            ("write-model-reads", of.write_model_reads),
        ] {
            counts.set(name, count);
        }
    }

    /// Takes a fact of commands and projections.
    pub(super) fn fold_projection(&mut self, fact: &Fact) {
        let at = fact.at;
        if let What::Shows { replica, .. } = fact.what
            && let Some(place) = self.place(replica)
        {
            // Until an event is sent to it.
            self.replicas[place].is_brought = false;
        }
        let figures = &mut self.projection;
        match fact.what {
            What::Shows { replica, view } => figures.meet(replica, view),
            What::Declined { .. } => {
                figures.refused += 1;
                self.unavailable.record(false);
            }
            What::Conflicted { .. } => figures.conflicts += 1,
            What::Overdrawn { .. } => {
                figures.overdrafts += 1;
                self.overdraw(fact);
            }
            What::Resumed {
                applied,
                checkpoint,
                ..
            } => {
                let again = applied.saturating_sub(checkpoint);
                figures.re_applied.record(again);
                figures.re_applied_sum += again;
            }
            What::RebuildBegan {
                replica,
                emptied: true,
            } => {
                figures.rebuilding.push((replica, *fact));
                self.empty(at, replica);
            }
            What::Restored {
                replica,
                key,
                version,
                value,
            } => self.restore(at, replica, key, version, value),
            What::CaughtUp { replica, took } => {
                figures.rebuilding.retain(|(other, _)| *other != replica);
                figures.catch_up.record(took);
            }
            _ => {}
        }
    }

    /// A read of one key was judged: what it says about views.
    pub(super) fn watch_view(
        &mut self,
        at: Micros,
        (read, session): (ReadId, SessionId),
        (replica, key, value): (ReplicaId, KeyIndex, Amount),
        seen: Seen,
    ) {
        let met = Met {
            session,
            replica,
            key,
            read,
            missing: seen.first_missed,
            count: seen.behind,
        };
        let Some(view) = self.projection.view(replica) else {
            self.projection.write_model_reads += u64::from(!self.projection.views.is_empty());
            return;
        };
        if seen.behind > 0 && self.projection.rebuild_of(replica).is_some() {
            self.stale_while_rebuilt(at, met);
        }
        if self.projection.several {
            let other = self.replicas.iter().position(|other| {
                self.projection.view(other.id) != Some(view)
                    && other.keys[key as usize].value() != value
            });
            self.projection.disagree.record(other.is_some());
            if let Some(other) = other {
                self.disagree(at, met, other);
            }
        }
    }

    /// A replica forgot everything. What it had shown counts as shown; what it lacks now is its lag.
    fn empty(&mut self, at: Micros, replica: ReplicaId) {
        let Some(place) = self.place(replica) else {
            return;
        };
        self.marks.clear_applied(1 << place);
        self.guarantees.set_back(place);
        let mut lag = 0;
        for (state, truth) in self.replicas[place].keys.iter_mut().zip(&self.truth) {
            state.empty(at);
            lag += truth.version;
        }
        self.replicas[place].set_lag(at, lag);
        for key in 0..self.truth.len() as KeyIndex {
            self.doubts.resolve_key(place, key);
            self.judge(at, place, key);
        }
    }

    /// A key of a replica was set to what the log says up to a version.
    fn restore(
        &mut self,
        at: Micros,
        replica: ReplicaId,
        key: KeyIndex,
        version: Version,
        value: Amount,
    ) {
        let Some(place) = self.place(replica) else {
            return;
        };
        self.guarantees.set_back(place);
        let merge = self.replicas[place].merge;
        let truth = self.truth[key as usize];
        let state = &mut self.replicas[place].keys[key as usize];
        let before = state.pending(merge, truth);
        let missed = state.restore(version, value);
        let after = state.pending(merge, truth);
        let lag = self.replicas[place].lag.now() + after;
        self.replicas[place].set_lag(at, lag.saturating_sub(before));
        for missed in missed {
            self.count_shown(at, key, missed);
            if let Some(write) = self.commit_order.write(key, missed) {
                self.has_come(place, write);
            }
        }
        self.doubts.resolve_key(place, key);
        self.judge(at, place, key);
    }
}
