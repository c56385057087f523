//! From one pattern to another: what both have stays as it was set.

use super::{Key, Pattern, Settings, params};

/// The settings of a pattern, with the values that were set in those of another and that it can have too;
/// and which those are. The story stays behind, since each pattern tells its own.
pub fn settings_for(from: &Settings, pattern: Pattern) -> (Settings, Vec<Key>) {
    let mut settings = Settings::defaults(pattern);
    let usual = Settings::defaults(from.pattern());
    let mut taken = Vec::new();
    let shared = params(from.pattern()).iter().map(|param| param.key);
    for key in shared.filter(|key| *key != Key::Story) {
        let text = from.write(key);
        if text == usual.write(key) || super::find(pattern, key).is_none() {
            continue;
        }
        // A list for peers may have another length than there are peers here, and bounds may be others.
        if let Ok(value) = settings.read(key, &text) {
            settings.set(key, value);
            taken.push(key);
        }
    }
    (settings, taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Link, parse, write};

    fn set(pattern: &str, pairs: &str) -> Settings {
        let (link, problems) = parse(&format!("v=1&pattern={pattern}&{pairs}"));
        assert_eq!(problems, [], "{pairs}");
        link.scenario.settings
    }

    #[test]
    fn load_network_and_chances_come_along_to_every_pattern() {
        let pairs = "seed=7&duration=2min&keys=40&latency=exp:80ms&reads=9";
        for from in Pattern::ALL {
            for to in Pattern::ALL {
                let settings = set(from.word(), pairs);
                let (there, taken) = settings_for(&settings, *to);
                assert_eq!(there.pattern(), *to);
                assert_eq!(taken.len(), 5, "{from:?} to {to:?}: {taken:?}");
                let mut link = Link::defaults(*to);
                link.scenario.settings = there;
                let (read, problems) = parse(&write(&link));
                assert_eq!(problems, []);
                assert_eq!(read, link);
            }
        }
    }

    #[test]
    fn what_the_other_pattern_has_not_and_what_nobody_set_stays_behind() {
        let settings = set(
            "event-based",
            "writes=20&consumers=2&outbox=on&story=power-grid",
        );
        let (there, taken) = settings_for(&settings, Pattern::Cqrs);
        assert_eq!(taken, [Key::Writes]);
        assert_eq!(there.number(Key::Writes), 20.0);
        let (there, taken) = settings_for(&Settings::defaults(Pattern::Saga), Pattern::Cqrs);
        assert_eq!(taken, []);
        assert_eq!(there, Settings::defaults(Pattern::Cqrs));
    }
}
