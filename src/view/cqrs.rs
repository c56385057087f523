//! The picture of the cqrs pattern.

use super::event_based;
use super::frame::Frame;
use super::scene::Scene;

/// Lays out and draws one instant.
pub fn scene(frame: &Frame<'_>) -> Scene {
    event_based::scene(frame)
}
