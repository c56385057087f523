//! The first minute, as those go through it who come for the first time, hurry, reload or do something else.

use leptos::prelude::*;
use leptos::task::tick;
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::facts::time::SECOND;
use crate::patterns::opening_link;
use crate::scenario::{Key, Pattern, Preset, Value, first_link, presets, write};
use crate::session::{Session, Speed, State};
use crate::show::first_minute::{CURE, CURED, MOMENT, STOPS};
use crate::ui::caption::Caption;
use crate::ui::help::Help;
use crate::ui::linked;
use crate::ui::minute::{Minute, REACHED_AS, STORED_AS};
use crate::ui::page_state::PageStateStoreFields;
use crate::ui::sheets::Sheets;
use crate::ui::stage::use_stage;
use crate::ui::trial::{Trial, next_frame, show};

const SHOWN: &str = ".minute:not([hidden])";
const SAID: &str = ".minute [role=status]";
const NEXT: &str = ".minute .next";
const BACK: &str = ".minute .back";
const CLOSE: &str = ".minute .close";

/// The page of somebody who has the browser remember this, with a run of a link.
fn page(seen: bool, link: &str) -> Trial {
    let store = window()
        .local_storage()
        .ok()
        .flatten()
        .expect("there is one");
    let done = if seen {
        store.set_item(STORED_AS, "seen")
    } else {
        store.remove_item(STORED_AS)
    };
    done.expect("it is not full");
    of_the_tab().remove_item(REACHED_AS).expect("it answers");
    page_of_whoever(link)
}

fn of_the_tab() -> web_sys::Storage {
    let store = window().session_storage().ok().flatten();
    store.expect("there is one")
}

/// The page loaded again, with the link that stood in its address.
fn reloaded(page: Trial) -> Trial {
    let link = write(&page.stage.link());
    drop(page);
    page_of_whoever(&link)
}

fn page_of_whoever(link: &str) -> Trial {
    // What other runs have written into the address bar.
    let history = window().history().expect("there is one");
    let path = window().location().pathname().expect("it has one");
    let cleared = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&path));
    cleared.expect("it is the same page");
    show(link, || {
        let stage = use_stage();
        linked::keep(stage);
        provide_context(Minute::new(stage, Sheets::of(Signal::stored(false))));
        view! {
            <Caption/>
            <Help open=RwSignal::new(false)/>
        }
    })
}

fn newcomer() -> Trial {
    page(false, opening_link())
}

fn is_remembered() -> bool {
    let store = window()
        .local_storage()
        .ok()
        .flatten()
        .expect("there is one");
    store.get_item(STORED_AS).expect("it answers").is_some()
}

/// Whether it stands at a stop, from 0, and says so.
#[track_caller]
fn stands_at(page: &Trial, stop: usize) {
    let said = format!("{} of {} {}", stop + 1, STOPS.len(), STOPS[stop]);
    assert_eq!((page.count(SHOWN), page.text(SAID)), (1, said));
}

/// Presses something as soon as it can be, and lets the run come to where it is on its way to.
async fn press(page: &Trial, what: &str) {
    while page.attribute(what, "aria-disabled").is_some() {
        next_frame().await;
    }
    page.click(what).await;
    arrive(page).await;
}

async fn arrive(page: &Trial) {
    for _ in 0..1_000 {
        tick().await;
        page.stage.pass(1.0, &mut || true);
        let is_there = page.stage.state.awaited().with_untracked(Option::is_none)
            && page.stage.look(|session| session.aim().is_none());
        if is_there {
            break;
        }
        next_frame().await;
    }
    page.stage.tell_beat();
    tick().await;
}

fn incident(page: &Trial) -> Option<&'static str> {
    let nth = page.stage.state.chosen().get_untracked()?;
    page.stage
        .look(|session| session.known_incident(nth).map(|one| one.what.word()))
}

fn plays(page: &Trial) -> bool {
    page.stage.look(Session::state) == State::Playing
}

fn preset(page: &Trial) -> Option<&'static str> {
    let preset = page.stage.look(|session| Preset::of(session.scenario()));
    preset.map(|preset| preset.word)
}

