//! The mechanisms, one room for each pattern, and the plain data in which they say what they look
//! like. They record facts and know nothing of who folds them.

pub mod event_based;
pub mod picture;
