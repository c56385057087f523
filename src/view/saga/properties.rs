//! What holds for every picture of sagas.
