//! Handlers without a kernel: what a consumer and a log want done, event by event.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::broker::Broker;
use super::consumer::Consumer;
use super::message::{Event, EventProtocol, Message, Place, Timer};
use super::places::{BROKER, consumer, replica};
use super::settings::Settings;
use crate::facts::ids::{LinkId, MessageId, NodeId, WriteId};
use crate::facts::{Letter, LetterKind, Retransmit, What};
use crate::patterns::parse;
use crate::sim::draw::Draws;
use crate::sim::node::{Context, Effect};

fn settings(pairs: &str) -> Settings {
    let (link, problems) = parse(&format!("consumers=1&partitions=1&{pairs}"));
    assert!(problems.is_empty(), "{problems:?}");
    Settings::read(&link.scenario.settings)
}

/// What a handler wants done.
fn effects(
    settings: &Settings,
    me: NodeId,
    handler: impl FnOnce(&mut Context<'_, EventProtocol>),
) -> Vec<Effect<EventProtocol>> {
    let mut outbox = Vec::new();
    handler(&mut Context {
        now: 0,
        me,
        settings,
        draws: Draws::new(1),
        outbox: &mut outbox,
    });
    outbox
}

fn event(write: u64) -> Event {
    Event {
        write: WriteId(write),
        key: 0,
        version: write + 1,
        value: 7,
        change: 7,
        publication: 0,
    }
}

fn letter(kind: LetterKind, from: NodeId, to: NodeId, retransmit: Retransmit) -> Letter {
    Letter {
        message: MessageId(0),
        link: LinkId(2),
        from,
        to,
        kind,
        write: None,
        key: None,
        attempt: 0,
        copy: 0,
        retransmit,
    }
}

/// A consumer of one partition under a test's hands.
struct Bench {
    settings: Settings,
    consumer: Consumer,
}

impl Bench {
    fn new(pairs: &str) -> Self {
        let settings = settings(pairs);
        let consumer = Consumer::new(0, replica(0), &settings);
        Self { settings, consumer }
    }

    /// Delivers an offset that waits for those before `after`; the writes that it starts to handle.
    fn deliver(&mut self, offset: u64, after: u64) -> Vec<u64> {
        let letter = letter(
            LetterKind::Deliver,
            BROKER,
            consumer(0),
            Retransmit::UntilAcked,
        );
        let place = Place::Log {
            partition: 0,
            offset,
            after,
            returns: 0,
        };
        let wanted = effects(&self.settings, consumer(0), |cx| {
            self.consumer.on_deliver(&letter, event(offset), place, cx);
        });
        started(&wanted)
    }

    /// The jobs that are in work are done, one by one, until none is left; the writes handled.
    fn work_off(&mut self, first: u64) -> Vec<u64> {
        let mut applied = Vec::new();
        for number in first..first + 9 {
            let wanted = effects(&self.settings, consumer(0), |cx| {
                self.consumer.on_handled(number, cx);
            });
            applied.extend(wanted.iter().filter_map(|effect| match effect {
                Effect::Record(What::Applied { write, .. }) => Some(write.0),
                _ => None,
            }));
        }
        applied
    }

    fn crash(&mut self) -> Vec<Effect<EventProtocol>> {
        effects(&self.settings, consumer(0), |cx| self.consumer.on_crash(cx))
    }
}

fn started(wanted: &[Effect<EventProtocol>]) -> Vec<u64> {
    let started = wanted.iter().filter_map(|effect| match effect {
        Effect::Record(What::Started { write, .. }) => Some(write.0),
        _ => None,
    });
    started.collect()
}

#[test]
fn a_gap_that_will_be_filled_is_waited_for_and_then_all_is_handled_in_order() {
    let mut bench = Bench::new("ack-timeout=1s");
    assert_eq!(bench.deliver(1, 1), [] as [u64; 0], "offset 0 is awaited");
    assert_eq!(bench.deliver(2, 1), [] as [u64; 0]);
    assert_eq!(bench.deliver(0, 0), [0]);
    assert_eq!(bench.work_off(0), [0, 1, 2]);
    assert!(bench.consumer.is_idle());
}

#[test]
fn a_gap_that_nobody_will_fill_is_passed_over() {
    let mut bench = Bench::new("");
    assert_eq!(bench.deliver(3, 0), [3]);
    assert_eq!(
        bench.deliver(2, 0),
        [] as [u64; 0],
        "it would come after a newer one"
    );
    // What was held for a gap goes on once the broker does not wait for the gap any more.
    assert_eq!(bench.deliver(6, 6), [] as [u64; 0]);
    bench.deliver(7, 0);
    assert_eq!(bench.work_off(0), [3, 6, 7]);
}

#[test]
fn what_was_let_go_of_before_a_crash_is_not_handled_after_it() {
    let mut bench = Bench::new("delivery=at-most-once&commit-every=100");
    bench.deliver(0, 0);
    bench.deliver(1, 0);
    let gone = bench.crash();
    assert_eq!(
        gone.iter()
            .filter(|effect| matches!(effect, Effect::Record(What::Gone { .. })))
            .count(),
        2
    );
    assert_eq!(bench.deliver(0, 0), [] as [u64; 0]);
    assert_eq!(bench.deliver(2, 0), [2]);

    let mut bench = Bench::new("delivery=at-least-once&commit-every=100");
    bench.deliver(0, 0);
    let let_go = bench.crash();
    assert!(
        matches!(let_go[..], [Effect::LetGo(WriteId(0), _)]),
        "{let_go:?}"
    );
    assert_eq!(bench.deliver(0, 0), [0]);
}

#[test]
fn a_log_hears_nothing_from_an_earlier_life_of_its_subscriber() {
    let settings = settings("ack-timeout=1s");
    let mut broker = Broker::new(&settings);
    let publish = letter(LetterKind::Publish, NodeId(1), BROKER, Retransmit::Never);
    let wanted = effects(&settings, BROKER, |cx| {
        broker.on_publish(&publish, event(0), cx);
    });
    let place = |wanted: &[Effect<EventProtocol>]| {
        let place = wanted.iter().find_map(|effect| match effect {
            Effect::Send(_, Message::Deliver(_, place)) => Some(*place),
            _ => None,
        });
        place.expect("it delivers")
    };
    let before = place(&wanted);
    let timed = wanted.iter().any(|effect| {
        matches!(effect, Effect::SetTimer(1_000_000, Timer::Unanswered { place, .. }) if *place == before)
    });
    assert!(timed, "an answer is awaited");

    effects(&settings, BROKER, |cx| {
        broker.on_peer(consumer(0), false, cx);
    });
    let again = effects(&settings, BROKER, |cx| {
        broker.on_peer(consumer(0), true, cx);
    });
    let after = place(&again);
    broker.on_acknowledge(consumer(0), before);
    effects(&settings, BROKER, |cx| {
        broker.on_commit(consumer(0), (0, 1), 0, cx);
    });
    assert!(
        !broker.is_idle(),
        "it still waits for an answer to what it sent again"
    );
    broker.on_acknowledge(consumer(0), after);
    assert!(broker.is_idle());
}
