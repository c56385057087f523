//! What the fold does when something goes wrong with the runs of a job or with its rows: it tells each as an
//! incident with its trail, and how it ended.

use super::Consistency;
use crate::consistency::incidents::anomaly::Anomaly;
use crate::consistency::incidents::chronicle::{Placed, Scribe};
use crate::consistency::incidents::incident::{Incident, Outcome};
use crate::consistency::processes::sides::Own;
use crate::consistency::state::keys::Truth;
use crate::facts::ids::{KeyIndex, ReplicaId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{ABSENT, Amount, Fact, RunEnd, Version, What};

use crate::consistency::incidents::run_trails::{Awaited, RunTrails, keep, place_of};
impl Consistency {
    fn scribe(&mut self) -> (&mut RunTrails, Scribe<'_>) {
        let scribe = Scribe {
            chronicle: &self.chronicle,
            anomalies: &mut self.anomalies,
        };
        (&mut self.rows.trails, scribe)
    }

    /// A run began beside so many others.
    pub(super) fn follow_run(&mut self, at: Micros, run: u64, beside: u32) {
        let (trails, mut scribe) = self.scribe();
        let Some(began) = scribe.chronicle.last() else {
            return;
        };
        trails.begin(run, began);
        if beside > 0 {
            let runs: Vec<Placed> = trails.under_way().map(|run| run.began).collect();
            let incident = Incident {
                committed: runs.first().map(|(_, first)| first.at),
                count: u64::from(beside) + 1,
                ..Incident::new(at, Anomaly::OverlappingRuns)
            };
            let nth = scribe.record(incident, &runs);
            keep(&mut trails.overlapping, run, nth);
        }
    }

    /// A run ended, with so many rows moved: what that begins and ends.
    pub(super) fn follow_end(&mut self, at: Micros, run: u64, how: RunEnd, moved: u32) {
        let (trails, mut scribe) = self.scribe();
        let Some(ended) = scribe.chronicle.last() else {
            return;
        };
        let known = trails.end(run, ended, how == RunEnd::Done);
        if how == RunEnd::Failed {
            // A run does not go on while a store that it needs is down.
            let crash = scribe.chronicle.last_down();
            let incident = Incident {
                node: crash.map(|(node, _)| node),
                committed: known.map(|known| known.began.1.at),
                count: u64::from(moved),
                ..Incident::new(at, Anomaly::RunFailed)
            };
            let crash = crash.map(|(_, fact)| fact);
            let facts = [known.map(|known| known.began), crash, Some(ended)];
            let facts: Vec<Placed> = facts.into_iter().flatten().collect();
            let nth = scribe.record(incident, &facts);
            keep(&mut trails.failed, run, nth);
        }
        if how == RunEnd::Done {
            trails.failed.retain(|&(failed, nth)| {
                let later = failed < run;
                if later {
                    scribe.close(nth, Outcome::Righted);
                }
                !later
            });
        }
        if trails.under_way().nth(1).is_none() {
            for (_, nth) in trails.overlapping.drain(..) {
                scribe.close(nth, Outcome::Righted);
            }
        }
    }

    /// A row of a replica will not get what a write says. `shown` is what the replica shows of it.
    pub(super) fn record_row(
        &mut self,
        at: Micros,
        what: Anomaly,
        (place, key): (usize, KeyIndex),
        write: WriteId,
        shown: Truth,
    ) {
        let mark = self.marks.get(write).copied();
        let version = mark.map_or(0, |mark| mark.version);
        let is_commit = |(_, fact): &&Placed| matches!(fact.what, What::Committed { .. });
        let commit = self.chronicle.about(write).find(is_commit).copied();
        let untold = self.rows.trails.untold.get(u64::from(key));
        let committed = commit
            .map(|(_, fact)| fact.at)
            .or(self.commits.get(key, version).map(|commit| commit.at))
            .or(untold.filter(|(by, _)| *by == write).map(|(_, at)| *at));
        let runs = commit.map(|(commit, _)| self.rows.trails.passed_by(commit));
        let truth = self.truth[key as usize];
        let replica = &self.replicas[place];
        let incident = Incident {
            session: mark.map(|mark| mark.session),
            node: Some(replica.node),
            replica: Some(replica.id),
            key: Some(key),
            write: Some(write),
            found: Some(shown),
            truth: Some(truth),
            committed,
            count: truth.version.saturating_sub(shown.version),
            ..Incident::new(at, what)
        };
        let (trails, mut scribe) = self.scribe();
        let mut facts = runs.unwrap_or_default();
        facts.extend(scribe.chronicle.last());
        let nth = scribe.record(incident, &facts);
        if what == Anomaly::MissedRow && shown.version >= version {
            // It has that or something newer already, or never had the row that is deleted.
            scribe.close(nth, Outcome::Righted);
            return;
        }
        let awaited = trails.rows.entry(place_of(place, key), Vec::new);
        scribe.anomalies.tidy(awaited, |row| row.nth);
        awaited.push(Awaited { what, version, nth });
    }

    /// What is known of a write to a row and of the runs that passed it by, oldest first.
    pub(super) fn row_story(&self, write: WriteId) -> Vec<Fact> {
        let is_commit = |(_, fact): &&Placed| matches!(fact.what, What::Committed { .. });
        let commit = self.chronicle.about(write).find(is_commit);
        let runs = commit.map(|(commit, _)| self.rows.trails.passed_by(*commit));
        self.chronicle.trail(Some(write), &runs.unwrap_or_default())
    }

    /// A replica shows a version of a row from now on: what ends by that.
    pub(super) fn end_row(
        &mut self,
        (place, key): (usize, KeyIndex),
        version: Version,
        value: Amount,
    ) {
        if self.rows.trails.rows.is_empty() {
            return;
        }
        let number = place_of(place, key);
        let (trails, mut scribe) = self.scribe();
        let Some(awaited) = trails.rows.get_mut(number) else {
            return;
        };
        awaited.retain(|row| {
            let how = match row.what {
                Anomaly::GhostRow if value == ABSENT => Outcome::Righted,
                Anomaly::MissedRow if version == row.version => Outcome::Came,
                Anomaly::MissedRow if version > row.version => Outcome::Overtaken,
                _ => return true,
            };
            scribe.close(row.nth, how);
            false
        });
        if awaited.is_empty() {
            trails.rows.remove(number);
        }
    }

    /// Writes of one side are lost: so many, the newest of which is given; the value of another write, or
    /// of none, has won, and that is shown now. The trail has the winner too, so it says which of the two
    /// was written first by the true time.
    pub(super) fn record_lost(
        &mut self,
        at: Micros,
        (id, key): (ReplicaId, KeyIndex),
        (own, count, winner): (Own, u32, Option<WriteId>),
        now: Truth,
    ) {
        let node = self.replicas.iter().find(|replica| replica.id == id);
        let incident = Incident {
            session: self.marks.get(own.write).map(|mark| mark.session),
            node: node.map(|replica| replica.node),
            replica: Some(id),
            key: Some(key),
            write: Some(own.write),
            other: winner,
            found: Some(now),
            truth: Some(own.shown),
            committed: Some(own.at),
            count: u64::from(count),
            ..Incident::new(at, Anomaly::LostUpdate)
        };
        let (_, mut scribe) = self.scribe();
        let story = winner.into_iter().flat_map(|it| scribe.chronicle.about(it));
        let begin = story
            .filter(|(_, fact)| matches!(fact.what, What::Requested { .. } | What::Wrote { .. }));
        let mut facts: Vec<Placed> = begin.copied().collect();
        facts.extend(scribe.chronicle.last());
        scribe.record(incident, &facts);
    }

    /// The write by which a row was deleted without a trace.
    pub(super) fn untold_by(&self, key: KeyIndex) -> Option<WriteId> {
        let untold = self.rows.trails.untold.get(u64::from(key));
        untold.map(|(write, _)| *write)
    }
}
