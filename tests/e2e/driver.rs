//! What every browser can be told: the commands of WebDriver (W3C) that these tests need, and the
//! three things for which it has no command. It knows nothing of Driftscope; `browser` speaks of pages.
//!
//! Written out instead of taken from a library because it is this short, while a client library brings
//! an asynchronous HTTP stack of seventy crates into every build of the tests.

use std::env;
use std::fs::OpenOptions;
use std::io::{Write, stderr};
use std::time::Duration;

use serde_json::Value;

use crate::chromium::Chromium;
use crate::firefox::Lease;
use crate::screen::{Theme, Viewport};

/// Longer than any single command of these tests takes on a slow machine.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// A command of WebDriver; its parameters are those of the standard.
#[derive(Clone, Copy, Debug)]
pub enum Command {
    /// Loads `url` and waits until it is there.
    Navigate,
    /// Runs the body of a function, `script`, and gives what it returns.
    Execute,
    /// The same, but what it gives is what it calls its last argument with.
    ExecuteAsync,
    /// Finds an element.
    Find,
    /// Clicks in the middle of the element `id`.
    Click,
    /// Performs `actions` of keyboard, mouse, wheel and finger.
    Act,
    /// A picture of the viewport, in base64.
    Screenshot,
    /// Goes into the frame of this place, `id`, or out of all frames if that is null.
    Frame,
}

/// A browser with one tab. Dropping it gives it up.
pub trait Driver {
    /// Sends a command and gives its value, or says what is wrong.
    fn command(&self, command: Command, parameters: &Value) -> Result<Value, String>;

    /// Gives the page this size, and as many device pixels to each of its own.
    fn resize(&self, viewport: Viewport);

    /// Says what the person prefers.
    fn prefer(&self, theme: Theme, reduced_motion: bool);

    /// What was reported as an error since the last call: exceptions, `console.error`, what could not
    /// be loaded, and what the content security policy refused.
    fn errors(&self) -> Vec<String>;
}

/// The browsers in which these tests run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Chromium or Chrome.
    Chromium,
    /// Firefox.
    Firefox,
}

impl Kind {
    /// The one that `DRIFTSCOPE_BROWSER` names.
    pub fn asked_for() -> Self {
        match env::var("DRIFTSCOPE_BROWSER").as_deref() {
            Err(_) | Ok("chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok(other) => panic!("DRIFTSCOPE_BROWSER={other}: expected chromium or firefox"),
        }
    }

    /// A browser of this kind that has nothing open.
    pub fn start(self) -> Box<dyn Driver> {
        match self {
            Self::Chromium => Box::new(Chromium::start()),
            Self::Firefox => Box::new(Lease::take()),
        }
    }
}

/// Leaves a test out in Firefox, and says by name that it did and why.
macro_rules! skip_in_firefox {
    ($reason:literal) => {
        if $crate::driver::skips(std::any::type_name_of_val(&|| ()), $reason) {
            return;
        }
    };
}
pub(crate) use skip_in_firefox;

/// Whether a test is left out, since Firefox was asked for. `test` is the name of a closure in it.
pub fn skips(test: &str, reason: &str) -> bool {
    let skips = Kind::asked_for() == Kind::Firefox;
    if skips {
        let test = test.trim_end_matches("::{{closure}}");
        let line = format!("{}: {reason}\n", test.trim_start_matches("e2e::"));
        // What is said here would be lost among the tests: `scripts/e2e.sh` says it at their end.
        let said = match env::var("DRIFTSCOPE_SKIPPED") {
            Ok(path) => OpenOptions::new()
                .append(true)
                .open(path)
                .and_then(|mut file| file.write_all(line.as_bytes())),
            Err(_) => stderr().write_all(line.as_bytes()),
        };
        said.expect("what is left out can be said");
    }
    skips
}
