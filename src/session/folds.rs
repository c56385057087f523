//! What went wrong as a list of causes: incidents that share one are one item. What makes a cause is said in
//! [`causes`](super::causes); counts, marks and the order of the incidents themselves know nothing of this.

use std::collections::BTreeMap;

use super::Session;
use super::causes::{Ahead, Cause, causes};
use crate::consistency::{Anomaly, Incident};
use crate::facts::time::Micros;
use crate::patterns::mechanism;
use crate::scenario::Deed;

/// The incidents of one cause.
#[derive(Clone, Debug, PartialEq)]
pub struct Fold<'a> {
    /// The cause.
    pub cause: Cause,
    /// The one that tells most of it.
    pub head: &'a Incident,
    /// The others, oldest first.
    pub rest: Vec<&'a Incident>,
}

impl<'a> Fold<'a> {
    /// Of incidents that share a cause, oldest first; none of no incidents.
    fn of(cause: Cause, mut incidents: Vec<&'a Incident>) -> Option<Self> {
        let ranks = incidents.iter().enumerate();
        let (place, _) = ranks.min_by_key(|(place, incident)| (rank(incident.what), *place))?;
        Some(Self {
            cause,
            head: incidents.remove(place),
            rest: incidents,
        })
    }

    /// How many it holds.
    pub fn count(&self) -> usize {
        self.rest.len() + 1
    }

    /// The instants of the first and of the last.
    pub fn span(&self) -> (Micros, Micros) {
        let rest = self.rest.iter().map(|incident| incident.at);
        rest.fold((self.head.at, self.head.at), |(first, last), at| {
            (first.min(at), last.max(at))
        })
    }

    /// The number of the newest.
    fn newest(&self) -> u64 {
        let rest = self.rest.last().map_or(0, |incident| incident.nth);
        rest.max(self.head.nth)
    }
}

/// What says why comes before what people noticed of it.
fn rank(what: Anomaly) -> u8 {
    match what {
        Anomaly::OrphanedReservation
        | Anomaly::DirtyRead
        | Anomaly::ReadYourWrites
        | Anomaly::WentBackInTime
        | Anomaly::ViewsDisagree
        | Anomaly::StaleDuringRebuild
        | Anomaly::MonotonicReads
        | Anomaly::MonotonicWrites
        | Anomaly::WritesFollowReads
        | Anomaly::ConsistentPrefix => 3,
        Anomaly::DivergedKey => 2,
        Anomaly::LostEvent => 1,
        _ => 0,
    }
}

impl Session {
    /// What is known of what went wrong, by its causes: the cause of the newest incident first. Only incidents of a
    /// kind, if one is named, and none after a number, if one is given.
    pub fn folds(&self, only: Option<Anomaly>, until: Option<u64>) -> Vec<Fold<'_>> {
        let known = self.known_incidents();
        let end = until.map_or(known.len(), |until| {
            known.partition_point(|incident| incident.nth <= until)
        });
        let known = &known[..end];
        let mut by_cause: BTreeMap<Cause, Vec<&Incident>> = BTreeMap::new();
        for (cause, incident) in causes(known, self.clock_ahead()).into_iter().zip(known) {
            if only.is_none_or(|only| incident.what == only) {
                by_cause.entry(cause).or_default().push(incident);
            }
        }
        let folds = by_cause.into_iter();
        let mut folds: Vec<_> = folds
            .filter_map(|(cause, incidents)| Fold::of(cause, incidents))
            .collect();
        folds.sort_by_key(|fold| std::cmp::Reverse(fold.newest()));
        folds
    }

    /// The clock of a two-way sync that is ahead, by as much as it ever is in this run.
    fn clock_ahead(&self) -> Option<Ahead> {
        let scenario = self.scenario();
        let ahead = mechanism(scenario.settings.pattern()).clock_ahead;
        let mut settings = scenario.settings.clone();
        let (role, mut by) = ahead(&settings)?;
        // Of several acts at one instant what they leave behind counts.
        for at_once in scenario
            .script
            .acts()
            .chunk_by(|one, next| one.at == next.at)
        {
            for act in at_once {
                if let Deed::Set { key, value } = &act.what {
                    settings.set(*key, value.clone());
                }
            }
            by = by.max(ahead(&settings).map_or(0, |(_, by)| by));
        }
        let node = self.places().node(role)?;
        let mut stores = self.stores().into_iter();
        let (replica, _) = stores.find(|(_, holder)| *holder == node)?;
        (by > 0).then_some(Ahead { replica, by })
    }
}

#[cfg(test)]
mod tests;
