//! From a link to a run that is watched, and back: at which instant it stands, and whether the run is the one
//! that the sender of the link saw.

use super::log::Log;
use super::pace::Pace;
use super::{Session, Speed};
use crate::facts::ids::{MessageId, WriteId};
use crate::facts::time::Micros;
use crate::run::Run;
use crate::scenario::{Check, Link, Problem};

impl Session {
    /// Opens a link. With a playhead it is run up to there, over the next frames, and paused.
    pub fn open(link: Link) -> Self {
        let far = link.playhead.filter(|&playhead| playhead > 0);
        let mut session = Self {
            run: Run::new(link.scenario),
            followed: None,
            extras: link.extras,
            log: Log::default(),
            playing: link.playhead.is_none(),
            speed: Speed::Paced,
            pace: Pace {
                rate: 0.0,
                hurrying: None,
            },
            playhead: 0.0,
            catch_up: far,
            halted: false,
            check: far.and(link.check),
            differs: None,
            hindsight: None,
            drag: None,
            held_ms: 0.0,
            behind: false,
        };
        session.pace = session.aimed();
        session
    }

    /// The link to this run as it stands: with the playhead unless time passes.
    pub fn link(&self) -> Link {
        let passes = self.playing && self.catch_up.is_none() && !self.run.is_over();
        if passes {
            self.link_from_the_start()
        } else {
            self.link_to_now()
        }
    }

    /// The link to the instant shown, or to the one that is not reached yet; who opens it is paused there.
    pub fn link_to_now(&self) -> Link {
        // Who opens the link sees everything of that instant; a step may stand in the midst of it.
        let next_at = self.run.next_at();
        let is_whole = self.run.is_over() || next_at.is_some_and(|next| next > self.now());
        let own = (is_whole && self.catch_up.is_none() && self.now() > 0)
            .then(|| Check::of(self.digest()));
        Link {
            playhead: Some(self.catch_up.unwrap_or(self.now())),
            check: self.check.or(own),
            ..self.link_from_the_start()
        }
    }

    /// The link to this run that plays it from its start.
    pub fn link_from_the_start(&self) -> Link {
        Link {
            scenario: self.scenario().clone(),
            playhead: None,
            check: None,
            extras: self.extras.clone(),
        }
    }

    /// Holds the run against what the sender of the link saw, whose instant is reached.
    pub(super) fn verify(&mut self) {
        if let Some(check) = self.check.take() {
            self.differs = check.held_against(self.digest(), self.now());
        }
    }

    /// What is said of a run that is not the one that the sender of the link saw, from the instant of the
    /// link on.
    pub fn differs(&self) -> Option<&Problem> {
        self.differs.as_ref()
    }

    /// Whether a message is under way, or one of those that are remembered.
    pub fn knows_message(&self, message: MessageId) -> bool {
        !self.chain(message).is_empty()
    }

    /// Whether there is a write or a saga so far.
    pub fn knows_write(&self, write: WriteId) -> bool {
        self.consistency().was_requested(write)
    }

    /// Whether the run has come to an instant, or is over before it.
    pub fn has_reached(&self, at: Micros) -> bool {
        self.catch_up.is_none() && (self.now() >= at || self.run.is_over())
    }
}
