//! `driftscope report`: the measures of a link, run to its end, as a table or as JSON.

use std::io::{self, BufRead, Write};

use serde::Serialize;

use super::complaints::Complaints;
use super::lines::{self, Line};
use super::{table, why};
use crate::consistency::Report;
use crate::lab::{self, Outcome};
use crate::scenario::{self, Key, Kind, Link, Pattern, Problem, param};
use crate::sim::time::SECOND;

/// The version of the layout below.
const VERSION: u32 = 1;

/// What is printed of a link. The names are those of the measures in the documentation; a field may
/// be added, none changes its meaning.
#[derive(Serialize)]
struct Printed<'a> {
    v: u32,
    /// The link in its one spelling: what was run, whatever was given.
    link: &'a str,
    runs: u64,
    simulated_s: f64,
    events: u64,
    digest: String,
    settled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped: Option<&'a str>,
    #[serde(flatten)]
    report: Report,
    /// What went wrong in the run of the first seed, as far as it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    incidents: Option<Vec<why::Told>>,
}

/// Prints the report of one link, of so many runs, with or without what went wrong.
///
/// # Errors
///
/// What writing to `out` fails with.
pub fn one(
    text: &str,
    (runs, is_told): (u64, bool),
    json: bool,
    out: &mut impl Write,
    complaints: &mut Complaints,
) -> io::Result<()> {
    let (link, problems) = scenario::parse(text);
    complaints.add(None, &problems);
    let outcome = repeat(&link, runs, None, complaints);
    if json {
        print_json(&link, &outcome, is_told, out)
    } else {
        table::print(&link, &outcome, out)?;
        if is_told {
            why::print(&link, out)?;
        }
        Ok(())
    }
}

/// Prints the report of each line of `input` as one line of JSON, as each is done.
///
/// # Errors
///
/// What reading or writing fails with.
pub fn each_line(
    input: &mut impl BufRead,
    (runs, is_told): (u64, bool),
    out: &mut impl Write,
    complaints: &mut Complaints,
) -> io::Result<()> {
    lines::for_each(input, |line| {
        let number = Some(line.number);
        let (link, problems) = parse(&line);
        complaints.add(number, &problems);
        let outcome = repeat(&link, runs, number, complaints);
        print_json(&link, &outcome, is_told, out)?;
        out.flush()
    })
}

fn parse(line: &Line) -> (Link, Vec<Problem>) {
    if line.whole {
        return scenario::parse(&line.text);
    }
    let instead = "the defaults are used instead";
    let problem = Problem::new("link", &line.text, "at most 64 KB", instead);
    (Link::defaults(Pattern::EventBased), vec![problem])
}

/// Runs a link as often as there are seeds for.
fn repeat(link: &Link, runs: u64, number: Option<u64>, complaints: &mut Complaints) -> Outcome {
    let settings = &link.scenario.settings;
    let first = settings.count(Key::Seed);
    let mut runs = runs;
    if let Kind::Count { max, .. } = param(settings.pattern(), Key::Seed).kind {
        let most = (max - first).saturating_add(1);
        if runs > most {
            // Going on with the last seed would count one run many times.
            let problem = format!(
                "--runs {runs}: expected at most {most} with seed={first}, since seeds end at \
                 {max}; {most} is used instead."
            );
            complaints.add(number, &[problem]);
            runs = most;
        }
    }
    lab::repeat(&link.scenario, runs)
}

fn print_json(
    link: &Link,
    outcome: &Outcome,
    is_told: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let printed = Printed {
        v: VERSION,
        link: &scenario::write(link),
        runs: outcome.runs,
        simulated_s: outcome.simulated as f64 / SECOND as f64,
        events: outcome.events,
        digest: format!("{:016x}", outcome.digest),
        settled: outcome.settled,
        stopped: outcome.stopped.as_deref(),
        report: outcome.report(),
        incidents: is_told.then(|| why::told(link)),
    };
    serde_json::to_writer(&mut *out, &printed)?;
    writeln!(out)
}
