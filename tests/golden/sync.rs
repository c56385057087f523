//! A background sync as a person can read it.
#![allow(
    clippy::needless_raw_string_hashes,
    reason = "expected texts are written with them when they are updated"
)]

use expect_test::expect;

use crate::trace::check;

/// A row is stamped at 720 ms. The run that begins at 1 s sees a snapshot in which it is not yet committed,
/// and puts the watermark behind it: no later run asks for it.
#[test]
fn a_row_that_commits_late_is_behind_the_watermark() {
    check(
        "v=1&pattern=background-sync&commit-lag=500ms&copy=incremental&duration=1s&interval=1s&keys=1\
         &latency=20ms&reads=0&run=100ms&seed=7&sources=1&writes-every=700ms",
        &expect![[r#"
             700.000 ms  requested      write 0, key 0, session 0
             700.000 ms  sent           users -> source-1: command write 0, due 720.000 ms
             720.000 ms  delivered      users -> source-1: command write 0
            1000.000 ms  run-began      run 0, beside 0
            1000.000 ms  sent           job -> source-1: pull, due 1020.000 ms
            1020.000 ms  delivered      job -> source-1: pull
            1020.000 ms  sent           source-1 -> job: rows, due 1040.000 ms
            1040.000 ms  delivered      source-1 -> job: rows
            1110.000 ms  sent           job -> target: load, due 1130.000 ms
            1130.000 ms  delivered      job -> target: load
            1130.000 ms  sent           target -> job: loaded, due 1150.000 ms
            1150.000 ms  delivered      target -> job: loaded
            1150.000 ms  sent           job -> source-1: release, due 1170.000 ms
            1150.000 ms  run-ended      run 0, how done, moved 1
            1170.000 ms  delivered      job -> source-1: release
            1220.000 ms  committed      write 0, key 0, version 1, value 704
            1220.000 ms  gone           replica target, write 0, key 0, why behind-watermark
            1220.000 ms  sent           source-1 -> users: reply write 0, due 1240.000 ms
            1220.000 ms  will-not-come  replica target, write 0, key 0, why behind-watermark
            1240.000 ms  delivered      source-1 -> users: reply write 0
            1240.000 ms  acknowledged   write 0
            2000.000 ms  run-began      run 1, beside 0
            2000.000 ms  sent           job -> source-1: pull (attempt 1, copy 0), due 2020.000 ms
            2020.000 ms  delivered      job -> source-1: pull (attempt 1, copy 0)
            2020.000 ms  sent           source-1 -> job: rows (attempt 1, copy 0), due 2040.000 ms
            2040.000 ms  delivered      source-1 -> job: rows (attempt 1, copy 0)
            2100.000 ms  sent           job -> source-1: release (attempt 1, copy 0), due 2120.000 ms
            2100.000 ms  run-ended      run 1, how done, moved 0
            2120.000 ms  delivered      job -> source-1: release (attempt 1, copy 0)
        "#]],
    );
}
