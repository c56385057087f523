//! What is said of a job in words: what it does now, what came of its last run, how far it has
//! copied.

use crate::patterns::background_sync::special::{RunOutcome, SyncPicture};
use crate::patterns::picture::NodePicture;
use crate::scenario::NodeKind;
use crate::scenario::{Key, Role, Settings};
use crate::show::frame::Frame;
use crate::show::ink::Ink;
use crate::show::store::Store;
use crate::show::units;
use crate::show::words::{self, Line};

use super::{running, sync_of};

/// What a job does now.
pub fn state(frame: &Frame<'_>, node: &NodePicture) -> Option<Line> {
    let sync = sync_of(frame).filter(|_| node.kind == NodeKind::JOB)?;
    let now = frame.picture.now;
    let text = if let Some(run) = running(sync) {
        let since = units::running(now.saturating_sub(run.began));
        if run.found == 0 {
            format!("a run looks for changes since {since}")
        } else {
            format!(
                "a run has copied {} of {} in {since}",
                units::count(run.moved),
                units::things(run.found, "row", "rows"),
            )
        }
    } else if let Some(next) = sync.next_tick {
        format!("next run in {}", units::running(next.saturating_sub(now)))
    } else {
        "no run is due".to_owned()
    };
    Some(Line {
        short: text.clone(),
        text,
        ink: Ink::Muted,
    })
}

/// The parts of a node's last line.
pub fn footer(frame: &Frame<'_>, node: &NodePicture, store: Option<&Store>) -> Vec<String> {
    let Some(sync) = sync_of(frame) else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    let rows = rows(sync, node);
    match node.kind {
        NodeKind::JOB => return of_job(sync),
        NodeKind::SOURCE if rows.is_none() => parts.extend(words::writes(frame)),
        NodeKind::TARGET => {
            let stale = store.map_or(0, |store| store.stale);
            parts.push(format!("{} stale", units::count(stale)));
        }
        _ => {}
    }
    parts.extend(words::diverged(store));
    parts.extend(rows);
    parts.extend(words::gauges(node));
    parts
}

/// What came of the last run, the watermark and the rows behind it.
pub fn of_job(sync: &SyncPicture) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(last(sync).map(|(words, _)| format!("last run {words}")));
    if let Some(watermark) = sync.watermark {
        parts.push(format!("copied up to {}", units::duration(watermark)));
    }
    if !sync.missed.is_empty() {
        let rows = units::things(sync.missed.len() as u64, "row", "rows");
        parts.push(format!("{rows} behind the watermark for good"));
    }
    parts
}

/// How many rows a store has.
fn rows(sync: &SyncPicture, node: &NodePicture) -> Option<String> {
    let (_, rows) = sync
        .present
        .iter()
        .find(|(of, _)| Some(*of) == node.replica)?;
    let live = rows.iter().filter(|live| **live).count();
    Some(units::things(live as u64, "row", "rows"))
}

/// What came of the newest run that does not go on.
pub fn last(sync: &SyncPicture) -> Option<(String, Ink)> {
    let run = sync
        .runs
        .iter()
        .rev()
        .find(|run| run.outcome != RunOutcome::Running)?;
    let ink = if run.outcome == RunOutcome::Failed {
        Ink::Broken
    } else {
        Ink::Muted
    };
    Some((outcome(run.outcome, run.moved, run.found), ink))
}

/// What came of a run: "failed half-way: 22 of 58 rows".
pub fn outcome(outcome: RunOutcome, moved: u64, found: u64) -> String {
    let of = || {
        format!(
            "{} of {}",
            units::count(moved),
            units::things(found, "row", "rows")
        )
    };
    match outcome {
        RunOutcome::Running => format!("copies: {}", of()),
        RunOutcome::Done if found == 0 => "found nothing new".to_owned(),
        RunOutcome::Done => format!("copied {}", units::things(moved, "row", "rows")),
        RunOutcome::Failed if moved == 0 => "failed: nothing copied".to_owned(),
        RunOutcome::Failed => format!("failed half-way: {}", of()),
        RunOutcome::Skipped => "skipped: the one before still ran".to_owned(),
        RunOutcome::Replaced => format!("stopped by the next one: {}", of()),
    }
}

/// What a node says of itself while nothing more urgent is to be said.
pub fn role_line(role: Role, settings: &Settings) -> String {
    match role.kind {
        NodeKind::JOB => format!("every {}", units::duration(settings.time(Key::INTERVAL))),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_outcome_has_its_words() {
        let words = [
            (RunOutcome::Done, 58, 58, "copied 58 rows"),
            (RunOutcome::Done, 0, 0, "found nothing new"),
            (RunOutcome::Failed, 22, 58, "failed half-way: 22 of 58 rows"),
            (RunOutcome::Failed, 0, 58, "failed: nothing copied"),
            (
                RunOutcome::Replaced,
                1,
                1,
                "stopped by the next one: 1 of 1 row",
            ),
        ];
        for (of, moved, found, words) in words {
            assert_eq!(outcome(of, moved, found), words);
        }
    }
}
