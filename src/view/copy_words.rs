//! What is said of one key of one store: how it stands against the truth, what it shows, what is on its way to it.

use super::background_sync::lacks_row;
use super::frame::{Frame, Target};
use super::sentence::capital;
use super::units;
use super::words::{self, keeps_copy};
use crate::consistency::Truth;
use crate::consistency::freshness::Freshness;
use crate::patterns::picture::{Fate, Mark, MarkKind, NodeKind, NodePicture};
use crate::sim::ids::{KeyIndex, NodeId};

/// A message on its way to a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    /// How long until it arrives where it goes now.
    pub after: String,
    /// What it is, and from where to where.
    pub words: String,
}

/// How a key of a node's store stands, in one sentence; nothing if there is no such store or key.
pub fn label(frame: &Frame<'_>, node: NodeId, key: KeyIndex) -> Option<String> {
    let holder = holder(frame, node)?;
    let replica = holder.replica?;
    let rows = super::background_sync::with_rows(frame);
    if key >= rows.keys {
        return None;
    }
    let now = frame.picture.now;
    let standing = if is_truth(frame, holder) {
        "what is true".to_owned()
    } else {
        match (frame.freshness)(replica, key) {
            Freshness::InStep if lacks_row(frame, replica, key) => {
                "no such row, and there should be none".to_owned()
            }
            Freshness::InStep => "in step".to_owned(),
            Freshness::Stale { since, behind } => {
                let span = units::running(now.saturating_sub(since));
                let missed = match behind {
                    0 => "shows what is not true any more".to_owned(),
                    _ => format!("misses {}", units::things(behind, "write", "writes")),
                };
                let since = units::instant(since);
                format!("out of date for {span}, since {since}: {missed}")
            }
            Freshness::Diverged { since } => {
                let since = units::instant(since);
                format!("wrong for good since {since}: nothing on its way will mend it")
            }
        }
    };
    let key = capital(&frame.names.key_label(key));
    let name = words::name(frame, node);
    Some(format!("{key} at {name}: {standing}."))
}

/// Whether a node holds the truth about its keys, and no copy.
pub fn holds_truth(frame: &Frame<'_>, node: NodeId) -> bool {
    holder(frame, node).is_some_and(|holder| is_truth(frame, holder))
}

/// What a store shows of a key, and what it should show; `value` says one as people of the story do.
pub fn values(
    value: &dyn Fn(i64) -> String,
    is_truth: bool,
    shown: Option<Truth>,
    truth: Option<Truth>,
) -> String {
    let truth = truth.unwrap_or_default();
    let is = value(truth.value);
    match shown.filter(|_| !is_truth) {
        None if truth.version == 0 => format!("It is {is}; nobody has written it yet."),
        None => format!(
            "It is {is}, after {}.",
            units::things(truth.version, "write", "writes")
        ),
        Some(shown) if shown.value == truth.value => format!("It shows {is}, as it should."),
        Some(shown) => format!("It shows {}. It should show {is}.", value(shown.value)),
    }
}

/// What is on its way to a key of a node's store, the next to arrive first. Of a stream only what is shown of it
/// can be told.
pub fn coming(frame: &Frame<'_>, node: NodeId, key: KeyIndex) -> Vec<Coming> {
    let leads_there = |mark: &&Mark| {
        let mut links = frame.picture.links.iter();
        let Some(link) = links.find(|link| link.link == mark.link) else {
            return false;
        };
        let to = if mark.outward { link.far } else { link.near };
        // What passes things on passes this on as well.
        let passes_on = |node: &NodePicture| matches!(node.kind, NodeKind::Broker | NodeKind::Job);
        let is_copy = !holds_truth(frame, node);
        to == node || is_copy && holder(frame, to).is_some_and(passes_on)
    };
    let carries = |mark: &&Mark| {
        let kind = matches!(
            mark.kind,
            MarkKind::Command | MarkKind::Event | MarkKind::Batch
        );
        kind && mark.fate == Fate::Flying && mark.key == Some(key)
    };
    let marks = frame.picture.marks.iter();
    let mut marks: Vec<&Mark> = marks.filter(carries).filter(leads_there).collect();
    marks.sort_by_cached_key(|mark| (mark.due, mark.message));
    let told = marks.into_iter().filter_map(|mark| {
        let label = words::label(frame, Target::Message(mark.message))?;
        let parts = label.split(", ");
        let parts: Vec<_> = parts
            .take_while(|part| !part.starts_with("sent "))
            .collect();
        let left = mark.due.saturating_sub(frame.picture.now);
        Some(Coming {
            after: format!("in {}", units::duration(left)),
            words: parts.join(", "),
        })
    });
    told.collect()
}

fn holder<'a>(frame: &'a Frame<'_>, node: NodeId) -> Option<&'a NodePicture> {
    frame.picture.nodes.iter().find(|drawn| drawn.node == node)
}

fn is_truth(frame: &Frame<'_>, node: &NodePicture) -> bool {
    matches!(node.kind, NodeKind::Source | NodeKind::WriteModel) && !keeps_copy(frame, node)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::time::MILLISECOND;
    use crate::view::Size;
    use crate::view::staged::{NOW, Stage};
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
    fn what_is_shown_stands_beside_what_should_be() {
        let value = |value: i64| format!("{value} EUR");
        let truth = |version, value| Some(Truth { version, value });
        let said = |is_truth, shown, truth| values(&value, is_truth, shown, truth);
        assert_eq!(
            said(false, truth(3, 30), truth(5, 50)),
            "It shows 30 EUR. It should show 50 EUR."
        );
        assert_eq!(
            said(false, truth(5, 50), truth(5, 50)),
            "It shows 50 EUR, as it should."
        );
        assert_eq!(
            said(true, None, truth(5, 50)),
            "It is 50 EUR, after 5 writes."
        );
        assert_eq!(
            said(true, None, None),
            "It is 0 EUR; nobody has written it yet."
        );
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
}
