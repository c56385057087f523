//! The places of the event-based pattern.

use crate::scenario::{Hop, Key, Places, Role, Settings};

/// People write to the producer, which publishes to the broker, which delivers to consumers, from
/// which people read.
pub fn places(settings: &Settings) -> Places {
    let consumers = settings.count(Key::CONSUMERS) as usize;
    let consumers = || (0..consumers).map(Role::Consumer);
    let mut nodes = vec![Role::Users, Role::Producer, Role::Broker];
    nodes.extend(consumers());
    let mut links = vec![
        Hop::new(Role::Users, Role::Producer),
        Hop::new(Role::Producer, Role::Broker),
    ];
    links.extend(consumers().map(|far| Hop::new(Role::Broker, far)));
    links.extend(consumers().map(|far| Hop::new(Role::Users, far)));
    Places::new(nodes, links)
}
