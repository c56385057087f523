//! The data of trails: what has happened to each write, for as long as somebody may ask why it is not where it
//! should be, from its request to its way to each replica. Bounded for each write, for each key and in all.

use std::collections::VecDeque;

use crate::facts::Fact;
use crate::facts::ids::{KeyIndex, WriteId};

/// How many stories are told at once, those of writes that every replica shows included.
pub(in crate::consistency) const MOST_STORIES: usize = 2_048;
/// Of writes that every replica shows, the newest are remembered: they may come once more.
pub(in crate::consistency) const MOST_DONE: usize = 512;
/// Of one key so many writes that some replica does not show are followed.
pub(in crate::consistency) const MOST_OF_KEY: usize = 16;
/// The oldest of those are kept when there are more: they are what is missed first.
pub(in crate::consistency) const FIRST_OF_KEY: usize = 4;
/// Of a write at one replica the first and the latest facts are kept.
pub(in crate::consistency) const FIRST_FACTS: usize = 3;
pub(in crate::consistency) const LATEST_FACTS: usize = 5;
/// The place of what concerns all replicas.
pub(in crate::consistency) const SHARED: u16 = u16::MAX;

/// The stories of writes.
#[derive(Clone, Debug, Default)]
pub struct Trails {
    pub(in crate::consistency) stories: Vec<Story>,
    pub(in crate::consistency) free: Vec<usize>,
    /// Those of writes that every replica shows, in the order in which that came to be.
    pub(in crate::consistency) done: VecDeque<usize>,
    /// Of each key the stories of writes that some replica does not show, in the order of commits.
    pub(in crate::consistency) of_keys: Vec<Vec<usize>>,
    /// Whose place is taken next when there is no room.
    pub(in crate::consistency) next: usize,
}

#[derive(Clone, Debug)]
pub(in crate::consistency) struct Story {
    pub(in crate::consistency) write: Option<WriteId>,
    pub(in crate::consistency) key: KeyIndex,
    /// With the place of the replica that each concerns.
    pub(in crate::consistency) facts: Vec<(u16, Fact)>,
}

impl Trails {
    /// A write was committed: where its story is told, counted from 1.
    pub(in crate::consistency) fn begin(&mut self, write: WriteId, key: KeyIndex) -> u32 {
        let keys = self.of_keys.len().max(key as usize + 1);
        self.of_keys.resize_with(keys, Vec::new);
        let story = self.room();
        self.stories[story].write = Some(write);
        self.stories[story].key = key;
        let open = &mut self.of_keys[key as usize];
        open.push(story);
        if open.len() > MOST_OF_KEY {
            let forgotten = open.remove(FIRST_OF_KEY);
            self.clear(forgotten);
            self.free.push(forgotten);
        }
        story as u32 + 1
    }

    /// A place for one more story.
    pub(in crate::consistency) fn room(&mut self) -> usize {
        if let Some(story) = self.free.pop() {
            return story;
        }
        if self.stories.len() < MOST_STORIES {
            self.stories.push(Story {
                write: None,
                key: 0,
                facts: Vec::new(),
            });
            return self.stories.len() - 1;
        }
        let story = self.done.pop_front().unwrap_or_else(|| {
            self.next = (self.next + 1) % MOST_STORIES;
            self.next
        });
        self.close(story);
        self.clear(story);
        story
    }

    pub(in crate::consistency) fn clear(&mut self, story: usize) {
        self.stories[story].write = None;
        self.stories[story].facts.clear();
    }

    /// The story is no longer one of those of its key that some replica does not show.
    pub(in crate::consistency) fn close(&mut self, story: usize) -> bool {
        let open = &mut self.of_keys[self.stories[story].key as usize];
        let place = open.iter().position(|other| *other == story);
        place.map(|place| open.remove(place)).is_some()
    }

    /// The place of the story of a write, if it is still told.
    pub(in crate::consistency) fn told(&self, write: WriteId, story: u32) -> Option<usize> {
        let place = (story as usize).checked_sub(1)?;
        (self.stories.get(place)?.write == Some(write)).then_some(place)
    }

    pub(in crate::consistency) fn add(
        &mut self,
        write: WriteId,
        story: u32,
        place: u16,
        fact: &Fact,
    ) {
        let Some(story) = self.told(write, story) else {
            return;
        };
        let facts = &mut self.stories[story].facts;
        if facts.len() >= FIRST_FACTS + LATEST_FACTS {
            let mut same = (0..).zip(facts.iter()).filter(|(_, (of, _))| *of == place);
            let dropped = same.clone().nth(FIRST_FACTS).map(|(nth, _)| nth);
            if let Some(dropped) = dropped
                && same.nth(FIRST_FACTS + LATEST_FACTS - 1).is_some()
            {
                facts.remove(dropped);
            }
        }
        facts.push((place, *fact));
    }

    /// Every replica shows the write or a newer one.
    pub(in crate::consistency) fn finish(&mut self, write: WriteId, story: u32) {
        if let Some(story) = self.told(write, story)
            && self.close(story)
        {
            self.done.push_back(story);
            if self.done.len() > MOST_DONE
                && let Some(oldest) = self.done.pop_front()
            {
                self.clear(oldest);
                self.free.push(oldest);
            }
        }
    }

    /// What happened to a write on its way to a replica, oldest first; on the way to all of them if
    /// none is named.
    pub(in crate::consistency) fn of(
        &self,
        write: WriteId,
        story: u32,
        place: Option<usize>,
    ) -> Vec<Fact> {
        let Some(story) = self.told(write, story) else {
            return Vec::new();
        };
        let facts = self.stories[story].facts.iter();
        let concerned =
            facts.filter(|(of, _)| *of == SHARED || place.is_some_and(|at| at == usize::from(*of)));
        concerned.map(|(_, fact)| *fact).collect()
    }
}
