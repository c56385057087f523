//! Sagas as a person can read them.
#![allow(
    clippy::needless_raw_string_hashes,
    reason = "expected texts are written with them when they are updated"
)]

use expect_test::expect;

use crate::trace::check;

/// A trip whose hotel is refused: the flight is given back, at the second attempt.
#[test]
fn a_step_is_refused_and_the_one_before_it_is_taken_back() {
    check(
        "v=1&pattern=saga&duration=1s&keys=1&latency=20ms&reads=0&refuse=0|1&sagas=1&seed=7&step=400ms\
         &steps=2&undo=50ms&undo-fail=0.5",
        &expect![[r#"
              34.694 ms  requested      write 0, key 0, session 0
              34.694 ms  sent           users -> orchestrator: command write 0, due 54.694 ms
              54.694 ms  delivered      users -> orchestrator: command write 0
              54.694 ms  began          write 0, key 0
              54.694 ms  sent           orchestrator -> service-1: take write 0, an answer is awaited, due 74.694 ms
              74.694 ms  delivered      orchestrator -> service-1: take write 0, an answer is awaited
              74.694 ms  started        node service-1, write 0, attempt 0
             474.694 ms  reserved       node service-1, write 0, key 0, not over
             474.694 ms  sent           service-1 -> orchestrator: taken write 0, due 494.694 ms
             494.694 ms  delivered      service-1 -> orchestrator: taken write 0
             494.694 ms  sent           orchestrator -> service-2: take write 0, an answer is awaited, due 514.694 ms
             514.694 ms  delivered      orchestrator -> service-2: take write 0, an answer is awaited
             514.694 ms  started        node service-2, write 0, attempt 0
             914.694 ms  refused        node service-2, write 0, key 0, why business
             914.694 ms  sent           service-2 -> orchestrator: taken write 0, due 934.694 ms
             934.694 ms  delivered      service-2 -> orchestrator: taken write 0
             934.694 ms  sent           orchestrator -> service-1: cancel write 0, an answer is awaited, due 954.694 ms
             954.694 ms  delivered      orchestrator -> service-1: cancel write 0, an answer is awaited
             954.694 ms  undoing        node service-1, write 0, attempt 0
            1004.694 ms  undo-failed    node service-1, write 0, key 0, attempt 0
            1004.694 ms  sent           service-1 -> orchestrator: cancelled write 0, due 1024.694 ms
            1024.694 ms  delivered      service-1 -> orchestrator: cancelled write 0
            1024.694 ms  retried        node orchestrator, write 0, attempt 1, wait 200.000 ms
            1224.694 ms  sent           orchestrator -> service-1: cancel write 0 (attempt 1, copy 0), an answer is awaited, due 1244.694 ms
            1244.694 ms  delivered      orchestrator -> service-1: cancel write 0 (attempt 1, copy 0), an answer is awaited
            1244.694 ms  undoing        node service-1, write 0, attempt 1
            1294.694 ms  released       node service-1, write 0, key 0, wiped 0
            1294.694 ms  sent           service-1 -> orchestrator: cancelled write 0 (attempt 1, copy 0), due 1314.694 ms
            1314.694 ms  delivered      service-1 -> orchestrator: cancelled write 0 (attempt 1, copy 0)
            1314.694 ms  ended          write 0, key 0, how compensated
            1314.694 ms  sent           orchestrator -> users: reply write 0, due 1334.694 ms
            1314.694 ms  sent           orchestrator -> service-1: settle write 0, due 1334.694 ms
            1314.694 ms  sent           orchestrator -> service-2: settle write 0, due 1334.694 ms
            1334.694 ms  delivered      orchestrator -> users: reply write 0
            1334.694 ms  acknowledged   write 0
            1334.694 ms  delivered      orchestrator -> service-1: settle write 0
            1334.694 ms  delivered      orchestrator -> service-2: settle write 0
        "#]],
    );
}

/// The same in a choreography: the hotel tells the flight, and the flight tells the trip desk.
#[test]
fn services_tell_each_other_what_has_happened() {
    check(
        "v=1&pattern=saga&duration=1s&keys=1&latency=20ms&reads=0&refuse=0|1&sagas=1&seed=7&step=400ms\
         &steps=2&style=choreography&undo=50ms",
        &expect![[r#"
              34.694 ms  requested      write 0, key 0, session 0
              34.694 ms  sent           users -> orchestrator: command write 0, due 54.694 ms
              54.694 ms  delivered      users -> orchestrator: command write 0
              54.694 ms  began          write 0, key 0
              54.694 ms  sent           orchestrator -> service-1: onward write 0, an answer is awaited, due 74.694 ms
              74.694 ms  delivered      orchestrator -> service-1: onward write 0, an answer is awaited
              74.694 ms  started        node service-1, write 0, attempt 0
             474.694 ms  reserved       node service-1, write 0, key 0, not over
             474.694 ms  sent           service-1 -> orchestrator: heard write 0, due 494.694 ms
             474.694 ms  sent           service-1 -> service-2: onward write 0, an answer is awaited, due 494.694 ms
             494.694 ms  delivered      service-1 -> orchestrator: heard write 0
             494.694 ms  delivered      service-1 -> service-2: onward write 0, an answer is awaited
             494.694 ms  started        node service-2, write 0, attempt 0
             894.694 ms  refused        node service-2, write 0, key 0, why business
             894.694 ms  sent           service-2 -> service-1: heard write 0, due 914.694 ms
             894.694 ms  sent           service-2 -> service-1: backward write 0, an answer is awaited, due 914.694 ms
             914.694 ms  delivered      service-2 -> service-1: heard write 0
             914.694 ms  delivered      service-2 -> service-1: backward write 0, an answer is awaited
             914.694 ms  undoing        node service-1, write 0, attempt 0
             964.694 ms  released       node service-1, write 0, key 0, wiped 0
             964.694 ms  sent           service-1 -> service-2: heard write 0, due 984.694 ms
             964.694 ms  sent           service-1 -> orchestrator: told write 0, an answer is awaited, due 984.694 ms
             984.694 ms  delivered      service-1 -> service-2: heard write 0
             984.694 ms  delivered      service-1 -> orchestrator: told write 0, an answer is awaited
             984.694 ms  sent           orchestrator -> service-1: heard write 0, due 1004.694 ms
             984.694 ms  ended          write 0, key 0, how compensated
             984.694 ms  sent           orchestrator -> users: reply write 0, due 1004.694 ms
             984.694 ms  sent           orchestrator -> service-1: settle write 0, due 1004.694 ms
             984.694 ms  sent           orchestrator -> service-2: settle write 0, due 1004.694 ms
            1004.694 ms  delivered      orchestrator -> service-1: heard write 0
            1004.694 ms  delivered      orchestrator -> users: reply write 0
            1004.694 ms  acknowledged   write 0
            1004.694 ms  delivered      orchestrator -> service-1: settle write 0
            1004.694 ms  delivered      orchestrator -> service-2: settle write 0
        "#]],
    );
}
