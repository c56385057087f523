//! How long it takes after a fault until everything written before its end is shown everywhere.

use std::collections::VecDeque;

use crate::consistency::stats::distribution::Distribution;
use crate::consistency::stats::survival::Censored;
use crate::facts::Fault;
use crate::facts::time::Micros;

/// Faults that have ended and whose aftermath has not.
#[derive(Clone, Debug, Default)]
pub struct Convergence {
    /// In the order of their ends.
    ended: VecDeque<Aftermath>,
    /// How many open writes those wait for, all together.
    awaited: u64,
    /// From the end of a fault until every write committed before it was shown or superseded.
    pub times: Distribution,
}

/// What is still to come after a fault.
#[derive(Clone, Copy, Debug)]
struct Aftermath {
    /// When the fault ended.
    end: Micros,
    /// Open writes that were committed before that, and not before the end of an earlier fault.
    open: u64,
}

impl Convergence {
    /// Something broke or was mended; so many writes committed before now are open.
    pub fn note(&mut self, at: Micros, fault: Fault, open_before: u64) {
        if matches!(
            fault,
            Fault::Restarted(_) | Fault::Started(_) | Fault::Mended(_)
        ) {
            self.ended.push_back(Aftermath {
                end: at,
                open: open_before - self.awaited,
            });
            self.awaited = open_before;
            self.check(at);
        }
    }

    /// Every replica shows a write that was committed then, or a newer one.
    pub fn close(&mut self, now: Micros, committed: Micros) {
        let place = self.ended.partition_point(|after| after.end <= committed);
        if let Some(after) = self.ended.get_mut(place) {
            after.open -= 1;
            self.awaited -= 1;
            self.check(now);
        }
    }

    fn check(&mut self, now: Micros) {
        while self.ended.front().is_some_and(|after| after.open == 0)
            && let Some(after) = self.ended.pop_front()
        {
            self.times.record(now - after.end);
        }
    }

    /// How long the aftermaths that have not ended have lasted.
    pub fn open(&self, now: Micros) -> Censored {
        self.ended
            .iter()
            .map(|after| (now - after.end, 1))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::ids::NodeId;

    /// Each aftermath waits for its own writes and for those of all before it.
    #[test]
    fn a_fault_is_over_when_all_that_came_before_its_end_has_arrived() {
        let mut convergence = Convergence::default();
        let restarted = Fault::Restarted(NodeId(1));
        // Two writes at 10 and 30, one at 50.
        convergence.note(20, restarted, 1);
        convergence.note(40, restarted, 2);
        convergence.note(60, Fault::Crashed(NodeId(1)), 3);
        convergence.note(60, restarted, 3);
        convergence.close(70, 30);
        assert_eq!(convergence.open(70), [(50, 1), (30, 1), (10, 1)]);
        convergence.close(80, 10);
        assert_eq!(convergence.open(80), [(20, 1)]);
        // Written after the last end.
        convergence.close(90, 60);
        convergence.close(95, 50);
        assert_eq!(convergence.open(95), []);
        let times = &convergence.times;
        assert_eq!((times.count(), times.max()), (3, Some(60)));
        convergence.note(100, restarted, 0);
        assert_eq!(convergence.times.count(), 4);
    }
}
