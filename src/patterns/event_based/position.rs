//! How far a consumer has come in a partition of the log.

use super::job::Job;
use super::message::{EventProtocol, Message};
use super::places::BROKER;
use crate::facts::{LetterKind, Retransmit};
use crate::sim::ledger::Ledger;
use crate::sim::node::{Address, Context};

/// How far a consumer has come in a partition since it came up.
#[derive(Clone, Debug, Default)]
pub(super) struct Position {
    /// The first offset that it has not accepted.
    pub next: u64,
    /// Came before one that is still awaited; with the offset up to which it waits.
    pub held: Ledger<(u64, Job)>,
    /// Which of its returns the broker has last delivered for.
    pub returns: u32,
    /// Let go of since the last commit of an offset.
    pub uncommitted: u64,
    /// What follows the last offset that was let go of before it was handled. It is saved with
    /// the store: a commit that is late or lost must not make "at most once" twice.
    pub saved: u64,
}

impl Position {
    /// One more event need not be delivered again.
    pub fn let_go(&mut self, partition: u16, upto: u64, cx: &mut Context<'_, EventProtocol>) {
        self.uncommitted += 1;
        if self.uncommitted >= cx.settings.commit_every {
            self.uncommitted = 0;
            let address = Address {
                to: BROKER,
                kind: LetterKind::CommitOffset,
                // Names the draws of this commit: an offset comes once in a partition.
                write: None,
                key: None,
                attempt: (upto as u32)
                    .wrapping_mul(16)
                    .wrapping_add(u32::from(partition)),
                publication: 0,
                retransmit: Retransmit::Never,
            };
            let returns = self.returns;
            let commit = Message::CommitOffset {
                partition,
                upto,
                returns,
            };
            cx.send(address, commit);
        }
    }
}
