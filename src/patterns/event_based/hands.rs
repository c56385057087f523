//! Which events a consumer has in hand, and by which of their deliveries: a broker with queues that hears
//! nothing for too long delivers an event once more, and from then on the older delivery is nobody's.

use std::collections::BTreeMap;

use super::job::Job;
use super::message::Place;
use crate::facts::ids::WriteId;
use crate::sim::copies::Copies;

/// The jobs in hand: waiting, in work, put aside or behind a gap.
#[derive(Clone, Debug, Default)]
pub(super) struct Hands {
    writes: Copies<WriteId>,
    /// By the tag under which the broker keeps an event.
    leases: BTreeMap<u64, Lease>,
}

/// Who may go on with an event of a queue.
#[derive(Clone, Copy, Debug, Default)]
struct Lease {
    newest: u32,
    jobs: u32,
}

impl Hands {
    /// A job comes.
    pub fn take(&mut self, job: &Job) {
        self.writes.add(job.event.write);
        if let Place::Queue { tag } = job.place {
            let lease = self.leases.entry(tag).or_default();
            lease.newest = lease.newest.max(job.delivery);
            lease.jobs += 1;
        }
    }

    /// A job is done with.
    pub fn put_down(&mut self, job: &Job) {
        self.writes.take(&job.event.write);
        if let Place::Queue { tag } = job.place
            && let Some(lease) = self.leases.get_mut(&tag)
        {
            lease.jobs -= 1;
            if lease.jobs == 0 {
                self.leases.remove(&tag);
            }
        }
    }

    /// Whether there is a job of a write.
    pub fn hold(&self, write: WriteId) -> bool {
        self.writes.contains(&write)
    }

    /// Whether the broker has delivered the event of a job once more since: then that delivery is the one
    /// that is tried again.
    pub fn lease_ended(&self, job: &Job) -> bool {
        let Place::Queue { tag } = job.place else {
            return false;
        };
        let lease = self.leases.get(&tag);
        lease.is_some_and(|lease| lease.newest > job.delivery)
    }
}
