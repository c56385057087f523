//! How far the run is on a way of which nobody watches what is between, to its end or to a far instant, and how
//! long that still takes at the rate so far.

use leptos::prelude::*;

use super::clock::now_ms;
use super::page_state::PageStateStoreFields;
use super::stage::Stage;
use crate::facts::time::Micros;
use crate::show::units;

/// For so long nothing is said: most ways are shorter, and a rate is known only after a while.
const QUIET_MS: f64 = 700.0;

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hurry {
    /// Whole percents of the way.
    pub percent: u8,
    /// Whole seconds of real time that are left; none while that cannot be told.
    pub seconds_left: Option<u32>,
}

impl Hurry {
    /// What is said of it: short, since it stands beside the time.
    pub fn words(self) -> String {
        let Self {
            percent,
            seconds_left,
        } = self;
        let Some(seconds) = seconds_left else {
            return format!("{percent} %");
        };
        let left = units::duration(Micros::from(seconds) * 1_000_000);
        format!("{percent} %, {left} left")
    }
}

/// From where a way began, and when.
#[derive(Clone, Copy, PartialEq)]
struct Way {
    to: Micros,
    from: Micros,
    begun_ms: f64,
}

impl Way {
    /// How far it is at an instant of the run and of real time.
    fn at(self, now: Micros, now_ms: f64) -> Option<Hurry> {
        let passed_ms = now_ms - self.begun_ms;
        let (done, whole) = (
            now.saturating_sub(self.from),
            self.to.saturating_sub(self.from),
        );
        if passed_ms < QUIET_MS || done == 0 {
            return None;
        }
        let left_ms = passed_ms * whole.saturating_sub(done) as f64 / done as f64;
        let percent = 100.0 * now as f64 / self.to.max(1) as f64;
        Some(Hurry {
            percent: percent.min(99.0) as u8,
            // By the end of users nothing is known of how long the rest takes to arrive.
            seconds_left: (done < whole).then(|| (left_ms / 1e3).ceil() as u32),
        })
    }
}

/// How far it is, while it hurries for longer than a moment. Reactive.
pub fn follow(stage: Stage) -> Memo<Option<Hurry>> {
    let readout = stage.state.readout();
    let way = StoredValue::new(None::<Way>);
    Memo::new(move |_| {
        let (hurries, to, now) = readout.with(|readout| {
            let to = readout.aim.unwrap_or(readout.duration);
            (readout.hurries(), to, readout.now)
        });
        if !hurries {
            way.set_value(None);
            return None;
        }
        // Another way, or the same one begun again.
        let known = way
            .get_value()
            .filter(|way| way.to == to && way.from <= now);
        let begun = Way {
            to,
            from: now,
            begun_ms: now_ms(),
        };
        way.set_value(known.or(Some(begun)));
        known?.at(now, now_ms())
    })
}

/// A bar that fills; not there while there is nothing to wait for.
#[component]
pub fn HurryBar(
    /// How far it is.
    hurry: Memo<Option<Hurry>>,
) -> impl IntoView {
    let percent = move || hurry.get().map_or(0, |hurry| hurry.percent);
    view! {
        <progress
            class="hurry"
            max="100"
            aria-label="Computed so far"
            hidden=move || hurry.with(Option::is_none)
            prop:value=move || f64::from(percent())
        ></progress>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Hurry, Way};
    use crate::session::{Session, Speed, State};
    use crate::ui::clock::now_ms;
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::transport::Transport;
    use crate::ui::trial::{next_frame, show};

    #[test]
    fn what_is_left_follows_from_the_rate_so_far() {
        let way = Way {
            to: 100_000_000,
            from: 20_000_000,
            begun_ms: 1_000.0,
        };
        assert_eq!(way.at(40_000_000, 1_500.0), None, "too soon to say");
        let hurry = way.at(40_000_000, 5_000.0).expect("it is known");
        assert_eq!((hurry.percent, hurry.seconds_left), (40, Some(12)));
        assert_eq!(hurry.words(), "40 %, 12 s left");
        let late = way.at(120_000_000, 9_000.0).expect("it is known");
        let expected = Hurry {
            percent: 99,
            seconds_left: None,
        };
        assert_eq!(late, expected);
    }

    #[test]
    async fn a_run_is_computed_to_its_end_with_progress_and_can_be_stopped() {
        let link = "v=1&pattern=background-sync&duration=24h&select=speed-end";
        let page = show(link, || view! { <Transport/> });
        tick().await;
        let play = |page: &crate::ui::trial::Trial| page.attribute(".play", "aria-label");
        assert_eq!(play(&page).as_deref(), Some("Stop here"));
        let until = now_ms() + 1_500.0;
        while now_ms() < until {
            let begun = now_ms();
            page.stage.pass(16.0, &mut || now_ms() - begun < 20.0);
            next_frame().await;
        }
        let said = page.text(".pace");
        assert!(said.contains(" %, ") && said.ends_with(" left"), "{said}");
        assert_eq!(page.attribute("progress", "hidden"), None);
        page.click(".play").await;
        assert_eq!(page.attribute("progress", "hidden").as_deref(), Some(""));
        let (now, state) = page.stage.look(|session| (session.now(), session.state()));
        assert!(now > 0 && state == State::Paused, "{now}");
        page.stage.pass(16.0, &mut || true);
        assert_eq!(page.stage.look(Session::now), now, "it stands");
    }

    #[test]
    async fn a_short_run_is_over_at_once() {
        let page = show("v=1&pattern=saga", || view! { <Transport/> });
        page.stage.act(|session| session.set_speed(Speed::ToEnd));
        while page.stage.look(Session::state) == State::Playing {
            page.stage.pass(16.0, &mut || true);
        }
        tick().await;
        assert_eq!(page.text(".pace"), "the run has ended and settled");
        let speed = page.stage.state.readout().get_untracked().speed;
        assert_eq!(speed, Speed::ToEnd);
    }
}
