//! Driftscope.
