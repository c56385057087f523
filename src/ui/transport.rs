//! Restart, rewind, play, step, speed and seed; what time it is and how fast it goes.

use leptos::prelude::*;
use web_sys::Event;

use super::hurry::{self, Hurry, HurryBar};
use super::icon;
use super::page_state::{PageStateStoreFields, Readout, ReadoutStoreFields};
use super::square_button::SquareButton;
use super::stage::{Stage, use_stage};
use crate::facts::time::HOUR;
use crate::session::{Session, Speed, State};
use crate::show::units;

/// The speeds that can be chosen, most of them in simulated seconds per second.
const SPEEDS: &[(&str, Speed)] = &[
    ("Auto", Speed::Paced),
    ("1/100 ×", Speed::Fixed(0.01)),
    ("1/30 ×", Speed::Fixed(1.0 / 30.0)),
    ("1/10 ×", Speed::Fixed(0.1)),
    ("1/3 ×", Speed::Fixed(1.0 / 3.0)),
    ("1 ×", Speed::Fixed(1.0)),
    ("3 ×", Speed::Fixed(3.0)),
    ("10 ×", Speed::Fixed(10.0)),
    ("30 ×", Speed::Fixed(30.0)),
    ("100 ×", Speed::Fixed(100.0)),
    ("To the end", Speed::ToEnd),
];

/// Plays or pauses; at the end plays the same run again.
pub fn toggle(stage: Stage) {
    let readout = stage.state.readout().get_untracked();
    if readout.is_over() {
        stage.begin(Session::play);
    } else if readout.runs() {
        stage.act(Session::pause);
    } else {
        stage.act(Session::play);
    }
}

/// Begins anew with the values that the panel shows.
pub fn restart(stage: Stage) {
    stage.begin(Session::restart);
}

/// Plays the same run again, with all that was done in it.
pub fn rewind(stage: Stage) {
    stage.begin(Session::rewind);
}

/// Begins a run with other chances.
pub fn new_seed(stage: Stage) {
    let seed = (js_sys::Math::random() * 9_999.0) as u64 + 1;
    stage.begin(|session| session.new_seed(seed));
}

/// What playing or pausing would do now. Reactive.
pub fn play_words(stage: Stage) -> String {
    stage.state.readout().with(|readout| {
        let words = if readout.is_over() {
            "Play again"
        } else if let Some(aim) = readout.aim.filter(|_| readout.halted) {
            return format!("Go on to {}", units::instant(aim));
        } else if readout.hurries() {
            "Stop here"
        } else if readout.runs() {
            "Pause"
        } else {
            "Play"
        };
        words.to_owned()
    })
}

/// The icon for [`play_words`].
pub fn play_icon(words: &str) -> &'static str {
    match words {
        "Pause" | "Stop here" => icon::PAUSE,
        "Play again" => icon::REWIND,
        _ => icon::PLAY,
    }
}

/// The row of buttons above the timeline.
#[component]
pub fn Transport() -> impl IntoView {
    let stage = use_stage();
    let readout = stage.state.readout();
    let play = Memo::new(move |_| play_words(stage));
    let hurry = hurry::follow(stage);
    let pace = Memo::new(move |_| {
        let hurry = hurry.get().map(Hurry::words);
        hurry.unwrap_or_else(|| readout.with(state_words))
    });
    let is_over = Memo::new(move |_| readout.with(Readout::is_over));
    let is_long = Memo::new(move |_| readout.now().get() >= HOUR);
    let has_ended = move || matches!(readout.state().get(), State::Ended { .. });
    view! {
        <div class="row">
            <SquareButton
                label="Restart"
                title="Begin anew: the settings that the panel shows hold from the start (r)"
                class="worded"
                icon=icon::RESTART
                press=move |()| restart(stage)
            >
                <span class="word">"Restart"</span>
            </SquareButton>
            <SquareButton
                label="Rewind"
                title="The same run again, with all that you did when you did it (Home)"
                class="worded"
                icon=icon::REWIND
                press=move |()| rewind(stage)
            >
                <span class="word">"Rewind"</span>
            </SquareButton>
            <SquareButton
                label=play
                title=Signal::derive(move || format!("{} (space)", play.get()))
                class="play"
                icon=Signal::derive(move || play.with(|words| play_icon(words)))
                press=move |()| toggle(stage)
            />
            <SquareButton
                label="Step one event"
                title="Step one event (.)"
                icon=icon::STEP
                disabled=is_over
                press=move |()| stage.act(Session::step)
            />
            <span class="time" class:long=move || is_long.get()>
                {move || units::instant(readout.now().get())}
            </span>
            <span class="pace" role="status" title=pace>{pace}</span>
            <button
                type="button"
                class="button"
                title="Twice the duration, and on from here"
                hidden=move || !has_ended()
                on:click=move |_| stage.begin(Session::longer)
            >
                "Longer"
            </button>
            <HurryBar hurry=hurry/>
            <SpeedMenu/>
            <SquareButton
                label="Another seed"
                title="Another seed (n)"
                icon=icon::DICE
                press=move |()| new_seed(stage)
            />
        </div>
    }
}

