//! The controls, made from the declarations of the parameters: what a parameter's kind is decides
//! which control it gets.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "handles are small where speed counts: only debug builds keep their places of definition"
)]

mod argument;
mod choice;
mod draft;
mod inheriting;
mod law;
mod moved;
mod number;
mod peers;
mod percentiles;
mod shell;
mod slider;
mod slot;
mod span;
mod time;
mod toggle;

use leptos::prelude::*;

use crate::scenario::{Kind, Param};
use choice::Choosing;
use inheriting::Inheriting;
use law::LawControl;
use number::NumberControl;
use peers::Peers;
use slot::Slot;
use time::TimeOrOff;
use toggle::Toggle;

/// The control of a parameter.
#[component]
pub fn Control(
    /// Its declaration.
    param: &'static Param,
) -> impl IntoView {
    let slot = Slot::new(param);
    match param.kind {
        Kind::Toggle => view! { <Toggle of=slot/> }.into_any(),
        Kind::Choice(choices) => view! { <Choosing of=slot choices/> }.into_any(),
        Kind::Time { off: true, .. } => view! { <TimeOrOff of=slot/> }.into_any(),
        _ if param.per_peer.is_some() => view! { <Peers of=slot/> }.into_any(),
        _ => view! { <OneValue of=slot/> }.into_any(),
    }
}

/// The control of a law or a number that is one for all.
#[component]
fn OneValue(
    /// Where it is kept.
    #[prop(name = "of")]
    slot: Slot,
) -> impl IntoView {
    match slot.param.kind {
        _ if slot.param.inherits.is_some() => view! { <Inheriting of=slot/> }.into_any(),
        Kind::Law { .. } => view! { <LawControl of=slot/> }.into_any(),
        _ => view! { <NumberControl of=slot/> }.into_any(),
    }
}
