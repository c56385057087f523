//! What is to be read before everything else about a run: that a limit of the model stopped it, or that most
//! sagas found nothing left.

use crate::session::{Session, State};
use crate::show::sold_out::sold_out;
use crate::show::units;

/// The words; none where there is nothing to warn of.
pub fn warning(session: &Session) -> Option<String> {
    match session.state() {
        State::Stopped(bound) => {
            let at = units::instant(session.now());
            Some(format!(
                "Stopped at {at}, before its end: {bound}. All that is said here is of the time before."
            ))
        }
        _ => sold_out(&session.report()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patterns::parse;

    #[test]
    fn that_a_limit_stopped_the_run_is_said_with_what_to_change() {
        let link = "v=1&pattern=event-based&ack-timeout=20ms&deliver=1h&duration=60s&writes=1000";
        let (link, problems) = parse(link);
        assert!(problems.is_empty(), "{problems:?}");
        let mut session = Session::open(link);
        assert_eq!(warning(&session), None);
        while !matches!(session.state(), State::Stopped(_) | State::Ended { .. }) {
            session.step();
        }
        let words = warning(&session).expect("it was stopped");
        assert!(
            words.starts_with("Stopped at ") && words.contains("let the consumers keep up"),
            "{words}"
        );
    }
}
