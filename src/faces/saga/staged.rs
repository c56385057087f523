//! Pictures of sagas set up by hand, for the tests of this room.

use crate::consistency::freshness::Freshness;
use crate::facts::ids::{LinkId, NodeId, WriteId};
use crate::facts::time::{MILLISECOND, Micros};
use crate::patterns::picture::{
    Fate, Gauge, LinkPicture, Mark, MarkKind, NodePicture, Picture, Special,
};
use crate::patterns::saga::special::{SagaOutcome, SagaPicture, StepBar, StepState, Waterfall};
use crate::scenario::NodeKind;
use crate::show::frame::Names;
use crate::show::geometry::Size;
use crate::show::staged::{NOW, Stage};

const NAMES: [&str; 6] = [
    "Flight",
    "Hotel",
    "Car",
    "Travel insurance",
    "Transfer",
    "Guide",
];

impl Stage {
    /// People, an orchestrator and services at rest, each with this many units of what is shared.
    pub fn saga(steps: u16, units: u64, size: Size) -> Self {
        let mut picture = Picture {
            now: NOW,
            ..Picture::default()
        };
        let mut node = |kind, rank, gauges| {
            picture.nodes.push(NodePicture {
                node: NodeId(picture.nodes.len() as u16),
                kind,
                rank,
                down_since: None,
                replica: None,
                gauges,
            });
        };
        node(NodeKind::PEOPLE, 0, vec![Gauge::Rate(12.0)]);
        node(NodeKind::ORCHESTRATOR, 1, Vec::new());
        for step in 0..u64::from(steps) {
            let part = |of: u64| units * of / 40;
            let capacity = Gauge::Capacity {
                taken: part(26 - 2 * step.min(8)),
                tentative: part(2 + step),
                orphaned: 0,
                units,
            };
            node(NodeKind::SERVICE, 2, vec![capacity]);
        }
        let mut link = |near: u16, far: u16, reading| {
            picture.links.push(LinkPicture {
                link: LinkId(picture.links.len() as u16),
                near: NodeId(near),
                far: NodeId(far),
                cut_since: None,
                reading,
            });
        };
        link(0, 1, false);
        for step in 0..steps {
            link(1, 2 + step, false);
        }
        for near in 0..steps {
            for far in near + 1..steps {
                link(2 + near, 2 + far, false);
            }
        }
        for step in 0..steps {
            link(0, 2 + step, true);
        }
        picture.special = Special::of(SagaPicture {
            completed: 182,
            compensated: 51,
            stuck: 0,
            in_flight: 12,
            followed: Some(waterfall(57)),
            choreography: false,
        });
        let names = ["Travellers", "Orchestrator"].into_iter().chain(NAMES);
        Self {
            face: &super::FACE,
            picture,
            names: Names {
                node: names.map(str::to_owned).collect(),
                key: "trip".to_owned(),
                ..Names::default()
            },
            keys: 24,
            size,
            freshness: |_, _| Freshness::InStep,
        }
    }

    /// The link between two nodes.
    pub fn link_of(&self, near: u16, far: u16, reading: bool) -> u16 {
        let same = |link: &&LinkPicture| {
            link.near == NodeId(near) && link.far == NodeId(far) && link.reading == reading
        };
        self.picture.links.iter().find(same).unwrap().link.0
    }

    fn steps(&self) -> u16 {
        self.picture.nodes.len() as u16 - 2
    }

    fn sagas(&mut self) -> &mut SagaPicture {
        let sagas = self.picture.special.get_mut();
        sagas.expect("set up as a saga")
    }

    /// Services go on by themselves.
    pub fn choreographed(mut self) -> Self {
        self.sagas().choreography = true;
        self
    }

    /// The saga that is followed: what was done, in milliseconds from its start.
    pub fn followed(mut self, bars: &[(u16, u64, Option<u64>, StepState, u32)]) -> Self {
        let mut saga = waterfall(56);
        for &(step, from, to, state, attempt) in bars {
            saga.bars.push(StepBar {
                step,
                from: saga.began + from * MILLISECOND,
                to: to.map(|to| saga.began + to * MILLISECOND),
                state,
                attempt,
            });
        }
        self.sagas().followed = Some(saga);
        self
    }

    /// When the followed saga began, in milliseconds before now, and how it ended after how long.
    pub fn begun(mut self, for_ms: u64, ended: Option<(u64, SagaOutcome)>) -> Self {
        if let Some(saga) = &mut self.sagas().followed {
            let began = NOW - for_ms * MILLISECOND;
            let shift = |at: &mut Micros| *at = *at - saga.began + began;
            for bar in &mut saga.bars {
                shift(&mut bar.from);
                bar.to.iter_mut().for_each(shift);
            }
            saga.began = began;
            saga.ended = ended.map(|(ms, outcome)| (began + ms * MILLISECOND, outcome));
        }
        self
    }

    /// A saga that goes well: two steps taken, the third one under way.
    pub fn well(self) -> Self {
        self.followed(&[
            (0, 30, Some(120), StepState::Done, 0),
            (1, 170, Some(290), StepState::Done, 0),
            (2, 330, None, StepState::Doing, 0),
        ])
        .begun(380, None)
    }