#[test]
async fn it_leads_from_stop_to_stop_to_a_cure_and_what_that_did() {
    let page = newcomer();
    let opening = Minute::preset().expect("a preset");
    stands_at(&page, 0);
    assert_eq!(
        page.count(".guided > .watch"),
        1,
        "in the place of its words"
    );
    assert_eq!(page.attribute(BACK, "hidden").as_deref(), Some(""));
    press(&page, NEXT).await;
    stands_at(&page, 1);
    assert!(plays(&page));
    press(&page, NEXT).await;
    stands_at(&page, MOMENT);
    assert!(!plays(&page));
    assert_eq!(incident(&page), Some("read-your-writes"));
    let at = page
        .stage
        .look(|session| (session.now(), session.incidents()[0].at));
    assert_eq!(at.0, at.1, "the first of them, as the run has it");
    press(&page, NEXT).await;
    stands_at(&page, 3);
    assert!(plays(&page) && incident(&page).is_none());
    assert_eq!(page.text(NEXT), "Fix it");
    page.reach(6 * SECOND).await;
    press(&page, NEXT).await;
    assert_eq!(page.text(SAID), format!("4 of 4 {CURED}"));
    assert_ne!(preset(&page), Some(opening.word));
    page.reach(6 * SECOND).await;
    let did = page.text(".minute p:nth-of-type(2):not([hidden])");
    assert!(
        did.contains("Before, up to 6.000 s: Did not see their own write"),
        "{did}"
    );
    assert!(did.ends_with("Now, up to 6.000 s: not once."), "{did}");
    assert_eq!(page.text(NEXT), "Done");
    page.find(NEXT).focus().expect("it is shown");
    press(&page, NEXT).await;
    assert_eq!((page.count(SHOWN), page.count(".guided")), (0, 0));
    assert!(
        page.text(".watch").starts_with("Fixed: "),
        "it can be read on"
    );
    assert!(is_remembered());
}

#[test]
async fn back_leads_the_same_way_back() {
    let page = newcomer();
    let opening = Minute::preset().map(|preset| preset.word);
    for _ in 0..4 {
        press(&page, NEXT).await;
    }
    assert_eq!(page.text(NEXT), "Done");
    press(&page, BACK).await;
    stands_at(&page, 3);
    assert_eq!(preset(&page), opening, "the run before the cure");
    press(&page, BACK).await;
    stands_at(&page, MOMENT);
    assert_eq!(incident(&page), Some("read-your-writes"));
    press(&page, BACK).await;
    stands_at(&page, 1);
    assert!(plays(&page) && incident(&page).is_none());
    press(&page, BACK).await;
    stands_at(&page, 0);
    assert!(!is_remembered());
}

#[test]
async fn it_is_put_away_by_its_button_or_escape_and_never_comes_again_by_itself() {
    for way_out in 0..3 {
        let page = newcomer();
        stands_at(&page, 0);
        match way_out {
            0 => page.click(CLOSE).await,
            1 => page.press(NEXT, "Escape").await,
            // The focus is elsewhere.
            _ => page.press(".said", "Escape").await,
        }
        assert_eq!((page.count(SHOWN), is_remembered()), (0, true), "{way_out}");
        drop(page);
        assert_eq!(page_of_whoever(opening_link()).count(SHOWN), 0, "{way_out}");
    }
}

#[test]
async fn it_makes_way_for_whoever_does_something_else_but_not_for_who_looks_around() {
    let others: [fn(&Trial); 5] = [
        |page| page.stage.switch(Pattern::SAGA),
        |page| page.stage.open_text(opening_link()),
        |page| page.stage.set(Key::WRITES, Value::Number(3.0), 1),
        |page| page.stage.begin(|session| session.new_seed(4)),
        |page| page.stage.open_text("v=1&pattern=event-based&loss=0.1"),
    ];
    for (nth, other) in others.into_iter().enumerate() {
        let page = newcomer();
        page.click(NEXT).await;
        page.stage.act(Session::pause);
        page.reach(3 * SECOND).await;
        page.stage.choose_incident(0);
        page.stage.select(None);
        page.stage.state.tab().set(2);
        page.stage.act(Session::play);
        tick().await;
        stands_at(&page, 1);
        other(&page);
        tick().await;
        assert_eq!((page.count(SHOWN), is_remembered()), (0, true), "{nth}");
    }
}

