//! What is said of the incidents that one item of a list holds beside the one that it tells: how many they are, of
//! which cause, and when they were.

use super::Teller;
use super::position::join;
use super::tellings::telling;
use crate::facts::ids::ReplicaId;
use crate::session::{Cause, Fold};
use crate::show::units;

impl Teller {
    /// What is said of all but the head, such as "and 2 more of the same saga, all at 11.100 s"; none if there is
    /// the head alone.
    pub fn others(&self, fold: &Fold<'_>) -> Option<String> {
        if fold.rest.is_empty() {
            return None;
        }
        let count = units::count(fold.rest.len() as u64);
        let (first, last) = fold.span();
        let [first, last] = [first, last].map(units::instant);
        let when = if first == last {
            [", all at ", &first].concat()
        } else {
            [": first at ", &first, ", last at ", &last].concat()
        };
        Some(join(&[
            "and ",
            &count,
            " more ",
            &self.of(fold.cause),
            &when,
        ]))
    }

    /// What makes them one, in words that follow how many they are.
    fn of(&self, cause: Cause) -> String {
        match cause {
            Cause::Saga(_) => "of the same saga".to_owned(),
            Cause::Crash(node, at) => {
                let at = units::instant(at);
                join(&["from the crash of ", self.end(node), " at ", &at])
            }
            Cause::Broker(at) => ["from the crash of the broker at ", &units::instant(at)].concat(),
            Cause::Clock(replica) => {
                join(&["from the clock of ", self.copy(replica), ", which is ahead"])
            }
            Cause::Batch(..) => "from the same batch".to_owned(),
            Cause::Write(replica, write) => {
                let write = self.narrator.write(write);
                join(&["about ", &write, " at ", self.copy(replica)])
            }
            Cause::Lost(_) => "from the same loss".to_owned(),
            Cause::Rebuild(replica, _) => join(&["from the same rebuild of ", self.copy(replica)]),
            Cause::State(what, ..) => {
                let telling = telling(self.face, what);
                telling.map_or("", |telling| telling.until).to_owned()
            }
            Cause::Again(..) => "in the same saga".to_owned(),
            Cause::Alone(_) => "like it".to_owned(),
        }
    }

    fn copy(&self, replica: ReplicaId) -> &str {
        let node = self.holder(replica);
        node.and_then(|node| self.name(node)).unwrap_or("a copy")
    }
}
