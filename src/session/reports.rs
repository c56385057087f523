//! The figures of the run being watched: so far, of its last span of time, and of one replica.

use super::Session;
use crate::consistency::{Figures, Report};
use crate::facts::ids::ReplicaId;
use crate::facts::time::Micros;
use crate::run::{Watch, Watched};

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
        let Some(mut part) = self.part(scope) else {
            return self.run.figures();
        };
        while !part.advance(u64::MAX) {}
        part.figures()
    }

    /// The same for a part of the run, to be run again in steps; none for the whole, whose figures are known.
    pub fn part(&self, scope: Scope) -> Option<Part> {
        let (window, of) = match scope {
            Scope::Whole => return None,
            Scope::Last(window) => (Some(window), None),
            Scope::Of(replica) => (None, Some(replica)),
        };
        let replicas = of.is_some();
        let watched = Watched::new(self.scenario().clone(), Watch { window, replicas });
        Some(Part {
            watched: match of {
                None => watched,
                Some(replica) => watched.only(replica),
            },
            until: self.now(),
            nth: usize::from(replicas),
        })
    }
}

/// The figures of a part of a run, as far as it has been run again for them.
pub struct Part {
    watched: Watched,
    until: Micros,
    /// Their place among all that is measured: the run first, then its replica.
    nth: usize,
}

impl Part {
    /// Runs at most this many events more. True when the figures are known.
    pub fn advance(&mut self, events: u64) -> bool {
        self.watched.advance(self.until, events)
    }

    /// How far it has come, from 0 to 1.
    pub fn progress(&self) -> f64 {
        let now = self.watched.run().now();
        (now as f64 / self.until.max(1) as f64).min(1.0)
    }

    /// The instant that the figures are taken at.
    pub fn until(&self) -> Micros {
        self.until
    }

    /// The figures, once they are known.
    pub fn figures(&self) -> Figures {
        let (_, figures) = self.watched.figures();
        figures.into_iter().nth(self.nth).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consistency::Measured;
    use crate::facts::time::SECOND;
    use crate::patterns::parse;

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

    impl Session {
        /// Shows the next thing that happens. False when the run is over.
        fn next_fact(&mut self) -> bool {
            self.step();
            !self.run.is_over()
        }
    }

    /// Everything that is kept, so that nothing can differ unseen.
    fn all(figures: &Figures) -> String {
        format!("{figures:?}")
    }

    #[test]
    fn figures_are_the_same_in_however_many_steps() {
        for link in [
            "v=1&pattern=event-based&consumers=3&writes=20&reads=20&crash-every=3s&seed=4",
            "v=1&pattern=background-sync&interval=2s&deletes=0.1&inserts=0.2&reads=20",
            "v=1&pattern=cqrs&views=2&replicas=2&reads=30&keys=6&do=4s:set:writes=9",
            "v=1&pattern=saga&reads=9&duration=6s",
        ] {
            let mut session = Session::open(parse(link).0);
            // In the midst of an instant, of a run that goes on or is over.
            while session.now() < 8 * SECOND && session.next_fact() {}
            let replicas = session.replicas();
            let mut scopes = vec![
                Scope::Last(3 * SECOND),
                Scope::Last(99 * SECOND),
                Scope::Of(ReplicaId(99)),
            ];
            scopes.extend(replicas.iter().map(|(id, _)| Scope::Of(*id)));
            for scope in scopes {
                let whole = all(&session.figures(scope));
                for events in [1, 7, 1_000] {
                    let mut part = session.part(scope).expect("it is no whole");
                    let mut before = 0.0;
                    while !part.advance(events) {
                        assert!((before..=1.0).contains(&part.progress()));
                        before = part.progress();
                    }
                    assert_eq!(part.until(), session.now());
                    assert_eq!(all(&part.figures()), whole, "{scope:?} of {link}");
                }
            }
            assert!(session.part(Scope::Whole).is_none());
        }
    }

    #[test]
    fn the_figures_of_one_copy_are_those_that_it_has_among_all() {
        let link = "v=1&pattern=cqrs&views=2&replicas=2&reads=30&keys=6&duration=9s";
        let (link, _) = parse(link);
        let mut session = Session::open(link.clone());
        while session.next_fact() {}
        let watch = Watch {
            window: None,
            replicas: true,
        };
        let mut watched = Watched::new(link.scenario, watch);
        let (_, figures) = watched.figures_at(session.now(), &mut |_| {});
        let replicas = watched.replicas();
        assert!(replicas.len() > 2);
        for ((id, _), among) in replicas.into_iter().zip(&figures[1..]) {
            assert_eq!(all(&session.figures(Scope::Of(id))), all(among));
        }
    }
}
