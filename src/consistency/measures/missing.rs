//! Why a measure says nothing, in words: a figure that is missing is never a zero.

use crate::consistency::measures::measure::{About, Measure};
use crate::consistency::measures::report::{Figures, Kept, Measured, Subject};

impl Figures {
    /// A measure as it is reported, with the reason for what is missing of it.
    pub(in crate::consistency) fn explained(
        &self,
        name: &str,
        kept: &Kept,
        ci95: Option<(f64, f64)>,
    ) -> Measured {
        let mut measured = kept.measured(ci95);
        // Where nothing was written copies were never behind, which nobody has measured.
        let of_writes = matches!(name, "lag" | "ghost-rows");
        if of_writes && self.count("committed") == 0 {
            measured = Kept::Level(Box::default(), measured.unit()).measured(None);
        }
        match &mut measured {
            Measured::Distribution {
                mean: None, why, ..
            }
            | Measured::Share {
                value: None, why, ..
            } => *why = Some(self.reason(name)),
            Measured::Distribution {
                count,
                p95,
                p99,
                why,
                ..
            } if !matches!(kept, Kept::Age(_) | Kept::Level(..)) && p95.and(*p99).is_none() => {
                // What has not ended counts for the percentiles, though not among the values.
                *why = Some(match (p95.is_some(), *count) {
                    (false, 0..20) => "p95 needs 20 values, p99 100",
                    (true, 0..100) => "p99 needs 100 values",
                    (false, _) => "too many have not ended for p95 or p99",
                    (true, _) => "too many have not ended for p99",
                });
            }
            _ => {}
        }
        if let Measured::Distribution { why, .. } | Measured::Share { why, .. } = &mut measured
            && self.left_out.get(name).is_some()
        {
            *why = Some("some cases are left out: what they are about is no longer remembered");
        }
        measured
    }

    fn count(&self, name: &str) -> u64 {
        self.counts.get(name).copied().unwrap_or(0)
    }

    /// Why there is no value of a measure.
    fn reason(&self, name: &str) -> &'static str {
        let Some(measure) = Measure::from_word(name) else {
            return "it has not happened";
        };
        let about = measure.row().about;
        let is_read = matches!(about, About::Reading | About::ReadingCopies);
        if let Some(why) = measure.does_not_apply(self.subject) {
            return why;
        }
        match self.subject {
            _ if is_read && self.count("reads") == 0 => "nobody has read anything",
            Subject::Bookings if self.count("sagas") == 0 => "no saga has begun",
            Subject::Bookings if about != About::Writing => "no saga has ended",
            Subject::Copies | Subject::Sides
                if self.count("committed") == 0 && !is_read && about != About::Answering =>
            {
                "no write has been committed"
            }
            _ => measure.row().missing,
        }
    }
}

impl Measured {
    /// What it is counted in.
    pub fn unit(&self) -> &'static str {
        match self {
            Self::Distribution { unit, .. } | Self::Share { unit, .. } => unit,
        }
    }

    /// Why there is no figure, or not every one, in words.
    pub fn why(&self) -> Option<&'static str> {
        match self {
            Self::Distribution { why, .. } | Self::Share { why, .. } => *why,
        }
    }
}
