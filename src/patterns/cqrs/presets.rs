//! Presets of CQRS.

use crate::scenario::{Key, Moment, Preset};

/// The healthy one first.
pub static PRESETS: &[Preset] = &[
    Preset {
        word: "bank",
        title: "A healthy bank",
        watch: "Deposits go to the ledger, and both copies of the balances follow a moment later.",
        cure: None,
        fix: "",
        moment: Moment::At(200_000),
        link: "v=1&pattern=cqrs",
    },
    Preset {
        word: "where-is-my-deposit",
        title: "Where is my deposit?",
        watch: "Watch whoever pays money in: they look at their balance at once, and what they paid in \
                is not there yet.",
        cure: Some((Key::READ_YOUR_WRITES, "wait-for-version")),
        fix: "wait until the copy has caught up",
        moment: Moment::First("read-your-writes"),
        link: "v=1&pattern=cqrs&bus=lognormal:400ms,1.5s&latency=lognormal:150ms,500ms\
               &reads=0&think=exp:400ms&wait-limit=10s",
    },
    Preset {
        word: "counted-twice",
        title: "Counted twice after a crash",
        watch: "A projector crashes, begins again at its checkpoint, and adds the last deposits once \
                more.",
        cure: Some((Key::CHECKPOINT, "atomic")),
        fix: "save the checkpoint with the data",
        moment: Moment::First("duplicate-effect"),
        link: "v=1&pattern=cqrs&checkpoint=separate&checkpoint-every=30\
               &latency=lognormal:200ms,700ms&writes=10&do=2.5s:crash:view-1-1,for=1s",
    },
    Preset {
        word: "overdraft",
        title: "An overdraft nobody allowed",
        watch: "Withdrawals are checked against a copy that is behind: two of them together take more \
                than there is.",
        cure: Some((Key::DECIDE_ON, "write-model")),
        fix: "check withdrawals against the ledger",
        moment: Moment::First("overdraft"),
        link: "v=1&pattern=cqrs&decide-on=read-model&keys=6&latency=lognormal:300ms,900ms&seed=11\
               &writes=10",
    },
    Preset {
        word: "rebuild",
        title: "Empty while it is rebuilt",
        watch: "Both copies are emptied and filled again from the log; who looks meanwhile sees balances \
                of long ago.",
        cure: Some((Key::REBUILD_STYLE, "blue-green")),
        fix: "build the new copy beside the old one",
        moment: Moment::First("stale-during-rebuild"),
        link: "v=1&pattern=cqrs&latency=lognormal:200ms,700ms&reads=10&rebuild=4s&rebuild-rate=20\
               &writes=10",
    },
    Preset {
        word: "back-in-time",
        title: "A balance goes back in time",
        watch: "One copy is ahead of the other, and a person who is sent to either sees old money come \
                and go.",
        cure: Some((Key::ROUTING, "sticky")),
        fix: "send each person to the same copy",
        moment: Moment::First("went-back-in-time"),
        link: "v=1&pattern=cqrs&bus=lognormal:300ms,2s&keys=6&latency=lognormal:100ms,300ms&reads=12\
               &sessions=4",
    },
    Preset {
        word: "two-views",
        title: "Two views that disagree",
        watch: "Balances and statements are made of the same events, and for a second they tell \
                different stories.",
        cure: None,
        fix: "",
        moment: Moment::First("views-disagree"),
        link: "v=1&pattern=cqrs&bus=200ms/1s&replicas=1&views=2",
    },
];
