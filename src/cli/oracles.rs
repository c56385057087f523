//! `driftscope oracles`: the model against theory, as a table for a person or as one JSON object.

use std::io::{self, Write};

use serde_json::json;

use super::complaints::Complaints;
use super::progress::Progress;
use super::table::{decimals, print_aligned};
use crate::lab::theory::{Check, Row, Verdict, rows};

const COLUMNS: [&str; 7] = ["", "", "unit", "expected", "measured", "±", "verdict"];

/// Events between two looks at how far a row has come.
const EVENTS_A_LOOK: u64 = 50_000;

/// Runs the rows whose names begin with one of these, or all, and prints what came of them. True if
/// every one of them agrees with theory.
///
/// # Errors
///
/// What writing to `out` fails with.
pub fn print(
    ids: &[String],
    json: bool,
    out: &mut impl Write,
    complaints: &mut Complaints,
) -> io::Result<bool> {
    let is_named = |row: &Row, id: &String| {
        let start = row.id.get(..id.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(id))
    };
    for id in ids {
        if !rows().any(|row| is_named(row, id)) {
            let problem =
                format!("{id}: expected the name of a row, or how one begins, such as E09.");
            complaints.add(None, &[problem]);
        }
    }
    let wanted = rows().filter(|row| ids.is_empty() || ids.iter().any(|id| is_named(row, id)));
    let wanted: Vec<_> = wanted.collect();
    let mut agree = true;
    let mut printed = vec![COLUMNS.map(str::to_owned).to_vec()];
    let mut objects = Vec::new();
    let mut progress = Progress::begin(true);
    let (mut done, all) = (0, wanted.len());
    for sharing in wanted.chunk_by(|one, next| one.link == next.link) {
        let mut check = Check::new(sharing[0]);
        while !check.advance(EVENTS_A_LOOK) {
            let rows = done as f64 + check.progress() * sharing.len() as f64;
            progress.tell(rows / all as f64, || format!("row {} of {all}", done + 1));
        }
        done += sharing.len();
        for row in sharing {
            let Some(verdict) = check.verdict_of(row) else {
                continue;
            };
            agree &= verdict.agrees;
            if json {
                objects.push(object(row, &verdict));
            } else {
                printed.push(line(row, &verdict));
            }
        }
    }
    drop(progress);
    if json {
        let all = json!({ "v": 1, "agree": agree, "rows": objects });
        writeln!(out, "{all}")?;
    } else {
        print_aligned(&printed, 3, out)?;
    }
    Ok(agree)
}

fn object(row: &Row, verdict: &Verdict) -> serde_json::Value {
    json!({
        "id": row.id,
        "pattern": row.pattern.word(),
        "link": row.link,
        "quantity": row.quantity,
        "formula": row.formula,
        "source": row.source,
        "unit": row.unit,
        "expected": row.expected,
        "tolerance": row.tolerance,
        "measured": verdict.measured,
        "samples": verdict.samples,
        "agrees": verdict.agrees,
    })
}

fn line(row: &Row, verdict: &Verdict) -> Vec<String> {
    // As many places as show the tolerance, or the figure where it has to be exact.
    let places = match row.tolerance {
        0.0 => decimals(row.expected),
        tolerance => (1.0 - libm::log10(tolerance).floor()).clamp(0.0, 9.0) as usize,
    };
    let number = |value: f64| format!("{value:.places$}");
    let words = if verdict.agrees { "agrees" } else { "DIFFERS" };
    vec![
        row.id.to_owned(),
        row.quantity.to_owned(),
        row.unit.to_owned(),
        number(row.expected),
        verdict
            .measured
            .map_or_else(|| "no data".to_owned(), number),
        number(row.tolerance),
        words.to_owned(),
    ]
}
