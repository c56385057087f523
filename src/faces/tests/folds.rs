//! What is said of incidents that have one cause.

use crate::faces;
use crate::facts::time::Micros;
use crate::patterns::parse;
use crate::scenario::Preset;
use crate::session::Session;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// What is said in a run at its end, of the items that hold more than one, the newest first.
fn said(link: &str) -> Vec<String> {
    let mut session = Session::open(parse(link).0);
    session.go_to(Micros::MAX / 2);
    while session.catching_up().is_some() {
        session.frame(16.0, &mut || true);
    }
    let teller = faces::teller(session.settings(), session.stores());
    let folds = session.folds(None, None);
    folds
        .iter()
        .filter_map(|fold| teller.others(fold))
        .collect()
}

fn preset(word: &str) -> Vec<String> {
    said(Preset::from_word(word).map_or("", |preset| preset.link))
}

#[test]
fn each_cause_is_named_and_how_many_and_when() {
    for (word, expected) in [
        ("orphaned-seat", "and 2 more of the same saga, all at "),
        (
            "forgetful",
            "from the crash of Trip desk at 1.200 s: first at 1.200 s, last at ",
        ),
        (
            "clock-skew",
            " more from the clock of Analytics, which is ahead: first at ",
        ),
        ("clock-skew", " more from the same batch, all at "),
        ("profile-under-loss", " more from the same loss: first at "),
        ("missed-row", " more about write 18 at Warehouse: first at "),
        ("rebuild", " more from the same rebuild of "),
        (
            "overlapping-runs",
            " more before one run was alone again: first at ",
        ),
        ("poison-event", " more before it had caught up: first at "),
        ("booked-twice", "and 1 more in the same saga: first at "),
    ] {
        let said = preset(word);
        assert!(
            said.iter().any(|words| words.contains(expected)),
            "{word}: {expected}\n{said:#?}"
        );
    }
    let link = "v=1&pattern=event-based&broker-log=memory&ack-timeout=1s&outbox=on\
                &do=10s:crash:consumer-1,for=10s;15s:crash:broker,for=1s";
    let said = said(link);
    let broker = " more from the crash of the broker at 15.000 s: first at 15.000 s, last at ";
    assert!(said.iter().any(|words| words.contains(broker)), "{said:#?}");
}
