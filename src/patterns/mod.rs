//! The mechanisms, one room for each pattern, and what they have in common: the people, and the plain
//! data in which a pattern says what it looks like.

pub mod background_sync;
pub mod cqrs;
pub mod event_based;
pub mod people;
pub mod picture;
pub mod saga;
pub mod streams;
pub mod workload;
