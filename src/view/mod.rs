//! Pure: a picture becomes shapes, facts become words, values become places on a slider.

pub mod law_arguments;
pub mod percentiles;
pub mod sentence;
pub mod slider;
