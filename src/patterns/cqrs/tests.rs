//! Handlers without a kernel: what a write model and a projector want done, step by step.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::message::{Command, CqrsProtocol, Event, Message, Part, Reader, Timer};
use super::places::{WRITE_MODEL, projector, replica};
use super::projector::Projector;
use super::rebuild::Pace;
use super::settings::Settings;
use super::write_model::WriteModel;
use crate::facts::ids::{NodeId, WriteId};
use crate::facts::{Amount, Decline, What};
use crate::patterns::parse;
use crate::sim::draw::Draws;
use crate::sim::node::{Context, Effect};

type Wanted = Vec<Effect<CqrsProtocol>>;

fn settings(pairs: &str) -> Settings {
    let link = format!("pattern=cqrs&replicas=1&keys=2&project=0us&commit=5ms&{pairs}");
    let (link, problems) = parse(&link);
    assert!(problems.is_empty(), "{problems:?}");
    Settings::read(&link.scenario.settings)
}

/// What a handler wants done.
fn effects(
    settings: &Settings,
    me: NodeId,
    handler: impl FnOnce(&mut Context<'_, CqrsProtocol>),
) -> Wanted {
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

fn facts(wanted: &Wanted) -> Vec<What> {
    let facts = wanted.iter().filter_map(|effect| match effect {
        Effect::Record(what) => Some(*what),
        _ => None,
    });
    facts.collect()
}

/// A write model under a test's hands.
struct Ledger {
    settings: Settings,
    model: WriteModel,
}

impl Ledger {
    fn new(pairs: &str) -> Self {
        let settings = settings(pairs);
        let model = WriteModel::new(&settings);
        Self { settings, model }
    }

    fn command(&mut self, write: u64, change: Amount) -> Wanted {
        let command = Command {
            write: WriteId(write),
            key: 0,
            change,
        };
        effects(&self.settings, WRITE_MODEL, |cx| {
            self.model.on_command(command, cx);
        })
    }

    fn append(&mut self, write: u64) -> Wanted {
        effects(&self.settings, WRITE_MODEL, |cx| {
            self.model.on_append(WriteId(write), cx);
        })
    }

    fn retry(&mut self, write: u64) -> Wanted {
        effects(&self.settings, WRITE_MODEL, |cx| {
            self.model.on_try_again(WriteId(write), cx);
        })
    }
}

fn is_declined(wanted: &Wanted, reason: Decline) -> bool {
    let declined = |what| matches!(what, What::Declined { why, .. } if why == reason);
    facts(wanted).into_iter().any(declined)
}

#[test]
fn of_two_commands_that_loaded_the_same_version_the_second_conflicts_and_begins_again() {
    let mut ledger = Ledger::new("");
    ledger.command(0, 50);
    ledger.append(0);
    ledger.command(1, -40);
    ledger.command(2, -40);
    assert!(matches!(
        facts(&ledger.append(1))[0],
        What::Committed { value: 10, .. }
    ));
    assert!(matches!(
        facts(&ledger.append(2))[0],
        What::Conflicted { attempt: 0, .. }
    ));
    assert!(
        is_declined(&ledger.retry(2), Decline::Uncovered),
        "what it finds now is not enough"
    );
    assert_eq!(ledger.model.head(), 2);
    assert_eq!(ledger.model.held(), 0);
}

#[test]
fn a_command_that_meets_a_conflict_each_time_is_declined_in_the_end() {
    let mut ledger = Ledger::new("");
    ledger.command(0, 10);
    for other in 1..5 {
        ledger.command(other, 10);
        ledger.append(other);
        assert!(!is_declined(&ledger.append(0), Decline::Conflict));
        ledger.retry(0);
    }
    ledger.command(9, 10);
    ledger.append(9);
    assert!(is_declined(&ledger.append(0), Decline::Conflict));
}

#[test]
fn what_is_checked_elsewhere_is_appended_whatever_the_version_and_may_overdraw() {
    let mut ledger = Ledger::new("decide-on=read-model");
    ledger.command(0, 50);
    ledger.append(0);
    for write in [1, 2] {
        let asks = ledger.command(write, -40);
        assert!(matches!(asks[0], Effect::Send(_, Message::Check(_))));
        let command = Command {
            write: WriteId(write),
            key: 0,
            change: -40,
        };
        effects(&ledger.settings, WRITE_MODEL, |cx| {
            ledger.model.on_checked(command, 50, cx);
        });
    }
    ledger.append(1);
    let overdrawn = facts(&ledger.append(2));
    assert!(matches!(
        overdrawn[1],
        What::Overdrawn {
            believed: 50,
            value: -30,
            ..
        }
    ));
}

/// A projector under a test's hands.
struct View {
    settings: Settings,
    projector: Projector,
}

impl View {
    fn new(pairs: &str) -> Self {
        let settings = settings(pairs);
        let projector = Projector::new(0, replica(0), &settings);
        Self {
            settings,
            projector,
        }
    }

    /// Runs a handler, and the work that it starts until there is none left; the writes applied.
    fn run(
        &mut self,
        handler: impl FnOnce(&mut Projector, &mut Context<'_, CqrsProtocol>),
    ) -> Vec<u64> {
        let mut applied = Vec::new();
        let mut wanted = effects(&self.settings, projector(0), |cx| {
            handler(&mut self.projector, cx);
        });
        loop {
            applied.extend(facts(&wanted).into_iter().filter_map(|what| match what {
                What::Applied { write, .. } => Some(write.0),
                _ => None,
            }));
            let turn = wanted.iter().find_map(|effect| match effect {
                Effect::SetTimer(_, Timer::Projected { turn }) => Some(*turn),
                _ => None,
            });
            let Some(turn) = turn else {
                return applied;
            };
            wanted = effects(&self.settings, projector(0), |cx| {
                self.projector.on_projected(turn, cx);
            });
        }
    }

    fn deliver(&mut self, position: u64) -> Vec<u64> {
        self.run(|projector, cx| projector.on_deliver(event(position), cx))
    }

    fn fetched(&mut self, positions: std::ops::RangeInclusive<u64>) -> Vec<u64> {
        let part = Part {
            reader: Reader::Live,
            snapshot: None,
            head: *positions.end(),
            events: positions.map(event).collect(),
            all: true,
        };
        self.run(|projector, cx| projector.on_part(&part, cx))
    }

    fn crash_and_restart(&mut self) -> (u64, u64) {
        self.crash();
        self.restart()
    }

    fn crash(&mut self) {
        effects(&self.settings, projector(0), |cx| {
            self.projector.on_crash(cx);
        });
    }

    fn restart(&mut self) -> (u64, u64) {
        let wanted = effects(&self.settings, projector(0), |cx| {
            self.projector.on_restart(cx);
        });
        let resumed = facts(&wanted).into_iter().find_map(|what| match what {
            What::Resumed {
                applied,
                checkpoint,
                ..
            } => Some((applied, checkpoint)),
            _ => None,
        });
        resumed.expect("it says where it goes on")
    }
}

/// An event whose write is its position.
fn event(position: u64) -> Event {
    Event {
        position,
        write: WriteId(position),
        key: 0,
        version: position,
        change: 10,
        at: 0,
    }
}

#[test]
fn in_log_order_what_is_behind_a_gap_waits_and_nothing_is_applied_twice() {
    let mut view = View::new("");
    assert_eq!(view.deliver(1), [1]);
    assert_eq!(view.deliver(3), [] as [u64; 0]);
    assert_eq!(view.deliver(1), [] as [u64; 0], "a duplicate");
    assert_eq!(view.fetched(2..=4), [2, 3, 4]);
    assert_eq!(
        view.deliver(4),
        [] as [u64; 0],
        "it was fetched before it came"
    );
    assert!(view.projector.is_idle());
}

#[test]
fn as_it_comes_nothing_is_waited_for_and_a_duplicate_counts_unless_positions_are_saved() {
    let mut view = View::new("bus-order=none&checkpoint=separate");
    assert_eq!(view.deliver(3), [3]);
    assert_eq!(view.deliver(1), [1]);
    assert_eq!(view.deliver(1), [1]);
    let mut view = View::new("bus-order=none");
    assert_eq!(view.deliver(3), [3]);
    assert_eq!(view.deliver(3), [] as [u64; 0]);
}

#[test]
fn a_checkpoint_of_its_own_is_behind_the_data_and_what_lies_between_comes_again() {
    let mut view = View::new("checkpoint=separate&checkpoint-every=3");
    for position in 1..=5 {
        view.deliver(position);
    }
    assert_eq!(view.crash_and_restart(), (5, 3));
    assert_eq!(view.fetched(4..=6), [4, 5, 6]);
    let mut view = View::new("checkpoint-every=3");
    for position in 1..=5 {
        view.deliver(position);
    }
    assert_eq!(view.crash_and_restart(), (5, 5));
    assert_eq!(view.fetched(4..=6), [6]);
}

#[test]
fn as_it_comes_a_checkpoint_of_its_own_knows_which_events_and_the_others_come_again() {
    let mut view = View::new("bus-order=none&checkpoint=separate&checkpoint-every=3");
    for position in [1, 3, 4, 6] {
        view.deliver(position);
    }
    assert_eq!(view.crash_and_restart(), (2, 1), "6 alone is not saved");
    assert_eq!(view.fetched(2..=7), [2, 5, 6, 7], "2 and 5 had not come");
    assert_eq!(view.deliver(3), [] as [u64; 0]);
}

#[test]
fn what_was_saved_with_the_data_stays_known_when_that_is_changed_while_it_is_down() {
    let mut view = View::new("bus-order=none");
    for position in [1, 2, 4] {
        view.deliver(position);
    }
    view.crash();
    view.settings = settings("bus-order=none&checkpoint=separate");
    assert_eq!(view.restart(), (2, 2));
    assert_eq!(view.fetched(3..=5), [3, 5]);
    assert_eq!(view.crash_and_restart(), (4, 2), "3 and 5 are not saved");
    assert_eq!(view.fetched(3..=5), [3, 5]);
}

#[test]
fn a_replay_keeps_its_rhythm_to_the_microsecond() {
    let mut pace = Pace::from(0);
    let mut now = 0;
    for _ in 0..3_000 {
        now += pace.next(now, 3_000.0);
    }
    assert_eq!(now, 1_000_000);
    now += 70;
    assert_eq!(pace.next(now, 3_000.0), 263, "it makes up for a short wait");
    now += 5_000;
    assert_eq!(pace.next(now, 3_000.0), 333, "and not for a long one");
}
