//! What on the canvas an incident is about.

use super::Teller;
use crate::consistency::Incident;
use crate::facts::What;
use crate::facts::time::Micros;
use crate::scenario::Role;
use crate::show::frame::Target;

/// The nodes, messages and links concerned: first where it shows, then what was on its way there,
/// then whom it hit.
pub fn targets(teller: &Teller, incident: &Incident, now: Micros) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    targets.extend(teller.node_of(incident).map(Target::Node));
    let known = incident.trail.iter().rev().filter(|fact| fact.at <= now);
    let carried = known.filter_map(|fact| fact.what.letter().map(|letter| (fact, letter)));
    if let Some((fact, letter)) = carried
        .into_iter()
        .find(|(_, letter)| (teller.face.why.carries)(letter))
        && !matches!(fact.what, What::Delivered { .. })
    {
        targets.push(Target::Message(letter.message));
        targets.push(Target::Link(letter.link));
    }
    if incident.session.is_some() {
        targets.extend(teller.places.node(Role::USERS).map(Target::Node));
    }
    if targets.is_empty() {
        let otherwise = teller.face.why.otherwise;
        let node = otherwise.and_then(|role| teller.places.node(role));
        targets.extend(node.map(Target::Node));
    }
    targets
}
