//! The beat of the page: once a frame simulated time passes, what has changed is painted, and what
//! is due is written.

use leptos::prelude::*;

use super::page_state::PageStateStoreFields;
use super::stage::Stage;

/// A tab that was away does not catch up on the time it missed.
const LONGEST_FRAME_MS: f64 = 100.0;
/// What the model may take of a frame.
const MODEL_BUDGET_MS: f64 = 6.0;
/// Between two looks of panels, log and charts.
const BEAT_MS: f64 = 220.0;
/// Between two pictures for those who want no motion.
const STILL_MS: f64 = 250.0;

/// Starts the loop; `paint` is called for each frame in which there is something new.
pub fn start(stage: Stage, paint: impl Fn() + 'static) {
    let clock = Clock {
        stage,
        paint,
        last_ms: now_ms(),
        beat_ms: 0.0,
        painted_ms: 0.0,
        stale: false,
    };
    schedule(clock);
}

struct Clock<P> {
    stage: Stage,
    paint: P,
    last_ms: f64,
    beat_ms: f64,
    painted_ms: f64,
    /// Whether the slower parts have something new to see.
    stale: bool,
}

fn schedule<P: Fn() + 'static>(mut clock: Clock<P>) {
    request_animation_frame(move || {
        clock.tick();
        schedule(clock);
    });
}

impl<P: Fn()> Clock<P> {
    fn tick(&mut self) {
        let now = now_ms();
        let elapsed = (now - self.last_ms).max(0.0).min(LONGEST_FRAME_MS);
        self.last_ms = now;
        if document().hidden() || self.stage.state.theory().get_untracked() {
            return;
        }
        let pixel_ratio = window().device_pixel_ratio();
        self.stage.surround(|at| at.pixel_ratio = pixel_ratio);
        self.stage
            .pass(elapsed, &mut || now_ms() - now < MODEL_BUDGET_MS);
        let due = !self.stage.is_still() || now - self.painted_ms >= STILL_MS;
        if due && self.stage.take_unpainted() {
            self.painted_ms = now;
            self.stale = true;
            (self.paint)();
        }
        if self.stale && now - self.beat_ms >= BEAT_MS {
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
