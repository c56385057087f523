//! What buys a guarantee, as data: the lab runs a scenario without and with it.

use crate::scenario::Key;

/// What buys a guarantee.
#[derive(Debug, PartialEq, Eq)]
pub struct Cure {
    /// What is done, in words that follow "bought by".
    pub words: &'static str,
    /// The parameters that it sets, with the value that does not buy it and the one that does.
    pub sets: &'static [(Key, &'static str, &'static str)],
}

/// Sending each user to the same copy, where that can be set.
pub static STICKY: [Cure; 1] = [Cure {
    words: "sending each user to the same copy",
    sets: &[(Key::ROUTING, "any", "sticky")],
}];
