//! Pictures of events on their way set up by hand, for the tests.

use crate::consistency::freshness::Freshness;
use crate::facts::ids::{LinkId, NodeId, ReplicaId};
use crate::patterns::picture::{Gauge, Lane, LinkPicture, NodePicture, Picture};
use crate::scenario::NodeKind;
use crate::show::frame::Names;
use crate::show::geometry::Size;
use crate::show::staged::{NOW, Stage};

impl Stage {
    /// People, a source, a broker and consumers at rest.
    pub fn new(consumers: u16, size: Size) -> Self {
        let mut picture = Picture {
            now: NOW,
            ..Picture::default()
        };
        let mut node = |kind, rank, replica, gauges| {
            let node = NodeId(picture.nodes.len() as u16);
            picture.nodes.push(NodePicture {
                node,
                kind,
                rank,
                down_since: None,
                replica,
                gauges,
            });
        };
        node(NodeKind::PEOPLE, 0, None, vec![Gauge::Rate(6.0)]);
        node(
            NodeKind::PRODUCER,
            1,
            Some(ReplicaId(0)),
            vec![Gauge::Outbox(2)],
        );
        let lanes = vec![
            Lane {
                lane: 0,
                appended: 64,
                unread: 3,
            },
            Lane {
                lane: 1,
                appended: 6,
                unread: 2,
            },
        ];
        node(
            NodeKind::BROKER,
            2,
            None,
            vec![Gauge::Log(lanes), Gauge::DeadLetters(0)],
        );
        for consumer in 0..consumers {
            let waiting = u64::from(consumer) * 3;
            let station = Gauge::Station {
                waiting,
                busy: 1,
                workers: 2,
                retrying: 1,
                blocked: 0,
            };
            node(
                NodeKind::CONSUMER,
                3,
                Some(ReplicaId(consumer + 1)),
                vec![station],
            );
        }
        let mut link = |near: u16, far: u16| {
            let link = LinkId(picture.links.len() as u16);
            let reading = near == 0 && far > 1;
            let (near, far) = (NodeId(near), NodeId(far));
            picture.links.push(LinkPicture {
                link,
                near,
                far,
                cut_since: None,
                reading,
            });
        };
        link(0, 1);
        link(1, 2);
        for consumer in 0..consumers {
            link(2, 3 + consumer);
        }
        for consumer in 0..consumers {
            link(0, 3 + consumer);
        }
        let story = [
            "Users",
            "Profile service",
            "Broker",
            "Recommendations",
            "Search index",
            "E-mail",
            "Loyalty",
            "Fraud detection",
            "Shipping",
            "Customer support",
            "Data warehouse",
        ];
        let names = Names {
            node: story.map(str::to_owned).into(),
            role_line: ["", "source of truth", "2 partitions"]
                .map(str::to_owned)
                .into(),
            ..Names::default()
        };
        Self {
            face: &super::FACE,
            picture,
            names,
            keys: 24,
            size,
            freshness: |_, _| Freshness::InStep,
        }
    }
}
