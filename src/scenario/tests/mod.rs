//! What scenarios promise, by file: numbers and values, laws and profiles, settings, links,
//! scripts, and the declarations themselves.

mod bad_input;
mod carried;
mod declarations;
mod laws;
mod links;
mod numbers;
mod scripts;
mod settings;
