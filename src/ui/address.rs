//! The address bar, which always holds the link of what is on the page.
//!
//! Browsers limit how often a page may write there, so changes are gathered. A run that begins anew
//! is a step in the history; acts and the playhead amend the step.

use leptos::prelude::window;
use wasm_bindgen::JsValue;

use crate::scenario::{Link, OPENING, Problem, opening_link, parse, pattern_of, write};

/// Between two writes; Safari allows 100 in 30 seconds.
const LEAST_GAP_MS: f64 = 400.0;

/// How a change enters the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Write {
    /// It amends the current step.
    Replace,
    /// It is a step of its own.
    Push,
}

/// What the page has written, and what it still has to write.
#[derive(Debug, Default)]
pub struct AddressBar {
    written: String,
    due: Option<Write>,
    last_ms: f64,
}

impl AddressBar {
    /// Remembers that the link has changed.
    pub fn note(&mut self, write: Write) {
        self.due = self.due.max(Some(write));
    }

    /// Whether it is time to write.
    pub fn is_due(&self, now_ms: f64) -> bool {
        // What somebody else has just put there is read before it is written over.
        let free = self.written.is_empty() || !self.is_foreign();
        self.due.is_some() && now_ms - self.last_ms >= LEAST_GAP_MS && free
    }

    /// Writes the link.
    pub fn write(&mut self, link: &Link, now_ms: f64) {
        let Some(due) = self.due.take() else { return };
        self.last_ms = now_ms;
        let fragment = format!("#{}", write(link));
        if fragment == self.written {
            return;
        }
        let Ok(history) = window().history() else {
            return;
        };
        // A browser may refuse, for one because of its own limits; the page goes on without.
        let first = self.written.is_empty();
        let _ = if due == Write::Push && !first {
            history.push_state_with_url(&JsValue::NULL, "", Some(&fragment))
        } else {
            history.replace_state_with_url(&JsValue::NULL, "", Some(&fragment))
        };
        self.written = fragment_now();
    }

    /// Takes what stands there as if the page had written it.
    pub fn accept(&mut self) {
        self.written = fragment_now();
    }

    /// Whether what stands there is not what the page wrote.
    pub fn is_foreign(&self) -> bool {
        fragment_now() != self.written
    }
}

/// The link that stands in the address bar, and what is wrong with it; the opening one if there is none.
pub fn read() -> (Link, Vec<Problem>) {
    let fragment = fragment_now();
    parse(if has_link() {
        &fragment
    } else {
        opening_link()
    })
}

/// Whether the address bar names anything.
pub fn has_link() -> bool {
    fragment_now().len() > 1
}

/// The fragment of the page on which the model is checked against theory.
pub const THEORY: &str = "#theory";

/// Whether that page is asked for.
pub fn is_theory() -> bool {
    fragment_now() == THEORY
}

/// Whether what the address bar names is on another page: another pattern, or theory.
pub fn is_elsewhere() -> bool {
    let pattern = if has_link() {
        pattern_of(&fragment_now())
    } else {
        OPENING.0
    };
    is_theory() || !pattern.is_here()
}

/// Goes to a link as a person does who follows it.
pub fn go(link: &str) {
    // Fails only for what cannot be an address.
    let _ = window().location().set_hash(link);
}

/// Goes to the page of the link in the address bar: the same address, which loads another pattern.
pub fn go_there() {
    // Fails only where the document is not shown any more.
    let _ = window().location().reload();
}

/// The whole address with the link in it.
pub fn whole(link: &Link) -> String {
    let here = window().location().href().unwrap_or_default();
    let page = here.split('#').next().unwrap_or_default();
    format!("{page}#{}", write(link))
}

fn fragment_now() -> String {
    window().location().hash().unwrap_or_default()
}
