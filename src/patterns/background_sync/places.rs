//! The places of background sync.

use crate::scenario::{Hop, Key, Places, Role, Settings};

/// People write to sources, a job copies from them to the target, from which people read; in a
/// two-way sync they write there too.
pub fn places(settings: &Settings) -> Places {
    let sources = settings.count(Key::SOURCES) as usize;
    let sources = || (0..sources.max(1)).map(Role::Source);
    let mut nodes = vec![Role::Users];
    nodes.extend(sources());
    nodes.extend([Role::Job, Role::Target]);
    let mut links: Vec<Hop> = sources().map(|far| Hop::new(Role::Users, far)).collect();
    links.extend(sources().map(|near| Hop::new(near, Role::Job)));
    links.push(Hop::new(Role::Job, Role::Target));
    links.push(Hop::new(Role::Users, Role::Target));
    Places::new(nodes, links)
}
