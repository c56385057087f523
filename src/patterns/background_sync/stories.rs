//! Stories of background sync.

use crate::scenario::{
    Key, Name, Names, NodeKind, Settings, Story, Values, in_words, name, write_time,
};

/// The usual one first.
pub const STORIES: &[Story; 2] = &[
    Story {
        word: "social",
        title: "Social network",
        writes: ["change", "change", "change"],
        key: "post",
        value: "likes",
        screen: "Post statistics",
        write: "a new count of likes",
        names: SOCIAL_NAMES,
        sentence: |settings| copies("posts", "analytics", settings),
        values: Values::Amount("likes"),
    },
    Story {
        word: "warehouse",
        title: "Data warehouse",
        writes: ["change", "change", "change"],
        key: "order",
        value: "amount",
        screen: "Report",
        write: "a changed order",
        names: WAREHOUSE_NAMES,
        sentence: |settings| copies("orders", "a data warehouse", settings),
        values: Values::Amount("EUR"),
    },
];

fn copies(rows: &str, target: &str, settings: &Settings) -> String {
    let every = write_time(settings.time(Key::INTERVAL));
    if settings.choice(Key::COPY) == "two-way" {
        return format!("Every {every} a job brings {rows} here and in {target} into line.");
    }
    let which = match settings.choice(Key::COPY) {
        "incremental" => "changed ",
        _ => "",
    };
    let sources = settings.count(Key::SOURCES);
    let from = if sources > 1 {
        format!(" of {} sources", in_words(sources))
    } else {
        String::new()
    };
    format!("Every {every} a job copies {which}{rows}{from} to {target}.")
}

const SOCIAL_SOURCES: [Name; 6] = [
    name(
        "Posts",
        "Owns the posts; what it has committed is the truth.",
    ),
    name("Photos", "Owns posts with pictures."),
    name("Groups", "Owns what is posted in groups."),
    name("Events", "Owns invitations and who comes."),
    name("Pages", "Owns what companies post."),
    name("Stories", "Owns what is gone after a day."),
];

const SOCIAL_NAMES: Names = &[
    (
        NodeKind::PEOPLE,
        &[name("Members", "People who post, like and look.")],
    ),
    (NodeKind::SOURCE, &SOCIAL_SOURCES),
    (
        NodeKind::JOB,
        &[name(
            "Sync job",
            "Wakes on a schedule and copies what changed.",
        )],
    ),
    (
        NodeKind::TARGET,
        &[name("Analytics", "Counts on a copy of the posts.")],
    ),
];

const SHOPS: [Name; 6] = [
    name(
        "Web shop",
        "Owns orders from the site; what it has committed is the truth.",
    ),
    name("Tills", "Owns orders from the stores."),
    name("Marketplace", "Owns orders from other sites."),
    name("Call centre", "Owns orders by telephone."),
    name("Wholesale", "Owns orders of other shops."),
    name("Returns", "Owns what comes back."),
];

const WAREHOUSE_NAMES: Names = &[
    (
        NodeKind::PEOPLE,
        &[name("Clerks", "People who take orders and read reports.")],
    ),
    (NodeKind::SOURCE, &SHOPS),
    (
        NodeKind::JOB,
        &[name(
            "Load job",
            "Wakes on a schedule and copies what changed.",
        )],
    ),
    (
        NodeKind::TARGET,
        &[name("Warehouse", "Reports on copies of all orders.")],
    ),
];
