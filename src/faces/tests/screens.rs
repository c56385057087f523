//! What is on the screens of people, whichever pattern is run.

use crate::consistency::Screen;
use crate::faces::{nobody, phones};
use crate::facts::ids::YOU;
use crate::facts::time::{Micros, SECOND};
use crate::patterns::parse;
use crate::scenario::{Deed, Pattern};
use crate::session::Session;
use crate::show::screens::{Phone, closed, told, your_key};

/// A run at an instant.
fn at(link: &str, until: Micros) -> Session {
    let (link, problems) = parse(link);
    assert!(problems.is_empty(), "{problems:?}");
    let mut session = Session::open(crate::scenario::Link {
        playhead: Some(until),
        ..link
    });
    session.frame(0.0, &mut || true);
    assert_eq!(session.now(), until);
    session
}

fn you(session: &Session) -> Phone {
    phones(session).remove(0)
}

/// Every hop takes 100 ms and the bus 2 s, so that a write of one's own is late for sure.
const BANK: &str = "pattern=cqrs&writes=0&reads=0&think=off&keys=4&latency=100ms&bus=2s&replicas=1\
                    &views=1&project=1ms&commit=0us&do=1s:write:key-3;2s:read:key-3";

#[test]
fn a_read_that_misses_your_own_write_says_so() {
    let session = at(BANK, 3 * SECOND);
    let you = you(&session);
    assert_eq!(you.who, "You");
    assert!(you.is_wrong());
    assert_eq!(you.lines.len(), 1);
    let line = &you.lines[0];
    assert_eq!((&*line.label, &*line.shown), ("account 3", "0 EUR"));
    assert_eq!(line.source, "Asked at 2.000 s, Balances");
    let truth = session
        .truth(2)
        .map(|truth| truth.value)
        .unwrap_or_default();
    assert_eq!(
        line.against,
        format!(
            "Truth {truth} EUR, 1 s old, 1 version behind, your own write of 1.000 s is missing"
        )
    );
    assert_eq!(
        you.note,
        format!("Wrote account 3 at 1.000 s: {truth} EUR, known to be done at 1.200 s. ")
    );
    assert_eq!(
        told(&you),
        format!(
            "Wrote account 3 at 1.000 s: {truth} EUR, known to be done at 1.200 s. Asked at 2.000 s, \
             Balances showed account 3: 0 EUR. {}.",
            line.against
        )
    );
}

#[test]
fn a_read_under_way_and_one_that_is_right_are_told_apart() {
    let waiting = at(BANK, 2 * SECOND + 50_000);
    let phone = you(&waiting);
    assert!(phone.lines.is_empty());
    assert!(
        phone
            .note
            .ends_with("Asked for account 3 at 2.000 s: no answer yet. ")
    );
    let fresh = at(&BANK.replace("2s:read", "9s:read"), 10 * SECOND);
    let phone = you(&fresh);
    assert!(!phone.is_wrong(), "{phone:?}");
    assert_eq!(phone.lines[0].against, "Right");
}

#[test]
fn what_was_right_and_has_changed_since_says_what_it_is_now() {
    let later = BANK
        .replace("2s:read", "9s:read")
        .replace("do=", "seed=3&do=9.05s:write:key-3;");
    let session = at(&later, 10 * SECOND);
    let line = &you(&session).lines[0];
    let now = session
        .truth(2)
        .map(|truth| truth.value)
        .unwrap_or_default();
    assert!(!line.wrong);
    assert_eq!(line.against, format!("Right, now {now} EUR"));
}

#[test]
fn who_has_done_nothing_has_an_empty_screen_and_the_page_says_why() {
    let session = at(BANK, SECOND / 2);
    assert_eq!(phones(&session).len(), 1);
    assert_eq!(
        you(&session),
        Phone {
            who: "You".to_owned(),
            ..Phone::default()
        }
    );
    assert_eq!(told(&you(&session)), "");
    let why = |pairs: &str| nobody(&parse(pairs).0.scenario.settings);
    assert!(why("pattern=cqrs&reads=0&think=off").starts_with("Nobody reads: there are no reads"));
    assert!(why("pattern=cqrs&reads=0&think=1s&writes=0").contains("nobody writes"));
    assert!(why("pattern=saga&reads=0&think=1s&sagas=0").contains("nobody writes"));
    assert_eq!(
        why("pattern=saga&reads=0&think=1s"),
        "Nobody has done anything yet."
    );
}

