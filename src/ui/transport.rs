//! Restart, play, step, speed and seed; what time it is and how fast it goes.

use leptos::prelude::*;

use super::dom::{El, button, el, flag, value_in, words};
use super::icon;
use super::stage::{Readout, Stage};
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
pub fn play_words(stage: Stage) -> Memo<String> {
    words(move || {
        stage.readout.with(|readout| {
            let words = if readout.is_over() {
                "Play again"
            } else if let Some(aim) = readout.aim {
                if readout.halted {
                    return format!("Go on to {}", units::instant(aim));
                }
                "Stop here"
            } else if readout.runs() {
                "Pause"
            } else {
                "Play"
            };
            words.to_owned()
        })
    })
}

/// The icon for [`play_words`].
pub fn play_icon(words: &str) -> El {
    let markup = match words {
        "Pause" | "Stop here" => icon::PAUSE,
        "Play again" => icon::RESTART,
        _ => icon::PLAY,
    };
    el("span", "part").markup(markup)
}

/// The row of buttons above the timeline.
pub fn transport(stage: Stage) -> El {
    let play = play_words(stage);
    let now = words(move || stage.readout.with(|readout| units::instant(readout.now)));
    let pace = words(move || stage.readout.with(state_words));
    let over = flag(move || {
        stage
            .readout
            .with(|readout| matches!(readout.state, State::Ended { .. }))
    });
    let is_over = flag(move || stage.readout.with(Readout::is_over));
    let toggle = button("button square play", move || toggle(stage))
        .live_attr("title", move || Some(format!("{} (space)", play.get())))
        .live_attr("aria-label", move || Some(play.get()))
        .live(move || vec![play_icon(&play.get())]);
    let step = button("button square", move || stage.act(Session::step))
        .attr("title", "Step one event (.)")
        .named("Step one event")
        .live_flag("disabled", move || is_over.get())
        .markup(icon::STEP);
    let pace_line = el("span", "pace")
        .attr("role", "status")
        .live_attr("title", move || Some(pace.get()))
        .live_text(move || pace.get());
    let longer = button("button", move || stage.begin(Session::longer))
        .attr("title", "Twice the duration, and on from here")
        .live_flag("hidden", move || !over.get())
        .text("Longer");
    el("div", "row")
        .add(
            button("button square", move || restart(stage))
                .attr("title", "Restart (r)")
                .named("Restart")
                .markup(icon::RESTART),
        )
        .add(toggle)
        .add(step)
        .add(el("span", "time").live_text(move || now.get()))
        .add(pace_line)
        .add(longer)
        .add(speed(stage))
        .add(
            button("button square", move || new_seed(stage))
                .attr("title", "Another seed (n)")
                .named("Another seed")
                .markup(icon::DICE),
        )
}

fn state_words(readout: &Readout) -> String {
    if let Some((percent, aim)) = readout.catching_up.zip(readout.aim) {
        let aim = units::instant(aim);
        return if readout.halted {
            format!("stopped at {percent} % of the way to {aim}")
        } else {
            format!("going to {aim}: {percent} %")
        };
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

fn speed(stage: Stage) -> El {
    let options = SPEEDS.iter().enumerate().map(|(index, (label, _))| {
        el("option", "")
            .attr("value", &index.to_string())
            .text(label)
    });
    let chosen = words(move || {
        let speed = stage.readout.with(|readout| readout.speed);
        let found = SPEEDS.iter().position(|(_, factor)| match (speed, factor) {
            (Speed::Paced, None) => true,
            (Speed::Fixed(now), Some(factor)) => (now - factor).abs() < 1e-9,
            _ => false,
        });
        found.unwrap_or(0).to_string()
    });
    let choose = move |text: &str| {
        let factor = text
            .parse()
            .ok()
            .and_then(|index: usize| SPEEDS.get(index))
            .and_then(|s| s.1);
        stage.act(|session| session.set_speed(factor.map_or(Speed::Paced, Speed::Fixed)));
    };
    el("select", "select")
        .named("Speed")
        .attr(
            "title",
            "Simulated seconds per second; paced slows down where something can be seen",
        )
        .all(options)
        .live_value(move || chosen.get())
        .on("change", move |event| choose(&value_in(&event)))
}
