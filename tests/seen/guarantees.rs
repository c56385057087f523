//! Each guarantee of sessions: a scenario in which it is violated, and what buys it.

use crate::trial::{trial, with};
use crate::{Figure, Seen, anomaly};

const OWN: Figure = |trial| anomaly(trial, "read-your-writes");
const BACK: Figure = |trial| {
    let in_view = anomaly(trial, "went-back-in-time");
    anomaly(trial, "monotonic-reads") + in_view
};
const WRITES: Figure = |trial| anomaly(trial, "monotonic-writes");
const FOLLOW: Figure = |trial| anomaly(trial, "writes-follow-reads");
const PREFIX: Figure = |trial| anomaly(trial, "consistent-prefix");

#[test]
fn a_person_who_is_shown_another_consumer_sees_less_than_before_and_not_at_the_same_one() {
    Seen {
        pairs: "deliver=exp:400ms&keys=6&reads=12&sessions=4",
        figures: &[BACK],
        cure: ("routing", "sticky"),
    }
    .check();
}

#[test]
fn partitions_overtake_each_other_and_a_single_one_keeps_the_order_of_all_writes() {
    Seen {
        pairs: "keys=12&latency=20ms&partitions=4&reads=40&sessions=3&work=exp:60ms&writes=12",
        figures: &[WRITES, FOLLOW, PREFIX],
        cure: ("partitions", "1"),
    }
    .check();
}

#[test]
fn a_queue_with_many_workers_keeps_no_order_and_a_log_with_one_partition_does() {
    Seen {
        pairs: "keys=12&latency=20ms&order=none&partitions=1&reads=40&sessions=3&workers=8\
                &work=exp:60ms&writes=12",
        figures: &[WRITES, FOLLOW, PREFIX],
        cure: ("order", "key"),
    }
    .check();
}

#[test]
fn a_view_that_is_fed_as_it_comes_shows_what_never_was_and_one_in_log_order_does_not() {
    Seen {
        pairs: "pattern=cqrs&bus=exp:300ms&bus-order=none&keys=12&reads=40&sessions=3&writes=12",
        figures: &[WRITES, FOLLOW, PREFIX],
        cure: ("bus-order", "log"),
    }
    .check();
}

#[test]
fn the_last_writer_wins_over_what_people_wrote_and_saw_and_version_vectors_keep_it() {
    Seen {
        pairs: "pattern=background-sync&clock-skew=3s&copy=two-way&interval=2s&keys=6&reads=12",
        figures: &[OWN, BACK],
        cure: ("conflict", "version-vector"),
    }
    .check();
}

#[test]
fn what_cures_reading_ones_own_writes_does_not_cure_going_back() {
    let pairs = "pattern=cqrs&bus=exp:400ms&keys=6&read-your-writes=wait-for-version&reads=12\
                 &sessions=4&wait-limit=1h";
    let waits = trial(pairs);
    assert_eq!(OWN(&waits), 0, "{}", waits.url());
    assert!(BACK(&waits) > 0, "{}", waits.url());
    let both = trial(&with(pairs, "routing", "sticky"));
    assert_eq!(OWN(&both) + BACK(&both), 0, "{}", both.url());
}
