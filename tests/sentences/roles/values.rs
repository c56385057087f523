//! What copies showed and what was true at an instant, what had not happened by then, and what ends it.

use driftscope::consistency::Anomaly;
use driftscope::facts::{ABSENT, Fact, What};
use driftscope::show::sentence::write_name;
use driftscope::show::units;

use super::{Case, Told};

/// What is said of values, and of what had not happened: all facts up to then bear it out.
pub fn tell(case: &Case, told: &mut Vec<Told>) {
    let (run, incident) = (case.run, case.incident);
    let at = incident.at;
    let when = units::instant(at);
    let mut say = |pieces: &[&str]| told.push(pieces.iter().map(|&piece| piece.into()).collect());
    let Some(key) = incident.key else {
        return;
    };
    let is_newer = |fact: &Fact| {
        matches!(fact.what, What::Applied { replica, write, key: of, .. }
            if of == key && case.is_copy(replica) && !case.is_write(write))
    };
    let from = incident.committed.unwrap_or(0);
    let from = run.facts.partition_point(|fact| fact.at <= from);
    let mut since = run.facts[from..]
        .iter()
        .take_while(|fact| case.is_before(fact));
    if since.any(is_newer) {
        say(&["A newer ", " had made up for it by then."]);
    }
    let label = |value| run.story.value_label(value);
    let asked = (incident.asked.unwrap_or(at), at);
    let was_true = |value, span| {
        run.truth
            .get(&key)
            .is_some_and(|course| course.had(value, span))
    };
    if let Some(truth) = incident.truth {
        let name = label(truth.value);
        if was_true(truth.value, asked) {
            say(&[&format!("The truth was {name}")]);
        }
        let since = incident.committed.unwrap_or(at);
        if was_true(truth.value, (since, at)) {
            say(&[&format!("by then it was {name}")]);
        }
        let copy = incident
            .replica
            .and_then(|copy| run.shown.get(&(copy, key)));
        let found = incident.found.map_or(0, |found| found.value);
        let showed = copy.map_or(found == 0 || found == ABSENT, |course| {
            course.had(found, (at, at))
        });
        if showed && was_true(truth.value, (at, at)) {
            let showed = format!("showed {}", label(found));
            say(&[" showed ", &showed, &format!("the truth was {name}")]);
            say(&[&showed, " as it should"]);
            say(&[&showed, " showed ", "which was right by chance"]);
        }
    }
    case.tell_of_others(&mut say);
    let Some(node) = incident.node else {
        return;
    };
    let place = run.name(node);
    let held = run.holders.iter().find(|(_, of)| *of == node);
    if let (Some((copy, _)), Some(found)) = (held, incident.found) {
        let course = run.shown.get(&(*copy, key));
        let then = course.map_or(vec![0], |course| course.at(at));
        if then.iter().any(|value| *value != found.value) {
            say(&[&format!("{place} showed something else")]);
            say(&[" showed ", "showed something else"]);
        }
    }
    for (copy, node) in &run.holders {
        let mut has_it = false;
        for fact in case.known().filter(|fact| fact.at < at) {
            match fact.what {
                What::Applied { replica, write, .. } | What::Merged { replica, write, .. }
                    if replica == *copy && case.is_write(write) =>
                {
                    has_it = true;
                }
                What::RebuildBegan {
                    replica,
                    emptied: true,
                } if replica == *copy => has_it = false,
                _ => {}
            }
        }
        if !has_it {
            let lacking = run.name(*node);
            say(&[&format!("was missing in {lacking}")]);
            say(&["was missing in one of them"]);
            if case.is_missed_at(*copy) {
                say(&[&format!("had not reached {lacking}")]);
            }
        }
    }
    let count = incident.count;
    say(&[&format!(
        "At {when} {place} was {count} writes behind for the first time"
    )]);
}

/// Whether a fact changes what a copy shows of the key, or finds that it is as it should be.
pub fn sets_right(case: &Case, fact: &Fact) -> bool {
    match fact.what {
        What::Applied { replica, key, .. }
        | What::Skipped { replica, key, .. }
        | What::Merged { replica, key, .. }
        | What::Wrote { replica, key, .. }
        | What::Restored { replica, key, .. }
        | What::Removed { replica, key } => {
            // Of two views it may be the other one; a lag is one of all keys.
            let any_copy = case.incident.what == Anomaly::ViewsDisagree;
            let any_key = case.incident.what == Anomaly::GrowingLag;
            (any_key || case.is_key(key)) && (any_copy || case.is_copy(replica))
        }
        // What is gone at the source is not missed by who never had it.
        What::Committed { key, value, .. } => value == ABSENT && case.is_key(key),
        What::CaughtUp { replica, .. } | What::RebuildBegan { replica, .. } => {
            case.is_copy(replica)
        }
        _ => false,
    }
}

/// Whether a fact ends what an event held up.
pub fn goes_on(case: &Case, fact: &Fact) -> bool {
    match fact.what {
        What::DeadLettered { write, .. }
        | What::Applied { write, .. }
        | What::Gone { write, .. }
        | What::Skipped { write, .. } => case.is_write(write),
        _ => false,
    }
}

impl Case<'_> {
    /// A newer version shows what was written before it.
    fn tell_of_others(&self, say: &mut impl FnMut(&[&str])) {
        let made = self.known().find_map(|fact| match fact.what {
            What::Committed {
                write,
                key,
                version,
                ..
            } if self.is_other(write) => Some((key, version, write_name(write))),
            What::Wrote { write, key, .. } if self.is_other(write) => {
                Some((key, 0, write_name(write)))
            }
            _ => None,
        });
        let Some((wanted, least, name)) = made else {
            return;
        };
        let facts = &self.run.facts;
        let from = facts.partition_point(|fact| fact.at < self.incident.at);
        let then = facts[from..].iter().take_while(|fact| self.is_then(fact));
        for fact in then {
            let shows = match fact.what {
                What::Applied {
                    replica,
                    key,
                    version,
                    ..
                } => (key == wanted && version >= least).then_some(replica),
                What::Merged { replica, key, .. } | What::Removed { replica, key } => {
                    (key == wanted).then_some(replica)
                }
                _ => None,
            };
            if let Some(replica) = shows.filter(|replica| self.is_copy(*replica)) {
                let (when, place) = (units::instant(fact.at), self.run.holder(replica));
                say(&[&format!("At {when} {place} showed {name} ")]);
            }
        }
    }
}
