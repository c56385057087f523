//! `driftscope report`: the measures of a link, run to its end, as a table or as JSON.

use std::io::{self, BufRead, Write};

use clap::Args;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::complaints::Complaints;
use super::lines::{self, Line};
use super::table;
use crate::consistency::{Kept, Report};
use crate::lab::{self, Outcome};
use crate::run::Watch;
use crate::scenario::{self, Key, Kind, Link, Pattern, Places, Problem, param};
use crate::sim::time::{MILLISECOND, Micros, SECOND};

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
}

/// Shares by what was asked for.
struct Shares<'a>(Vec<(&'a str, Option<f64>)>);

impl Shares<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Shares<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

/// A part of a run.
#[derive(Serialize)]
struct Span {
    from_s: f64,
    to_s: f64,
}

/// More that a person wants of a report.
#[derive(Args, Clone, Debug, Default)]
pub struct Wanted {
    /// Only the last TIME until people stop writing, such as 10s
    #[arg(long, value_name = "TIME", value_parser = window)]
    window: Option<Micros>,
    /// Each copy by itself as well
    #[arg(long)]
    by_replica: bool,
    /// P(measure >= value), such as propagation=500ms or lag=10; may be given more than once
    #[arg(long, value_name = "MEASURE=VALUE", value_parser = threshold)]
    at_least: Vec<Threshold>,
}

/// A value of a measure.
#[derive(Clone, Debug)]
pub struct Threshold {
    /// As it was given.
    pub text: String,
    name: String,
    value: u64,
}

/// What is to be printed of each link.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// How many seeds.
    pub runs: u64,
    /// What more.
    pub wanted: Wanted,
}

fn window(text: &str) -> Result<Micros, String> {
    let time = scenario::parse_time(text).filter(|&time| time > 0);
    time.ok_or_else(|| "expected a time above 0, such as 10s or 500ms".to_owned())
}

fn threshold(text: &str) -> Result<Threshold, String> {
    let read = || {
        let (name, value) = text.split_once('=')?;
        let value = scenario::parse_time(value).or_else(|| value.parse().ok())?;
        Some(Threshold {
            text: text.to_owned(),
            name: name.to_owned(),
            value,
        })
    };
    let expected = "expected a measure and a value, such as propagation=500ms or lag=10";
    read().ok_or_else(|| expected.to_owned())
}

impl Threshold {
    /// The share of the values of its measure that are as great; none if there is no data.
    pub fn share(&self, outcome: &Outcome) -> Option<f64> {
        let kept = outcome.pool.figures().measures.get(&self.name)?;
        kept.share_at_least(self.value)
    }

    /// What is wrong with it, if it is no measure that has such a share.
    fn problem(&self, outcome: &Outcome) -> Option<String> {
        let measures = &outcome.pool.figures().measures;
        let has =
            |kept: &Kept| matches!(kept, Kept::Times(..) | Kept::Numbers(..) | Kept::Level(..));
        if measures.get(&self.name).is_some_and(has) {
            return None;
        }
        let known: Vec<_> = measures
            .iter()
            .filter(|(_, kept)| has(kept))
            .map(|(name, _)| name)
            .collect();
        Some(format!(
            "--at-least {}: expected one of {}; it is left out.",
            self.text,
            known.join(", ")
        ))
    }
}

/// Prints the report of one link.
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
) -> io::Result<()> {
    let (link, problems) = scenario::parse(text);
    complaints.add(None, &problems);
    let (outcome, asked) = repeat(&link, request, None, complaints);
    if json {
        print_json(&link, &outcome, &asked, out)
    } else {
        table::print(&link, &outcome, &asked, out)
    }
}

/// Prints the report of each line of `input` as one line of JSON, as each is done.
///
/// # Errors
///
/// What reading or writing fails with.
pub fn each_line(
    input: &mut impl BufRead,
    request: &Request,
    out: &mut impl Write,
    complaints: &mut Complaints,
) -> io::Result<()> {
    lines::for_each(input, |line| {
        let number = Some(line.number);
        let (link, problems) = parse(&line);
        complaints.add(number, &problems);
        let (outcome, asked) = repeat(&link, request, number, complaints);
        print_json(&link, &outcome, &asked, out)?;
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

/// Runs a link as often as there are seeds for; what came of it, and those thresholds that its measures
/// have.
fn repeat(
    link: &Link,
    request: &Request,
    number: Option<u64>,
    complaints: &mut Complaints,
) -> (Outcome, Vec<Threshold>) {
    let settings = &link.scenario.settings;
    let first = settings.count(Key::Seed);
    let (mut runs, wanted) = (request.runs, &request.wanted);
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
    let watch = Watch {
        window: wanted.window,
        replicas: wanted.by_replica,
    };
    let outcome = lab::watch(&link.scenario, runs, watch);
    if wanted.by_replica && outcome.replicas.is_empty() {
        let problem = "--by-replica: there are no copies of one source here; it is left out.";
        complaints.add(number, &[problem]);
    }
    let problems = wanted
        .at_least
        .iter()
        .filter_map(|asked| asked.problem(&outcome));
    complaints.add(number, &problems.collect::<Vec<_>>());
    let has = |asked: &&Threshold| asked.problem(&outcome).is_none();
    let asked = wanted.at_least.iter().filter(has).cloned().collect();
    (outcome, asked)
}

/// The reports of replicas by the words of their places.
pub struct Replicas(pub Vec<(String, Report)>);

impl Replicas {
    /// Those of an outcome.
    pub fn of(link: &Link, outcome: &Outcome) -> Self {
        let places = Places::of(&link.scenario.settings);
        let word = |node| {
            places
                .role(node)
                .map_or_else(String::new, |role| role.to_string())
        };
        let replicas = outcome.replicas.iter();
        Self(
            replicas
                .map(|(node, pool)| (word(*node), pool.report()))
                .collect(),
        )
    }
}

impl Serialize for Replicas {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (
            word,
            Report {
                measures, counts, ..
            },
        ) in &self.0
        {
            let part = serde_json::json!({ "measures": measures, "counts": counts });
            map.serialize_entry(word, &part)?;
        }
        map.end()
    }
}

fn print_json(
    link: &Link,
    outcome: &Outcome,
    asked: &[Threshold],
    out: &mut impl Write,
) -> io::Result<()> {
    let seconds = |at: Micros| at as f64 / SECOND as f64;
    let ms = |at: Micros| at as f64 / MILLISECOND as f64;
    let points = outcome.visibility().into_iter();
    let printed = Printed {
        v: VERSION,
        link: &scenario::write(link),
        runs: outcome.runs,
        simulated_s: outcome.simulated as f64 / SECOND as f64,
        events: outcome.events,
        digest: format!("{:016x}", outcome.digest),
        settled: outcome.settled,
        stopped: outcome.stopped.as_deref(),
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
    };
    serde_json::to_writer(&mut *out, &printed)?;
    writeln!(out)
}