    /// A saga that is taken back: its third step was refused.
    pub fn compensating(self) -> Self {
        self.followed(&[
            (0, 0, Some(90), StepState::Done, 0),
            (1, 90, Some(190), StepState::Done, 0),
            (2, 190, Some(230), StepState::Failed, 0),
            (1, 230, Some(330), StepState::Undone, 0),
            (0, 330, None, StepState::Undoing, 0),
        ])
        .begun(450, None)
    }

    /// A saga whose first step could not be taken back, and a seat that nobody gives back.
    pub fn stuck(mut self) -> Self {
        for node in [2, 3] {
            if let Some(Gauge::Capacity {
                orphaned, units, ..
            }) = self
                .picture
                .nodes
                .get_mut(node)
                .and_then(|node| node.gauges.first_mut())
            {
                *orphaned = 1.max(*units / 12);
            }
        }
        self.sagas().stuck = 1;
        self.followed(&[
            (0, 0, Some(90), StepState::Done, 0),
            (1, 90, Some(190), StepState::Done, 0),
            (2, 190, Some(230), StepState::Failed, 0),
            (1, 230, Some(330), StepState::Undone, 0),
            (0, 330, Some(420), StepState::UndoFailed, 0),
            (0, 520, Some(610), StepState::UndoFailed, 1),
        ])
        .begun(700, Some((610, SagaOutcome::Stuck)))
    }

    /// A saga that waited for an answer in vain.
    pub fn unknown(self) -> Self {
        self.followed(&[
            (0, 0, Some(90), StepState::Done, 0),
            (1, 90, Some(590), StepState::Unknown, 0),
            (1, 640, None, StepState::Doing, 1),
        ])
        .begun(700, None)
    }

    /// All steps at once, one refused.
    pub fn parallel(self) -> Self {
        self.followed(&[
            (0, 0, Some(90), StepState::Done, 0),
            (1, 0, Some(210), StepState::Done, 0),
            (2, 0, Some(130), StepState::Failed, 0),
            (0, 130, Some(260), StepState::Undone, 0),
            (1, 210, Some(330), StepState::Undone, 0),
        ])
        .begun(345, Some((330, SagaOutcome::Compensated)))
    }

    /// A usual moment of an orchestration: a bit of everything on its way.
    pub fn led(mut self) -> Self {
        let with = |_: &mut Mark| {};
        self = self
            .mark(0, MarkKind::Command, 0.55, with)
            .mark(0, MarkKind::Reply, 0.3, with);
        for step in 0..self.steps() {
            let link = self.link_of(1, 2 + step, false);
            let share = 0.25 + 0.2 * f64::from(step % 3);
            self = self.mark(link, MarkKind::Command, share, with).mark(
                link,
                MarkKind::Reply,
                0.9 - share,
                with,
            );
            if step.is_multiple_of(2) {
                self = self.mark(link, MarkKind::Compensation, share + 0.2, |mark| {
                    mark.outward = true;
                });
            }
        }
        let read = self.link_of(0, 2, true);
        self.mark(read, MarkKind::Query, 0.4, |mark| mark.outward = true)
    }

    /// A usual moment of a choreography.
    pub fn danced(mut self) -> Self {
        let with = |_: &mut Mark| {};
        let first = self.link_of(1, 2, false);
        self = self
            .mark(0, MarkKind::Command, 0.55, with)
            .mark(first, MarkKind::Event, 0.6, with);
        for step in 1..self.steps() {
            let link = self.link_of(1 + step, 2 + step, false);
            self = self.mark(link, MarkKind::Event, 0.6, with).mark(
                link,
                MarkKind::Compensation,
                0.35,
                with,
            );
        }
        self
    }

    /// A command sent again, one lost, one whose way is cut.
    pub fn faulty(mut self) -> Self {
        let link = self.link_of(1, 2, false);
        self = self
            .mark(link, MarkKind::Command, 0.8, |mark| {
                mark.fate = Fate::Lost(NOW - 40 * MILLISECOND);
            })
            .mark(link, MarkKind::Command, 0.45, |mark| mark.attempt = 1);
        let last = self.link_of(1, 1 + self.steps(), false);
        self.cut(usize::from(last))
    }

    /// This many messages of sagas on their way.
    pub fn thronged(mut self, marks: u64) -> Self {
        let steps = u64::from(self.steps());
        for place in 0..marks {
            let link = self.link_of(1, (2 + place % steps) as u16, false);
            let share = (place * 7919 % 9973) as f64 / 9973.0;
            let kind = match place % 7 {
                0..=2 => MarkKind::Command,
                3..=4 => MarkKind::Reply,
                _ => MarkKind::Compensation,
            };
            self = self.mark(link, kind, share, |_| {});
        }
        self.sagas().in_flight = marks;
        self
    }
}

/// A saga of which nothing is known yet.
fn waterfall(saga: u64) -> Waterfall {
    Waterfall {
        saga: WriteId(saga),
        key: 3,
        began: NOW - 450 * MILLISECOND,
        ended: None,
        bars: Vec::new(),
    }
}