#[test]
async fn whoever_begins_its_run_again_goes_on_with_it() {
    let begins: [fn(&mut Session); 2] = [Session::restart, Session::rewind];
    for begin in begins {
        let page = newcomer();
        for stop in [0, 1] {
            stands_at(&page, stop);
            page.stage.begin(begin);
            tick().await;
            stands_at(&page, stop);
            press(&page, NEXT).await;
        }
        stands_at(&page, MOMENT);
        page.stage.begin(begin);
        tick().await;
        stands_at(&page, MOMENT - 1);
        assert!(plays(&page), "until the moment comes again");
        press(&page, NEXT).await;
        press(&page, NEXT).await;
        page.stage.begin(begin);
        tick().await;
        stands_at(&page, CURE);
        press(&page, NEXT).await;
        page.stage.begin(begin);
        tick().await;
        assert_eq!((page.count(SHOWN), page.text(NEXT).as_str()), (1, "Done"));
        assert!(!is_remembered());
    }
}

#[test]
async fn quick_presses_of_next_do_not_press_what_comes_in_its_place() {
    let page = newcomer();
    let opening = Minute::preset().map(|preset| preset.word);
    for _ in 0..5 {
        page.click(NEXT).await;
    }
    stands_at(&page, CURE);
    assert_eq!(preset(&page), opening);
    press(&page, NEXT).await;
    page.click(NEXT).await;
    assert_eq!((page.count(SHOWN), page.text(NEXT).as_str()), (1, "Done"));
    press(&page, NEXT).await;
    assert_eq!(page.count(SHOWN), 0);
}

#[test]
async fn a_reload_goes_on_where_it_was() {
    let mut page = newcomer();
    for stop in 0..=CURE {
        stands_at(&page, stop);
        page = reloaded(page);
        arrive(&page).await;
        stands_at(&page, stop);
        assert_eq!(page.count(".led.guided"), 1);
        let framed = (stop == MOMENT).then_some("read-your-writes");
        assert_eq!((incident(&page), plays(&page)), (framed, stop != MOMENT));
        press(&page, NEXT).await;
    }
    assert_eq!(page.text(NEXT), "Done");
    page = reloaded(page);
    page.reach(6 * SECOND).await;
    assert_eq!(page.text(SAID), format!("4 of 4 {CURED}"));
    let did = page.text(".minute p:nth-of-type(2):not([hidden])");
    assert!(did.ends_with("up to 6.000 s: nothing."), "{did}");
    press(&page, BACK).await;
    stands_at(&page, CURE);
    page.click(CLOSE).await;
    let page = reloaded(page);
    assert_eq!((page.count(SHOWN), is_remembered()), (0, true));
}

#[test]
async fn another_link_in_the_middle_ends_it() {
    let page = newcomer();
    press(&page, NEXT).await;
    drop(page);
    let page = page_of_whoever(first_link(Pattern::SAGA));
    assert_eq!((page.count(SHOWN), is_remembered()), (0, true));
}

#[test]
async fn who_has_seen_it_on_another_page_is_led_no_further() {
    let page = newcomer();
    press(&page, NEXT).await;
    let store = window().local_storage().ok().flatten();
    let store = store.expect("there is one");
    store.set_item(STORED_AS, "seen").expect("it is not full");
    assert_eq!(reloaded(page).count(SHOWN), 0);
}

async fn ask_for_it(page: &Trial) {
    page.click("[aria-label=Help]").await;
    tick().await;
    page.click("dialog .again button").await;
    while !page.has_focus(NEXT) {
        next_frame().await;
    }
}