fn state_words(readout: &Readout) -> String {
    if let Some((percent, aim)) = readout.catching_up.zip(readout.aim) {
        let aim = units::instant(aim);
        return if readout.halted {
            format!("stopped at {percent} % of the way to {aim}")
        } else {
            format!("going to {aim}")
        };
    }
    match &readout.state {
        State::Playing if readout.draining => {
            "users have stopped; what is on its way still arrives".to_owned()
        }
        State::Playing if readout.hurries() => "going to the end".to_owned(),
        State::Playing => readout.pace.clone(),
        State::Paused if readout.now == 0 => "at the start".to_owned(),
        State::Paused => "paused".to_owned(),
        State::Ended { settled: true } => "the run has ended and settled".to_owned(),
        State::Ended { settled: false } => "ended, and not settled by then".to_owned(),
        State::Stopped(bound) => format!("stopped: {bound}"),
    }
}

/// How fast simulated time goes.
#[component]
fn SpeedMenu() -> impl IntoView {
    let stage = use_stage();
    let chosen = Memo::new(move |_| {
        let speed = stage.state.readout().speed().get();
        let found = SPEEDS.iter().position(|(_, known)| match (speed, known) {
            (Speed::Fixed(now), Speed::Fixed(known)) => (now - known).abs() < 1e-9,
            _ => speed == *known,
        });
        found.unwrap_or(0)
    });
    let choose = move |event: Event| {
        let nth = event_target_value(&event).parse::<usize>().ok();
        let speed = nth.and_then(|nth| SPEEDS.get(nth));
        stage.act(|session| session.set_speed(speed.map_or(Speed::Paced, |speed| speed.1)));
    };
    let options = SPEEDS.iter().enumerate();
    view! {
        <select
            class="select"
            aria-label="Speed"
            title="Simulated seconds per second; Auto slows down where something can be seen, To the end shows nothing in between"
            on:change=choose
        >
            {options
                .map(|(nth, (label, _))| {
                    view! {
                        <option value=nth.to_string() prop:selected=move || chosen.get() == nth>
                            {*label}
                        </option>
                    }
                })
                .collect_view()}
        </select>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Transport;
    use crate::facts::time::SECOND;
    use crate::ui::trial::show;

    #[test]
    async fn it_says_what_play_would_do() {
        let page = show(
            "v=1&pattern=event-based&duration=1s",
            || view! { <Transport/> },
        );
        let play = |page: &crate::ui::trial::Trial| page.attribute(".play", "aria-label");
        assert_eq!(play(&page).as_deref(), Some("Pause"));
        page.click(".play").await;
        assert_eq!(play(&page).as_deref(), Some("Play"));
        assert_eq!(page.text(".pace"), "at the start");
        page.reach(100 * SECOND).await;
        assert_eq!(play(&page).as_deref(), Some("Play again"));
        let step = page.attribute("[aria-label='Step one event']", "disabled");
        assert_eq!(step.as_deref(), Some(""), "nothing is left to happen");
    }

    #[test]
    async fn restart_takes_what_the_panel_shows_and_rewind_plays_the_same() {
        let link = "v=1&pattern=event-based&do=1s:crash:broker,for=1s;2s:set:writes=12";
        let page = show(link, || view! { <Transport/> });
        page.reach(3 * SECOND).await;
        let at_start = |page: &crate::ui::trial::Trial| {
            let now = page.stage.look(crate::session::Session::now);
            assert_eq!(now, 0);
            let mut link = page.stage.look(crate::session::Session::link);
            link.playhead = None;
            crate::scenario::write(&link)
        };
        page.click("[aria-label=Rewind]").await;
        assert_eq!(at_start(&page), link);
        page.reach(3 * SECOND).await;
        page.click("[aria-label=Restart]").await;
        let anew = "v=1&pattern=event-based&writes=12&do=1s:crash:broker,for=1s";
        assert_eq!(at_start(&page), anew);
        // At the end play is the same run again.
        page.reach(900 * SECOND).await;
        page.click(".play").await;
        assert_eq!(at_start(&page), anew);
        assert!(page.stage.look(crate::session::Session::plays));
    }

    #[test]
    async fn a_speed_is_chosen_and_shown() {
        let page = show("v=1&pattern=saga", || view! { <Transport/> });
        assert_eq!(page.count("option"), 11);
        let menu = page.find("select");
        let menu: web_sys::HtmlSelectElement = wasm_bindgen::JsCast::unchecked_into(menu);
        assert_eq!(menu.value(), "0");
        menu.set_value("7");
        page.fire("select", "change").await;
        let speed = page.stage.look(crate::session::Session::speed);
        assert_eq!(speed, crate::session::Speed::Fixed(10.0));
        assert_eq!(menu.value(), "7");
    }
}
