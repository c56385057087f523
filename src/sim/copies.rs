//! How many copies there are of each of many things: messages about a write, jobs of a write in hand.

use std::collections::BTreeMap;

/// Counts of copies. What there is none of takes no room.
#[derive(Clone, Debug)]
pub struct Copies<K>(BTreeMap<K, u32>);

impl<K> Default for Copies<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord> Copies<K> {
    /// One more copy of a thing.
    pub fn add(&mut self, thing: K) {
        *self.0.entry(thing).or_insert(0) += 1;
    }

    /// One copy of a thing less.
    pub fn take(&mut self, thing: &K) {
        if let Some(count) = self.0.get_mut(thing) {
            *count -= 1;
            if *count == 0 {
                self.0.remove(thing);
            }
        }
    }

    /// Whether there is any copy of a thing.
    pub fn contains(&self, thing: &K) -> bool {
        self.0.contains_key(thing)
    }

    /// Whether there is any copy of a thing between two.
    pub fn contains_within(&self, things: std::ops::RangeInclusive<K>) -> bool {
        self.0.range(things).next().is_some()
    }

    /// Whether there is no copy of anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// There are no copies of anything any more.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_thing_is_there_until_its_last_copy_is_taken() {
        let mut copies = Copies::default();
        copies.add(7);
        copies.add(7);
        copies.take(&7);
        assert!(copies.contains(&7));
        copies.take(&7);
        copies.take(&7);
        assert!(!copies.contains(&7));
    }
}
