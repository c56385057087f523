//! Presets of the event-based pattern.

use crate::scenario::{Key, Moment, Preset};

/// The healthy one first.
pub static PRESETS: &[Preset] = &[
    Preset {
        word: "profile",
        title: "A healthy profile service",
        watch: "Each change reaches three services at three different times: that is eventual.",
        cure: None,
        fix: "",
        moment: Moment::At(260_000),
        link: "v=1&pattern=event-based",
    },
    Preset {
        word: "profile-under-loss",
        title: "Lost between commit and publish",
        watch: "Deliveries are retried, but what is lost before the broker never arrives: keys with \
                a cross stay wrong.",
        cure: Some((Key::OUTBOX, "on")),
        fix: "publish through an outbox",
        moment: Moment::First("lost-event"),
        link: "v=1&pattern=event-based&ack-timeout=400ms&crash-between=0.03&loss=0.05&seed=10",
    },
    Preset {
        word: "power-grid",
        title: "Readings counted twice",
        watch: "An event that arrives twice adds its reading twice, and billing is too high for good.",
        cure: Some((Key::INBOX, "on")),
        fix: "let an inbox know what was counted",
        moment: Moment::First("duplicate-effect"),
        link: "v=1&pattern=event-based&ack-loss=0.1&ack-timeout=400ms&duplicate=0.08\
               &payload=delta&seed=7&story=power-grid",
    },
    Preset {
        word: "poison-event",
        title: "One event stops a partition",
        watch: "An event that throws every time holds up everything behind it, and the lag grows.",
        cure: Some((Key::DEAD_LETTER, "on")),
        fix: "put aside what keeps failing",
        moment: Moment::First("blocked-partition"),
        link: "v=1&pattern=event-based&attempts=2&poison=0.02&retry=100ms&seed=60",
    },
    Preset {
        word: "consumer-outage",
        title: "Outage and catch-up",
        watch: "The search index is down for ten seconds, falls behind, and then works off what the \
                broker kept.",
        cure: None,
        fix: "",
        moment: Moment::First("growing-lag"),
        link: "v=1&pattern=event-based&latency=lognormal:300ms,900ms&seed=10\
               &work=40ms&do=1s:crash:consumer-2,for=10s",
    },
];
