//! What is measured: the list of measures, how each is kept, reported, subtracted, and why it may be missing.

pub mod convergence;
pub mod left_out;
pub mod list;
pub mod measure;
pub mod missing;
pub mod report;
pub mod visibility;
pub mod window;
