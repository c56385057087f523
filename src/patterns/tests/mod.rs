//! What scenarios promise, with the patterns that there are, by file: numbers and values, laws and profiles, settings,
//! links, scripts, presets, what is carried from pattern to pattern or looked for, and the declarations themselves.

mod bad_input;
mod carried;
mod declarations;
mod laws;
mod links;
mod numbers;
mod preset;
mod scripts;
mod search;
mod settings;
mod switch;
mod too_short;
