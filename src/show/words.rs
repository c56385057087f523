//! What the canvas says: lines on cards, labels of what can be pointed at, and the canvas in words.

use std::fmt::Write;

use crate::facts::ids::{NodeId, WriteId};
use crate::facts::time::Micros;
use crate::patterns::picture::{Fate, Gauge, LinkPicture, Mark, MarkKind, NodePicture};
use crate::scenario::write_number;

use super::copy_words::{self, Holding, keeps_copy};
use super::frame::{Frame, Target};
use super::ink::Ink;
use super::layout::{lanes, shares};
use super::naming;
use super::sentence::numbered;
use super::store::Store;
use super::streams;
use super::units;

/// A line on a card: what it says and how urgently.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// The same in a word or two, for where there is little room.
    pub short: String,
    /// Its colour.
    pub ink: Ink,
}

/// Something that was done for a step of what is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Since when.
    pub from: Micros,
    /// What, and for how long.
    pub words: String,
    /// Whether it is what nobody wants.
    pub is_bad: bool,
}

/// How what is followed stands, with a step of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// For how long it runs, or how it ended.
    pub standing: String,
    /// What was done for the step, the oldest first.
    pub done: Vec<Done>,
}

/// The line below a node's name: what is most worth knowing of it now.
pub fn state(frame: &Frame<'_>, node: &NodePicture, store: Option<&Store>) -> Line {
    let now = frame.picture.now;
    let line = |text: String, short: &str, ink| Line {
        text,
        short: short.to_owned(),
        ink,
    };
    if let Some(since) = node.down_since {
        let span = units::running(now.saturating_sub(since));
        return line(format!("down for {span}"), "down", Ink::Broken);
    }
    if let Some(since) = stopped_since(node) {
        let span = units::running(now.saturating_sub(since));
        return line(format!("not consuming for {span}"), "stopped", Ink::Broken);
    }
    if let Some(line) = (frame.face.canvas.state)(frame, node) {
        return line;
    }
    let holding = (frame.face.canvas.holding)(frame, node);
    if matches!(holding, Some(Holding::Copy | Holding::Side)) {
        if let Some(line) = cut_off(frame, node.node) {
            return line;
        }
        let store = store.cloned().unwrap_or_default();
        if let Some(oldest_us) = store.oldest_us {
            let span = units::running(oldest_us);
            return line(
                format!("oldest {span} behind"),
                &format!("{span} behind"),
                Ink::Muted,
            );
        }
        if store.diverged > 0 {
            let keys = naming::keys(&frame.names.key, store.diverged);
            let text = format!("{keys} wrong for good");
            return line(text, &format!("{keys} wrong"), Ink::Broken);
        }
        return line("in step".to_owned(), "in step", Ink::Muted);
    }
    let role = frame.names.role(node.node).map_or_else(
        || match (holding, lanes(node).unwrap_or(0) as u64) {
            (Some(Holding::Truth), _) => "source of truth".to_owned(),
            (_, 0) => String::new(),
            (_, lanes) => units::things(lanes, "lane", "lanes"),
        },
        str::to_owned,
    );
    line(role.clone(), &role, Ink::Muted)
}

/// Since when nothing is consumed at a node that is up.
pub fn stopped_since(node: &NodePicture) -> Option<Micros> {
    node.gauges.iter().find_map(|gauge| match gauge {
        Gauge::Stopped(since) => Some(*since),
        _ => None,
    })
}

/// The parts of a node's last line, the most important first.
pub fn footer(frame: &Frame<'_>, node: &NodePicture, store: Option<&Store>) -> Vec<String> {
    (frame.face.canvas.footer)(frame, node, store)
}

/// How many writes the source has committed, as a part of its last line.
pub fn writes(frame: &Frame<'_>) -> Option<String> {
    let writes = |commits| units::things(commits, "write", "writes");
    frame.commits.map(writes)
}

/// How many keys of a store are wrong for good, as a part of its last line.
pub fn diverged(store: Option<&Store>) -> Option<String> {
    let store = store.filter(|store| store.diverged > 0)?;
    Some(format!("{} diverged", units::count(store.diverged)))
}

/// What the gauges of a node say, as parts of its last line.
pub fn gauges(node: &NodePicture) -> Vec<String> {
    let mut parts = Vec::new();
    for gauge in &node.gauges {
        match gauge {
            Gauge::Rate(_) | Gauge::Capacity { .. } | Gauge::Stopped(_) => {}
            Gauge::Outbox(rows) => parts.push(format!("outbox {}", units::count(*rows))),
            Gauge::Log(lanes) => {
                let unread = lanes.iter().map(|lane| lane.unread).sum::<u64>();
                parts.push(if unread == 0 {
                    "all read".to_owned()
                } else {
                    format!("{} unread", units::count(unread))
                });
            }
            Gauge::Station {
                retrying, blocked, ..
            } => {
                if *blocked > 0 {
                    parts.push(format!("{} blocked", units::count(*blocked)));
                }
                if *retrying > 0 {
                    parts.push(format!("retry {}", units::count(*retrying)));
                }
            }
            Gauge::DeadLetters(put_aside) => {
                if *put_aside > 0 {
                    parts.push(format!("{} put aside", units::count(*put_aside)));
                }
            }
        }
    }
    parts
}

