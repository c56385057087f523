//! What a node is: state of its own, handlers, and effects that the kernel carries out.

use super::draw::{Draws, Identity, Purpose};
use super::law::Law;
use crate::facts::ids::{KeyIndex, NodeId, ReadId, ReplicaId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{Letter, LetterKind, Retransmit, What};

/// What the nodes of a pattern say to each other, what they ask to be reminded of, and what sets them.
pub trait Protocol: Sized {
    /// What nodes say to each other.
    type Message: Clone;
    /// What a node asks to be reminded of. A reminder that has been overtaken by events still
    /// comes, and is ignored by its node.
    type Timer: Clone;
    /// The settings in the form in which the pattern uses them.
    type Settings;
}

/// The messages of a pattern's nodes.
pub type MessageOf<N> = <<N as Node>::Protocol as Protocol>::Message;
/// Their reminders.
pub type TimerOf<N> = <<N as Node>::Protocol as Protocol>::Timer;
/// Their settings.
pub type SettingsOf<N> = <<N as Node>::Protocol as Protocol>::Settings;

/// A node of a pattern. Its handlers see only its own state and put effects into the [`Context`],
/// so each can be tested without a kernel.
pub trait Node: Clone + Sized {
    /// What they say to each other.
    type Protocol: Protocol;

    /// The run begins.
    fn on_start(&mut self, cx: &mut Context<'_, Self::Protocol>);
    /// A message arrived.
    fn on_message(
        &mut self,
        letter: &Letter,
        message: MessageOf<Self>,
        cx: &mut Context<'_, Self::Protocol>,
    );
    /// A timer that this node set since it last came up is due.
    fn on_timer(&mut self, timer: TimerOf<Self>, cx: &mut Context<'_, Self::Protocol>);
    /// The node goes down: what is volatile is lost. It can still record facts, nothing else.
    fn on_crash(&mut self, cx: &mut Context<'_, Self::Protocol>);
    /// The node comes up again with what is durable. It then hears of each peer that is up.
    fn on_restart(&mut self, cx: &mut Context<'_, Self::Protocol>);
    /// What consumes at the node stops: what is volatile of that is lost, and its store goes on answering.
    /// It can still record facts, nothing else.
    fn on_stop(&mut self, _cx: &mut Context<'_, Self::Protocol>) {}
    /// What consumes at the node goes on with what is durable. It then hears of each peer that is up.
    fn on_go_on(&mut self, _cx: &mut Context<'_, Self::Protocol>) {}
    /// A node at the other end of a connection went down or came back.
    fn on_peer(&mut self, peer: NodeId, up: bool, cx: &mut Context<'_, Self::Protocol>);
    /// A setting was changed. `cx.settings` has it already.
    fn on_change(&mut self, before: &SettingsOf<Self>, cx: &mut Context<'_, Self::Protocol>);
    /// The person at the page does something as one of the people. Nodes that are no people are not
    /// asked.
    fn on_errand(&mut self, _errand: Errand, _cx: &mut Context<'_, Self::Protocol>) {}
    /// A connection that was cut is whole again; called at both ends that are up.
    fn on_mended(&mut self, _cx: &mut Context<'_, Self::Protocol>) {}
    /// A message of this node that [`Self::is_kept`] is lost, for whatever reason. The node takes back what it
    /// said, be it down itself, and says it again later; or at once, if it is up itself and the receiver can be
    /// reached.
    fn on_undelivered(
        &mut self,
        _letter: &Letter,
        _message: &MessageOf<Self>,
        _is_reachable: bool,
        _cx: &mut Context<'_, Self::Protocol>,
    ) {
    }
    /// The scenario's duration is over: users stop.
    fn on_close(&mut self, cx: &mut Context<'_, Self::Protocol>);
    /// Whether there is nothing left that this node would do by itself.
    fn is_idle(&self) -> bool;
    /// How many things the node keeps that others have sent it or wait for. Bounded by the kernel.
    fn held(&self) -> usize;
    /// How many of how many workers are busy; none if it is no station.
    fn load(&self, _settings: &SettingsOf<Self>) -> Option<(u64, u64)> {
        None
    }

    /// Whether a message is handed back to its sender if it is lost.
    fn is_kept(_letter: &Letter) -> bool {
        false
    }
    /// Whether a node's store takes a message, and not what consumes: then it comes while that is stopped.
    fn is_for_store(_letter: &Letter) -> bool {
        false
    }
    /// Whether a node's store has set a timer, and not what consumes: then it comes while that is stopped.
    fn is_of_store(_timer: &TimerOf<Self>) -> bool {
        false
    }
    /// Whether a crash of a node by chance stops what consumes there and nothing else.
    fn crash_stops_consuming(_settings: &SettingsOf<Self>, _node: NodeId) -> bool {
        false
    }
    /// What the network does to a message, under these settings.
    fn conditions<'a>(settings: &'a SettingsOf<Self>, letter: &Letter) -> Conditions<'a>;
    /// The mean time between random crashes of the node and the mean time it then stays down;
    /// none if it never crashes by itself.
    fn crashes(settings: &SettingsOf<Self>, node: NodeId) -> Option<(Micros, Micros)>;
    /// The mean time that the node stays down after it died in the middle of something.
    fn repair(settings: &SettingsOf<Self>) -> Micros;
}

/// What the person at the page does as one of the people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Writes to a key.
    Write(KeyIndex),
    /// Reads a key.
    Read(KeyIndex),
}

/// What the network does to a message.
#[derive(Clone, Copy, Debug)]
pub struct Conditions<'a> {
    /// How long it travels.
    pub law: &'a Law,
    /// The chance that it is lost.
    pub loss: f64,
    /// The chance that a second copy arrives as well.
    pub duplicate: f64,
    /// Whether it arrives after everything that was sent before it the same way.
    pub in_order: bool,
}

/// What an outgoing message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// The receiver.
    pub to: NodeId,
    /// What kind of message it is.
    pub kind: LetterKind,
    /// The write it is about.
    pub write: Option<WriteId>,
    /// The key it is about.
    pub key: Option<KeyIndex>,
    /// 0 for the first transmission, then counting resends.
    pub attempt: u32,
    /// Which publication of the write it carries: tells apart the draws of events that were
    /// published more than once.
    pub publication: u16,
    /// What the sender does should it get lost.
    pub retransmit: Retransmit,
}

impl Address {
    /// A message that is sent once and forgotten.
    pub fn once(
        to: NodeId,
        kind: LetterKind,
        write: Option<WriteId>,
        key: Option<KeyIndex>,
    ) -> Self {
        Self {
            to,
            kind,
            write,
            key,
            attempt: 0,
            publication: 0,
            retransmit: Retransmit::Never,
        }
    }

    /// A query or the answer to one.
    pub fn of_read(to: NodeId, kind: LetterKind, read: ReadId) -> Self {
        Self {
            // Names the draws of this read.
            attempt: read.0 as u32,
            ..Self::once(to, kind, None, None)
        }
    }
}

/// What a handler wants done.
#[derive(Clone, Debug)]
pub enum Effect<P: Protocol> {
    /// Send a message.
    Send(Address, P::Message),
    /// Be reminded after a while.
    SetTimer(Micros, P::Timer),
    /// Record what happened.
    Record(What),
    /// A copy of a write that was kept for a store is kept no longer, and no fact says so.
    LetGo(WriteId, ReplicaId),
    /// Things were gone through one by one that are no facts.
    Toil(usize),
    /// Die here and now, and come up again after a repair. Effects after it are not carried out.
    Die,
}

/// What a handler knows besides the node's own state, and the outbox for its effects.
pub struct Context<'a, P: Protocol> {
    /// The simulated time.
    pub now: Micros,
    /// The node whose handler runs.
    pub me: NodeId,
    /// The settings in force.
    pub settings: &'a P::Settings,
    /// The source of chance.
    pub draws: Draws,
    /// What the handler wants done, in order.
    pub outbox: &'a mut Vec<Effect<P>>,
}

impl<P: Protocol> Context<'_, P> {
    /// Sends a message.
    pub fn send(&mut self, address: Address, message: P::Message) {
        self.outbox.push(Effect::Send(address, message));
    }

    /// Sets a timer.
    pub fn set_timer(&mut self, after: Micros, timer: P::Timer) {
        self.outbox.push(Effect::SetTimer(after, timer));
    }

    /// Records a fact.
    pub fn record(&mut self, what: What) {
        self.outbox.push(Effect::Record(what));
    }

    /// A copy of a write that was kept for a store is kept no longer. Said where no fact about the write
    /// and the store says so, since it may have been the last one.
    pub fn let_go(&mut self, write: WriteId, replica: ReplicaId) {
        self.outbox.push(Effect::LetGo(write, replica));
    }

    /// So many things were gone through. It changes nothing: it says how long this took, for those who watch.
    pub fn toil(&mut self, things: usize) {
        self.outbox.push(Effect::Toil(things));
    }

    /// Dies.
    pub fn die(&mut self) {
        self.outbox.push(Effect::Die);
    }

    /// A number in [0, 1) that belongs to a root and an attempt at this node.
    pub fn uniform(&self, purpose: Purpose, root: u64, attempt: u32) -> f64 {
        self.draws
            .uniform(purpose, Identity::of(root, self.me, attempt))
    }

    /// Whether something of this probability happens to a root at an attempt at this node.
    pub fn chance(&self, share: f64, purpose: Purpose, root: u64, attempt: u32) -> bool {
        self.draws
            .chance(share, purpose, Identity::of(root, self.me, attempt))
    }
}
