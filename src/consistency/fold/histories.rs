//! What the fold does with histories: notes how sagas stand, and gives what pictures over time are made of.

use super::Consistency;
use crate::facts::time::Micros;

use crate::consistency::incidents::histories::{Histories, Known, Outcomes};
impl Consistency {
    /// Sagas have begun or ended.
    pub(super) fn note_sagas(&mut self, at: Micros) {
        let sagas = &self.sagas;
        let ended = [sagas.completed, sagas.compensated, sagas.stuck];
        let under_way = sagas.in_flight();
        self.histories.note_sagas(at, ended, under_way);
    }

    /// What a timeline shows of the run up to now.
    pub fn known(&self, now: Micros) -> Known {
        let layer = |place: usize| match self.histories.differing.get(place) {
            Some((_, series)) => series.points_until(now),
            None => Vec::new(),
        };
        let whole = if self.replicas.is_empty() {
            self.sagas_under_way(now)
        } else {
            self.wrong_history.points_until(now)
        };
        Known {
            until: now,
            whole,
            layers: (0..self.replicas.len()).map(layer).collect(),
            ticks: self.ticks().to_vec(),
        }
    }

    /// How sagas ended in each of some equal spans of time, from the start of the run.
    pub fn outcomes(&self) -> Vec<Outcomes> {
        let Histories { span, ends, .. } = &self.histories;
        let of = |(nth, ends): (u64, &[u64; 3])| Outcomes {
            from: nth * span,
            until: (nth + 1) * span,
            completed: ends[0],
            compensated: ends[1],
            stuck: ends[2],
        };
        (0..).zip(ends).map(of).collect()
    }

    /// How many sagas are under way over time, up to now; empty before the first.
    pub fn sagas_under_way(&self, now: Micros) -> Vec<(Micros, f64)> {
        match self.sagas.began {
            0 => Vec::new(),
            _ => self.histories.under_way.points_until(now),
        }
    }
}
