//! What may still come to a consumer by itself: from where the event of a write is kept, on its way or
//! in hand, and what becomes of it there.

use super::broker::Broker;
use super::node::EventNode;
use super::places::{BROKER, SOURCE, consumer};
use crate::facts::ids::{KeyIndex, WriteId};
use crate::sim::kernel::Kernel;
use crate::sim::prospect::{Hoped, Prospect};

/// Whether anything that is left may still lead to this. Nothing sets a store right but events.
pub(super) fn may_still(kernel: &Kernel<EventNode>, prospect: &Prospect) -> bool {
    let (hoped, is_applied) = match *prospect {
        Prospect::Arrival(hoped) => (hoped, false),
        Prospect::Application(hoped) => (hoped, true),
        Prospect::Repair { .. } | Prospect::Release { .. } => return false,
    };
    let Hoped {
        replica,
        write,
        key,
        version,
        ..
    } = hoped;
    let index = usize::from(replica.0) - 1;
    let node = consumer(index);
    let EventNode::Consumer(copy) = &kernel.nodes()[usize::from(node.0)] else {
        return false;
    };
    let is_known = !copy.would_apply((write, key), version, kernel.settings());
    if !kernel.will_be_up(node) || is_applied && is_known {
        return false;
    }
    let network = kernel.network();
    if copy.has_in_hand(write) || network.carries(write, BROKER, node) {
        return true;
    }
    if !kernel.will_be_up(BROKER) {
        return false;
    }
    let is_published = network.carries(write, SOURCE, BROKER) || is_in_outbox(kernel, write);
    is_published || is_delivered_again(kernel, index, write, key)
}

fn is_in_outbox(kernel: &Kernel<EventNode>, write: WriteId) -> bool {
    let EventNode::Source(source) = &kernel.nodes()[usize::from(SOURCE.0)] else {
        return false;
    };
    source.keeps(write) && kernel.will_be_up(SOURCE)
}

/// Whether the broker will deliver what it keeps of a write, and the consumer take it on: because no
/// answer has come, or because one of them comes back.
fn is_delivered_again(
    kernel: &Kernel<EventNode>,
    index: usize,
    write: WriteId,
    key: KeyIndex,
) -> bool {
    let (node, is_durable) = (consumer(index), kernel.settings().durable_log);
    let nodes = kernel.nodes();
    let (EventNode::Broker(broker), EventNode::Consumer(copy)) =
        (&nodes[usize::from(BROKER.0)], &nodes[usize::from(node.0)])
    else {
        return false;
    };
    // A broker that comes back keeps what it had if its log is durable, and meets a consumer that knows
    // how far it had come; a consumer that comes back begins anew.
    let broker_may_return = kernel.may_crash(BROKER) && is_durable;
    let consumer_may_return = kernel.may_crash(node);
    match broker {
        Broker::Log(log) => {
            let (next, saved) = copy.takes_from(log.partition_of(key));
            let comes_back = broker_may_return || !log.is_connected(index);
            let mut kept = log.uncommitted(index, write, key);
            kept.any(|(offset, is_awaited)| {
                offset >= next && (is_awaited || comes_back)
                    || offset >= saved && consumer_may_return
            })
        }
        Broker::Queues(queues) => {
            let (is_watched, is_kept) = queues.keeps(index, write);
            let comes_back =
                broker_may_return || consumer_may_return || !queues.is_connected(index);
            is_watched || is_kept && comes_back
        }
    }
}
