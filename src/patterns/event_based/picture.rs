//! What an event-based run looks like at one instant.

use super::node::{EventNode, SOURCE, TRUTH, USERS};
use crate::facts::ids::{LinkId, NodeId};
use crate::facts::time::Micros;
use crate::facts::{Letter, LetterKind};
use crate::patterns::picture::{
    Fate, Gauge, Gaze, LinkPicture, Mark, MarkKind, NodeKind, NodePicture, Picture,
};
use crate::patterns::streams;
use crate::sim::kernel::Kernel;

/// The picture at an instant between the kernel's last event and its next.
pub fn picture(kernel: &Kernel<EventNode>, now: Micros, gaze: Gaze<'_>) -> Picture {
    let network = kernel.network();
    let nodes = kernel.nodes().iter().zip(0..).map(|(node, place)| {
        let down_since = kernel.down_since(NodeId(place));
        node_picture(kernel, node, NodeId(place), down_since)
    });
    let links = network
        .connections()
        .iter()
        .zip(0..)
        .map(|(connection, place)| LinkPicture {
            link: LinkId(place),
            near: connection.near,
            far: connection.far,
            cut_since: connection.cut_since,
            reading: connection.near == USERS && connection.far != SOURCE,
        });
    let mut picture = Picture {
        now,
        nodes: nodes.collect(),
        links: links.collect(),
        ..Picture::default()
    };
    streams::show(&mut picture, network, gaze.alone, mark);
    picture
}

fn node_picture(
    kernel: &Kernel<EventNode>,
    node: &EventNode,
    id: NodeId,
    down_since: Option<Micros>,
) -> NodePicture {
    let settings = kernel.settings();
    let (kind, rank, replica, gauges) = match node {
        EventNode::Users(_) => {
            let rate = settings.workload.rate();
            (NodeKind::People, 0, None, vec![Gauge::Rate(rate)])
        }
        EventNode::Source(source) => {
            let gauges = if settings.outbox || source.outbox_len() > 0 {
                vec![Gauge::Outbox(source.outbox_len())]
            } else {
                Vec::new()
            };
            (NodeKind::Source, 1, Some(TRUTH), gauges)
        }
        EventNode::Broker(broker) => (NodeKind::Broker, 2, None, vec![Gauge::Log(broker.lanes())]),
        EventNode::Consumer(consumer) => {
            let (waiting, busy, retrying) = consumer.load();
            let blocked = consumer.blocked();
            let workers = settings.workers;
            let mut gauges = vec![Gauge::Station {
                waiting,
                busy,
                workers,
                retrying,
                blocked,
            }];
            gauges.extend(kernel.stopped_since(id).map(Gauge::Stopped));
            if consumer.dead_letters() > 0 {
                gauges.push(Gauge::DeadLetters(consumer.dead_letters()));
            }
            (NodeKind::Consumer, 3, Some(consumer.replica()), gauges)
        }
    };
    NodePicture {
        node: id,
        kind,
        rank,
        down_since,
        replica,
        gauges,
    }
}

fn mark(letter: &Letter, sent: Micros, due: Micros, fate: Fate) -> Mark {
    let (kind, outward) = match letter.kind {
        LetterKind::Command => (MarkKind::Command, true),
        LetterKind::Reply => (MarkKind::Reply, false),
        LetterKind::Query => (MarkKind::Query, true),
        LetterKind::Answer => (MarkKind::Answer, false),
        LetterKind::Publish | LetterKind::Deliver => (MarkKind::Event, true),
        // Those that are left, and those of other patterns.
        _ => (MarkKind::Acknowledgement, false),
    };
    Mark {
        message: letter.message,
        link: letter.link,
        outward,
        kind,
        sent,
        due,
        fate,
        attempt: letter.resends(),
        copy: letter.copy,
        write: letter.write,
        key: letter.key,
    }
}
