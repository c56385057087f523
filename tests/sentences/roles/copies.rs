//! What the facts of a run say of stores that follow a source, and of who reads and writes them.

use driftscope::consistency::Anomaly;
use driftscope::facts::ids::{KeyIndex, ReplicaId, WriteId};
use driftscope::facts::{
    ABSENT, Fact, Ignored, Kept, Letter, LetterKind, LossCause, LossReason, RunEnd, What,
};
use driftscope::show::sentence::{capital, person, write_name};
use driftscope::show::units;

use super::{Case, Told};

/// What a fact bears out.
pub fn tell(case: &Case, fact: &Fact, told: &mut Vec<Told>) {
    let run = case.run;
    let incident = case.incident;
    let when = units::instant(fact.at);
    let label = |value| run.story.value_label(value);
    let mut say = |pieces: &[&str]| told.push(pieces.iter().map(|&piece| piece.into()).collect());
    match fact.what {
        What::Sent { letter, due } if case.may_bring(&letter) && case.is_before(fact) => {
            let way = format!("still {}", case.way(&letter));
            let due_at = format!("due at {}", units::instant(due));
            say(&[&way]);
            say(&[&way, &due_at]);
            case.tell_of_copies(fact, &letter, &mut say);
        }
        What::Sent { letter, .. } => case.tell_of_copies(fact, &letter, &mut say),
        What::Delivered { letter } => {
            if case.may_bring(&letter) {
                say(&[&format!("still waiting at {}", run.name(letter.to))]);
            }
            case.tell_of_copies(fact, &letter, &mut say);
        }
        What::Lost { letter, why } if case.may_bring(&letter) => {
            let why = match why {
                LossCause::Network => "",
                LossCause::Cut => ", since the link was cut",
                LossCause::ReceiverDown => ", which was down",
                LossCause::ReceiverStopped => ", which was not consuming",
            };
            for how in [" got lost ", " got lost unnoticed "] {
                say(&[&format!("{how}{}{why}", case.way(&letter))]);
            }
        }
        What::Started { node, .. } => say(&[&format!("being handled by {}", run.name(node))]),
        What::Failed {
            node,
            write,
            attempt,
            ..
        } => {
            let who = run.name(node);
            let times = units::things(u64::from(attempt) + 1, "time", "times");
            say(&[&format!("had failed {times} at {who}")]);
            if case.is_then(fact) {
                let nth = units::ordinal(u64::from(attempt) + 1);
                let failed = format!("At {when} {who} failed on {}", write_name(write));
                say(&[&failed, &format!("for the {nth} time in a row")]);
                say(&[&failed, " again, and what comes behind it waits"]);
            }
        }
        What::Retried {
            node,
            attempt,
            wait,
            ..
        } => {
            let (who, nth) = (run.name(node), units::ordinal(u64::from(attempt) + 1));
            let next = units::instant(fact.at + wait);
            let waiting = format!("waiting at {who} for its {nth} try at {next}");
            say(&[&waiting]);
            say(&[&format!("still {waiting}")]);
        }
        What::DeadLettered { node, replica, .. } if replica.is_none_or(|of| case.is_copy(of)) => {
            say(&[&format!(
                "been put aside by {} as a dead letter",
                run.name(node)
            )]);
        }
        What::Gone {
            replica, key, why, ..
        } => {
            case.tell_of_demise(fact, why, &mut say);
            case.tell_of_wrong(fact, replica, key, &mut say);
        }
        What::WillNotCome {
            write,
            replica,
            key,
            why,
        } => {
            if let Some(why) = why {
                case.tell_of_demise(fact, why, &mut say);
            }
            say(&[&format!("at {when} it was certain that it will never come")]);
            say(&[&format!("At {when} it was certain that it will never come")]);
            case.tell_of_wrong(fact, replica, key, &mut say);
            if !case.is_write(write) || !case.is_then(fact) {
                return;
            }
            let of_it = format!("of {}", write_name(write));
            let lost = format!("At {when} ");
            say(&[
                &lost,
                &of_it,
                " was lost: ",
                " copies will not get it by themselves",
            ]);
            if let Some(replica) = replica.or(incident.replica) {
                let place = run.holder(replica);
                say(&[
                    &lost,
                    &of_it,
                    &format!(" was lost: {place} will not get it by itself"),
                ]);
                say(&[
                    &lost,
                    &format!(" nothing was left {of_it}"),
                    &format!("for {place}"),
                ]);
            }
        }
        What::WillNotMend { replica, key, .. } => {
            case.tell_of_wrong(fact, Some(replica), key, &mut say);
        }
        What::Skipped { replica, why, .. } if case.is_missed_at(replica) => match why {
            Ignored::Known => say(&["been left out as known already"]),
            Ignored::Older => say(&["been left out for a newer one"]),
        },
        What::Applied {
            replica,
            write,
            version,
            ..
        } if case.is_copy(replica) || incident.what == Anomaly::ViewsDisagree => {
            let (place, name) = (run.holder(replica), write_name(write));
            if case.is_other(write) {
                if case.is_then(fact) {
                    say(&[&format!("At {when} {place} showed {name} ")]);
                }
                return;
            }
            if case.is_missed_at(replica) {
                say(&[&format!("been there since {when}")]);
            }
            if case.is_before(fact) {
                say(&[&format!("It goes back to {name}")]);
            }
            let at_copy = |before: &Fact, wanted: WriteId| match before.what {
                What::Applied {
                    replica: of,
                    write,
                    version,
                    ..
                } => {
                    (case.is_before(before) && of == replica && write == wanted).then_some(version)
                }
                _ => None,
            };
            let times = case
                .known()
                .filter_map(|before| at_copy(before, write))
                .count();
            if times > 1 {
                say(&[&format!("It had applied {name} twice")]);
                say(&[&format!("{place} had applied {name} twice")]);
                if case.is_then(fact) {
                    say(&[
                        &format!("At {when} {place} applied {name} "),
                        " a second time.",
                    ]);
                }
            }
            let newer = incident.other.filter(|&other| {
                let mut all = case.known().filter_map(|before| at_copy(before, other));
                all.any(|newer| newer > version)
            });
            if let Some(other) = newer.map(write_name) {
                let overwrite = format!(" overwrite the newer {other}");
                say(&[&format!("At {when} {place} let {name} "), &overwrite]);
                say(&[&format!(
                    "{} had overwritten the newer {other}",
                    capital(&name)
                )]);
            }
        }
        What::Committed { write, value, .. } | What::Wrote { write, value, .. } => {
            if case.is_other(write) {
                if let What::Wrote { replica, .. } = fact.what
                    && case.is_then(fact)
                {
                    let place = run.holder(replica);
                    say(&[&format!("At {when} {place} showed {} ", write_name(write))]);
                }
                say(&[&format!("the one that won was from {when}")]);
            }
            if !case.is_write(write) {
                return;
            }
            let name = write_name(write);
            for words in [
                &*format!("of {when} was missing"),
                &format!(" was made at {when}"),
                &format!("committed at {when}"),
                &format!("It was from {when}"),
                &format!("The oldest one that it missed was from {when}"),
                &format!("of {when} was stamped before "),
                &format!("It misses {name} of {when}"),
            ] {
                say(&[words]);
            }
            say(&[" was missing: ", &format!("of {when}")]);
            say(&["without the ", &format!("of {when}")]);
            if let Some(age) = incident.at.checked_sub(fact.at) {
                say(&[&format!("Stale by {}", units::duration(age))]);
            }
            let how = if value == ABSENT {
                " had deleted it".to_owned()
            } else {
                format!(" had made it {}", label(value))
            };
            say(&[&how, &when]);
            if !case.is_out() {
                say(&["not been sent on yet"]);
            }
        }
        What::Requested { write, session, .. } => {
            let who = person(session);
            say(&[&format!("of {who}")]);
            if incident.session == Some(session) && case.is_write(write) {
                say(&[&who]);
                for own in ["heir own ", "Their ", "Your "] {
                    say(&[own]);
                }
            }
        }
        What::Read {
            read,
            session,
            replica,
            key,
            value,
            ..
        } if incident.read == Some(read) => {
            let who = person(session);
            let from = format!("from {}", run.holder(replica));
            let what = run.key(key);
            let found = if value == ABSENT {
                what.clone()
            } else {
                label(value)
            };
            let head = format!("At {when} {who} read ");
            if incident.what == Anomaly::ConsistentPrefix {
                say(&[&head, &from]);
                if case.is_key(key) {
                    say(&["They saw ", &found, &what]);
                }
            } else {
                say(&[&head, &found, &what, &from]);
            }
            say(&[&who]);
        }
        What::RebuildBegan { replica, emptied }
            if case.is_missed_at(replica) || case.is_copy(replica) =>
        {
            say(&["was being rebuilt from the log"]);
            if emptied && case.is_missed_at(replica) {
                say(&[&format!("a rebuild emptied it at {when}")]);
            }
        }
        What::RunBegan { run, beside } => {
            let nth = run + 1;
            let is_late = incident.committed.is_some_and(|made| made > fact.at);
            let how = if is_late { "missed" } else { "waiting for" };
            say(&[&format!("{how} run {nth} of the job")]);
            if case.is_then(fact) && beside > 0 {
                let began = format!("At {when} run {nth} of the job began while ");
                say(&[&began, &format!("{} were under way", beside + 1)]);
            }
        }
        What::RunEnded { run, how, moved } => {
            let nth = run + 1;
            match how {
                RunEnd::Done => say(&[&format!("gone through at {when}")]),
                RunEnd::Failed => {
                    say(&[&format!("not come with run {nth} of the job, which failed")]);
                    if case.is_then(fact) {
                        let failed = format!("At {when} run {nth} of the job failed part-way");
                        let moved = match moved {
                            0 => "no row had been moved yet".to_owned(),
                            moved => units::things(u64::from(moved), "row", "rows"),
                        };
                        say(&[&failed, &moved]);
                    }
                }
                RunEnd::Skipped | RunEnd::Replaced => {}
            }
            say(&[&format!("From {when} on there was no other beside it")]);
        }
        What::Merged {
            replica,
            write,
            key,
            kept,
            ..
        } => {
            let (place, name) = (run.holder(replica), write_name(write));
            if case.is_other(write) && case.is_then(fact) && case.is_copy(replica) {
                say(&[&format!("At {when} {place} showed {name} ")]);
            }
            if !case.is_key(key) {
                return;
            }
            if case.is_write(write) {
                if case.is_copy(replica) {
                    say(&[&format!("been there since {when}")]);
                }
                return;
            }
            let (how, by) = match kept {
                Kept::Ours => ("been turned down", "for"),
                Kept::Theirs | Kept::Both => ("been overwritten", "by"),
            };
            say(&[&format!("{how} at {when} {by} {name}")]);
            if case.is_then(fact) || case.is_end(fact) || fact.at == case.now {
                say(&[&format!("{how} {by} {name}")]);
            }
            if case.is_then(fact) && case.is_copy(replica) && case.is_key(key) {
                let at = format!("At {when} ");
                let what = run.key(key);
                say(&[
                    &at,
                    &what,
                    &format!(" was overwritten at {place} by {name}"),
                ]);
                say(&[&at, &what, &format!(" was undone at {place}")]);
            }
        }
        What::Restored { replica, key, .. } if case.is_key(key) && case.is_then(fact) => {
            let (place, what) = (run.holder(replica), run.key(key));
            say(&[
                &format!("At {when} "),
                &what,
                &format!(" was undone at {place}"),
            ]);
        }
        What::Overdrawn {
            write,
            key,
            believed,
            value,
        } if case.is_write(write) => {
            let (name, what) = (write_name(write), run.key(key));
            let (believed, left) = (label(believed), label(value));
            say(&[&format!(" took more from {what}"), &format!("At {when} ")]);
            say(&[&format!(
                "{name} was checked against {believed}, and left {left}"
            )]);
        }
        _ => {}
    }
}

