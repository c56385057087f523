//! What may still give back a booking of a saga that is at its end: an order to take it back which is on its
//! way, or a service that has one in hand. In a choreography each step tells the next, so whatever goes
//! on of the saga anywhere may come to that.

use std::collections::BTreeSet;

use super::message::Happening;
use super::node::SagaNode;
use super::outbox::{Event, Outgoing};
use super::service::{Answer, Job, Service};
use crate::facts::LetterKind;
use crate::facts::ids::{NodeId, WriteId};
use crate::sim::kernel::Kernel;
use crate::sim::prospect::Prospect;

/// What leads to a step's being taken back.
const LEADING: &[LetterKind] = &[LetterKind::Cancel, LetterKind::Onward, LetterKind::Backward];
/// Of more sagas it is not asked one by one whether anything about them is on its way.
const MOST_ASKED: usize = 2_000;

/// What may still be given back: of this saga at this service, or at every one.
pub(super) type Pursued = (WriteId, Option<NodeId>);

/// Whether anything that is left may still lead to this.
pub(super) fn may_still(kernel: &Kernel<SagaNode>, prospect: &Prospect) -> bool {
    let Prospect::Release { node, write } = *prospect else {
        return false;
    };
    let is_it = |(saga, at): Pursued| saga == write && at.is_none_or(|at| at == node);
    kernel.will_be_up(node)
        && (in_hand(kernel, Some(write)).any(is_it)
            || kernel.network().is_about(write) && on_the_way(kernel).any(is_it))
}

/// Of what sagas have left behind, all that may still be given back.
pub(super) fn pursued(kernel: &Kernel<SagaNode>) -> BTreeSet<Pursued> {
    let services = kernel.nodes().iter().filter_map(|node| match node {
        SagaNode::Service(service) => Some(service.resource.orphans()),
        _ => None,
    });
    let orphans: Vec<&BTreeSet<WriteId>> = services.filter(|left| !left.is_empty()).collect();
    if orphans.is_empty() {
        return BTreeSet::new();
    }
    let is_left = |saga: &WriteId| orphans.iter().any(|left| left.contains(saga));
    let mut found: BTreeSet<Pursued> = in_hand(kernel, None)
        .filter(|(saga, _)| is_left(saga))
        .collect();
    // Most of what is on its way is about sagas that have left nothing.
    let mut left = orphans.iter().copied().flatten();
    let is_many = orphans.iter().map(|left| left.len()).sum::<usize>() > MOST_ASKED;
    if is_many || left.any(|saga| kernel.network().is_about(*saga)) {
        found.extend(on_the_way(kernel).filter(|(saga, _)| is_left(saga)));
    }
    found
}

fn on_the_way(kernel: &Kernel<SagaNode>) -> impl Iterator<Item = Pursued> {
    let network = kernel.network();
    let letters = network.flights_of(LEADING).map(|flight| &flight.letter);
    let arriving = letters.filter(|letter| kernel.will_be_up(letter.to));
    arriving.filter_map(|letter| {
        let at = match letter.kind {
            LetterKind::Cancel => Some(letter.to),
            LetterKind::Onward | LetterKind::Backward => None,
            _ => return None,
        };
        Some((letter.write?, at))
    })
}

/// What those have to do who are up or will be, for one saga or for all.
fn in_hand(kernel: &Kernel<SagaNode>, wanted: Option<WriteId>) -> impl Iterator<Item = Pursued> {
    let is_wanted = move |saga: WriteId| wanted.is_none_or(|wanted| wanted == saga);
    let nodes = kernel.nodes().iter().zip((0..).map(NodeId));
    let active = nodes.filter(|&(_, node)| kernel.will_be_up(node));
    active.flat_map(move |(of, node)| {
        let (outgoing, service) = match of {
            SagaNode::Users(_) => (None, None),
            SagaNode::Orchestrator(orchestrator) => (Some(&orchestrator.outgoing), None),
            SagaNode::Service(service) => (Some(&service.outgoing), Some((service, node))),
        };
        let kept = outgoing.into_iter().flat_map(Outgoing::events);
        let told = kept.filter(move |event| is_wanted(event.saga) && leads_on(event));
        let work = service.into_iter().flat_map(move |at| in_work(at, wanted));
        told.map(|event| (event.saga, None)).chain(work)
    })
}

/// Whether an event may bring its receiver to take a step, or to take one back.
fn leads_on(event: &Event) -> bool {
    matches!(event.what, Happening::Onward | Happening::Backward(_))
}

/// Of which sagas a service takes a step back, or will; or takes one, from which the saga goes on or back.
fn in_work(
    (service, node): (&Service, NodeId),
    wanted: Option<WriteId>,
) -> impl Iterator<Item = Pursued> {
    service.jobs.iter().filter_map(move |(_, job)| {
        let Job { saga, back, .. } = *job;
        if wanted.is_some_and(|wanted| wanted != saga) {
            return None;
        }
        match job.answer {
            Answer::Sender { .. } => Some((saga, None)),
            Answer::Leader { .. } => {
                let is_awaited = service.resource.known(saga).pending.is_some();
                (back || is_awaited).then_some((saga, Some(node)))
            }
        }
    })
}
