//! What the cards say.

use crate::patterns::picture::NodePicture;
use crate::scenario::NodeKind;
use crate::scenario::{Key, Role, Settings};
use crate::show::copy_words::Holding;
use crate::show::frame::Frame;
use crate::show::store::Store;
use crate::show::{units, words};

/// The source is the truth, consumers have copies of it.
pub fn holding(_: &Frame<'_>, node: &NodePicture) -> Option<Holding> {
    node.replica.map(|_| match node.kind {
        NodeKind::PRODUCER => Holding::Truth,
        _ => Holding::Copy,
    })
}

/// The parts of a node's last line.
pub fn footer(frame: &Frame<'_>, node: &NodePicture, store: Option<&Store>) -> Vec<String> {
    let mut parts = Vec::new();
    if node.kind == NodeKind::PRODUCER {
        parts.extend(words::writes(frame));
    }
    if let (NodeKind::CONSUMER, Some(replica)) = (node.kind, node.replica) {
        parts.push(format!("lag {}", units::count((frame.lag)(replica))));
    }
    parts.extend(words::diverged(store));
    parts.extend(words::gauges(node));
    parts
}

/// What a node says of itself while nothing more urgent is to be said.
pub fn role_line(role: Role, settings: &Settings) -> String {
    match role.kind {
        NodeKind::BROKER if settings.choice(Key::ORDER) == "key" => {
            units::things(settings.count(Key::PARTITIONS), "partition", "partitions")
        }
        NodeKind::BROKER => units::things(settings.count(Key::CONSUMERS), "queue", "queues"),
        _ => String::new(),
    }
}
