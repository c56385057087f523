//! Restart, play, step, speed and seed; what time it is and how fast it goes.

use crate::ui::live::{live, only_if, part};
use leptos::prelude::*;

use super::icon::{DICE, PAUSE, PLAY, RESTART, STEP, icon, line_icon};
use super::stage::Stage;
use crate::session::{Session, Speed, State};
use crate::view::units;

/// The speeds that can be chosen, in simulated seconds per second; the first is the pace.
const SPEEDS: &[(&str, Option<f64>)] = &[
    ("Paced", None),
    ("1/100 ×", Some(0.01)),
    ("1/30 ×", Some(1.0 / 30.0)),
    ("1/10 ×", Some(0.1)),
    ("1/3 ×", Some(1.0 / 3.0)),
    ("1 ×", Some(1.0)),
    ("3 ×", Some(3.0)),
    ("10 ×", Some(10.0)),
    ("30 ×", Some(30.0)),
    ("100 ×", Some(100.0)),
];

/// Plays or pauses; at the end begins again.
pub fn toggle(stage: Stage) {
    let readout = stage.readout.get_untracked();
    if readout.is_over() {
        restart(stage);
    } else if readout.runs() {
        stage.act(Session::pause);
    } else {
        stage.act(Session::play);
    }
}

/// Begins the same run again.
pub fn restart(stage: Stage) {
    stage.begin(Session::restart);
}

/// Begins a run with other chances.
pub fn new_seed(stage: Stage) {
    let seed = (js_sys::Math::random() * 9_999.0) as u64 + 1;
    stage.begin(|session| session.new_seed(seed));
}

/// What playing or pausing would do now.
pub fn play_words(stage: Stage) -> Memo<(&'static str, &'static str)> {
    Memo::new(move |_| {
        stage.readout.with(|readout| {
            if readout.is_over() {
                ("Play again", RESTART)
            } else if readout.runs() {
                ("Pause", PAUSE)
            } else {
                ("Play", PLAY)
            }
        })
    })
}

/// The icon of [`play_words`].
pub fn play_icon(path: &'static str) -> AnyView {
    if path == RESTART {
        line_icon(path)
    } else {
        icon(path)
    }
}

/// The row of buttons above the timeline.
pub fn transport(stage: Stage) -> AnyView {
    let play = play_words(stage);
    let now = Memo::new(move |_| stage.readout.with(|readout| units::instant(readout.now)));
    let pace = Memo::new(move |_| stage.readout.with(state_words));
    let over = Memo::new(move |_| {
        stage
            .readout
            .with(|readout| matches!(readout.state, State::Ended { .. }))
    });
    let longer = move || {
        view! {
            <button
                class="button"
                type="button"
                title="Twice the duration, and on from here"
                on:click=move |_| stage.begin(Session::longer)
            >
                "Longer"
            </button>
        }
        .into_any()
    };
    view! {
        <div class="row">
            <button
                class="button square"
                type="button"
                title="Restart (r)"
                aria-label="Restart"
                on:click=move |_| restart(stage)
            >
                {line_icon(RESTART)}
            </button>
            <button
                class="button square play"
                type="button"
                title=live(move || format!("{} (space)", play.get().0))
                aria-label=live(move || play.get().0)
                on:click=move |_| toggle(stage)
            >
                {part(move || play_icon(play.get().1))}
            </button>
            <button
                class="button square"
                type="button"
                title="Step one event (.)"
                aria-label="Step one event"
                disabled=live(move || stage.readout.with(super::stage::Readout::is_over))
                on:click=move |_| stage.act(Session::step)
            >
                {line_icon(STEP)}
            </button>
            <span class="time">{now}</span>
            <span class="pace" role="status" title=live(move || pace.get())>
                {pace}
            </span>
            {only_if(move || over.get(), longer)}
            {speed(stage)}
            <button
                class="button square"
                type="button"
                title="Another seed (n)"
                aria-label="Another seed"
                on:click=move |_| new_seed(stage)
            >
                {line_icon(DICE)}
            </button>
        </div>
    }
    .into_any()
}

fn state_words(readout: &super::stage::Readout) -> String {
    if let Some(percent) = readout.catching_up {
        return format!("going to the link's instant: {percent} %");
    }
    match &readout.state {
        State::Playing if readout.draining => {
            "users have stopped; what is on its way still arrives".to_owned()
        }
        State::Playing => readout.pace.clone(),
        State::Paused if readout.now == 0 => "at the start".to_owned(),
        State::Paused => "paused".to_owned(),
        State::Ended { settled: true } => "the run has ended and settled".to_owned(),
        State::Ended { settled: false } => "ended, and not settled by then".to_owned(),
        State::Stopped(bound) => format!("stopped: {bound}"),
    }
}

fn speed(stage: Stage) -> AnyView {
    let options = SPEEDS
        .iter()
        .enumerate()
        .map(|(index, (label, _))| view! { <option value=index.to_string()>{*label}</option> })
        .collect_view();
    let chosen = move || {
        let speed = stage.readout.with(|readout| readout.speed);
        let found = SPEEDS.iter().position(|(_, factor)| match (speed, factor) {
            (Speed::Paced, None) => true,
            (Speed::Fixed(now), Some(factor)) => (now - factor).abs() < 1e-9,
            _ => false,
        });
        found.unwrap_or(0).to_string()
    };
    let choose = move |text: String| {
        let factor = text
            .parse()
            .ok()
            .and_then(|index: usize| SPEEDS.get(index))
            .and_then(|s| s.1);
        stage.act(|session| session.set_speed(factor.map_or(Speed::Paced, Speed::Fixed)));
    };
    view! {
        <select
            class="select"
            aria-label="Speed"
            title="Simulated seconds per second; paced slows down where something can be seen"
            prop:value=chosen
            on:change:target=move |event| choose(event.target().value())
        >
            {options}
        </select>
    }
    .into_any()
}
