//! What lasts and is followed: runs of a job, two sides, sagas, views.

pub mod ended_sagas;
pub mod leftovers;
pub mod projection;
pub mod rows;
pub mod saga_trails;
pub mod sagas;
pub mod sides;
