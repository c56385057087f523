//! What is said of the models and of the log between them.

use crate::facts::ids::NodeId;
use crate::facts::time::Micros;
use crate::patterns::cqrs::special::{LogPicture, Projector};
use crate::patterns::picture::NodePicture;
use crate::scenario::NodeKind;
use crate::scenario::{Key, Role, Settings};
use crate::show::copy_words::Holding;
use crate::show::frame::Frame;
use crate::show::ink::Ink;
use crate::show::store::Store;
use crate::show::units;
use crate::show::words::{self, Line};

/// The log of a picture that has one.
pub fn log_of<'a>(frame: &Frame<'a>) -> Option<&'a LogPicture> {
    frame.picture.special.get()
}

/// How far the projector of a node has come.
pub(super) fn projector(log: &LogPicture, node: NodeId) -> Option<&Projector> {
    log.projectors
        .iter()
        .find(|projector| projector.node == node)
}

/// How old the oldest event is that a projector has not applied, if it is among the newest.
pub(super) fn age(log: &LogPicture, projector: &Projector, now: Micros) -> Option<Micros> {
    let next = projector.position + 1;
    let entry = log.tail.iter().find(|entry| entry.position == next)?;
    Some(now.saturating_sub(entry.at))
}

/// Whether a projector is behind for longer than people will put up with.
pub(super) fn matters(frame: &Frame<'_>, log: &LogPicture, projector: &Projector) -> bool {
    log.appended > projector.position
        && age(log, projector, frame.picture.now).is_none_or(|age_us| age_us >= frame.ages.hot_us)
}

/// The name of a view and the number of its replica, if it has several: they stand one after the
/// other and are called "Balances 1", "Balances 2".
pub(super) fn numbered(name: &str) -> (&str, Option<&str>) {
    match name.rsplit_once(' ') {
        Some((view, number)) if number.bytes().all(|digit| digit.is_ascii_digit()) => {
            (view, Some(number))
        }
        _ => (name, None),
    }
}

/// The write model is the truth, read models are copies of it.
pub fn holding(_: &Frame<'_>, node: &NodePicture) -> Option<Holding> {
    node.replica.map(|_| match node.kind {
        NodeKind::WRITE_MODEL => Holding::Truth,
        _ => Holding::Copy,
    })
}

/// The line of a read model while it is rebuilt.
pub fn state(frame: &Frame<'_>, node: &NodePicture) -> Option<Line> {
    let log = log_of(frame)?;
    let rebuilt = projector(log, node.node)?.rebuilding?;
    let share = rebuilt * 100 / log.appended.max(1);
    Some(Line {
        text: format!("rebuilding, {share} %"),
        short: "rebuilding".to_owned(),
        ink: Ink::Accent,
    })
}

/// The parts of a node's last line.
pub fn footer(frame: &Frame<'_>, node: &NodePicture, store: Option<&Store>) -> Vec<String> {
    let mut parts = position(frame, node);
    parts.extend(words::diverged(store));
    parts.extend(words::gauges(node));
    parts
}

/// How far a model has come.
fn position(frame: &Frame<'_>, node: &NodePicture) -> Vec<String> {
    let Some(log) = log_of(frame) else {
        return Vec::new();
    };
    match (node.kind, projector(log, node.node)) {
        (NodeKind::WRITE_MODEL, _) => vec![units::things(log.appended, "event", "events")],
        (NodeKind::READ_MODEL, Some(projector)) => {
            let behind = log.appended.saturating_sub(projector.position);
            let at = format!("at {}", units::count(projector.position));
            if behind == 0 {
                vec![at]
            } else {
                vec![format!("{} behind", units::count(behind)), at]
            }
        }
        _ => Vec::new(),
    }
}

/// What else is worth saying of a model to those who ask.
pub fn more(frame: &Frame<'_>, node: &NodePicture) -> Option<String> {
    let projector = projector(log_of(frame)?, node.node)?;
    (projector.checkpoint != projector.position)
        .then(|| format!("checkpoint at {}", units::count(projector.checkpoint)))
}

/// The log in one sentence.
pub fn text_alternative(frame: &Frame<'_>) -> Vec<String> {
    log_sentence(frame).into_iter().collect()
}

fn log_sentence(frame: &Frame<'_>) -> Option<String> {
    let log = log_of(frame)?;
    let slowest = log.projectors.iter().map(|projector| projector.position);
    let behind = log.appended.saturating_sub(slowest.min()?);
    let events = units::things(log.appended, "event", "events");
    Some(if behind == 0 {
        format!("Event log: {events}, all applied everywhere.")
    } else {
        let behind = units::count(behind);
        format!("Event log: {events}; who is slowest in applying them is {behind} behind.")
    })
}

/// What a node says of itself while nothing more urgent is to be said.
pub fn role_line(role: Role, settings: &Settings) -> String {
    match role.kind {
        NodeKind::WRITE_MODEL if settings.choice(Key::DECIDE_ON) == "read-model" => {
            "append, checked elsewhere".to_owned()
        }
        NodeKind::WRITE_MODEL => "check, then append".to_owned(),
        NodeKind::READ_MODEL => match settings.count(Key::REPLICAS) {
            0 | 1 => String::new(),
            replicas => format!("replica {} of {replicas}", role.copy + 1),
        },
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replicas_are_told_by_the_number_at_the_end_of_their_name() {
        assert_eq!(numbered("Balances 2"), ("Balances", Some("2")));
        assert_eq!(numbered("Order history"), ("Order history", None));
        assert_eq!(numbered("Order history 12"), ("Order history", Some("12")));
        assert_eq!(numbered("Alerts"), ("Alerts", None));
    }
}
