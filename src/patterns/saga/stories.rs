//! Stories of sagas.

use crate::scenario::{Key, Names, NodeKind, Settings, Story, Values, in_words, name};

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
        names: TRAVEL_NAMES,
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
        names: ORDER_NAMES,
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

const TRAVEL_NAMES: Names = &[
    (
        NodeKind::PEOPLE,
        &[name(
            "Travellers",
            "People who want trips and look at what is booked.",
        )],
    ),
    (
        NodeKind::ORCHESTRATOR,
        &[name(
            "Trip desk",
            "Begins each trip, leads it if anybody does, and records how it ends.",
        )],
    ),
    (
        NodeKind::SERVICE,
        &[
            name("Flight", "Books seats."),
            name("Hotel", "Books rooms."),
            name("Car", "Books cars."),
            name("Train", "Books seats on the train."),
            name("Tour", "Books places on a tour."),
            name("Insurance", "Writes policies."),
        ],
    ),
];

const ORDER_NAMES: Names = &[
    (
        NodeKind::PEOPLE,
        &[name(
            "Customers",
            "People who order and look at what is left.",
        )],
    ),
    (
        NodeKind::ORCHESTRATOR,
        &[name(
            "Order desk",
            "Begins each order, leads it if anybody does, and records how it ends.",
        )],
    ),
    (
        NodeKind::SERVICE,
        &[
            name("Payment", "Takes the money."),
            name("Stock", "Sets goods aside."),
            name("Shipping", "Books a place in a van."),
            name("Invoice", "Writes the bill."),
            name("Loyalty", "Credits points."),
            name("Gift wrap", "Reserves a box."),
        ],
    ),
];
