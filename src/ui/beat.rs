//! When the slower parts of the screen look at the run again: a few times a second, each in a frame of its own, since
//! all of them together take longer than a frame has.

use leptos::prelude::*;

/// A part that looks by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The figures of what is chosen, and what is drawn of them.
    Figures,
    /// The charts over time.
    Charts,
    /// What went wrong.
    Incidents,
    /// The facts.
    Log,
    /// All else.
    Rest,
}

impl Part {
    /// All of them, in the order of their turns.
    pub const ALL: [Self; 5] = [
        Self::Figures,
        Self::Charts,
        Self::Incidents,
        Self::Log,
        Self::Rest,
    ];
}

/// What tells them.
#[derive(Clone, Copy)]
pub struct Beat([RwSignal<()>; Part::ALL.len()]);

impl Beat {
    /// One that has told nobody yet.
    pub fn new() -> Self {
        Self(Part::ALL.map(|_| RwSignal::new(())))
    }

    /// Is told when this part is. Reactive.
    pub fn track(self, part: Part) {
        self.0[part as usize].track();
    }

    /// Has a part look again.
    pub fn tell(self, part: Part) {
        self.0[part as usize].notify();
    }
}

/// Whose turn it is: a round of all parts, one a frame.
#[derive(Clone, Copy, Debug, Default)]
pub struct Round(usize);

impl Round {
    /// The round begins again.
    pub fn begin() -> Self {
        Self(Part::ALL.len())
    }

    /// The next part, if the round is not over.
    pub fn next(&mut self) -> Option<Part> {
        let part = Part::ALL.len() - self.0;
        self.0 = self.0.saturating_sub(1);
        Part::ALL.get(part).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, Round};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn in_a_round_each_part_has_one_turn() {
        assert_eq!(Round::default().next(), None);
        let mut round = Round::begin();
        assert_eq!(Part::ALL.map(|_| round.next()), Part::ALL.map(Some));
        assert_eq!(round.next(), None);
    }
}
