//! What people know and are shown, and which guarantees of their sessions hold.

pub mod guarantees;
pub mod persons;
pub mod read_incidents;
pub mod screens;
