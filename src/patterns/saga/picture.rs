//! What a run of sagas looks like at one instant.

use std::collections::BTreeSet;

use super::node::{ORCHESTRATOR, SagaNode, USERS};
use super::prospects::{self, Pursued};
use crate::facts::ids::{LinkId, NodeId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{Letter, LetterKind};
use crate::patterns::picture::{
    Fate, Gauge, Gaze, LinkPicture, Mark, MarkKind, NodeKind, NodePicture, Picture, Special,
    StepBar,
};
use crate::patterns::streams;
use crate::sim::kernel::Kernel;

/// The picture at an instant between the kernel's last event and its next.
pub fn picture(kernel: &Kernel<SagaNode>, now: Micros, gaze: Gaze<'_>) -> Picture {
    let network = kernel.network();
    let pursued = prospects::pursued(kernel);
    let nodes = kernel.nodes().iter().zip(0..).map(|(node, place)| {
        let down_since = kernel.down_since(NodeId(place));
        node_picture(kernel, node, NodeId(place), down_since, &pursued)
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
            reading: connection.near == USERS && connection.far != ORCHESTRATOR,
        });
    let near = |letter: &Letter| {
        let connection = &network.connections()[usize::from(letter.link.0)];
        connection.near == letter.from
    };
    let mark = |letter: &Letter, sent, due, fate| mark(letter, near(letter), sent, due, fate);
    let special = match kernel.nodes().get(usize::from(ORCHESTRATOR.0)) {
        Some(SagaNode::Orchestrator(orchestrator)) => {
            let choreography = !kernel.settings().led;
            Special::Saga(
                orchestrator.picture(gaze.followed, choreography, |saga| bars(kernel, saga)),
            )
        }
        _ => Special::None,
    };
    let mut picture = Picture {
        now,
        nodes: nodes.collect(),
        links: links.collect(),
        special,
        ..Picture::default()
    };
    streams::show(&mut picture, network, gaze.alone, mark);
    picture
}

/// What was done about each step of a saga, in the order of time.
fn bars(kernel: &Kernel<SagaNode>, saga: WriteId) -> Vec<StepBar> {
    let mut all = Vec::new();
    for node in kernel.nodes() {
        match node {
            SagaNode::Users(_) => {}
            SagaNode::Orchestrator(orchestrator) => all.extend(orchestrator.bars.of(saga)),
            SagaNode::Service(service) => all.extend(service.bars.of(saga)),
        }
    }
    all.sort_by_cached_key(|bar| bar.from);
    all
}

fn node_picture(
    kernel: &Kernel<SagaNode>,
    node: &SagaNode,
    id: NodeId,
    down_since: Option<Micros>,
    pursued: &BTreeSet<Pursued>,
) -> NodePicture {
    let settings = kernel.settings();
    let (kind, rank, gauges) = match node {
        SagaNode::Users(_) => {
            let rate = settings.workload.rate();
            (NodeKind::People, 0, vec![Gauge::Rate(rate)])
        }
        SagaNode::Orchestrator(_) => (NodeKind::Orchestrator, 1, Vec::new()),
        SagaNode::Service(service) => {
            let (waiting, busy) = service.load();
            let booked = service.resource.units();
            // What may be given back yet is left behind, and no orphan.
            let here = pursued
                .iter()
                .filter(|(_, at)| at.is_none_or(|at| at == id));
            let here: BTreeSet<WriteId> = here.map(|&(saga, _)| saga).collect();
            let doubtful: u64 = here
                .into_iter()
                .map(|saga| service.resource.left_by(saga))
                .sum();
            let units = service.resource.keys() * settings.capacity[service.index];
            let gauges = vec![
                Gauge::Capacity {
                    taken: booked.confirmed,
                    tentative: booked.tentative + doubtful,
                    orphaned: booked.orphaned - doubtful,
                    units,
                },
                Gauge::Station {
                    waiting,
                    busy,
                    // A service takes as many steps at once as come.
                    workers: busy,
                    retrying: 0,
                    blocked: 0,
                },
            ];
            (NodeKind::Service, 2, gauges)
        }
    };
    NodePicture {
        node: id,
        kind,
        rank,
        down_since,
        replica: None,
        gauges,
    }
}

/// A message as a mark.
fn mark(letter: &Letter, outward: bool, sent: Micros, due: Micros, fate: Fate) -> Mark {
    let kind = match letter.kind {
        LetterKind::Command | LetterKind::Take => MarkKind::Command,
        LetterKind::Reply | LetterKind::Taken => MarkKind::Reply,
        LetterKind::Query => MarkKind::Query,
        LetterKind::Answer => MarkKind::Answer,
        LetterKind::Onward | LetterKind::Told => MarkKind::Event,
        LetterKind::Cancel | LetterKind::Cancelled | LetterKind::Backward => MarkKind::Compensation,
        _ => MarkKind::Acknowledgement,
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
