//! Over random scenarios nothing in a sentence is made up.
