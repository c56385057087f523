//! Stories of background sync.

use super::{NOBODY, Name, Story, Values, name};
use crate::scenario::places::Role;

pub(super) const STORIES: &[Story] = &[
    Story {
        word: "social",
        title: "Social network",
        key: "post",
        value: "likes",
        names: social_names,
        sentence: |_| "A job copies new posts to analytics from time to time.".to_owned(),
        values: Values::Amount("likes"),
    },
    Story {
        word: "warehouse",
        title: "Data warehouse",
        key: "order",
        value: "amount",
        names: warehouse_names,
        sentence: |_| "A job copies the sources to a data warehouse from time to time.".to_owned(),
        values: Values::Amount("EUR"),
    },
];

fn social_names(role: Role) -> Name {
    match role {
        Role::Users => name("Members", "People who use it."),
        Role::Source(_) => name(
            "Posts",
            "Owns the posts; what it has committed is the truth.",
        ),
        Role::Job => name("Sync job", "Wakes on a schedule and copies what changed."),
        Role::Target => name("Analytics", "Counts on a copy of the posts."),
        _ => NOBODY,
    }
}

fn warehouse_names(role: Role) -> Name {
    match role {
        Role::Users => name("Shops", "People who use it."),
        Role::Source(_) => name(
            "Shop",
            "Owns its orders; what it has committed is the truth.",
        ),
        Role::Job => name("Sync job", "Wakes on a schedule and copies what changed."),
        Role::Target => name("Warehouse", "Reports on copies of all sources."),
        _ => NOBODY,
    }
}
