//! Pictures set up by hand, for the tests of this room.

use crate::consistency::freshness::Freshness;
use crate::facts::ids::{KeyIndex, LinkId, MessageId, ReplicaId, WriteId};
use crate::facts::time::{MILLISECOND, Micros, SECOND};
use crate::patterns::picture::{Fate, Mark, MarkKind, Part, Picture, Stream};
use crate::patterns::streams;

use super::face::Face;
use super::frame::{Ages, Frame, Names};
use super::geometry::Size;
use super::text::{Measure, estimate};

/// The instant of every staged picture.
pub const NOW: Micros = 4_210 * MILLISECOND;

/// A picture with all that a frame needs beside it.
pub struct Stage {
    pub face: &'static Face,
    pub picture: Picture,
    pub names: Names,
    pub keys: u32,
    pub size: Size,
    /// How a key of the n-th replica stands, by a seed of its own.
    pub freshness: fn(ReplicaId, KeyIndex) -> Freshness,
}

impl Stage {
    /// Some keys stale, some diverged.
    pub fn drifting(mut self) -> Self {
        self.freshness = |replica, key| {
            let ages = [20, 90, 300, 620, 900, 2_600, 7_000];
            let mixed = (u64::from(key) * 7 + u64::from(replica.0) * 13) % 29;
            let far = u64::from(replica.0 % 3);
            if replica.0 % 3 == 0 && key % 37 == 16 {
                Freshness::Diverged { since: 2 * SECOND }
            } else if mixed < 2 + 4 * far || (replica.0 % 3 == 0 && mixed < 9) {
                let age =
                    ages[(mixed as usize + key as usize) % (3 + 2 * (replica.0 as usize % 3))];
                Freshness::Stale {
                    since: NOW.saturating_sub(age * MILLISECOND),
                    behind: 1,
                }
            } else {
                Freshness::InStep
            }
        };
        self
    }

    /// One message that is `share` of its way along a link.
    pub fn mark(mut self, link: u16, kind: MarkKind, share: f64, change: fn(&mut Mark)) -> Self {
        let whole = 200 * MILLISECOND;
        let sent = NOW - (whole as f64 * share) as Micros;
        let mut mark = Mark {
            message: MessageId(self.picture.marks.len() as u64),
            link: LinkId(link),
            outward: matches!(kind, MarkKind::Command | MarkKind::Event | MarkKind::Query),
            kind,
            sent,
            due: sent + whole,
            fate: Fate::Flying,
            attempt: 0,
            copy: 0,
            write: Some(WriteId(16)),
            key: Some(3),
        };
        change(&mut mark);
        self.picture.marks.push(mark);
        self
    }

    /// A usual moment: a bit of everything on its way.
    pub fn busy(self) -> Self {
        let with = |_: &mut Mark| {};
        let reading = self.picture.links.len() as u16 - 1;
        self.mark(reading, MarkKind::Query, 0.5, with)
            .mark(reading, MarkKind::Answer, 0.1, with)
            .mark(0, MarkKind::Command, 0.6, with)
            .mark(0, MarkKind::Reply, 0.3, with)
            .mark(1, MarkKind::Event, 0.45, with)
            .mark(1, MarkKind::Acknowledgement, 0.8, with)
            .mark(2, MarkKind::Event, 0.35, with)
            .mark(2, MarkKind::Event, 0.8, with)
            .mark(2, MarkKind::Acknowledgement, 0.2, with)
            .mark(2, MarkKind::Event, 1.1, |mark| mark.fate = Fate::Arrived)
    }

    /// Faults: a resend, a duplicate, losses.
    pub fn troubled(self) -> Self {
        self.mark(3, MarkKind::Event, 0.55, |mark| mark.attempt = 1)
            .mark(3, MarkKind::Event, 0.2, |mark| mark.copy = 1)
            .mark(4, MarkKind::Event, 0.9, |mark| {
                mark.fate = Fate::Lost(NOW - 90 * MILLISECOND);
            })
            .mark(2, MarkKind::Event, 0.8, |mark| {
                mark.fate = Fate::Lost(NOW - 20 * MILLISECOND);
            })
    }

    /// This many messages on their way, spread over all links.
    pub fn crowded(mut self, marks: u64) -> Self {
        let links = self.picture.links.len() as u64;
        for place in 0..marks {
            let link = (place % links) as u16;
            let share = (place * 7919 % 9973) as f64 / 9973.0;
            let reading = self.picture.links[usize::from(link)].reading;
            let kind = match (link, place % 5) {
                (_, 0..=2) if reading => MarkKind::Query,
                _ if reading => MarkKind::Answer,
                (0, 0..=2) => MarkKind::Command,
                (0, _) => MarkKind::Reply,
                (_, 4) => MarkKind::Acknowledgement,
                _ => MarkKind::Event,
            };
            self = self.mark(link, kind, share, |_| {});
        }
        self
    }

    /// The same with streams where there is too much to be told apart.
    pub fn gathered(mut self) -> Self {
        let marks = std::mem::take(&mut self.picture.marks);
        let of = |link: LinkId| marks.iter().filter(move |mark| mark.link == link);
        let links: Vec<LinkId> = self.picture.links.iter().map(|link| link.link).collect();
        let numbers: Vec<usize> = links.iter().map(|link| of(*link).count()).collect();
        let are_streams = streams::streams(&numbers);
        let standing = streams::standing(&are_streams);
        for ((link, number), is_stream) in links.iter().zip(numbers).zip(are_streams) {
            if !is_stream {
                self.picture.marks.extend(of(*link).copied());
                continue;
            }
            let mut parts: Vec<Part> = Vec::new();
            for mark in of(*link) {
                streams::add(&mut parts, mark, 1);
            }
            for part in &parts {
                let wanted = streams::share(standing, part.number as usize, number);
                let every = streams::every(part.number as usize, wanted) as usize;
                let same =
                    of(*link).filter(|mark| mark.kind == part.kind && mark.outward == part.outward);
                self.picture
                    .marks
                    .extend(same.step_by(every).take(2 * wanted).copied());
            }
            self.picture.streams.push(Stream {
                link: *link,
                parts,
                again: 0,
                lost: 12,
            });
        }
        self
    }

    /// A consumer's link cut for 3.2 s.
    pub fn cut(mut self, link: usize) -> Self {
        self.picture.links[link].cut_since = Some(NOW - 3_200 * MILLISECOND);
        self
    }

    /// A node down for 1.7 s.
    pub fn down(mut self, node: usize) -> Self {
        self.picture.nodes[node].down_since = Some(NOW - 1_700 * MILLISECOND);
        self
    }

    /// Does something with the frame.
    pub fn framed<T>(&self, act: impl FnOnce(&Frame<'_>) -> T) -> T {
        self.measured(&estimate, act)
    }

    /// Does something with the frame, texts measured like this.
    pub fn measured<T>(&self, measure: Measure<'_>, act: impl FnOnce(&Frame<'_>) -> T) -> T {
        act(&Frame {
            face: self.face,
            picture: &self.picture,
            keys: self.keys,
            freshness: &self.freshness,
            next_wrong: &|_, key| Some(key),
            lag: &|replica| u64::from(replica.0) * 6 - 5,
            commits: Some(128),
            names: &self.names,
            measure,
            size: self.size,
            selected: None,
            hovered: None,
            focused: None,
            reduced_motion: false,
            fade_us: 400 * MILLISECOND,
            ages: Ages::default(),
        })
    }
}
