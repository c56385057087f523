//! Stories of CQRS.

use crate::scenario::{NOBODY, Name, Role, Story, Values, name};

/// The usual one first.
pub const STORIES: &[Story; 2] = &[
    Story {
        word: "bank",
        title: "Bank",
        writes: ["transaction", "deposit", "withdrawal"],
        key: "account",
        value: "balance",
        screen: "My account",
        write: "a deposit or a withdrawal",
        names: bank_names,
        sentence: |_| {
            "Deposits and withdrawals go to a ledger; balances are read from copies that follow it."
                .to_owned()
        },
        values: Values::Amount("EUR"),
    },
    Story {
        word: "shop",
        title: "Shop",
        writes: ["order", "order", "return"],
        key: "customer",
        value: "orders",
        screen: "My orders",
        write: "an order or a cancellation",
        names: shop_names,
        sentence: |_| {
            "Orders go to the ledger; histories are read from copies that follow it.".to_owned()
        },
        values: Values::Amount("orders"),
    },
];

fn bank_names(role: Role) -> Name {
    match role {
        Role::Users => name("Customers", "People who use it."),
        Role::WriteModel => name("Accounts", "Checks a command, then appends an event."),
        Role::ReadModel { view: 0, .. } => name("Balances", "Answers what is on an account."),
        Role::ReadModel { view: 1, .. } => {
            name("Statements", "Answers what happened on an account.")
        }
        Role::ReadModel { .. } => name("Alerts", "Looks for odd movements."),
        _ => NOBODY,
    }
}

fn shop_names(role: Role) -> Name {
    match role {
        Role::Users => name("Customers", "People who use it."),
        Role::WriteModel => name("Orders", "Checks a command, then appends an event."),
        Role::ReadModel { view: 0, .. } => name("Order history", "Shows a customer their orders."),
        Role::ReadModel { view: 1, .. } => name("Sales", "Sums up what is sold."),
        Role::ReadModel { .. } => name("Recommendations", "Suggests what to buy next."),
        _ => NOBODY,
    }
}
