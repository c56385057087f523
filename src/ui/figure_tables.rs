//! The figures of a run in tables.

use leptos::prelude::*;

use super::explain::Glossed;
use crate::consistency::{Measured, Report};
use crate::faces;
use crate::facts::time::{MILLISECOND, Micros};
use crate::scenario::Pattern;
use crate::show::figures::Figure;
use crate::show::units;

/// A figure in words, and whether there is any of it.
fn figure(report: &Report, name: &str) -> Option<(String, bool)> {
    let none = || ("no data yet".to_owned(), false);
    // Where there is both, the count says more.
    if let Some(count) = report.counts.get(name) {
        return Some((units::count(*count), *count > 0));
    }
    Some(match report.measures.get(name)? {
        Measured::Share { value, .. } => {
            value.map_or_else(none, |part| (units::share(part), part > 0.0))
        }
        Measured::Distribution { unit, p50, p99, .. } => {
            let text = |value: f64| match *unit {
                "ms" => units::duration((value * MILLISECOND as f64) as Micros),
                _ => units::count(value as u64),
            };
            // Of few values there is no p99.
            let high = p99.map_or_else(|| "–".to_owned(), text);
            let some = |p50| (format!("{} · {high}", text(p50)), p99.unwrap_or(p50) > 0.0);
            p50.map_or_else(none, some)
        }
    })
}

/// What stands in the tables, name and figure, for paper.
pub fn printed(report: &Report, pattern: Pattern) -> Vec<(String, String)> {
    let figures = &faces::of(pattern).figures;
    let rows = figures.reads.iter().chain(figures.counts);
    rows.filter_map(|row| Some((row.label.to_owned(), figure(report, row.name)?.0)))
        .collect()
}

/// How reads went, and what there was of each thing.
#[component]
pub fn FigureTables(
    /// The figures.
    report: RwSignal<Report>,
    /// What the run is a run of.
    pattern: Pattern,
) -> impl IntoView {
    let figures = &faces::of(pattern).figures;
    view! {
        <FigureTable label="Reads" rows=figures.reads report/>
        <FigureTable label="Counts" rows=figures.counts report/>
    }
}

/// A table of figures.
#[component]
fn FigureTable(
    /// What it is called.
    label: &'static str,
    /// Its lines.
    rows: &'static [Figure],
    /// The figures.
    report: RwSignal<Report>,
) -> impl IntoView {
    let rows = rows.iter();
    view! {
        <section class="measure">
            <h3 class="head">{label}</h3>
            <table>
                <caption class="unseen">{label}</caption>
                <tbody>
                    {rows.map(|row| view! { <FigureLine row report/> }).collect_view()}
                </tbody>
            </table>
        </section>
    }
}

/// One line, which is not there while the report has no such figure.
#[component]
fn FigureLine(
    /// Which figure it has.
    row: &'static Figure,
    /// The figures.
    report: RwSignal<Report>,
) -> impl IntoView {
    let figure = Memo::new(move |_| report.with(|report| figure(report, row.name)));
    let why = |report: &Report| report.measures.get(row.name).and_then(Measured::why);
    // What is missing says why.
    let why = Memo::new(move |_| report.with(why));
    let is_bad =
        move || row.is_bad && figure.with(|figure| figure.as_ref().is_some_and(|figure| figure.1));
    view! {
        <tr hidden=move || figure.with(Option::is_none)>
            <th scope="row"><Glossed text=row.label/><small>{row.meaning}</small></th>
            <td class:bad=is_bad title=why>
                {move || figure.get().map(|figure| figure_in_pieces(&figure.0))}
            </td>
        </tr>
    }
}

/// Two figures break between them where they have no room side by side, and nowhere else.
fn figure_in_pieces(words: &str) -> impl IntoView + use<> {
    let pieces = words.split_inclusive(" · ");
    pieces
        .map(|piece| {
            let (figure, gap) = piece
                .strip_suffix(' ')
                .map_or((piece, ""), |figure| (figure, " "));
            view! { <span>{figure.to_owned()}</span> {gap} }
        })
        .collect_view()
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{FigureTables, figure};
    use crate::consistency::Report;
    use crate::facts::time::SECOND;
    use crate::scenario::Pattern;
    use crate::session::Session;
    use crate::ui::trial::show;

    #[test]
    async fn a_line_has_its_figure_and_is_not_there_without() {
        let report = RwSignal::new(Report::default());
        let page = show("v=1&pattern=event-based&duration=20s&reads=9", move || {
            view! { <FigureTables report pattern=Pattern::EVENT_BASED/> }
        });
        let lines = page.count("tr");
        assert_eq!(page.count("tr[hidden]"), lines, "nothing is reported");
        page.reach(30 * SECOND).await;
        let found = page.stage.look(Session::report);
        let (stale, is_some) = figure(&found, "stale-reads").expect("it has that");
        report.set(found);
        tick().await;
        assert!(page.count("tr[hidden]") < lines / 4);
        assert_eq!(page.text("tr:first-child td"), stale);
        // Stale reads are what eventual consistency is, and no fault.
        assert!(is_some && page.count("tr:first-child td.bad") == 0);
    }
}
