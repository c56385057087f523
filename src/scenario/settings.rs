//! The values of all parameters of one pattern.

use super::key::Key;
use super::param::Param;
use super::pattern::Pattern;
use super::pattern::{find, params};
use super::value::{Value, fit, parse_value, write_value};
use crate::facts::time::Micros;
use crate::sim::law::Law;

/// A value for every parameter of a pattern, each valid in itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    pattern: Pattern,
    /// In the order in which the pattern declares its parameters.
    values: Vec<Value>,
}

static NO_LAW: Law = Law::Constant(0);

impl Settings {
    /// The settings of a link that mentions none.
    pub fn defaults(pattern: Pattern) -> Self {
        (pattern.spec().defaults)().clone()
    }

    /// The defaults that a pattern declares, read anew.
    pub fn declared(pattern: Pattern) -> Self {
        // A default is one value for all peers; that each can be read is tested.
        let default = |param| parse_value(param, 1, param.default).unwrap_or(Value::Off);
        Self {
            pattern,
            values: params(pattern).iter().map(default).collect(),
        }
    }

    /// Where a parameter stands among those of the pattern. Everybody asks, and one copy of this is enough.
    #[inline(never)]
    fn row(&self, key: Key) -> Option<usize> {
        self.params().iter().position(|param| param.key == key)
    }

    /// The pattern they are for.
    pub fn pattern(&self) -> Pattern {
        self.pattern
    }

    /// The parameters that have a value here, in the order of their declaration.
    pub fn params(&self) -> &'static [Param] {
        params(self.pattern)
    }

    /// The value as it was set: [`Value::Inherit`] is not followed. What the pattern does not declare is off.
    pub fn value(&self, key: Key) -> &Value {
        self.row(key).map_or(&Value::Off, |row| &self.values[row])
    }

    /// Sets a value. One out of bounds becomes the nearest in bounds; one that is no value of this
    /// parameter is left out. A changed number of peers makes lists longer (by their last value) or
    /// shorter.
    pub fn set(&mut self, key: Key, value: Value) {
        let Some(row) = self.row(key) else {
            return;
        };
        let param = &self.params()[row];
        let Some(value) = fit(param, self.peers(param), value) else {
            return;
        };
        self.values[row] = value;
        let is_for = |param: &Param| param.per_peer.is_some_and(|peers| peers.key == key);
        for (row, listed) in self.params().iter().enumerate() {
            if is_for(listed) {
                let value = std::mem::replace(&mut self.values[row], Value::Off);
                if let Some(value) = fit(listed, self.peers(listed), value) {
                    self.values[row] = value;
                }
            }
        }
    }

    /// For how many peers a parameter may have a value each; 1 if it has one value only.
    pub fn peers(&self, param: &Param) -> usize {
        let peers = param.per_peer;
        peers.map_or(1, |peers| self.count(peers.key) as usize)
    }

    /// Sets a value to its default.
    pub fn reset(&mut self, key: Key) {
        let value = (self.pattern.spec().defaults)().value(key).clone();
        self.set(key, value);
    }

    /// Reads a text as a value of the parameter, without setting it.
    ///
    /// # Errors
    ///
    /// What was expected, in words that follow "expected".
    pub fn read(&self, key: Key, text: &str) -> Result<Value, String> {
        let param = find(self.pattern, key)
            .ok_or_else(|| format!("a parameter of {}", self.pattern.word()))?;
        parse_value(param, self.peers(param), text)
    }

    /// The value in its one spelling.
    pub fn write(&self, key: Key) -> String {
        write_value(self.value(key))
    }

    /// Whether the value is that of a link that does not mention it.
    pub fn is_default(&self, key: Key) -> bool {
        (self.pattern.spec().defaults)().value(key) == self.value(key)
    }

    /// A whole number; 0 if the parameter is none.
    pub fn count(&self, key: Key) -> u64 {
        if let Value::Count(count) = self.value(key) {
            *count
        } else {
            0
        }
    }

    /// A number; 0 if the parameter is none.
    pub fn number(&self, key: Key) -> f64 {
        if let Value::Number(number) = self.value(key) {
            *number
        } else {
            0.0
        }
    }

    /// A time; 0 if it is off or the parameter is none.
    pub fn time(&self, key: Key) -> Micros {
        self.time_or_off(key).unwrap_or(0)
    }

    /// A time, or `None` if it is off.
    pub fn time_or_off(&self, key: Key) -> Option<Micros> {
        if let Value::Time(time) = self.value(key) {
            Some(*time)
        } else {
            None
        }
    }

    /// The word of a choice; empty if the parameter is none.
    pub fn choice(&self, key: Key) -> &'static str {
        if let Value::Choice(word) = self.value(key) {
            word
        } else {
            ""
        }
    }

    /// Whether a toggle is on.
    pub fn is_on(&self, key: Key) -> bool {
        *self.value(key) == Value::Toggle(true)
    }

    /// A share, inherited if it has no value of its own; of the first peer if there are several.
    pub fn share(&self, key: Key) -> f64 {
        self.share_of(key, 0)
    }

    /// The share of one peer.
    pub fn share_of(&self, key: Key, peer: usize) -> f64 {
        match self.followed(key) {
            Value::Share(share) => *share,
            Value::Shares(shares) => shares.get(peer).or(shares.last()).copied().unwrap_or(0.0),
            _ => 0.0,
        }
    }

    /// A law, inherited if it has no value of its own; of the first peer if there are several.
    pub fn law(&self, key: Key) -> &Law {
        self.law_of(key, 0)
    }

    /// A law, or `None` if it is off.
    pub fn law_or_off(&self, key: Key) -> Option<&Law> {
        match self.followed(key) {
            Value::Law(law) => Some(law.law()),
            _ => None,
        }
    }

    /// A whole number of one peer; 0 if the parameter is none.
    pub fn count_of(&self, key: Key, peer: usize) -> u64 {
        match self.value(key) {
            Value::Counts(counts) => counts.get(peer).or(counts.last()).copied().unwrap_or(0),
            _ => self.count(key),
        }
    }

    /// The law of one peer.
    pub fn law_of(&self, key: Key, peer: usize) -> &Law {
        match self.followed(key) {
            Value::Law(law) => law.law(),
            Value::Laws(laws) => laws
                .get(peer)
                .or(laws.last())
                .map_or(&NO_LAW, |law| law.law()),
            _ => &NO_LAW,
        }
    }

    /// The value, or the one that it inherits.
    fn followed(&self, key: Key) -> &Value {
        let value = self.value(key);
        if *value != Value::Inherit {
            return value;
        }
        find(self.pattern, key)
            .and_then(|param| param.inherits)
            .map_or(value, |from| self.value(from))
    }
}
