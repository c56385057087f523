//! A scenario run to its end with everything that happened: what the tests of the model look at.
#![allow(
    dead_code,
    reason = "each file of tests uses the part of it that it needs"
)]

use driftscope::consistency::{Kept, Measured, Report, Subject};
use driftscope::facts::time::Micros;
use driftscope::facts::{Fact, Letter, LetterKind, What};
use driftscope::patterns::{mechanism, parse};
use driftscope::run::{Phase, Run};
use driftscope::scenario::{Key, Link};

/// One finished run.
pub struct Trial {
    link: String,
    pub facts: Vec<Fact>,
    pub run: Run,
    pub report: Report,
}

/// The whole link of some pairs; those that name no pattern are about the event-based one.
pub fn whole(pairs: &str) -> String {
    let named = pairs.split('&').any(|pair| pair.starts_with("pattern="));
    let head = if named {
        "v=1"
    } else {
        "v=1&pattern=event-based"
    };
    if pairs.is_empty() {
        head.to_owned()
    } else {
        format!("{head}&{pairs}")
    }
}

/// A link that must have no problem.
#[track_caller]
pub fn link(text: &str) -> Link {
    let (link, problems) = parse(text);
    assert!(problems.is_empty(), "{text}: {problems:?}");
    link
}

/// The pairs, with the value of one key replaced or added.
pub fn with(pairs: &str, key: &str, value: &str) -> String {
    let others = pairs.split('&').filter(|pair| {
        !pair.is_empty() && pair.split_once('=').is_none_or(|(word, _)| word != key)
    });
    let mut all: Vec<String> = others.map(str::to_owned).collect();
    all.push(format!("{key}={value}"));
    all.join("&")
}

/// The pairs, with one more act at the end of their script.
pub fn with_act(pairs: &str, act: &str) -> String {
    let script = pairs.split('&').find_map(|pair| pair.strip_prefix("do="));
    let script = script.map_or_else(|| act.to_owned(), |script| format!("{script};{act}"));
    with(pairs, "do", &script)
}

/// Runs some pairs to their end.
#[track_caller]
pub fn trial(pairs: &str) -> Trial {
    run_link(&whole(pairs))
}

/// Runs a whole link to its end.
#[track_caller]
pub fn run_link(text: &str) -> Trial {
    let found = run_for(text, 5_000_000);
    found.unwrap_or_else(|| panic!("not at its end after 5,000,000 events: {text}"))
}

/// Runs a whole link to its end, if it comes to it within so many events.
pub fn run_for(text: &str, most_events: u64) -> Option<Trial> {
    let mut run = Run::new(link(text).scenario);
    let mut facts = Vec::new();
    let done = run.advance(Micros::MAX, most_events, &mut |fact| facts.push(*fact));
    let report = run.figures().report();
    done.then(|| Trial::of(text, facts, run, report))
}

/// A run of some pairs, at its beginning.
#[track_caller]
pub fn start(pairs: &str) -> Run {
    Run::new(link(&whole(pairs)).scenario)
}

/// A figure of the report of a run, by its path in it: "measures.staleness.mean".
pub fn figures(run: &Run) -> impl Fn(&str) -> f64 {
    let report = serde_json::to_value(run.figures().report()).expect("it is plain");
    move |path: &str| {
        let pointer = format!("/{}", path.replace('.', "/"));
        let found = report.pointer(&pointer).and_then(serde_json::Value::as_f64);
        found.unwrap_or_else(|| panic!("{path}: {report}"))
    }
}

impl Trial {
    /// What its measures are about.
    pub fn subject(&self) -> Subject {
        let settings = &self.run.scenario().settings;
        (mechanism(settings.pattern()).subject)(settings)
    }

    /// A run that was driven in another way.
    pub fn of(link: &str, facts: Vec<Fact>, run: Run, report: Report) -> Self {
        Self {
            link: link.to_owned(),
            facts,
            run,
            report,
        }
    }

    /// Where a person can look at it.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:8080/#{}", self.link)
    }

    pub fn settled(&self) -> bool {
        self.run.phase() == Phase::Ended { settled: true }
    }

    #[track_caller]
    pub fn count(&self, name: &str) -> f64 {
        self.report.counts[name] as f64
    }

    pub fn anomaly(&self, name: &str) -> u64 {
        self.report.anomalies.get(name).copied().unwrap_or(0)
    }

    /// The mean of a measure, or its share; 0 if nothing was measured.
    #[track_caller]
    pub fn mean(&self, name: &str) -> f64 {
        match self.report.measures[name] {
            Measured::Distribution { mean, .. } => mean.unwrap_or(0.0),
            Measured::Share { value, .. } => value.unwrap_or(0.0),
        }
    }

    /// The greatest value of a measure; 0 if nothing was measured.
    #[track_caller]
    pub fn max(&self, name: &str) -> f64 {
        match self.report.measures[name] {
            Measured::Distribution { max, .. } => max.unwrap_or(0.0),
            Measured::Share { .. } => panic!("{name} is a share"),
        }
    }

    /// A measure as it was kept.
    pub fn kept(&self, name: &str) -> Kept {
        self.run.figures().measures[name].clone()
    }

    /// How many facts are so.
    pub fn facts_that(&self, wanted: impl Fn(&What) -> bool) -> f64 {
        self.facts.iter().filter(|fact| wanted(&fact.what)).count() as f64
    }

    /// Every transmission of a kind, with when it was sent and when it is due.
    pub fn sent(&self, kind: LetterKind) -> impl Iterator<Item = (Micros, Letter, Micros)> + '_ {
        self.facts.iter().filter_map(move |fact| match fact.what {
            What::Sent { letter, due } if letter.kind == kind => Some((fact.at, letter, due)),
            _ => None,
        })
    }

    /// The value of a whole number among the settings at the start.
    pub fn setting(&self, key: Key) -> u64 {
        self.run.scenario().settings.count(key)
    }
}
