//! Stories of CQRS.

use crate::scenario::{Names, NodeKind, Story, Values, name};

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
        names: BANK_NAMES,
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
        names: SHOP_NAMES,
        sentence: |_| {
            "Orders go to the ledger; histories are read from copies that follow it.".to_owned()
        },
        values: Values::Amount("orders"),
    },
];

const BANK_NAMES: Names = &[
    (NodeKind::PEOPLE, &[name("Customers", "People who use it.")]),
    (
        NodeKind::WRITE_MODEL,
        &[name("Accounts", "Checks a command, then appends an event.")],
    ),
    (
        NodeKind::READ_MODEL,
        &[
            name("Balances", "Answers what is on an account."),
            name("Statements", "Answers what happened on an account."),
            name("Alerts", "Looks for odd movements."),
        ],
    ),
];

const SHOP_NAMES: Names = &[
    (NodeKind::PEOPLE, &[name("Customers", "People who use it.")]),
    (
        NodeKind::WRITE_MODEL,
        &[name("Orders", "Checks a command, then appends an event.")],
    ),
    (
        NodeKind::READ_MODEL,
        &[
            name("Order history", "Shows a customer their orders."),
            name("Sales", "Sums up what is sold."),
            name("Recommendations", "Suggests what to buy next."),
        ],
    ),
];
