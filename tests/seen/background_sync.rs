//! What background sync is there to show.

use driftscope::patterns::picture::Special;
use driftscope::scenario::{Preset, parse};
use driftscope::session::Session;
use driftscope::sim::time::SECOND;

use crate::trial::trial;
use crate::{DIVERGED, DIVERGED_KEY, Figure, Seen, anomaly, harm};

const MISSED: Figure = |trial| anomaly(trial, "missed-row");
const GHOST: Figure = |trial| anomaly(trial, "ghost-row");
const LOST_UPDATE: Figure = |trial| anomaly(trial, "lost-update");
const OVERLAPPING: Figure = |trial| anomaly(trial, "overlapping-runs");
const WENT_BACK: Figure = |trial| anomaly(trial, "old-overwrites-new");
const OPEN: Figure = |trial| trial.count("open") as u64;

/// What each preset promises to show.
pub const PRESETS: &[(&str, Option<Figure>)] = &[
    ("social-sync", None),
    ("missed-row", Some(MISSED)),
    ("ghost-rows", Some(GHOST)),
    ("clock-skew", Some(LOST_UPDATE)),
    ("overlapping-runs", Some(OVERLAPPING)),
];

#[test]
fn a_copy_is_stale_until_the_next_run_and_then_in_step() {
    let sync = trial("pattern=background-sync");
    assert!(sync.mean("stale-reads") > 0.3, "{}", sync.url());
    assert!(sync.settled(), "{}", sync.url());
    assert_eq!(
        sync.count("diverged") + sync.count("open"),
        0.0,
        "{}",
        sync.url()
    );
    assert_eq!(harm(&sync), 0, "{}", sync.url());
}

#[test]
fn versions_between_two_runs_are_never_seen_downstream() {
    let sync = trial("pattern=background-sync&keys=4");
    let (written, shown) = (sync.count("committed"), sync.count("effects"));
    assert!(sync.count("skipped") > 0.5 * written, "{}", sync.url());
    assert_eq!(sync.count("skipped") + shown, written, "{}", sync.url());
}

/// What is said of the picture, in words and by crosses, is what the figures say: of rows that a person
/// wrote again a later run knows, and however many are behind, all are counted.
#[test]
fn as_many_rows_are_behind_the_watermark_as_are_wrong_for_good() {
    let preset = Preset::from_word("missed-row").expect("a preset");
    let mut session = Session::open(parse(preset.link).0);
    session.play();
    let mut most = 0;
    for second in 1..=60 {
        while session.now() < second * SECOND {
            session.step();
        }
        let picture = session.picture();
        let Special::Sync(sync) = &picture.special else {
            panic!("a picture of a job");
        };
        let behind = sync.missed.len() as u64;
        assert_eq!(
            behind,
            session.report().counts["diverged"],
            "after {second} s of {}",
            preset.link
        );
        most = most.max(behind);
    }
    assert!(most > 20, "{most}");
}

#[test]
fn a_row_that_commits_late_is_missed_behind_the_watermark_and_a_lookback_finds_it() {
    Seen {
        pairs: "pattern=background-sync&copy=incremental&interval=5s&commit-lag=uniform:0s..1s\
                &inserts=1",
        figures: &[MISSED, DIVERGED_KEY, DIVERGED, OPEN],
        cure: ("lookback", "2s"),
    }
    .check();
}

#[test]
fn a_full_copy_misses_no_row() {
    Seen {
        pairs: "pattern=background-sync&copy=incremental&interval=5s&commit-lag=uniform:0s..1s\
                &inserts=0.5&deletes=0.2",
        figures: &[MISSED, GHOST, DIVERGED_KEY, DIVERGED],
        cure: ("copy", "full"),
    }
    .check();
}

#[test]
fn a_row_that_is_deleted_without_a_trace_stays_as_a_ghost_and_a_tombstone_takes_it_along() {
    Seen {
        pairs: "pattern=background-sync&copy=incremental&interval=5s&inserts=0.2&deletes=0.2",
        figures: &[GHOST, DIVERGED_KEY, DIVERGED],
        cure: ("tombstones", "on"),
    }
    .check();
}

#[test]
fn a_clock_that_is_ahead_loses_updates_and_version_vectors_lose_none() {
    Seen {
        pairs: "pattern=background-sync&copy=two-way&clock-skew=2s&interval=5s",
        figures: &[LOST_UPDATE],
        cure: ("conflict", "version-vector"),
    }
    .check();
}

#[test]
fn a_deleted_row_comes_back_from_the_other_side_unless_it_leaves_a_tombstone() {
    Seen {
        pairs: "pattern=background-sync&copy=two-way&conflict=version-vector&deletes=0.1&keys=200\
                &interval=5s",
        figures: &[LOST_UPDATE],
        cure: ("tombstones", "on"),
    }
    .check();
}

#[test]
fn an_old_run_that_still_goes_on_overwrites_a_new_one() {
    for cure in ["forbid", "replace"] {
        Seen {
            pairs: "pattern=background-sync&interval=3s&run=lognormal:2s,9s&when-late=allow",
            figures: &[OVERLAPPING, WENT_BACK],
            cure: ("when-late", cure),
        }
        .check();
    }
}

/// Both sides of a two-way sync come to the same, whichever way they decide.
#[test]
fn two_sides_come_to_the_same_in_the_end() {
    for conflict in ["last-writer-wins", "version-vector"] {
        for seed in 1..=10 {
            let sync = trial(&format!(
                "pattern=background-sync&copy=two-way&sources=2&clock-skew=1s&keys=12&interval=4s\
                 &inserts=0.1&deletes=0.1&tombstones=on&when-late=allow&run=exp:3s&commit-lag=exp:200ms\
                 &conflict={conflict}&seed={seed}"
            ));
            assert!(sync.settled(), "{}", sync.url());
            assert_eq!(sync.count("diverged"), 0.0, "{}", sync.url());
            assert_eq!(sync.count("open"), 0.0, "{}", sync.url());
        }
    }
}
