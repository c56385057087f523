//! The kernel of whichever pattern is run.

use crate::facts::Fact;
use crate::facts::ids::{LinkId, NodeId, ReplicaId, WriteId};
use crate::facts::time::Micros;
use crate::patterns::picture::{Gaze, Picture};
use crate::scenario::{Pattern, Settings};
use crate::sim::bound::Bound;
use crate::sim::kernel::Kernel;
use crate::sim::load::Load;
use crate::sim::node::{Errand, Node};
use crate::sim::prospect::Prospect;

/// A kernel, its pattern chosen at run time.
pub trait Engine {
    fn next_at(&self) -> Option<Micros>;
    fn bound(&self) -> Option<Bound>;
    fn events(&self) -> u64;
    fn toil(&self) -> u64;
    fn is_quiet(&self) -> bool;
    fn in_flight(&self) -> usize;
    /// Whether anything that is left may still lead to this by itself.
    fn may_still(&self, prospect: &Prospect) -> bool;
    /// The copies that were let go of since the last call: writes, and the stores they were kept for.
    fn let_go(&mut self) -> std::vec::Drain<'_, (WriteId, ReplicaId)>;
    fn loads(&self, at: Micros) -> Vec<Load>;
    fn picture(&self, now: Micros, gaze: Gaze<'_>) -> Picture;
    fn step(&mut self);
    fn pass_to(&mut self, at: Micros);
    fn close(&mut self);
    fn change(&mut self, declared: &Settings);
    fn errand(&mut self, people: NodeId, errand: Errand);
    fn crash(&mut self, node: NodeId, lasting: Option<Micros>);
    fn restart(&mut self, node: NodeId);
    fn stop(&mut self, node: NodeId, lasting: Option<Micros>);
    fn go_on(&mut self, node: NodeId);
    fn cut(&mut self, link: LinkId, lasting: Option<Micros>);
    fn mend(&mut self, link: LinkId);
    /// Moves the facts recorded since the last call into an empty list.
    fn facts(&mut self, into: &mut Vec<Fact>);
}

/// What a pattern brings beside its nodes.
trait Room: Node {
    fn read(declared: &Settings) -> Self::Settings;
    fn show(kernel: &Kernel<Self>, now: Micros, gaze: Gaze<'_>) -> Picture;
}

impl<N: Room> Engine for Kernel<N> {
    fn next_at(&self) -> Option<Micros> {
        self.next_at()
    }
    fn bound(&self) -> Option<Bound> {
        self.bound()
    }
    fn events(&self) -> u64 {
        self.events()
    }
    fn toil(&self) -> u64 {
        self.toil()
    }
    fn is_quiet(&self) -> bool {
        self.is_quiet()
    }
    fn in_flight(&self) -> usize {
        self.in_flight()
    }
    fn may_still(&self, prospect: &Prospect) -> bool {
        N::may_still(self, prospect)
    }
    fn let_go(&mut self) -> std::vec::Drain<'_, (WriteId, ReplicaId)> {
        self.let_go()
    }
    fn loads(&self, at: Micros) -> Vec<Load> {
        self.loads(at)
    }
    fn picture(&self, now: Micros, gaze: Gaze<'_>) -> Picture {
        N::show(self, now, gaze)
    }
    fn step(&mut self) {
        self.step();
    }
    fn pass_to(&mut self, at: Micros) {
        self.pass_to(at);
    }
    fn close(&mut self) {
        self.close();
    }
    fn change(&mut self, declared: &Settings) {
        self.change(N::read(declared));
    }
    fn errand(&mut self, people: NodeId, errand: Errand) {
        self.errand(people, errand);
    }
    fn crash(&mut self, node: NodeId, lasting: Option<Micros>) {
        self.crash(node, lasting);
    }
    fn restart(&mut self, node: NodeId) {
        self.restart(node);
    }
    fn stop(&mut self, node: NodeId, lasting: Option<Micros>) {
        self.stop(node, lasting);
    }
    fn go_on(&mut self, node: NodeId) {
        self.go_on(node);
    }
    fn cut(&mut self, link: LinkId, lasting: Option<Micros>) {
        self.cut(link, lasting);
    }
    fn mend(&mut self, link: LinkId) {
        self.mend(link);
    }
    fn facts(&mut self, into: &mut Vec<Fact>) {
        self.swap_facts(into);
    }
}

/// The patterns, each with its room and its nodes.
macro_rules! rooms {
    ($($pattern:ident $room:ident $node:ident;)+) => {
        $(
            impl Room for crate::patterns::$room::node::$node {
                fn read(declared: &Settings) -> Self::Settings {
                    crate::patterns::$room::Settings::read(declared)
                }
                fn show(kernel: &Kernel<Self>, now: Micros, gaze: Gaze<'_>) -> Picture {
                    crate::patterns::$room::picture(kernel, now, gaze)
                }
            }
        )+

        /// The pattern that the settings belong to, at its start.
        pub fn start(declared: &Settings) -> Box<dyn Engine> {
            match declared.pattern() {
                $(
                    Pattern::$pattern => Box::new(crate::patterns::$room::start(declared)),
                )+
            }
        }
    };
}

rooms! {
    EventBased event_based EventNode;
    BackgroundSync background_sync SyncNode;
    Saga saga SagaNode;
    Cqrs cqrs CqrsNode;
}
