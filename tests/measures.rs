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
    let (measures, anomalies) = text.split_once("## Anomalies").expect("two parts");
    let rows = |text: &'static str| text.lines().filter(|line| line.starts_with("| `"));
    let declared = Measure::ALL.iter().map(|measure| {
        let (word, definition, from) = (measure.word(), measure.definition(), measure.source());
        let gap = if from.is_empty() { "" } else { " " };
        format!("| `{word}` | {definition} |{gap}{from} |")
    });
    assert!(
        rows(measures).map(str::to_owned).eq(declared),
        "measures, in the order of the list"
    );
    let heads = measures
        .lines()
        .filter_map(|line| line.strip_prefix("| only of "));
    let heads: Vec<_> = heads.map(|head| head.split(" |").next()).collect();
    let own = Section::ALL
        .iter()
        .filter_map(|section| section.label().strip_prefix("only of "));
    assert_eq!(heads, own.map(Some).collect::<Vec<_>>());
    let noted = |what: Anomaly| format!("| `{}` | {} |", what.word(), what.noted());
    let declared: BTreeSet<String> = Anomaly::ALL.map(noted).into();
    assert_eq!(
        rows(anomalies).map(str::to_owned).collect::<BTreeSet<_>>(),
        declared
    );
}
