//! The headless command.
pub mod params;
