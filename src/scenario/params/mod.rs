//! The declarations of all parameters, by pattern. One table is shared by the patterns, the others
//! are a pattern's own.

mod event_based;
mod shared;

use super::key::Key;
use super::param::{Param, Shown};
use super::pattern::Pattern;

static EVENT_BASED: [Param; shared::PARAMS.len() + event_based::PARAMS.len()] =
    joined(shared::PARAMS, event_based::PARAMS);

/// Where each key stands in the table above; past its end if nowhere.
static EVENT_BASED_ROWS: [usize; Key::ALL.len()] = rows(&EVENT_BASED);

/// The parameters of a pattern, in the order of the page.
pub fn params(pattern: Pattern) -> &'static [Param] {
    match pattern {
        Pattern::EventBased => &EVENT_BASED,
    }
}

/// The parameters that stand in the side panel, in its order.
pub fn first_params(pattern: Pattern) -> impl Iterator<Item = &'static Param> {
    params(pattern)
        .iter()
        .filter(|param| param.shown == Shown::First)
}

/// The declaration of a parameter in a pattern that has it.
pub fn find(pattern: Pattern, key: Key) -> Option<&'static Param> {
    let rows = match pattern {
        Pattern::EventBased => &EVENT_BASED_ROWS,
    };
    params(pattern).get(rows[key as usize])
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

const fn joined<const N: usize>(shared: &[Param], own: &[Param]) -> [Param; N] {
    let mut all = [shared[0]; N];
    let mut index = 0;
    while index < N {
        all[index] = if index < shared.len() {
            shared[index]
        } else {
            own[index - shared.len()]
        };
        index += 1;
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
