//! The data on the screens of the first few people: what they were last shown, what they last wrote, and how that
//! stands against the truth.
//!
//! A screen changes when an answer arrives; what was found, and what was true when the person asked, is
//! taken down when the store was read. Of a saga people know what they were told, and services what they
//! booked. It follows the person at the page and a few others, so its work and memory are bounded.

use crate::consistency::state::keys::Truth;
use crate::facts::ids::{KeyIndex, NodeId, ReadId, ReplicaId, SessionId, WriteId, YOU};
use crate::facts::time::Micros;
use crate::facts::{Amount, Decline, SagaEnd, What};

/// Of the people so many are followed: those who did something first.
pub const MOST_SCREENS: usize = 6;
/// Of the keys that a person was shown the latest are kept.
pub(in crate::consistency) const MOST_ANSWERS: usize = 3;
/// So many reads of a person are followed at once; others are not, until one of those is answered.
pub(in crate::consistency) const MOST_READS: usize = 8;
/// When so many were not, those that are followed will not be answered any more.
pub(in crate::consistency) const MOST_PASSED: u32 = 1_000;
/// The most services of a saga.
pub(in crate::consistency) const MOST_STEPS: usize = 8;

/// The screens of those who are followed.
#[derive(Clone, Debug, Default)]
pub struct Screens {
    /// The person at the page if they did anything, and the others in the order of their first act.
    pub(in crate::consistency) people: Vec<Screen>,
}

/// What one person has in front of them.
#[derive(Clone, Debug)]
pub struct Screen {
    /// Who.
    pub session: SessionId,
    /// What they were last shown of each key, the newest first.
    pub answers: Vec<Answer>,
    /// What they last wrote, or the saga that they last asked for.
    pub wrote: Option<Wrote>,
    pub(in crate::consistency) asking: Vec<Asking>,
    /// Reads that were not followed since one was answered.
    pub(in crate::consistency) passed: u32,
}

/// One key as a person was last shown it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The key.
    pub key: KeyIndex,
    /// The store that was read; of sagas the number of the service's node.
    pub replica: ReplicaId,
    /// What it showed.
    pub found: Truth,
    /// What was true when the person asked.
    pub truth: Truth,
    /// When they asked.
    pub asked: Micros,
    /// When they saw it.
    pub answered: Micros,
    /// What was wrong with it.
    pub wrong: Option<Wrong>,
    /// How many committed versions it missed.
    pub behind: u64,
    /// How long before it was read the oldest of them had been committed.
    pub age: Micros,
    /// How many of the bookings that it showed were of sagas under way.
    pub tentative: u64,
}

/// What is wrong with what somebody was shown; of several things the first of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A write of their own is missing.
    OwnMissing,
    /// Something is missing that they had been shown before.
    WentBack,
    /// It was older than the truth when they asked.
    Stale,
    /// It came up to the newest version, and was another value all the same.
    Other,
}

/// What somebody last wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrote {
    /// The write or saga.
    pub write: WriteId,
    /// Its key.
    pub key: KeyIndex,
    /// When they sent it.
    pub at: Micros,
    /// What the key came to by it, once it is committed.
    pub value: Option<Amount>,
    /// When they were told that it is done, or that a saga is at its end.
    pub told: Option<Micros>,
    /// Why it was refused, if it was.
    pub refused: Option<Decline>,
    /// Whether it got lost on its way, so that they will hear nothing.
    pub lost: bool,
    /// How the saga ended, if it has.
    pub ended: Option<SagaEnd>,
    /// How often each service has booked for the saga and not given back, by the number of its node.
    pub(in crate::consistency) booked: [u8; MOST_STEPS],
}

impl Wrote {
    /// How often a service has booked for the saga and not given back.
    pub fn booked(&self, node: NodeId) -> u8 {
        let place = usize::from(node.0);
        self.booked.get(place).copied().unwrap_or(0)
    }
}

