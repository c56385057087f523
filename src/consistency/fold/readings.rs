//! What the fold has to say: states of keys, histories, and all figures at an instant.

use super::Consistency;
use crate::consistency::incidents::incident::Incident;
use crate::consistency::incidents::ticks::Tick;
use crate::consistency::measures::measure::Measure;
use crate::consistency::measures::report::{Age, Figures, Kept, Subject};
use crate::consistency::state::freshness::Freshness;
use crate::consistency::state::keys::Truth;
use crate::consistency::stats::distribution::Distribution;
use crate::consistency::stats::level::Level;
use crate::consistency::stats::named::Named;
use crate::consistency::stats::series::Series;
use crate::facts::ids::{KeyIndex, NodeId, ReplicaId, WriteId};
use crate::facts::time::Micros;

impl Consistency {
    /// Whether somebody has asked for a write, or for a saga, so far.
    pub fn was_requested(&self, write: WriteId) -> bool {
        self.marks.was_requested(write)
    }

    /// How a key of a replica stands. The source is always in step.
    pub fn freshness(&self, replica: ReplicaId, key: KeyIndex) -> Freshness {
        let found = self
            .place(replica)
            .and_then(|place| self.replicas.get(place));
        let Some(replica) = found else {
            return Freshness::InStep;
        };
        let (Some(state), Some(&truth)) =
            (replica.keys.get(key as usize), self.truth.get(key as usize))
        else {
            return Freshness::InStep;
        };
        if !state.wrong {
            return Freshness::InStep;
        }
        if self.is_two_way() {
            // Where only the other side misses something, this one has all there is.
            let missed = self.missed_by(replica.id, key, Micros::MAX);
            return missed.map_or(Freshness::InStep, |(since, behind)| Freshness::Stale {
                since,
                behind,
            });
        }
        let pending = self.commits.get(key, state.first_pending(replica.merge));
        state.freshness(replica.merge, truth, pending.map(|commit| commit.at))
    }

    /// The first key from one on that a replica shows otherwise than it is.
    pub fn next_wrong(&self, replica: ReplicaId, from: KeyIndex) -> Option<KeyIndex> {
        let place = self.place(replica)?;
        self.replicas.get(place)?.wrong.next(from)
    }

    /// How many keys there is a truth about.
    pub fn keys(&self) -> usize {
        self.truth.len()
    }

    /// What a key should show.
    pub fn truth(&self, key: KeyIndex) -> Option<Truth> {
        self.truth.get(key as usize).copied()
    }

    /// What a key of a replica shows: version last applied, and value.
    pub fn shown(&self, replica: ReplicaId, key: KeyIndex) -> Option<Truth> {
        let state = self.replicas[self.place(replica)?].keys.get(key as usize)?;
        Some(Truth {
            version: state.shown(),
            value: state.value(),
        })
    }

