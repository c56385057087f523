//! What the page shows beside the run itself, field by field: who reads one is told of changes of that one
//! alone.

use reactive_stores::{Patch, Store};

use crate::facts::time::Micros;
use crate::scenario::{Pattern, Preset, Scenario};
use crate::session::{Session, Speed, State, ViewState};
use crate::show::Target;

/// All of it, for a [`Store`].
#[derive(Clone, Debug, Store)]
pub struct PageState {
    /// What changes from one frame to the next; set at most once a frame.
    pub readout: Readout,
    /// What the run is a run of.
    pub pattern: Pattern,
    /// The settings at the start and what was done since, as they stand in the link.
    pub scenario: Scenario,
    /// How many runs have been opened here: tells one from the next.
    pub opened: u32,
    /// How often a run has begun here, be it the same one again: what happened in another is not to come in this.
    pub begun: u32,
    /// Whether the view is shown in which the model is checked against theory; time stands still meanwhile.
    pub theory: bool,
    /// Whether the picture, the caption and the timeline are shown alone, large.
    pub presentation: bool,
    /// What colours and sharpness of all pictures follow from.
    pub surroundings: Surroundings,
    /// What was wrong with the link, and what there is to say of what was done.
    #[store(key: usize = |notice| notice.number)]
    pub notices: Vec<Notice>,
    /// The address that is kept as it came, since its link could not be read whole or shows another run
    /// than its sender saw.
    pub kept: Option<String>,
    /// The preset that the run comes from, to which all can be reset.
    pub preset: Option<&'static Preset>,
    /// What can be undone and redone.
    pub reach: Reach,
    /// What the popover speaks of.
    pub selected: Option<Target>,
    /// The incident that a person looks at, by its number.
    pub chosen: Option<u64>,
    /// The incident that a person wants to find in the list, by its number.
    pub sought: Option<u64>,
    /// Whether anybody has looked at an incident of this run.
    pub noticed: bool,
    /// Which tab of the results is shown, by its place.
    pub tab: usize,
    /// Which tab stands beside the picture at its left, by its place: the settings, or the acts.
    pub desk: usize,
    /// The act that was pointed out on the timeline, by its place in the list.
    pub act: Option<usize>,
    /// The key that the person at the page has chosen to write and read, from 1; 0 if none.
    pub your_key: u32,
    /// What is to be looked at, once it is there.
    pub awaited: Option<Awaited>,
}

/// What is to be looked at later.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Awaited {
    /// What a link says is selected, when the run has come to its instant.
    View {
        /// What that is.
        view: ViewState,
        /// The instant.
        at: Micros,
    },
    /// The first incident of a kind, by the word under which it is counted, when it is known when that was.
    Moment(&'static str),
}

/// Where the page is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surroundings {
    /// Whether its colours are those of the dark theme.
    pub is_dark: bool,
    /// Device pixels for each of the page's: another number on another screen, and when it is zoomed.
    pub pixel_ratio: f64,
}

/// Where undo and redo lead from here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Whether there is something to undo.
    pub back: bool,
    /// Whether there is something to redo.
    pub forth: bool,
}

/// A line above the picture, to be put away.
#[derive(Clone, Debug, PartialEq, Eq, Store)]
pub struct Notice {
    /// Tells it from the others.
    pub number: usize,
    /// What it says, as text: a link may hold anything.
    pub text: String,
}

/// What changes from one frame to the next.
#[derive(Clone, Debug, PartialEq, Store, Patch)]
pub struct Readout {
    /// The instant shown.
    pub now: Micros,
    /// When users and faults stop.
    pub duration: Micros,
    /// Whether it runs.
    #[patch(|old, new| *old = new)]
    pub state: State,
    /// Whether users have stopped, and what is under way comes to its end.
    pub draining: bool,
    /// How much of the way to a playhead that is not reached yet is done, in percent.
    pub catching_up: Option<u8>,
    /// That playhead.
    pub aim: Option<Micros>,
    /// Whether the way there was stopped.
    pub halted: bool,
    /// How fast simulated time goes, in words.
    pub pace: String,
    /// The speed that was chosen.
    #[patch(|old, new| *old = new)]
    pub speed: Speed,
}

impl Readout {
    pub(super) fn of(session: &Session) -> Self {
        Self {
            now: session.now(),
            duration: session.duration(),
            state: session.state(),
            draining: session.is_draining(),
            catching_up: session.catching_up().map(|share| (share * 100.0) as u8),
            aim: session.aim(),
            halted: session.is_halted(),
            pace: session.pace_words(),
            speed: session.speed(),
        }
    }

    /// Whether time goes on by itself, be it to a playhead that is not reached yet.
    pub fn runs(&self) -> bool {
        self.state == State::Playing || self.aim.is_some() && !self.halted
    }

    /// Whether it goes as fast as it can, and what is between is not to be seen.
    pub fn hurries(&self) -> bool {
        self.runs() && (self.aim.is_some() || self.speed == Speed::ToEnd)
    }

    /// Whether nothing is left to happen.
    pub fn is_over(&self) -> bool {
        matches!(self.state, State::Ended { .. } | State::Stopped(_))
    }
}
