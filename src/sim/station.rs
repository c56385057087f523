//! A station: jobs that wait for one of a number of workers.
//!
//! Consumers, projectors and services that work are stations, so that load makes them lag as it
//! does in life. A station decides which job starts next; how long a job takes is the node's
//! business.

use std::collections::VecDeque;

/// Waiting jobs and busy workers. In order, each lane has one job in work at a time and the jobs
/// behind it wait; without order any waiting job may start.
#[derive(Clone, Debug)]
pub struct Station<J> {
    in_order: bool,
    lanes: Vec<Lane<J>>,
    /// Lanes whose first job may start, in the order in which they became ready.
    ready: VecDeque<u16>,
    waiting: u64,
    busy: u64,
    aside: u64,
}

#[derive(Clone, Debug)]
struct Lane<J> {
    waiting: VecDeque<J>,
    taken: bool,
}

impl<J> Station<J> {
    /// A station with one lane for each partition, each handled in order.
    pub fn in_order(lanes: u16) -> Self {
        Self::new(true, lanes)
    }

    /// A station whose jobs start in the order of their arrival and overtake each other freely.
    pub fn without_order() -> Self {
        Self::new(false, 1)
    }

    fn new(in_order: bool, lanes: u16) -> Self {
        let lane = || Lane {
            waiting: VecDeque::new(),
            taken: false,
        };
        Self {
            in_order,
            lanes: std::iter::repeat_with(lane)
                .take(usize::from(lanes))
                .collect(),
            ready: VecDeque::new(),
            waiting: 0,
            busy: 0,
            aside: 0,
        }
    }

    /// A job arrives.
    pub fn arrive(&mut self, lane: u16, job: J) {
        let queue = &mut self.lanes[usize::from(lane)];
        if !self.in_order || (!queue.taken && queue.waiting.is_empty()) {
            self.ready.push_back(lane);
        }
        queue.waiting.push_back(job);
        self.waiting += 1;
    }

    /// Takes the next job that may start, if one of this many workers is free.
    pub fn start(&mut self, workers: u64) -> Option<(u16, J)> {
        if self.busy >= workers {
            return None;
        }
        let lane = self.ready.pop_front()?;
        let queue = &mut self.lanes[usize::from(lane)];
        let job = queue.waiting.pop_front()?;
        queue.taken = self.in_order;
        self.waiting -= 1;
        self.busy += 1;
        Some((lane, job))
    }

    /// A started job is done with: its worker is free, and so is its lane.
    pub fn finish(&mut self, lane: u16) {
        self.busy -= 1;
        let queue = &mut self.lanes[usize::from(lane)];
        queue.taken = false;
        if self.in_order && !queue.waiting.is_empty() {
            self.ready.push_back(lane);
        }
    }

    /// A started job has to be tried again later: its worker is free, its lane is not.
    pub fn put_aside(&mut self) {
        self.busy -= 1;
        self.aside += 1;
    }

    /// A job that was put aside wants to start again, before those that wait behind it.
    pub fn resume(&mut self, lane: u16, job: J) {
        self.aside -= 1;
        self.lanes[usize::from(lane)].waiting.push_front(job);
        self.waiting += 1;
        self.ready.push_back(lane);
    }

    /// A job that was put aside is not tried again. Without order, where nothing waits behind it.
    pub fn forget_aside(&mut self) {
        self.aside -= 1;
    }

    /// Forgets every job, and returns those that waited.
    pub fn clear(&mut self) -> Vec<J> {
        self.ready.clear();
        (self.waiting, self.busy, self.aside) = (0, 0, 0);
        let mut forgotten = Vec::new();
        for lane in &mut self.lanes {
            lane.taken = false;
            forgotten.extend(lane.waiting.drain(..));
        }
        forgotten
    }

    /// Jobs that wait to start.
    pub fn waiting(&self) -> u64 {
        self.waiting
    }

    /// Workers at work.
    pub fn busy(&self) -> u64 {
        self.busy
    }

    /// Jobs that wait for their next attempt.
    pub fn aside(&self) -> u64 {
        self.aside
    }

    /// Whether there is neither a job nor a busy worker.
    pub fn is_idle(&self) -> bool {
        self.waiting == 0 && self.busy == 0 && self.aside == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn in_order_the_head_of_a_lane_blocks_those_behind_it_and_no_other_lane() {
        let mut station = Station::in_order(2);
        for (lane, job) in [(0, "a1"), (0, "a2"), (1, "b1")] {
            station.arrive(lane, job);
        }
        assert_eq!(station.start(9), Some((0, "a1")));
        station.put_aside();
        assert_eq!(station.start(9), Some((1, "b1")));
        assert_eq!(station.start(9), None, "a2 waits behind a1");
        station.resume(0, "a1");
        assert_eq!(station.start(9), Some((0, "a1")));
        station.finish(0);
        assert_eq!(station.start(9), Some((0, "a2")));
    }

    #[test]
    fn without_order_a_job_put_aside_is_overtaken() {
        let mut station = Station::without_order();
        station.arrive(0, "a");
        station.arrive(0, "b");
        assert_eq!(station.start(1), Some((0, "a")));
        assert_eq!(station.start(1), None, "one worker");
        station.put_aside();
        assert_eq!(station.start(1), Some((0, "b")));
        station.finish(0);
        station.resume(0, "a");
        assert_eq!(station.start(1), Some((0, "a")));
        station.finish(0);
        assert!(station.is_idle());
    }
}
