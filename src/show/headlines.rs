//! The first figures of a run: how often what people saw was wrong, for how long, and what is wrong now.

use crate::consistency::{Measured, Report};
use crate::facts::time::{MILLISECOND, Micros};
use crate::show::{Face, naming, units};

/// A figure with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// What is measured.
    pub label: &'static str,
    /// The figure with its unit; none while there is nothing to measure.
    pub value: Option<String>,
    /// Of what, and what belongs to it; without a figure, why there is none.
    pub detail: String,
    /// Whether it says that something is wrong.
    pub is_bad: bool,
}

/// What comes first, as a pattern has it.
pub struct Headlines {
    /// How often what people saw was wrong: the name of the measure, and what it is called.
    pub often: (&'static str, &'static str),
    /// What it is called for how long it is so: everywhere, and at one copy.
    pub lasts: [&'static str; 2],
    /// What is wrong now.
    pub now: fn(&Report, &About) -> Now,
}

/// What is wrong now.
pub struct Now {
    /// What is counted.
    pub label: &'static str,
    /// How much of it there is.
    pub value: String,
    /// Where, and what else there is of it.
    pub details: Vec<String>,
    /// Whether it says that something is wrong.
    pub is_bad: bool,
}

/// What a run is about, in the words that figures need.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// How its pattern is spoken of.
    pub face: &'static Face,
    /// What a key is in the story, such as "account".
    pub key: &'static str,
    /// How much differs from the truth now.
    pub differing: u64,
    /// Whether a limit of the model stopped the run.
    pub is_stopped: bool,
}

/// How often, for how long, and what is wrong now.
pub fn headlines(report: &Report, about: About) -> [Headline; 3] {
    let Headlines { often, lasts, now } = &about.face.figures.headlines;
    let now = stopped(now(report, &about), about.is_stopped);
    [share(report, *often), window(report, *lasts), now]
}

fn share(report: &Report, (name, label): (&str, &'static str)) -> Headline {
    let measured = report.measures.get(name);
    let (count, part) = match measured {
        Some(Measured::Share { count, value, .. }) => (*count, *value),
        _ => (0, None),
    };
    let detail = match part {
        Some(_) => String::from("of ") + &units::things(count, "value read", "values read"),
        None => why(measured),
    };
    Headline {
        label,
        value: part.map(units::share),
        detail,
        is_bad: part.is_some_and(|part| part > 0.0),
    }
}

/// Why there is no figure, or not every one; of what is counted still, how far it has come.
pub fn why(measured: Option<&Measured>) -> String {
    let Some(measured) = measured else {
        return "not measured".to_owned();
    };
    let why = measured.why().unwrap_or_default();
    match measured {
        Measured::Distribution { count, .. } if *count > 0 && why.contains(" needs ") => {
            [why, "; ", &units::count(*count), " so far"].concat()
        }
        _ => why.to_owned(),
    }
}

fn window(report: &Report, [everywhere, at_one]: [&'static str; 2]) -> Headline {
    // A copy by itself has no window, but writes take their time to it.
    let of_all = report.measures.get("inconsistency-window");
    let measured = of_all.or_else(|| report.measures.get("propagation"));
    let label = of_all.map_or(at_one, |_| everywhere);
    let (p50, p99) = match measured {
        Some(Measured::Distribution { p50, p99, .. }) => (*p50, *p99),
        _ => (None, None),
    };
    let duration = |ms: f64| units::duration((ms * MILLISECOND as f64) as Micros);
    let detail = match (p50, p99) {
        (Some(_), Some(p99)) => ["typical, p50; 99 of 100: ", &duration(p99)].concat(),
        (Some(_), None) => "typical, p50".to_owned(),
        _ => why(measured),
    };
    Headline {
        label,
        value: p50.map(duration),
        detail,
        is_bad: false,
    }
}

/// How many values of copies are out of date, and how many keys are wrong for good.
pub fn out_of_date(report: &Report, about: &About) -> Now {
    let diverged = report.counts.get("diverged").copied().unwrap_or(0);
    let mut details = vec!["in the copies".to_owned()];
    if diverged > 0 {
        details.push(naming::keys(about.key, diverged) + " for good");
    }
    Now {
        label: "Out of date now",
        // A key that is out of date in three copies is three values; it is wrong for good as one key.
        value: units::things(about.differing, "value", "values"),
        details,
        is_bad: diverged > 0,
    }
}

fn stopped(now: Now, is_stopped: bool) -> Headline {
    let mut details = now.details;
    details.extend(is_stopped.then(|| "the run was stopped at a limit".to_owned()));
    Headline {
        label: now.label,
        value: Some(now.value),
        detail: details.join("; "),
        is_bad: now.is_bad || is_stopped,
    }
}
