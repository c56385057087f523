//! From one pattern to another on the page: what comes along, and that it is said.

use leptos::prelude::*;

use super::page_state::PageStateStoreFields;
use super::stage::Stage;
use crate::scenario::{Link, Pattern, Preset, find, first_link, settings_for, write};

impl Stage {
    /// Goes to a pattern: with the load and the settings that it has too, or to its first preset from a preset
    /// that nobody has touched. Says what came along.
    pub fn switch(self, pattern: Pattern) {
        let Some((link, taken)) = self.taken_along(pattern) else {
            return self.open_text(first_link(pattern));
        };
        self.go(link, &[]);
        if !taken.is_empty() {
            let taken = taken.join(", ");
            self.tell(format!("Taken along to {}: {taken}.", pattern.label()));
        }
    }

    /// The link to which [`Self::switch`] goes. Reactive.
    pub fn link_to(self, pattern: Pattern) -> String {
        self.state.scenario().track();
        let taken = self.taken_along(pattern);
        taken.map_or_else(|| first_link(pattern).to_owned(), |(link, _)| write(&link))
    }

    /// A run of a pattern with what it has of the settings in common, and what that is in words; none if it is
    /// one of that pattern already, or of a preset.
    fn taken_along(self, pattern: Pattern) -> Option<(Link, Vec<String>)> {
        self.look(|session| {
            let scenario = session.scenario();
            let is_there = scenario.settings.pattern() == pattern;
            if is_there || Preset::of(scenario).is_some() {
                return None;
            }
            let (settings, taken) = settings_for(session.settings(), pattern);
            let words = taken.iter().filter_map(|key| {
                let param = find(pattern, *key)?;
                Some(format!(
                    "{} {}",
                    param.label.to_lowercase(),
                    settings.write(*key)
                ))
            });
            let words = words.collect();
            let mut link = Link::defaults(pattern);
            link.scenario.settings = settings;
            Some((link, words))
        })
    }
}
