//! Every incident of events, views and reads is true of the trace: what it says is recomputed from the
//! raw facts, and it ended when it says and not before.

use driftscope::consistency::{Anomaly, Incident, Outcome};
use driftscope::facts::ids::WriteId;
use driftscope::facts::{Fact, Fault, LossReason, Merge, What};
use proptest::prelude::*;

use crate::history::{AtCopy, History};
use crate::reference::Checked;
use crate::trial::Trial;

/// Of each kind at most so many are kept, and at least so many of the first and of the newest.
const MOST_KEPT: usize = 192;
const LEAST_KEPT: usize = 64;
/// A trail has no more facts than this.
const LONGEST_TRAIL: usize = 24;
/// Stories are told of so many writes of a key for sure.
const SURELY_TOLD: usize = 16;

/// All incidents of a run.
pub fn check(trial: &Trial) -> Checked {
    let incidents = trial.run.consistency().incidents();
    bounded(trial, incidents)?;
    let history = History::of(trial);
    for incident in incidents {
        let url = trial.url();
        trail(&history, incident)
            .map_err(|why| TestCaseError::fail(format!("{why}: {incident:#?}: {url}")))?;
        let moments = moments(&history, incident);
        let mut whys = Vec::new();
        let right = moments.iter().any(|&nth| {
            let case = Case {
                history: &history,
                incident,
                nth,
            };
            case.check().map_err(|why| whys.push(why)).is_ok()
        });
        prop_assert!(right, "{:?}: {:#?}: {}", whys, incident, &url);
    }
    Ok(())
}

fn bounded(trial: &Trial, incidents: &[Incident]) -> Checked {
    let url = trial.url();
    for pair in incidents.windows(2) {
        prop_assert!(
            pair[0].nth < pair[1].nth && pair[0].at <= pair[1].at,
            "{}",
            &url
        );
    }
    for what in Anomaly::ALL {
        let of_kind = incidents.iter().filter(|incident| incident.what == what);
        let (kept, count) = (of_kind.count(), trial.anomaly(what.word()) as usize);
        prop_assert!(
            kept <= MOST_KEPT && kept >= count.min(2 * LEAST_KEPT),
            "{}",
            &url
        );
        prop_assert!(count > MOST_KEPT || kept == count, "{:?}: {}", what, &url);
        let ticks = trial.run.consistency().ticks().iter();
        let ticked: u64 = ticks
            .filter(|tick| tick.what == what)
            .map(|tick| tick.count)
            .sum();
        prop_assert_eq!(ticked as usize, count, "{}", &url);
    }
    for incident in incidents {
        let found = trial.run.consistency().incident(incident.nth);
        prop_assert_eq!(found, Some(incident), "{}", &url);
    }
    Ok(())
}

pub type Right = Result<(), String>;

pub fn must(right: bool, what: &str) -> Right {
    if right { Ok(()) } else { Err(what.to_owned()) }
}

/// Each fact of the trail is one of the run, in the order of time, about the write and on its way to the
/// replica concerned.
fn trail(history: &History<'_>, incident: &Incident) -> Right {
    let until = incident.closing.map_or(incident.at, |closing| closing.at);
    must(incident.trail.len() <= LONGEST_TRAIL, "the trail is long")?;
    must(
        incident
            .trail
            .windows(2)
            .all(|pair| pair[0].at <= pair[1].at),
        "the trail is not in order",
    )?;
    for fact in &incident.trail {
        let from = history.facts.partition_point(|other| other.at < fact.at);
        let same_time = history.facts[from..].iter();
        let mut same_time = same_time.take_while(|other| other.at == fact.at);
        must(same_time.any(|other| other == fact), "a fact is no fact")?;
        must(fact.at <= until, "a fact comes after the end")?;
    }
    let before = incident.led_here();
    let is_late = |fact: &Fact| fact.at > incident.at;
    must(!before.iter().any(is_late), "what came later led here")?;
    let story: Vec<&Fact> = before
        .iter()
        .filter(|fact| !matches!(fact.what, What::RebuildBegan { .. }))
        .collect();
    if let Some(write) = incident.write {
        let (key, version) = history.versions[&write];
        let commit = history.commits[&key][version as usize - 1];
        must(incident.committed == Some(commit.at), "committed")?;
        must(incident.key == Some(key), "the key is another")?;
        let mut others = story.iter().filter(|fact| subject(fact) != Some(write));
        must(others.next().is_none(), "a fact is about something else")?;
        let told = history.commits[&key].len() <= SURELY_TOLD;
        let is_whole = story.len() >= 2
            && matches!(story[0].what, What::Requested { .. })
            && matches!(story[1].what, What::Committed { .. });
        must(
            is_whole || (story.is_empty() && !told),
            "the story has no beginning",
        )?;
    }
    Ok(())
}

