//! Statistics: distributions, levels, shares, ages, intervals, survival. It knows no fact and no measure.

pub mod batches;
pub mod distribution;
pub mod interval;
pub mod level;
pub mod named;
pub mod series;
pub mod survival;
