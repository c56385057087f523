//! The data about incidents that have not ended, and what would end them. Found by the copy that they wait for, so
//! that a fact about which nobody waits costs nothing.

use crate::consistency::incidents::incident::Outcome;
use crate::consistency::state::keys::KeyState;
use crate::facts::ids::{KeyIndex, ReplicaId, WriteId};
use crate::facts::{Merge, Version};

/// What of a key of a copy would end an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// It shows this version or makes up for it by a newer one, or it turns out that it never will.
    Shows(Version),
    /// It shows this version all the same, though nobody thought that it would.
    Comes(Version),
    /// It shows this version all the same, or makes up for it by a newer one.
    Mended(Version),
    /// It has nothing twice any more: that its value is right for a while by chance mends nothing.
    Single,
    /// It neither misses anything for good nor has anything twice.
    Whole,
}

/// How a wait is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::consistency) enum End {
    /// The incident has ended before, and as it did.
    Quiet,
    /// The incident ends so.
    With(Outcome),
}

impl Until {
    /// The version that is waited for, if it is one.
    pub(in crate::consistency) fn version(self) -> Option<Version> {
        match self {
            Self::Single | Self::Whole => None,
            Self::Shows(version) | Self::Comes(version) | Self::Mended(version) => Some(version),
        }
    }

    /// Whether a key has come so far, and how that ends the incident if it does.
    pub(in crate::consistency) fn ended(self, state: &KeyState, merge: Merge) -> Option<End> {
        let Some(version) = self.version() else {
            let is_over = match self {
                Self::Whole => !state.diverged,
                _ => !state.is_doubled(),
            };
            return is_over.then_some(End::With(Outcome::Righted));
        };
        if !state.reflects(merge, version) {
            return None;
        }
        Some(if merge == Merge::Add || state.shown() == version {
            End::With(Outcome::Came)
        } else if matches!(self, Self::Comes(_)) {
            End::Quiet
        } else {
            End::With(Outcome::Overtaken)
        })
    }
}

/// Who waits for what.
#[derive(Clone, Debug, Default)]
pub struct Waits {
    /// By the place of the replica and the key: incidents by number.
    pub(in crate::consistency) keys: Vec<Vec<Vec<(u64, Until)>>>,
    /// By the place of the replica: until its lag is 0.
    pub(in crate::consistency) lagging: Vec<Vec<u64>>,
    /// How many wait in the two above.
    pub(in crate::consistency) open: usize,
    pub(in crate::consistency) blocked: Vec<Blocked>,
    pub(in crate::consistency) rebuilt: Vec<(ReplicaId, u64)>,
}

/// A write behind which others wait at a replica.
#[derive(Clone, Copy, Debug)]
pub(in crate::consistency) struct Blocked {
    pub(in crate::consistency) nth: u64,
    pub(in crate::consistency) write: WriteId,
    pub(in crate::consistency) place: usize,
    /// Whether the node went down since, and so has it no longer.
    pub(in crate::consistency) has_crashed: bool,
}

/// The list of a place, which is made if there is none.
pub(in crate::consistency) fn list<T>(lists: &mut Vec<Vec<T>>, place: usize) -> &mut Vec<T> {
    if lists.len() <= place {
        lists.resize_with(place + 1, Vec::new);
    }
    &mut lists[place]
}

impl Waits {
    /// Whether an incident still waits for another copy of the key.
    pub(in crate::consistency) fn elsewhere(&self, key: KeyIndex, nth: u64) -> bool {
        self.keys.iter().any(|keys| {
            let list = keys.get(key as usize);
            list.is_some_and(|list| list.iter().any(|(other, _)| *other == nth))
        })
    }
}