fn subject(fact: &Fact) -> Option<WriteId> {
    match fact.what {
        What::Sent { letter, .. } | What::Delivered { letter } | What::Lost { letter, .. } => {
            letter.write
        }
        What::Requested { write, .. }
        | What::Committed { write, .. }
        | What::Acknowledged { write }
        | What::Overdrawn { write, .. }
        | What::Started { write, .. }
        | What::Failed { write, .. }
        | What::Retried { write, .. }
        | What::DeadLettered { write, .. }
        | What::Gone { write, .. }
        | What::WillNotCome { write, .. }
        | What::WillNotMend { write, .. }
        | What::WillNotRelease { write, .. }
        | What::Applied { write, .. }
        | What::Skipped { write, .. } => Some(write),
        _ => None,
    }
}

/// The facts by which an incident may have been noticed.
fn moments(history: &History<'_>, incident: &Incident) -> Vec<usize> {
    let from = history.facts.partition_point(|fact| fact.at < incident.at);
    let upto = history.facts.partition_point(|fact| fact.at <= incident.at);
    match incident.what {
        // Judged when the instant is over.
        Anomaly::MonotonicWrites | Anomaly::WritesFollowReads => vec![upto - 1],
        _ => (from..upto).collect(),
    }
}

/// An incident that was noticed by a fact.
pub struct Case<'a> {
    pub history: &'a History<'a>,
    pub incident: &'a Incident,
    pub nth: usize,
}

