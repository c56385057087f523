//! `driftscope params`: the reference of all parameters.
