//! What is said of one key of one store: how it stands against the truth, what it shows, what is on its way to it.

use super::frame::{Frame, Target};
use super::sentence::capital;
use super::units;
use super::words;
use crate::consistency::Truth;
use crate::consistency::freshness::Freshness;
use crate::facts::ABSENT;
use crate::facts::ids::{KeyIndex, NodeId};
use crate::patterns::picture::{Fate, Mark, MarkKind, NodePicture};
use crate::scenario::NodeKind;
use crate::scenario::{Key, Settings};

/// A message on its way to a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    /// How long until it arrives where it goes now.
    pub after: String,
    /// What it is, and from where to where.
    pub words: String,
}

/// What a store is to what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holding {
    /// The truth itself.
    Truth,
    /// A copy of a truth that is elsewhere.
    Copy,
    /// One side of two that people write to: neither is the truth.
    Side,
}

/// Whether a store has a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It has.
    There,
    /// It has no such row.
    Absent,
    /// The key belongs to another store.
    Elsewhere,
}

/// How a key of a node's store stands, in one sentence; nothing if there is no such store, or it holds no such key.
pub fn label(frame: &Frame<'_>, node: NodeId, key: KeyIndex) -> Option<String> {
    let holder = holder(frame, node)?;
    let replica = holder.replica?;
    let presence = (frame.face.canvas.presence)(frame, holder, key);
    if key >= frame.counted().keys || presence == Presence::Elsewhere {
        return None;
    }
    let now = frame.picture.now;
    let holding = (frame.face.canvas.holding)(frame, holder);
    let standing = if holding == Some(Holding::Truth) {
        "what is true".to_owned()
    } else {
        match (frame.freshness)(replica, key) {
            // What one of two sides does not have may be on its way to it.
            Freshness::InStep if holding != Some(Holding::Side) && presence == Presence::Absent => {
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

/// What the store of a node is to what it holds.
pub fn holding(frame: &Frame<'_>, node: NodeId) -> Holding {
    let holding = holder(frame, node).and_then(|holder| (frame.face.canvas.holding)(frame, holder));
    holding.unwrap_or(Holding::Copy)
}

/// Whether a node keeps a copy in step with a truth that is elsewhere.
pub fn keeps_copy(frame: &Frame<'_>, node: &NodePicture) -> bool {
    let holding = (frame.face.canvas.holding)(frame, node);
    matches!(holding, Some(Holding::Copy | Holding::Side))
}

/// What a store shows of a key, and what it should show; `value` says one as people of the story do. What a side of
/// two should show nobody knows: the write that was made last is not always the one that is kept.
pub fn values(
    value: &dyn Fn(i64) -> String,
    holding: Holding,
    shown: Option<Truth>,
    truth: Option<Truth>,
) -> String {
    let truth = truth.unwrap_or_default();
    let say = |shown: Truth| match shown.value {
        ABSENT => "It has no such row".to_owned(),
        is => format!("It shows {}", value(is)),
    };
    let writes = units::things(truth.version, "write", "writes");
    match (holding, shown) {
        (Holding::Side, None) => String::new(),
        (Holding::Side, Some(shown)) => say(shown) + ".",
        (Holding::Copy, Some(shown)) => {
            let is_same = shown.value == truth.value;
            let words = say(shown);
            match (is_same, truth.value) {
                // How often a row was written that is gone from both does not matter.
                (true, ABSENT) => format!("{words}, as it should."),
                (true, _) if shown.version < truth.version => {
                    format!("{words}, the same value as the truth, but an older version of it.")
                }
                (true, _) => format!("{words}, as it should."),
                (false, ABSENT) => format!("{words}. It should have no such row."),
                (false, is) => format!("{words}. It should show {}.", value(is)),
            }
        }
        (_, _) if truth.value == ABSENT => format!("It is deleted, after {writes}."),
        (_, _) if truth.version == 0 => {
            format!("It is {}; nobody has written it yet.", value(truth.value))
        }
        (_, _) => format!("It is {}, after {writes}.", value(truth.value)),
    }
}

/// Whether the person at the page can write to a key: not to a row that was created on the way, nor to one that is
/// deleted.
pub fn takes_writes(
    settings: &Settings,
    key: KeyIndex,
    holding: Holding,
    truth: Option<Truth>,
) -> bool {
    let is_deleted = truth.is_some_and(|truth| truth.value == ABSENT);
    u64::from(key) < settings.count(Key::KEYS) && (holding == Holding::Side || !is_deleted)
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
        let passes_on =
            |node: &NodePicture| node.replica.is_none() && node.kind != NodeKind::PEOPLE;
        let is_copy = holder(frame, node).is_some_and(|holder| keeps_copy(frame, holder));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Pattern;

    // How often a key was written, and its value.
    type Made = Option<(u64, i64)>;

    fn truth(made: Made) -> Option<Truth> {
        made.map(|(version, value)| Truth { version, value })
    }

    fn shown(holding: Holding, shown: Made, is: Made) -> String {
        let value = |value| format!("{value} EUR");
        values(&value, holding, truth(shown), truth(is))
    }

    #[test]
    fn what_is_shown_stands_beside_what_should_be() {
        let copy = |version, value| shown(Holding::Copy, Some((version, value)), Some((5, 50)));
        assert_eq!(copy(3, 30), "It shows 30 EUR. It should show 50 EUR.");
        assert_eq!(copy(5, 50), "It shows 50 EUR, as it should.");
        assert_eq!(
            copy(4, 50),
            "It shows 50 EUR, the same value as the truth, but an older version of it."
        );
        assert_eq!(
            shown(Holding::Truth, None, Some((5, 50))),
            "It is 50 EUR, after 5 writes."
        );
        assert_eq!(
            shown(Holding::Truth, None, None),
            "It is 0 EUR; nobody has written it yet."
        );
    }

    #[test]
    fn of_a_deleted_row_no_value_is_told() {
        let (gone, there) = (Some((5, ABSENT)), Some((4, 40)));
        for (holding, at, is, said) in [
            (
                Holding::Copy,
                gone,
                gone,
                "It has no such row, as it should.",
            ),
            (
                Holding::Copy,
                Some((0, ABSENT)),
                gone,
                "It has no such row, as it should.",
            ),
            (
                Holding::Copy,
                there,
                gone,
                "It shows 40 EUR. It should have no such row.",
            ),
            (
                Holding::Copy,
                Some((0, ABSENT)),
                there,
                "It has no such row. It should show 40 EUR.",
            ),
            (Holding::Truth, None, gone, "It is deleted, after 5 writes."),
            (Holding::Side, gone, there, "It has no such row."),
            // The older of two writes was kept, on both sides.
            (
                Holding::Side,
                Some((2, 10)),
                Some((2, 20)),
                "It shows 10 EUR.",
            ),
        ] {
            assert_eq!(shown(holding, at, is), said);
        }
    }

    #[test]
    fn only_a_row_that_is_there_from_the_start_and_not_deleted_can_be_written_to() {
        let settings = Settings::defaults(Pattern::BACKGROUND_SYNC);
        let last = settings.count(Key::KEYS) as KeyIndex - 1;
        let takes = |key, holding, is| takes_writes(&settings, key, holding, truth(is));
        let (gone, there) = (Some((5, ABSENT)), Some((4, 40)));
        assert!(takes(last, Holding::Copy, there));
        assert!(!takes(last + 1, Holding::Copy, there));
        assert!(!takes(last, Holding::Copy, gone) && !takes(last, Holding::Truth, gone));
        assert!(
            takes(last, Holding::Side, gone),
            "the other side may have it"
        );
    }
}
