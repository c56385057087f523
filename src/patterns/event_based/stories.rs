//! Stories of the event-based pattern.

use crate::scenario::{Key, Name, Names, NodeKind, Settings, Story, Values, in_words, name};

/// The usual one first.
pub const STORIES: &[Story; 2] = &[
    Story {
        word: "profile",
        title: "Customer profiles",
        writes: ["change", "change", "change"],
        key: "customer",
        value: "city",
        screen: "City page",
        write: "a move to another city",
        names: PROFILE_NAMES,
        sentence: |settings| travels("A profile change", settings),
        values: Values::Words(&[
            "Oslo", "Lima", "Kyoto", "Accra", "Porto", "Quito", "Turin", "Hanoi", "Perth", "Izmir",
            "Malmo", "Cusco", "Dakar", "Bergen", "Pune", "Leeds",
        ]),
    },
    Story {
        word: "power-grid",
        title: "Power grid",
        writes: ["reading", "reading", "reading"],
        key: "meter",
        value: "reading",
        screen: "Meter display",
        write: "a meter reading",
        names: POWER_GRID_NAMES,
        sentence: |settings| travels("A meter reading", settings),
        values: Values::Amount("kWh"),
    },
];

fn travels(change: &str, settings: &Settings) -> String {
    let count = settings.count(Key::CONSUMERS);
    let services = if count == 1 { "service" } else { "services" };
    format!("{change} travels to {} {services}.", in_words(count))
}

const PROFILE_CONSUMERS: [Name; 8] = [
    name(
        "Recommendations",
        "Suggests what is near the customer's city.",
    ),
    name("Search index", "Finds customers by city."),
    name("E-mail", "Writes to customers about their city."),
    name("Billing", "Puts the city on invoices."),
    name("Support", "Shows agents where a customer lives."),
    name("Analytics", "Counts customers by city."),
    name(
        "Fraud check",
        "Compares the city with where orders come from.",
    ),
    name("Mobile cache", "Feeds the phone app."),
];

const PROFILE_NAMES: Names = &[
    (
        NodeKind::PEOPLE,
        &[name("Customers", "People who move house and say so.")],
    ),
    (
        NodeKind::PRODUCER,
        &[name(
            "Profile service",
            "Owns the profiles; what it has committed is the truth.",
        )],
    ),
    (
        NodeKind::BROKER,
        &[name(
            "Broker",
            "Keeps events and hands them to every service that wants them.",
        )],
    ),
    (NodeKind::CONSUMER, &PROFILE_CONSUMERS),
];

const POWER_GRID_CONSUMERS: [Name; 8] = [
    name("Billing", "Sums what each meter has used."),
    name("Load balancing", "Steers the grid by the latest readings."),
    name("Monitoring", "Raises an alarm when a reading is odd."),
    name("Forecast", "Predicts tomorrow's load."),
    name("Customer portal", "Shows people what they use."),
    name("Trading", "Buys and sells by the hour."),
    name("Outage desk", "Looks for meters that went dark."),
    name("Regulator feed", "Reports totals to the regulator."),
];

const POWER_GRID_NAMES: Names = &[
    (
        NodeKind::PEOPLE,
        &[name("Meters", "Meters in homes that report what was used.")],
    ),
    (
        NodeKind::PRODUCER,
        &[name(
            "Meter gateway",
            "Takes readings in; what it has committed is the truth.",
        )],
    ),
    (
        NodeKind::BROKER,
        &[name(
            "Broker",
            "Keeps events and hands them to every service that wants them.",
        )],
    ),
    (NodeKind::CONSUMER, &POWER_GRID_CONSUMERS),
];
