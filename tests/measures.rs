//! Each measure and each anomaly is declared once, and reports and MEASURES.md say of it what is declared.
#![cfg(not(target_arch = "wasm32"))]

#[path = "trial/mod.rs"]
mod trial;

use std::collections::BTreeSet;

use driftscope::consistency::{Anomaly, Measure, Section};
use driftscope::patterns::all_presets;
use trial::run_link;

/// Catches a figure that nobody has declared, a declared one that no report has, and a unit that is not the one
/// declared.
#[test]
fn reports_have_the_measures_that_are_declared() {
    let mut seen = BTreeSet::new();
    for preset in all_presets() {
        let report = run_link(preset.link).report;
        for (name, measured) in report.measures.iter() {
            let measure = Measure::from_word(name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(measured.unit(), measure.row().unit, "{name}");
            seen.insert(measure);
        }
        let missing: Vec<_> = Measure::ALL
            .iter()
            .filter(|measure| measure.row().section == Section::Every)
            .filter(|measure| report.measures.get(measure.word()).is_none())
            .collect();
        assert!(missing.is_empty(), "{}: {missing:?}", preset.word);
    }
    let declared: BTreeSet<_> = Measure::ALL.iter().copied().collect();
    assert_eq!(seen, declared);
}

/// Catches a table that says something else than the program, or more.
#[test]
fn measures_and_anomalies_are_defined_as_the_program_does() {
    let text = include_str!("../MEASURES.md");
    let mut written: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("| `"))
        .collect();
    let measures = Measure::ALL.iter().map(|measure| measure.row());
    let measures = measures.map(|row| (row.word, row.definition));
    let anomalies = Anomaly::ALL
        .into_iter()
        .map(|what| (what.word(), what.noted()));
    let mut declared: Vec<String> = measures
        .chain(anomalies)
        .map(|(word, definition)| format!("| `{word}` | {definition} |"))
        .collect();
    written.sort_unstable();
    declared.sort_unstable();
    assert_eq!(written, declared);
}
