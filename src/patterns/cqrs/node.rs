//! The nodes of this pattern as one type.

use super::Settings;
use crate::sim::fact::Letter;
use crate::sim::ids::NodeId;
use crate::sim::law::Law;
use crate::sim::node::{Conditions, Context, Node};
use crate::sim::time::Micros;

/// Any node of this pattern.
#[derive(Clone, Debug)]
pub enum CqrsNode {
    /// Does nothing.
    Idle,
}

static NO_LAW: Law = Law::Constant(0);

impl Node for CqrsNode {
    type Message = ();
    type Timer = ();
    type Settings = Settings;

    fn on_start(&mut self, _cx: &mut Context<'_, Self>) {}
    fn on_message(&mut self, _letter: &Letter, _message: (), _cx: &mut Context<'_, Self>) {}
    fn on_timer(&mut self, _timer: (), _cx: &mut Context<'_, Self>) {}
    fn on_crash(&mut self, _cx: &mut Context<'_, Self>) {}
    fn on_restart(&mut self, _cx: &mut Context<'_, Self>) {}
    fn on_peer(&mut self, _peer: NodeId, _up: bool, _cx: &mut Context<'_, Self>) {}
    fn on_change(&mut self, _before: &Settings, _cx: &mut Context<'_, Self>) {}
    fn on_close(&mut self, _cx: &mut Context<'_, Self>) {}
    fn is_idle(&self) -> bool {
        true
    }
    fn held(&self) -> usize {
        0
    }
    fn conditions<'a>(_settings: &'a Settings, _letter: &Letter) -> Conditions<'a> {
        Conditions {
            law: &NO_LAW,
            loss: 0.0,
            duplicate: 0.0,
            in_order: false,
        }
    }
    fn crashes(_settings: &Settings, _node: NodeId) -> Option<(Micros, Micros)> {
        None
    }
    fn repair(_settings: &Settings) -> Micros {
        0
    }
}
