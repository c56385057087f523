//! What the callout of an incident says, and what it stands beside.

use crate::session::Session;
use crate::show::why::{Explanation, Teller};
use crate::show::{Rect, Scene, units};

/// What the callout says.
#[derive(Clone, Debug, PartialEq)]
pub struct Callout {
    /// When it was, and what kind of thing it is.
    pub title: String,
    /// What went wrong.
    pub sentence: String,
}

/// Tells an incident as it stands now.
pub fn explain(session: &Session, teller: &Teller, nth: u64) -> Option<(Callout, Explanation)> {
    let incident = session.known_incident(nth)?;
    // On the way back to it the run is shortly before it.
    let told = teller.explain(incident, session.now().max(incident.at));
    let mut title = units::instant(incident.at);
    title.push_str(" · ");
    title.push_str(told.title);
    let sentence = told.sentence.clone();
    Some((Callout { title, sentence }, told))
}

/// What the callout stands beside: the first of what is framed that is on the picture.
pub fn area_of(scene: &Scene, told: &Explanation) -> Option<Rect> {
    let mut areas = told
        .targets
        .iter()
        .filter_map(|target| scene.anchor(*target));
    areas.next().map(|(_, area)| area)
}
