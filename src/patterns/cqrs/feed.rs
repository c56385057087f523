//! The events that have come to a projector and are not handled yet, in the order in which they will
//! be: that of the log, with what is behind a gap held back, or as they come.

use std::collections::VecDeque;

use super::message::{CqrsProtocol, Event, Message, Part, Reader, Timer};
use super::places::WRITE_MODEL;
use crate::facts::LetterKind;
use crate::facts::time::Micros;
use crate::sim::copies::Copies;
use crate::sim::ledger::Ledger;
use crate::sim::node::{Address, Context};
use crate::sim::ranges::Ranges;

/// The most events that are fetched at once after a gap, a crash or for a rebuild.
pub(super) const CHUNK: usize = 500;

/// Events on their way into a store.
#[derive(Clone, Debug)]
pub(super) struct Feed {
    reader: Reader,
    /// The position after the last one that was taken on.
    pub next: u64,
    /// How far the log is known to go.
    pub head: u64,
    /// To be handled, first come first.
    queue: VecDeque<Event>,
    /// The positions of those.
    waiting: Copies<u64>,
    /// Behind a gap.
    pub held: Ledger<Event>,
    /// Since when an answer to a fetch is awaited.
    pub asked: Option<Micros>,
    /// Whether the last answer said that there is more.
    pub more: bool,
    watching: bool,
    /// How often the last fetch was repeated, and what it came after.
    tries: u8,
    asked_after: Option<u64>,
    /// The last position that was fetched.
    last: u64,
    /// Where the order does not count: the positions that have come.
    seen: Ranges,
    /// Those that were fetched, or need not be.
    pub fetched: Ranges,
}

impl Feed {
    /// A feed that begins after a position.
    pub fn after(reader: Reader, position: u64, head: u64) -> Self {
        Self {
            reader,
            next: position + 1,
            head: head.max(position),
            queue: VecDeque::new(),
            waiting: Copies::default(),
            held: Ledger::default(),
            asked: None,
            more: false,
            watching: false,
            tries: 0,
            asked_after: None,
            last: position,
            seen: Ranges::default(),
            fetched: Ranges::default(),
        }
    }

    /// Whether something is missing that is known to be in the log.
    pub fn has_gap(&self) -> bool {
        self.head >= self.next
    }

    /// Whether there is nothing to handle and nothing awaited. Word of an event may come while an answer
    /// is on its way that knows nothing of it: then what is missing is asked for once more.
    pub fn is_empty(&self) -> bool {
        let awaits = self.asked.is_some() || self.more || self.watching && self.has_gap();
        self.queue.is_empty() && self.held.is_empty() && !awaits
    }

    /// Whether the event of a position waits to be handled, or behind a gap.
    pub fn contains(&self, position: u64) -> bool {
        self.held.contains(position) || self.waiting.contains(&position)
    }

    /// The events that are to be handled, first come first.
    pub fn queue(&self) -> &VecDeque<Event> {
        &self.queue
    }

    fn push(&mut self, event: Event) {
        self.waiting.add(event.position);
        self.queue.push_back(event);
    }

    /// Takes out the event that is handled first.
    pub fn pop(&mut self) -> Option<Event> {
        let event = self.queue.pop_front()?;
        self.waiting.take(&event.position);
        Some(event)
    }

    /// Whether what comes after the last position is asked for, or will be.
    pub fn awaits_more(&self) -> bool {
        self.asked.is_some() || self.more
    }

    /// Events kept.
    pub fn len(&self) -> usize {
        self.queue.len() + self.held.len()
    }

    /// An event comes where the order of the log counts; false if it had come before.
    pub fn take(&mut self, event: Event) -> bool {
        let position = event.position;
        self.head = self.head.max(position);
        if position < self.next || self.held.contains(position) {
            return false;
        }
        self.held.insert(position, event);
        self.release();
        true
    }

    fn release(&mut self) {
        while let Some((position, _)) = self.held.first()
            && position <= self.next
            && let Some((_, event)) = self.held.pop_first()
        {
            if position == self.next {
                self.next += 1;
                self.push(event);
            }
        }
    }

