//! Stories of sagas.

use super::{NOBODY, Name, Story, Values, name};
use crate::scenario::places::Role;

pub(super) const STORIES: &[Story] = &[
    Story {
        word: "travel",
        title: "Travel booking",
        key: "trip",
        value: "seat",
        names: travel_names,
        sentence: |_| {
            "A trip is several bookings. If one fails, the others are given back.".to_owned()
        },
        values: Values::Amount("seats"),
    },
    Story {
        word: "order",
        title: "Order",
        key: "order",
        value: "item",
        names: order_names,
        sentence: |_| {
            "An order is paid, taken from stock and shipped. If one fails, the others are taken back.".to_owned()
        },
        values: Values::Amount("items"),
    },
];

fn travel_names(role: Role) -> Name {
    match role {
        Role::Users => name("Travellers", "People who use it."),
        Role::Orchestrator => name("Orchestrator", "Leads each trip through its bookings."),
        Role::Service(0) => name("Flight", "Books seats."),
        Role::Service(1) => name("Hotel", "Books rooms."),
        Role::Service(2) => name("Car", "Books cars."),
        Role::Service(_) => name("Service", "Books something else."),
        _ => NOBODY,
    }
}

fn order_names(role: Role) -> Name {
    match role {
        Role::Users => name("Customers", "People who use it."),
        Role::Orchestrator => name("Orchestrator", "Leads each order through its steps."),
        Role::Service(0) => name("Payment", "Takes the money."),
        Role::Service(1) => name("Stock", "Sets goods aside."),
        Role::Service(2) => name("Shipping", "Sends the goods."),
        Role::Service(_) => name("Service", "Does something else."),
        _ => NOBODY,
    }
}
