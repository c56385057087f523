//! The figures of the run being watched: so far, of its last span of time, and of one replica.

use super::Session;
use crate::consistency::{Figures, Report};
use crate::run::{Watch, Watched};
use crate::sim::ids::ReplicaId;
use crate::sim::time::Micros;

/// What figures are taken of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// The run so far.
    #[default]
    Whole,
    /// Its last span of this length.
    Last(Micros),
    /// One replica, so far.
    Of(ReplicaId),
}

impl Session {
    /// All figures up to now.
    pub fn report(&self) -> Report {
        self.figures(Scope::Whole).report()
    }

    /// The figures of a part of the run up to now; none of what is no copy of a source. For all but the
    /// whole the run is run again, which takes as long as it took so far.
    pub fn figures(&self, scope: Scope) -> Figures {
        let (window, of) = match scope {
            Scope::Whole => return self.run.figures(),
            Scope::Last(window) => (Some(window), None),
            Scope::Of(replica) => (None, Some(replica)),
        };
        let replicas = of.is_some();
        let mut watched = Watched::new(self.scenario().clone(), Watch { window, replicas });
        let nth = match of {
            None => Some(0),
            Some(replica) => {
                let known = watched.replicas();
                known
                    .iter()
                    .position(|(id, _)| *id == replica)
                    .map(|nth| nth + 1)
            }
        };
        let (_, mut figures) = watched.figures_at(self.now(), &mut |_| {});
        match nth.filter(|&nth| nth < figures.len()) {
            Some(nth) => figures.swap_remove(nth),
            None => Figures::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consistency::Measured;
    use crate::scenario::parse;
    use crate::sim::time::SECOND;

    fn count(figures: &Figures, name: &str) -> u64 {
        match figures.report().measures.get(name) {
            Some(Measured::Distribution { count, .. } | Measured::Share { count, .. }) => *count,
            None => 0,
        }
    }

    #[test]
    fn a_part_of_the_run_has_fewer_values_than_the_whole_and_the_same_shape() {
        let (link, _) = parse("v=1&pattern=event-based&consumers=3&writes=20&reads=20&seed=4");
        let mut session = Session::open(link);
        session.play();
        while session.now() < 20 * SECOND {
            session.step();
        }
        let whole = session.figures(Scope::Whole);
        let last = session.figures(Scope::Last(5 * SECOND));
        let (id, _) = session.replicas()[1];
        let one = session.figures(Scope::Of(id));
        for (part, name) in [(&last, "stale-reads"), (&one, "propagation")] {
            let (part, whole) = (count(part, name), count(&whole, name));
            assert!(0 < part && part < whole, "{name}: {part} of {whole}");
        }
        for (figures, name) in [
            (&whole, "read-age"),
            (&last, "read-age"),
            (&one, "propagation"),
        ] {
            let bars = figures.bars(name);
            let drawn: u64 = bars.iter().map(|bar| bar.count).sum();
            assert_eq!(drawn, count(figures, name), "{name}");
        }
        let none = session.figures(Scope::Of(ReplicaId(99)));
        assert!(none.bars("propagation").is_empty());
    }
}
