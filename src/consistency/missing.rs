//! Why a measure says nothing, in words: a figure that is missing is never a zero.

use super::report::{Figures, Kept, Measured, Subject};

impl Figures {
    /// A measure as it is reported, with the reason for what is missing of it.
    pub(super) fn explained(&self, name: &str, kept: &Kept, ci95: Option<(f64, f64)>) -> Measured {
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
        let is_of = |names: &[&str]| names.contains(&name);
        let copied = [
            "propagation",
            "t-visibility",
            "lag",
            "age-of-information",
            "reordered",
            "redelivered",
        ];
        let read = [
            "stale-reads",
            "versions-behind",
            "read-age",
            "read-your-writes",
            "monotonic-reads",
            "consistent-prefix",
            "read-latency",
            "added-latency",
            "uncommitted-read",
            "dirty-read",
            "views-disagree",
            "went-back-in-time",
        ];
        let in_order = ["monotonic-writes", "writes-follow-reads"];
        let of_sagas = is_of(&["read-latency", "uncommitted-read", "dirty-read"]);
        match self.subject {
            Subject::Bookings
                if is_of(&copied) || is_of(&in_order) || (is_of(&read) && !of_sagas) =>
            {
                "does not apply to sagas, which have no copies"
            }
            Subject::Bookings | Subject::Sides if name == "convergence" => {
                "does not apply where there is no one source of truth"
            }
            Subject::Bookings if name == "utilisation" => {
                "does not apply to services that take any number of steps at once"
            }
            Subject::Sides if name == "consistent-prefix" => {
                "does not apply to a two-way sync, which has no one order of writes"
            }
            _ if is_of(&read) && self.count("reads") == 0 => "nobody has read anything",
            Subject::Bookings if self.count("sagas") == 0 => "no saga has begun",
            Subject::Bookings if name != "write-latency" => "no saga has ended",
            Subject::Copies | Subject::Sides
                if self.count("committed") == 0 && !is_of(&read) && name != "unavailable" =>
            {
                "no write has been committed"
            }
            _ => of_name(name),
        }
    }
}

/// Why there is no value of a measure where people write and read.
fn of_name(name: &str) -> &'static str {
    match name {
        "propagation" | "t-visibility" | "age-of-information" => "no write has arrived at a copy",
        "inconsistency-window" => "no write is shown everywhere",
        "write-latency" => "nobody has heard of a write that it is done",
        "convergence" => "no fault has ended and been got over",
        "unavailable" => "nobody has been answered or turned away",
        "read-your-writes" => "nobody has read what they had written themselves",
        "monotonic-reads" | "went-back-in-time" => "nobody has read a key a second time",
        "monotonic-writes" => "nobody has written a second time",
        "writes-follow-reads" => "nobody has written after they had read",
        "consistent-prefix" => "nobody has read several keys at once",
        "views-disagree" => "there is one view, or nobody has read it",
        "stale-reads" | "versions-behind" | "read-age" | "read-latency" | "added-latency" => {
            "no read has been answered"
        }
        "reordered" => "no two versions of a key in a row have been delivered",
        "redelivered" => "no event has been delivered",
        "run-duration" => "no run of the job has ended well",
        "older-wins" => "no conflict has been decided",
        "catch-up" => "no rebuild has caught up",
        "re-applied" => "no projector has come back",
        "utilisation" => "no time has passed",
        _ => "it has not happened",
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