/// A read under way.
#[derive(Clone, Debug)]
pub(in crate::consistency) struct Asking {
    pub(in crate::consistency) read: ReadId,
    /// What was found so far, one for each key that a store was read for.
    pub(in crate::consistency) found: Vec<Answer>,
    /// The keys, with the truth when they were asked for.
    pub(in crate::consistency) keys: Vec<(KeyIndex, Truth)>,
    pub(in crate::consistency) at: Micros,
}

impl Screen {
    pub(in crate::consistency) fn new(session: SessionId) -> Self {
        Self {
            session,
            answers: Vec::new(),
            wrote: None,
            asking: Vec::new(),
            passed: 0,
        }
    }

    /// Since when they wait for an answer, if they do, and about which key.
    pub fn asks(&self) -> Option<(Micros, KeyIndex)> {
        let asking = self.asking.last()?;
        Some((asking.at, asking.keys.first()?.0))
    }

    pub(in crate::consistency) fn show(&mut self, answer: Answer) {
        self.answers.retain(|known| known.key != answer.key);
        self.answers.insert(0, answer);
        self.answers.truncate(MOST_ANSWERS);
    }
}

impl Screens {
    /// The screens, that of the person at the page first.
    pub fn people(&self) -> &[Screen] {
        &self.people
    }

    /// The screen of somebody who does something, if they are followed.
    pub(in crate::consistency) fn of(&mut self, session: SessionId) -> Option<&mut Screen> {
        let found = self.people.iter().position(|one| one.session == session);
        let place = found.or_else(|| {
            let is_you = session == YOU;
            let others = self.people.iter().filter(|one| one.session != YOU).count();
            let place = if is_you { 0 } else { self.people.len() };
            (is_you || others < MOST_SCREENS).then(|| {
                self.people.insert(place, Screen::new(session));
                place
            })
        })?;
        self.people.get_mut(place)
    }

    /// The last write of somebody who is followed, if it is this one.
    pub(in crate::consistency) fn wrote(&mut self, write: WriteId) -> Option<&mut Wrote> {
        let last = self.people.iter_mut().filter_map(|one| one.wrote.as_mut());
        last.into_iter().find(|wrote| wrote.write == write)
    }

    pub(in crate::consistency) fn answer(&mut self, at: Micros, read: ReadId, arrives: bool) {
        for one in &mut self.people {
            if let Some(place) = one.asking.iter().position(|asking| asking.read == read) {
                let asking = one.asking.remove(place);
                one.passed = 0;
                for found in asking.found.into_iter().rev().filter(|_| arrives) {
                    one.show(Answer {
                        answered: at,
                        ..found
                    });
                }
            }
        }
    }

    pub(in crate::consistency) fn change(&mut self, what: &What) {
        let (node, write, more) = match *what {
            What::Reserved { node, write, .. } => (node, write, true),
            What::Released { node, write, .. } => (node, write, false),
            What::Ended { write, how, .. } => {
                if let Some(wrote) = self.wrote(write) {
                    wrote.ended = Some(how);
                }
                return;
            }
            _ => return,
        };
        if let Some(wrote) = self.wrote(write)
            && let Some(booked) = wrote.booked.get_mut(usize::from(node.0))
        {
            *booked = if more {
                booked.saturating_add(1)
            } else {
                booked.saturating_sub(1)
            };
        }
    }
}

impl Screen {
    pub(in crate::consistency) fn ask(&mut self, at: Micros, read: ReadId, key: (KeyIndex, Truth)) {
        if let Some(asking) = self.asking.iter_mut().find(|asking| asking.read == read) {
            asking.keys.push(key);
            return;
        }
        if self.asking.len() == MOST_READS {
            self.passed += 1;
            if self.passed < MOST_PASSED {
                return;
            }
            self.asking.clear();
        }
        self.asking.push(Asking {
            read,
            found: Vec::new(),
            keys: vec![key],
            at,
        });
    }
}
