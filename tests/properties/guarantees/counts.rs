//! The cases that the reference found, against what the fold counted.

use std::collections::BTreeMap;

use driftscope::consistency::{Guarantee, Kept};
use driftscope::sim::ids::SessionId;
use proptest::prelude::*;

use super::{Person, Reference};
use crate::reference::Checked;
use crate::trial::Trial;

/// More that a session wrote or was shown is forgotten.
const MOST_ITEMS: usize = 128;
/// Of more gaps than this the oldest are forgotten.
const MOST_GAPS: usize = 32;

fn counted(trial: &Trial, word: &str) -> Result<(u64, u64), TestCaseError> {
    match trial.kept(word) {
        Kept::Share(kept) => Ok((kept.hits(), kept.count())),
        _ => Err(TestCaseError::fail("it is a share")),
    }
}

impl Reference {
    /// The totals, the figures of each session and the anomalies are those of the cases.
    pub fn compare(&self, trial: &Trial) -> Checked {
        let url = trial.url();
        if self.gaps > MOST_GAPS {
            return Ok(());
        }
        let forgetful = |person: &Person| person.own.len().max(person.news) > MOST_ITEMS;
        let forgets = self.persons.values().any(forgetful);
        for guarantee in Guarantee::ALL {
            let of_writes = matches!(
                guarantee,
                Guarantee::MonotonicWrites | Guarantee::WritesFollowReads
            );
            if of_writes && forgets {
                continue;
            }
            let cases = &self.cases[guarantee as usize];
            let violated = cases.iter().filter(|(_, violated)| *violated).count() as u64;
            let word = guarantee.word();
            let found = counted(trial, word)?;
            prop_assert_eq!(found, (violated, cases.len() as u64), "{}: {}", word, &url);
            let mut noted = trial.anomaly(word);
            if guarantee == Guarantee::MonotonicReads {
                let back = trial.anomaly("went-back-in-time");
                let expected = if self.views.is_empty() {
                    0
                } else {
                    self.back_in_view
                };
                prop_assert_eq!(back, expected, "{}", &url);
                noted += back;
            }
            prop_assert_eq!(noted, violated, "{}: {}", word, &url);
            let mut of_each: BTreeMap<SessionId, (u64, u64)> = BTreeMap::new();
            for (session, violated) in cases {
                let of_one = of_each.entry(*session).or_default();
                of_one.0 += u64::from(*violated);
                of_one.1 += 1;
            }
            for session in (0..10).map(SessionId) {
                let expected = of_each.get(&session).copied().unwrap_or_default();
                let found = trial.run.consistency().guarantees_of(session)[guarantee as usize];
                prop_assert_eq!(found, expected, "{} {:?}: {}", word, session, &url);
            }
        }
        if !self.views.is_empty() {
            let found = counted(trial, "went-back-in-time")?;
            let back = self.went_back.iter().filter(|back| **back).count() as u64;
            let expected = (back, self.went_back.len() as u64);
            prop_assert_eq!(found, expected, "{}", &url);
        }
        Ok(())
    }
}
