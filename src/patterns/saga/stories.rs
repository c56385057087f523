//! Stories of sagas.

use crate::scenario::{Key, NOBODY, Name, NodeKind, Role, Settings, Story, Values, in_words, name};

/// The usual one first.
pub const STORIES: &[Story; 2] = &[
    Story {
        word: "travel",
        title: "Travel booking",
        writes: ["booking", "booking", "booking"],
        key: "trip",
        value: "seats",
        screen: "My trip",
        write: "a trip",
        names: travel_names,
        sentence: travel,
        values: Values::Amount("booked"),
    },
    Story {
        word: "order",
        title: "Order",
        writes: ["order", "order", "order"],
        key: "article",
        value: "items",
        screen: "My order",
        write: "an order",
        names: order_names,
        sentence: order,
        values: Values::Amount("ordered"),
    },
];

fn travel(settings: &Settings) -> String {
    format!(
        "A trip is booked at {}; {}. If one of them refuses, the others are undone.",
        services(settings),
        leads(settings, "the trip desk")
    )
}

fn order(settings: &Settings) -> String {
    format!(
        "An order takes a step at {}; {}. If one of them refuses, the others are undone.",
        services(settings),
        leads(settings, "the order desk")
    )
}

fn services(settings: &Settings) -> String {
    match settings.count(Key::STEPS) {
        1 => "one service".to_owned(),
        steps => format!("{} services", in_words(steps)),
    }
}

fn leads(settings: &Settings, desk: &str) -> String {
    if settings.choice(Key::STYLE) == "choreography" {
        "each tells the next".to_owned()
    } else {
        format!("{desk} asks each of them")
    }
}

fn travel_names(role: Role) -> Name {
    match (role.kind, role.index) {
        (NodeKind::PEOPLE, _) => name(
            "Travellers",
            "People who want trips and look at what is booked.",
        ),
        (NodeKind::ORCHESTRATOR, _) => name(
            "Trip desk",
            "Begins each trip, leads it if anybody does, and records how it ends.",
        ),
        (NodeKind::SERVICE, 0) => name("Flight", "Books seats."),
        (NodeKind::SERVICE, 1) => name("Hotel", "Books rooms."),
        (NodeKind::SERVICE, 2) => name("Car", "Books cars."),
        (NodeKind::SERVICE, 3) => name("Train", "Books seats on the train."),
        (NodeKind::SERVICE, 4) => name("Tour", "Books places on a tour."),
        (NodeKind::SERVICE, _) => name("Insurance", "Writes policies."),
        _ => NOBODY,
    }
}

fn order_names(role: Role) -> Name {
    match (role.kind, role.index) {
        (NodeKind::PEOPLE, _) => name("Customers", "People who order and look at what is left."),
        (NodeKind::ORCHESTRATOR, _) => name(
            "Order desk",
            "Begins each order, leads it if anybody does, and records how it ends.",
        ),
        (NodeKind::SERVICE, 0) => name("Payment", "Takes the money."),
        (NodeKind::SERVICE, 1) => name("Stock", "Sets goods aside."),
        (NodeKind::SERVICE, 2) => name("Shipping", "Books a place in a van."),
        (NodeKind::SERVICE, 3) => name("Invoice", "Writes the bill."),
        (NodeKind::SERVICE, 4) => name("Loyalty", "Credits points."),
        (NodeKind::SERVICE, _) => name("Gift wrap", "Reserves a box."),
        _ => NOBODY,
    }
}
