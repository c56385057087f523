//! The job: it wakes on a schedule, asks the stores what they hold, and moves rows.

mod stopped;

use super::message::{Copied, Message, Progress, Pull, SyncProtocol, Timer};
use super::past_runs::PastRuns;
use super::places::{source_node, target_node};
use super::row::{Place, Row};
use super::run::{Batch, Next, Run};
use super::settings::{Copying, Settings, WhenLate};
use crate::facts::ids::{KeyIndex, NodeId};
use crate::facts::time::Micros;
use crate::facts::{LetterKind, RunEnd, What};
use crate::patterns::background_sync::special::{RunOutcome, RunPicture};
use crate::sim::draw::Purpose;
use crate::sim::node::Context;

/// The most runs that go on side by side: one more is left out.
const MOST_AT_ONCE: usize = 32;
/// A place after which no row comes.
const LAST: Place = (u16::MAX, KeyIndex::MAX);
/// A wait for answers is doubled no more often than this.
const MOST_DOUBLINGS: u32 = 8;

/// A job that copies. At first it has not run yet.
#[derive(Clone, Debug, Default)]
pub struct Job {
    // Durable.
    /// Rows stamped before this instant count as copied.
    pub(super) watermark: Option<Micros>,
    /// The last row up to which runs that failed are known to have brought everything, and when the one began
    /// that came so far.
    pub(super) stopped_at: Option<(Place, Micros)>,
    /// What is known to be in of the snapshot of a store, since when, until that store has heard of it.
    copied: Vec<(NodeId, Copied, Micros)>,
    /// How many runs have begun or were left out.
    begun: u64,
    /// How many ticks there were.
    ticks: u64,
    last_tick: Micros,
    history: PastRuns,
    // Volatile.
    next_tick: Option<Micros>,
    setting: u32,
    pub(super) runs: Vec<Run>,
    /// How many failed runs wait to be tried again.
    retries: usize,
    /// Runs that were given up while batches of theirs were on their way, until those are known to be in.
    pub(super) lingering: Vec<Run>,
    down: Vec<NodeId>,
    /// When the scenario's duration was over.
    closed_at: Option<Micros>,
    /// When a run last changed something, or was given up, as far as is known.
    changed_at: Option<Micros>,
    /// Whether a pass since then changed nothing.
    is_settled: bool,
}

impl Job {
    /// Whether a pass has changed nothing since people stopped, and no run goes on.
    pub fn is_idle(&self) -> bool {
        self.is_settled && self.runs.is_empty() && self.lingering.is_empty()
    }

    /// Whether a run goes on.
    pub fn is_at_work(&self) -> bool {
        !self.runs.is_empty()
    }

    /// Rows that it keeps.
    pub fn held(&self) -> usize {
        self.runs.iter().map(Run::held).sum()
    }

    /// When it last was to begin, and when it will begin next.
    pub fn schedule(&self) -> (Micros, Option<Micros>) {
        (self.last_tick, self.next_tick)
    }

    /// Rows stamped before this instant count as copied.
    pub fn watermark(&self) -> Option<Micros> {
        self.watermark
    }

    /// The newest runs, oldest first.
    pub fn history(&self) -> Vec<RunPicture> {
        self.history.shown(&self.runs)
    }

    pub(super) fn on_start(&mut self, cx: &mut Context<'_, SyncProtocol>) {
        let every = cx.settings.interval;
        cx.record(What::Scheduled { every });
        self.schedule_tick(cx);
    }

    /// Sets the next tick: a multiple of the interval after the last, and somewhere in the jitter.
    fn schedule_tick(&mut self, cx: &mut Context<'_, SyncProtocol>) {
        self.setting += 1;
        let setting = self.setting;
        let interval = cx.settings.interval;
        let jitter = cx.uniform(Purpose::Schedule, self.ticks, 0);
        let jitter = (jitter * cx.settings.schedule_jitter as f64) as Micros;
        let mut due = self.last_tick + interval + jitter;
        if due < cx.now {
            due = cx.now;
        }
        self.next_tick = Some(due);
        cx.set_timer(due - cx.now, Timer::Tick { setting });
    }

