//! The kernel of whichever pattern is run.

use crate::patterns::background_sync::{self, node::SyncNode};
use crate::patterns::cqrs::{self, node::CqrsNode};
use crate::patterns::event_based::{self, node::EventNode, settings};
use crate::patterns::picture::Picture;
use crate::patterns::saga::{self, node::SagaNode};
use crate::scenario::{Pattern, Settings};
use crate::sim::fact::Fact;
use crate::sim::ids::{LinkId, NodeId, WriteId};
use crate::sim::kernel::{Bound, Kernel};
use crate::sim::time::Micros;

/// A kernel, its pattern chosen at run time.
pub enum Engine {
    /// Event-based.
    EventBased(Box<Kernel<EventNode>>),
    /// Background sync.
    BackgroundSync(Box<Kernel<SyncNode>>),
    /// Saga.
    Saga(Box<Kernel<SagaNode>>),
    /// CQRS.
    Cqrs(Box<Kernel<CqrsNode>>),
}

impl Engine {
    /// The pattern that the settings belong to, at its start.
    pub fn start(declared: &Settings) -> Self {
        match declared.pattern() {
            Pattern::EventBased => Self::EventBased(Box::new(event_based::start(declared))),
            Pattern::BackgroundSync => {
                Self::BackgroundSync(Box::new(background_sync::start(declared)))
            }
            Pattern::Saga => Self::Saga(Box::new(saga::start(declared))),
            Pattern::Cqrs => Self::Cqrs(Box::new(cqrs::start(declared))),
        }
    }

    pub fn change(&mut self, declared: &Settings) {
        match self {
            Self::EventBased(kernel) => kernel.change(settings::Settings::read(declared)),
            Self::BackgroundSync(kernel) => {
                kernel.change(background_sync::Settings::read(declared));
            }
            Self::Saga(kernel) => kernel.change(saga::Settings::read(declared)),
            Self::Cqrs(kernel) => kernel.change(cqrs::Settings::read(declared)),
        }
    }

    pub fn picture(&self, now: Micros, followed: Option<WriteId>) -> Picture {
        match self {
            Self::EventBased(kernel) => event_based::picture(kernel, now),
            Self::BackgroundSync(kernel) => background_sync::picture(kernel, now),
            Self::Saga(kernel) => saga::picture(kernel, now, followed),
            Self::Cqrs(kernel) => cqrs::picture(kernel, now),
        }
    }

    pub fn facts(&mut self, take: impl FnMut(Fact)) {
        match self {
            Self::EventBased(kernel) => kernel.facts().for_each(take),
            Self::BackgroundSync(kernel) => kernel.facts().for_each(take),
            Self::Saga(kernel) => kernel.facts().for_each(take),
            Self::Cqrs(kernel) => kernel.facts().for_each(take),
        }
    }
}

/// What every kernel does alike.
macro_rules! forward {
    (read { $($name:ident() -> $out:ty;)* } change { $($change:ident($($arg:ident: $kind:ty),*);)* }) => {
        impl Engine {
            $(pub fn $name(&self) -> $out {
                match self {
                    Self::EventBased(kernel) => kernel.$name(),
                    Self::BackgroundSync(kernel) => kernel.$name(),
                    Self::Saga(kernel) => kernel.$name(),
                    Self::Cqrs(kernel) => kernel.$name(),
                }
            })*
            $(pub fn $change(&mut self, $($arg: $kind),*) {
                match self {
                    Self::EventBased(kernel) => kernel.$change($($arg),*),
                    Self::BackgroundSync(kernel) => kernel.$change($($arg),*),
                    Self::Saga(kernel) => kernel.$change($($arg),*),
                    Self::Cqrs(kernel) => kernel.$change($($arg),*),
                }
            })*
        }
    };
}

forward! {
    read {
        next_at() -> Option<Micros>;
        bound() -> Option<Bound>;
        events() -> u64;
        is_quiet() -> bool;
        in_flight() -> usize;
    }
    change {
        step();
        pass_to(at: Micros);
        close();
        crash(node: NodeId, lasting: Option<Micros>);
        restart(node: NodeId);
        cut(link: LinkId, lasting: Option<Micros>);
        mend(link: LinkId);
    }
}
