//! From one pattern to another: what both have stays as it was set.

use super::{Key, Pattern, Settings, params};

/// The settings of a pattern, with the values that were set in those of another and that it can have too;
/// and which those are. The story stays behind, since each pattern tells its own.
pub fn settings_for(from: &Settings, pattern: Pattern) -> (Settings, Vec<Key>) {
    let mut settings = Settings::defaults(pattern);
    let usual = Settings::defaults(from.pattern());
    let mut taken = Vec::new();
    let shared = params(from.pattern()).iter().map(|param| param.key);
    for key in shared.filter(|key| *key != Key::STORY) {
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
