//! The nodes of this pattern as one type.

use super::message::{CqrsProtocol, Message, Timer};
use super::places::{FIRST_PROJECTOR, TRUTH, USERS, WRITE_MODEL};
use super::projector::Projector;
use super::settings::Settings;
use super::users::Users;
use super::write_model::WriteModel;
use crate::facts::ids::NodeId;
use crate::facts::time::Micros;
use crate::facts::{Letter, LetterKind, Merge, What};
use crate::patterns::people::writer;
use crate::sim::law::Law;
use crate::sim::node::{Conditions, Context, Errand, Node};

/// Any node of this pattern.
#[derive(Clone, Debug)]
pub enum CqrsNode {
    /// The people.
    Users(Users),
    /// The model that takes commands.
    WriteModel(WriteModel),
    /// A replica of a view.
    Projector(Box<Projector>),
}

impl Node for CqrsNode {
    type Protocol = CqrsProtocol;

    fn on_start(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        let store = |replica, source, cx: &mut Context<'_, CqrsProtocol>| {
            cx.record(What::Replica {
                replica,
                node: cx.me,
                source,
                keys: cx.settings.keys(),
                merge: Merge::Add,
            });
        };
        match self {
            Self::Users(users) => users.on_start(cx),
            Self::WriteModel(_) => store(TRUTH, true, cx),
            Self::Projector(projector) => {
                let (replica, view) = (projector.replica(), projector.view() as u16);
                store(replica, false, cx);
                cx.record(What::Shows { replica, view });
                projector.on_start(cx);
            }
        }
    }

    fn on_message(
        &mut self,
        letter: &Letter,
        message: Message,
        cx: &mut Context<'_, CqrsProtocol>,
    ) {
        match (self, message) {
            (Self::Users(users), Message::Done(position)) => {
                if let (Some(write), Some(key)) = (letter.write, letter.key) {
                    let session = writer(write, cx.me, cx.draws, &cx.settings.workload);
                    users.conduct.learn(session, key, position);
                    users.on_done(write, key, cx);
                }
            }
            (Self::Users(_), Message::Refused) => {}
            (Self::Users(_), Message::Answer) => {
                if let Some(read) = letter.read() {
                    cx.record(What::Answered { read });
                }
            }
            (Self::WriteModel(model), Message::Command(command)) => model.on_command(command, cx),
            (Self::WriteModel(model), Message::Checked(command, believed)) => {
                model.on_checked(command, believed, cx);
            }
            (Self::WriteModel(model), Message::Query(query, _)) => model.on_query(query, cx),
            (
                Self::WriteModel(model),
                Message::Fetch {
                    reader,
                    after,
                    most,
                },
            ) => {
                model.on_fetch(letter.from, (reader, after, most), letter.attempt, cx);
            }
            (Self::Projector(projector), Message::Query(query, needs)) => {
                projector.on_query(query, needs, cx);
            }
            (Self::Projector(projector), Message::Deliver(event)) => {
                projector.on_deliver(event, cx);
            }
            (Self::Projector(projector), Message::Part(part)) => projector.on_part(&part, cx),
            (Self::Projector(projector), Message::Head(head)) => projector.on_head(head, cx),
            (Self::Projector(projector), Message::Check(command)) => {
                projector.on_check(command, cx);
            }
            (_, message) => debug_assert!(false, "{message:?} does not belong here"),
        }
    }

    fn on_timer(&mut self, timer: Timer, cx: &mut Context<'_, CqrsProtocol>) {
        match (self, timer) {
            (Self::Users(users), Timer::People(timer)) => users.on_timer(timer, cx),
            (Self::WriteModel(model), Timer::Append { write }) => model.on_append(write, cx),
            (Self::WriteModel(model), Timer::TryAgain { write }) => model.on_try_again(write, cx),
            (Self::WriteModel(model), Timer::Lull { head }) => model.on_lull(head, cx),
            (Self::Projector(projector), Timer::Projected { turn }) => {
                projector.on_projected(turn, cx);
            }
            (Self::Projector(projector), Timer::Built { turn }) => projector.on_built(turn, cx),
            (Self::Projector(projector), Timer::Gap(reader)) => projector.on_gap(reader, cx),
            (Self::Projector(projector), Timer::Poll { setting }) => {
                projector.on_poll(setting, cx);
            }
            (Self::Projector(projector), Timer::Rebuild { at }) => projector.on_rebuild(at, cx),
            (Self::Projector(projector), Timer::WaitOver { read }) => {
                projector.on_wait_over(read, cx);
            }
            (_, timer) => debug_assert!(false, "{timer:?} does not belong here"),
        }
    }

    fn on_crash(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        match self {
            Self::Users(_) => {}
            Self::WriteModel(model) => model.on_crash(),
            Self::Projector(projector) => projector.on_crash(cx),
        }
    }

    fn on_restart(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        if let Self::Projector(projector) = self {
            projector.on_restart(cx);
        }
    }

    fn on_stop(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        if let Self::Projector(projector) = self {
            projector.on_stop(cx);
        }
    }

    fn on_go_on(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        self.on_restart(cx);
    }

    fn is_for_store(letter: &Letter) -> bool {
        matches!(letter.kind, LetterKind::Query | LetterKind::Check)
    }

    fn is_of_store(timer: &Timer) -> bool {
        matches!(timer, Timer::WaitOver { .. })
    }

    fn crash_stops_consuming(settings: &Settings, node: NodeId) -> bool {
        settings.crash_stops_consuming && node.0 >= FIRST_PROJECTOR
    }

    fn on_peer(&mut self, peer: NodeId, up: bool, cx: &mut Context<'_, CqrsProtocol>) {
        match self {
            Self::Projector(projector) if up && peer == WRITE_MODEL => {
                projector.on_log_up(cx);
            }
            _ => {}
        }
    }

    fn on_change(&mut self, before: &Settings, cx: &mut Context<'_, CqrsProtocol>) {
        match self {
            Self::Users(users) => users.on_change(before, cx),
            Self::WriteModel(_) => {}
            Self::Projector(projector) => projector.on_change(before, cx),
        }
    }

    fn on_errand(&mut self, errand: Errand, cx: &mut Context<'_, CqrsProtocol>) {
        if let Self::Users(users) = self {
            users.on_errand(errand, cx);
        }
    }

    fn on_mended(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        if let Self::WriteModel(model) = self {
            model.on_mended(cx);
        }
    }

    fn on_close(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        match self {
            Self::Users(users) => users.on_close(),
            Self::WriteModel(model) => model.on_close(cx),
            Self::Projector(projector) => projector.on_close(cx),
        }
    }

    fn is_idle(&self) -> bool {
        match self {
            Self::Users(_) => true,
            Self::WriteModel(model) => model.is_idle(),
            Self::Projector(projector) => projector.is_idle(),
        }
    }

    fn held(&self) -> usize {
        match self {
            Self::Users(users) => users.conduct.held(),
            Self::WriteModel(model) => model.held(),
            Self::Projector(projector) => projector.held(),
        }
    }

    fn load(&self, _settings: &Settings) -> Option<(u64, u64)> {
        let Self::Projector(projector) = self else {
            return None;
        };
        Some((projector.load().1, 1))
    }

    fn conditions<'a>(settings: &'a Settings, letter: &Letter) -> Conditions<'a> {
        let quiet = |law| Conditions {
            law,
            loss: 0.0,
            duplicate: 0.0,
            in_order: false,
        };
        let far = letter.from.0.max(letter.to.0);
        let view = far
            .checked_sub(FIRST_PROJECTOR)
            .map_or(0, |index| usize::from(index) / settings.replicas);
        let bus: &Law = settings.bus.get(view).unwrap_or(&settings.latency);
        match letter.kind {
            LetterKind::Deliver => Conditions {
                law: bus,
                loss: settings.loss,
                duplicate: settings.duplicate,
                in_order: settings.log_order,
            },
            LetterKind::Batch => Conditions {
                law: bus,
                loss: settings.loss,
                duplicate: settings.duplicate,
                in_order: false,
            },
            LetterKind::Fetch | LetterKind::Head | LetterKind::Check | LetterKind::Checked => {
                quiet(bus)
            }
            _ => quiet(&settings.latency),
        }
    }

    fn crashes(settings: &Settings, node: NodeId) -> Option<(Micros, Micros)> {
        let every = settings.crash_every.filter(|_| node != USERS)?;
        Some((every, settings.repair))
    }

    fn repair(settings: &Settings) -> Micros {
        settings.repair
    }
}
