//! The cases that the reference found, against what the fold counted.

use std::collections::BTreeMap;

use driftscope::consistency::{Guarantee, Kept};
use driftscope::facts::ids::SessionId;
use proptest::prelude::*;

use super::Reference;
use crate::reference::Checked;
use crate::trial::Trial;

fn counted(trial: &Trial, word: &str) -> Result<(u64, u64), TestCaseError> {
    match trial.kept(word) {
        Kept::Share(kept) => Ok((kept.hits(), kept.count())),
        _ => Err(TestCaseError::fail("it is a share")),
    }
}

impl Reference {
    /// The totals, the figures of each session and the anomalies are those of the cases. Where cases are left
    /// out it is said how many, at least, and the others are what they are.
    pub fn compare(&self, trial: &Trial) -> Checked {
        let url = trial.url();
        let figures = trial.run.figures();
        let left_out = |word: &str| figures.left_out.get(word).copied().unwrap_or(0);
        for guarantee in Guarantee::ALL {
            let cases = &self.cases[guarantee as usize];
            let violated = cases.iter().filter(|(_, violated)| *violated).count() as u64;
            let word = guarantee.word();
            let (hits, count) = counted(trial, word)?;
            let left = left_out(word);
            are_alike(
                (hits, count, left),
                (violated, cases.len() as u64),
                word,
                &url,
            )?;
            let mut noted = trial.anomaly(word);
            if guarantee == Guarantee::MonotonicReads {
                let back = trial.anomaly("went-back-in-time");
                let expected = if self.views.is_empty() {
                    0
                } else {
                    self.back_in_view
                };
                prop_assert!(back <= expected && expected <= back + left, "{}", &url);
                noted += back;
            }
            prop_assert_eq!(noted, hits, "{}: {}", word, &url);
            let mut of_each: BTreeMap<SessionId, (u64, u64)> = BTreeMap::new();
            for (session, violated) in cases {
                let of_one = of_each.entry(*session).or_default();
                of_one.0 += u64::from(*violated);
                of_one.1 += 1;
            }
            for session in (0..10).map(SessionId) {
                let expected = of_each.get(&session).copied().unwrap_or_default();
                let found = trial.run.consistency().guarantees_of(session)[guarantee as usize];
                are_alike((found.0, found.1, left), expected, word, &url)?;
            }
        }
        if !self.views.is_empty() {
            let word = "went-back-in-time";
            let (hits, count) = counted(trial, word)?;
            let back = self.went_back.iter().filter(|back| **back).count() as u64;
            let expected = (back, self.went_back.len() as u64);
            are_alike((hits, count, left_out(word)), expected, word, &url)?;
        }
        Ok(())
    }
}

/// How many cases were counted as violated, of how many, and how many left out, against how many there are.
fn are_alike(
    found: (u64, u64, u64),
    (violated, cases): (u64, u64),
    word: &str,
    url: &str,
) -> Checked {
    let (hits, count, left) = found;
    prop_assert!(
        hits <= violated && violated <= hits + left && count <= cases && cases <= count + left,
        "{word}: {hits} of {count} and {left} left out, where {violated} of {cases} are: {url}"
    );
    prop_assert!(
        left > 0 || (hits, count) == (violated, cases),
        "{word}: {url}"
    );
    Ok(())
}

/// Scenarios in which a session comes to know more than is remembered of it one by one.
const KNOWING: &[(&str, bool)] = &[
    // Own writes: to one key, of which some never come; while an answer is under way; many at once.
    (
        "consumers=1&sessions=1&keys=1&payload=delta&loss=0.05&writes=60&reads=5",
        true,
    ),
    (
        "consumers=2&sessions=2&keys=2&payload=delta&loss=0.1&writes=60&reads=5&order=none",
        true,
    ),
    (
        "consumers=1&sessions=1&keys=1&latency=1s&writes=80&reads=5&work=1ms",
        true,
    ),
    (
        "consumers=1&sessions=1&keys=3&writes=80&reads=8&work=exp:20ms&order=none&version-check=off",
        true,
    ),
    // What it was shown, with gaps and without.
    (
        "consumers=2&sessions=2&keys=30&writes=60&reads=40&keys-per-read=4&order=none&loss=0.1",
        false,
    ),
    (
        "consumers=2&sessions=1&keys=1&payload=delta&loss=0.4&writes=40&reads=5",
        true,
    ),
    (
        "consumers=3&sessions=2&keys=2&payload=delta&loss=0.1&writes=60&reads=9&order=none",
        true,
    ),
    // Views that lose what they had.
    (
        "pattern=cqrs&sessions=2&keys=3&writes=50&reads=9&views=2&rebuild=4s&project=1ms",
        true,
    ),
    (
        "pattern=cqrs&sessions=1&keys=2&writes=50&reads=9&crash-every=3s&repair=500ms&checkpoint=separate\
      &checkpoint-every=30&bus-order=none&loss=0.1",
        true,
    ),
    (
        "pattern=background-sync&copy=two-way&sessions=2&keys=5&writes=40&reads=9&interval=3s",
        false,
    ),
    (
        "pattern=background-sync&copy=full&sessions=2&keys=5&writes=40&reads=9&interval=3s",
        false,
    ),
];

/// Catches a bound on what is remembered of sessions that changes how often guarantees are violated.
#[test]
fn however_much_a_session_knows_no_case_is_decided_without_it() {
    for (pairs, may_leave_out) in KNOWING {
        let trial = crate::trial::trial(&format!("{pairs}&duration=12s&seed=3"));
        let done = super::check(&trial);
        assert!(done.is_ok(), "{done:?}");
        let left_out = &trial.run.figures().left_out;
        println!("{pairs}: {left_out:?}");
        assert!(
            *may_leave_out || left_out.is_empty(),
            "{pairs}: {left_out:?}"
        );
    }
}
