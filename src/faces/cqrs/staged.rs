//! Pictures of the CQRS pattern set up by hand, for the tests; `cargo test --lib cqrs_gallery --
//! --ignored` writes them to `target/gallery`, to be looked at.

use crate::consistency::freshness::Freshness;
use crate::facts::ids::{LinkId, NodeId, ReplicaId};
use crate::facts::time::MILLISECOND;
use crate::patterns::cqrs::special::{LogEntry, LogPicture, Projector};
use crate::patterns::picture::{Gauge, LinkPicture, MarkKind, NodePicture, Picture, Special};
use crate::scenario::NodeKind;
use crate::show::frame::Names;
use crate::show::geometry::Size;
use crate::show::staged::{NOW, Stage};

/// Events that the staged logs hold at least.
const APPENDED: u64 = 311;
/// Between two events of a staged log.
pub const RHYTHM_MS: u64 = 55;

impl Stage {
    /// People, a write model and read models that have applied every event.
    pub fn cqrs(views: u16, replicas: u16, size: Size) -> Self {
        let models = views * replicas;
        let mut nodes = vec![(NodeKind::PEOPLE, None), (NodeKind::WRITE_MODEL, Some(0))];
        nodes.extend((0..models).map(|model| (NodeKind::READ_MODEL, Some(model + 1))));
        let nodes = nodes.into_iter().zip(0..).map(|((kind, replica), place)| {
            let gauges = match kind {
                NodeKind::PEOPLE => vec![Gauge::Rate(4.0)],
                NodeKind::READ_MODEL => vec![Gauge::Station {
                    waiting: 0,
                    busy: 1,
                    workers: 1,
                    retrying: 0,
                    blocked: 0,
                }],
                _ => Vec::new(),
            };
            NodePicture {
                node: NodeId(place),
                kind,
                rank: place.min(2) as u8,
                down_since: None,
                replica: replica.map(ReplicaId),
                gauges,
            }
        });
        let mut ends = vec![(0, 1)];
        ends.extend((0..models).map(|model| (1, 2 + model)));
        ends.extend((0..models).map(|model| (0, 2 + model)));
        let links = ends
            .into_iter()
            .zip(0..)
            .map(|((near, far), place)| LinkPicture {
                link: LinkId(place),
                near: NodeId(near),
                far: NodeId(far),
                cut_since: None,
                reading: near == 0 && far > 1,
            });
        let tail = (0..64).map(|back| LogEntry {
            position: APPENDED - 63 + back,
            at: NOW - (63 - back) * RHYTHM_MS * MILLISECOND - 120 * MILLISECOND,
            key: (back * 7 % 24) as u32,
        });
        let projectors = (0..models).map(|model| Projector {
            node: NodeId(2 + model),
            position: APPENDED,
            checkpoint: APPENDED,
            rebuilding: None,
        });
        let picture = Picture {
            now: NOW,
            nodes: nodes.collect(),
            links: links.collect(),
            special: Special::of(LogPicture {
                appended: APPENDED,
                tail: tail.collect(),
                projectors: projectors.collect(),
            }),
            ..Picture::default()
        };
        let mut node = vec!["Customers".to_owned(), "Accounts".to_owned()];
        for view in ["Balances", "Statements", "Alerts"]
            .iter()
            .take(views.into())
        {
            node.extend((1..=replicas).map(|replica| match replicas {
                1 => (*view).to_owned(),
                _ => format!("{view} {replica}"),
            }));
        }
        Self {
            face: &super::FACE,
            picture,
            names: Names {
                node,
                ..Names::default()
            },
            keys: 24,
            size,
            freshness: |_, _| Freshness::InStep,
        }
    }

    /// The log of a staged picture.
    pub fn change_log(&mut self, change: impl FnOnce(&mut LogPicture)) {
        if let Some(log) = self.picture.special.get_mut() {
            change(log);
        }
    }

