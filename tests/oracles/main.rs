//! The model against theory: every row of `lab::theory` is run at the sample size for which its
//! tolerance is stated, with a fixed seed, through the same links and measures as the page and the
//! command. A disagreement prints the link of the run.
#![cfg(not(target_arch = "wasm32"))]

mod golden;

use std::fmt::Write as _;
use std::sync::Mutex;
use std::thread;

use driftscope::consistency::Measured;
use driftscope::lab;
use driftscope::lab::theory::{Check, Figure, Row, Verdict, rows};
use driftscope::patterns::parse;
use driftscope::scenario::{Pattern, write};

use golden::GOLDEN;

/// The rows of a pattern, those that share a link together.
fn links(pattern: Pattern) -> Vec<Vec<&'static Row>> {
    let mut links: Vec<Vec<&Row>> = Vec::new();
    for row in rows().filter(|row| row.pattern == pattern) {
        match links.iter_mut().find(|rows| rows[0].link == row.link) {
            Some(rows) => rows.push(row),
            None => links.push(vec![row]),
        }
    }
    links
}

fn run(rows: Vec<&'static Row>) -> Vec<(&'static Row, Verdict)> {
    let mut check = Check::new(rows[0]);
    while !check.advance(1_000_000) {}
    let verdicts = rows
        .into_iter()
        .map(|row| (row, check.verdict_of(row).expect("the run is over")));
    verdicts.collect()
}