    pub(super) fn on_tick(&mut self, setting: u32, cx: &mut Context<'_, SyncProtocol>) {
        if setting != self.setting {
            return;
        }
        // The jitter is no part of the rhythm. Ticks that passed while the job was down are gone.
        let interval = cx.settings.interval;
        let passed = ((cx.now - self.last_tick) / interval).max(1);
        self.last_tick = (self.last_tick + passed * interval).min(cx.now);
        let tick = self.ticks;
        self.ticks += 1;
        self.schedule_tick(cx);
        self.begin(tick, 0, cx);
    }

    pub(super) fn on_again(&mut self, tick: u64, attempt: u32, cx: &mut Context<'_, SyncProtocol>) {
        self.retries -= 1;
        self.begin(tick, attempt, cx);
    }

    fn begin(&mut self, tick: u64, attempt: u32, cx: &mut Context<'_, SyncProtocol>) {
        let number = self.begun;
        self.begun += 1;
        let is_late = !self.runs.is_empty();
        let leaves_out = match cx.settings.when_late {
            WhenLate::Forbid => is_late,
            WhenLate::Allow => self.runs.len() >= MOST_AT_ONCE,
            WhenLate::Replace => false,
        };
        if leaves_out {
            self.history.begin(number, cx.now, RunOutcome::Skipped);
            cx.record(What::RunEnded {
                run: number,
                how: RunEnd::Skipped,
                moved: 0,
            });
            return;
        }
        if is_late && cx.settings.when_late == WhenLate::Replace {
            while let Some(run) = self.runs.pop() {
                self.note_copied(&run, run.last_place(), cx);
                self.end(&run, RunEnd::Replaced, cx);
                self.linger(run);
            }
        }
        cx.record(What::RunBegan {
            run: number,
            beside: self.runs.len() as u32,
        });
        self.history.begin(number, cx.now, RunOutcome::Running);
        let resumed = self.stopped_at.filter(|_| cx.settings.resume);
        let since = self
            .watermark
            .filter(|_| cx.settings.copy == Copying::Incremental);
        let pull = Pull {
            run: number,
            since: since.map(|mark| mark.saturating_sub(cx.settings.lookback)),
            after: resumed.map(|(place, _)| place),
        };
        let first_began = resumed.map_or(cx.now, |(_, began)| began);
        let mut run = Run::new(tick, attempt, pull, cx.now, first_began);
        let fails = self.closed_at.is_none()
            && cx.chance(cx.settings.fail, Purpose::RunFails, tick, attempt);
        run.fails_at = fails.then_some(cx.settings.fail_at);
        if !self.down.is_empty() {
            self.fail(run, cx);
            return;
        }
        let mut stores: Vec<NodeId> = (0..cx.settings.sources).map(source_node).collect();
        if cx.settings.copy != Copying::Incremental {
            stores.push(target_node(cx.settings));
        }
        run.asked = stores.into_iter().map(|store| (store, None)).collect();
        let uniform = cx.uniform(Purpose::RunCost, tick, attempt);
        let cost = cx.settings.run.sample(uniform);
        self.ask(&run, 0, cx);
        cx.set_timer(cost, Timer::Ready { run: number });
        let patience = Timer::Patience {
            run: number,
            asked: 0,
        };
        cx.set_timer(cx.settings.patience(), patience);
        self.runs.push(run);
    }

    pub(super) fn on_ready(&mut self, number: u64, cx: &mut Context<'_, SyncProtocol>) {
        if let Some(run) = self.run(number) {
            run.is_ready = true;
        }
        self.go_on(number, cx);
    }

    pub(super) fn on_rows(
        &mut self,
        (number, from, attempt): (u64, NodeId, u32),
        rows: Vec<Row>,
        open: bool,
        cx: &mut Context<'_, SyncProtocol>,
    ) {
        // They are sorted, looked up and planned.
        cx.toil(4 * rows.len());
        if let Some(run) = self.run(number) {
            run.saw_open |= open;
            run.on_rows(from, attempt, rows);
            let (began, is_asking) = (run.began, run.found() == 0);
            // It was told with the question.
            self.copied
                .retain(|&(store, _, since)| store != from || since > began);
            // Once it goes through its rows, a late answer to a repeated question says nothing new.
            if is_asking {
                self.go_on(number, cx);
            }
        }
    }

