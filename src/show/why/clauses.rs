//! Fills the clauses of a telling with what an incident knows. Of the wordings of a clause the first is
//! taken of which everything is known; a clause of which nothing fits is left out.

use super::Teller;
use super::past;
use super::position::{self, Position, join};
use super::tellings::{Telling, telling};
use crate::consistency::{Closing, Incident, Outcome, Truth};
use crate::facts::ABSENT;
use crate::facts::ids::YOU;
use crate::facts::time::Micros;
use crate::show::sentence::{capital, person};
use crate::show::units;

/// An incident in one or more sentences, as it stands at an instant.
pub fn sentence(teller: &Teller, incident: &Incident, now: Micros) -> String {
    let Some(telling) = telling(teller.face, incident.what) else {
        return String::new();
    };
    let case = Case {
        teller,
        incident,
        now,
        telling,
        closed: incident.closing.filter(|closing| closing.at <= now),
        made: past::made(incident),
    };
    let mut text = String::new();
    for wordings in case.telling.clauses.lines() {
        if let Some(clause) = case.first(wordings)
            && !clause.is_empty()
        {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&capital(&clause));
        }
    }
    text
}

/// One incident at one instant, on its way into words.
struct Case<'a> {
    teller: &'a Teller,
    incident: &'a Incident,
    now: Micros,
    telling: &'static Telling,
    /// How it had ended by then.
    closed: Option<Closing>,
    /// The write that is missing, as it was committed.
    made: Option<Truth>,
}

