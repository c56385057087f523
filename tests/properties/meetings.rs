//! What people met in reads, recomputed from the raw facts.

use driftscope::consistency::{Anomaly, Outcome, Truth};
use driftscope::facts::ids::ReadId;
use driftscope::facts::{Fact, What};

use crate::history::AtCopy;
use crate::incidents::{Case, Right, must};

impl Case<'_> {
    /// What somebody met when they read.
    pub fn met(&self) -> Right {
        let read = self.incident.read.ok_or("no read")?;
        let key = self.key();
        let What::Read {
            read: of,
            session,
            replica,
            key: found_key,
            version,
            value,
            ..
        } = *self.fact()
        else {
            return Err("no read".to_owned());
        };
        must(of == read && found_key == key, "another read")?;
        must(self.incident.session == Some(session), "session")?;
        must(self.incident.replica == Some(replica), "replica")?;
        must(
            self.incident.found == Some(Truth { version, value }),
            "found",
        )?;
        let asked = self.asked(read, key).ok_or("nobody asked")?;
        must(
            self.incident.asked == Some(self.history.facts[asked].at),
            "asked",
        )?;
        let truth = self.history.truth(key, asked);
        // Views are held against what is true while they disagree, a person against when they asked.
        let is_of_views = self.incident.what == Anomaly::ViewsDisagree;
        let now = self.history.truth(self.key(), self.nth);
        let against = if is_of_views { now } else { truth };
        must(self.incident.truth == Some(against), "truth")?;
        let place = self.place()?;
        let copy = self.copy(place);
        if self.incident.what == Anomaly::ViewsDisagree {
            return self.disagree(place, &copy);
        }
        must(
            self.incident.node == Some(self.history.replicas[place].node),
            "node",
        )?;
        let behind = self.history.behind(&copy, truth.version);
        must(self.incident.count == behind, "count")?;
        let write = self.write()?;
        must(
            !self.history.reflects(&copy, self.version(write)),
            "not missing",
        )?;
        match self.incident.what {
            Anomaly::ReadYourWrites => {
                self.hits(write)?;
                let when = self.history.facts[asked].at;
                let mut before = self.history.facts[..self.nth].iter();
                let told = What::Acknowledged { write };
                let knew = before.any(|fact| fact.what == told && fact.at <= when);
                must(knew, "not known")?;
            }
            Anomaly::StaleDuringRebuild => {
                let oldest = (1..=truth.version).find(|&v| !self.history.reflects(&copy, v));
                must(oldest == Some(self.version(write)), "not the oldest")?;
                return self.rebuilt(place);
            }
            _ => {}
        }
        self.ends_unless_denied(place, write)
    }

    fn asked(&self, read: ReadId, key: u32) -> Option<usize> {
        self.history.facts.iter().position(
            |fact| matches!(fact.what, What::Asked { read: of, key: asked, .. } if of == read && asked == key),
        )
    }

    fn rebuilt(&self, place: usize) -> Right {
        let id = self.history.replicas[place].id;
        let began = |fact: &Fact| matches!(fact.what, What::RebuildBegan { replica, emptied: true } if replica == id);
        must(
            self.incident.trail.iter().any(began),
            "no rebuild in the trail",
        )?;
        let later = self.history.facts.iter().enumerate().skip(self.nth + 1);
        let mut end = later.filter(
            |(_, fact)| matches!(fact.what, What::CaughtUp { replica, .. } if replica == id),
        );
        self.ended(end.next().map(|(nth, _)| (nth, Outcome::Righted)))
    }

    /// Another view shows another value; one of the two lacks the write that the other has.
    fn disagree(&self, place: usize, copy: &AtCopy) -> Right {
        let replicas = &self.history.replicas;
        let node = self.incident.node;
        let other = replicas
            .iter()
            .position(|replica| Some(replica.node) == node);
        let other = other.ok_or("no other view")?;
        let beside = self.copy(other);
        must(
            replicas[other].view != replicas[place].view,
            "the same view",
        )?;
        must(beside.shown.value != copy.shown.value, "they agree")?;
        let apart = beside.shown.version.abs_diff(copy.shown.version);
        must(self.incident.count == apart, "count")?;
        let Some(write) = self.incident.write else {
            return must(self.incident.closing.is_none(), "nothing ends it");
        };
        let has = [copy, &beside].map(|copy| self.history.reflects(copy, self.version(write)));
        if has[0] == has[1] {
            let twice = |place: usize| {
                let id = replicas[place].id;
                let facts = self.history.facts[..=self.nth].iter();
                let applied = facts.filter(|fact| {
                    matches!(fact.what, What::Applied { replica, write: of, .. } if replica == id && of == write)
                });
                applied.count() > 1
            };
            must(twice(place) || twice(other), "neither lacks it")?;
            return must(self.incident.closing.is_none(), "nothing ends it");
        }
        self.ends_unless_denied(if has[0] { other } else { place }, write)
    }
}
