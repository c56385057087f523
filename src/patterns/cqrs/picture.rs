//! What a CQRS run looks like at one instant.

use super::node::CqrsNode;
use super::places::{TRUTH, WRITE_MODEL};
use super::settings::Settings;
use crate::facts::ids::{NodeId, WriteId};
use crate::facts::{Letter, LetterKind};
use crate::patterns::cqrs::special::{LogEntry, LogPicture, Projector};
use crate::patterns::depict::{Depicted, Portrait};
use crate::patterns::picture::{Gauge, MarkKind, Special};
use crate::scenario::NodeKind;
use crate::sim::kernel::Kernel;

/// The most entries of the log that are shown.
const MOST_TAIL: usize = 64;

impl Depicted for CqrsNode {
    fn portraits(kernel: &Kernel<Self>) -> Vec<Portrait> {
        let nodes = (0..).map(NodeId).zip(kernel.nodes());
        nodes.map(|(id, node)| portrait(kernel, id, node)).collect()
    }

    fn is_for_reading(_: &Settings, node: NodeId) -> bool {
        node != WRITE_MODEL
    }

    fn mark_kind(letter: &Letter) -> MarkKind {
        match letter.kind {
            LetterKind::Reply => MarkKind::Reply,
            LetterKind::Query | LetterKind::Check => MarkKind::Query,
            LetterKind::Answer | LetterKind::Checked => MarkKind::Answer,
            LetterKind::Deliver => MarkKind::Event,
            LetterKind::Batch => MarkKind::Batch,
            LetterKind::Head | LetterKind::Fetch => MarkKind::Acknowledgement,
            _ => MarkKind::Command,
        }
    }

    fn special(kernel: &Kernel<Self>, _: Option<WriteId>) -> Special {
        Special::of(log(kernel))
    }
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

fn portrait(kernel: &Kernel<CqrsNode>, id: NodeId, node: &CqrsNode) -> Portrait {
    let (kind, rank, replica, gauge) = match node {
        CqrsNode::Users(_) => return Portrait::of_people(kernel.settings().workload.rate()),
        CqrsNode::WriteModel(_) => (NodeKind::WRITE_MODEL, 1, Some(TRUTH), None),
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
                NodeKind::READ_MODEL,
                2,
                Some(projector.replica()),
                Some(station),
            )
        }
    };
    Portrait {
        kind,
        rank,
        replica,
        gauges: gauge
            .into_iter()
            .chain(kernel.stopped_since(id).map(Gauge::Stopped))
            .collect(),
    }
}
