//! A report for a person: aligned, and rounded to what can be read. JSON has the exact figures.

use std::io::{self, Write};

use super::wanted::{Asked, Replicas};
use crate::consistency::{Kept, Measured, Named, Pool, Report};
use crate::faces;
use crate::facts::time::SECOND;
use crate::lab::Outcome;
use crate::scenario::{self, Link, Story};

/// An interval stands around its mean, and not always in the middle: both of its ends are printed.
const COLUMNS: [&str; 10] = [
    "", "unit", "count", "mean", "95% from", "to", "p50", "p95", "p99", "max",
];
const NO_DATA: &str = "no data yet";
const NONE: &str = "-";

/// Prints a report.
///
/// # Errors
///
/// What writing to `out` fails with.
pub fn print(
    link: &Link,
    outcome: &Outcome,
    asked: &[Asked],
    out: &mut impl Write,
) -> io::Result<()> {
    let story = Story::of(&link.scenario.settings);
    let sentence = story.sentence(&link.scenario.settings);
    let report = outcome.report();
    let face = faces::of(link.scenario.settings.pattern());
    if let (Some(_), Some(why)) = (outcome.stopped(), outcome.why()) {
        // Whoever reads one line reads this.
        writeln!(
            out,
            "STOPPED, and what follows is of the time before: {why}.\n"
        )?;
    }
    writeln!(out, "{sentence} {}", ending(outcome))?;
    if let Some(words) = (face.figures.warning)(&report) {
        writeln!(out, "{words}")?;
    }
    writeln!(out, "{}", scenario::write(link))?;
    writeln!(
        out,
        "{} simulated, {} events, digest {:016x}\n",
        seconds(outcome.simulated as f64 / SECOND as f64),
        grouped(outcome.events),
        outcome.digest
    )?;
    if let Some((from, to)) = outcome.window {
        let place = |at| at as f64 / SECOND as f64;
        let (from, to) = (seconds(place(from)), seconds(place(to)));
        writeln!(out, "Figures from {from} to {to}:\n")?;
    }
    print_measures(&outcome.pool, &report, out)?;
    for asked in asked {
        let share = asked.share(outcome);
        let share = share.map_or_else(|| NO_DATA.to_owned(), |share| format!("{share:.4}"));
        writeln!(out, "P({}) = {share}", asked.text.replacen('=', " >= ", 1))?;
    }
    print_counts("Counts", &report.counts, out)?;
    print_counts("Anomalies", &report.anomalies, out)?;
    let Replicas(replicas) = Replicas::of(link, outcome);
    for ((word, report), (_, pool)) in replicas.iter().zip(&outcome.replicas) {
        writeln!(out, "\n{word}")?;
        print_measures(pool, report, out)?;
        print_counts("Counts", &report.counts, out)?;
    }
    Ok(())
}

fn print_measures(pool: &Pool, report: &Report, out: &mut impl Write) -> io::Result<()> {
    let kept = &pool.figures().measures;
    let mut rows = vec![COLUMNS.map(str::to_owned).to_vec()];
    rows.extend(report.measures.iter().map(|(name, measured)| {
        // Some are averaged over a time, which is their count.
        let is_level = matches!(kept[name], Kept::Level(..) | Kept::Load(_));
        row(name, measured, is_level)
    }));
    print_aligned(&rows, 2, out)
}

fn ending(outcome: &Outcome) -> String {
    match (outcome.stopped(), outcome.why(), outcome.runs) {
        (Some(_), _, 1) => "It was stopped.".to_owned(),
        (Some(_), ..) => "Not every run could be run to its end.".to_owned(),
        (None, None, 1) => "Settled.".to_owned(),
        (None, None, runs) => format!("{} runs, all settled.", grouped(runs)),
        (None, Some(why), _) => format!("Not settled: {why}."),
    }
}

/// The cells of one measure. The count of a level is the time over which it was averaged.
fn row(name: &str, measured: &Measured, is_level: bool) -> Vec<String> {
    match *measured {
        Measured::Distribution {
            unit,
            count,
            mean,
            p50,
            p95,
            p99,
            max,
            ci95,
            why,
        } => {
            let places = decimals(mean.unwrap_or(0.0));
            let steps = if is_level { 0 } else { places };
            let count = if is_level {
                seconds(count as f64 / 1e3)
            } else {
                grouped(count)
            };
            let mut cells = vec![name.to_owned(), unit.to_owned(), count];
            cells.extend(average(mean, ci95, places, why));
            if mean.is_some() {
                cells.extend([p50, p95, p99, max].map(|value| number(value, steps)));
            }
            cells
        }
        Measured::Share {
            unit,
            count,
            value,
            ci95,
            why,
        } => {
            let count = if is_level {
                seconds(count as f64 / 1e3)
            } else {
                grouped(count)
            };
            let mut cells = vec![name.to_owned(), unit.to_owned(), count];
            cells.extend(average(value, ci95, 4, why));
            cells
        }
    }
}

