//! What a run of sagas looks like at one instant.

use std::collections::BTreeSet;

use super::node::SagaNode;
use super::places::ORCHESTRATOR;
use super::prospects::{self, Pursued};
use super::settings::Settings;
use crate::facts::ids::{NodeId, WriteId};
use crate::facts::{Letter, LetterKind};
use crate::patterns::depict::{Depicted, Portrait};
use crate::patterns::picture::{Gauge, MarkKind, Special};
use crate::patterns::saga::special::StepBar;
use crate::scenario::NodeKind;
use crate::sim::kernel::Kernel;

impl Depicted for SagaNode {
    fn portraits(kernel: &Kernel<Self>) -> Vec<Portrait> {
        let pursued = prospects::pursued(kernel);
        let nodes = (0..).map(NodeId).zip(kernel.nodes());
        nodes
            .map(|(id, node)| portrait(kernel.settings(), node, id, &pursued))
            .collect()
    }

    fn is_for_reading(_: &Settings, node: NodeId) -> bool {
        node != ORCHESTRATOR
    }

    fn mark_kind(letter: &Letter) -> MarkKind {
        match letter.kind {
            LetterKind::Command | LetterKind::Take => MarkKind::Command,
            LetterKind::Reply | LetterKind::Taken => MarkKind::Reply,
            LetterKind::Query => MarkKind::Query,
            LetterKind::Answer => MarkKind::Answer,
            LetterKind::Onward | LetterKind::Told => MarkKind::Event,
            LetterKind::Cancel | LetterKind::Cancelled | LetterKind::Backward => {
                MarkKind::Compensation
            }
            _ => MarkKind::Acknowledgement,
        }
    }

    fn special(kernel: &Kernel<Self>, followed: Option<WriteId>) -> Special {
        match kernel.nodes().get(usize::from(ORCHESTRATOR.0)) {
            Some(Self::Orchestrator(orchestrator)) => {
                let choreography = !kernel.settings().led;
                Special::of(orchestrator.picture(followed, choreography, |saga| bars(kernel, saga)))
            }
            _ => Special::default(),
        }
    }
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

fn portrait(
    settings: &Settings,
    node: &SagaNode,
    id: NodeId,
    pursued: &BTreeSet<Pursued>,
) -> Portrait {
    let (kind, rank, gauges) = match node {
        SagaNode::Users(_) => return Portrait::of_people(settings.workload.rate()),
        SagaNode::Orchestrator(_) => (NodeKind::ORCHESTRATOR, 1, Vec::new()),
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
            (NodeKind::SERVICE, 2, gauges)
        }
    };
    Portrait {
        kind,
        rank,
        replica: None,
        gauges,
    }
}