    /// Each projector further behind than the one before it by as much.
    pub fn behind(mut self, step: u64) -> Self {
        self.change_log(|log| {
            for (projector, place) in log.projectors.iter_mut().zip(1..) {
                projector.position -= (step * place).min(projector.position);
                projector.checkpoint = projector.position;
            }
        });
        self
    }

    /// Checkpoints this far before what is applied.
    pub fn checkpointed(mut self, before: u64) -> Self {
        self.change_log(|log| {
            for projector in &mut log.projectors {
                projector.checkpoint = projector.position.saturating_sub(before);
            }
        });
        self
    }

    /// The first read model is rebuilt in place and has come this far; the second one beside the old.
    pub fn rebuilding(mut self, position: u64) -> Self {
        self.change_log(|log| {
            for (projector, place) in log.projectors.iter_mut().zip(0..2) {
                projector.rebuilding = Some(position);
                if place == 0 {
                    projector.position = position;
                    projector.checkpoint = position;
                }
            }
        });
        self
    }

    /// A usual moment: commands, events on the bus and people who read.
    pub fn commanded(self) -> Self {
        let models = (self.picture.nodes.len() - 2) as u16;
        let mut stage =
            self.mark(0, MarkKind::Command, 0.6, |_| {})
                .mark(0, MarkKind::Reply, 0.3, |_| {});
        for model in 0..models {
            stage = stage.mark(1 + model, MarkKind::Event, 0.35, |_| {}).mark(
                1 + model,
                MarkKind::Event,
                0.7,
                |_| {},
            );
        }
        stage.mark(1 + models, MarkKind::Query, 0.4, |_| {}).mark(
            2 * models,
            MarkKind::Answer,
            0.6,
            |_| {},
        )
    }
}

/// The moments that are tested and drawn for people to look at.
pub fn moments(size: Size) -> Vec<(&'static str, Stage)> {
    let stage = |views, replicas| Stage::cqrs(views, replicas, size).drifting();
    let mut many_keys = stage(2, 1).behind(5).commanded();
    many_keys.keys = 10_000;
    let mut young = stage(2, 1).behind(2).commanded();
    young.change_log(|log| {
        log.appended = 5;
        log.tail.clear();
        for projector in &mut log.projectors {
            projector.position = 4;
            projector.checkpoint = 0;
        }
    });
    let mut long_names = stage(3, 2).behind(1).commanded();
    for name in &mut long_names.names.node {
        *name = match name.rsplit_once(' ') {
            Some((view, number)) => format!("{view} of the northern hemisphere {number}"),
            None => format!("{name} of the northern hemisphere"),
        };
    }
    vec![
        ("in-step", Stage::cqrs(2, 1, size)),
        ("one", stage(1, 1).behind(3).commanded()),
        ("lagging", stage(2, 1).behind(6).commanded().checkpointed(4)),
        ("far", stage(3, 1).behind(40).commanded()),
        ("rebuilding", stage(2, 2).rebuilding(128).commanded()),
        ("twelve", stage(3, 4).behind(2).commanded().cut(3).down(5)),
        ("many-keys", many_keys),
        ("young", young),
        ("long-names", long_names),
        ("four", stage(1, 4).behind(7).checkpointed(3).commanded()),
    ]
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
#[ignore = "draws files for people to look at"]
fn cqrs_gallery() {
    use crate::show::ink::Theme;
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/gallery");
    std::fs::create_dir_all(folder).unwrap();
    for (width, height) in [(880.0, 640.0), (620.0, 700.0), (380.0, 560.0)] {
        for (name, stage) in moments(Size::new(width, height)) {
            let scene = stage.framed(crate::faces::cqrs::scene);
            for (theme, suffix) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
                let svg = crate::show::svg::document(&scene.shapes, scene.size, theme, name);
                std::fs::write(format!("{folder}/cqrs-{name}-{width}-{suffix}.svg"), svg).unwrap();
            }
        }
    }
}