impl Case<'_> {
    fn check(&self) -> Right {
        match self.incident.what {
            Anomaly::LostEvent | Anomaly::BrokerForgot => self.lost(),
            Anomaly::DuplicateEffect => self.doubled(),
            Anomaly::OldOverwritesNew => self.overwritten(),
            Anomaly::BlockedPartition => self.blocked(),
            Anomaly::GrowingLag => self.lagging(),
            Anomaly::DivergedKey => self.diverged(),
            Anomaly::Overdraft => self.overdrawn(),
            Anomaly::MonotonicWrites | Anomaly::WritesFollowReads => self.alone(),
            _ => self.met(),
        }
    }

    pub fn fact(&self) -> &What {
        &self.history.facts[self.nth].what
    }

    pub fn key(&self) -> u32 {
        self.incident.key.expect("it is about a key")
    }

    pub fn write(&self) -> Result<WriteId, String> {
        self.incident.write.ok_or("no write".to_owned())
    }

    pub fn version(&self, write: WriteId) -> u64 {
        self.history.versions[&write].1
    }

    pub fn place(&self) -> Result<usize, String> {
        let replica = self.incident.replica.ok_or("no replica")?;
        self.history.place(replica).ok_or("unknown replica".into())
    }

    pub fn copy(&self, place: usize) -> AtCopy {
        self.history.copy(place, self.key(), self.nth)
    }

    /// It tells what the copy showed, where that is, and what was true.
    fn shows(&self, place: usize) -> Right {
        let truth = self.history.truth(self.key(), self.nth);
        must(self.incident.found == Some(self.copy(place).shown), "found")?;
        must(self.incident.truth == Some(truth), "truth")?;
        must(
            self.incident.node == Some(self.history.replicas[place].node),
            "node",
        )
    }

    pub fn hits(&self, writer_of: WriteId) -> Right {
        let writer = self.history.writers[&writer_of];
        must(self.incident.session == Some(writer), "session")
    }

    fn lost(&self) -> Right {
        let write = self.write()?;
        self.hits(write)?;
        let key = self.key();
        must(
            self.incident.truth == Some(self.history.truth(key, self.nth)),
            "truth",
        )?;
        let version = self.version(write);
        if self.incident.what == Anomaly::BrokerForgot {
            let fact = &self.history.facts[self.nth];
            let forgot = matches!(
                fact.what,
                What::WillNotCome {
                    why: Some(LossReason::BrokerForgot),
                    ..
                }
            );
            let denied = self.history.denies(fact, write, self.place()?);
            must(forgot && denied, "nobody forgot it")?;
            self.shows(self.place()?)?;
            return self.ends_by(&[self.place()?], version);
        }
        let places: Vec<usize> = (0..self.history.replicas.len())
            .filter(|&place| match self.incident.replica {
                Some(replica) => self.history.replicas[place].id == replica,
                None => !self.has_applied(write, place) && !self.is_accounted_for(write, place),
            })
            .collect();
        must(self.incident.count == places.len() as u64, "count")?;
        let fact = &self.history.facts[self.nth];
        let lost = |place: &usize| self.history.denies(fact, write, *place);
        must(places.iter().all(lost), "nothing was lost")?;
        if let [place] = places[..] {
            self.shows(place)?;
        } else {
            must(
                self.incident.replica.is_none() && self.incident.found.is_none(),
                "several",
            )?;
        }
        self.ends_by(&places, version)
    }

    /// Whether a replica had applied a write, and has not been emptied since.
    fn has_applied(&self, write: WriteId, place: usize) -> bool {
        let id = self.history.replicas[place].id;
        let facts = self.history.facts[..=self.nth].iter();
        facts.fold(false, |has, fact| match fact.what {
            What::Applied {
                replica, write: of, ..
            } if replica == id && of == write => true,
            What::RebuildBegan {
                replica,
                emptied: true,
            } if replica == id => false,
            _ => has,
        })
    }

    /// Whether it is known why a replica has not applied a write: it was left out or put aside.
    fn is_accounted_for(&self, write: WriteId, place: usize) -> bool {
        let id = self.history.replicas[place].id;
        let facts = self.history.facts[..=self.nth].iter();
        facts.into_iter().any(|fact| match fact.what {
            What::Skipped {
                replica, write: of, ..
            } => replica == id && of == write,
            What::DeadLettered {
                replica, write: of, ..
            } => of == write && replica.is_none_or(|replica| replica == id),
            _ => false,
        })
    }

    fn doubled(&self) -> Right {
        let (write, place) = (self.write()?, self.place()?);
        let id = self.history.replicas[place].id;
        let applied = matches!(*self.fact(), What::Applied { replica, write: of, .. } if replica == id && of == write);
        let before = Case {
            nth: self.nth.saturating_sub(1),
            ..*self
        };
        must(
            applied && before.has_applied(write, place),
            "not applied twice",
        )?;
        self.hits(write)?;
        self.shows(place)?;
        if self.history.merge == Merge::Replace {
            return must(self.incident.closing.is_none(), "nothing ends it");
        }
        self.ends_single(place)
    }

    fn overwritten(&self) -> Right {
        let (write, place) = (self.write()?, self.place()?);
        let other = self.incident.other.ok_or("no other")?;
        let before = self.history.copy(place, self.key(), self.nth - 1);
        let id = self.history.replicas[place].id;
        let applied = matches!(*self.fact(), What::Applied { replica, write: of, .. } if replica == id && of == write);
        must(
            applied && before.by == Some(other),
            "nothing was overwritten",
        )?;
        must(self.version(write) < self.version(other), "it is not older")?;
        self.hits(other)?;
        self.shows(place)?;
        let truth = self.history.truth(self.key(), self.nth).version;
        must(self.incident.count == truth - self.version(write), "count")?;
        self.ends_by(&[place], self.version(other))
    }

    fn blocked(&self) -> Right {
        let (write, place) = (self.write()?, self.place()?);
        let known = &self.history.replicas[place];
        let failed = matches!(*self.fact(), What::Failed { node, write: of, attempt: 2, blocking: true, .. } if node == known.node && of == write);
        must(failed, "it did not fail")?;
        self.hits(write)?;
        self.shows(place)?;
        must(self.incident.count == known.lag[self.nth], "count")?;
        let mut has_crashed = false;
        let later = self.history.facts.iter().enumerate().skip(self.nth + 1);
        let end = later.filter(|(_, fact)| {
            let (of, replica, goes_on) = match fact.what {
                What::Applied { replica, write, .. } | What::Skipped { replica, write, .. } => {
                    (write, Some(replica), true)
                }
                What::DeadLettered { replica, write, .. } => (write, replica, true),
                What::Gone {
                    replica,
                    write,
                    why,
                    ..
                } => {
                    let early = why == LossReason::AcknowledgedTooEarly;
                    (write, replica, early || has_crashed)
                }
                What::Fault(Fault::Crashed(node) | Fault::Stopped(node)) => {
                    has_crashed |= node == known.node;
                    return false;
                }
                _ => return false,
            };
            goes_on && of == write && replica.is_none_or(|replica| replica == known.id)
        });
        let end = end.map(|(nth, _)| (nth, Outcome::Righted)).next();
        self.ended(end)
    }

    fn lagging(&self) -> Right {
        let place = self.place()?;
        let known = &self.history.replicas[place];
        must(matches!(self.fact(), What::Committed { .. }), "no commit")?;
        must(self.incident.count == known.lag[self.nth], "count")?;
        must(self.incident.session.is_none(), "nobody in particular")?;
        if let Some(write) = self.incident.write {
            let had = self.history.had(&self.copy(place), self.version(write));
            must(!had, "it is not missing")?;
        }
        let later = (self.nth + 1..self.history.facts.len()).find(|&nth| known.lag[nth] == 0);
        self.ended(later.map(|nth| (nth, Outcome::Righted)))
    }

    fn diverged(&self) -> Right {
        let place = self.place()?;
        self.shows(place)?;
        let (copy, truth) = (self.copy(place), self.history.truth(self.key(), self.nth));
        let behind = self.history.behind(&copy, truth.version);
        must(self.incident.count == behind, "count")?;
        let write = self.write()?;
        let version = self.version(write);
        let denied = self.history.denied(write, place, self.nth).0;
        if self.history.merge == Merge::Add {
            must(copy.shown.value != truth.value, "it is right")?;
            let missing = denied && !self.history.reflects(&copy, version);
            let spoilt = self.is_broken(place, self.nth) && self.has_applied(write, place);
            must(missing || spoilt, "no cause")?;
            self.hits(write)?;
            return self.ends_whole(place);
        }
        must(copy.shown.version != truth.version, "it is right")?;
        if let Some(other) = self.incident.other {
            must(copy.by == Some(write), "it shows another")?;
            must(self.version(other) == truth.version, "not the newest")?;
            must(self.history.had(&copy, truth.version), "it never had it")?;
            let fact = &self.history.facts[self.nth];
            must(self.history.denies(fact, other, place), "it may come again")?;
            self.hits(other)?;
        } else {
            must(version == truth.version && denied, "it may come")?;
            self.hits(write)?;
        }
        self.ends_by(&[place], truth.version)
    }

    fn overdrawn(&self) -> Right {
        let What::Overdrawn {
            write, key, value, ..
        } = *self.fact()
        else {
            return Err("no overdraft".to_owned());
        };
        let truth = self.history.truth(key, self.nth);
        must(
            truth.value == value && self.incident.truth == Some(truth),
            "truth",
        )?;
        must(self.incident.write == Some(write), "write")?;
        must(self.incident.closing.is_none(), "nothing ends it")?;
        let told = self
            .incident
            .trail
            .iter()
            .any(|fact| fact.what == *self.fact());
        must(told || self.incident.trail.is_empty(), "the trail lacks it")?;
        self.hits(write)
    }

    /// A write that a copy shows without an earlier one.
    fn alone(&self) -> Right {
        let (write, place) = (self.write()?, self.place()?);
        let other = self.incident.other.ok_or("no other")?;
        self.shows(place)?;
        self.hits(other)?;
        let copy = self.copy(place);
        let (other_key, other_version) = self.history.versions[&other];
        let beside = self.history.copy(place, other_key, self.nth);
        must(
            self.history.reflects(&beside, other_version),
            "it is not there",
        )?;
        must(
            !self.history.reflects(&copy, self.version(write)),
            "not missing",
        )?;
        let truth = self.history.truth(self.key(), self.nth).version;
        must(
            self.incident.count == self.history.behind(&copy, truth),
            "count",
        )?;
        self.ends_unless_denied(place, write)
    }
}
