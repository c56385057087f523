//! What makes a consumer idempotent: it knows what it has handled.

use crate::facts::ids::WriteId;
use crate::sim::ranges::Ranges;

/// The table of the writes that were handled, kept with the data in the same transaction.
#[derive(Clone, Debug, Default)]
pub struct Inbox {
    known: Ranges,
    /// Those of the person at the page, whose numbers are far from all others.
    yours: Ranges,
}

impl Inbox {
    /// Whether a write is known.
    pub fn knows(&self, write: WriteId) -> bool {
        match write.yours() {
            Some(_) => self.yours.contains(write.0),
            None => self.known.contains(write.0),
        }
    }

    /// Notes a write; false if it was known.
    pub fn admit(&mut self, write: WriteId) -> bool {
        let known = match write.yours() {
            Some(_) => &mut self.yours,
            None => &mut self.known,
        };
        known.insert(write.0)
    }

    /// How many gaps there are between those that it knows: what it keeps grows with them alone.
    pub fn gaps(&self) -> usize {
        let gaps = |known: &Ranges| known.pieces().saturating_sub(1);
        gaps(&self.known) + gaps(&self.yours)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_write_is_admitted_once_in_whatever_order_they_come() {
        let mut inbox = Inbox::default();
        assert_eq!(
            [3, 1, 3, 2, 1].map(|write| inbox.admit(WriteId(write))),
            [true, true, false, true, false]
        );
    }

    #[test]
    fn what_comes_late_is_admitted_however_much_came_before_it() {
        let mut inbox = Inbox::default();
        for write in 0..=20_000 {
            assert!(inbox.admit(WriteId(2 * write)));
        }
        assert_eq!(inbox.gaps(), 20_000);
        assert!(inbox.admit(WriteId(1)) && !inbox.admit(WriteId(1)));
        assert_eq!(inbox.gaps(), 19_999);
    }
}
