//! A session of a link, brought to an instant, for the tests of this room.

use super::Session;
use crate::facts::time::Micros;
use crate::patterns::parse;

/// A session of a link with which nothing is wrong.
pub fn opened(text: &str) -> Session {
    let (link, problems) = parse(text);
    assert_eq!(problems, []);
    Session::open(link)
}

/// Goes on until the run has come to where it is to stop.
pub fn settle(session: &mut Session) {
    while session.catching_up().is_some() {
        session.frame(16.0, &mut || true);
    }
}

/// Brings it to an instant, or to its end where that is before.
pub fn reach(session: &mut Session, at: Micros) {
    session.go_to(at);
    settle(session);
}

/// A session of a link at an instant.
pub fn at(text: &str, instant: Micros) -> Session {
    let mut session = opened(text);
    reach(&mut session, instant);
    session
}