    pub(super) fn on_through(
        &mut self,
        number: u64,
        upto: usize,
        cx: &mut Context<'_, SyncProtocol>,
    ) {
        if let Some(run) = self.run(number) {
            for batch in run.go_through(upto, cx.now) {
                cx.toil(batch.loads.len());
                load(run, &batch, 0, cx);
            }
        }
        self.go_on(number, cx);
    }

    pub(super) fn on_loaded(
        &mut self,
        number: u64,
        batch: u16,
        changed: u32,
        cx: &mut Context<'_, SyncProtocol>,
    ) {
        let Some(run) = self.run(number) else {
            self.come_late((number, batch), changed, cx);
            return;
        };
        run.on_loaded(batch, changed);
        if run.next(cx.settings) == Next::Done {
            self.go_on(number, cx);
        }
    }

    /// Takes a run as far as it comes by itself.
    fn go_on(&mut self, number: u64, cx: &mut Context<'_, SyncProtocol>) {
        let Some(place) = self.runs.iter().position(|run| run.number == number) else {
            return;
        };
        loop {
            let run = &mut self.runs[place];
            match run.next(cx.settings) {
                Next::Wait => return,
                Next::Through { rows, upto } => {
                    let cost = cx.settings.row.saturating_mul(rows as u64);
                    if cost > 0 {
                        cx.set_timer(cost, Timer::Through { run: number, upto });
                        return;
                    }
                    for batch in run.go_through(upto, cx.now) {
                        cx.toil(batch.loads.len());
                        load(run, &batch, 0, cx);
                    }
                }
                Next::Fail => {
                    let run = self.runs.remove(place);
                    self.fail(run, cx);
                    return;
                }
                Next::Done => {
                    let run = self.runs.remove(place);
                    self.watermark = self.watermark.max(Some(run.first_began));
                    self.stopped_at = None;
                    let whole = run.pull.after.is_none() && !run.saw_open;
                    let late = self.closed_at.is_some_and(|closed| run.began >= closed);
                    let is_alone = self.changed_at < Some(run.began);
                    self.is_settled = late && whole && is_alone;
                    if run.changed > 0 {
                        self.unsettle(cx.now);
                    }
                    // What is still on its way of a run that failed before this one began is lost.
                    self.lingering.retain(|other| other.number > run.number);
                    self.note_copied(&run, Some(LAST), cx);
                    self.release(&run, cx);
                    self.end(&run, RunEnd::Done, cx);
                    return;
                }
            }
        }
    }

    /// Something has changed, or may: a run that had begun before has not seen that.
    fn unsettle(&mut self, now: Micros) {
        self.is_settled = false;
        self.changed_at = Some(now);
    }

    /// What a run went by is known to be in up to a place.
    fn note_copied(&mut self, run: &Run, upto: Option<Place>, cx: &Context<'_, SyncProtocol>) {
        let Some(upto) = upto.filter(|_| cx.settings.copy == Copying::Incremental) else {
            return;
        };
        let copied = run.snapshots.iter().map(|&(store, snapshot)| {
            let copied = Copied { snapshot, upto };
            (store, copied, cx.now)
        });
        self.copied.extend(copied);
    }

    /// How far it is, as far as a store is concerned.
    fn progress(&self, store: NodeId, cx: &Context<'_, SyncProtocol>) -> Progress {
        let copied = self.copied.iter().filter(|(of, ..)| *of == store);
        let under_way = self.runs.iter().chain(&self.lingering);
        let passed = self.watermark.unwrap_or(0);
        Progress {
            copied: copied.map(|(_, copied, _)| *copied).collect(),
            passed: passed.saturating_sub(cx.settings.lookback),
            under_way: under_way.map(|run| run.number).collect(),
        }
    }

