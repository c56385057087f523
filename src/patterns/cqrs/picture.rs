//! What a CQRS run looks like at one instant.

use super::node::{CqrsNode, TRUTH, USERS, WRITE_MODEL};
use crate::facts::ids::{LinkId, NodeId};
use crate::facts::time::Micros;
use crate::facts::{Letter, LetterKind};
use crate::patterns::picture::{
    Fate, Gauge, Gaze, LinkPicture, LogEntry, LogPicture, Mark, MarkKind, NodeKind, NodePicture,
    Picture, Projector, Special,
};
use crate::patterns::streams;
use crate::sim::kernel::Kernel;

/// The most entries of the log that are shown.
const MOST_TAIL: usize = 64;

/// The picture at an instant between the kernel's last event and its next.
pub fn picture(kernel: &Kernel<CqrsNode>, now: Micros, gaze: Gaze<'_>) -> Picture {
    let network = kernel.network();
    let nodes = || (0..).map(NodeId).zip(kernel.nodes());
    let links = (0..).map(LinkId).zip(network.connections());
    let links = links.map(|(link, connection)| LinkPicture {
        link,
        near: connection.near,
        far: connection.far,
        cut_since: connection.cut_since,
        reading: connection.near == USERS && connection.far != WRITE_MODEL,
    });
    let mut picture = Picture {
        now,
        nodes: nodes()
            .map(|(id, node)| node_picture(kernel, id, node))
            .collect(),
        links: links.collect(),
        special: Special::Log(log(kernel)),
        ..Picture::default()
    };
    streams::show(&mut picture, network, gaze.alone, mark);
    picture
}

fn log(kernel: &Kernel<CqrsNode>) -> LogPicture {
    let mut log = LogPicture::default();
    for (id, node) in (0..).map(NodeId).zip(kernel.nodes()) {
        match node {
            CqrsNode::Users(_) => {}
            CqrsNode::WriteModel(model) => {
                log.appended = model.head();
                log.tail = model
                    .tail(MOST_TAIL)
                    .map(|event| LogEntry {
                        position: event.position,
                        at: event.at,
                        key: event.key,
                    })
                    .collect();
            }
            CqrsNode::Projector(projector) => log.projectors.push(Projector {
                node: id,
                position: projector.position(),
                checkpoint: projector.checkpoint(kernel.settings()),
                rebuilding: projector.rebuilding(),
            }),
        }
    }
    log
}

fn node_picture(kernel: &Kernel<CqrsNode>, id: NodeId, node: &CqrsNode) -> NodePicture {
    let (kind, rank, replica, gauge) = match node {
        CqrsNode::Users(_) => {
            let rate = Gauge::Rate(kernel.settings().workload.rate());
            (NodeKind::People, 0, None, Some(rate))
        }
        CqrsNode::WriteModel(_) => (NodeKind::WriteModel, 1, Some(TRUTH), None),
        CqrsNode::Projector(projector) => {
            let (waiting, busy) = projector.load();
            let station = Gauge::Station {
                waiting,
                busy,
                workers: 1,
                retrying: 0,
                blocked: 0,
            };
            (
                NodeKind::ReadModel,
                2,
                Some(projector.replica()),
                Some(station),
            )
        }
    };
    NodePicture {
        node: id,
        kind,
        rank,
        down_since: kernel.down_since(id),
        replica,
        gauges: gauge
            .into_iter()
            .chain(kernel.stopped_since(id).map(Gauge::Stopped))
            .collect(),
    }
}

fn mark(letter: &Letter, sent: Micros, due: Micros, fate: Fate) -> Mark {
    let (kind, outward) = match letter.kind {
        LetterKind::Reply => (MarkKind::Reply, false),
        LetterKind::Query | LetterKind::Check => (MarkKind::Query, true),
        LetterKind::Answer | LetterKind::Checked => (MarkKind::Answer, false),
        LetterKind::Deliver => (MarkKind::Event, true),
        LetterKind::Batch => (MarkKind::Batch, true),
        LetterKind::Head => (MarkKind::Acknowledgement, true),
        LetterKind::Fetch => (MarkKind::Acknowledgement, false),
        _ => (MarkKind::Command, true),
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
