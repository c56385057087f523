//! Moments of a background sync set up by hand, for the tests of this room.

use crate::consistency::freshness::Freshness;
use crate::facts::ids::{KeyIndex, LinkId, MessageId, NodeId, ReplicaId};
use crate::facts::time::{MILLISECOND, MINUTE, Micros, SECOND};
use crate::patterns::background_sync::special::{RunOutcome, RunPicture, SyncPicture};
use crate::patterns::picture::{
    Fate, Gauge, LinkPicture, Mark, MarkKind, NodePicture, Picture, Special,
};
use crate::scenario::NodeKind;
use crate::show::geometry::Size;
use crate::show::staged::Stage;

/// The instant of every staged sync: the fifth run has ended, the next one comes in 1:54.
pub const NOW: Micros = 28 * MINUTE + 6 * SECOND;
const INTERVAL: Micros = 5 * MINUTE;

impl Stage {
    /// People, sources, a job that runs every five minutes, and the target.
    pub fn sync(sources: u16, size: Size) -> Self {
        let mut stage = Self::new(0, size);
        stage.face = &super::FACE;
        let (job, target) = (sources + 1, sources + 2);
        let node = |node: u16, kind, rank, replica, gauges| NodePicture {
            node: NodeId(node),
            kind,
            rank,
            down_since: None,
            replica,
            gauges,
        };
        let mut nodes = vec![node(0, NodeKind::PEOPLE, 0, None, vec![Gauge::Rate(3.1)])];
        nodes.extend((0..sources).map(|place| {
            let replica = Some(ReplicaId(place));
            node(1 + place, NodeKind::SOURCE, 1, replica, Vec::new())
        }));
        nodes.push(node(job, NodeKind::JOB, 2, None, Vec::new()));
        let copy = Some(ReplicaId(sources));
        nodes.push(node(target, NodeKind::TARGET, 3, copy, Vec::new()));
        let mut ends: Vec<(u16, u16)> = (1..=sources).map(|far| (0, far)).collect();
        ends.extend((1..=sources).map(|near| (near, job)));
        ends.extend([(job, target), (0, target)]);
        let links = ends.iter().zip(0..).map(|((near, far), link)| LinkPicture {
            link: LinkId(link),
            near: NodeId(*near),
            far: NodeId(*far),
            cut_since: None,
            reading: *near == 0 && *far == target,
        });
        stage.picture = Picture {
            now: NOW,
            nodes,
            links: links.collect(),
            special: Special::of(SyncPicture {
                last_tick: 25 * MINUTE,
                next_tick: Some(30 * MINUTE),
                runs: (1..=5).map(|nth| done(nth * INTERVAL, 40 + nth)).collect(),
                watermark: Some(25 * MINUTE),
                missed: Vec::new(),
                present: Vec::new(),
            }),
            ..Picture::default()
        };
        let shops = ["Posts", "Shop 2", "Shop 3", "Shop 4", "Shop 5", "Shop 6"];
        let names = ["Members"]
            .into_iter()
            .chain(shops[..sources as usize].iter().copied());
        let names = names.chain(["Sync job", "Analytics"]);
        stage.names.node = names.map(str::to_owned).collect();
        stage.names.role_line = Vec::new();
        stage.keys = 65;
        stage
    }

    fn on_sync(mut self, change: impl FnOnce(&mut SyncPicture)) -> Self {
        if let Some(sync) = self.picture.special.get_mut() {
            change(sync);
        }
        self
    }

    /// A row is new at the source, one is gone from both sides.
    pub fn changing_rows(mut self) -> Self {
        self.freshness = |_, key| match key {
            65 => Freshness::Stale {
                since: NOW - 60 * SECOND,
                behind: 1,
            },
            _ => Freshness::InStep,
        };
        self.on_sync(|sync| {
            let rows = |all: u32| (0..all).map(|row| row != 17).collect();
            sync.present = vec![(ReplicaId(0), rows(66)), (ReplicaId(1), rows(65))];
        })
    }

    /// Some rows of the target wait for the next run, some have missed one.
    pub fn waiting(mut self) -> Self {
        self.freshness = |_, key| {
            let mixed = key * 7919 % 97;
            let since = match mixed {
                0..=11 => NOW - 20 * SECOND,
                12..=19 => NOW - 160 * SECOND,
                20..=25 => NOW - 170 * SECOND,
                26..=28 => NOW - 400 * SECOND,
                _ => return Freshness::InStep,
            };
            Freshness::Stale { since, behind: 1 }
        };
        self
    }

