//! What the fold does with screens: who asks, reads and hears changes what they have in front of them, and it is
//! held against the truth.

use super::Consistency;
use crate::consistency::measures::report::Subject;
use crate::consistency::sessions::screens::{Answer, MOST_STEPS, Screen, Wrong, Wrote};
use crate::consistency::state::keys::Truth;
use crate::facts::ids::{KeyIndex, NodeId, ReadId, ReplicaId, SessionId};
use crate::facts::time::Micros;
use crate::facts::{Fact, LetterKind, What};
impl Consistency {
    /// What the people who are followed have in front of them, the person at the page first.
    pub fn screens(&self) -> &[Screen] {
        self.screens.people()
    }

    /// Takes a fact that may change a screen. Comes after everything else has taken it: what is wrong with
    /// what somebody was shown is judged as the guarantees of sessions judge it.
    pub(super) fn show_people(&mut self, fact: &Fact) {
        let at = fact.at;
        match fact.what {
            What::Requested {
                write,
                key,
                session,
            } => {
                if let Some(screen) = self.screens.of(session) {
                    screen.wrote = Some(Wrote {
                        write,
                        key,
                        at,
                        value: None,
                        told: None,
                        refused: None,
                        lost: false,
                        ended: None,
                        booked: [0; MOST_STEPS],
                    });
                }
            }
            What::Committed { write, value, .. } | What::Wrote { write, value, .. } => {
                if let Some(wrote) = self.screens.wrote(write) {
                    wrote.value = Some(value);
                }
            }
            What::Acknowledged { write } => {
                if let Some(wrote) = self.screens.wrote(write) {
                    wrote.told = Some(at);
                }
            }
            What::Declined { write, why, .. } => {
                if let Some(wrote) = self.screens.wrote(write) {
                    wrote.refused = Some(why);
                }
            }
            What::Asked { read, session, key } => {
                let truth = self.truth(key).unwrap_or_default();
                if let Some(screen) = self.screens.of(session) {
                    screen.ask(at, read, (key, truth));
                }
            }
            What::Read {
                read,
                session,
                replica,
                key,
                version,
                value,
                ..
            } => {
                let found = Truth { version, value };
                if let Some(answer) =
                    self.held_against_truth(at, (read, session), replica, key, found)
                    && let Some(screen) = self.screens.of(session)
                    && let Some(asking) = screen.asking.iter_mut().find(|one| one.read == read)
                {
                    asking.found.push(answer);
                }
            }
            What::Answered { read } => self.screens.answer(at, read, true),
            What::Lost { letter, .. } => {
                if let Some(read) = letter.read() {
                    self.screens.answer(at, read, false);
                } else if letter.kind == LetterKind::Command
                    && let Some(write) = letter.write
                    && let Some(wrote) = self.screens.wrote(write)
                {
                    wrote.lost = true;
                }
            }
            ref what @ (What::Reserved { .. } | What::Released { .. } | What::Ended { .. }) => {
                self.screens.change(what);
            }
            _ => {}
        }
    }

    /// What a store showed somebody who is followed.
    fn held_against_truth(
        &self,
        at: Micros,
        (read, session): (ReadId, SessionId),
        replica: ReplicaId,
        key: KeyIndex,
        found: Truth,
    ) -> Option<Answer> {
        let screen = self.screens.people.iter();
        let screen = screen.into_iter().find(|one| one.session == session)?;
        let asking = screen.asking.iter().find(|one| one.read == read)?;
        let &(_, truth) = asking.keys.iter().find(|(of, _)| *of == key)?;
        let mut answer = Answer {
            key,
            replica,
            found,
            truth,
            asked: asking.at,
            answered: at,
            wrong: None,
            behind: 0,
            age: 0,
            tentative: 0,
        };
        if self.subject == Subject::Bookings {
            answer.tentative = self.sagas.tentative(NodeId(replica.0), key);
            return Some(answer);
        }
        let counted_as = self.counted_as(key);
        let judged = self.guarantees.open.get(read.0);
        let judged = judged.map_or(&[][..], |open| &open.keys).iter();
        let judged = judged.filter(|asked| counted_as.contains(&asked.key));
        let mut lacks = (false, false);
        for asked in judged {
            lacks.0 |= asked.own.is_some();
            lacks.1 |= asked.back.is_some();
        }
        if self.is_two_way() {
            if let Some((since, behind)) = self.missed_by(replica, key, asking.at) {
                (answer.behind, answer.age) = (behind, at.saturating_sub(since));
            }
        } else {
            let place = self.place(replica).map(|place| &self.replicas[place]);
            let state = place.and_then(|kept| Some((kept.keys.get(key as usize)?, kept.merge)));
            let seen = self.reads.found(read, key, state)?;
            answer.behind = seen.behind;
            if let Some(missed) = seen.first_missed {
                let commit = self.commits.get(key, missed).map(|commit| commit.at);
                let since = commit.or(state.map(|(state, _)| state.broken_at()));
                answer.age = at - since.unwrap_or(at).min(at);
            }
        }
        let now = self.truth(key).unwrap_or_default();
        answer.wrong = if lacks.0 {
            Some(Wrong::OwnMissing)
        } else if lacks.1 {
            Some(Wrong::WentBack)
        } else if answer.behind > 0 {
            Some(Wrong::Stale)
        } else if found.version == now.version && found.value != now.value && !self.is_two_way() {
            Some(Wrong::Other)
        } else {
            None
        };
        Some(answer)
    }
}

#[cfg(test)]
mod tests;
