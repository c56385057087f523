//! What a run is told as: identities, times, and the closed list of all that can be recorded, each thing described once.
//! Whoever acts, measures or shows knows these; they know nobody.

pub mod describe;
mod fact;
pub mod ids;
mod letter;
mod outage;
mod reason;
pub mod time;

pub use fact::{ABSENT, Amount, Fact, MOST_ROWS, Merge, Version, VersionVector, What, present};
pub use letter::{Letter, LetterKind, LossCause, Retransmit};
pub use outage::Fault;
pub use reason::{Decline, Ignored, Kept, LossReason, Refusal, RunEnd, SagaEnd};
