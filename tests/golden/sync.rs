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
             700.000 ms  users want write 0 of key 0
             700.000 ms  users -> source-1: Command write 0, due at 720.000
             720.000 ms    arrived: users -> source-1: Command write 0
            1000.000 ms  run 0 of the job begins
            1000.000 ms  job -> source-1: Pull, due at 1020.000
            1020.000 ms    arrived: job -> source-1: Pull
            1020.000 ms  source-1 -> job: Rows, due at 1040.000
            1040.000 ms    arrived: source-1 -> job: Rows
            1110.000 ms  job -> target: Load, due at 1130.000
            1130.000 ms    arrived: job -> target: Load
            1130.000 ms  target -> job: Loaded, due at 1150.000
            1150.000 ms    arrived: target -> job: Loaded
            1150.000 ms  job -> source-1: Release, due at 1170.000
            1150.000 ms  run 0 of the job ends: Done, 1 moved
            1170.000 ms    arrived: job -> source-1: Release
            1220.000 ms  source-1 commits write 0: key 0 is 704, version 1
            1220.000 ms  write 0 is gone: BehindWatermark
            1220.000 ms  source-1 -> users: Reply write 0, due at 1240.000
            1220.000 ms  write 0 will not come to replica 1
            1240.000 ms    arrived: source-1 -> users: Reply write 0
            1240.000 ms  users know that write 0 is done
            2000.000 ms  run 1 of the job begins
            2000.000 ms  job -> source-1: Pull (attempt 1, copy 0), due at 2020.000
            2020.000 ms    arrived: job -> source-1: Pull (attempt 1, copy 0)
            2020.000 ms  source-1 -> job: Rows (attempt 1, copy 0), due at 2040.000
            2040.000 ms    arrived: source-1 -> job: Rows (attempt 1, copy 0)
            2100.000 ms  job -> source-1: Release (attempt 1, copy 0), due at 2120.000
            2100.000 ms  run 1 of the job ends: Done, 0 moved
            2120.000 ms    arrived: job -> source-1: Release (attempt 1, copy 0)
        "#]],
    );
}
