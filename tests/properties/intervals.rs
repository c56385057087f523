//! Intervals: each holds its own mean and lies within what its measure can be.

use driftscope::consistency::{Measured, Pool, Report};
use driftscope::scenario::Key;
use proptest::prelude::*;

use crate::finished;
use crate::trial::{Trial, with};

/// The intervals of one run.
pub fn check(trial: &Trial) -> Result<(), TestCaseError> {
    check_report(&trial.report, &trial.url())
}

/// Those of this run and of the next seeds.
pub fn check_pooled(text: &str) -> Result<(), TestCaseError> {
    let first = finished(text)?;
    let seed = first.run.scenario().settings.count(Key::SEED);
    let mut pool = Pool::default();
    pool.add(&first.run.figures());
    for nth in 1..3 {
        // Seeds end where 32 bits do.
        let next = with(text, "seed", &(seed.wrapping_add(nth) as u32).to_string());
        pool.add(&finished(&next)?.run.figures());
        check_report(&pool.report(), &first.url())?;
    }
    Ok(())
}

fn check_report(report: &Report, url: &str) -> Result<(), TestCaseError> {
    for (name, measured) in report.measures.iter() {
        let (mean, ci95, most) = match measured {
            Measured::Distribution { mean, ci95, .. } => (*mean, *ci95, f64::INFINITY),
            Measured::Share { value, ci95, .. } => (*value, *ci95, 1.0),
        };
        let Some((low, high)) = ci95 else { continue };
        let holds = mean.is_some_and(|mean| low <= mean && mean <= high);
        prop_assert!(holds, "{}: {:?} in {}..{}: {}", name, mean, low, high, url);
        prop_assert!(
            0.0 <= low && high <= most,
            "{}: {}..{}: {}",
            name,
            low,
            high,
            url
        );
        prop_assert!(
            most == 1.0 || high.is_finite(),
            "{}: {}: {}",
            name,
            high,
            url
        );
    }
    Ok(())
}