#[test]
fn others_are_few_and_you_come_first() {
    let link = "pattern=event-based&reads=20&sessions=40&do=6s:read:key-1";
    let before = at(link, 5 * SECOND);
    assert_eq!(phones(&before).len(), 7);
    let after = at(link, 8 * SECOND);
    let phones = phones(&after);
    assert_eq!(phones.len(), 7);
    assert_eq!(phones[0].lines.len(), 1);
    assert!(
        phones[1..]
            .iter()
            .all(|phone| phone.who.starts_with("User "))
    );
    assert!(phones.iter().all(|phone| phone.lines.len() <= 3));
}

#[test]
fn a_trip_is_what_was_told_against_what_is_booked() {
    let saga = |more: &str| {
        format!(
            "pattern=saga&sagas=0&reads=0&think=off&keys=2&latency=50ms&step=100ms&undo=100ms\
                 &steps=3&error=0&{more}&do=1s:write:key-1"
        )
    };
    let shown = |link: &str, until| -> Vec<(String, String, bool)> {
        let lines = you(&at(link, until)).lines.into_iter();
        lines
            .map(|line| (line.shown, line.against, line.wrong))
            .collect()
    };
    let said = |shown: &str, against: &str, wrong| (shown.to_owned(), against.to_owned(), wrong);
    let calm = saga("refuse=0&style=orchestration");
    let under_way = shown(&calm, SECOND + 300_000);
    assert_eq!(
        under_way[0],
        said(
            "asked for",
            "Truth: one is booked, and may be undone",
            false
        )
    );
    assert_eq!(
        under_way[2],
        said("asked for", "Truth: nothing is booked", false)
    );
    let done = shown(&calm, 4 * SECOND);
    assert_eq!(done, vec![said("booked", "Truth: one is booked", false); 3]);
    let back = shown(&saga("refuse=0|0|1"), 4 * SECOND);
    assert_eq!(
        back,
        vec![said("cancelled", "Truth: nothing is booked", false); 3]
    );
    let stuck = shown(
        &saga("refuse=0|0|1&undo-fail=1&undo-attempts=1"),
        9 * SECOND,
    );
    assert_eq!(
        stuck[0],
        said(
            "stuck: a person will look",
            "Truth: one is booked, and orphaned",
            true
        )
    );
}

#[test]
fn once_users_have_stopped_you_have_too() {
    let link = "pattern=cqrs&duration=2s&keys=4&writes=1";
    assert_eq!(closed(&at(link, SECOND)), None);
    let mut session = at(link, 2 * SECOND);
    while closed(&session).is_none() {
        session.step();
    }
    let before = session.screens().to_vec();
    session.perform(Deed::Write { key: 0 });
    session.frame(50.0, &mut || true);
    let wrote = |screens: &[Screen]| {
        screens
            .iter()
            .filter(|screen| screen.session == YOU)
            .count()
    };
    assert_eq!((wrote(&before), wrote(session.screens())), (0, 0));
}

#[test]
fn every_story_names_its_screen_and_what_a_write_is() {
    for pattern in Pattern::ALL {
        for story in crate::scenario::stories(*pattern) {
            assert!(
                !story.screen.is_empty() && !story.write.is_empty(),
                "{}",
                story.word
            );
        }
    }
}

#[test]
fn the_key_is_the_one_chosen_or_that_of_the_last_act() {
    let session = at(BANK, SECOND);
    assert_eq!(your_key(&session, None), 2);
    assert_eq!(your_key(&session, Some(1)), 1);
    assert_eq!(your_key(&session, Some(99)), 3, "there are four keys");
    assert_eq!(your_key(&at("pattern=cqrs", SECOND), None), 0);
}
