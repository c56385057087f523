//! Commands and queries as a person can read them.
#![allow(
    clippy::needless_raw_string_hashes,
    reason = "expected texts are written with them when they are updated"
)]

use expect_test::expect;

use crate::trace::check;

/// Who wrote looks at it 50 ms after hearing that it is done. The event is on its way to the view for 300
/// ms: the view says what was there before.
#[test]
fn a_person_does_not_see_what_they_have_just_written() {
    check(
        "v=1&pattern=cqrs&bus=300ms&commit=10ms&duration=1s&keys=1&latency=20ms&project=5ms&reads=0\
         &replicas=1&seed=2&think=50ms&views=1&writes-every=700ms",
        &expect![[r#"
             700.000 ms  users want write 0 of key 0
             700.000 ms  users -> write-model: Command write 0, due at 720.000
             720.000 ms    arrived: users -> write-model: Command write 0
             730.000 ms  write-model commits write 0: key 0 is 60, version 1
             730.000 ms  write-model -> users: Reply write 0, due at 750.000
             730.000 ms  write-model -> view-1-1: Deliver write 0, due at 1030.000
             750.000 ms    arrived: write-model -> users: Reply write 0
             750.000 ms  users know that write 0 is done
             800.000 ms  read 1 asks for key 0
             800.000 ms  users -> view-1-1: Query (attempt 1, copy 0), due at 820.000
             820.000 ms    arrived: users -> view-1-1: Query (attempt 1, copy 0)
             820.000 ms  read 1: key 0 has version 0 at view-1-1
             820.000 ms  view-1-1 -> users: Answer (attempt 1, copy 0), due at 840.000
             840.000 ms    arrived: view-1-1 -> users: Answer (attempt 1, copy 0)
             840.000 ms  read 1 is answered
            1000.000 ms  write-model -> view-1-1: Head (attempt 1, copy 0), due at 1300.000
            1030.000 ms    arrived: write-model -> view-1-1: Deliver write 0
            1030.000 ms  view-1-1 handles write 0, attempt 0
            1035.000 ms  view-1-1 applies write 0: key 0 is 60, version 1
            1230.000 ms  write-model -> view-1-1: Head (attempt 1, copy 0), due at 1530.000
            1300.000 ms    arrived: write-model -> view-1-1: Head (attempt 1, copy 0)
            1530.000 ms    arrived: write-model -> view-1-1: Head (attempt 1, copy 0)
        "#]],
    );
}
