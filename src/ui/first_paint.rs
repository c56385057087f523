//! The frame of the page in `index.html` is to have been seen before the program takes its place.

use std::time::Duration;

use leptos::prelude::*;

/// What browsers call the first time that something of a page is on the screen.
const FIRST_PAINT: &str = "first-contentful-paint";
/// Between two looks whether that has come.
const LOOK: Duration = Duration::from_millis(10);
/// Browsers that do not say when it comes, or do not paint what is not in sight, are not waited for.
const MOST_LOOKS: u32 = 100;

/// Does something once the frame was seen. A program that is quicker, as from the browser's own store, would
/// take away what has been painted and is not on the screen yet: that counts as never shown, and the page as one
/// that shows nothing before it has computed everything.
pub fn after(then: impl FnOnce() + 'static) {
    look(MOST_LOOKS, Box::new(then));
}

fn look(looks: u32, then: Box<dyn FnOnce()>) {
    // Of a page in the background nothing is painted.
    if looks == 0 || document().hidden() || is_seen() {
        return set_timeout(then, Duration::ZERO);
    }
    set_timeout(move || look(looks - 1, then), LOOK);
}

fn is_seen() -> bool {
    let performance = window().performance();
    performance.is_some_and(|performance| performance.get_entries_by_name(FIRST_PAINT).length() > 0)
}
