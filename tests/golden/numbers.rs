//! The numbers that draws and digests take in. A kind that got another number would have other chances, and
//! every run with it would be another one.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use driftscope::facts::ids::{LinkId, NodeId};
use driftscope::facts::{
    Decline, Fact, Fault, Ignored, Kept, LetterKind, LossCause, LossReason, Refusal, Retransmit,
    RunEnd, SagaEnd, What,
};
use driftscope::run::Digest;
use driftscope::sim::draw::Purpose;

/// Each of these has the number beside it.
macro_rules! numbers {
    ($($kind:ident { $($name:ident = $number:literal),+ $(,)? })+) => {
        #[test]
        fn kinds_have_the_numbers_that_they_had() {
            $($(assert_eq!($kind::$name as u64, $number, "{}::{}", stringify!($kind), stringify!($name));)+)+
        }

        /// Does not compile while one is missing above.
        #[test]
        fn no_kind_is_without_a_number() {
            $({
                let known: fn($kind) -> bool = |kind| match kind {
                    $($kind::$name)|+ => true,
                };
                assert!([$($kind::$name),+].into_iter().all(known));
            })+
        }
    };
}

numbers! {
    Retransmit {
        Never = 0, OnReconnect = 1, UntilAcked = 2,
    }
    LetterKind {
        Command = 0, Reply = 1, Publish = 2, Confirm = 3, Deliver = 4, Acknowledge = 5,
        CommitOffset = 6, Query = 7, Answer = 8, Take = 9, Taken = 10, Cancel = 11,
        Cancelled = 12, Onward = 13, Backward = 14, Told = 15, Heard = 16, Settle = 17,
        Pull = 18, Rows = 19, Load = 20, Loaded = 21, Release = 22, Fetch = 23, Batch = 24,
        Head = 25, Check = 26, Checked = 27,
    }
    LossCause {
        Network = 0, Cut = 1, ReceiverDown = 2, ReceiverStopped = 3,
    }
    LossReason {
        DiedBeforePublishing = 0, BrokerForgot = 1, Expired = 2, AcknowledgedTooEarly = 3,
        BehindWatermark = 4, DeletedWithoutTrace = 5,
    }
    Ignored {
        Known = 0, Older = 1,
    }
    Refusal {
        Business = 0, Errors = 1, Full = 2, Locked = 3, Cancelled = 4,
    }
    SagaEnd {
        Completed = 0, Compensated = 1, UndoFailed = 2, CannotGoOn = 3, Forgotten = 4,
        Silent = 5,
    }
    Decline {
        Uncovered = 0, Conflict = 1,
    }
    RunEnd {
        Done = 0, Failed = 1, Skipped = 2, Replaced = 3,
    }
    Kept {
        Ours = 0, Theirs = 1, Both = 2,
    }
    Purpose {
        Arrival = 1, Key = 2, Content = 3, Latency = 4, Loss = 5, LossPoint = 6, Duplicate = 7,
        Work = 8, Error = 9, Poison = 10, Jitter = 11, CrashBetween = 12, Crash = 13,
        Repair = 14, ReadArrival = 15, ReadKey = 16, Session = 17, Think = 18, Route = 19,
        StepTime = 40, Refuse = 41, StepError = 42, UndoTime = 43, UndoFail = 44, Schedule = 30,
        RunCost = 31, RunFails = 32, Change = 33, Row = 34, CommitLag = 35, CommitWait = 50,
        Direction = 51, View = 52, Stay = 60,
    }
}

/// What breaks has a place, so that its number is seen in a digest alone.
#[test]
fn faults_have_the_numbers_that_they_had() {
    let (node, link) = (NodeId(3), LinkId(3));
    let faults = [
        (Fault::Crashed(node), 0x420b_885e_9c66_046f),
        (Fault::Restarted(node), 0x8a73_67d3_1daa_9b6f),
        (Fault::Cut(link), 0x9e52_f004_b2be_c8c2),
        (Fault::Mended(link), 0x985d_06b3_2536_16cb),
        (Fault::Stopped(node), 0x48de_b8ca_d79a_dafc),
        (Fault::Started(node), 0xc8d2_142c_c773_fb49),
    ];
    for (fault, digest) in faults {
        let mut taken = Digest::default();
        taken.fold(&Fact {
            at: 7,
            cause: None,
            what: What::Fault(fault),
        });
        assert_eq!(taken.value(), digest, "{fault:?}");
    }
}
