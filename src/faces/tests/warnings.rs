//! What is to be read before everything else.

use crate::faces;
use crate::patterns::parse;
use crate::session::{Session, State};

#[test]
fn that_a_limit_stopped_the_run_is_said_with_what_to_change() {
    let link = "v=1&pattern=event-based&ack-timeout=20ms&deliver=1h&duration=60s&writes=1000";
    let (link, problems) = parse(link);
    assert!(problems.is_empty(), "{problems:?}");
    let mut session = Session::open(link);
    assert_eq!(faces::warning(&session), None);
    while !matches!(session.state(), State::Stopped(_) | State::Ended { .. }) {
        session.step();
    }
    let words = faces::warning(&session).expect("it was stopped");
    assert!(
        words.starts_with("Stopped at ") && words.contains("let the consumers keep up"),
        "{words}"
    );
}
