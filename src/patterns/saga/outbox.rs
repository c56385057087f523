//! Events of a choreography that nobody has answered to yet. Each is sent again until its receiver
//! has handled it, or its attempts are used up. They are durable, as in an outbox.

use super::message::{Happening, Message, SagaProtocol, Timer};
use super::places::service_index;
use crate::facts::ids::{KeyIndex, NodeId, ReplicaId, WriteId};
use crate::facts::{LetterKind, Retransmit, What};
use crate::sim::ledger::Ledger;
use crate::sim::node::{Address, Context};

/// The unanswered events of a node.
#[derive(Clone, Debug, Default)]
pub struct Outgoing {
    kept: Ledger<Event>,
    next: u64,
}

/// One event on its way to one receiver.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// The receiver.
    pub to: NodeId,
    /// The saga.
    pub saga: WriteId,
    /// Its key.
    pub key: KeyIndex,
    /// What has happened.
    pub what: Happening,
    attempt: u32,
}

impl Outgoing {
    /// How many events wait for an answer.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// The events that wait for an answer.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.kept.iter().map(|(_, event)| event)
    }

    /// Sends an event.
    pub fn send(
        &mut self,
        to: NodeId,
        (saga, key): (WriteId, KeyIndex),
        what: Happening,
        cx: &mut Context<'_, SagaProtocol>,
    ) {
        let event = Event {
            to,
            saga,
            key,
            what,
            attempt: 0,
        };
        let number = self.next;
        self.next += 1;
        self.kept.insert(number, event);
        depart(number, &event, cx);
    }

    /// Its receiver has handled an event.
    pub fn heard(&mut self, event: u64) {
        self.kept.remove(event);
    }

    /// No answer has come to a transmission. The event, if it is given up.
    pub fn unheard(
        &mut self,
        number: u64,
        attempt: u32,
        cx: &mut Context<'_, SagaProtocol>,
    ) -> Option<Event> {
        let event = self.kept.get_mut(number)?;
        if event.attempt != attempt {
            return None;
        }
        let tries = match (event.what, service_index(event.to)) {
            (Happening::Onward, Some(step)) => cx.settings.tries(step),
            (Happening::Backward(_), _) => cx.settings.undo_attempts,
            _ => cx.settings.tries(0),
        };
        if attempt + 1 >= tries {
            cx.let_go(event.saga, ReplicaId(event.to.0));
            return self.kept.remove(number);
        }
        event.attempt += 1;
        let wait = cx.settings.wait(event.attempt);
        let (node, write, attempt) = (cx.me, event.saga, event.attempt);
        cx.record(What::Retried {
            node,
            write,
            attempt,
            wait,
        });
        cx.set_timer(wait, Timer::Repeat { event: number });
        None
    }

    /// An event is due to be sent again.
    pub fn repeat(&mut self, number: u64, cx: &mut Context<'_, SagaProtocol>) {
        if let Some(event) = self.kept.get(number) {
            depart(number, event, cx);
        }
    }

    /// The node is back: everything that has no answer is sent again.
    pub fn resume(&mut self, cx: &mut Context<'_, SagaProtocol>) {
        for (number, event) in self.kept.iter() {
            depart(number, event, cx);
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.kept.clear();
    }
}

fn depart(number: u64, event: &Event, cx: &mut Context<'_, SagaProtocol>) {
    let kind = match event.what {
        Happening::Onward => LetterKind::Onward,
        Happening::Backward(_) => LetterKind::Backward,
        _ => LetterKind::Told,
    };
    let address = Address {
        to: event.to,
        kind,
        write: Some(event.saga),
        key: Some(event.key),
        attempt: event.attempt,
        // A service may have more than one thing to tell of a saga.
        publication: u16::from(matches!(event.what, Happening::StepUndone(..))),
        retransmit: Retransmit::UntilAcked,
    };
    cx.send(address, Message::Happened(event.what, number));
    let attempt = event.attempt;
    cx.set_timer(
        cx.settings.timeout,
        Timer::Unheard {
            event: number,
            attempt,
        },
    );
}

/// Tells the sender of an event that it is handled.
pub fn answer(
    (to, event): (NodeId, u64),
    saga: WriteId,
    attempt: u32,
    cx: &mut Context<'_, SagaProtocol>,
) {
    let address = Address {
        attempt,
        ..Address::once(to, LetterKind::Heard, Some(saga), None)
    };
    cx.send(address, Message::Heard(event));
}
