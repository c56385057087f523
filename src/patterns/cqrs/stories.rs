//! Stories of CQRS.

use crate::scenario::{NOBODY, Name, NodeKind, Role, Story, Values, name};

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
    match (role.kind, role.index) {
        (NodeKind::PEOPLE, _) => name("Customers", "People who use it."),
        (NodeKind::WRITE_MODEL, _) => name("Accounts", "Checks a command, then appends an event."),
        (NodeKind::READ_MODEL, 0) => name("Balances", "Answers what is on an account."),
        (NodeKind::READ_MODEL, 1) => name("Statements", "Answers what happened on an account."),
        (NodeKind::READ_MODEL, _) => name("Alerts", "Looks for odd movements."),
        _ => NOBODY,
    }
}

fn shop_names(role: Role) -> Name {
    match (role.kind, role.index) {
        (NodeKind::PEOPLE, _) => name("Customers", "People who use it."),
        (NodeKind::WRITE_MODEL, _) => name("Orders", "Checks a command, then appends an event."),
        (NodeKind::READ_MODEL, 0) => name("Order history", "Shows a customer their orders."),
        (NodeKind::READ_MODEL, 1) => name("Sales", "Sums up what is sold."),
        (NodeKind::READ_MODEL, _) => name("Recommendations", "Suggests what to buy next."),
        _ => NOBODY,
    }
}
