//! Figures by name, in the order of their names.

use std::ops::Index;

use serde::ser::{Serialize, SerializeMap, Serializer};

/// A few values, each under the name that it is documented by.
#[derive(Clone, Debug, PartialEq)]
pub struct Named<T>(Vec<(&'static str, T)>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Named<T> {
    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0
            .iter()
            .find(|(other, _)| *other == name)
            .map(|(_, value)| value)
    }

    /// The value of a name, which gets this one first if it has none.
    pub fn entry(&mut self, name: &'static str, otherwise: impl FnOnce() -> T) -> &mut T {
        let place = self.0.partition_point(|(other, _)| *other < name);
        if self.0.get(place).is_none_or(|(other, _)| *other != name) {
            self.0.insert(place, (name, otherwise()));
        }
        &mut self.0[place].1
    }

    /// Sets the value of a name.
    pub fn set(&mut self, name: &'static str, value: T) {
        let place = self.0.partition_point(|(other, _)| *other < name);
        match self.0.get_mut(place) {
            Some((other, old)) if *other == name => *old = value,
            _ => self.0.insert(place, (name, value)),
        }
    }

    /// The values with their names.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &T)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }

    /// The values.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(_, value)| value)
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Index<&str> for Named<T> {
    type Output = T;

    /// The value of a name.
    ///
    /// # Panics
    ///
    /// If there is no such name.
    fn index(&self, name: &str) -> &T {
        self.get(name).expect("a documented name")
    }
}

impl<T> FromIterator<(&'static str, T)> for Named<T> {
    fn from_iter<I: IntoIterator<Item = (&'static str, T)>>(values: I) -> Self {
        let mut named = Self::default();
        for (name, value) in values {
            named.set(name, value);
        }
        named
    }
}

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