    /// A run has copied 22 of 58 rows; batches travel, people read.
    pub fn running(self) -> Self {
        let now = NOW;
        self.on_sync(|sync| {
            sync.last_tick = now - 4 * SECOND;
            sync.next_tick = Some(now + 296 * SECOND);
            sync.runs.push(RunPicture {
                began: now - 4 * SECOND,
                ended: None,
                outcome: RunOutcome::Running,
                moved: 22,
                found: 58,
            });
        })
        .flying(MarkKind::Batch, true, 0.55, |_, far| far == NodeKind::JOB)
        .flying(MarkKind::Batch, true, 0.4, |near, _| near == NodeKind::JOB)
        .flying(MarkKind::Command, true, 0.5, |_, far| {
            far == NodeKind::SOURCE
        })
        .flying(MarkKind::Reply, false, 0.75, |_, far| {
            far == NodeKind::SOURCE
        })
        .reading()
    }

    /// People read the target.
    pub fn reading(self) -> Self {
        let target = |near: NodeKind, far| near == NodeKind::PEOPLE && far == NodeKind::TARGET;
        self.flying(MarkKind::Query, true, 0.3, target)
            .flying(MarkKind::Answer, false, 0.4, target)
    }

    /// The run before the last has failed half-way, the last one was left out.
    pub fn failed(self) -> Self {
        self.on_sync(|sync| {
            sync.runs[2].outcome = RunOutcome::Replaced;
            sync.runs[2].moved = 12;
            sync.runs[3].outcome = RunOutcome::Skipped;
            sync.runs[3].ended = Some(sync.runs[3].began);
            sync.runs[4].outcome = RunOutcome::Failed;
            (sync.runs[4].moved, sync.runs[4].found) = (22, 58);
        })
    }

    /// A row, or several, were seen behind the watermark; they are wrong for good.
    pub fn missed(mut self, rows: u32) -> Self {
        self.freshness = |_, key| match key {
            31 => Freshness::Diverged { since: 25 * MINUTE },
            3 | 8 | 40 => Freshness::Stale {
                since: NOW - 100 * SECOND,
                behind: 2,
            },
            _ => Freshness::InStep,
        };
        self.on_sync(|sync| {
            let stamp = |row: u32| {
                let before = Micros::from(row) * 97 * SECOND + 2 * SECOND;
                (25 * MINUTE).saturating_sub(before)
            };
            sync.missed = (0..rows)
                .rev()
                .map(|row| ((31 + row) % 65, stamp(row)))
                .collect();
        })
    }

    /// Runs that overlap.
    pub fn overlapping(self) -> Self {
        self.on_sync(|sync| {
            for run in &mut sync.runs {
                run.ended = run
                    .ended
                    .map(|ended| ended + 380 * SECOND)
                    .filter(|at| *at <= NOW);
                if run.ended.is_none() {
                    run.outcome = RunOutcome::Running;
                    run.moved = 11;
                }
            }
        })
    }

    /// Nothing has run yet.
    pub fn fresh(mut self) -> Self {
        self.picture.now = 12 * SECOND;
        self.on_sync(|sync| {
            sync.last_tick = 0;
            sync.next_tick = Some(INTERVAL);
            sync.runs.clear();
            sync.watermark = None;
        })
    }

    /// People write to both sides.
    pub fn two_way(mut self) -> Self {
        for link in &mut self.picture.links {
            link.reading = false;
        }
        self.on_sync(|sync| sync.watermark = None)
    }

    /// A message on the first link between nodes of these kinds.
    fn flying(
        mut self,
        kind: MarkKind,
        outward: bool,
        share: f64,
        wanted: impl Fn(NodeKind, NodeKind) -> bool,
    ) -> Self {
        let whole = 200 * MILLISECOND;
        let now = self.picture.now;
        let sent = now - (whole as f64 * share) as Micros;
        let of = |node: NodeId| self.picture.nodes[usize::from(node.0)].kind;
        let link = self
            .picture
            .links
            .iter()
            .find(|link| wanted(of(link.near), of(link.far)));
        let mark = Mark {
            message: MessageId(self.picture.marks.len() as u64),
            link: link.map_or(LinkId(0), |link| link.link),
            outward,
            kind,
            sent,
            due: sent + whole,
            fate: Fate::Flying,
            attempt: 0,
            copy: 0,
            write: None,
            key: Some(3 as KeyIndex),
        };
        self.picture.marks.push(mark);
        self
    }
}

fn done(began: Micros, rows: u64) -> RunPicture {
    RunPicture {
        began,
        ended: Some(began + 20 * SECOND + rows * 100 * MILLISECOND),
        outcome: RunOutcome::Done,
        moved: rows,
        found: rows,
    }
}
