//! `driftscope measures`: what each figure of a report is, and what counts as an anomaly, as text for a person or as one JSON object. It
//! defines nothing; all of it is read from the declarations.

use std::io::{self, Write};

use serde_json::{Value as Json, json};

use super::params::print_entry;
use crate::consistency::{Anomaly, Measure, Section};

/// Prints the reference.
///
/// # Errors
///
/// What writing to `out` fails with.
pub fn print(json: bool, out: &mut impl Write) -> io::Result<()> {
    if json {
        let rows: Vec<_> = Measure::ALL.iter().map(|measure| row(*measure)).collect();
        let anomalies = Anomaly::ALL.map(
            |what| json!({ "name": what.word(), "noted": what.noted(), "harm": what.is_harm() }),
        );
        let all = json!({ "measures": rows, "anomalies": anomalies });
        return writeln!(out, "{all:#}");
    }
    for section in Section::ALL {
        writeln!(out, "{}\n", section.label())?;
        for measure in Measure::ALL {
            if measure.row().section == *section {
                print_entry(measure.word(), &detail(*measure), measure.definition(), out)?;
            }
        }
        writeln!(out)?;
    }
    writeln!(out, "anomalies, and when one is noted\n")?;
    for what in Anomaly::ALL {
        print_entry(what.word(), "", what.noted(), out)?;
    }
    Ok(())
}

fn detail(measure: Measure) -> String {
    let row = measure.row();
    let mut detail = format!("In {}", row.unit);
    if row.unit == "share" {
        "A share, from 0 to 1".clone_into(&mut detail);
    }
    if row.is_per_replica {
        detail.push_str("; of each replica too");
    }
    if !measure.source().is_empty() {
        detail.push_str(". ");
        detail.push_str(measure.source());
    }
    detail
}

fn row(measure: Measure) -> Json {
    let row = measure.row();
    json!({
        "name": row.word,
        "unit": row.unit,
        "of": row.section.label(),
        "per_replica": row.is_per_replica,
        "definition": measure.definition(),
        "source": (!measure.source().is_empty()).then_some(measure.source()),
    })
}
