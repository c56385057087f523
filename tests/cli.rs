//! The headless command as a person or a program meets it: the built binary, what it prints, and
//! its exit codes.
#![cfg(not(target_arch = "wasm32"))]

#[path = "cli/command.rs"]
mod command;
#[path = "cli/endings.rs"]
mod endings;
#[path = "cli/input.rs"]
mod input;
#[path = "cli/links.rs"]
mod links;
#[path = "cli/oracles.rs"]
mod oracles;
#[path = "cli/reference.rs"]
mod reference;
#[path = "cli/report.rs"]
mod report;
#[path = "cli/trace.rs"]
mod trace;
