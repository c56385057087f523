use super::*;
use crate::patterns::parse;
use crate::scenario::{Link, NodeKind, write};
use crate::session::State;
use crate::session::trial::{opened, reach};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const SAGA: &str = "v=1&pattern=saga";

fn places(text: &str) -> Places {
    opened(text).places()
}

#[test]
fn what_is_selected_is_written_in_words_and_read_back() {
    let places = places(SAGA);
    let hop = places.links()[3];
    let items = [
        None,
        Some(Item::Place(Place::Node(NodeKind::SERVICE.nth(1)))),
        Some(Item::Place(Place::Link(hop))),
        Some(Item::Message(MessageId(u64::MAX))),
    ];
    let speeds = [0.01, 1.0 / 30.0, 0.1, 1.0 / 3.0, 1.0, 3.0, 100.0].map(Speed::Fixed);
    let speeds = speeds.into_iter().chain([Speed::ToEnd]);
    for (nth, item) in items.into_iter().enumerate() {
        for speed in speeds.clone().map(Some).chain([None]) {
            for tab in [None, Some(Tab::Users), Some(Tab::Why), Some(Tab::Log)] {
                let odd = |number: u64| (nth % 2 == 1).then_some(number);
                let state = ViewState {
                    tab,
                    speed,
                    key: odd(6).map(|key| key as u32),
                    item,
                    incident: odd(0),
                    followed: odd(1 << 62).map(WriteId),
                };
                let text = state.write(Pattern::SAGA).unwrap_or_default();
                assert_eq!(ViewState::parse(&text, &places), (state, vec![]), "{text}");
                assert!(text.len() <= 200, "as long as a page reads: {text}");
                let link = format!("{SAGA}&select={text}");
                let (read, problems) = parse(&link);
                assert_eq!(problems, []);
                assert_eq!(read.extras.select.unwrap_or_default(), text);
            }
        }
    }
}

#[test]
fn the_words_are_those_of_scripts() {
    let state = ViewState {
        tab: Some(Tab::Why),
        speed: Some(Speed::Fixed(1.0 / 30.0)),
        key: Some(2),
        item: Some(Item::Place(Place::Node(NodeKind::ORCHESTRATOR.alone()))),
        incident: Some(4),
        followed: Some(WriteId(7)),
    };
    assert_eq!(
        state.write(Pattern::SAGA).as_deref(),
        Some("orchestrator/incident-5/saga-8/key-3/tab-why/slow-30")
    );
    let early = state.of_any_instant().write(Pattern::CQRS);
    assert_eq!(early.as_deref(), Some("orchestrator/key-3/tab-why/slow-30"));
    // What a page shows anyway is not said.
    let usual = ViewState {
        tab: Some(Tab::FIRST),
        speed: Some(Speed::Paced),
        ..ViewState::default()
    };
    assert_eq!(usual.write(Pattern::SAGA), None);
}

#[test]
fn a_copy_of_a_key_and_a_step_of_a_saga_have_words() {
    let event = "v=1&pattern=event-based";
    for (text, word, item) in [
        (
            event,
            "copy.consumer-2.key-3",
            Item::Copy(NodeKind::CONSUMER.nth(1), 2),
        ),
        (
            event,
            "copy.producer.key-1",
            Item::Copy(NodeKind::PRODUCER.alone(), 0),
        ),
        (SAGA, "step-2", Item::Step(1)),
    ] {
        let (state, unread) = ViewState::parse(&format!("saga-8/{word}"), &places(text));
        assert_eq!((state.item, unread.len()), (Some(item), 0), "{word}");
        assert_eq!(item.to_string(), word);
        // With the saga goes what is a part of it; a copy is there at any instant.
        let kept = state.of_any_instant().item;
        assert_eq!(kept.is_some(), matches!(item, Item::Copy(..)), "{word}");
    }
    let bad =
        "copy.consumer-9.key-3/copy.broker/copy.broker.key-0/copy.x.key-1/step-0/step-99999999";
    let (state, unread) = ViewState::parse(bad, &places(event));
    assert_eq!((state.item, unread.len()), (None, 6));
    let mut session = opened(event);
    reach(&mut session, 1_000_000);
    for (words, missing) in [
        (
            "copy.consumer-1.key-4000",
            "the copy of key 4000 at consumer-1",
        ),
        ("copy.broker.key-1", "the copy of key 1 at broker"),
        ("step-3", "step 3 of a saga that is not named"),
    ] {
        let (mut state, _) = ViewState::parse(words, &session.places());
        assert_eq!(state.drop_missing(&session), [missing]);
        assert_eq!(state.item, None);
    }
}

