//! The kernel of whichever pattern is run.

use crate::facts::Fact;
use crate::facts::ids::{LinkId, NodeId, ReplicaId, WriteId};
use crate::facts::time::Micros;
use crate::patterns::depict::{self, Depicted};
use crate::patterns::picture::{Gaze, Picture};
use crate::scenario::Settings;
use crate::sim::bound::Bound;
use crate::sim::kernel::Kernel;
use crate::sim::load::Load;
use crate::sim::node::{Errand, SettingsOf};
use crate::sim::prospect::Prospect;

/// A kernel, its pattern chosen at run time.
pub trait Engine {
    /// When the next event is due.
    fn next_at(&self) -> Option<Micros>;
    /// The limit at which it has stopped, if it has.
    fn bound(&self) -> Option<Bound>;
    /// How many events have run.
    fn events(&self) -> u64;
    /// How many things have been gone through one by one.
    fn toil(&self) -> u64;
    /// Whether no message and no work is left.
    fn is_quiet(&self) -> bool;
    /// Messages on their way.
    fn in_flight(&self) -> usize;
    /// Whether anything that is left may still lead to this by itself.
    fn may_still(&self, prospect: &Prospect) -> bool;
    /// The copies that were let go of since the last call: writes, and the stores they were kept for.
    fn let_go(&mut self) -> std::vec::Drain<'_, (WriteId, ReplicaId)>;
    /// The work of each node up to an instant.
    fn loads(&self, at: Micros) -> Vec<Load>;
    /// What it looks like.
    fn picture(&self, now: Micros, gaze: Gaze<'_>) -> Picture;
    /// Runs the next event.
    fn step(&mut self);
    /// Lets time pass up to an instant at which no event is due.
    fn pass_to(&mut self, at: Micros);
    /// Users and random faults stop; links are mended, nodes restarted, what is stopped started.
    fn close(&mut self);
    /// Takes other settings.
    fn change(&mut self, declared: &Settings);
    /// The person at the page does something.
    fn errand(&mut self, people: NodeId, errand: Errand);
    /// A node crashes, for a time or until it is restarted.
    fn crash(&mut self, node: NodeId, lasting: Option<Micros>);
    /// A node that is down comes back.
    fn restart(&mut self, node: NodeId);
    /// What consumes at a node stops, for a time or until it is started.
    fn stop(&mut self, node: NodeId, lasting: Option<Micros>);
    /// What has stopped there goes on.
    fn go_on(&mut self, node: NodeId);
    /// A link is cut, for a time or until it is mended.
    fn cut(&mut self, link: LinkId, lasting: Option<Micros>);
    /// A link that is cut is mended.
    fn mend(&mut self, link: LinkId);
    /// Moves the facts recorded since the last call into an empty list.
    fn facts(&mut self, into: &mut Vec<Fact>);
}

/// What a pattern brings beside its nodes.
pub trait Room: Depicted {
    /// Its settings, in the types that its nodes use.
    fn read(declared: &Settings) -> SettingsOf<Self>;
    /// Whether anything that is left in a run may still lead to this by itself. A pattern that does not
    /// say otherwise keeps no second copy of anything.
    fn may_still(_kernel: &Kernel<Self>, _prospect: &Prospect) -> bool {
        false
    }
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
        depict::picture(self, now, gaze)
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
