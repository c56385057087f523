//! What the fold does with incidents that wait: has one wait for what would end it, and ends those that a fact is
//! about.

use super::Consistency;
use crate::consistency::incidents::incident::Outcome;
use crate::facts::ids::{KeyIndex, ReplicaId, WriteId};
use crate::facts::{Fact, Fault, LossReason, Version, What};

use crate::consistency::incidents::waits::{Blocked, End, Until, list};
impl Consistency {
    /// An incident waits for a key of a copy; unless that has come so far already, which is then said.
    pub(super) fn await_key(
        &mut self,
        nth: u64,
        place: usize,
        key: KeyIndex,
        until: Until,
    ) -> Option<Outcome> {
        let replica = &self.replicas[place];
        let state = &replica.keys[key as usize];
        let ended = until.ended(state, replica.merge);
        if ended.is_none() {
            let waiting = list(list(&mut self.waits.keys, place), key as usize);
            let before = waiting.len();
            self.anomalies.tidy(waiting, |(nth, _)| *nth);
            self.waits.open -= before - waiting.len();
            waiting.push((nth, until));
            self.waits.open += 1;
        }
        match ended {
            Some(End::With(how)) => Some(how),
            _ => None,
        }
    }

    /// An incident waits until a replica has nothing to catch up with.
    pub(super) fn await_no_lag(&mut self, nth: u64, place: usize) {
        // A replica's lag reaches so many powers of two only.
        list(&mut self.waits.lagging, place).push(nth);
        self.waits.open += 1;
    }

    /// An incident waits until a replica has done with a write.
    pub(super) fn await_done(&mut self, nth: u64, place: usize, write: WriteId) {
        let blocked = &mut self.waits.blocked;
        self.anomalies.tidy(blocked, |blocked| blocked.nth);
        blocked.push(Blocked {
            nth,
            write,
            place,
            has_crashed: false,
        });
    }

    /// An incident waits until a replica is built anew.
    pub(super) fn await_rebuilt(&mut self, nth: u64, replica: ReplicaId) {
        let rebuilt = &mut self.waits.rebuilt;
        self.anomalies.tidy(rebuilt, |(_, nth)| *nth);
        rebuilt.push((replica, nth));
    }

    /// A key of a copy was judged: ends what waited for it.
    pub(super) fn settle_key(&mut self, place: usize, key: KeyIndex) {
        if self.waits.open == 0 {
            return;
        }
        let replica = &self.replicas[place];
        if replica.lag.now() == 0
            && let Some(lagging) = self.waits.lagging.get_mut(place)
        {
            self.waits.open -= lagging.len();
            for nth in lagging.drain(..) {
                self.anomalies.end(nth, Outcome::Righted);
            }
        }
        let keys = self.waits.keys.get_mut(place);
        let Some(list) = keys.and_then(|keys| keys.get_mut(key as usize)) else {
            return;
        };
        let state = &replica.keys[key as usize];
        let mut ended = Vec::new();
        list.retain(|&(nth, until)| {
            // Many wait for what is lost for good: each step of the key meets them all.
            if until
                .version()
                .is_some_and(|it| !state.may_have_come(replica.merge, it))
            {
                return true;
            }
            let how = until.ended(state, replica.merge);
            ended.extend(how.map(|how| (nth, how)));
            how.is_none()
        });
        self.waits.open -= ended.len();
        for (nth, how) in ended {
            if let End::With(how) = how
                && !self.waits.elsewhere(key, nth)
            {
                self.anomalies.end(nth, how);
            }
        }
    }

    /// It turned out that a version will not come to a copy by itself.
    pub(super) fn will_be_missed(
        &mut self,
        place: usize,
        key: KeyIndex,
        (write, version): (WriteId, Version),
    ) {
        let keys = self.waits.keys.get(place);
        let waiting = keys.and_then(|keys| keys.get(key as usize));
        let waits = |(_, until): &(u64, Until)| *until == Until::Shows(version);
        if !waiting.is_some_and(|waiting| waiting.iter().any(waits)) {
            return;
        }
        // What became of the last that was left of it.
        let is_finding = |what: &What| matches!(what, What::WillNotCome { .. });
        let story = self.story(write, Some(place));
        let last = story.iter().rfind(|fact| !is_finding(&fact.what));
        for (nth, until) in &mut self.waits.keys[place][key as usize] {
            if *until == Until::Shows(version) {
                *until = Until::Comes(version);
                if let Some(last) = last {
                    self.anomalies.tell(*nth, *last);
                }
                self.anomalies.end(*nth, Outcome::Never);
            }
        }
    }

    /// Ends what waited for the work of a replica, and writes the fact into all that has ended by it.
    pub(super) fn close_waits(&mut self, fact: &Fact) {
        if !self.waits.blocked.is_empty() {
            self.unblock(fact);
        }
        if let What::CaughtUp { replica, .. } = fact.what {
            for &(of, nth) in &self.waits.rebuilt {
                if of == replica {
                    self.anomalies.end(nth, Outcome::Righted);
                }
            }
            self.waits.rebuilt.retain(|(of, _)| *of != replica);
        }
        if self.anomalies.are_closing() {
            self.anomalies.close(fact);
        }
    }

    /// A replica that has applied, skipped or put aside a write goes on with the next.
    fn unblock(&mut self, fact: &Fact) {
        let (done, replica, is_out_of_hand) = match fact.what {
            What::Applied { replica, write, .. } | What::Skipped { replica, write, .. } => {
                (write, Some(replica), true)
            }
            What::DeadLettered { replica, write, .. } => (write, replica, true),
            // Who keeps it may have lost it while the replica still has it in hand.
            What::Gone {
                replica,
                write,
                why,
                ..
            } => (write, replica, why == LossReason::AcknowledgedTooEarly),
            What::Fault(Fault::Crashed(node) | Fault::Stopped(node)) => {
                let place = self.at_node(node);
                for blocked in &mut self.waits.blocked {
                    blocked.has_crashed |= Some(blocked.place) == place;
                }
                return;
            }
            _ => return,
        };
        let (replicas, anomalies) = (&self.replicas, &mut self.anomalies);
        self.waits.blocked.retain(|blocked| {
            let concerned = replica.is_none_or(|id| replicas[blocked.place].id == id);
            let goes_on =
                blocked.write == done && concerned && (is_out_of_hand || blocked.has_crashed);
            if goes_on {
                anomalies.end(blocked.nth, Outcome::Righted);
            }
            !goes_on
        });
    }
}