#[test]
fn what_is_followed_is_dropped_where_the_run_has_come_to_no_such_thing() {
    let there = [
        (SAGA, "step-1/saga-1", ""),
        (SAGA, "saga-1", ""),
        (SAGA, "step-1/saga-9999", "step 1 of saga 9999"),
        (SAGA, "saga-9999", "saga 9999"),
        (SAGA, "step-9/saga-1", "step 9 of saga 1"),
        (
            SAGA,
            "saga-18446744073709551615",
            "saga 18446744073709551615",
        ),
        ("v=1&pattern=cqrs", "write-2", ""),
        ("v=1&pattern=cqrs", "write-9999", "write 9999"),
        ("v=1&pattern=cqrs", "step-1/write-2", "step 1 of write 2"),
        // The first of the person at the page, who has made none.
        (
            "v=1&pattern=event-based",
            "write-2147450881",
            "your write 1",
        ),
        ("v=1&pattern=background-sync", "write-9999", "write 9999"),
    ];
    for (text, words, missing) in there {
        let mut session = opened(text);
        reach(&mut session, 3_000_000);
        let (mut state, unread) = ViewState::parse(words, &session.places());
        assert_eq!(unread, [""; 0]);
        let said = state.drop_missing(&session).join(" and ");
        assert_eq!(said, missing, "{words}");
        assert!(missing.is_empty() || state.item.is_none(), "{words}");
        let stays = missing.is_empty() || words.starts_with("step") && !words.ends_with("9999");
        assert_eq!(state.followed.is_some(), stays, "{words}");
    }
    let (mut state, _) = ViewState::parse("saga-1", &places(SAGA));
    assert_eq!(state.drop_missing(&opened(SAGA)), ["saga 1"], "not yet");
}

#[test]
fn a_copy_that_a_node_does_not_hold_is_dropped_and_the_rest_stays() {
    const SYNC: &str = "v=1&pattern=background-sync&sources=2";
    for (text, there, missing) in [
        (
            "v=1&pattern=event-based",
            "producer consumer-1",
            "users broker",
        ),
        ("v=1&pattern=cqrs", "write-model view-1-1", "users"),
        (SAGA, "", "users orchestrator service-1"),
        (SYNC, "source-1 target", "source-2 users job"),
    ] {
        let mut session = opened(text);
        reach(&mut session, 1_000_000);
        let kept = |node: &str| {
            let words = format!("copy.{node}.key-3/tab-why");
            let (mut state, unread) = ViewState::parse(&words, &session.places());
            assert_eq!(unread, [""; 0]);
            let said = state.drop_missing(&session);
            let expected = format!("the copy of key 3 at {node}");
            assert!(said.iter().all(|said| *said == expected), "{said:?}");
            assert_eq!(state.tab, Some(Tab::Why));
            assert_eq!(state.item.is_some(), said.is_empty(), "{words}");
            state.item.is_some()
        };
        assert!(there.split_whitespace().all(kept), "{text}");
        assert!(!missing.split_whitespace().any(kept), "{text}");
    }
}

#[test]
fn words_that_say_nothing_are_given_back_and_the_others_count() {
    let text = "broker/tab-what/speed-0/incident-0/key-x/slow-/speed--1/saga/tab-log//speed-3";
    let (state, unread) = ViewState::parse(text, &places(SAGA));
    let expected = ViewState {
        tab: Some(Tab::Log),
        speed: Some(Speed::Fixed(3.0)),
        ..ViewState::default()
    };
    assert_eq!(state, expected);
    let bad = "broker tab-what speed-0 incident-0 key-x slow- speed--1 saga";
    assert_eq!(unread, bad.split(' ').collect::<Vec<_>>());
}

#[test]
fn what_is_not_there_is_dropped_by_name() {
    let mut session = opened(SAGA);
    reach(&mut session, 2_000_000);
    let words = "message-99999999/incident-400/key-4000/tab-why";
    let (mut state, unread) = ViewState::parse(words, &session.places());
    assert_eq!(unread, [""; 0]);
    assert_eq!(
        state.drop_missing(&session),
        ["the message that was selected", "incident 400", "key 4000"]
    );
    assert_eq!(state.write(Pattern::SAGA).as_deref(), Some("tab-why"));
}

#[test]
fn a_run_that_is_paused_at_its_start_opens_paused_there() {
    let mut session = opened(SAGA);
    assert_eq!(session.link().playhead, None, "it plays");
    session.pause();
    let text = write(&session.link());
    assert_eq!(text, "v=1&pattern=saga&t=0s");
    let mut other = opened(&text);
    other.frame(16.0, &mut || true);
    assert_eq!((other.now(), other.state()), (0, State::Paused));
    assert_eq!(other.link(), session.link());
    other.play();
    assert_eq!(write(&other.link()), SAGA);
}

#[test]
fn a_run_that_is_over_opens_at_its_end_and_plays_when_it_begins_again() {
    let mut session = opened("v=1&pattern=saga&duration=3s");
    session.set_speed(Speed::Fixed(100.0));
    while session.state() == State::Playing {
        session.frame(16.0, &mut || true);
    }
    let link = session.link();
    assert_eq!(link.playhead, Some(session.now()));
    let mut other = opened(&write(&link));
    while other.aim().is_some() {
        other.frame(16.0, &mut || true);
    }
    assert_eq!(
        (other.state(), other.digest()),
        (session.state(), session.digest())
    );
    assert_eq!((other.link(), other.differs()), (link, None));
    other.restart();
    assert_eq!(other.state(), State::Playing);
}

#[test]
fn while_time_passes_there_is_a_link_to_the_instant_and_one_to_the_start() {
    let mut session = opened(SAGA);
    for _ in 0..60 {
        session.frame(16.0, &mut || true);
    }
    let Link {
        playhead, check, ..
    } = session.link_to_now();
    assert_eq!(playhead, Some(session.now()));
    assert!(check.is_some() && session.now() > 0);
    assert_eq!(write(&session.link_from_the_start()), SAGA);
    let mut other = opened(&write(&session.link_to_now()));
    while other.aim().is_some() {
        other.frame(16.0, &mut || true);
    }
    assert_eq!((other.digest(), other.differs()), (session.digest(), None));
}
