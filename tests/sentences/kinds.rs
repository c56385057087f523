//! One sentence of each kind of anomaly, and of each of its ends.

use std::fmt::Write;

use driftscope::consistency::{Anomaly, Incident, Outcome};
use driftscope::faces;
use driftscope::patterns::all_presets;
use driftscope::show::why::{Teller, title};
use expect_test::expect_file;

use super::trial::run_link;

/// Where kinds are met that no preset has.
const MORE: [&str; 10] = [
    "v=1&pattern=event-based&broker-log=memory&ack-timeout=1s&outbox=on&do=10s:crash:consumer-1,for=10s;15s:crash:broker,for=1s",
    "v=1&pattern=event-based&order=none&writes=20&keys=4&latency=lognormal:200ms,2s&reads=10&sessions=4",
    "v=1&pattern=event-based&order=none&payload=delta&writes=20&keys=4&latency=lognormal:200ms,2s&loss=0.1&reads=10&sessions=4",
    "v=1&pattern=event-based&attempts=0&poison=0.02&retry=100ms&writes=10",
    "v=1&pattern=saga&style=choreography&log=memory&sagas=4&seed=3&loss=0.1&do=2s:crash:service-2,for=1s",
    "v=1&pattern=saga&refuse=0.1&idempotency=off&latency=lognormal:200ms,3s&timeout=600ms&sagas=4",
    "v=1&pattern=saga&duplicate=0.2&duration=20s&error=0.2&loss=0.2&seed=2&style=choreography&timeout=300ms",
    "v=1&pattern=cqrs&bus-order=none&bus=lognormal:300ms,3s&keys=4&keys-per-read=3&latency=lognormal:100ms,300ms&reads=20&sessions=4&think=exp:300ms&views=2&writes=10",
    "v=1&pattern=background-sync&copy=two-way&deletes=0.1&duration=20s&interval=2s&fail=0.3&keys=6",
    "v=1&pattern=background-sync&fail=0.5&interval=3s&run=500ms",
];

/// What is told of one incident.
struct Case {
    what: Anomaly,
    how: Option<Outcome>,
    text: String,
}

#[test]
fn each_kind_has_a_sentence_from_a_real_run() {
    let presets = all_presets().map(|preset| preset.link);
    let mut cases: Vec<Case> = Vec::new();
    for link in presets.chain(MORE) {
        let trial = run_link(link);
        let run = &trial.run;
        let stores = run.consistency().stores();
        let teller = faces::teller(&run.scenario().settings, stores.collect());
        for incident in run.consistency().incidents() {
            let how = incident.closing.map(|closing| closing.how);
            let is_new = |case: &Case| (case.what, case.how) != (incident.what, how);
            if cases.iter().all(is_new) {
                let text = told(incident, &teller, run.now(), link);
                let what = incident.what;
                cases.push(Case { what, how, text });
            }
        }
    }
    let mut page = String::new();
    for what in Anomaly::ALL {
        let of_kind = cases.iter().filter(|case| case.what == what);
        writeln!(page, "{}: {}", what.word(), title(what)).unwrap();
        assert!(of_kind.clone().count() > 0, "no {what:?}");
        for case in of_kind {
            page.push_str(&case.text);
        }
        page.push('\n');
    }
    expect_file!["../golden/sentences.txt"].assert_eq(&page);
}

/// The sentence as it is told at once, and as it is told after the end where that is another one.
fn told(incident: &Incident, teller: &Teller, end: u64, link: &str) -> String {
    let first = teller.explain(incident, incident.at).sentence;
    let last = teller.explain(incident, end).sentence;
    let mut text = format!("  {link}\n  {first}\n");
    if last != first {
        writeln!(text, "  -> {last}").unwrap();
    }
    text
}
