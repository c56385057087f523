//! What is said of one key of one store, in pictures of several patterns.

use crate::consistency::freshness::Freshness;
use crate::facts::ids::NodeId;
use crate::facts::time::MILLISECOND;
use crate::patterns::picture::MarkKind;
use crate::show::Size;
use crate::show::copy_words::{Holding, coming, holding, label};
use crate::show::staged::{NOW, Stage};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const COPY: NodeId = NodeId(3);

fn stage(freshness: fn() -> Freshness) -> Stage {
    let mut stage = Stage::new(2, Size::new(880.0, 700.0))
        .mark(2, MarkKind::Event, 0.5, |mark| mark.key = Some(4))
        .mark(1, MarkKind::Event, 0.9, |mark| mark.key = Some(4))
        .mark(3, MarkKind::Event, 0.9, |mark| mark.key = Some(4))
        .mark(2, MarkKind::Event, 0.1, |mark| mark.key = Some(5));
    stage.freshness = match freshness() {
        Freshness::InStep => |_, _| Freshness::InStep,
        Freshness::Stale { .. } => |_, _| Freshness::Stale {
            since: NOW - 420 * MILLISECOND,
            behind: 2,
        },
        Freshness::Diverged { .. } => |_, _| Freshness::Diverged {
            since: NOW - 420 * MILLISECOND,
        },
    };
    stage
}

fn said(freshness: fn() -> Freshness, node: NodeId) -> String {
    stage(freshness).framed(|frame| label(frame, node, 4).unwrap())
}

#[test]
fn a_copy_says_how_it_stands_against_the_truth() {
    assert_eq!(
        said(|| Freshness::InStep, COPY),
        "Key 5 at Recommendations: in step."
    );
    let stale = || Freshness::Stale {
        since: 0,
        behind: 0,
    };
    assert_eq!(
        said(stale, COPY),
        "Key 5 at Recommendations: out of date for 420 ms, since 3.790 s: misses 2 writes."
    );
    let diverged = || Freshness::Diverged { since: 0 };
    assert_eq!(
        said(diverged, COPY),
        "Key 5 at Recommendations: wrong for good since 3.790 s: nothing on its way will mend it."
    );
    // The source is the truth whatever is asked of it.
    assert_eq!(
        said(diverged, NodeId(1)),
        "Key 5 at Profile service: what is true."
    );
    let none = stage(|| Freshness::InStep).framed(|frame| {
        [(NodeId(0), 4), (NodeId(9), 4), (COPY, 24)].map(|(node, key)| label(frame, node, key))
    });
    assert_eq!(none, [None, None, None], "no store, no node, no key");
}

#[test]
fn where_both_sides_are_written_to_only_what_is_shown_is_said() {
    let stage = |stage: Stage| stage.framed(|frame| holding(frame, NodeId(3)));
    let size = Size::new(880.0, 700.0);
    assert_eq!(stage(Stage::sync(1, size)), Holding::Copy);
    assert_eq!(stage(Stage::sync(1, size).two_way()), Holding::Side);
    // A row that one side does not have may be new on the other.
    let lacking = |stage: Stage| {
        let stage = stage.changing_rows();
        stage.framed(|frame| label(frame, NodeId(3), 17).unwrap_or_default())
    };
    let one_way = lacking(Stage::sync(1, size));
    assert!(one_way.ends_with("there should be none."), "{one_way}");
    let two_way = lacking(Stage::sync(1, size).two_way());
    assert!(two_way.ends_with(": in step."), "{two_way}");
}

#[test]
fn a_source_knows_nothing_of_the_keys_of_another() {
    let stage = Stage::sync(3, Size::new(880.0, 700.0));
    let held = stage.framed(|frame| {
        [1, 2, 3, 5].map(|node| [0, 1, 5].map(|key| label(frame, NodeId(node), key).is_some()))
    });
    let sources = [
        [true, false, false],
        [false, true, false],
        [false, false, true],
    ];
    assert_eq!(held[..3], sources);
    assert_eq!(held[3], [true; 3], "the target has them all");
}

#[test]
fn what_is_on_its_way_is_what_leads_there_the_next_first() {
    let told = stage(|| Freshness::InStep).framed(|frame| coming(frame, COPY, 4));
    let words: Vec<&str> = told.iter().map(|coming| coming.words.as_str()).collect();
    assert_eq!(words.len(), 2, "{words:?}");
    assert!(
        words[0].ends_with("from Profile service to Broker"),
        "{words:?}"
    );
    assert!(
        words[1].ends_with("from Broker to Recommendations"),
        "{words:?}"
    );
    assert!(told.iter().all(|coming| coming.after.starts_with("in ")));
    // Nothing leads to the truth but commands.
    let told = stage(|| Freshness::InStep).framed(|frame| coming(frame, NodeId(1), 4));
    assert_eq!(told, []);
}
