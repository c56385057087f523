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
use crate::session::Session;
use crate::show::screens::{self, Phone};
use crate::show::sentence::Narrator;
use crate::show::why::Teller;
use crate::show::{Face, Frame, Names, Scene};
use crate::show::{naming, warning};

/// The face of every pattern.
pub static ALL: &[&Face] = &[
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

/// What the nodes are called and say of themselves; see [`naming::of_nodes`].
pub fn names(settings: &Settings) -> Names {
    naming::of_nodes(of(settings.pattern()), settings)
}

/// The screens of those who are followed; see [`screens::phones`].
pub fn phones(session: &Session) -> Vec<Phone> {
    screens::phones(of(session.settings().pattern()), session)
}

/// Why there is nobody's screen to see; see [`screens::nobody`].
pub fn nobody(settings: &Settings) -> &'static str {
    screens::nobody(of(settings.pattern()), settings)
}

/// What is to be read before everything else about a run; see [`warning::warning`].
pub fn warning(session: &Session) -> Option<String> {
    warning::warning(of(session.settings().pattern()), session)
}

/// Lays out and draws one instant of whichever pattern is run.
pub fn draw(frame: &Frame<'_>) -> Scene {
    let mut scene = (frame.face.canvas.scene)(frame);
    scene.outline(frame);
    scene
}
