//! One place on the page where a value can be changed: of a parameter, or of one peer's share of it.
//! Values travel as link text, which has one reader and one writer for everything.

use leptos::prelude::*;

use crate::scenario::{BETWEEN_PEERS, Param, write_value};
use crate::ui::page_state::PageStateStoreFields;
use crate::ui::stage::{Stage, use_stage};

/// A handle to a value.
#[derive(Clone, Copy)]
pub struct Slot {
    /// The page's run.
    pub stage: Stage,
    /// The declaration.
    pub param: &'static Param,
    /// Which of the peers, if each has a value of its own.
    peer: Option<usize>,
    drag: StoredValue<u64>,
    whole: Memo<String>,
}

impl Slot {
    /// The value of a parameter in the run of the page.
    pub fn new(param: &'static Param) -> Self {
        let stage = use_stage();
        let whole = Memo::new(move |_| stage.text(param.key));
        Self {
            stage,
            param,
            peer: None,
            drag: StoredValue::new(stage.next_drag()),
            whole,
        }
    }

    /// The value of one peer.
    pub fn of_peer(self, peer: usize) -> Self {
        Self {
            peer: Some(peer),
            drag: StoredValue::new(self.stage.next_drag()),
            ..self
        }
    }

    /// The text of the value. Reactive.
    pub fn text(self) -> String {
        self.whole.with(|whole| self.part(whole))
    }

    /// The text of the value of one of the peers. Reactive.
    pub fn text_of_peer(self, peer: usize) -> String {
        let of_peer = Self {
            peer: Some(peer),
            ..self
        };
        of_peer.text()
    }

    /// Whether the parameter lists a value for each of the peers. Reactive.
    pub fn is_listed(self) -> bool {
        self.whole.with(|whole| whole.contains(BETWEEN_PEERS))
    }

    /// The text of the value that holds: its own or the one that it inherits. Reactive.
    pub fn followed(self) -> String {
        let text = self.text();
        match self.param.inherits {
            Some(from) if text == "inherit" => self.stage.text(from),
            _ => text,
        }
    }

    /// The text of the default.
    pub fn default_text(self) -> String {
        self.stage.default_text(self.param)
    }

    /// Whether the parameter is not at its default. Reactive.
    pub fn is_changed(self) -> bool {
        self.whole.with(|whole| *whole != self.default_text())
    }

    /// Sets the value, as part of the drag that is under way.
    ///
    /// # Errors
    ///
    /// What was expected, in words that follow "expected".
    pub fn put(self, text: &str) -> Result<(), String> {
        let whole = self
            .whole
            .with_untracked(|whole| self.with_part(whole, text));
        self.put_whole(&whole)
    }

    /// Sets the whole parameter.
    ///
    /// # Errors
    ///
    /// What was expected, in words that follow "expected".
    pub fn put_whole(self, whole: &str) -> Result<(), String> {
        let key = self.param.key;
        let value = self
            .stage
            .look(|session| session.scenario().settings.read(key, whole))?;
        let same = self.stage.look(|session| *session.value_now(key) == value);
        if !same {
            self.stage.set(key, value, self.drag.get_value());
        }
        Ok(())
    }

    /// Sets the value with one touch: an act of its own.
    pub fn choose(self, text: &str) {
        self.release();
        let _ = self.put(text);
        self.release();
    }

    /// Sets the whole parameter with one touch.
    pub fn choose_whole(self, whole: &str) {
        self.release();
        let _ = self.put_whole(whole);
        self.release();
    }

    /// The hand has let go: what comes next is another act.
    pub fn release(self) {
        self.drag.set_value(self.stage.release());
    }

    /// Back to the default.
    pub fn reset(self) {
        self.release();
        self.stage.reset(self.param.key);
    }

    /// The id of an element of this control.
    pub fn id(self, part: &str) -> String {
        let peer = self
            .peer
            .map_or_else(String::new, |peer| format!("-{}", peer + 1));
        format!("{}{peer}{part}", self.param.word)
    }

    /// The id of the parameter's help.
    pub fn help_id(self) -> String {
        format!("{}-help", self.param.word)
    }

    /// How many peers there are. Reactive.
    pub fn peers(self) -> usize {
        self.stage.state.scenario().track();
        self.stage
            .look(|session| session.scenario().settings.peers(self.param))
    }

    fn part(self, whole: &str) -> String {
        let peer = self.peer.unwrap_or(0);
        let mut parts = whole.split(BETWEEN_PEERS);
        let last = whole.rsplit(BETWEEN_PEERS).next().unwrap_or_default();
        if self.peer.is_some() {
            parts.nth(peer).unwrap_or(last)
        } else {
            whole
        }
        .to_owned()
    }

    fn with_part(self, whole: &str, text: &str) -> String {
        let Some(peer) = self.peer else {
            return text.to_owned();
        };
        let count = self
            .stage
            .look(|session| session.scenario().settings.peers(self.param));
        let followed = self
            .param
            .inherits
            .filter(|_| whole == "inherit")
            .map(|from| {
                self.stage
                    .look(|session| write_value(session.value_now(from)))
            });
        let whole = followed.as_deref().unwrap_or(whole);
        let given: Vec<&str> = whole.split(BETWEEN_PEERS).collect();
        let last = given.last().copied().unwrap_or_default();
        let mut joined = String::new();
        for index in 0..count {
            if index > 0 {
                joined.push(BETWEEN_PEERS);
            }
            let own = given.get(index).copied().unwrap_or(last);
            joined.push_str(if index == peer { text } else { own });
        }
        joined
    }
}