/// What is said of something that can be pointed at, in one sentence; nothing if it is not there.
pub fn label(frame: &Frame<'_>, target: Target) -> Option<String> {
    match target {
        Target::Node(id) => {
            let node = frame.picture.nodes.iter().find(|node| node.node == id)?;
            let frame = &frame.counted();
            // Its squares are not spoken of: one for all.
            let store = Store::of(frame, node, frame.keys.max(1));
            Some(of_node(frame, node, store.as_ref()))
        }
        Target::Link(id) => {
            let link = frame.picture.links.iter().find(|link| link.link == id)?;
            Some(of_link(
                frame,
                link,
                flying(frame)
                    .get(usize::from(id.0))
                    .copied()
                    .unwrap_or_default(),
            ))
        }
        Target::Message(id) => {
            let mark = frame.picture.marks.iter().find(|mark| mark.message == id)?;
            Some(of_message(frame, mark))
        }
        Target::Key(node, key) => copy_words::label(frame, node, key),
        Target::Step(followed, step) => {
            let course = frame.face.course.as_ref()?;
            (course.step)(frame, followed, step)
        }
    }
}

/// The canvas in words, for those who cannot see it: one sentence for each node, one for each cut
/// link or one with a stream of messages on it, and one about what is on its way.
pub fn text_alternative(frame: &Frame<'_>) -> Vec<String> {
    let nodes = frame
        .picture
        .nodes
        .iter()
        .filter_map(|node| label(frame, Target::Node(node.node)));
    let links = frame.picture.links.iter().zip(flying(frame));
    let told = links
        .filter(|(link, _)| link.cut_since.is_some() || frame.picture.stream(link.link).is_some());
    nodes
        .chain(told.map(|(link, flying)| of_link(frame, link, flying)))
        .chain((frame.face.canvas.text_alternative)(frame))
        .chain([on_their_way(frame)])
        .collect()
}

/// A node in one sentence.
pub fn of_node(frame: &Frame<'_>, node: &NodePicture, store: Option<&Store>) -> String {
    let mut parts = Vec::new();
    let state = state(frame, node, store);
    parts.extend((!state.text.is_empty()).then_some(state.text));
    if let Some(store) =
        store.filter(|_| keeps_copy(frame, node) && (frame.face.canvas.tells_stale)(node.kind))
    {
        let keys = naming::keys(&frame.names.key, u64::from(frame.keys));
        if store.stale > 0 {
            parts.push(format!("{} of {keys} stale", units::count(store.stale)));
        }
    }
    for gauge in &node.gauges {
        match gauge {
            Gauge::Rate(per_second) => {
                let what = frame.face.asked.1;
                parts.push(format!("{} {what} a second", write_number(*per_second)));
            }
            Gauge::Station {
                waiting,
                busy,
                workers,
                ..
            } if !shares(node) => parts.push(format!(
                "{} waiting, {busy} of {} busy",
                units::things(*waiting, "event", "events"),
                units::things(*workers, "worker", "workers"),
            )),
            _ => {}
        }
    }
    parts.extend(footer(frame, node, store));
    parts.extend((frame.face.canvas.more)(frame, node));
    format!("{}: {}.", name(frame, node.node), parts.join(", "))
}

/// A connection in one sentence; so many messages fly on it.
pub fn of_link(frame: &Frame<'_>, link: &LinkPicture, flying: u64) -> String {
    let ends = format!("{} to {}", name(frame, link.near), name(frame, link.far));
    let what = if link.reading { "Reading link" } else { "Link" };
    let messages = units::things(flying, "message", "messages");
    link.cut_since.map_or_else(
        || match frame.picture.stream(link.link) {
            // A single kind says by itself how many there are.
            Some(stream) if stream.parts.len() == 1 => {
                format!("{what} from {ends}: {} on it.", streams::words(stream))
            }
            Some(stream) => {
                let made_of = streams::words(stream);
                format!("{what} from {ends}: {messages} on it, {made_of}.")
            }
            None => format!("{what} from {ends}: {messages} on it."),
        },
        |since| {
            let span = units::running(frame.picture.now.saturating_sub(since));
            format!("{what} from {ends}: cut for {span}.")
        },
    )
}

/// How many messages are on their way on each link, in the order of the picture's links.
pub fn flying(frame: &Frame<'_>) -> Vec<u64> {
    let picture = frame.picture;
    let mut flying = vec![0; picture.links.len()];
    let marks = picture
        .marks
        .iter()
        .filter(|mark| mark.fate == Fate::Flying);
    for mark in marks {
        if let Some(number) = flying.get_mut(usize::from(mark.link.0)) {
            *number += 1;
        }
    }
    // Of these only some are marks.
    for stream in &picture.streams {
        if let Some(number) = flying.get_mut(usize::from(stream.link.0)) {
            *number = stream.number();
        }
    }
    flying
}

