//! Presets of background sync.

use crate::scenario::{Key, Moment, Preset};

/// The healthy one first.
pub static PRESETS: &[Preset] = &[
    Preset {
        word: "social-sync",
        title: "A copy every ten seconds",
        watch: "Between two runs analytics falls behind; each run brings it up to the snapshot it took.",
        cure: None,
        fix: "",
        moment: Moment::First("read-your-writes"),
        link: "v=1&pattern=background-sync",
    },
    Preset {
        word: "missed-row",
        title: "A row behind the watermark",
        watch: "A row is stamped, the job takes its snapshot, then the row commits: the next run asks \
                for later stamps only and never sees it.",
        cure: Some((Key::LOOKBACK, "10s")),
        fix: "read again from 10 s before the watermark",
        moment: Moment::First("missed-row"),
        link: "v=1&pattern=background-sync&commit-lag=exp:600ms&copy=incremental&inserts=0.5\
               &interval=4s&run=500ms&story=warehouse",
    },
    Preset {
        word: "ghost-rows",
        title: "Rows that are deleted and stay",
        watch: "The job asks for changed rows. A deleted one is no changed row, so its copy haunts \
                the warehouse.",
        cure: Some((Key::TOMBSTONES, "on")),
        fix: "leave a mark in the place of deleted rows",
        moment: Moment::First("ghost-row"),
        link: "v=1&pattern=background-sync&copy=incremental&deletes=0.15&inserts=0.15&interval=6s\
               &sources=3&story=warehouse",
    },
    Preset {
        word: "clock-skew",
        title: "The clock that is ahead wins",
        watch: "Both sides take writes. One clock is three seconds ahead, so its older write overwrites \
                a newer one.",
        cure: Some((Key::CONFLICT, "version-vector")),
        fix: "go by versions, not by clocks",
        moment: Moment::First("lost-update"),
        link: "v=1&pattern=background-sync&clock-skew=3s&copy=two-way&interval=6s&keys=12",
    },
    Preset {
        word: "overlapping-runs",
        title: "Two runs at once",
        watch: "A run takes longer than the interval, the next one begins beside it, and the old \
                snapshot overwrites the new one.",
        cure: Some((Key::WHEN_LATE, "forbid")),
        fix: "leave a run out while another goes on",
        moment: Moment::First("old-overwrites-new"),
        link: "v=1&pattern=background-sync&interval=2s&run=lognormal:3s,12s&seed=2&when-late=allow",
    },
];
