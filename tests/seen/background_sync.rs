//! What background sync is there to show.

use driftscope::consistency::freshness::Freshness;
use driftscope::facts::ids::ReplicaId;
use driftscope::facts::time::SECOND;
use driftscope::facts::{RunEnd, What};
use driftscope::patterns::background_sync::special::SyncPicture;
use driftscope::patterns::parse;
use driftscope::run::Run;
use driftscope::scenario::Preset;
use driftscope::session::Session;

use crate::trial::{link, trial};
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

/// A job hears which rows are in after its run has failed, where a row takes no time always.
#[test]
fn a_run_goes_on_after_what_failed_ones_had_brought_however_short_a_row_takes() {
    let writes: Vec<String> = (1..=8).map(|key| format!("1s:write:key-{key}")).collect();
    let moved = |pairs: &str| -> Vec<u32> {
        let sync = trial(&format!(
            "pattern=background-sync&keys=8&writes=0&reads=0&interval=10s&duration=15500ms&latency=100ms\
             &run=0s&fail=1&fail-at=0.5&{pairs}&do={}",
            writes.join(";")
        ));
        let failed = sync.facts.iter().filter_map(|fact| match fact.what {
            What::RunEnded {
                how: RunEnd::Failed,
                moved,
                ..
            } => Some(moved),
            _ => None,
        });
        failed.collect()
    };
    // A job that compares finds that what it had brought is there, and goes through it all the same.
    let cases = [
        ("full", [4, 0, 0, 0], [4, 0, 2, 0, 1, 0, 0]),
        ("incremental", [4, 4, 4, 4], [4, 4, 2, 2, 1, 1, 0]),
        ("two-way", [4, 0, 0, 0], [4, 0, 2, 0, 1, 0, 0]),
    ];
    for (copy, over, soon) in cases {
        for row in ["0s", "1us", "30ms"] {
            let pairs = format!("copy={copy}&row={row}&retry=1s");
            assert_eq!(moved(&pairs)[..4], over, "{pairs}");
            let pairs = format!("{pairs}&resume=on");
            assert_eq!(moved(&pairs)[..4], [4, 2, 1, 0], "{pairs}");
        }
        // Tried again before it has heard what is in.
        let pairs = format!("copy={copy}&row=0s&retry=50ms&resume=on");
        assert_eq!(moved(&pairs)[..7], soon, "{pairs}");
    }
}

/// Of two batches on their way when a run fails one comes to be known and the other is swallowed: the next run goes
/// on between them, and no row that is in is taken for one that no run will ask for.
#[test]
fn a_batch_of_which_word_comes_late_is_in_and_the_one_after_it_comes_again() {
    let writes: Vec<String> = (1..=16).map(|key| format!("1s:write:key-{key}")).collect();
    let sync = trial(&format!(
        "pattern=background-sync&copy=incremental&keys=16&writes=0&reads=0&interval=10s&duration=15s&latency=100ms\
         &run=0s&row=30ms&fail=1&fail-at=0.5&retry=1s&resume=on\
         &do={};10.53s:cut:link.job.target,for=50ms;11s:set:fail=0",
        writes.join(";")
    ));
    let ended = sync.facts.iter().filter_map(|fact| match fact.what {
        What::RunEnded { how, moved, .. } => Some((how, moved)),
        _ => None,
    });
    let ended: Vec<_> = ended.take(2).collect();
    let wanted = [(RunEnd::Failed, 8), (RunEnd::Done, 12)];
    assert_eq!(ended, wanted, "{}", sync.url());
    for name in ["missed-rows", "diverged", "open"] {
        assert_eq!(sync.count(name), 0.0, "{name}: {}", sync.url());
    }
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
        let sync: &SyncPicture = picture.special.get().expect("a picture of a job");
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

/// A side is stale where it misses something of the other's, and as long as it has: not where only the other
/// side misses something.
#[test]
fn a_side_that_has_all_there_is_is_in_step() {
    let mut run = Run::new(link("v=1&pattern=background-sync&copy=two-way&duration=25s").scenario);
    let mut stale = [0; 2];
    while run.step(&mut |_| {}) {
        for (of, replica) in [0, 1].map(ReplicaId).into_iter().enumerate() {
            for key in 0..24 {
                if let Freshness::Stale { since, behind } =
                    run.consistency().freshness(replica, key)
                {
                    assert!(
                        since > 0 && behind > 0,
                        "{key} of {replica:?} at {}",
                        run.now()
                    );
                    stale[of] += 1;
                }
            }
        }
    }
    assert!(stale.iter().all(|&times| times > 0), "{stale:?}");
}