#[test]
async fn put_away_it_gives_whoever_had_asked_for_it_their_run_back() {
    for (stops, reloads) in [(0, false), (2, false), (2, true)] {
        let mut page = page(true, first_link(Pattern::SAGA));
        page.stage.set(Key::SAGAS, Value::Number(3.0), 1);
        page.reach(3 * SECOND).await;
        page.stage.act(Session::pause);
        let own = write(&page.stage.link());
        ask_for_it(&page).await;
        for _ in 0..stops {
            press(&page, NEXT).await;
        }
        if reloads {
            page = reloaded(page);
            arrive(&page).await;
        }
        stands_at(&page, stops);
        page.click(CLOSE).await;
        arrive(&page).await;
        assert_eq!(write(&page.stage.link()), own);
        assert!(!plays(&page));
    }
    // Time goes on where it did.
    let page = page(true, first_link(Pattern::SAGA));
    page.reach(3 * SECOND).await;
    page.stage.act(Session::play);
    ask_for_it(&page).await;
    press(&page, NEXT).await;
    page.press(NEXT, "Escape").await;
    arrive(&page).await;
    assert_eq!(page.stage.state.pattern().get_untracked(), Pattern::SAGA);
    assert!(plays(&page) && page.stage.look(Session::now) >= 3 * SECOND);
}

#[test]
async fn what_comes_back_still_comes_from_its_preset() {
    let mut others = presets(Pattern::CQRS).iter();
    let own = others.find(|preset| Some(*preset) != Minute::preset());
    let own = own.expect("there are several");
    for reloads in [false, true] {
        let mut page = page(true, own.link);
        page.stage.set(Key::WRITES, Value::Number(3.0), 1);
        ask_for_it(&page).await;
        press(&page, NEXT).await;
        if reloads {
            page = reloaded(page);
            arrive(&page).await;
        }
        page.click(CLOSE).await;
        arrive(&page).await;
        assert_eq!(page.stage.state.preset().get_untracked(), Some(own));
    }
}

#[test]
async fn escape_closes_nothing_behind_another_view() {
    let page = newcomer();
    page.stage.state.theory().set(true);
    page.press(NEXT, "Escape").await;
    arrive(&page).await;
    stands_at(&page, 0);
    page.stage.state.theory().set(false);
    page.press(NEXT, "Escape").await;
    arrive(&page).await;
    assert_eq!(page.count(SHOWN), 0);
}

#[test]
async fn its_room_stays_until_another_run_is_opened() {
    let page = newcomer();
    page.click(CLOSE).await;
    assert_eq!((page.count(".led"), page.count(".guided")), (1, 0));
    stands_where_it_stood(&page);
    page.stage.switch(Pattern::SAGA);
    tick().await;
    assert_eq!(page.count(".led"), 0);
}

/// What keeps its room are the words that it had.
fn stands_where_it_stood(page: &Trial) {
    assert_eq!(page.text(SAID), format!("1 of 4 {}", STOPS[0]));
}

#[test]
async fn help_begins_it_again_and_what_was_there_is_a_step_back() {
    let link = first_link(Pattern::SAGA);
    let page = page(true, link);
    page.reach(3 * SECOND).await;
    assert_eq!(page.count(SHOWN), 0);
    page.stage.act(|session| session.set_speed(Speed::ToEnd));
    page.click("[aria-label=Help]").await;
    tick().await;
    page.click("dialog .again button").await;
    // The dialog gives the focus back first.
    while !page.has_focus(NEXT) {
        next_frame().await;
    }
    stands_at(&page, 0);
    assert_eq!(page.stage.look(Session::speed), Speed::Paced);
    assert_eq!(page.count("dialog[open]"), 0);
    assert_eq!(preset(&page), Minute::preset().map(|preset| preset.word));
    page.stage.undo();
    tick().await;
    assert_eq!(page.stage.state.pattern().get_untracked(), Pattern::SAGA);
    assert_eq!(page.count(SHOWN), 0);
}

#[test]
async fn a_browser_that_keeps_nothing_shows_it_all_the_same() {
    const REFUSE: &str = "window.kept = Object.getOwnPropertyDescriptor(window, 'localStorage');
        Object.defineProperty(window, 'localStorage', { configurable: true, get() { throw new Error('refused') } })";
    const ALLOW: &str = "Object.defineProperty(window, 'localStorage', window.kept)";
    js_sys::eval(REFUSE).expect("it runs");
    let page = page_of_whoever(opening_link());
    let before = page.count(SHOWN);
    page.click(CLOSE).await;
    let after = page.count(SHOWN);
    js_sys::eval(ALLOW).expect("it runs");
    assert_eq!((before, after), (1, 0));
}
