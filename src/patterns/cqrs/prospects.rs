//! What may still come to a read model by itself: what its projector has in hand, what is on its way to
//! it, and what it will read from the log.

use super::message::Message;
use super::node::CqrsNode;
use super::places::{WRITE_MODEL, projector};
use super::projector::Projector;
use crate::facts::LetterKind;
use crate::facts::ids::{NodeId, ReplicaId};
use crate::sim::kernel::Kernel;
use crate::sim::prospect::{Hoped, Prospect};

/// Whether anything that is left may still lead to this.
pub(super) fn may_still(kernel: &Kernel<CqrsNode>, prospect: &Prospect) -> bool {
    match *prospect {
        // Nothing but a rebuild sets a store right that has applied something twice.
        Prospect::Repair { replica, .. } => {
            of(kernel, replica).is_some_and(Projector::will_be_rebuilt)
        }
        // A projector reads nothing that it would leave out.
        Prospect::Arrival(hoped) | Prospect::Application(hoped) => {
            let copy = of(kernel, hoped.replica);
            copy.is_some_and(|copy| copy.will_be_rebuilt() || may_arrive(kernel, copy, hoped))
        }
        Prospect::Release { .. } => false,
    }
}

/// The projector of a store, if it is up or will be.
fn of(kernel: &Kernel<CqrsNode>, replica: ReplicaId) -> Option<&Projector> {
    let node = projector(usize::from(replica.0) - 1);
    match &kernel.nodes()[usize::from(node.0)] {
        CqrsNode::Projector(projector) if kernel.will_be_up(node) => Some(projector),
        _ => None,
    }
}

fn may_arrive(kernel: &Kernel<CqrsNode>, copy: &Projector, hoped: Hoped) -> bool {
    let Hoped {
        write, committed, ..
    } = hoped;
    let CqrsNode::WriteModel(model) = &kernel.nodes()[usize::from(WRITE_MODEL.0)] else {
        return false;
    };
    let node = projector(usize::from(copy.replica().0) - 1);
    // What the log keeps as what it comes to is read with that.
    let position = model.position(write, committed).unwrap_or(0);
    let settings = kernel.settings();
    if copy.knows(position, settings) {
        return false;
    }
    if copy.has_in_hand(position) || kernel.network().carries(write, WRITE_MODEL, node) {
        return true;
    }
    if is_in_a_part(kernel, node, position) {
        return true;
    }
    let comes_up = !kernel.is_running(node) || kernel.may_crash(node);
    kernel.will_be_up(WRITE_MODEL) && copy.will_fetch(position, comes_up, settings)
}

/// Whether a part of the log that was asked for, be it long ago, may bring a position: one that is on its
/// way, or one that answers a question which is.
fn is_in_a_part(kernel: &Kernel<CqrsNode>, node: NodeId, position: u64) -> bool {
    let parts = &[LetterKind::Batch, LetterKind::Fetch];
    let mut flights = kernel.network().flights_of(parts);
    flights.any(|flight| match &flight.payload {
        Message::Part(part) if flight.letter.to == node => {
            let snapshot = part.snapshot.as_ref();
            let is_summed_up = snapshot.is_some_and(|snapshot| snapshot.upto >= position);
            is_summed_up || part.events.iter().any(|event| event.position == position)
        }
        Message::Fetch { after, .. } if flight.letter.from == node => {
            kernel.will_be_up(WRITE_MODEL) && (position == 0 || *after < position)
        }
        _ => false,
    })
}
