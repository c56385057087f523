//! What a cure did, in words: what had gone wrong before it, and how often that does since.

use super::units;
use super::why::title;
use crate::consistency::Anomaly;
use crate::facts::time::Micros;

/// More kinds of things than these are left out, the rarest first.
const MOST_KINDS: usize = 2;

/// How often things had gone wrong up to an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toll {
    /// The instant.
    pub at: Micros,
    /// How often each thing had, by kind.
    pub counts: Vec<(Anomaly, u64)>,
}

impl Toll {
    fn count(&self, what: Anomaly) -> u64 {
        let found = self.counts.iter().find(|(kind, _)| *kind == what);
        found.map_or(0, |(_, count)| *count)
    }

    /// The kinds that it is worth to speak of: what did harm, the most frequent first.
    fn worst(&self) -> Vec<Anomaly> {
        let mut harm: Vec<_> = self
            .counts
            .iter()
            .filter(|(what, count)| what.is_harm() && *count > 0)
            .collect();
        harm.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let kinds = harm.into_iter().map(|(what, _)| *what);
        kinds.take(MOST_KINDS).collect()
    }

    fn said(&self, kinds: &[Anomaly]) -> String {
        let said = kinds.iter().filter_map(|what| match self.count(*what) {
            0 => None,
            1 => Some([title(*what), " once"].concat()),
            count => Some([title(*what), " ", &units::count(count), " times"].concat()),
        });
        let said: Vec<String> = said.collect();
        if said.is_empty() {
            "not once".to_owned()
        } else {
            said.join(", ")
        }
    }
}

/// What went wrong before a cure and since, each with the instant up to which it is known. Nothing is said to be fixed
/// before the run has come as far as it had without the cure, nor where it is not known what that was.
pub fn cured(fix: &str, before: Option<&Toll>, now: &Toll) -> String {
    let Some(before) = before else {
        let (at, kinds) = (units::instant(now.at), now.worst());
        let said = if kinds.is_empty() {
            "nothing".to_owned()
        } else {
            now.said(&kinds)
        };
        return format!("The cure: {fix}. What has gone wrong with it up to {at}: {said}.");
    };
    let kinds = before.worst();
    let (then, at) = (units::instant(before.at), units::instant(now.at));
    let is_early = now.at < before.at;
    let are_left = kinds.iter().any(|kind| now.count(*kind) > 0);
    let verdict = match (is_early, are_left) {
        (true, _) => "Trying",
        (false, true) => "Not all fixed",
        (false, false) => "Fixed",
    };
    if kinds.is_empty() {
        return format!("Trying: {fix}. Nothing had gone wrong up to {then}.");
    }
    let (had, has) = (before.said(&kinds), now.said(&kinds));
    let since = if is_early { "So far" } else { "Now" };
    format!("{verdict}: {fix}. Before, up to {then}: {had}. {since}, up to {at}: {has}.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::time::SECOND;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn toll(seconds: Micros, counts: &[(Anomaly, u64)]) -> Toll {
        Toll {
            at: seconds * SECOND,
            counts: counts.to_vec(),
        }
    }

    #[test]
    fn it_says_what_went_wrong_before_and_how_often_it_does_now() {
        let before = [(Anomaly::LostEvent, 1), (Anomaly::DivergedKey, 12)];
        let before = toll(9, &before);
        let now = toll(4, &[(Anomaly::LostEvent, 0)]);
        assert_eq!(
            cured("publish through an outbox", Some(&before), &now),
            "Trying: publish through an outbox. Before, up to 9.000 s: Wrong for good 12 times, Lost event once. \
             So far, up to 4.000 s: not once."
        );
        let said = cured("an outbox", Some(&before), &toll(9, &[]));
        assert!(said.starts_with("Fixed: an outbox. "), "{said}");
        assert!(said.ends_with("Now, up to 9.000 s: not once."), "{said}");
        let now = toll(12, &[(Anomaly::LostEvent, 3), (Anomaly::BrokerForgot, 9)]);
        let said = cured("nothing", Some(&before), &now);
        assert!(said.starts_with("Not all fixed: nothing. "), "{said}");
        assert!(
            said.ends_with("Now, up to 12.000 s: Lost event 3 times."),
            "{said}"
        );
    }

    #[test]
    fn where_nothing_had_gone_wrong_it_says_so() {
        let said = cured("nothing", Some(&toll(1, &[])), &toll(2, &[]));
        assert_eq!(
            said,
            "Trying: nothing. Nothing had gone wrong up to 1.000 s."
        );
    }

    #[test]
    fn where_it_is_not_known_what_went_wrong_before_nothing_is_said_of_it() {
        let said = cured("nothing", None, &toll(2, &[(Anomaly::LostEvent, 3)]));
        assert_eq!(
            said,
            "The cure: nothing. What has gone wrong with it up to 2.000 s: Lost event 3 times."
        );
        let said = cured("nothing", None, &toll(2, &[]));
        assert!(said.ends_with("up to 2.000 s: nothing."), "{said}");
    }
}
