//! Pure: a picture becomes shapes, facts become words, values become places on a slider.

pub mod percentiles;
pub mod slider;