fn average(
    mean: Option<f64>,
    ci95: Option<(f64, f64)>,
    places: usize,
    why: Option<&str>,
) -> Vec<String> {
    if mean.is_none() {
        let why = why.map_or_else(String::new, |why| format!(": {why}"));
        return vec![format!("{NO_DATA}{why}")];
    }
    let (low, high) = ci95.unzip();
    [mean, low, high]
        .map(|value| number(value, places))
        .to_vec()
}

fn number(value: Option<f64>, places: usize) -> String {
    value.map_or_else(|| NONE.to_owned(), |value| format!("{value:.places$}"))
}

/// As many places as leave about four digits; three at most, since times are whole microseconds.
pub(super) fn decimals(typical: f64) -> usize {
    match typical.abs() {
        size if size >= 1_000.0 => 0,
        size if size >= 100.0 => 1,
        size if size >= 10.0 => 2,
        _ => 3,
    }
}

fn seconds(seconds: f64) -> String {
    format!("{seconds:.1} s")
}

/// A whole number with its thousands set apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn print_counts(title: &str, counts: &Named<u64>, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\n{title}")?;
    if counts.is_empty() {
        return writeln!(out, "  none");
    }
    let rows: Vec<_> = counts
        .iter()
        .map(|(name, count)| vec![format!("  {name}"), grouped(*count)])
        .collect();
    print_aligned(&rows, 1, out)
}

/// Prints the first columns, which hold words, to the left and the others to the right.
pub(super) fn print_aligned(
    rows: &[Vec<String>],
    words: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    let length = |cell: &String| cell.chars().count();
    let mut widths = Vec::new();
    for row in rows {
        widths.resize(widths.len().max(row.len()), 0);
        // "no data yet" stands across the columns that it leaves empty.
        let cells = row.iter().filter(|cell| !cell.starts_with(NO_DATA));
        for (width, cell) in widths.iter_mut().zip(cells) {
            *width = (*width).max(length(cell));
        }
    }
    for row in rows {
        let mut line = Vec::new();
        for (index, (cell, &width)) in row.iter().zip(&widths).enumerate() {
            line.push(if index < words || cell.starts_with(NO_DATA) {
                format!("{cell:<width$}")
            } else {
                format!("{cell:>width$}")
            });
        }
        writeln!(out, "{}", line.join("  ").trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_without_data_says_so() {
        let (count, mean, p50, p95, p99, max, ci95) = (0, None, None, None, None, None, None);
        let measured = Measured::Distribution {
            unit: "ms",
            count,
            mean,
            p50,
            p95,
            p99,
            max,
            ci95,
            why: Some("no fault"),
        };
        assert_eq!(
            row("convergence", &measured, false),
            ["convergence", "ms", "0", "no data yet: no fault"]
        );
    }

    #[test]
    fn numbers_are_rounded_to_what_can_be_read() {
        let rounded = |value: f64| number(Some(value), decimals(value));
        assert_eq!(
            [0.012_345, 12.345_6, 123.456, 12_345.6].map(rounded),
            ["0.012", "12.35", "123.5", "12346"]
        );
        assert_eq!(
            [7, 999, 1_000, 1_234_567].map(grouped),
            ["7", "999", "1,000", "1,234,567"]
        );
    }

    #[test]
    fn columns_are_aligned() {
        let rows = [
            vec!["a".to_owned(), "ms".to_owned(), "1,000".to_owned()],
            vec!["longer".to_owned(), "share".to_owned(), "7".to_owned()],
            vec![
                "none".to_owned(),
                "ms".to_owned(),
                "0".to_owned(),
                NO_DATA.to_owned(),
            ],
        ];
        let mut out = Vec::new();
        print_aligned(&rows, 2, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "a       ms     1,000\nlonger  share      7\nnone    ms         0  no data yet\n"
        );
    }
}
