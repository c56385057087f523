//! Sagas as a person can read them.
#![allow(
    clippy::needless_raw_string_hashes,
    reason = "expected texts are written with them when they are updated"
)]

use expect_test::expect;

use crate::trace::check;

/// A trip whose hotel is refused: the flight is given back, at the second attempt.
#[test]
fn a_step_is_refused_and_the_one_before_it_is_taken_back() {
    check(
        "v=1&pattern=saga&duration=1s&keys=1&latency=20ms&reads=0&refuse=0|1&sagas=1&seed=2&step=100ms\
         &steps=2&undo=50ms&undo-fail=0.5",
        &expect![[r#""#]],
    );
}

/// The same in a choreography: the hotel tells the flight, and the flight tells the trip desk.
#[test]
fn services_tell_each_other_what_has_happened() {
    check(
        "v=1&pattern=saga&duration=1s&keys=1&latency=20ms&reads=0&refuse=0|1&sagas=1&seed=2&step=100ms\
         &steps=2&style=choreography&undo=50ms",
        &expect![[r#""#]],
    );
}
