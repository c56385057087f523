//! Presets of sagas.

use crate::scenario::{Key, Moment, Preset};

/// The healthy one first.
pub static PRESETS: &[Preset] = &[
    Preset {
        word: "travel",
        title: "Healthy trips",
        watch: "Each trip is booked at three services, one after another; now and then one refuses, \
                and what was booked before is undone.",
        cure: None,
        fix: "",
        moment: Moment::At(810_000),
        link: "v=1&pattern=saga&seed=27",
    },
    Preset {
        word: "orphaned-seat",
        title: "A seat booked for nobody",
        watch: "The car is often refused, and flight and hotel have to be undone; where that \
                fails, a booking is orphaned: it stays, for nobody.",
        cure: Some((Key::UNDO_ATTEMPTS, "20")),
        fix: "try up to 20 times to undo a booking",
        moment: Moment::First("orphaned-reservation"),
        link: "v=1&pattern=saga&refuse=0.02/0.02/0.35&seed=3&undo-attempts=1&undo-fail=0.35",
    },
    Preset {
        word: "booked-twice",
        title: "Booked twice",
        watch: "A reply is lost, so the same booking is asked for again, and the service books a \
                second seat.",
        cure: Some((Key::IDEMPOTENCY, "on")),
        fix: "know which bookings were made",
        moment: Moment::First("double-booking"),
        link: "v=1&pattern=saga&refuse=0&reply-loss=0.2&seed=9&timeout=800ms",
    },
    Preset {
        word: "lost-update",
        title: "An undo that wipes out others",
        watch: "Undoing a booking by restoring the count from before forgets what others have \
                booked since; readers have seen numbers that never came true.",
        cure: Some((Key::UNDO_HOW, "inverse")),
        fix: "undo by the opposite change",
        moment: Moment::First("lost-update"),
        link: "v=1&pattern=saga&keys=2&refuse=0/0/0.4&sagas=4&seed=7&story=order&undo-how=restore",
    },
    Preset {
        word: "last-seat",
        title: "Two trips, one last seat",
        watch: "Two sagas find the last seat free at the same time, and both book it.",
        cure: Some((Key::LOCK, "wait")),
        fix: "let the second trip wait for the first",
        moment: Moment::First("overbooked"),
        link: "v=1&pattern=saga&capacity=2&keys=2&refuse=0&sagas=6&seed=7",
    },
    Preset {
        word: "forgetful",
        title: "An orchestrator that forgets",
        watch: "The orchestrator crashes and keeps its sagas in memory: half-booked trips stay half \
                booked.",
        cure: Some((Key::LOG, "durable")),
        fix: "keep the sagas in a durable log",
        moment: Moment::First("forgotten-saga"),
        link: "v=1&pattern=saga&log=memory&sagas=4&seed=3&do=1.2s:crash:orchestrator,for=1.5s",
    },
];
