use super::*;
use crate::consistency::sessions::screens::{MOST_READS, MOST_SCREENS};
use crate::facts::ids::YOU;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn fold(fold: &mut Consistency, at: Micros, what: What) {
    fold.fold(&Fact {
        at,
        cause: None,
        what,
    });
}

/// The n-th person reads key 0, `lasting` later they see version `version` of it.
fn read(one: &mut Consistency, at: Micros, nth: u64, version: u64) {
    let (read, session, key) = (ReadId(2 * nth), SessionId(nth as u32 % 9), 0);
    fold(one, at, What::Asked { read, session, key });
    let what = What::Read {
        read,
        session,
        replica: ReplicaId(1),
        key,
        version,
        value: 0,
        waited: 0,
    };
    fold(one, at, what);
    fold(one, at, What::Answered { read });
}

fn stores() -> Consistency {
    let mut one = Consistency::default();
    for (nth, source) in [(0, true), (1, false)] {
        let what = What::Replica {
            replica: ReplicaId(nth),
            node: NodeId(nth),
            source,
            keys: 4,
            merge: crate::facts::Merge::Replace,
        };
        fold(&mut one, 0, what);
    }
    one
}

#[test]
fn few_are_followed_and_the_person_at_the_page_always_is() {
    let mut one = stores();
    for nth in 0..9 {
        read(&mut one, 10 + nth, nth, 0);
    }
    assert_eq!(one.screens().len(), MOST_SCREENS);
    let (read, session, key) = (ReadId::of_yours(0), YOU, 0);
    fold(&mut one, 30, What::Asked { read, session, key });
    assert_eq!(one.screens().len(), MOST_SCREENS + 1);
    assert_eq!(one.screens()[0].session, YOU);
    assert_eq!(one.screens()[0].asks(), Some((30, 0)));
    assert!(one.screens()[0].answers.is_empty());
}

#[test]
fn a_person_with_many_reads_under_way_still_sees_answers() {
    let mut one = stores();
    let ask = |one: &mut Consistency, nth: u64| {
        let (read, session, key) = (ReadId(2 * nth), SessionId(0), 0);
        fold(one, nth, What::Asked { read, session, key });
    };
    // None of these is ever answered.
    for nth in 0..3_000 {
        ask(&mut one, nth);
        assert!(one.screens()[0].asking.len() <= MOST_READS);
    }
    read(&mut one, 4_000, 9 * 1_000, 0);
    assert_eq!(one.screens()[0].answers.len(), 1);
}