impl Case<'_> {
    /// A message that may bring the write concerned; of one that brings several nobody knows which.
    fn may_bring(&self, letter: &Letter) -> bool {
        let brings = matches!(
            letter.kind,
            LetterKind::Publish
                | LetterKind::Deliver
                | LetterKind::Batch
                | LetterKind::Load
                | LetterKind::Rows
        );
        brings && letter.write.is_none_or(|write| self.is_write(write))
    }

    fn way(&self, letter: &Letter) -> String {
        let (from, to) = (self.run.name(letter.from), self.run.name(letter.to));
        format!("on its way from {from} to {to}")
    }

    /// Whether the write had left its source before the incident.
    fn is_out(&self) -> bool {
        self.known()
            .filter(|fact| self.is_before(fact))
            .any(|fact| {
                let letter = fact.what.letter();
                letter.is_some_and(|letter| letter.write.is_some() && self.may_bring(letter))
            })
    }

    fn tell_of_copies(&self, fact: &Fact, letter: &Letter, say: &mut impl FnMut(&[&str])) {
        if letter.write.is_some() && letter.write == self.incident.write && self.is_before(fact) {
            if letter.copy > 0 {
                say(&["The network had doubled the message."]);
            }
            if letter.resends() > 0 {
                say(&["It had been sent more than once."]);
            }
        }
    }

    fn tell_of_demise(&self, fact: &Fact, why: LossReason, say: &mut impl FnMut(&[&str])) {
        let (What::Gone { replica, write, .. } | What::WillNotCome { replica, write, .. }) =
            fact.what
        else {
            return;
        };
        if !self.is_write(write) || !replica.is_none_or(|replica| self.is_copy(replica)) {
            return;
        }
        let place = self
            .incident
            .replica
            .map(|replica| self.run.holder(replica));
        let (place, key) = (
            place.unwrap_or_default(),
            self.incident.key.map(|key| self.run.key(key)),
        );
        let key = key.unwrap_or_default();
        match why {
            LossReason::DiedBeforePublishing => say(&["never left, since the service died"]),
            LossReason::BrokerForgot => {
                say(&["been kept in memory by a broker that died"]);
                say(&["had kept it in memory, and died"]);
            }
            LossReason::Expired => say(&["been dropped by the broker as too old"]),
            LossReason::AcknowledgedTooEarly => say(&["been acknowledged before it was handled"]),
            LossReason::BehindWatermark => {
                say(&["been stamped before the job's watermark"]);
                if self.is_then(fact) {
                    say(&[&format!(
                        "At {} the job had passed over {key}",
                        units::instant(fact.at)
                    )]);
                }
            }
            LossReason::DeletedWithoutTrace => {
                say(&["left no trace that a job could find"]);
                say(&[&format!(
                    "{place} showed {key}, which had been deleted without a trace"
                )]);
            }
        }
    }

    fn tell_of_wrong(
        &self,
        fact: &Fact,
        replica: Option<ReplicaId>,
        key: KeyIndex,
        say: &mut impl FnMut(&[&str]),
    ) {
        // That the sum of deltas is right by chance may put off the moment at which it shows.
        let is_so = self.is_key(key) && self.is_before(fact);
        let Some(copy) = self.incident.replica.filter(|_| is_so) else {
            return;
        };
        if replica.is_none_or(|replica| replica == copy) {
            let (place, what) = (self.run.holder(copy), self.run.key(key));
            let when = units::instant(self.incident.at);
            say(&[&format!(
                "At {when} {place} was wrong about {what} for good"
            )]);
        }
    }
}
