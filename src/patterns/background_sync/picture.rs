//! What a background sync looks like at one instant.

use super::node::{SyncNode, USERS, target_node};
use super::settings::Copying;
use crate::facts::ids::{LinkId, NodeId};
use crate::facts::time::Micros;
use crate::facts::{Letter, LetterKind};
use crate::patterns::picture::{
    Gauge, Gaze, LinkPicture, Mark, MarkKind, NodeKind, NodePicture, Picture, Special, SyncPicture,
};
use crate::patterns::streams;
use crate::sim::kernel::Kernel;

/// The picture at an instant between the kernel's last event and its next.
pub fn picture(kernel: &Kernel<SyncNode>, now: Micros, gaze: Gaze<'_>) -> Picture {
    let network = kernel.network();
    let target = target_node(kernel.settings());
    let is_two_way = kernel.settings().copy == Copying::TwoWay;
    let nodes = kernel.nodes().iter().zip(0..);
    let links = network.connections().iter().zip(0..);
    let links = links.map(|(connection, place)| LinkPicture {
        link: LinkId(place),
        near: connection.near,
        far: connection.far,
        cut_since: connection.cut_since,
        reading: connection.near == USERS && connection.far == target && !is_two_way,
    });
    let near_of = |link: LinkId| network.connections()[usize::from(link.0)].near;
    let mark = |letter: &Letter, sent, due, fate| {
        let kind = match letter.kind {
            LetterKind::Reply => MarkKind::Reply,
            LetterKind::Query => MarkKind::Query,
            LetterKind::Answer => MarkKind::Answer,
            LetterKind::Rows | LetterKind::Load => MarkKind::Batch,
            LetterKind::Loaded | LetterKind::Release => MarkKind::Acknowledgement,
            _ => MarkKind::Command,
        };
        Mark {
            message: letter.message,
            link: letter.link,
            outward: letter.from == near_of(letter.link),
            kind,
            sent,
            due,
            fate,
            attempt: letter.resends(),
            copy: letter.copy,
            write: letter.write,
            key: letter.key,
        }
    };
    let mut picture = Picture {
        now,
        nodes: nodes
            .map(|(node, place)| node_picture(kernel, node, NodeId(place)))
            .collect(),
        links: links.collect(),
        special: Special::Sync(sync_picture(kernel)),
        ..Picture::default()
    };
    streams::show(&mut picture, network, gaze.alone, mark);
    picture
}

fn node_picture(kernel: &Kernel<SyncNode>, node: &SyncNode, id: NodeId) -> NodePicture {
    let (kind, rank, replica, gauges) = match node {
        SyncNode::Users(_) => {
            let rate = kernel.settings().workload.rate();
            (NodeKind::People, 0, None, vec![Gauge::Rate(rate)])
        }
        SyncNode::Store(store) if store.is_target() => {
            (NodeKind::Target, 3, Some(store.replica()), Vec::new())
        }
        SyncNode::Store(store) => (NodeKind::Source, 1, Some(store.replica()), Vec::new()),
        SyncNode::Job(_) => (NodeKind::Job, 2, None, Vec::new()),
    };
    NodePicture {
        node: id,
        kind,
        rank,
        down_since: kernel.down_since(id),
        replica,
        gauges,
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
