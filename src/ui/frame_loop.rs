//! The beat of the page: once a frame simulated time passes, what has changed is painted, and what
//! is due is written.

use leptos::prelude::*;

use super::beat::Round;
use super::board_state::{BoardState, use_board};
use super::clock::now_ms;
use super::page_state::{PageStateStoreFields, Readout};
use super::stage::{Stage, use_stage};

/// A tab that was away does not catch up on the time it missed.
const LONGEST_FRAME_MS: f64 = 100.0;
/// What the model may take of a frame together with the picture: the page is to have time left.
const BUDGET_MS: f64 = 6.5;
/// What it may take of that at the least and at the most.
const MODEL_BUDGET_MS: [f64; 2] = [2.0, 6.0];
/// The same while nobody watches what is between, in a frame in which nothing else is done.
const HURRY_BUDGET_MS: f64 = 24.0;
/// Between two pictures while nobody watches what is between.
pub(super) const HURRY_MS: f64 = 500.0;
/// Between two looks of panels, log and charts: as long as all goes on, and while nobody watches what is between, since
/// in a long run a look takes longer than a frame.
const BEAT_MS: f64 = 220.0;
const HURRY_BEAT_MS: f64 = 800.0;
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
        painting_ms: 0.0,
        stale: false,
        round: Round::default(),
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
    /// How long that took.
    painting_ms: f64,
    /// Whether the slower parts have something new to see.
    stale: bool,
    /// Which of them looks in this frame.
    round: Round,
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
        let beat_ms = if hurries { HURRY_BEAT_MS } else { BEAT_MS };
        if self.stale && now - self.beat_ms >= beat_ms {
            self.beat_ms = now;
            self.stale = false;
            self.round = Round::begin();
        }
        let looks = self.round.next();
        let since_painted = now - self.painted_ms;
        // While nobody watches what is between, nothing is painted in a frame in which a part looks.
        let shows = !hurries || looks.is_none() && since_painted >= HURRY_MS;
        let budget = if shows || looks.is_some() {
            let [least, most] = MODEL_BUDGET_MS;
            (BUDGET_MS - self.painting_ms).clamp(least, most)
        } else {
            HURRY_BUDGET_MS
        };
        // Time begins once the picture of its beginning is there, which is enough for one frame.
        if self.painted_ms > 0.0 {
            self.stage.pass(elapsed, &mut || now_ms() - now < budget);
            // Whoever looks next has something new to see.
            self.stale |= hurries;
        }
        let due = shows && (!self.stage.is_still() || since_painted >= STILL_MS);
        if due && self.stage.take_unpainted() {
            let begun = now_ms();
            self.painted_ms = now;
            self.stale = true;
            self.board.paint();
            self.painting_ms = now_ms() - begun;
        }
        if let Some(part) = looks {
            self.stage.beat.tell(part);
        }
        self.stage.settle_address(now);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use crate::session::{Session, State};
    use crate::ui::beat::Part;
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

    #[test]
    async fn while_it_hurries_the_slower_parts_look_each_in_a_frame_of_its_own() {
        let frame = StoredValue::new(0_u32);
        let looked = StoredValue::new(Vec::<(Part, u32)>::new());
        let link = "v=1&pattern=event-based&writes=100&duration=720h&select=speed-end";
        let (page, _) = on_board(link, move || {
            let stage = crate::ui::stage::use_stage();
            for part in Part::ALL {
                Effect::new(move |before: Option<()>| {
                    stage.watch_as(part, |_| ());
                    if before.is_some() {
                        let now = frame.get_value();
                        looked.update_value(|looked| looked.push((part, now)));
                    }
                });
            }
            super::run();
            view! { <Board/> }
        });
        let rounds = |number: usize| number * Part::ALL.len();
        while looked.with_value(Vec::len) < rounds(2) {
            next_frame().await;
            frame.update_value(|frame| *frame += 1);
        }
        assert_eq!(
            page.stage.look(Session::state),
            State::Playing,
            "it still goes on"
        );
        let looked = looked.with_value(|looked| looked[..rounds(2)].to_vec());
        let parts: Vec<Part> = looked.iter().map(|(part, _)| *part).collect();
        assert_eq!(parts, [Part::ALL, Part::ALL].concat());
        let mut frames: Vec<u32> = looked.iter().map(|(_, frame)| *frame).collect();
        frames.dedup();
        assert_eq!(frames.len(), rounds(2), "{looked:?}");
    }
}
