//! Handlers without a kernel.
