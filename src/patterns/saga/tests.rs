//! Rules of sagas that a whole run would hide.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::bars::Bars;
use super::message::{BySort, Message, Outcome, SagaProtocol, Timer, Word};
use super::orchestrator::Orchestrator;
use super::places::USERS;
use super::resource::Resource;
use super::service::{Answer, Service};
use super::settings::Settings;
use super::users::{Conduct, Users};
use crate::facts::ids::{NodeId, WriteId};
use crate::facts::time::{MILLISECOND, SECOND};
use crate::facts::{SagaEnd, What};
use crate::patterns::depict;
use crate::patterns::parse;
use crate::patterns::picture::Gaze;
use crate::patterns::saga::special::SagaPicture;
use crate::patterns::saga::special::{SagaOutcome, StepBar, StepState};
use crate::sim::draw::Draws;
use crate::sim::node::{Context, Effect, Errand};

const ONE: WriteId = WriteId(1);
const TWO: WriteId = WriteId(2);

fn settings(pairs: &str) -> Settings {
    let (link, problems) = parse(&format!("v=1&pattern=saga&{pairs}"));
    assert!(problems.is_empty(), "{problems:?}");
    Settings::read(&link.scenario.settings)
}

/// What a handler of a service does.
fn effects(
    settings: &Settings,
    handler: impl FnOnce(&mut Context<'_, SagaProtocol>),
) -> Vec<Effect<SagaProtocol>> {
    let mut outbox = Vec::new();
    handler(&mut Context {
        now: SECOND,
        me: NodeId(2),
        settings,
        draws: Draws::new(1),
        outbox: &mut outbox,
    });
    outbox
}

/// Word of the end of a saga of the first key.
fn word(saga: WriteId, completed: bool, below: u64) -> Word {
    Word {
        saga,
        key: 0,
        completed,
        below,
    }
}

/// The job whose end a handler has asked to be reminded of.
fn started(effects: &[Effect<SagaProtocol>]) -> Option<u64> {
    effects.iter().find_map(|effect| match effect {
        Effect::SetTimer(_, Timer::Worked { job }) => Some(*job),
        _ => None,
    })
}

fn outcome(effects: &[Effect<SagaProtocol>]) -> Option<Outcome> {
    effects.iter().find_map(|effect| match effect {
        Effect::Send(_, Message::Taken(outcome)) => Some(*outcome),
        _ => None,
    })
}

const LEADER: Answer = Answer::Leader { attempt: 0 };

/// Asks for a step and lets it come to its end.
fn take(service: &mut Service, saga: WriteId, settings: &Settings) -> Option<Outcome> {
    let asked = effects(settings, |cx| service.on_take(saga, 0, 0, LEADER, cx));
    let Some(job) = started(&asked) else {
        return outcome(&asked);
    };
    outcome(&effects(settings, |cx| service.on_worked(job, cx)))
}

#[test]
fn a_step_asked_for_twice_is_taken_twice_unless_the_saga_is_remembered() {
    for (idempotency, units) in [("off", 2), ("on", 1)] {
        let settings = settings(&format!("refuse=0&idempotency={idempotency}"));
        let mut service = Service::new(0, 1);
        assert_eq!(take(&mut service, ONE, &settings), Some(Outcome::Done));
        assert_eq!(take(&mut service, ONE, &settings), Some(Outcome::Done));
        assert_eq!(service.resource.value(0), units);
    }
}

#[test]
fn a_command_that_comes_after_its_cancellation_is_not_obeyed_if_the_saga_is_remembered() {
    for (idempotency, expected) in [("off", Outcome::Done), ("on", Outcome::Refused)] {
        let settings = settings(&format!("refuse=0&idempotency={idempotency}"));
        let mut service = Service::new(0, 1);
        let answer = effects(&settings, |cx| service.on_cancel(ONE, 0, 0, LEADER, cx));
        assert!(matches!(
            answer[..],
            [Effect::Send(_, Message::Cancelled(true))]
        ));
        assert_eq!(take(&mut service, ONE, &settings), Some(expected));
    }
}

#[test]
fn a_cancellation_waits_for_the_step_that_is_in_work() {
    let settings = settings("refuse=0");
    let mut service = Service::new(0, 1);
    let asked = effects(&settings, |cx| service.on_take(ONE, 0, 0, LEADER, cx));
    let nothing = effects(&settings, |cx| service.on_cancel(ONE, 0, 0, LEADER, cx));
    assert!(nothing.is_empty());
    let job = started(&asked).expect("it is in work");
    let over = effects(&settings, |cx| service.on_worked(job, cx));
    let undo = started(&over).expect("it is taken back at once");
    assert_eq!(service.resource.value(0), 1);
    let undone = effects(&settings, |cx| service.on_worked(undo, cx));
    let released = |effect: &Effect<_>| matches!(effect, Effect::Record(What::Released { .. }));
    assert!(undone.iter().any(released));
    assert_eq!(service.resource.value(0), 0);
}

#[test]
fn a_step_waits_for_a_lock_until_the_other_saga_is_at_its_end() {
    let settings = settings("refuse=0&lock=wait");
    let mut service = Service::new(0, 1);
    assert_eq!(take(&mut service, ONE, &settings), Some(Outcome::Done));
    let asked = effects(&settings, |cx| service.on_take(TWO, 0, 0, LEADER, cx));
    assert_eq!(started(&asked), None);
    assert_eq!(service.load(), (1, 0));
    let ended = effects(&settings, |cx| service.on_settle(word(ONE, true, 0), cx));
    assert!(started(&ended).is_some());
}

#[test]
fn a_lock_does_not_outlive_a_saga_of_whose_end_no_word_came() {
    let settings = settings("refuse=0&lock=reject");
    let mut service = Service::new(0, 1);
    assert_eq!(take(&mut service, ONE, &settings), Some(Outcome::Done));
    effects(&settings, |cx| {
        service.on_settle(word(WriteId(0), true, 2), cx);
    });
    assert_eq!(take(&mut service, TWO, &settings), Some(Outcome::Done));
}

/// Otherwise the lock of a saga that is late to begin would not hold.
#[test]
fn no_saga_is_said_to_be_at_its_end_that_has_not_begun_however_many_are_on_their_way() {
    let settings = settings("steps=1");
    let mut orchestrator = Orchestrator::default();
    for nth in 0..1_000 {
        let saga = WriteId(2 * nth);
        effects(&settings, |cx| {
            orchestrator.on_begin(saga, 0, &BySort::default(), cx);
        });
        let ended = effects(&settings, |cx| {
            orchestrator.end(saga, SagaEnd::Completed, cx);
        });
        let below = ended.iter().find_map(|effect| match effect {
            Effect::Send(_, Message::Settle(word)) => Some(word.below),
            _ => None,
        });
        assert_eq!(below, Some(1), "after {nth}");
    }
    assert_eq!(orchestrator.held(), 1_000);
}

/// Otherwise a lock would hold to the end of the run whose saga was forgotten after a wish got lost.
#[test]
fn a_saga_whose_wish_got_lost_keeps_none_after_it_from_being_at_its_end() {
    let settings = settings("steps=1");
    let mut orchestrator = Orchestrator::default();
    let lost = WriteId(1);
    let mut users = Users::new(Draws::new(1), USERS, Conduct::default());
    users.conduct.on_lost(Some(lost), &BySort::default());
    let wanted = effects(&settings, |cx| {
        users.on_errand(Errand::Write(0), cx);
    });
    let said = wanted.into_iter().find_map(|effect| match effect {
        Effect::Send(_, Message::Begin(lost)) => Some(lost),
        _ => None,
    });
    let said = said.expect("it goes with the next wish");
    assert_eq!(users.conduct.held(), 0);
    let mut below = Vec::new();
    for (saga, lost) in [(WriteId(0), BySort::default()), (WriteId(2), said)] {
        effects(&settings, |cx| orchestrator.on_begin(saga, 0, &lost, cx));
        let ended = effects(&settings, |cx| {
            orchestrator.end(saga, SagaEnd::Completed, cx);
        });
        below.extend(ended.iter().find_map(|effect| match effect {
            Effect::Send(_, Message::Settle(word)) => Some(word.below),
            _ => None,
        }));
    }
    assert_eq!(below, [1, 3]);
}

#[test]
fn an_order_that_word_of_the_end_has_overtaken_is_carried_out() {
    let settings = settings("refuse=0&idempotency=on");
    let mut service = Service::new(0, 1);
    take(&mut service, ONE, &settings);
    effects(&settings, |cx| {
        service.on_settle(word(ONE, false, 2), cx);
    });
    let late = effects(&settings, |cx| service.on_cancel(ONE, 0, 0, LEADER, cx));
    let undo = started(&late).expect("it is taken back");
    effects(&settings, |cx| service.on_worked(undo, cx));
    assert_eq!(service.resource.value(0), 0);
    assert_eq!(service.held(), 0, "a byte is enough for it");
    assert_eq!(take(&mut service, ONE, &settings), Some(Outcome::Refused));
}

#[test]
fn a_lock_refuses_the_second_saga_and_no_saga_refuses_itself() {
    let settings = settings("refuse=0&lock=reject");
    let mut service = Service::new(0, 1);
    assert_eq!(take(&mut service, ONE, &settings), Some(Outcome::Done));
    assert_eq!(take(&mut service, TWO, &settings), Some(Outcome::Refused));
    assert_eq!(take(&mut service, ONE, &settings), Some(Outcome::Done));
}

#[test]
fn the_image_from_before_wipes_out_what_came_since() {
    for (restore, wiped, value) in [(false, 0, 1), (true, 1, 0)] {
        let mut resource = Resource::new(1);
        resource.book(ONE, 0, 9, restore);
        resource.book(TWO, 0, 9, restore);
        assert_eq!(resource.release(ONE, 0, restore), Some(wiped));
        assert_eq!(resource.value(0), value);
        assert_eq!(resource.release(ONE, 0, restore), None);
    }
}

#[test]
fn what_a_saga_holds_at_its_end_is_its_own_or_an_orphan() {
    let mut resource = Resource::new(1);
    for saga in [ONE, ONE, TWO] {
        resource.book(saga, 0, 9, false);
    }
    let units = |resource: &Resource| {
        let units = resource.units();
        (units.confirmed, units.tentative, units.orphaned)
    };
    assert_eq!(units(&resource), (0, 3, 0));
    resource.settle(ONE, 0, true);
    assert_eq!(units(&resource), (1, 1, 1), "booked twice, wanted once");
    resource.settle(TWO, 0, false);
    assert_eq!(units(&resource), (1, 0, 2));
    resource.release(TWO, 0, false);
    assert_eq!(units(&resource), (1, 0, 1), "given back after all");
}

#[test]
fn more_than_there_is_can_be_booked_by_two_that_looked_at_once() {
    let mut resource = Resource::new(1);
    assert!(!resource.is_full(0, 1));
    assert!(!resource.book(ONE, 0, 1, false));
    assert!(resource.is_full(0, 1));
    assert!(resource.book(TWO, 0, 1, false));
}

#[test]
fn waits_grow_and_begin_again_where_there_is_no_last_attempt() {
    let settings = settings("retry=100ms&backoff=2&attempts=3&pivot=1&steps=2");
    let waits = [1, 2, 3, 4].map(|failures| settings.wait(failures) / MILLISECOND);
    assert_eq!(waits, [100, 200, 400, 100]);
    assert_eq!((settings.tries(0), settings.tries(1)), (3, 50));
    assert!(!settings.only_forward(0) && settings.only_forward(1));
}

#[test]
fn a_ring_of_bars_forgets_the_oldest_and_closes_the_right_one() {
    let mut bars = Bars::default();
    let bar = StepBar {
        step: 0,
        from: 0,
        to: None,
        state: StepState::Doing,
        attempt: 0,
    };
    let first = bars.open(ONE, bar);
    for _ in 0..2_048 {
        bars.open(TWO, bar);
    }
    let last = bars.open(ONE, bar);
    bars.close(first, 7, StepState::Failed);
    bars.close(last, 9, StepState::Done);
    let known: Vec<_> = bars.of(ONE).map(|bar| (bar.to, bar.state)).collect();
    assert_eq!(known, [(Some(9), StepState::Done)]);
}

/// Catches a spotlight that wanders, and a picture that becomes slow when much is under way.
#[test]
fn the_spotlight_stays_on_a_saga_until_its_end_and_prefers_one_that_fails() {
    let (link, _) = parse("v=1&pattern=saga&refuse=0|0|0.3&sagas=1000&keys=1000&duration=4s");
    let mut kernel = super::start(&link.scenario.settings);
    let (mut failed, mut shown, mut most) = (0, Vec::new(), 0);
    for tick in 1..=60 {
        let now = tick * 50 * MILLISECOND;
        while kernel.next_at().is_some_and(|at| at <= now) {
            kernel.step();
            kernel.facts().for_each(drop);
        }
        let picture = depict::picture(&kernel, now, Gaze::default());
        let picture: &SagaPicture = picture.special.get().expect("it is about sagas");
        most = most.max(picture.in_flight);
        let Some(waterfall) = &picture.followed else {
            continue;
        };
        assert!(waterfall.bars.is_sorted_by_key(|bar| bar.from));
        failed += u64::from(
            waterfall
                .ended
                .is_some_and(|(_, how)| how != SagaOutcome::Completed),
        );
        if shown.last() != Some(&waterfall.saga) {
            shown.push(waterfall.saga);
        }
    }
    assert!(most > 600, "{most}");
    assert!(failed > 0);
    assert!(shown.len() <= 5, "{shown:?}");
}

#[test]
fn what_was_booked_twice_is_left_once_the_stay_of_the_booking_is_over() {
    let mut resource = Resource::new(1);
    for _ in 0..2 {
        resource.book(ONE, 0, 10, false);
    }
    resource.settle(ONE, 0, true);
    resource.stay(ONE, 0, SECOND);
    assert_eq!(resource.leave(), Some((ONE, 0)));
    let units = resource.units();
    assert_eq!((units.confirmed, units.orphaned), (0, 1));
    assert_eq!(resource.value(0), 1);
}
