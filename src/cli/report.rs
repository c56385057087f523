//! `driftscope report`: the measures of a link, run to its end, as a table or as JSON.

use std::io::{self, BufRead, Write};

use serde::Serialize;

use super::check;
use super::complaints::Complaints;
use super::lines::{self, Line};
use super::progress::Progress;
use super::table;
use super::wanted::{Asked, Replicas, Request, Shares};
use super::why;
use crate::consistency::Report;
use crate::facts::time::{MILLISECOND, Micros, SECOND};
use crate::lab::{self, Outcome};
use crate::patterns;
use crate::run::{Run, Watch};
use crate::scenario::{self, Key, Kind, Link, Problem, param};

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
    /// Whether every run came to rest.
    settled: bool,
    /// Why not, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// The bound that stopped a run, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped: Option<String>,
    /// When it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped_at_s: Option<f64>,
    /// What was wrong with the link or with what was asked, and what was done instead: the messages on
    /// standard error.
    problems: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    window: Option<Span>,
    #[serde(flatten)]
    report: Report,
    /// The curve of `t-visibility`: milliseconds since the commit, the share of pairs of a write and a
    /// copy that show it or a newer one, and the ends of the 95% interval of that.
    visibility: Vec<[f64; 4]>,
    /// Each `--at-least` as it was asked, with the share.
    #[serde(skip_serializing_if = "Shares::is_empty")]
    at_least: Shares<'a>,
    /// By the word of their place.
    #[serde(skip_serializing_if = "Option::is_none")]
    replicas: Option<Replicas>,
    /// What went wrong in the run of the first seed, as far as it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    incidents: Option<Vec<why::Told>>,
}

/// A part of a run.
#[derive(Serialize)]
struct Span {
    from_s: f64,
    to_s: f64,
}

/// Prints the report of one link, of so many runs, with or without what went wrong. True if a bound
/// stopped a run.
///
/// # Errors
///
/// What writing to `out` fails with.
pub fn one(
    text: &str,
    request: &Request,
    json: bool,
    out: &mut impl Write,
    complaints: &mut Complaints,
) -> io::Result<bool> {
    let (link, problems) = patterns::parse(text);
    complaints.add(None, &problems);
    complaints.add(None, check::differs(&link).as_slice());
    let (outcome, asked) = repeat(&link, request, None, complaints);
    if json {
        print_json(&link, &outcome, (request, &asked), complaints.take(), out)?;
    } else {
        table::print(&link, &outcome, &asked, out)?;
        if request.wanted.why {
            why::print(&link, out)?;
        }
    }
    Ok(outcome.stopped().is_some())
}

/// Prints the report of each line of `input` as one line of JSON, as each is done. True if a bound stopped
/// a run.
///
/// # Errors
///
/// What reading or writing fails with.
pub fn each_line(
    input: &mut impl BufRead,
    request: &Request,
    out: &mut impl Write,
    complaints: &mut Complaints,
) -> io::Result<bool> {
    let mut was_stopped = false;
    lines::for_each(input, |line| {
        let number = Some(line.number);
        let (link, problems) = parse(&line);
        complaints.add(number, &problems);
        complaints.add(number, check::differs(&link).as_slice());
        let (outcome, asked) = repeat(&link, request, number, complaints);
        was_stopped |= outcome.stopped().is_some();
        print_json(&link, &outcome, (request, &asked), complaints.take(), out)?;
        out.flush()
    })?;
    Ok(was_stopped)
}

fn parse(line: &Line) -> (Link, Vec<Problem>) {
    if line.whole {
        return patterns::parse(&line.text);
    }
    patterns::too_long(&line.text)
}

/// Runs a link as often as there are seeds for; what came of it, and those thresholds that its measures
/// have.
fn repeat(
    link: &Link,
    request: &Request,
    number: Option<u64>,
    complaints: &mut Complaints,
) -> (Outcome, Vec<Asked>) {
    let settings = &link.scenario.settings;
    let first = settings.count(Key::SEED);
    let (mut runs, wanted) = (request.runs, &request.wanted);
    if let Kind::Count { max, .. } = param(settings.pattern(), Key::SEED).kind {
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
    let watch = Watch {
        window: wanted.window,
        replicas: wanted.by_replica,
    };
    let asked = read(link, request, number, complaints);
    let mut progress = Progress::begin(true);
    let outcome = lab::watch(&link.scenario, runs, watch, &mut |share| {
        progress.tell(share, || {
            let place = number.map_or_else(String::new, |line| format!("line {line}, "));
            let nth = (share * runs as f64).floor() as u64 + 1;
            format!("{place}run {} of {runs}", nth.min(runs))
        });
    });
    drop(progress);
    if wanted.by_replica && outcome.replicas.is_empty() {
        let problem = "--by-replica: there are no copies of one source here; it is left out.";
        complaints.add(number, &[problem]);
    }
    (outcome, asked)
}

/// The thresholds, each once, that the measures of a link have. What is wrong with the others is said before
/// anything is run.
fn read(
    link: &Link,
    request: &Request,
    number: Option<u64>,
    complaints: &mut Complaints,
) -> Vec<Asked> {
    let mut asked: Vec<Asked> = Vec::new();
    if request.wanted.at_least.is_empty() {
        return asked;
    }
    let measures = Run::new(link.scenario.clone()).figures().measures;
    for threshold in &request.wanted.at_least {
        match threshold.read(&measures) {
            Ok(read) if asked.contains(&read) => {}
            Ok(read) => asked.push(read),
            Err(problem) => complaints.add(number, &[problem]),
        }
    }
    asked
}

fn print_json(
    link: &Link,
    outcome: &Outcome,
    (request, asked): (&Request, &[Asked]),
    problems: Vec<String>,
    out: &mut impl Write,
) -> io::Result<()> {
    let seconds = |at: Micros| at as f64 / SECOND as f64;
    let ms = |at: Micros| at as f64 / MILLISECOND as f64;
    let points = outcome.visibility().into_iter();
    let stopped = outcome.stopped();
    let printed = Printed {
        v: VERSION,
        link: &scenario::write(link),
        runs: outcome.runs,
        simulated_s: outcome.simulated as f64 / SECOND as f64,
        events: outcome.events,
        digest: format!("{:016x}", outcome.digest),
        settled: outcome.settled(),
        why: outcome.why(),
        stopped: stopped.and_then(|run| Some(run.bound?.to_string())),
        stopped_at_s: stopped.map(|run| seconds(run.at)),
        problems,
        window: outcome.window.map(|(from, to)| Span {
            from_s: seconds(from),
            to_s: seconds(to),
        }),
        report: outcome.report(),
        visibility: points
            .map(|point| {
                [
                    ms(point.after),
                    point.share,
                    point.interval.0,
                    point.interval.1,
                ]
            })
            .collect(),
        at_least: Shares(
            asked
                .iter()
                .map(|asked| (asked.text.as_str(), asked.share(outcome)))
                .collect(),
        ),
        replicas: (!outcome.replicas.is_empty()).then(|| Replicas::of(link, outcome)),
        incidents: request.wanted.why.then(|| why::told(link)),
    };
    serde_json::to_writer(&mut *out, &printed)?;
    writeln!(out)
}