    /// Lets the sources know that a snapshot is done with.
    fn release(&self, run: &Run, cx: &mut Context<'_, SyncProtocol>) {
        if cx.settings.copy == Copying::Incremental {
            for source in (0..cx.settings.sources).map(source_node) {
                let address = run.address(source, LetterKind::Release, 0, 0);
                cx.send(address, Message::Release(self.progress(source, cx)));
            }
        }
    }

    /// Asks the stores that have not answered a run.
    fn ask(&self, run: &Run, asked: u32, cx: &mut Context<'_, SyncProtocol>) {
        for (store, _) in run.asked.iter().filter(|(_, rows)| rows.is_none()) {
            let message = Message::Pull {
                pull: run.pull,
                progress: self.progress(*store, cx),
            };
            cx.send(run.address(*store, LetterKind::Pull, 0, asked), message);
        }
    }

    fn end(&mut self, run: &Run, how: RunEnd, cx: &mut Context<'_, SyncProtocol>) {
        // What it has seen no store counts as new any more, and some of it may be under way.
        if how != RunEnd::Done && run.has_asked() {
            self.unsettle(cx.now);
        }
        cx.record(What::RunEnded {
            run: run.number,
            how,
            moved: run.moved,
        });
        self.history.end(run, how, cx.now);
    }

    /// Repeats what has got no answer.
    pub(super) fn on_patience(
        &mut self,
        number: u64,
        asked: u32,
        cx: &mut Context<'_, SyncProtocol>,
    ) {
        let Some(run) = self.runs.iter().find(|run| run.number == number) else {
            return;
        };
        let asked = asked + 1;
        self.ask(run, asked, cx);
        let patience = cx.settings.patience();
        let now = cx.now;
        let overdue = |batch: &&Batch| now - batch.sent >= patience;
        for batch in run.unconfirmed.iter().filter(overdue) {
            load(run, batch, asked, cx);
        }
        let wait = cx.settings.patience() << asked.min(MOST_DOUBLINGS);
        cx.set_timer(wait, Timer::Patience { run: number, asked });
    }

    fn run(&mut self, number: u64) -> Option<&mut Run> {
        self.runs.iter_mut().find(|run| run.number == number)
    }

    pub(super) fn on_peer(&mut self, peer: NodeId, up: bool, cx: &mut Context<'_, SyncProtocol>) {
        self.down.retain(|down| *down != peer);
        if !up {
            self.down.push(peer);
            for run in std::mem::take(&mut self.runs) {
                self.fail(run, cx);
            }
        }
    }

    pub(super) fn on_crash(&mut self, cx: &mut Context<'_, SyncProtocol>) {
        for run in std::mem::take(&mut self.runs) {
            self.give_up(&run, cx);
        }
        self.next_tick = None;
        self.retries = 0;
        self.lingering.clear();
        self.down = (0..cx.settings.sources).map(source_node).collect();
        self.down.push(target_node(cx.settings));
    }

    pub(super) fn on_restart(&mut self, cx: &mut Context<'_, SyncProtocol>) {
        // Ticks that passed while the job was down are gone.
        let interval = cx.settings.interval;
        self.last_tick += (cx.now - self.last_tick) / interval * interval;
        self.schedule_tick(cx);
    }

    pub(super) fn on_change(&mut self, before: &Settings, cx: &mut Context<'_, SyncProtocol>) {
        let schedule = |settings: &Settings| (settings.interval, settings.schedule_jitter);
        if schedule(before) != schedule(cx.settings) {
            let every = cx.settings.interval;
            cx.record(What::Scheduled { every });
            self.schedule_tick(cx);
        }
    }

    pub(super) fn on_close(&mut self, cx: &mut Context<'_, SyncProtocol>) {
        self.closed_at = Some(cx.now);
    }
}

fn load(run: &Run, batch: &Batch, asked: u32, cx: &mut Context<'_, SyncProtocol>) {
    let message = Message::Load {
        run: run.number,
        batch: batch.number,
        loads: batch.loads.clone(),
    };
    let address = run.address(batch.to, LetterKind::Load, batch.number, asked);
    cx.send(address, message);
}
