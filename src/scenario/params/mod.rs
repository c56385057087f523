//! The declarations of all parameters, by pattern. Some tables are shared by patterns, the others
//! are a pattern's own.

mod background_sync;
mod cqrs;
mod event_based;
mod saga;
mod shared;

use super::key::Key;
use super::param::{Param, Shown};
use super::pattern::Pattern;
use crate::facts::time::{HOUR, Micros};

/// What goes by the calendar, such as a retry on the next day or a job once a month, fits into its longest.
const MONTH: Micros = 31 * 24 * HOUR;
/// What lasts as long as a system is looked at.
const YEAR: Micros = 366 * 24 * HOUR;

/// For each pattern: its tables joined to one, and where each key stands in it, past its end if nowhere.
macro_rules! tables {
    ($($pattern:ident $name:ident $rows:ident: [$($part:expr),+];)+) => {
        $(
            static $name: [Param; 0 $(+ $part.len())+] = joined(&[$($part),+]);
            static $rows: [usize; Key::ALL.len()] = rows(&$name);
        )+

        fn table(pattern: Pattern) -> (&'static [Param], &'static [usize]) {
            match pattern {
                $(Pattern::$pattern => (&$name, &$rows),)+
            }
        }
    };
}

tables! {
    EventBased EVENT_BASED EVENT_BASED_ROWS:
        [
            shared::EVERY,
            shared::CONSUMING,
            shared::WRITERS,
            shared::READERS,
            shared::LOSSES,
            event_based::PARAMS
        ];
    BackgroundSync BACKGROUND_SYNC BACKGROUND_SYNC_ROWS:
        [shared::EVERY, shared::WRITERS, shared::READERS, background_sync::PARAMS];
    Saga SAGA SAGA_ROWS:
        [shared::EVERY, shared::READERS, shared::LOSSES, saga::PARAMS];
    Cqrs CQRS CQRS_ROWS:
        [
            shared::EVERY,
            shared::CONSUMING,
            shared::WRITERS,
            shared::READERS,
            shared::LOSSES,
            cqrs::PARAMS
        ];
}

/// The parameters of a pattern, in the order of the page.
pub fn params(pattern: Pattern) -> &'static [Param] {
    table(pattern).0
}

/// The parameters that stand in the side panel, in its order.
pub fn first_params(pattern: Pattern) -> impl Iterator<Item = &'static Param> {
    params(pattern)
        .iter()
        .filter(|param| param.shown == Shown::First)
}

/// The declaration of a parameter in a pattern that has it.
pub fn find(pattern: Pattern, key: Key) -> Option<&'static Param> {
    let (params, rows) = table(pattern);
    params.get(*rows.get(key as usize)?)
}

/// The declaration of a parameter in a pattern, which must have it.
pub fn param(pattern: Pattern, key: Key) -> &'static Param {
    let found = find(pattern, key);
    debug_assert!(
        found.is_some(),
        "{} is no parameter of {}",
        key.word(),
        pattern.word()
    );
    found.unwrap_or(&params(pattern)[0])
}

const fn joined<const N: usize>(parts: &[&[Param]]) -> [Param; N] {
    let mut all = [parts[0][0]; N];
    let (mut part, mut within, mut index) = (0, 0, 0);
    while index < N {
        if within < parts[part].len() {
            all[index] = parts[part][within];
            within += 1;
            index += 1;
        } else {
            part += 1;
            within = 0;
        }
    }
    all
}

const fn rows(table: &[Param]) -> [usize; Key::ALL.len()] {
    let mut rows = [table.len(); Key::ALL.len()];
    let mut index = 0;
    while index < table.len() {
        rows[table[index].key as usize] = index;
        index += 1;
    }
    rows
}
