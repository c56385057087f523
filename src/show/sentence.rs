//! Facts in words, under the names of the story.

use super::{naming, units};
use crate::faces::saga::sentences::saga_name;
use crate::facts::ids::{KeyIndex, LinkId, MessageId, NodeId, ReplicaId, SessionId, WriteId, YOU};
use crate::facts::{Fact, Fault, Ignored, LossReason, What};
use crate::scenario::{Hop, Places, Role, Settings, Story};

/// Tells facts under the names that things have in this run.
#[derive(Clone, Debug)]
pub struct Narrator {
    /// The story whose names these are.
    pub story: &'static Story,
    places: Places,
    holders: Vec<(ReplicaId, NodeId)>,
    /// What the nodes are called, by their numbers, as the picture calls them.
    names: Vec<String>,
}

/// One fact in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The words, without the time.
    pub words: String,
    /// Whether something went wrong.
    pub bad: bool,
    /// The message it is about.
    pub message: Option<MessageId>,
}

impl Narrator {
    /// The names of the settings' story; `holders` says which node holds which store, as
    /// [`Session::stores`](crate::session::Session::stores) has it.
    pub fn new(settings: &Settings, holders: Vec<(ReplicaId, NodeId)>) -> Self {
        Self {
            story: Story::of(settings),
            places: Places::of(settings),
            holders,
            names: naming::of_nodes(settings).node,
        }
    }

