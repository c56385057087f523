//! What makes a consumer idempotent: it knows what it has handled.

use crate::sim::ids::WriteId;
use crate::sim::ranges::Ranges;

/// The table of the writes that were handled, kept with the data in the same transaction.
#[derive(Clone, Debug, Default)]
pub struct Inbox {
    known: Ranges,
    /// Those of the person at the page, whose numbers are far from all others.
    yours: Ranges,
}

/// Beyond this many gaps the inbox takes the oldest one, which a lost event left behind, for handled.
const MOST_GAPS: usize = 10_000;

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
        let new = known.insert(write.0);
        if known.pieces() > MOST_GAPS {
            known.fill_first_gap();
        }
        new
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
    fn with_too_many_gaps_the_oldest_is_taken_for_handled() {
        let mut inbox = Inbox::default();
        for write in 0..=MOST_GAPS as u64 {
            assert!(inbox.admit(WriteId(2 * write)));
        }
        assert!(!inbox.admit(WriteId(1)), "its gap was the oldest");
        assert!(
            inbox.admit(WriteId(2 * MOST_GAPS as u64 - 1)),
            "the newest is still open"
        );
    }
}