impl Case<'_> {
    /// The first wording of which everything is known.
    fn first(&self, wordings: &str) -> Option<String> {
        wordings.split('|').find_map(|wording| self.fill(wording))
    }

    /// The wording with what it names in braces; none if something of it is not known.
    fn fill(&self, wording: &str) -> Option<String> {
        let mut text = String::new();
        let mut rest = wording;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            text.push_str(before);
            text.push_str(&self.word(name)?);
            rest = after;
        }
        text.push_str(rest);
        Some(text)
    }

    /// What stands for a name in braces.
    fn word(&self, name: &str) -> Option<String> {
        let Incident {
            at,
            count,
            key,
            found,
            truth,
            ..
        } = *self.incident;
        let teller = self.teller;
        let id = |write| teller.narrator.write(write);
        match name {
            "at" => Some(units::instant(at)),
            "asked" => Some(units::instant(self.incident.asked?)),
            "committed" => Some(units::instant(self.incident.committed?)),
            "closed" => Some(units::instant(self.closed?.at)),
            "who" => Some(person(self.incident.session?)),
            "they" | "their" => {
                let whose = match (self.incident.session == Some(YOU), name) {
                    (true, "they") => "you",
                    (true, _) => "your",
                    (false, other) => other,
                };
                Some(whose.to_owned())
            }
            "key" => Some(teller.narrator.key(key?)),
            "keys" => Some(join(&[teller.story.key, "s"])),
            "place" => Some(teller.name(teller.node_of(self.incident)?)?.to_owned()),
            // Another view beside the one that was read.
            "elsewhere" => {
                let node = self.incident.node?;
                let is_other = teller.node_of(self.incident) != Some(node);
                is_other
                    .then(|| teller.name(node))
                    .flatten()
                    .map(str::to_owned)
            }
            "id" => Some(id(self.incident.write?)),
            "missing" => self.incident.lacking.and(self.incident.write).map(id),
            "other" => Some(id(self.incident.other?)),
            "it" => self.first("{id} ({key})|{id}"),
            "write" => Some(teller.story.write_label(self.change()).to_owned()),
            "cargo" => Some(teller.face.why.cargo.to_owned()),
            "found" => Some(self.of_key(found?)),
            "shows" => Some(self.label(found?)),
            "truth" => Some(self.label(truth?)),
            // Only where it is not what is shown, or only where it is: as it should be, or since errors cancel out.
            "wrong" | "right" | "lucky" => {
                let (found, truth) = (found?, truth?);
                let is_so = match (found.value == truth.value, self.teller.adds) {
                    (false, _) => name == "wrong",
                    (true, false) => name == "right",
                    (true, true) => name == "lucky",
                };
                is_so.then(|| self.label(found))
            }
            "made" => Some(match self.made? {
                made if made.value == ABSENT => "deleted it".to_owned(),
                made => join(&["made it ", &self.label(made)]),
            }),
            "then" => Some(self.then()),
            "age" => Some(units::duration(at.checked_sub(self.incident.committed?)?)),
            "behind" => (count > 0).then(|| units::things(count, "version", "versions")),
            "count" => (count > 0).then(|| units::count(count)),
            "nth" => Some(units::ordinal(count.max(2))),
            "stale" => self.first("Stale by {age}, {behind}.|Stale by {age}.|"),
            "read" => self.first(
                "At {at} {who} read {found} from {place}|At {at} {who} read {key} from {place}\
                 |At {at} {who} read something|At {at} somebody read something",
            ),
            "where" => Some(self.whereabouts()),
            "how" => Some(self.positioned(&position::at(teller, self.incident, at), false)),
            "end" => self.first(match self.closed?.how {
                Outcome::Came => "What was missing came at {closed}.",
                Outcome::Overtaken if self.closed?.at == at => {
                    "A newer {write} had made up for it by then."
                }
                Outcome::Overtaken => "A newer {write} made up for it at {closed}.",
                Outcome::Never => "At {closed} it was certain that it will never come.",
                Outcome::Righted => self.telling.righted,
            }),
            "open" => match self.closed {
                None => Some(self.telling.open.to_owned()),
                Some(_) => None,
            },
            _ => past::word(teller, self.incident, name),
        }
    }

    /// What a value is called, and its version where another one at hand is called the same.
    fn label(&self, shown: Truth) -> String {
        let name = |value| self.teller.story.value_label(value);
        let label = name(shown.value);
        let made = self.made.filter(|made| made.version > 0);
        let others = [self.incident.found, self.incident.truth, made];
        let is_twin = |other: &Truth| other.version != shown.version && name(other.value) == label;
        if others.iter().flatten().any(is_twin) {
            return join(&[&label, " (version ", &shown.version.to_string(), ")"]);
        }
        label
    }

    /// What is shown of the key: "balance 70 EUR of account 5".
    fn of_key(&self, shown: Truth) -> String {
        let key = self.incident.key.unwrap_or_default();
        let key = self.teller.narrator.key(key);
        if shown.value == ABSENT {
            let is_new = shown.version == 0;
            return join(&[
                &key,
                if is_new {
                    " as not there yet"
                } else {
                    " as gone"
                },
            ]);
        }
        let value = self.teller.story.value;
        let label = self.label(shown);
        // An amount of what it counts says so already.
        if label.ends_with(value) {
            join(&[&label, " for ", &key])
        } else {
            join(&[value, " ", &label, " of ", &key])
        }
    }

    /// How much the write added, if what is shown was exact up to the version before it.
    fn change(&self) -> Option<i64> {
        let (made, found) = (self.made?, self.incident.found?);
        let is_next = found.version + 1 == made.version;
        (self.teller.is_exact && is_next).then(|| made.value - found.value)
    }

    /// What was true when it had been written over since.
    fn then(&self) -> String {
        match (self.made, self.incident.truth) {
            (Some(made), Some(truth)) if truth.version > made.version => {
                join(&[", and by then it was ", &self.label(truth)])
            }
            _ => String::new(),
        }
    }

    /// Where what is missing was, and whether and when it came.
    fn whereabouts(&self) -> String {
        let Self {
            teller, incident, ..
        } = self;
        let then = position::at(teller, incident, incident.at);
        // An event that has arrived may wait for long until it shows.
        let [came, not_come] = teller.face.why.comes;
        let Some(closed) = self.closed else {
            let is_due = then.due.filter(|due| *due > self.now);
            return match is_due {
                Some(due) => {
                    let due = units::instant(due);
                    join(&[&self.positioned(&then, true), ", due at ", &due])
                }
                None if then.is_final => join(&[
                    &self.positioned(&then, false),
                    ", and nothing will bring it",
                ]),
                None => {
                    let was = self.positioned(&then, false);
                    join(&[&was, ", and has not ", not_come])
                }
            };
        };
        let was = self.positioned(&then, false);
        let when = units::instant(closed.at);
        match closed.how {
            Outcome::Came if then.due.is_some() => join(&[&was, " and", came, &when]),
            Outcome::Came => join(&[&was, ", and", came, &when]),
            Outcome::Overtaken => join(&[&was, ", and a newer one took its place at ", &when]),
            // What was certain already when it was missed is no news.
            Outcome::Never if then.is_final || closed.at == incident.at => {
                join(&[&was, ", and never came"])
            }
            Outcome::Never => {
                let last = position::at(teller, incident, closed.at);
                let reason = if last.is_final {
                    let verb = if last.has { " it had " } else { " it was " };
                    join(&[verb, &last.words, " and"])
                } else {
                    " it was certain that it".to_owned()
                };
                join(&[&was, "; at ", &when, &reason, " will never come"])
            }
            Outcome::Righted => join(&[&was, ", and was put right at ", &when]),
        }
    }

    /// "the event was still on its way from Broker to Billing".
    fn positioned(&self, position: &Position, is_now: bool) -> String {
        let verb = match (position.has, is_now) {
            (true, true) => " has ",
            (true, false) => " had ",
            (false, true) => " is still ",
            (false, false) => " was still ",
        };
        join(&[self.teller.face.why.cargo, verb, &position.words])
    }
}