    /// A role's name.
    pub fn role(&self, role: Role) -> &'static str {
        self.story.name(role).name
    }

    /// Who makes writes true.
    fn owner(&self) -> &'static str {
        let owners = [Role::Producer, Role::WriteModel, Role::Source(0)];
        let is_here = |role: &Role| self.places.node(*role).is_some();
        owners
            .into_iter()
            .find(is_here)
            .map_or("A service", |role| self.role(role))
    }

    /// A node's name, told from others of the same name.
    pub fn node(&self, node: NodeId) -> &str {
        let name = self.names.get(usize::from(node.0));
        name.map_or("a node", String::as_str)
    }

    /// A node as one that sends and receives: of the people one.
    pub fn party(&self, node: NodeId) -> &str {
        match self.places.role(node) {
            Some(Role::Users) => "a user",
            _ => self.node(node),
        }
    }

    /// The name of the node that holds a store.
    pub fn replica(&self, replica: ReplicaId) -> &str {
        let keeper = self.keeper(replica);
        keeper.map_or("a store", |node| self.node(node))
    }

    /// Where a role is, if it is there.
    pub fn place(&self, role: Role) -> Option<NodeId> {
        self.places.node(role)
    }

    /// The node that holds a store; the services of sagas are their stores.
    pub fn keeper(&self, replica: ReplicaId) -> Option<NodeId> {
        let held = self.holders.iter().find(|(held, _)| *held == replica);
        let service = NodeId(replica.0);
        let is_service = matches!(self.places.role(service), Some(Role::Service(_)));
        let held = held.map(|(_, node)| *node);
        held.or(is_service.then_some(service))
    }

    /// A link by its two ends.
    pub fn link(&self, link: LinkId) -> String {
        self.places
            .hop(link)
            .map_or_else(|| "a link".to_owned(), |hop| self.hop(hop))
    }

    fn hop(&self, hop: Hop) -> String {
        let end = |role| {
            self.place(role)
                .map_or(self.role(role), |node| self.node(node))
        };
        format!("{} – {}", end(hop.near), end(hop.far))
    }

    /// A key's name.
    pub fn key(&self, key: KeyIndex) -> String {
        self.story.key_label(key)
    }

    /// A write by its number; where people ask for sagas, a saga.
    pub fn write(&self, write: WriteId) -> String {
        if self.places.node(Role::Orchestrator).is_some() {
            saga_name(write)
        } else {
            write_name(write)
        }
    }

    /// A fact in words.
    pub fn sentence(&self, fact: &Fact) -> Sentence {
        let mut message = fact.cause;
        let mut bad = false;
        let words = match &fact.what {
            What::Replica { replica, keys, .. } => {
                format!("{} begins with {keys} keys", self.replica(*replica))
            }
            What::Requested { write, key, .. } => {
                let who = match write.yours() {
                    Some(_) => "You send",
                    None => "A user sends",
                };
                format!("{who} {} of {}", self.write(*write), self.key(*key))
            }
            What::Committed {
                write, key, value, ..
            } => format!(
                "{} commits {}: {} is now {}",
                self.owner(),
                self.write(*write),
                self.key(*key),
                self.story.value_label(*value)
            ),
            What::Acknowledged { write } => {
                let who = match write.yours() {
                    Some(_) => "You learn",
                    None => "The user learns",
                };
                format!("{who} that {} is done", self.write(*write))
            }
            What::Asked { session, key, .. } => {
                let asks = if *session == YOU { "ask" } else { "asks" };
                let who = capital(&person(*session));
                format!("{who} {asks} for {}", self.key(*key))
            }
            What::Read {
                session,
                replica,
                key,
                value,
                ..
            } => format!(
                "{} shows {}: {} is {}",
                self.replica(*replica),
                person(*session),
                self.key(*key),
                self.story.value_label(*value)
            ),
            What::Answered { .. } => "The answer arrives".to_owned(),
            What::Applied {
                replica,
                write,
                key,
                value,
                ..
            } => format!(
                "{} applies {}: {} is now {}",
                self.replica(*replica),
                self.write(*write),
                self.key(*key),
                self.story.value_label(*value)
            ),
            What::Skipped {
                replica,
                write,
                why,
                ..
            } => {
                let why = match why {
                    Ignored::Known => "has it already",
                    Ignored::Older => "has a newer version",
                };
                format!(
                    "{} skips {}: it {why}",
                    self.replica(*replica),
                    self.write(*write)
                )
            }
            What::Sent { letter, .. } => {
                message = Some(letter.message);
                self.sent(letter)
            }
            What::Delivered { letter } => {
                message = Some(letter.message);
                format!("{} receives {}", self.party(letter.to), self.named(letter))
            }
            What::Lost { letter, why } => {
                message = Some(letter.message);
                bad = true;
                self.lost(letter, *why)
            }
            What::Started {
                node,
                write,
                attempt,
            } => {
                format!(
                    "{} starts on {}{}",
                    self.node(*node),
                    self.write(*write),
                    again(*attempt)
                )
            }
            What::Failed {
                node,
                write,
                attempt,
                blocking,
                ..
            } => {
                bad = true;
                let behind = if *blocking {
                    "; those behind it wait"
                } else {
                    ""
                };
                let (node, write) = (self.node(*node), self.write(*write));
                format!("{node} fails on {write}{}{behind}", again(*attempt))
            }
            What::Retried {
                node, write, wait, ..
            } => format!(
                "{} will try {} again in {}",
                self.node(*node),
                self.write(*write),
                units::duration(*wait)
            ),
            What::DeadLettered { node, write, .. } => {
                bad = true;
                format!(
                    "{} puts {} aside as a dead letter",
                    self.node(*node),
                    self.write(*write)
                )
            }
            What::Gone {
                replica,
                write,
                why,
                ..
            } => {
                bad = true;
                let whom = replica.map_or("any copy", |replica| self.replica(replica));
                format!(
                    "{} is kept for {whom} no longer: {}",
                    self.write(*write),
                    demise(*why)
                )
            }
            What::WillNotCome { replica, write, .. } => {
                bad = true;
                let whom = replica.map_or("any copy", |replica| self.replica(replica));
                format!(
                    "Nothing is left that would bring {} to {whom}",
                    self.write(*write)
                )
            }
            What::WillNotMend {
                replica,
                write,
                key,
            } => {
                bad = true;
                format!(
                    "Nothing is left that would set {} right at {}, which has {} twice",
                    self.key(*key),
                    self.replica(*replica),
                    self.write(*write)
                )
            }
            What::WillNotRelease { node, write, .. } => {
                bad = true;
                let (saga, place) = (self.write(*write), self.node(*node));
                format!("Nothing is left that would undo what {saga} has booked at {place}")
            }
            What::Began { .. }
            | What::Reserved { .. }
            | What::Refused { .. }
            | What::Undoing { .. }
            | What::Released { .. }
            | What::Left { .. }
            | What::UndoFailed { .. }
            | What::Ended { .. } => {
                let said = self.of_saga(&fact.what);
                bad = said.1;
                said.0
            }
            What::Fault(fault) => {
                bad = matches!(fault, Fault::Crashed(_) | Fault::Stopped(_) | Fault::Cut(_));
                self.fault(*fault)
            }
            // Background sync.
            What::Scheduled { .. }
            | What::RunBegan { .. }
            | What::RunEnded { .. }
            | What::Removed { .. }
            | What::Wrote { .. }
            | What::Merged { .. } => {
                let said = self.of_sync(&fact.what);
                bad = said.1;
                said.0
            }
            // CQRS.
            What::Shows { .. }
            | What::Declined { .. }
            | What::Conflicted { .. }
            | What::Overdrawn { .. }
            | What::Resumed { .. }
            | What::RebuildBegan { .. }
            | What::Restored { .. }
            | What::CaughtUp { .. } => {
                let said = self.of_cqrs(&fact.what);
                bad = said.1;
                said.0
            }
        };
        Sentence {
            words: capital(&words),
            bad,
            message,
        }
    }

    fn fault(&self, fault: Fault) -> String {
        match fault {
            Fault::Crashed(node) => format!("{} crashes", self.node(node)),
            Fault::Restarted(node) => format!("{} is back", self.node(node)),
            Fault::Stopped(node) => {
                format!(
                    "{} stops consuming; its store still answers",
                    self.node(node)
                )
            }
            Fault::Started(node) => format!("{} consumes again", self.node(node)),
            Fault::Cut(link) => format!("The link {} is cut", self.link(link)),
            Fault::Mended(link) => format!("The link {} is mended", self.link(link)),
        }
    }
}

