//! Cases that a measure leaves out, since what would decide them is no longer remembered: never in silence.

use crate::consistency::stats::named::Named;

/// How many cases each measure leaves out.
#[derive(Clone, Debug, Default)]
pub struct LeftOut(Named<u64>);

impl LeftOut {
    /// A measure leaves out one more case.
    pub fn note(&mut self, measure: &'static str) {
        *self.0.entry(measure, || 0) += 1;
    }

    /// How many each measure leaves out; those that leave out none are not named.
    pub fn counts(&self) -> &Named<u64> {
        &self.0
    }
}
