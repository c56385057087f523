//! What an event-based run looks like at one instant.

use super::node::EventNode;
use super::places::{SOURCE, TRUTH};
use super::settings::Settings;
use crate::facts::ids::NodeId;
use crate::facts::{Letter, LetterKind};
use crate::patterns::depict::{Depicted, Portrait};
use crate::patterns::picture::{Gauge, MarkKind};
use crate::scenario::NodeKind;
use crate::sim::kernel::Kernel;

impl Depicted for EventNode {
    fn portraits(kernel: &Kernel<Self>) -> Vec<Portrait> {
        let nodes = (0..).map(NodeId).zip(kernel.nodes());
        nodes.map(|(id, node)| portrait(kernel, node, id)).collect()
    }

    fn is_for_reading(_: &Settings, node: NodeId) -> bool {
        node != SOURCE
    }

    fn mark_kind(letter: &Letter) -> MarkKind {
        match letter.kind {
            LetterKind::Command => MarkKind::Command,
            LetterKind::Reply => MarkKind::Reply,
            LetterKind::Query => MarkKind::Query,
            LetterKind::Answer => MarkKind::Answer,
            LetterKind::Publish | LetterKind::Deliver => MarkKind::Event,
            // Those that are left, and those of other patterns.
            _ => MarkKind::Acknowledgement,
        }
    }
}

fn portrait(kernel: &Kernel<EventNode>, node: &EventNode, id: NodeId) -> Portrait {
    let settings = kernel.settings();
    let (kind, rank, replica, gauges) = match node {
        EventNode::Users(_) => return Portrait::of_people(settings.workload.rate()),
        EventNode::Source(source) => {
            let gauges = if settings.outbox || source.outbox_len() > 0 {
                vec![Gauge::Outbox(source.outbox_len())]
            } else {
                Vec::new()
            };
            (NodeKind::PRODUCER, 1, Some(TRUTH), gauges)
        }
        EventNode::Broker(broker) => (NodeKind::BROKER, 2, None, vec![Gauge::Log(broker.lanes())]),
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
            (NodeKind::CONSUMER, 3, Some(consumer.replica()), gauges)
        }
    };
    Portrait {
        kind,
        rank,
        replica,
        gauges,
    }
}
