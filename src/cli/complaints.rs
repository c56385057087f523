//! What is wrong with the links that the command was given, said on standard error.

use std::fmt::Display;
use std::io::{self, Write};

/// Says what is wrong, and remembers that something was.
#[derive(Debug, Default)]
pub struct Complaints {
    any: bool,
    /// What was said since it was last taken.
    said: Vec<String>,
}

impl Complaints {
    /// One message for each problem, after the number of its line where there are several links.
    pub fn add<P: Display>(&mut self, line: Option<u64>, problems: &[P]) {
        for problem in problems {
            self.any = true;
            let message = problem.to_string();
            match line {
                Some(line) => say(&format!("line {line}: {message}")),
                None => say(&message),
            }
            self.said.push(message);
        }
    }

    /// Whether something was wrong.
    pub fn any(&self) -> bool {
        self.any
    }

    /// The messages since the last call, without numbers of lines.
    pub fn take(&mut self) -> Vec<String> {
        std::mem::take(&mut self.said)
    }
}

/// One line on standard error. That nobody listens there is no reason to stop.
pub fn say(message: &str) {
    let _ = writeln!(io::stderr(), "{message}");
}
