use super::*;
use crate::consistency::incidents::anomalies::Anomalies;
use crate::consistency::incidents::chronicle::Chronicle;
use crate::facts::What;

const AT: NodeId = NodeId(2);
const SAGA: WriteId = WriteId(5);

#[derive(Default)]
struct Told {
    chronicle: Chronicle,
    anomalies: Anomalies,
}

impl Told {
    fn scribe(&mut self) -> Scribe<'_> {
        Scribe {
            chronicle: &self.chronicle,
            anomalies: &mut self.anomalies,
        }
    }
}

/// Takes what the run finds, which answers all questions alike.
fn find(sagas: &mut Sagas, told: &mut Told, may_still: bool) {
    for found in sagas.leftovers.find(|_| may_still) {
        let What::WillNotRelease { node, write, key } = found else {
            panic!("{found:?} is about no saga");
        };
        sagas.will_not_release(35, (node, write, key), &mut told.scribe());
    }
}

fn booked() -> (Sagas, Told) {
    let (mut sagas, mut told) = (Sagas::default(), Told::default());
    sagas.begin(0, SAGA, 3, None);
    sagas.reserve(10, (AT, SAGA, 3), false, &mut told.scribe());
    (sagas, told)
}

#[test]
fn a_read_of_a_tentative_booking_is_dirty_only_if_that_is_taken_back() {
    for taken_back in [false, true] {
        let (mut sagas, mut told) = booked();
        sagas.look((AT, 3), None, None);
        sagas.look((AT, 4), None, None);
        sagas.look((NodeId(3), 3), None, None);
        if taken_back {
            sagas.release(20, (AT, SAGA, 3), 0, &mut told.scribe());
        }
        sagas.end(30, SAGA, SagaEnd::Compensated, &mut told.scribe());
        assert_eq!((sagas.uncommitted.hits(), sagas.dirty.count()), (1, 3));
        assert_eq!(sagas.dirty.hits(), u64::from(taken_back));
        assert!(sagas.watched.is_empty());
        sagas.look((AT, 3), None, None);
        assert_eq!(sagas.uncommitted.hits(), 1, "nothing is tentative any more");
    }
}

#[test]
fn a_read_that_saw_two_sagas_turns_dirty_once() {
    let (mut sagas, mut told) = booked();
    let other = WriteId(6);
    sagas.begin(0, other, 3, None);
    sagas.reserve(10, (AT, other, 3), false, &mut told.scribe());
    sagas.look((AT, 3), None, None);
    for saga in [SAGA, other] {
        sagas.release(20, (AT, saga, 3), 0, &mut told.scribe());
    }
    assert_eq!((sagas.dirty.hits(), sagas.dirty.count()), (1, 1));
}

#[test]
fn a_booking_left_behind_is_an_orphan_and_a_second_one_is_a_double_booking() {
    let (mut sagas, mut told) = booked();
    sagas.reserve(11, (AT, SAGA, 3), false, &mut told.scribe());
    assert_eq!((sagas.double_bookings, sagas.orphans), (1, 0));
    sagas.release(12, (AT, SAGA, 3), 0, &mut told.scribe());
    let first = sagas.end(30, SAGA, SagaEnd::Compensated, &mut told.scribe());
    let left = (sagas.left_behind.hits(), sagas.orphans);
    assert_eq!((first, left), (Some(10), (1, 0)));
    find(&mut sagas, &mut told, true);
    assert_eq!(sagas.orphans, 0, "an order is on its way");
    sagas.leftovers.ask_about(SAGA);
    find(&mut sagas, &mut told, false);
    assert_eq!((sagas.orphans, sagas.orphaned.hits()), (1, 1));
}

#[test]
fn a_command_that_comes_after_the_end_leaves_an_orphan() {
    let (mut sagas, mut told) = booked();
    sagas.release(12, (AT, SAGA, 3), 0, &mut told.scribe());
    sagas.end(30, SAGA, SagaEnd::Compensated, &mut told.scribe());
    assert_eq!((sagas.orphans, sagas.orphaned.hits()), (0, 0));
    sagas.reserve(40, (AT, SAGA, 3), false, &mut told.scribe());
    assert_eq!((sagas.left_behind.hits(), sagas.orphans), (1, 0));
    find(&mut sagas, &mut told, false);
    assert_eq!((sagas.orphans, sagas.orphaned.hits()), (1, 1));
    // Another one, which is given back, is none of those that are left for good.
    sagas.reserve(45, (AT, SAGA, 3), false, &mut told.scribe());
    sagas.release(48, (AT, SAGA, 3), 0, &mut told.scribe());
    assert_eq!((sagas.orphans, sagas.orphaned.hits()), (1, 1));
    assert!(!sagas.leftovers.has_questions() || sagas.leftovers.find(|_| false).is_empty());
    sagas.release(50, (AT, SAGA, 3), 0, &mut told.scribe());
    let orphans = (sagas.orphans, sagas.orphaned.hits());
    assert_eq!(orphans, (0, 0), "somebody gave it back after all");
}