    /// The replicas besides the source, in the order of their identities, and their nodes.
    pub fn replicas(&self) -> impl Iterator<Item = (ReplicaId, NodeId)> + '_ {
        self.replicas
            .iter()
            .map(|replica| (replica.id, replica.node))
    }

    /// All stores, the originals first, and their nodes; none in sagas, whose stores hold no copies.
    pub fn stores(&self) -> impl Iterator<Item = (ReplicaId, NodeId)> + '_ {
        self.originals.iter().copied().chain(self.replicas())
    }

    /// Writes committed and neither applied nor superseded at a replica.
    pub fn lag(&self, replica: ReplicaId) -> u64 {
        self.place(replica)
            .map_or(0, |place| self.replicas[place].lag.now())
    }

    /// The lag of each replica over time.
    pub fn lag_history(&self) -> impl Iterator<Item = (ReplicaId, &Series)> + '_ {
        self.replicas
            .iter()
            .map(|replica| (replica.id, &replica.history))
    }

    /// How many keys of replicas differ from the truth, over time.
    pub fn wrong_history(&self) -> &Series {
        &self.wrong_history
    }

    /// When anomalies were seen, over the whole run.
    pub fn ticks(&self) -> &[Tick] {
        self.anomalies.ticks()
    }

    /// How often each thing went wrong, those that never did left out.
    pub fn anomalies(&self) -> Named<u64> {
        self.anomalies.counts()
    }

    /// What went wrong, oldest first, as far as it is kept.
    pub fn incidents(&self) -> &[Incident] {
        self.anomalies.kept()
    }

    /// What went wrong as the nth thing, if it is kept.
    pub fn incident(&self, nth: u64) -> Option<&Incident> {
        self.anomalies.find(nth)
    }

    /// Keys for which some replica differs from the truth; while the run goes on, only those that
    /// will not come right by themselves.
    fn diverged(&self, ended: bool) -> u64 {
        let differs = |key: &KeyIndex| {
            self.replicas.iter().any(|replica| {
                let state = &replica.keys[*key as usize];
                state.wrong && (ended || state.diverged)
            })
        };
        // Of many keys few are wrong anywhere.
        let wrong = |from: KeyIndex| {
            let replicas = self.replicas.iter();
            replicas
                .filter_map(|replica| replica.wrong.next(from))
                .min()
        };
        let all = std::iter::successors(wrong(0), |key| wrong(key + 1));
        all.filter(differs).count() as u64
    }

    /// All figures at an instant.
    pub fn figures(&self, now: Micros, ended: bool) -> Figures {
        let mut open = self.commits.open_for(now);
        open.extend(self.open_sides(now));
        open.extend(self.sagas.open_windows(now));
        let mut lag = Level::default();
        let mut age = Age::default();
        for replica in &self.replicas {
            let mut upto_now = replica.lag.clone();
            upto_now.pass(now);
            lag.merge(&upto_now);
            age.merge(&replica.age_at(now));
        }
        let times = |times: &Distribution, open| Kept::Times(Box::new(times.clone()), open);
        let mut measures = Named::from_iter([
            (
                Measure::Propagation.word(),
                times(&self.propagation, Vec::new()),
            ),
            (
                Measure::InconsistencyWindow.word(),
                times(&self.window, open),
            ),
            (
                Measure::TVisibility.word(),
                times(&self.visible, self.unseen(now)),
            ),
            (
                Measure::WriteLatency.word(),
                times(&self.write_latency, Vec::new()),
            ),
            (
                Measure::Convergence.word(),
                times(&self.convergence.times, self.convergence.open(now)),
            ),
            (Measure::Lag.word(), Kept::Level(Box::new(lag), "events")),
            (Measure::AgeOfInformation.word(), Kept::Age(age)),
            (
                Measure::Unavailable.word(),
                Kept::Share(self.unavailable.clone()),
            ),
            (
                Measure::StaleReads.word(),
                Kept::Share(self.reads.stale.clone()),
            ),
            (
                Measure::VersionsBehind.word(),
                Kept::Numbers(Box::new(self.reads.behind.clone()), "versions"),
            ),
            (Measure::ReadAge.word(), times(&self.reads.age, Vec::new())),
            (
                Measure::ReadLatency.word(),
                times(&self.reads.latency, Vec::new()),
            ),
            (
                Measure::AddedLatency.word(),
                times(&self.reads.added, Vec::new()),
            ),
            (
                Measure::Reordered.word(),
                Kept::Share(self.reordered.clone()),
            ),
            (
                Measure::Redelivered.word(),
                Kept::Share(self.redelivered.clone()),
            ),
        ]);
        for (name, kept) in self.guarantee_figures() {
            measures.set(name, kept);
        }
        let counts = &self.counts;
        let mut counts = Named::from_iter([
            ("requested", counts.requested),
            ("committed", counts.committed),
            ("reads", self.reads.asked),
            ("publications", counts.publications),
            ("transmissions", counts.transmissions),
            ("deliveries", counts.deliveries),
            ("effects", counts.effects),
            ("lost-messages", counts.lost_messages),
            ("lost", counts.lost),
            ("duplicate-effects", counts.duplicate_effects),
            ("duplicates-ignored", counts.duplicates_ignored),
            ("stale-ignored", counts.stale_ignored),
            ("skipped", counts.skipped),
            ("open", self.commits.open() + self.sides.open),
            ("retries", counts.retries),
            ("failures", counts.failures),
            ("dead-letters", counts.dead_letters),
            ("crashes", counts.crashes),
            ("reordered", self.reordered.hits()),
            ("diverged", self.diverged(ended)),
        ]);
        if self.rows.is_scheduled {
            self.sync_figures(now, &mut measures, &mut counts);
        } else if self.subject == Subject::Bookings {
            self.saga_figures(&mut measures, &mut counts);
        } else if self.projection.is_on() {
            self.projection_figures(&mut measures, &mut counts);
        }
        if self.subject != Subject::Copies {
            // Where nobody is the one source of truth there are no commits to wait for.
            measures.set(
                Measure::Convergence.word(),
                times(&Distribution::default(), Vec::new()),
            );
        }
        Figures {
            measures,
            counts,
            anomalies: self.anomalies.counts(),
            left_out: self.left_out.counts().clone(),
            subject: self.subject,
            copies: self.copies(),
        }
    }

    /// The figures of sagas.
    fn saga_figures(&self, measures: &mut Named<Kept>, counts: &mut Named<u64>) {
        let sagas = &self.sagas;
        let times = |times: &Distribution| Kept::Times(Box::new(times.clone()), Vec::new());
        let numbers = |of: &Distribution, unit| Kept::Numbers(Box::new(of.clone()), unit);
        for (name, kept) in [
            (Measure::SagaDuration.word(), times(&sagas.duration)),
            (
                Measure::CompletedDuration.word(),
                times(&sagas.completed_duration),
            ),
            (
                Measure::Attempts.word(),
                numbers(&sagas.attempts, "attempts"),
            ),
            (
                Measure::Compensations.word(),
                numbers(&sagas.compensations, "steps"),
            ),
            (Measure::Success.word(), Kept::Share(sagas.success.clone())),
            (
                Measure::UncommittedRead.word(),
                Kept::Share(sagas.uncommitted.clone()),
            ),
            (Measure::DirtyRead.word(), Kept::Share(sagas.dirty.clone())),
            (
                Measure::Orphaned.word(),
                Kept::Share(sagas.orphaned.clone()),
            ),
            (
                Measure::LeftBehind.word(),
                Kept::Share(sagas.left_behind.clone()),
            ),
            (
                Measure::DoubleBooked.word(),
                Kept::Share(sagas.doubled.clone()),
            ),
        ] {
            measures.set(name, kept);
        }
        for (name, count) in [
            ("sagas", sagas.began),
            ("in-flight", sagas.in_flight()),
            ("completed", sagas.completed),
            ("compensated", sagas.compensated),
            ("stuck", sagas.stuck),
            ("orphans", sagas.orphans),
            ("double-bookings", sagas.double_bookings),
            ("overbooked", sagas.overbooked),
            ("lost-updates", sagas.lost_updates),
            ("refusals", sagas.refusals),
            ("taken-back", sagas.taken_back),
            ("sold-out", sagas.sold_out),
            ("turned-away", sagas.turned_away),
        ] {
            counts.set(name, count);
        }
    }
}
