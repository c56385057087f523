//! What the nodes of this pattern say to each other and ask to be reminded of.

use super::settings::Settings;
use crate::facts::ids::{KeyIndex, WriteId};
use crate::facts::{Amount, Version};
use crate::patterns::people::{PeopleTimer, Query};
use crate::sim::node::Protocol;

/// Something that the source has committed, on its way to those who want to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// The write.
    pub write: WriteId,
    /// Its key.
    pub key: KeyIndex,
    /// Its place in the order of the key's writes.
    pub version: Version,
    /// The key's value after it.
    pub value: Amount,
    /// What it changed the value by.
    pub change: Amount,
    /// Which publication of it this is: a relay or a network may publish it more than once.
    pub publication: u16,
}

/// Where a broker keeps an event for a subscriber.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the subscriber's queue, under a tag.
    Queue {
        /// The tag by which it is acknowledged.
        tag: u64,
    },
    /// In a partition of the log.
    Log {
        /// The partition.
        partition: u16,
        /// Its offset there.
        offset: u64,
        /// What follows the last offset before this one that the broker awaits an answer for, and so
        /// sends again if need be; 0 if there is none. What lies between will not come any more.
        after: u64,
        /// How often the subscriber had come back: answers to what was sent before that are void.
        returns: u32,
    },
}

/// What the nodes of this pattern say to each other.
#[derive(Clone, Debug)]
pub struct EventProtocol;

impl Protocol for EventProtocol {
    type Message = Message;
    type Timer = Timer;
    type Settings = Settings;
}

/// A message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Users to source: do this.
    Write {
        /// The write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
    },
    /// Source to users: it is done.
    Done,
    /// Users to consumer: what is this?
    Query(Query),
    /// Consumer to users: this it is.
    Answer,
    /// Source to broker: this has happened.
    Publish(Event),
    /// Broker to source: I have it.
    Confirm(WriteId),
    /// Broker to consumer: this has happened.
    Deliver(Event, Place),
    /// Consumer to broker: you need not send it again.
    Acknowledge(Place),
    /// Consumer to broker: I have handled the partition up to here.
    CommitOffset {
        /// The partition.
        partition: u16,
        /// The first offset that is not handled yet.
        upto: u64,
        /// How often it had come back, as far as it knows: what an earlier life commits is void.
        returns: u32,
    },
}

/// A reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// Users: somebody does something.
    People(PeopleTimer),
    /// Source: look into the outbox.
    Poll,
    /// Broker: no answer has come for this transmission.
    Unanswered {
        /// The consumer.
        subscriber: u16,
        /// What was sent.
        place: Place,
        /// Which transmission of it.
        attempt: u32,
    },
    /// Broker: send this again.
    Resend {
        /// The consumer.
        subscriber: u16,
        /// What was sent.
        place: Place,
        /// The transmission that got no answer.
        attempt: u32,
    },
    /// Broker: an event that waits for a subscriber may have become too old.
    Expire {
        /// The consumer.
        subscriber: u16,
    },
    /// Consumer: a handling attempt is over.
    Handled {
        /// The job.
        job: u64,
    },
    /// Consumer: the wait before the next attempt is over.
    TryAgain {
        /// The job.
        job: u64,
    },
}