/// A write by its number, counted from 1 as people do.
pub fn write_name(write: WriteId) -> String {
    numbered("write", write)
}

/// A write or a saga by its number; one of the person who reads this is theirs.
pub fn numbered(what: &str, write: WriteId) -> String {
    let (whose, nth) = write.yours().map_or(("", write.0), |nth| ("your ", nth));
    format!("{whose}{what} {}", nth + 1)
}

/// A person by their number, or who reads this; in the middle of a sentence.
pub fn person(session: SessionId) -> String {
    if session == YOU {
        "you".to_owned()
    } else {
        format!("user {}", session.0 + 1)
    }
}

/// Which try it is, after a comma; nothing of the first.
pub fn again(attempt: u32) -> String {
    if attempt == 0 {
        String::new()
    } else {
        format!(", {} try", units::ordinal(u64::from(attempt) + 1))
    }
}

fn demise(why: LossReason) -> &'static str {
    match why {
        LossReason::DiedBeforePublishing => "the service died between commit and publish",
        LossReason::BrokerForgot => "the broker kept it in memory and died",
        LossReason::Expired => "the broker's retention ran out",
        LossReason::AcknowledgedTooEarly => "it was acknowledged before it was handled",
        LossReason::BehindWatermark => "it was stamped before the watermark and committed after it",
        LossReason::DeletedWithoutTrace => {
            "the row is gone without a trace, and only changed rows are asked for"
        }
    }
}

/// The words with a capital at their beginning.
pub fn capital(words: &str) -> String {
    let mut text = words.to_owned();
    // Of ASCII alone: the tables for other letters would be a tenth of the program.
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Letter, LetterKind, LossCause, Retransmit};
    use crate::scenario::Pattern;

    fn names() -> Narrator {
        let holders = vec![(ReplicaId(2), NodeId(4))];
        Narrator::new(&Settings::defaults(Pattern::EVENT_BASED), holders)
    }

    fn letter(kind: LetterKind) -> Letter {
        Letter {
            message: MessageId(9),
            link: LinkId(3),
            from: NodeId(2),
            to: NodeId(4),
            kind,
            write: Some(WriteId(16)),
            key: Some(2),
            attempt: 1,
            copy: 0,
            retransmit: Retransmit::UntilAcked,
        }
    }

    fn said(what: What) -> String {
        names()
            .sentence(&Fact {
                at: 0,
                cause: None,
                what,
            })
            .words
    }

    #[test]
    fn facts_are_said_with_the_names_of_the_story() {
        assert_eq!(
            said(What::Sent {
                letter: letter(LetterKind::Deliver),
                due: 5
            }),
            "Broker sends write 17 (customer 3) to Search index, 2nd try"
        );
        assert_eq!(
            said(What::Lost {
                letter: letter(LetterKind::Deliver),
                why: LossCause::ReceiverDown
            }),
            "Write 17 (customer 3) on its way from Broker to Search index is lost: Search index is down"
        );
        assert_eq!(
            said(What::Applied {
                replica: ReplicaId(2),
                write: WriteId(0),
                key: 0,
                version: 1,
                value: 4
            }),
            "Search index applies write 1: customer 1 is now Porto"
        );
        assert_eq!(
            said(What::Fault(Fault::Cut(LinkId(3)))),
            "The link Broker – Search index is cut"
        );
    }

    #[test]
    fn a_fact_about_a_message_selects_that_message() {
        let what = What::Lost {
            letter: letter(LetterKind::Acknowledge),
            why: LossCause::Network,
        };
        let sentence = names().sentence(&Fact {
            at: 0,
            cause: Some(MessageId(1)),
            what,
        });
        assert_eq!((sentence.message, sentence.bad), (Some(MessageId(9)), true));
        assert!(
            sentence
                .words
                .starts_with("The acknowledgement of write 17")
        );
    }
}
