//! A set of keys, a bit each: of hundreds of thousands the next one that is in it is found at once.

use crate::facts::ids::KeyIndex;

/// Keys.
#[derive(Clone, Debug, Default)]
pub struct KeySet {
    words: Vec<u64>,
}

impl KeySet {
    /// Puts a key in, or takes it out.
    pub fn set(&mut self, key: KeyIndex, is_in: bool) {
        let (word, bit) = (key as usize / 64, 1 << (key % 64));
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        if is_in {
            self.words[word] |= bit;
        } else {
            self.words[word] &= !bit;
        }
    }

    /// The first key from one on that is in it.
    pub fn next(&self, from: KeyIndex) -> Option<KeyIndex> {
        let first = from as usize / 64;
        let mut hidden = (1 << (from % 64)) - 1;
        for (place, word) in self.words.iter().enumerate().skip(first) {
            let left = word & !hidden;
            if left != 0 {
                return Some(place as KeyIndex * 64 + left.trailing_zeros());
            }
            hidden = 0;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_next_key_that_is_in_it_is_found() {
        let mut keys = KeySet::default();
        assert_eq!(keys.next(0), None);
        for key in [0, 63, 64, 700] {
            keys.set(key, true);
        }
        keys.set(63, false);
        let all: Vec<_> = std::iter::successors(keys.next(0), |key| keys.next(key + 1)).collect();
        assert_eq!(all, [0, 64, 700]);
        assert_eq!((keys.next(701), keys.next(90_000)), (None, None));
    }
}
