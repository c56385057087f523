//! What was done about steps lately, for the picture alone: a bounded ring of spans of time.

use std::collections::VecDeque;

use crate::facts::ids::WriteId;
use crate::facts::time::Micros;
use crate::patterns::saga::special::{StepBar, StepState};

/// How many spans are kept.
const MOST: usize = 2_048;

/// The newest spans of a node, by the order in which they began.
#[derive(Clone, Debug, Default)]
pub struct Bars {
    forgotten: u64,
    kept: VecDeque<(WriteId, StepBar)>,
}

impl Bars {
    /// A span begins; its number is for [`Self::close`].
    pub fn open(&mut self, saga: WriteId, bar: StepBar) -> u64 {
        if self.kept.len() == MOST {
            self.kept.pop_front();
            self.forgotten += 1;
        }
        self.kept.push_back((saga, bar));
        self.forgotten + self.kept.len() as u64 - 1
    }

    /// A span is over.
    pub fn close(&mut self, number: u64, at: Micros, state: StepState) {
        let place = number.checked_sub(self.forgotten);
        if let Some((_, bar)) = place.and_then(|place| self.kept.get_mut(place as usize)) {
            bar.to = Some(at);
            bar.state = state;
        }
    }

    /// The spans of a saga.
    pub fn of(&self, saga: WriteId) -> impl Iterator<Item = StepBar> + '_ {
        let of = move |&&(of, _): &&(WriteId, StepBar)| of == saga;
        self.kept.iter().filter(of).map(|(_, bar)| *bar)
    }
}
