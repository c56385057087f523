//! The first thing that went wrong, and where on the picture it shows.

use crate::session::Session;
use crate::show::why::Teller;
use crate::show::{Point, Scene, Target};

/// What is marked.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked {
    /// The number of the incident.
    pub nth: u64,
    /// What kind of thing it is.
    pub title: &'static str,
    /// The corner of what it is about.
    pub at: Point,
}

impl Marked {
    /// The same on a canvas on which all is `factor` times as large.
    pub fn times(self, factor: f32) -> Self {
        let at = self.at.map(|along| factor * along);
        Self { at, ..self }
    }
}

/// Looks for the first thing that went wrong, if it is on the picture.
pub fn look(session: &Session, teller: &Teller, scene: &Scene) -> Option<Marked> {
    let first = session.incidents().first()?;
    let told = teller.explain(first, session.now());
    let is_node = |target: &&Target| matches!(target, Target::Node(_));
    let node = told.targets.iter().find(is_node);
    let (_, area) = scene.anchor(*node?)?;
    Some(Marked {
        nth: first.nth,
        title: told.title,
        at: [area.x, area.y],
    })
}
