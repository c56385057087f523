//! What a background sync looks like at one instant.

use super::node::SyncNode;
use super::places::target_node;
use super::settings::{Copying, Settings};
use crate::facts::ids::{NodeId, WriteId};
use crate::facts::{Letter, LetterKind};
use crate::patterns::background_sync::special::SyncPicture;
use crate::patterns::depict::{Depicted, Portrait};
use crate::patterns::picture::{MarkKind, Special};
use crate::scenario::NodeKind;
use crate::sim::kernel::Kernel;

impl Depicted for SyncNode {
    fn portraits(kernel: &Kernel<Self>) -> Vec<Portrait> {
        let rate = kernel.settings().workload.rate();
        let portrait = |node: &SyncNode| {
            let (kind, rank, replica) = match node {
                SyncNode::Users(_) => return Portrait::of_people(rate),
                SyncNode::Store(store) if store.is_target() => {
                    (NodeKind::TARGET, 3, Some(store.replica()))
                }
                SyncNode::Store(store) => (NodeKind::SOURCE, 1, Some(store.replica())),
                SyncNode::Job(_) => (NodeKind::JOB, 2, None),
            };
            Portrait {
                kind,
                rank,
                replica,
                gauges: Vec::new(),
            }
        };
        kernel.nodes().iter().map(portrait).collect()
    }

    fn is_for_reading(settings: &Settings, node: NodeId) -> bool {
        node == target_node(settings) && settings.copy != Copying::TwoWay
    }

    fn mark_kind(letter: &Letter) -> MarkKind {
        match letter.kind {
            LetterKind::Reply => MarkKind::Reply,
            LetterKind::Query => MarkKind::Query,
            LetterKind::Answer => MarkKind::Answer,
            LetterKind::Rows | LetterKind::Load => MarkKind::Batch,
            LetterKind::Loaded | LetterKind::Release => MarkKind::Acknowledgement,
            _ => MarkKind::Command,
        }
    }

    fn special(kernel: &Kernel<Self>, _: Option<WriteId>) -> Special {
        Special::of(sync_picture(kernel))
    }
}

fn sync_picture(kernel: &Kernel<SyncNode>) -> SyncPicture {
    let mut sync = SyncPicture::default();
    for node in kernel.nodes() {
        match node {
            SyncNode::Job(job) => {
                (sync.last_tick, sync.next_tick) = job.schedule();
                sync.runs = job.history();
                let incremental = kernel.settings().copy == Copying::Incremental;
                sync.watermark = job.watermark().filter(|_| incremental);
            }
            SyncNode::Store(store) => {
                sync.missed.extend(store.missed());
                sync.present.push((store.replica(), store.present()));
            }
            SyncNode::Users(_) => {}
        }
    }
    sync.missed.sort_by_cached_key(|(_, stamp)| *stamp);
    sync
}
