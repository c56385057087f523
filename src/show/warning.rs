//! What is to be read before everything else about a run: that a limit of the model stopped it, or what else
//! its face warns of.

use crate::session::{Session, State};
use crate::show::{Face, units};

/// The words; none where there is nothing to warn of.
pub fn warning(face: &Face, session: &Session) -> Option<String> {
    match session.state() {
        State::Stopped(bound) => {
            let at = units::instant(session.now());
            Some(format!(
                "Stopped at {at}, before its end: {bound}. All that is said here is of the time before."
            ))
        }
        _ => (face.figures.warning)(&session.report()),
    }
}
