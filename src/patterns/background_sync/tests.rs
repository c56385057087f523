use super::message::{Load, Pull};
use super::places::{source_node, target_node};
use super::row::{Life, Row, Value};
use super::run::{Batch, Next, Run};
use super::settings::{Conflict, Settings};
use crate::facts::ids::{KeyIndex, SessionId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{ABSENT, Kept, VersionVector};
use crate::scenario::{Key, Pattern, Settings as Declared, Value as Set};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn settings(pairs: &[(Key, Set)]) -> Settings {
    let mut declared = Declared::defaults(Pattern::BACKGROUND_SYNC);
    for (key, value) in pairs {
        declared.set(*key, value.clone());
    }
    Settings::read(&declared)
}

/// A row with one value: the last write of a side, with what it comes after.
fn row(key: KeyIndex, write: u64, side: usize, past: VersionVector, stamp: Micros) -> Row {
    Row {
        key,
        life: Life::Live,
        value: Value {
            write: Some(WriteId(write)),
            amount: write.cast_signed(),
            stamp,
            written: stamp,
            side,
            nth: past[side],
        },
        sibling: None,
        past,
    }
}

fn writes(row: &Row) -> Vec<u64> {
    let values = [Some(row.value), row.sibling];
    let writes = values.into_iter().flatten().filter_map(|value| value.write);
    writes.map(|write| write.0).collect()
}

/// Both sides take in what the other had at the same time.
fn exchange(here: &Row, there: &Row, conflict: Conflict) -> ((Kept, Row), (Kept, Row)) {
    let merged = |mine: &Row, other: &Row| {
        let mut mine = *mine;
        let kept = mine.merge(other, conflict);
        (kept, mine)
    };
    (merged(here, there), merged(there, here))
}

#[test]
fn version_vectors_keep_both_sides_of_a_conflict_and_the_next_write_ends_it() {
    let (a, b) = (row(0, 7, 0, [1, 0], 50), row(0, 8, 1, [0, 1], 20));
    let ((ours, here), (theirs, there)) = exchange(&a, &b, Conflict::VersionVector);
    assert_eq!((ours, theirs), (Kept::Both, Kept::Both));
    assert_eq!(here, there);
    assert_eq!((writes(&here), here.past), (vec![7, 8], [1, 1]));
    let next = row(0, 9, 0, [2, 1], 60);
    let ((ours, here), (theirs, there)) = exchange(&next, &there, Conflict::VersionVector);
    assert_eq!((ours, theirs), (Kept::Ours, Kept::Theirs));
    assert_eq!((writes(&here), writes(&there)), (vec![9], vec![9]));
}

/// Catches a value that comes back although its side has superseded it in the meantime.
#[test]
fn of_two_values_the_one_that_was_superseded_meanwhile_does_not_come_back() {
    let (a, b) = (row(0, 7, 0, [1, 0], 50), row(0, 8, 1, [0, 1], 20));
    let ((_, _), (_, both)) = exchange(&a, &b, Conflict::VersionVector);
    let a = row(0, 9, 0, [2, 0], 60);
    let ((_, here), (_, there)) = exchange(&a, &both, Conflict::VersionVector);
    assert_eq!((writes(&here), writes(&there)), (vec![8, 9], vec![8, 9]));
}

#[test]
fn the_last_writer_wins_by_the_clock_even_against_one_who_had_seen_its_write() {
    let ahead = row(0, 7, 1, [0, 1], 900);
    let later = row(0, 8, 0, [1, 1], 500);
    let ((ours, here), (theirs, there)) = exchange(&later, &ahead, Conflict::LastWriterWins);
    assert_eq!((ours, theirs), (Kept::Theirs, Kept::Ours));
    assert_eq!((writes(&here), writes(&there)), (vec![7], vec![7]));
    let ((ours, _), (theirs, _)) = exchange(&later, &ahead, Conflict::VersionVector);
    assert_eq!((ours, theirs), (Kept::Ours, Kept::Theirs));
}

/// Catches two sides that differ for good once clocks decide about values that had been kept both.
#[test]
fn when_the_last_writer_wins_after_all_both_sides_come_to_the_newest_of_what_was_kept() {
    for (stamps, last) in [([50, 80], 8), ([90, 80], 7)] {
        let a = row(0, 7, 0, [1, 0], stamps[0]);
        let b = row(0, 8, 1, [0, 1], stamps[1]);
        let ((_, both), _) = exchange(&a, &b, Conflict::VersionVector);
        assert_eq!(writes(&both), [7, 8]);
        for other in [both, a, b] {
            let (mut here, mut there) = (both, other);
            for _ in 0..2 {
                let ((_, ours), (_, theirs)) = exchange(&here, &there, Conflict::LastWriterWins);
                (here, there) = (ours, theirs);
            }
            assert_eq!((writes(&here), writes(&there)), (vec![last], vec![last]));
            assert!(!here.gains_from(&there, Conflict::LastWriterWins));
        }
    }
}

#[test]
fn a_side_without_a_trace_of_a_row_takes_it_back_and_one_with_a_tombstone_does_not() {
    let old = row(0, 7, 1, [0, 1], 20);
    let mut deleted = row(0, 8, 0, [1, 1], 50);
    deleted.value.amount = ABSENT;
    for conflict in [Conflict::LastWriterWins, Conflict::VersionVector] {
        let mut gone = Row {
            life: Life::None,
            ..deleted
        };
        assert!(gone.gains_from(&old, conflict));
        assert_eq!(gone.merge(&old, conflict), Kept::Theirs);
        assert_eq!(gone.life, Life::Live);
        let tomb = Row {
            life: Life::Tombstone,
            ..deleted
        };
        assert!(!tomb.gains_from(&old, conflict));
        assert!(old.gains_from(&tomb, conflict));
    }
}

#[test]
fn an_even_split_is_even_and_belongs_to_sessions() {
    for (split, far) in [(0.5, 4), (0.25, 2), (0.0, 0), (1.0, 8)] {
        let settings = settings(&[(Key::WRITE_SPLIT, Set::Share(split))]);
        let sessions = (0..8).filter(|n| settings.is_far(SessionId(*n)));
        assert_eq!(sessions.count(), far, "{split}");
    }
}

fn pull() -> Pull {
    Pull {
        run: 0,
        since: None,
        after: None,
    }
}

/// A run that has asked one source and the target, and has its answers.
fn answered(settings: &Settings, pull: Pull, here: Vec<Row>, there: Vec<Row>) -> Run {
    let mut run = Run::new(0, 0, pull, 0, 0);
    let stores = [source_node(0), target_node(settings)];
    run.asked = stores.map(|store| (store, None)).to_vec();
    run.is_ready = true;
    run.on_rows(stores[0], 0, here);
    run.on_rows(stores[1], 0, there);
    run
}

/// Goes through everything; what was sent.
fn all(run: &mut Run, settings: &Settings) -> Vec<Batch> {
    let mut sent = Vec::new();
    while let Next::Through { upto, .. } = run.next(settings) {
        sent.extend(run.go_through(upto, 0));
    }
    sent
}

#[test]
fn a_full_run_moves_what_differs_and_drops_what_the_source_no_longer_has() {
    let settings = settings(&[]);
    let (same, other) = (row(1, 3, 0, [1, 0], 5), row(2, 9, 0, [2, 0], 8));
    let there = vec![same, row(2, 4, 0, [1, 0], 6), row(7, 5, 0, [1, 0], 7)];
    let mut run = answered(&settings, pull(), vec![same, other], there);
    let sent = all(&mut run, &settings);
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].loads, [Load::Row(other), Load::Drop(7)]);
    assert_eq!((run.found(), run.moved), (3, 2));
    assert_eq!(run.next(&settings), Next::Wait, "it is not confirmed");
    run.on_loaded(0, 2);
    assert_eq!(run.next(&settings), Next::Done);
}