/// A write by its number, or what else people ask for.
fn named(frame: &Frame<'_>, write: WriteId) -> String {
    numbered(frame.face.asked.0, write)
}

fn of_message(frame: &Frame<'_>, mark: &Mark) -> String {
    let what = match mark.kind {
        MarkKind::Command => "Command",
        MarkKind::Reply => "Reply",
        MarkKind::Event => "Event",
        MarkKind::Acknowledgement => "Acknowledgement",
        MarkKind::Query => "Query",
        MarkKind::Answer => "Answer to a query",
        MarkKind::Batch => "Batch",
        MarkKind::Compensation => "Compensation",
    };
    let about = match (mark.write, mark.key) {
        (Some(write), Some(key)) => {
            let key = frame.names.key_label(key);
            format!(" about {} to {key}", named(frame, write))
        }
        (Some(write), None) => format!(" about {}", named(frame, write)),
        _ => String::new(),
    };
    let mut parts = Vec::new();
    if let Some(link) = frame
        .picture
        .links
        .iter()
        .find(|link| link.link == mark.link)
    {
        let (from, to) = if mark.outward {
            (link.near, link.far)
        } else {
            (link.far, link.near)
        };
        parts.push(format!("from {} to {}", name(frame, from), name(frame, to)));
    }
    if mark.attempt > 0 {
        parts.push(format!(
            "{} try",
            units::ordinal(u64::from(mark.attempt) + 1)
        ));
    }
    if mark.copy > 0 {
        parts.push("a duplicate that the network made".to_owned());
    }
    let now = frame.picture.now;
    parts.push(match mark.fate {
        Fate::Flying => format!(
            "sent {} ago, arrives in {}",
            units::duration(now.saturating_sub(mark.sent)),
            units::duration(mark.due.saturating_sub(now)),
        ),
        Fate::Arrived => format!("arrived after {}", units::duration(mark.due - mark.sent)),
        Fate::Lost(at) => format!("lost {} after it was sent", units::duration(at - mark.sent)),
    });
    format!("{what}{about}, {}.", parts.join(", "))
}

/// What messages are called, one and many, in the order of [`MarkKind`].
pub const KINDS: [(&str, &str); 8] = [
    ("command", "commands"),
    ("reply", "replies"),
    ("event", "events"),
    ("acknowledgement", "acknowledgements"),
    ("query", "queries"),
    ("answer to a query", "answers to queries"),
    ("batch", "batches"),
    ("compensation", "compensations"),
];

/// Things one after the other, "and" before the last.
pub fn listed(things: &[String]) -> String {
    match things.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => things.concat(),
    }
}

fn on_their_way(frame: &Frame<'_>) -> String {
    let mut kinds = [0_u64; 8];
    let (mut resends, mut lost) = (0_u64, 0_u64);
    for stream in &frame.picture.streams {
        for part in &stream.parts {
            kinds[part.kind as usize] += part.number;
        }
        resends += stream.again;
    }
    for mark in &frame.picture.marks {
        match mark.fate {
            Fate::Flying if frame.picture.stream(mark.link).is_some() => {}
            Fate::Flying => {
                kinds[mark.kind as usize] += 1;
                resends += u64::from(mark.attempt > 0);
            }
            Fate::Lost(_) => lost += 1,
            Fate::Arrived => {}
        }
    }
    let mut parts: Vec<String> = kinds
        .iter()
        .zip(KINDS)
        .filter(|(number, _)| **number > 0)
        .map(|(number, (one, many))| units::things(*number, one, many))
        .collect();
    if parts.is_empty() {
        parts.push("nothing".to_owned());
    }
    let mut sentence = format!("On their way: {}", parts.join(", "));
    // Writing into a String cannot fail.
    if resends > 0 {
        let _ = write!(sentence, "; {} sent again", units::count(resends));
    }
    if lost > 0 {
        let _ = write!(sentence, "; {} lost a moment ago", units::count(lost));
    }
    sentence.push('.');
    sentence
}

/// That the way to a node from the side of the people is cut, and since when.
pub fn cut_off(frame: &Frame<'_>, node: NodeId) -> Option<Line> {
    let mut links = frame.picture.links.iter();
    let way = links.find(|link| link.far == node && !link.reading)?;
    let span = units::running(frame.picture.now.saturating_sub(way.cut_since?));
    Some(Line {
        text: format!("link cut for {span}"),
        short: "cut".to_owned(),
        ink: Ink::Broken,
    })
}

/// What a node is called.
pub fn name<'a>(frame: &'a Frame<'_>, id: NodeId) -> &'a str {
    frame
        .picture
        .nodes
        .iter()
        .find(|node| node.node == id)
        .map_or("?", |node| frame.names.of(node))
}
