//! The course of a golden run: its digest after every so many facts, in short. Of a run that has become
//! another one it tells between which facts that began, and how to look at them.

use std::fmt::{self, Write as _};
use std::ops::RangeInclusive;

use driftscope::facts::Fact;
use driftscope::lab;
use driftscope::run::{Digest, Run};
use driftscope::scenario::Scenario;

/// A course has fewer marks than this, and at least half as many if it has so many facts.
const MOST_MARKS: usize = 200;
/// As many facts as somebody reads.
const MOST_SHOWN: usize = 40;

/// Marks along a run.
#[derive(Debug, PartialEq, Eq)]
pub struct Course {
    pub facts: u64,
    /// So many facts lie between two marks.
    step: u64,
    marks: Vec<u16>,
}

impl Course {
    /// Runs a scenario to its end.
    pub fn of(scenario: Scenario) -> (Run, Self) {
        let (mut digest, mut facts, mut step, mut marks) = (Digest::default(), 0, 1, Vec::new());
        let run = lab::finish(scenario, &mut |fact| {
            digest.fold(fact);
            facts += 1;
            if facts % step == 0 {
                marks.push(mark(digest));
            }
            if marks.len() == MOST_MARKS {
                marks = marks.chunks(2).map(|pair| pair[1]).collect();
                step *= 2;
            }
        });
        assert_eq!(digest.value(), run.digest());
        (run, Self { facts, step, marks })
    }

    /// Reads what is written below.
    pub fn read(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let (facts, step) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let hex = words.next()?.as_bytes();
        let marks = hex
            .chunks(4)
            .map(|four| u16::from_str_radix(std::str::from_utf8(four).ok()?, 16).ok());
        Some(Self {
            facts,
            step,
            marks: marks.collect::<Option<_>>()?,
        })
    }

    /// The facts, counted from 1, one of which is the first in which a run of this scenario leaves the course.
    pub fn parting(&self, scenario: Scenario) -> RangeInclusive<u64> {
        let (mut digest, mut facts, mut same) = (Digest::default(), 0, 0);
        let mut parted = false;
        lab::finish(scenario, &mut |fact| {
            digest.fold(fact);
            facts += 1;
            if !parted && facts % self.step == 0 {
                parted = self.marks.get(same) != Some(&mark(digest));
                same += usize::from(!parted);
            }
        });
        let first = same as u64 * self.step + 1;
        first..=(first + self.step - 1).min(facts.max(self.facts))
    }

    /// What there is to see where a run of a link leaves the course.
    pub fn tell_parting(&self, link: &str, scenario: &Scenario) -> String {
        let span = self.parting(scenario.clone());
        let mut seen: Vec<Fact> = Vec::new();
        let mut facts = 0;
        lab::finish(scenario.clone(), &mut |fact| {
            facts += 1;
            if span.contains(&facts) {
                seen.push(*fact);
            }
        });
        let (first, last) = (span.start(), span.end());
        let mut told = format!(
            "    Facts up to {} are what they were; the first that differs is one of {first} to {last}. \
             There are {facts}, there were {}.\n    \
             See them: driftscope trace '{link}' | sed -n '{first},{last}p'\n",
            first - 1,
            self.facts
        );
        for (nth, fact) in (*first..).zip(&seen).take(MOST_SHOWN) {
            let _ = writeln!(told, "    {nth:>7}  {:>12} us  {:?}", fact.at, fact.what);
        }
        told
    }
}

impl fmt::Display for Course {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.facts, self.step)?;
        self.marks
            .iter()
            .try_for_each(|mark| write!(f, "{mark:04x}"))
    }
}

/// A part of a digest, enough to tell two apart nearly always.
fn mark(digest: Digest) -> u16 {
    (digest.value() >> 48) as u16
}
