//! What is said of the incidents that one item of a list holds beside the one that it tells: how many they are, of
//! which cause, and when they were.

use super::Teller;
use super::position::join;
use crate::consistency::Anomaly;
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
            Cause::State(Anomaly::OverlappingRuns, ..) => {
                "before one run was alone again".to_owned()
            }
            Cause::State(..) => "before it had caught up".to_owned(),
            Cause::Again(..) => "in the same saga".to_owned(),
            Cause::Alone(_) => "like it".to_owned(),
        }
    }

    fn copy(&self, replica: ReplicaId) -> &str {
        let node = self.holder(replica);
        node.and_then(|node| self.name(node)).unwrap_or("a copy")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::time::Micros;
    use crate::patterns::parse;
    use crate::scenario::Preset;
    use crate::session::Session;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// What is said in a run at its end, of the items that hold more than one, the newest first.
    fn said(link: &str) -> Vec<String> {
        let mut session = Session::open(parse(link).0);
        session.go_to(Micros::MAX / 2);
        while session.catching_up().is_some() {
            session.frame(16.0, &mut || true);
        }
        let teller = Teller::new(session.settings(), session.stores());
        let folds = session.folds(None, None);
        folds
            .iter()
            .filter_map(|fold| teller.others(fold))
            .collect()
    }

    fn preset(word: &str) -> Vec<String> {
        said(Preset::from_word(word).map_or("", |preset| preset.link))
    }

    #[test]
    fn each_cause_is_named_and_how_many_and_when() {
        for (word, expected) in [
            ("orphaned-seat", "and 2 more of the same saga, all at "),
            (
                "forgetful",
                "from the crash of Trip desk at 1.200 s: first at 1.200 s, last at ",
            ),
            (
                "clock-skew",
                " more from the clock of Analytics, which is ahead: first at ",
            ),
            ("clock-skew", " more from the same batch, all at "),
            ("profile-under-loss", " more from the same loss: first at "),
            ("missed-row", " more about write 18 at Warehouse: first at "),
            ("rebuild", " more from the same rebuild of "),
            (
                "overlapping-runs",
                " more before one run was alone again: first at ",
            ),
            ("poison-event", " more before it had caught up: first at "),
            ("booked-twice", "and 1 more in the same saga: first at "),
        ] {
            let said = preset(word);
            assert!(
                said.iter().any(|words| words.contains(expected)),
                "{word}: {expected}\n{said:#?}"
            );
        }
        let link = "v=1&pattern=event-based&broker-log=memory&ack-timeout=1s&outbox=on\
                    &do=10s:crash:consumer-1,for=10s;15s:crash:broker,for=1s";
        let said = said(link);
        let broker = " more from the crash of the broker at 15.000 s: first at 15.000 s, last at ";
        assert!(said.iter().any(|words| words.contains(broker)), "{said:#?}");
    }
}
