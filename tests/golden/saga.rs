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
              34.694 ms  users want write 0 of key 0
              34.694 ms  users -> orchestrator: Command write 0, due at 54.694
              54.694 ms    arrived: users -> orchestrator: Command write 0
              54.694 ms  saga 0 of key 0 begins
              54.694 ms  orchestrator -> service-1: Take write 0, due at 74.694
              74.694 ms    arrived: orchestrator -> service-1: Take write 0
              74.694 ms  service-1 handles write 0, attempt 0
             474.694 ms  service-1 books for saga 0
             474.694 ms  service-1 -> orchestrator: Taken write 0, due at 494.694
             494.694 ms    arrived: service-1 -> orchestrator: Taken write 0
             494.694 ms  orchestrator -> service-2: Take write 0, due at 514.694
             514.694 ms    arrived: orchestrator -> service-2: Take write 0
             514.694 ms  service-2 handles write 0, attempt 0
             914.694 ms  service-2 refuses saga 0: Business
             914.694 ms  service-2 -> orchestrator: Taken write 0, due at 934.694
             934.694 ms    arrived: service-2 -> orchestrator: Taken write 0
             934.694 ms  orchestrator -> service-1: Cancel write 0, due at 954.694
             954.694 ms    arrived: orchestrator -> service-1: Cancel write 0
             954.694 ms  service-1 takes back saga 0, attempt 0
            1004.694 ms  service-1 fails to take back saga 0, attempt 0
            1004.694 ms  service-1 -> orchestrator: Cancelled write 0, due at 1024.694
            1024.694 ms    arrived: service-1 -> orchestrator: Cancelled write 0
            1024.694 ms  orchestrator will try write 0 again in 200.000 ms, attempt 1
            1224.694 ms  orchestrator -> service-1: Cancel write 0 (attempt 1, copy 0), due at 1244.694
            1244.694 ms    arrived: orchestrator -> service-1: Cancel write 0 (attempt 1, copy 0)
            1244.694 ms  service-1 takes back saga 0, attempt 1
            1294.694 ms  service-1 has taken back saga 0
            1294.694 ms  service-1 -> orchestrator: Cancelled write 0 (attempt 1, copy 0), due at 1314.694
            1314.694 ms    arrived: service-1 -> orchestrator: Cancelled write 0 (attempt 1, copy 0)
            1314.694 ms  saga 0 ends: Compensated
            1314.694 ms  orchestrator -> users: Reply write 0, due at 1334.694
            1314.694 ms  orchestrator -> service-1: Settle write 0, due at 1334.694
            1314.694 ms  orchestrator -> service-2: Settle write 0, due at 1334.694
            1334.694 ms    arrived: orchestrator -> users: Reply write 0
            1334.694 ms  users know that write 0 is done
            1334.694 ms    arrived: orchestrator -> service-1: Settle write 0
            1334.694 ms    arrived: orchestrator -> service-2: Settle write 0
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
              34.694 ms  users want write 0 of key 0
              34.694 ms  users -> orchestrator: Command write 0, due at 54.694
              54.694 ms    arrived: users -> orchestrator: Command write 0
              54.694 ms  saga 0 of key 0 begins
              54.694 ms  orchestrator -> service-1: Onward write 0, due at 74.694
              74.694 ms    arrived: orchestrator -> service-1: Onward write 0
              74.694 ms  service-1 handles write 0, attempt 0
             474.694 ms  service-1 books for saga 0
             474.694 ms  service-1 -> orchestrator: Heard write 0, due at 494.694
             474.694 ms  service-1 -> service-2: Onward write 0, due at 494.694
             494.694 ms    arrived: service-1 -> orchestrator: Heard write 0
             494.694 ms    arrived: service-1 -> service-2: Onward write 0
             494.694 ms  service-2 handles write 0, attempt 0
             894.694 ms  service-2 refuses saga 0: Business
             894.694 ms  service-2 -> service-1: Heard write 0, due at 914.694
             894.694 ms  service-2 -> service-1: Backward write 0, due at 914.694
             914.694 ms    arrived: service-2 -> service-1: Heard write 0
             914.694 ms    arrived: service-2 -> service-1: Backward write 0
             914.694 ms  service-1 takes back saga 0, attempt 0
             964.694 ms  service-1 has taken back saga 0
             964.694 ms  service-1 -> service-2: Heard write 0, due at 984.694
             964.694 ms  service-1 -> orchestrator: Told write 0, due at 984.694
             984.694 ms    arrived: service-1 -> service-2: Heard write 0
             984.694 ms    arrived: service-1 -> orchestrator: Told write 0
             984.694 ms  orchestrator -> service-1: Heard write 0, due at 1004.694
             984.694 ms  saga 0 ends: Compensated
             984.694 ms  orchestrator -> users: Reply write 0, due at 1004.694
             984.694 ms  orchestrator -> service-1: Settle write 0, due at 1004.694
             984.694 ms  orchestrator -> service-2: Settle write 0, due at 1004.694
            1004.694 ms    arrived: orchestrator -> service-1: Heard write 0
            1004.694 ms    arrived: orchestrator -> users: Reply write 0
            1004.694 ms  users know that write 0 is done
            1004.694 ms    arrived: orchestrator -> service-1: Settle write 0
            1004.694 ms    arrived: orchestrator -> service-2: Settle write 0
        "#]],
    );
}
