//! The controls, made from the declarations of the parameters: what a parameter's kind is decides
//! which control it gets.

mod choice;
mod law;
mod number;
mod peers;
mod percentiles;
mod shell;
mod slot;
mod time;
mod toggle;

use super::dom::El;
use super::stage::Stage;
use crate::scenario::{Kind, Param, Scale};
use crate::view::slider::Dimension;
use number::Span;
use slot::Slot;

/// The control of a parameter.
pub fn control(stage: Stage, param: &'static Param) -> Option<El> {
    let slot = Slot::new(stage, param);
    match param.kind {
        Kind::Toggle => Some(toggle::toggle(slot)),
        Kind::Choice(choices) => Some(choice::choice(slot, choices)),
        Kind::Time { off: true, .. } => time::time_or_off(slot),
        _ if param.per_peer.is_some() => Some(peers::peers(slot)),
        _ if param.inherits.is_some() => peers::inheriting(slot),
        Kind::Law { .. } => Some(law::alone(slot)),
        _ => number::alone(slot),
    }
}

/// The numbers that a parameter takes, if it takes numbers.
fn span(param: &Param) -> Option<Span> {
    let (dimension, min, max) = match param.kind {
        Kind::Count { min, max } => (Dimension::Count, min as f64, max as f64),
        Kind::Number { min, max } => (Dimension::Number, min, max),
        Kind::Share => (Dimension::Share, 0.0, 1.0),
        Kind::Time { min, max, .. } => (Dimension::Time, min as f64, max as f64),
        Kind::Law { .. } | Kind::Choice(_) | Kind::Toggle => return None,
    };
    let logarithmic = param.scale == Scale::Logarithmic;
    Some(Span {
        dimension,
        min,
        max,
        logarithmic,
        suffix: param.unit,
    })
}
