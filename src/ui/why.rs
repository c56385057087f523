//! What went wrong, in words.

use super::dom::{El, el};
use super::stage::Stage;

/// The panel's content.
pub fn why(_: Stage) -> Vec<El> {
    vec![el("p", "nothing").text("Nothing has gone wrong yet.")]
}
