//! Simulated time: an integer count of microseconds, so that no platform can round it differently.

/// Microseconds of simulated time, as an instant since the start of the run or as a span.
pub type Micros = u64;

/// One millisecond.
pub const MILLISECOND: Micros = 1_000;
/// One second.
pub const SECOND: Micros = 1_000 * MILLISECOND;
/// One minute.
pub const MINUTE: Micros = 60 * SECOND;
/// One hour.
pub const HOUR: Micros = 60 * MINUTE;