/// Runs the links of a pattern side by side; prints the table, and in the end what disagrees.
fn check(pattern: Pattern) {
    let waiting = Mutex::new(links(pattern));
    let found = Mutex::new(Vec::new());
    let work = || {
        loop {
            let Some(rows) = waiting.lock().expect("nobody panicked").pop() else {
                return;
            };
            let verdicts = run(rows);
            found.lock().expect("nobody panicked").extend(verdicts);
        }
    };
    let most = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..most.min(8) {
            scope.spawn(work);
        }
    });
    let mut found = found.into_inner().expect("nobody panicked");
    found.sort_by_key(|(row, _)| row.id);
    let mut wrong = String::new();
    for (row, verdict) in found {
        let measured = verdict
            .measured
            .map_or_else(|| "no data".to_owned(), |value| format!("{value:.6}"));
        let line = format!(
            "{:<5} {measured:>14} {:>12} ± {:<10} {:<10} {:>8} samples  {}",
            row.id, row.expected, row.tolerance, row.unit, verdict.samples, row.quantity
        );
        println!("{line}");
        if !verdict.agrees || verdict.samples < row.samples {
            let _ = writeln!(wrong, "{line}\n      http://127.0.0.1:8080/#{}", row.link);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn events_agree_with_theory() {
    check(Pattern::EVENT_BASED);
}

#[test]
fn background_sync_agrees_with_theory() {
    check(Pattern::BACKGROUND_SYNC);
}

#[test]
fn sagas_agree_with_theory() {
    check(Pattern::SAGA);
}

#[test]
fn cqrs_agrees_with_theory() {
    check(Pattern::CQRS);
}

/// Catches a row that is forgotten, invented, or made to pass by another number.
#[test]
fn every_row_is_the_one_of_the_table() {
    let have: Vec<_> = rows()
        .map(|row| (row.id, row.expected, row.tolerance))
        .collect();
    let want: Vec<_> = GOLDEN
        .iter()
        .map(|&(id, expected, tolerance, _)| (id, expected, tolerance))
        .collect();
    assert_eq!(have, want);
    for (row, (id, _, _, samples)) in rows().zip(GOLDEN) {
        assert!(row.samples >= *samples, "{id}");
    }
}

#[test]
fn every_row_has_a_canonical_link_of_its_pattern_and_short_words() {
    let spelt = |row: &'static Row| (row.id, write(&parse(row.link).0));
    let other: Vec<_> = rows()
        .filter(|row| write(&parse(row.link).0) != row.link)
        .map(spelt)
        .collect();
    assert_eq!(other, [], "the one spelling of these links");
    for row in rows() {
        let (link, problems) = parse(row.link);
        assert_eq!(problems, [], "{}", row.id);
        assert_eq!(link.scenario.settings.pattern(), row.pattern, "{}", row.id);
        for words in [row.quantity, row.formula, row.source, row.unit] {
            assert!((1..=48).contains(&words.len()), "{}: {words}", row.id);
        }
    }
}

#[test]
fn a_check_says_how_far_it_is_and_nothing_before_its_end() {
    let row = rows().find(|row| row.id == "E01").expect("a row");
    let other = rows().find(|other| other.link != row.link).expect("a row");
    let mut check = Check::new(row);
    assert_eq!((check.progress(), check.verdict()), (0.0, None));
    let mut before = 0.0;
    while !check.advance(500) {
        assert!(check.progress() >= before && check.progress() < 1.0);
        assert_eq!(check.verdict(), None);
        before = check.progress();
    }
    assert!(before > 0.5, "it stopped now and then: {before}");
    assert_eq!(check.progress(), 1.0);
    let verdict = check.verdict().expect("the run is over");
    assert_eq!((verdict.measured, verdict.agrees), (Some(55.0), true));
    assert_eq!(check.verdict_of(other), None, "another run is not this one");
}

/// Catches a tolerance that lets everything pass.
#[test]
fn a_model_that_is_a_tenth_off_disagrees() {
    let row = rows().find(|row| row.id == "E13").expect("a row");
    let mut check = Check::new(row);
    while !check.advance(1_000_000) {}
    for factor in [0.9, 1.1] {
        let wrong = Row {
            expected: row.expected * factor,
            ..*row
        };
        let verdict = check.verdict_of(&wrong).expect("the run is over");
        assert!(!verdict.agrees, "{verdict:?}");
    }
}

// --- what theory says beside the rows ----------------------------------------------------------

fn report(id: &str) -> driftscope::consistency::Report {
    let row = rows().find(|row| row.id == id).expect("a row");
    lab::repeat(&parse(row.link).0.scenario, 1).report()
}

#[test]
fn constant_hops_have_one_propagation() {
    let Measured::Distribution { p50, p99, max, .. } = report("E01").measures["propagation"] else {
        panic!("it is a distribution")
    };
    assert_eq!([p50, p99, max], [Some(55.0); 3]);
}

#[test]
fn a_polled_outbox_delays_evenly() {
    let Measured::Distribution { p95, .. } = report("E08").measures["propagation"] else {
        panic!("it is a distribution")
    };
    let p95 = p95.expect("there are values");
    assert!((p95 - 475.0).abs() <= 1.83, "{p95}");
}

#[test]
fn an_outbox_loses_nothing() {
    assert_eq!(report("E07b").counts["lost"], 0);
}

/// Catches an inbox that seems to work because nothing came twice.
#[test]
fn the_inbox_had_something_to_do() {
    let counts = report("E06d").counts;
    assert!(counts["deliveries"] * 100 > counts["committed"] * 105);
}

// --- whole curves --------------------------------------------------------------------------------

/// The share of values up to a time in milliseconds.
type Curve = fn(f64) -> f64;

/// A row whose figure is a curve, with the measure and the curve of theory.
fn curve(id: &str) -> (&'static Row, &'static str, Curve) {
    let row = rows().find(|row| row.id == id).expect("a row");
    let Figure::Distance(measure, theory) = row.figure else {
        panic!("{id} is no curve")
    };
    (row, measure, theory)
}

/// `a e^(-ap) F(t - p)` over the first hop, by Simpson's rule.
fn after_a_hop(t: f64, a: f64, then: impl Fn(f64) -> f64) -> f64 {
    const PARTS: u32 = 2_000;
    let step = t / f64::from(PARTS);
    let each = (0..=PARTS).map(|nth| {
        let p = f64::from(nth) * step;
        let weight = match nth {
            0 | PARTS => 1.0,
            _ if nth % 2 == 1 => 4.0,
            _ => 2.0,
        };
        weight * a * libm::exp(-a * p) * then(t - p)
    });
    each.sum::<f64>() * step / 3.0
}

#[test]
fn closed_forms_of_curves_are_what_integration_gives() {
    for (id, long, copies) in [("E02e", 20.0, 1), ("E02f", 80.0, 1), ("E02g", 80.0, 3)] {
        let (_, _, theory) = curve(id);
        for t in [1.0, 10.0, 33.3, 80.0, 150.0, 300.0, 700.0] {
            let one = |left: f64| 1.0 - libm::exp(-left / long);
            let all = |left: f64| (0..copies).map(|_| one(left)).product();
            let expected = after_a_hop(t, 1.0 / 20.0, all);
            let found = theory(t);
            assert!(
                (found - expected).abs() < 1e-8,
                "{id} at {t}: {found} {expected}"
            );
        }
    }
}

/// Catches a band so wide that a hop more or less, or one that all copies have in common, is inside.
#[test]
fn a_curve_that_is_a_hop_or_a_copy_off_disagrees() {
    let wrong: [(&str, Curve); 4] = [
        ("E02e", |t| 1.0 - libm::exp(-t / 20.0)),
        ("E02f", |t| 1.0 - libm::exp(-t / 80.0)),
        ("E02f", |t| 1.0 - libm::exp(-t / 40.0) * (1.0 + t / 40.0)),
        ("E02g", |t| libm::pow(1.0 - libm::exp(-t / 80.0), 3.0)),
    ];
    for (id, theory) in wrong {
        let (row, measure, _) = curve(id);
        let mut check = Check::new(row);
        while !check.advance(1_000_000) {}
        let other = Row {
            figure: Figure::Distance(measure, theory),
            ..*row
        };
        let verdict = check.verdict_of(&other).expect("the run is over");
        assert!(
            !verdict.agrees && verdict.measured > Some(0.03),
            "{id}: {verdict:?}"
        );
    }
}

/// The curve of the page: its points lie in the same band.
#[test]
fn the_curve_of_visibility_lies_in_the_band_around_theory() {
    for id in ["E02e", "E02f"] {
        let (row, _, theory) = curve(id);
        let points = lab::repeat(&parse(row.link).0.scenario, 1).visibility();
        assert!((30..200).contains(&points.len()), "{}", points.len());
        let mut covered = 0;
        for point in &points {
            let expected = theory(point.after as f64 / 1e3);
            let apart = (point.share - expected).abs();
            assert!(
                apart <= row.tolerance + 0.0005,
                "{id}: {point:?} {expected}"
            );
            covered += usize::from(point.interval.0 <= expected && expected <= point.interval.1);
        }
        // Neighbours depend on each other, so this is not 95 of 100; it is far from none.
        assert!(
            covered * 10 >= points.len() * 6,
            "{id}: {covered} of {}",
            points.len()
        );
    }
}