    /// A pushed event comes where the order does not count. One that the network doubled is taken
    /// twice, one that was fetched before it came is not.
    pub fn take_any(&mut self, event: Event) -> bool {
        let position = event.position;
        if self.fetched.contains(position) {
            return false;
        }
        self.seen.insert(position);
        self.note(position);
        self.push(event);
        true
    }

    fn note(&mut self, position: u64) {
        self.head = self.head.max(position);
        self.next = self.next.max(position + 1);
    }

    /// A part of the log comes.
    pub fn take_part(&mut self, part: &Part, ordered: bool) {
        self.asked = None;
        self.head = self.head.max(part.head);
        for event in &part.events {
            if ordered {
                self.take(*event);
            } else if !self.seen.contains(event.position) && self.fetched.insert(event.position) {
                self.note(event.position);
                self.push(*event);
            }
        }
        self.more = !part.all && (part.snapshot.is_some() || !part.events.is_empty());
        self.last = part.events.last().map_or(self.last, |last| last.position);
    }

    /// It turned out that everything up to a position is known.
    pub fn skip_to(&mut self, position: u64) {
        self.next = self.next.max(position + 1);
        self.head = self.head.max(position);
        self.last = self.last.max(position);
        let waiting = &mut self.waiting;
        self.queue.retain(|event| {
            if event.position <= position {
                waiting.take(&event.position);
            }
            event.position > position
        });
        self.held.forget_below(position + 1);
        self.release();
    }

    /// What was held back goes on, since the order does not count any more.
    pub fn release_all(&mut self) {
        for (position, event) in self.held.take() {
            self.seen.insert(position);
            self.head = self.head.max(position);
            self.next = self.next.max(position + 1);
            self.push(event);
        }
    }

    /// Asks for what comes after the last event, and again if no answer comes.
    pub fn ask(&mut self, most: usize, cx: &mut Context<'_, CqrsProtocol>) {
        let after = self.next - 1;
        self.ask_after(after, most, cx);
    }

    /// Asks for what comes after a position.
    fn ask_after(&mut self, after: u64, most: usize, cx: &mut Context<'_, CqrsProtocol>) {
        let again = self.asked_after == Some(after);
        self.tries = if again { self.tries.wrapping_add(1) } else { 0 };
        self.asked_after = Some(after);
        self.last = after;
        self.asked = Some(cx.now);
        // Names the draws of this fetch and of its answer: where it begins, which try of it this is,
        // and for whom.
        let beside = u32::from(self.reader == Reader::Beside);
        let attempt = (after as u32).wrapping_mul(512) | u32::from(self.tries) << 1 | beside;
        let address = Address {
            attempt,
            ..Address::once(WRITE_MODEL, LetterKind::Fetch, None, None)
        };
        let reader = self.reader;
        cx.send(
            address,
            Message::Fetch {
                reader,
                after,
                most,
            },
        );
        self.watch(cx);
    }

    /// Asks for more if there is more and room for it.
    pub fn ask_for_more(&mut self, ordered: bool, cx: &mut Context<'_, CqrsProtocol>) {
        if self.more && self.asked.is_none() && self.queue.len() < CHUNK / 2 {
            self.more = false;
            self.ask_on(ordered, cx);
        }
    }

    /// Asks for what comes after the last event in order, or after the last one that was fetched.
    pub fn ask_on(&mut self, ordered: bool, cx: &mut Context<'_, CqrsProtocol>) {
        let after = if ordered { self.next - 1 } else { self.last };
        self.ask_after(after, CHUNK, cx);
    }

    /// Looks after a while whether what is missing has come.
    pub fn watch(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        if !self.watching {
            self.watching = true;
            cx.set_timer(cx.settings.gap_timeout, Timer::Gap(self.reader));
        }
    }

    /// The while is over. Who polls looks again anyway.
    pub fn on_gap(&mut self, ordered: bool, polls: bool, cx: &mut Context<'_, CqrsProtocol>) {
        self.watching = false;
        if polls {
            return;
        }
        let overdue = self
            .asked
            .is_some_and(|asked| asked + cx.settings.gap_timeout <= cx.now);
        if overdue || ordered && self.has_gap() && self.asked.is_none() && !self.more {
            self.ask_on(ordered, cx);
        } else if self.asked.is_some() || ordered && self.has_gap() {
            self.watch(cx);
        }
    }
}
