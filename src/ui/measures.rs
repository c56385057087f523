//! How late, how far behind, and what went wrong: the measures of the run so far.

use leptos::prelude::*;

use super::stage::Stage;
use crate::session::{Measured, Report, Session};
use crate::sim::time::{MILLISECOND, Micros};
use crate::view::units;

/// The counts on the page: name, label, meaning, and whether any of it is bad.
const COUNTS: &[(&str, &str, &str, bool)] = &[
    ("lost", "Lost", "messages that never arrived", true),
    ("diverged", "Diverged", "keys of a copy that stay wrong", true),
    ("duplicate-effects", "Duplicate effects", "events that counted twice", true),
    ("reordered", "Reordered", "versions of a key that arrived inverted", true),
    ("dead-letters", "Dead letters", "events put aside for a person", true),
    ("retries", "Retries", "attempts after the first", false),
    ("transmissions", "Transmissions", "messages sent", false),
    ("deliveries", "Deliveries", "events that reached a consumer", false),
    ("effects", "Effects", "changes made to copies", false),
];

/// The panel's content.
pub fn measures(stage: Stage) -> AnyView {
    let report = Memo::new(move |_| {
        stage.beat.track();
        stage.look(Session::report)
    });
    view! {
        <h2 class="unseen">"Measures"</h2>
        {distribution(report, "inconsistency-window", "Inconsistency window", "Until every copy shows a write or a newer one.")}
        {distribution(report, "propagation", "Propagation", "Until one copy shows a write.")}
        {counts(report)}
    }
    .into_any()
}

fn distribution(
    report: Memo<Report>,
    name: &'static str,
    label: &'static str,
    meaning: &'static str,
) -> AnyView {
    let figures = Memo::new(move |_| report.with(|report| figures(report, name)));
    view! {
        <section class="measure">
            <h3 class="head" title=meaning>{label}</h3>
            {move || match figures.get() {
                None => view! { <p class="nothing">"No data yet: no write has arrived."</p> }.into_any(),
                Some(figures) => {
                    let items = figures
                        .into_iter()
                        .map(|(label, value)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> })
                        .collect_view();
                    view! { <dl class="figures">{items}</dl> }.into_any()
                }
            }}
        </section>
    }
    .into_any()
}

fn figures(report: &Report, name: &str) -> Option<Vec<(&'static str, String)>> {
    let Some(Measured::Distribution { count, p50, p95, p99, .. }) = report.measures.get(name) else {
        return None;
    };
    let time = |value: &Option<f64>| {
        value.map_or_else(|| "–".to_owned(), |ms| units::duration((ms * MILLISECOND as f64) as Micros))
    };
    (*count > 0).then(|| {
        vec![
            ("p50", time(p50)),
            ("p95", time(p95)),
            ("p99", time(p99)),
            ("count", units::count(*count)),
        ]
    })
}

fn counts(report: Memo<Report>) -> AnyView {
    let rows = COUNTS
        .iter()
        .map(|(name, label, meaning, bad)| {
            let count = Memo::new(move |_| report.with(|report| report.counts.get(name).copied()));
            view! {
                <tr hidden=move || count.get().is_none()>
                    <th scope="row">{*label}<small>{*meaning}</small></th>
                    <td class:bad=move || *bad && count.get().is_some_and(|count| count != 0)>
                        {move || units::count(count.get().unwrap_or(0))}
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="measure">
            <h3 class="head">"Counts"</h3>
            <table>
                <caption class="unseen">"Counts of the run so far"</caption>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}
