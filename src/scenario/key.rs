//! The vocabulary of parameters: each has one word, which is its name in links, on the command line
//! and in the reference. Who declares a parameter declares its key, by [`keys`]; here are those that
//! scenarios themselves speak of.

/// The name of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(&'static str);

impl Key {
    /// The key of a word; [`keys`] makes one a constant.
    pub const fn new(word: &'static str) -> Self {
        Self(word)
    }

    /// The word in a link.
    pub const fn word(self) -> &'static str {
        self.0
    }
}

/// Declares keys, each with its word, as constants of [`Key`].
macro_rules! keys {
    ($($key:ident $word:literal),* $(,)?) => {
        impl $crate::scenario::Key {
            $(#[doc = concat!("`", $word, "`")] pub const $key: Self = Self::new($word);)*
        }
    };
}
pub(crate) use keys;

keys! {
    STORY "story",
    SEED "seed",
    DURATION "duration",
    KEYS "keys",
}