#[test]
fn a_run_waits_for_every_store_and_for_its_fixed_cost() {
    let settings = settings(&[]);
    let mut run = Run::new(0, 0, pull(), 0, 0);
    run.asked = vec![(source_node(0), None), (target_node(&settings), None)];
    run.on_rows(source_node(0), 0, Vec::new());
    assert_eq!(run.next(&settings), Next::Wait, "its fixed cost");
    run.is_ready = true;
    assert_eq!(run.next(&settings), Next::Wait, "the target");
    run.on_rows(target_node(&settings), 0, Vec::new());
    assert_eq!(run.next(&settings), Next::Done);
}

#[test]
fn ten_thousand_rows_take_a_dozen_batches() {
    let settings = settings(&[]);
    let rows = (0..10_000).map(|key| row(key, 1, 0, [1, 0], 5)).collect();
    let mut run = answered(&settings, pull(), rows, Vec::new());
    let sent = all(&mut run, &settings);
    assert_eq!(sent.len(), 12);
    assert_eq!(run.moved, 10_000);
}

#[test]
fn a_run_that_fails_part_way_has_sent_what_comes_before_and_says_where_it_stopped() {
    let settings = settings(&[]);
    let rows = (0..40).map(|key| row(key, 1, 0, [1, 0], 5)).collect();
    let mut run = answered(&settings, pull(), rows, Vec::new());
    run.fails_at = Some(0.25);
    let sent = all(&mut run, &settings);
    assert_eq!(
        sent.iter().map(|batch| batch.loads.len()).sum::<usize>(),
        10
    );
    assert_eq!(run.next(&settings), Next::Fail);
    assert_eq!(run.last_place(), None, "nothing is known to be in");
    run.on_loaded(0, 4);
    run.on_loaded(2, 2);
    assert_eq!(run.last_place(), Some((0, 3)), "up to what may be lost");
    run.on_loaded(1, 4);
    assert_eq!(run.last_place(), Some((0, 9)));
}

/// Catches a run that goes on where another one failed and drops what that one had copied.
#[test]
fn a_run_that_goes_on_leaves_alone_what_comes_before() {
    let settings = settings(&[]);
    let here: Vec<_> = (10..20).map(|key| row(key, 1, 0, [1, 0], 5)).collect();
    let there: Vec<_> = (0..10).map(|key| row(key, 1, 0, [1, 0], 5)).collect();
    let go_on = Pull {
        after: Some((0, 9)),
        ..pull()
    };
    let mut run = answered(&settings, go_on, here, there);
    let sent = all(&mut run, &settings);
    let drops = |load: &Load| matches!(load, Load::Drop(_));
    assert!(!sent.iter().flat_map(|batch| &batch.loads).any(drops));
    assert_eq!(run.moved, 10);
}
