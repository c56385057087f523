//! The kernel of whichever pattern is run.

use crate::patterns::event_based::node::EventNode;
use crate::patterns::event_based::{self, settings};
use crate::patterns::picture::Picture;
use crate::scenario::{Pattern, Settings};
use crate::sim::fact::Fact;
use crate::sim::ids::{LinkId, NodeId};
use crate::sim::kernel::{Bound, Kernel};
use crate::sim::time::Micros;

/// A kernel, its pattern chosen at run time.
pub enum Engine {
    /// Event-based.
    EventBased(Box<Kernel<EventNode>>),
}

impl Engine {
    /// The pattern that the settings belong to, at its start.
    pub fn start(declared: &Settings) -> Self {
        match declared.pattern() {
            Pattern::EventBased => Self::EventBased(Box::new(event_based::start(declared))),
        }
    }

    pub fn change(&mut self, declared: &Settings) {
        match self {
            Self::EventBased(kernel) => kernel.change(settings::Settings::read(declared)),
        }
    }

    pub fn picture(&self, now: Micros) -> Picture {
        match self {
            Self::EventBased(kernel) => event_based::picture(kernel, now),
        }
    }

    pub fn facts(&mut self, mut take: impl FnMut(&Fact)) {
        match self {
            Self::EventBased(kernel) => kernel.facts().for_each(|fact| take(&fact)),
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
                }
            })*
            $(pub fn $change(&mut self, $($arg: $kind),*) {
                match self {
                    Self::EventBased(kernel) => kernel.$change($($arg),*),
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
