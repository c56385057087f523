//! The face of each pattern: what it draws and what it says, in a room of its own.
//!
//! No face names another. What several of them draw or say is toolkit, and stands in [`show`](crate::show).

mod background_sync;
mod cqrs;
mod event_based;
mod saga;
#[cfg(test)]
mod tests;

use crate::facts::ids::{NodeId, ReplicaId};
use crate::scenario::{Pattern, Settings};
use crate::show::sentence::Narrator;
use crate::show::why::Teller;
use crate::show::{Face, Frame, Scene};

/// The face of every pattern.
pub static ALL: [&Face; 4] = [
    &event_based::FACE,
    &background_sync::FACE,
    &saga::FACE,
    &cqrs::FACE,
];

/// The face of a pattern.
///
/// # Panics
///
/// Panics if it has none, which a test forbids.
pub fn of(pattern: Pattern) -> &'static Face {
    let mut all = ALL.iter();
    all.find(|face| face.pattern == pattern)
        .expect("every pattern has a face")
}

/// Who tells facts of a run with these settings; see [`Narrator::new`].
pub fn narrator(settings: &Settings, holders: Vec<(ReplicaId, NodeId)>) -> Narrator {
    Narrator::new(of(settings.pattern()), settings, holders)
}

/// Who tells incidents of a run with these settings; see [`Teller::new`].
pub fn teller(settings: &Settings, holders: Vec<(ReplicaId, NodeId)>) -> Teller {
    Teller::new(of(settings.pattern()), settings, holders)
}

/// Lays out and draws one instant of whichever pattern is run.
pub fn draw(frame: &Frame<'_>) -> Scene {
    let mut scene = (frame.face.canvas.scene)(frame);
    scene.outline(frame);
    scene
}
