//! The beat of the page: once a frame simulated time passes, what has changed is painted, and what
//! is due is written.

use leptos::prelude::*;

use super::board_state::{BoardState, use_board};
use super::page_state::{PageStateStoreFields, Readout};
use super::stage::{Stage, use_stage};

/// A tab that was away does not catch up on the time it missed.
const LONGEST_FRAME_MS: f64 = 100.0;
/// What the model may take of a frame.
const MODEL_BUDGET_MS: f64 = 6.0;
/// The same while nobody watches what is between, in a frame in which nothing else is done.
const HURRY_BUDGET_MS: f64 = 24.0;
/// Between two pictures while nobody watches what is between. The slower parts look again when it is over: in a
/// long run a look of theirs takes longer than a frame.
pub(super) const HURRY_MS: f64 = 500.0;
/// Between two looks of panels, log and charts.
const BEAT_MS: f64 = 220.0;
/// Between two pictures for those who want no motion.
pub(super) const STILL_MS: f64 = 250.0;

/// Starts the loop for the run and the picture in the context. It ends with the part of the page that starts it.
pub fn run() {
    let mut clock = Clock {
        stage: use_stage(),
        board: use_board(),
        stands: StoredValue::new(()),
        last_ms: 0.0,
        beat_ms: 0.0,
        painted_ms: 0.0,
        stale: false,
    };
    // The frame in which the page comes to be seen has enough to do.
    request_animation_frame(move || {
        clock.last_ms = now_ms();
        clock.beat_ms = clock.last_ms;
        schedule(clock);
    });
}

struct Clock {
    stage: Stage,
    board: BoardState,
    /// Gone with the part of the page that the loop is of.
    stands: StoredValue<()>,
    last_ms: f64,
    beat_ms: f64,
    painted_ms: f64,
    /// Whether the slower parts have something new to see.
    stale: bool,
}

fn schedule(mut clock: Clock) {
    request_animation_frame(move || {
        if !clock.stands.is_disposed() {
            clock.tick();
            schedule(clock);
        }
    });
}

impl Clock {
    fn tick(&mut self) {
        let now = now_ms();
        let elapsed = (now - self.last_ms).clamp(0.0, LONGEST_FRAME_MS);
        self.last_ms = now;
        if document().hidden() || self.stage.state.theory().get_untracked() {
            return;
        }
        let pixel_ratio = window().device_pixel_ratio();
        self.stage.surround(|at| at.pixel_ratio = pixel_ratio);
        let hurries = self.stage.state.readout().with_untracked(Readout::hurries);
        let since_painted = now - self.painted_ms;
        let shows = !hurries || since_painted >= HURRY_MS;
        let budget = if shows {
            MODEL_BUDGET_MS
        } else {
            HURRY_BUDGET_MS
        };
        // Time begins once the picture of its beginning is there, which is enough for one frame.
        if self.painted_ms > 0.0 {
            self.stage.pass(elapsed, &mut || now_ms() - now < budget);
        }
        let due = shows && (!self.stage.is_still() || since_painted >= STILL_MS);
        if due && self.stage.take_unpainted() {
            self.painted_ms = now;
            self.stale = true;
            self.board.paint();
        }
        if self.stale && !hurries && now - self.beat_ms >= BEAT_MS {
            self.beat_ms = now;
            self.stale = false;
            self.stage.tell_beat();
        }
        self.stage.settle_address(now);
    }
}

/// Milliseconds since the page was opened.
pub fn now_ms() -> f64 {
    window()
        .performance()
        .map_or(0.0, |performance| performance.now())
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use crate::session::Session;
    use crate::ui::board::Board;
    use crate::ui::board_state::on_board;
    use crate::ui::trial::next_frame;

    async fn some_frames() {
        for _ in 0..6 {
            next_frame().await;
        }
    }

    #[test]
    async fn time_passes_and_is_seen_until_the_part_goes_that_started_it() {
        let part = Rc::new(RefCell::new(None));
        let kept = Rc::clone(&part);
        let (page, board) = on_board("v=1&pattern=saga", move || {
            let part = Owner::new();
            part.with(super::run);
            *kept.borrow_mut() = Some(part);
            view! { <Board/> }
        });
        let now = || page.stage.look(Session::now);
        some_frames().await;
        let before = now();
        assert!(before > 0);
        assert!(board.twin.with_untracked(|twin| !twin.is_empty()));
        some_frames().await;
        let last = now();
        assert!(last > before);
        part.borrow_mut().take().expect("it has run").cleanup();
        some_frames().await;
        assert_eq!(now(), last);
    }
}
