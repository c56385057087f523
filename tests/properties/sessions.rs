//! What a person does to a session, and that it leaves the run what its link says.

use driftscope::facts::time::{Micros, SECOND};
use driftscope::patterns::parse;
use driftscope::run::Run;
use driftscope::scenario::{Deed, LONGEST_LINK, Pattern, params, write};
use driftscope::session::{Session, Speed, State};
use proptest::prelude::*;

use crate::reference::Checked;
use crate::scenarios::{Wish, deed, set_at_restart, wish};
use crate::trial::link;

/// What a person does to a session.
#[derive(Clone, Debug)]
pub enum Doing {
    /// Watches for so many milliseconds, on a machine that runs so many slices of events a frame.
    Watch(f64, u32),
    Step,
    Pause,
    Play,
    Speed(f64),
    Wish(Wish),
    /// Moves a slider through several values.
    Drag(Wish, Wish),
    Restart,
    Reset(usize),
    NewSeed(u64),
    Longer,
}

pub fn doing(pattern: Pattern) -> impl Strategy<Value = Doing> {
    let wish = || wish(pattern);
    prop_oneof![
        6 => (1.0..400.0_f64, 1..20_u32).prop_map(|(ms, slices)| Doing::Watch(ms, slices)),
        2 => Just(Doing::Step),
        1 => Just(Doing::Pause),
        2 => Just(Doing::Play),
        1 => (0.05..20.0_f64).prop_map(Doing::Speed),
        4 => wish().prop_map(Doing::Wish),
        1 => (wish(), wish()).prop_map(|(one, two)| Doing::Drag(one, two)),
        1 => Just(Doing::Restart),
        1 => any::<usize>().prop_map(Doing::Reset),
        1 => (0..100_u64).prop_map(Doing::NewSeed),
        1 => set_at_restart(pattern).prop_map(Doing::Wish),
        1 => Just(Doing::Longer),
    ]
}

fn act(session: &mut Session, doing: &Doing) {
    let wanted = |session: &mut Session, wish: &Wish, drag| {
        let deed = deed(wish, &session.scenario().settings.clone());
        if let Deed::Set { key, value } = deed {
            session.set(key, value, drag);
        } else {
            session.perform(deed);
        }
    };
    match doing {
        Doing::Watch(ms, slices) => {
            let mut left = *slices;
            session.frame(*ms, &mut || {
                left -= 1;
                left > 0
            });
        }
        Doing::Step => session.step(),
        Doing::Pause => session.pause(),
        Doing::Play => session.play(),
        Doing::Speed(rate) => session.set_speed(Speed::Fixed(*rate)),
        Doing::Wish(wish) => {
            wanted(session, wish, 0);
            session.release();
        }
        Doing::Drag(one, two) => {
            wanted(session, one, 1);
            session.frame(16.0, &mut || true);
            wanted(session, two, 1);
            session.release();
        }
        Doing::Restart => session.restart(),
        Doing::Reset(nth) => {
            let table = params(session.scenario().settings.pattern());
            session.reset(table[nth % table.len()].key);
            session.release();
        }
        Doing::NewSeed(seed) => session.new_seed(*seed),
        Doing::Longer => {
            if session.duration() < 10 * SECOND {
                session.longer();
            }
        }
    }
}

/// Watches to the end, fast.
fn watch_to_the_end(session: &mut Session) {
    session.release();
    session.play();
    session.set_speed(Speed::Fixed(1_000.0));
    for _ in 0..100_000 {
        if !matches!(session.state(), State::Playing | State::Paused) {
            return;
        }
        session.frame(100.0, &mut || true);
    }
    panic!("no end in sight");
}

/// Does it all; the run is then that of the link, here and at the end.
pub fn check(text: &str, doings: &[Doing]) -> Checked {
    let mut session = Session::open(link(text));
    for doing in doings {
        act(&mut session, doing);
        let here = write(&session.link());
        let (again, problems) = parse(&here);
        prop_assert_eq!(problems, Vec::new(), "{}", here);
        prop_assert_eq!(again, session.link(), "{}", here);
        prop_assert!(here.len() <= LONGEST_LINK, "{}", here.len());
    }

    // Here and now: every event of this instant has run, as it has for one who opens the link.
    session.release();
    session.play();
    session.frame(20.0, &mut || true);
    session.pause();
    let here = session.link();
    if let Some(playhead) = here.playhead.filter(|_| session.catching_up().is_none()) {
        let mut other = Session::open(here.clone());
        while other.catching_up().is_some() {
            other.frame(16.0, &mut || true);
        }
        prop_assert_eq!(other.now(), playhead, "{}", write(&here));
        prop_assert_eq!(other.now(), session.now(), "{}", write(&here));
        prop_assert_eq!(other.digest(), session.digest(), "{}", write(&here));
        prop_assert_eq!(other.report(), session.report(), "{}", write(&here));
        prop_assert_eq!(other.state(), session.state(), "paused, or over");
        prop_assert!(here.check.is_some(), "{}", write(&here));
        prop_assert_eq!(other.differs(), None, "{}", write(&here));
    }

    // And at the end.
    let to_the_end = write(&here);
    let mut whole = Run::new(here.scenario);
    if !whole.advance(Micros::MAX, 1_000_000, &mut |_| {}) {
        return Err(TestCaseError::reject("too many events"));
    }
    watch_to_the_end(&mut session);
    prop_assert_eq!(session.digest(), whole.digest(), "{}", &to_the_end);
    prop_assert_eq!(session.events(), whole.events(), "{}", &to_the_end);
    Ok(())
}
