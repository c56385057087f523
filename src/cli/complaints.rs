//! What is wrong with the links that the command was given, said on standard error.

use std::fmt::Display;
use std::io::{self, Write};

/// Says what is wrong, and remembers that something was.
#[derive(Debug, Default)]
pub struct Complaints {
    any: bool,
}

impl Complaints {
    /// One message for each problem, after the number of its line where there are several links.
    pub fn add<P: Display>(&mut self, line: Option<u64>, problems: &[P]) {
        for problem in problems {
            self.any = true;
            match line {
                Some(line) => say(&format!("line {line}: {problem}")),
                None => say(&problem.to_string()),
            }
        }
    }

    /// Whether something was wrong.
    pub fn any(&self) -> bool {
        self.any
    }
}

/// One line on standard error. That nobody listens there is no reason to stop.
pub fn say(message: &str) {
    let _ = writeln!(io::stderr(), "{message}");
}
