//! What went wrong in a run, told in sentences.

use std::io::{self, Write};

use serde::Serialize;

use crate::consistency::{Incident, Outcome, Truth};
use crate::faces;
use crate::facts::present;
use crate::facts::time::Micros;
use crate::lab;
use crate::run::Run;
use crate::scenario::{Link, Places};
use crate::show::units;
use crate::show::why::{Teller, title};

/// As many sentences as a person reads.
const MOST: usize = 20;

/// One thing that went wrong. The numbers are those of a trace, which count from 0.
#[derive(Debug, Serialize)]
pub struct Told {
    nth: u64,
    name: &'static str,
    at_us: Micros,
    session: Option<u32>,
    /// The word of the place.
    node: Option<String>,
    key: Option<u32>,
    write: Option<u64>,
    found: Option<Shown>,
    truth: Option<Shown>,
    closing: Option<Ended>,
    sentence: String,
}

#[derive(Debug, Serialize)]
struct Shown {
    version: u64,
    /// Null where there is no row.
    value: Option<i64>,
}

#[derive(Debug, Serialize)]
struct Ended {
    at_us: Micros,
    how: &'static str,
}

/// What went wrong in the first run of a link, as far as it is kept, oldest first.
pub fn told(link: &Link) -> Vec<Told> {
    let run = lab::finish(link.scenario.clone(), &mut |_| {});
    let teller = teller(&run);
    let places = Places::of(&link.scenario.settings);
    let incidents = run.consistency().incidents().iter();
    incidents
        .map(|incident| tell(incident, &teller, &places, run.now()))
        .collect()
}

/// Prints the first sentences.
///
/// # Errors
///
/// What writing to `out` fails with.
pub fn print(link: &Link, out: &mut impl Write) -> io::Result<()> {
    let run = lab::finish(link.scenario.clone(), &mut |_| {});
    let teller = teller(&run);
    let incidents = run.consistency().incidents();
    writeln!(out, "\nWhy")?;
    if let Some(words) = (teller.face.figures.warning)(&run.figures().report()) {
        writeln!(out, "  {words}")?;
    }
    for incident in incidents.iter().take(MOST) {
        let told = teller.explain(incident, run.now());
        writeln!(out, "  {}: {}", title(incident.what), told.sentence)?;
    }
    let all: u64 = run.consistency().anomalies().values().sum();
    let more = all - incidents.len().min(MOST) as u64;
    match (all, more) {
        (0, _) => writeln!(out, "  Nothing went wrong."),
        (_, 0) => Ok(()),
        (_, more) => writeln!(out, "  And {} more.", units::count(more)),
    }
}

fn teller(run: &Run) -> Teller {
    let stores = run.consistency().stores();
    faces::teller(&run.scenario().settings, stores.collect())
}

fn tell(incident: &Incident, teller: &Teller, places: &Places, now: Micros) -> Told {
    let shown = |truth: Truth| Shown {
        version: truth.version,
        value: present(truth.value),
    };
    let node = incident.node.and_then(|node| places.role(node));
    Told {
        nth: incident.nth,
        name: incident.what.word(),
        at_us: incident.at,
        session: incident.session.map(|session| session.0),
        node: node.map(|role| role.to_string()),
        key: incident.key,
        write: incident.write.map(|write| write.0),
        found: incident.found.map(shown),
        truth: incident.truth.map(shown),
        closing: incident.closing.map(|closing| Ended {
            at_us: closing.at,
            how: match closing.how {
                Outcome::Came => "came",
                Outcome::Overtaken => "overtaken",
                Outcome::Never => "never",
                Outcome::Righted => "righted",
            },
        }),
        sentence: teller.explain(incident, now).sentence,
    }
}
