//! The parameters of a pattern, by their keys.

use std::collections::BTreeSet;

use super::key::Key;
use super::param::{Group, Param, Shown};
use super::pattern::Pattern;

/// The parameters of a pattern, in the order of the page.
pub fn params(pattern: Pattern) -> &'static [Param] {
    pattern.spec().params
}

/// The parameters that stand in the side panel, in its order.
pub fn first_params(pattern: Pattern) -> impl Iterator<Item = &'static Param> {
    params(pattern)
        .iter()
        .filter(|param| param.shown == Shown::First)
}

/// The sections in which the parameters of a pattern stand, in the order of the page.
pub fn groups(pattern: Pattern) -> impl Iterator<Item = Group> {
    let groups: BTreeSet<_> = params(pattern).iter().map(|param| param.group).collect();
    groups.into_iter()
}

/// The declaration of a parameter in a pattern that has it.
pub fn find(pattern: Pattern, key: Key) -> Option<&'static Param> {
    find_word(pattern, key.word())
}

/// The same by the word of a link.
pub fn find_word(pattern: Pattern, word: &str) -> Option<&'static Param> {
    params(pattern).iter().find(|param| param.word == word)
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

/// Tables of parameters as one.
pub const fn joined<const N: usize>(tables: &[&[Param]]) -> [Param; N] {
    let mut all = [tables[0][0]; N];
    let (mut table, mut within, mut index) = (0, 0, 0);
    while index < N {
        if within < tables[table].len() {
            all[index] = tables[table][within];
            within += 1;
            index += 1;
        } else {
            table += 1;
            within = 0;
        }
    }
    all
}

/// How many parameters there are in tables.
pub const fn count(tables: &[&[Param]]) -> usize {
    let (mut count, mut table) = (0, 0);
    while table < tables.len() {
        count += tables[table].len();
        table += 1;
    }
    count
}
