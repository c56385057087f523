//! The places of CQRS.

use crate::scenario::{Hop, Key, Places, Role, Settings};

/// People command the write model; each replica of each view follows it, and people read there.
pub fn places(settings: &Settings) -> Places {
    let (views, replicas) = (
        settings.count(Key::VIEWS) as usize,
        settings.count(Key::REPLICAS) as usize,
    );
    let (views, replicas) = (views.max(1), replicas.max(1));
    let models = || {
        (0..views).flat_map(move |view| {
            (0..replicas).map(move |replica| Role::ReadModel { view, replica })
        })
    };
    let mut nodes = vec![Role::Users, Role::WriteModel];
    nodes.extend(models());
    let mut links = vec![Hop::new(Role::Users, Role::WriteModel)];
    links.extend(models().map(|far| Hop::new(Role::WriteModel, far)));
    links.extend(models().map(|far| Hop::new(Role::Users, far)));
    Places::new(nodes, links)
}
