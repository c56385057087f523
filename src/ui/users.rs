//! What users see: a small screen for each session, against the truth.

use super::dom::{El, el};
use super::stage::Stage;

/// The panel's content.
pub fn users(_: Stage) -> Vec<El> {
    vec![el("p", "nothing").text("Nobody has read anything yet.")]
}
