//! What becomes of a run that has stopped before its end, and of word about it that comes late.

use super::{Job, MOST_AT_ONCE};
use crate::facts::RunEnd;
use crate::facts::time::MILLISECOND;
use crate::patterns::background_sync::message::{SyncProtocol, Timer};
use crate::patterns::background_sync::run::Run;
use crate::patterns::background_sync::settings::WhenLate;
use crate::sim::node::Context;

impl Job {
    /// A run fails. What it has copied stays; it is tried again after a while, or at the next tick.
    pub(super) fn fail(&mut self, mut run: Run, cx: &mut Context<'_, SyncProtocol>) {
        run.has_failed = true;
        self.give_up(&run, cx);
        let (tick, attempt) = (run.tick, run.attempt + 1);
        self.linger(run);
        // No more runs wait to be tried again than may go on, and all that wait for a store do the same.
        let most = match cx.settings.when_late {
            WhenLate::Allow if self.down.is_empty() => MOST_AT_ONCE,
            _ => 1,
        };
        if cx.settings.retry > 0 && self.retries < most {
            self.retries += 1;
            // However short it is: a store that is down would be asked without end.
            let wait = cx.settings.retry.max(MILLISECOND);
            cx.set_timer(wait, Timer::Again { tick, attempt });
        }
    }

    pub(super) fn give_up(&mut self, run: &Run, cx: &mut Context<'_, SyncProtocol>) {
        self.note_stopped(run);
        self.note_copied(run, run.last_place(), cx);
        self.end(run, RunEnd::Failed, cx);
    }

    /// A later run can go on from where a failed one is known to have got to, unless another got further.
    pub(super) fn note_stopped(&mut self, run: &Run) {
        let known = run.last_place().map(|place| (place, run.first_began));
        self.stopped_at = self.stopped_at.max(known);
    }

    pub(super) fn linger(&mut self, run: Run) {
        if !run.unconfirmed.is_empty() {
            self.lingering.push(run);
        }
    }

    /// A batch of a run that was given up is in after all.
    pub(super) fn come_late(
        &mut self,
        (number, batch): (u64, u16),
        changed: u32,
        cx: &Context<'_, SyncProtocol>,
    ) {
        if changed > 0 {
            self.unsettle(cx.now);
        }
        let Some(place) = self.lingering.iter().position(|run| run.number == number) else {
            return;
        };
        let mut run = self.lingering.remove(place);
        run.on_loaded(batch, 0);
        // Where a row takes no time, all that a run knows to be in it hears after it has failed.
        if run.has_failed {
            self.note_stopped(&run);
        }
        self.note_copied(&run, run.last_place(), cx);
        self.linger(run);
    }
}
