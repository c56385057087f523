//! The figures of the run being watched: so far, of its last span of time, and of one replica.

use super::Session;
use crate::consistency::{Figures, Report};
use crate::run::{Watch, Watched};
use crate::sim::ids::ReplicaId;
use crate::sim::time::Micros;

impl Session {
    /// All figures up to now.
    pub fn report(&self) -> Report {
        self.run.figures().report()
    }

    /// The figures of the last span of this length; none before anything has happened. The run is run
    /// again for it, which takes as long as it took so far.
    pub fn report_within(&self, window: Micros) -> Report {
        let watch = Watch {
            window: Some(window),
            replicas: false,
        };
        let (_, figures) = self.watched(watch).figures_at(self.now());
        figures.first().map(Figures::report).unwrap_or_default()
    }

    /// The figures of one replica up to now; none if it is no copy of a source. The run is run again for
    /// it as well.
    pub fn report_of(&self, replica: ReplicaId) -> Option<Report> {
        let watch = Watch {
            window: None,
            replicas: true,
        };
        let mut watched = self.watched(watch);
        let nth = watched
            .replicas()
            .iter()
            .position(|(id, _)| *id == replica)?;
        let (_, figures) = watched.figures_at(self.now());
        figures.get(1 + nth).map(Figures::report)
    }

    fn watched(&self, watch: Watch) -> Watched {
        Watched::new(self.scenario().clone(), watch)
    }
}
