//! The figures of a run in a table: which of them a pattern has, and what each of them means.

use leptos::prelude::*;

use super::dom::{El, el};
use crate::consistency::{Measured, Report};
use crate::scenario::Pattern;
use crate::sim::time::{MILLISECOND, Micros};
use crate::view::units;

/// Patterns as bits, so that a row can be of several.
pub const EVENT_BASED: u8 = 1 << Pattern::EventBased as u8;
/// See [`EVENT_BASED`].
pub const BACKGROUND_SYNC: u8 = 1 << Pattern::BackgroundSync as u8;
/// See [`EVENT_BASED`].
pub const SAGA: u8 = 1 << Pattern::Saga as u8;
/// See [`EVENT_BASED`].
pub const CQRS: u8 = 1 << Pattern::Cqrs as u8;
/// The patterns with copies that can be stale.
pub const COPIES: u8 = EVENT_BASED | BACKGROUND_SYNC | CQRS;
const EVENTS: u8 = EVENT_BASED | CQRS;
const ALL: u8 = COPIES | SAGA;

/// Whether patterns as bits hold a pattern.
pub fn is_of(patterns: u8, pattern: Pattern) -> bool {
    patterns & 1 << pattern as u8 != 0
}

/// The patterns that have it, its name in reports, its label, its meaning, and whether any of it is
/// too much.
type Row = (u8, &'static str, &'static str, &'static str, bool);

const READS: &[Row] = &[
    (
        COPIES,
        "stale-reads",
        "Stale reads",
        "of the keys read, older than the truth",
        false,
    ),
    (
        COPIES,
        "versions-behind",
        "Versions behind",
        "newer than what was read: p50 · p99",
        false,
    ),
    (
        COPIES,
        "read-age",
        "Read age",
        "of the oldest write missed: p50 · p99",
        false,
    ),
    (
        CQRS,
        "went-back-in-time",
        "Back in time",
        "older than the same person saw before",
        true,
    ),
    (
        CQRS,
        "views-disagree",
        "Views disagree",
        "on what was read",
        false,
    ),
    (
        SAGA,
        "uncommitted-read",
        "Uncommitted reads",
        "of a saga that was not over",
        false,
    ),
    (
        SAGA,
        "dirty-read",
        "Dirty reads",
        "of what was taken back later",
        true,
    ),
    (
        ALL,
        "read-latency",
        "Read latency",
        "from question to answer: p50 · p99",
        false,
    ),
    (
        CQRS,
        "added-latency",
        "Added latency",
        "to show people their own writes: p50 · p99",
        false,
    ),
    (
        CQRS,
        "write-model-reads",
        "Asked the write model",
        "by people who had just written",
        false,
    ),
];

const COUNTS: &[Row] = &[
    (
        COPIES,
        "diverged",
        "Diverged",
        "keys of copies that are wrong for good",
        true,
    ),
    (
        SAGA,
        "completed",
        "Completed",
        "sagas that took all their steps",
        false,
    ),
    (
        SAGA,
        "compensated",
        "Compensated",
        "sagas that were taken back",
        false,
    ),
    (SAGA, "stuck", "Stuck", "sagas that need a person", true),
    (
        SAGA,
        "in-flight",
        "Under way",
        "sagas that are not over",
        false,
    ),
    (
        SAGA,
        "orphans",
        "Orphans",
        "bookings that nobody will give back",
        true,
    ),
    (
        SAGA,
        "left-behind",
        "Left behind",
        "of the sagas at their end: held a booking that was not theirs to keep",
        false,
    ),
    (
        SAGA,
        "orphaned",
        "Orphaned",
        "of the sagas at their end: nothing will give it back",
        true,
    ),
    (
        SAGA,
        "double-bookings",
        "Double bookings",
        "steps that a saga took twice",
        true,
    ),
    (
        SAGA,
        "overbooked",
        "Overbooked",
        "more was booked than there was",
        true,
    ),
    (
        SAGA,
        "refusals",
        "Refusals",
        "steps that a service did not take",
        false,
    ),
    (
        SAGA,
        "sold-out",
        "Sold out",
        "steps refused since nothing was left",
        false,
    ),
    (
        SAGA,
        "turned-away",
        "Turned away",
        "sagas that did not complete, since nothing was left",
        false,
    ),
    (SAGA, "taken-back", "Taken back", "steps", false),
    (
        EVENTS,
        "lost",
        "Lost events",
        "will never reach some copy",
        true,
    ),
    (
        EVENT_BASED,
        "duplicate-effects",
        "Duplicate effects",
        "events that counted twice",
        true,
    ),
    (
        CQRS,
        "re-applied",
        "Applied again",
        "events, after a checkpoint that was behind",
        true,
    ),
    (
        EVENTS,
        "reordered",
        "Reordered",
        "versions of a key that arrived inverted",
        true,
    ),
    (
        CQRS,
        "overdrafts",
        "Overdrafts",
        "decided on what was out of date",
        true,
    ),
    (
        BACKGROUND_SYNC,
        "missed-rows",
        "Missed rows",
        "behind the watermark for good",
        true,
    ),
    (
        BACKGROUND_SYNC,
        "ghost-rows",
        "Ghost rows",
        "deleted, and still in the copy",
        true,
    ),
    (
        BACKGROUND_SYNC,
        "conflicts",
        "Conflicts",
        "changes on both sides at once",
        false,
    ),
    (
        CQRS,
        "conflicts",
        "Conflicts",
        "appends that another one came before",
        false,
    ),
    (
        CQRS,
        "refused",
        "Refused",
        "commands that were not carried out",
        false,
    ),
    (
        BACKGROUND_SYNC | SAGA,
        "lost-updates",
        "Lost updates",
        "wiped out by someone who had not seen them",
        true,
    ),
    (
        BACKGROUND_SYNC,
        "run-duration",
        "Run time",
        "of the job: p50 · p99",
        false,
    ),
    (BACKGROUND_SYNC, "runs", "Runs", "of the job", false),
    (
        BACKGROUND_SYNC,
        "failed-runs",
        "Failed runs",
        "that stopped part-way",
        true,
    ),
    (
        BACKGROUND_SYNC,
        "skipped-runs",
        "Skipped runs",
        "since an earlier one still ran",
        false,
    ),
    (
        BACKGROUND_SYNC,
        "overlapping-runs",
        "Overlapping runs",
        "that began beside an earlier one",
        true,
    ),
    (
        BACKGROUND_SYNC,
        "moved-rows",
        "Rows moved",
        "from a source to the copy",
        false,
    ),
    (
        EVENT_BASED,
        "dead-letters",
        "Dead letters",
        "events put aside for a person",
        true,
    ),
    (
        EVENT_BASED | SAGA,
        "failures",
        "Failures",
        "attempts that threw",
        true,
    ),
    (
        CQRS,
        "catch-up",
        "Catch-up",
        "after a rebuild: p50 · p99",
        false,
    ),
    (
        EVENTS | SAGA,
        "retries",
        "Retries",
        "attempts after the first",
        false,
    ),
    (
        ALL,
        "lost-messages",
        "Lost messages",
        "resent or not",
        false,
    ),
    (
        EVENT_BASED,
        "transmissions",
        "Transmissions",
        "messages with events, resends included",
        false,
    ),
    (
        EVENTS,
        "effects",
        "Effects",
        "changes made to copies",
        false,
    ),
    (
        COPIES,
        "committed",
        "Writes",
        "committed at the source",
        false,
    ),
];

/// The tables of a pattern.
pub fn tables(report: Memo<Report>, pattern: Pattern) -> [El; 2] {
    let table = |label: &str, rows: &'static [Row]| {
        let rows = rows.iter().filter(|row| is_of(row.0, pattern));
        let rows = rows.map(|row| line(report, row));
        el("section", "measure")
            .add(el("h3", "head").text(label))
            .add(
                el("table", "")
                    .add(el("caption", "unseen").text(label))
                    .add(el("tbody", "").all(rows)),
            )
    };
    [table("Reads", READS), table("Counts", COUNTS)]
}

/// One line, which is not there while the report has no such figure.
fn line(report: Memo<Report>, (_, name, label, meaning, bad): &'static Row) -> El {
    let figure = Memo::new(move |_| report.with(|report| figure(report, name)));
    let head = el("th", "")
        .attr("scope", "row")
        .text(label)
        .add(el("small", "").text(meaning));
    let value = el("td", "")
        .live_class("bad", move || {
            *bad && figure.with(|figure| figure.as_ref().is_some_and(|figure| figure.1))
        })
        // What is missing says why.
        .live_attr("title", move || {
            let why = |report: &Report| report.measures.get(name).and_then(Measured::why);
            report.with(why).map(str::to_owned)
        })
        .live_text(move || figure.get().unwrap_or_default().0);
    el("tr", "")
        .live_flag("hidden", move || figure.with(Option::is_none))
        .add(head)
        .add(value)
}

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
