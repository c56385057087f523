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
             700.000 ms  requested      write 0, key 0, session 4
             700.000 ms  sent           users -> write-model: command write 0, due 720.000 ms
             720.000 ms  delivered      users -> write-model: command write 0
             730.000 ms  committed      write 0, key 0, version 1, value 60
             730.000 ms  sent           write-model -> users: reply write 0, due 750.000 ms
             730.000 ms  sent           write-model -> view-1-1: deliver write 0, an answer is awaited, due 1030.000 ms
             750.000 ms  delivered      write-model -> users: reply write 0
             750.000 ms  acknowledged   write 0
             800.000 ms  asked          read 1, session 4, key 0
             800.000 ms  sent           users -> view-1-1: query (attempt 1, copy 0), due 820.000 ms
             820.000 ms  delivered      users -> view-1-1: query (attempt 1, copy 0)
             820.000 ms  read           read 1, session 4, replica view-1-1, key 0, version 0, value 0, waited 0.000 ms
             820.000 ms  sent           view-1-1 -> users: answer (attempt 1, copy 0), due 840.000 ms
             840.000 ms  delivered      view-1-1 -> users: answer (attempt 1, copy 0)
             840.000 ms  answered       read 1
            1000.000 ms  sent           write-model -> view-1-1: head (attempt 1, copy 0), due 1300.000 ms
            1030.000 ms  delivered      write-model -> view-1-1: deliver write 0, an answer is awaited
            1030.000 ms  started        node view-1-1, write 0, attempt 0
            1035.000 ms  applied        replica view-1-1, write 0, key 0, version 1, value 60
            1230.000 ms  sent           write-model -> view-1-1: head (attempt 1, copy 0), due 1530.000 ms
            1300.000 ms  delivered      write-model -> view-1-1: head (attempt 1, copy 0)
            1530.000 ms  delivered      write-model -> view-1-1: head (attempt 1, copy 0)
        "#]],
    );
}
