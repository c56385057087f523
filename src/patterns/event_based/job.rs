//! An event in the hands of a consumer: what is left to do about it, and how the broker learns that it
//! is done.

use super::message::{Event, EventProtocol, Message, Place};
use super::places::BROKER;
use crate::facts::ids::NodeId;
use crate::facts::{LetterKind, Retransmit};
use crate::sim::draw::Identity;
use crate::sim::node::{Address, Context};

/// An event to be handled.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    /// The event.
    pub event: Event,
    /// Where it stands at the broker.
    pub place: Place,
    /// Which transmission brought it.
    pub delivery: u32,
    /// Which publication of the event, and which copy of the transmission.
    pub arrival: u16,
    /// How often handling it has failed.
    pub failures: u32,
    /// Whether the broker was told before it was handled that it is done with.
    pub acknowledged_early: bool,
}

impl Job {
    /// Tells apart the draws of every handling attempt of every copy of every delivery of every
    /// publication.
    pub fn identity(&self, node: NodeId) -> Identity {
        let attempt = self.delivery << 16 | self.failures & 0xffff;
        let root = Identity::of(self.event.write.0, node, attempt);
        Identity {
            copy: self.arrival,
            ..root
        }
    }
}

/// Tells the broker that an event need not be delivered again.
pub fn answer(job: &Job, cx: &mut Context<'_, EventProtocol>) {
    let address = Address {
        to: BROKER,
        kind: LetterKind::Acknowledge,
        write: Some(job.event.write),
        key: Some(job.event.key),
        attempt: job.delivery,
        publication: job.arrival,
        retransmit: Retransmit::Never,
    };
    cx.send(address, Message::Acknowledge(job.place));
}
