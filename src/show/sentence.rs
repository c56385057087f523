//! Facts in words, under the names of the story.

use super::face::Face;
use super::{naming, units};
use crate::facts::ids::{KeyIndex, LinkId, MessageId, NodeId, ReplicaId, SessionId, WriteId, YOU};
use crate::facts::{Fact, Fault, Ignored, LossReason, What};
use crate::scenario::{Hop, Places, Role, Settings, Story};

/// Tells facts under the names that things have in this run.
#[derive(Clone, Debug)]
pub struct Narrator {
    /// How the pattern is spoken of.
    pub face: &'static Face,
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
    /// The face of the settings' pattern, and the names of their story; `holders` says which node holds which store, as
    /// [`Session::stores`](crate::session::Session::stores) has it.
    pub fn new(
        face: &'static Face,
        settings: &Settings,
        holders: Vec<(ReplicaId, NodeId)>,
    ) -> Self {
        Self {
            face,
            story: Story::of(settings),
            places: Places::of(settings),
            holders,
            names: naming::names(settings),
        }
    }

    /// A role's name.
    pub fn role(&self, role: Role) -> &'static str {
        self.story.name(role).name
    }

    /// Who makes writes true.
    fn owner(&self) -> &'static str {
        let owner = self.face.owner;
        owner.map_or("A service", |role| self.role(role))
    }

    /// A node's name, told from others of the same name.
    pub fn node(&self, node: NodeId) -> &str {
        let name = self.names.get(usize::from(node.0));
        name.map_or("a node", String::as_str)
    }

    /// A node as one that sends and receives: of the people one.
    pub fn party(&self, node: NodeId) -> &str {
        match self.places.role(node) {
            Some(Role::USERS) => "a user",
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

    /// The node that holds a store; where there are no copies, it is the store.
    pub fn keeper(&self, replica: ReplicaId) -> Option<NodeId> {
        let held = self.holders.iter().find(|(held, _)| *held == replica);
        let own = NodeId(replica.0);
        let held = held.map(|(_, node)| *node);
        held.or(self.face.course.as_ref().map(|_| own))
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

    /// A write by its number, or what else people ask for.
    pub fn write(&self, write: WriteId) -> String {
        numbered(self.face.asked.0, write)
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
            What::Fault(fault) => {
                bad = matches!(fault, Fault::Crashed(_) | Fault::Stopped(_) | Fault::Cut(_));
                self.fault(*fault)
            }
            What::Restored {
                replica,
                key,
                value,
                ..
            } => format!(
                "{} takes over {}: it is {}",
                self.replica(*replica),
                self.key(*key),
                self.story.value_label(*value)
            ),
            // What only one pattern records has its sentence in the face of that pattern.
            own @ (What::Began { .. }
            | What::CaughtUp { .. }
            | What::Conflicted { .. }
            | What::DeadLettered { .. }
            | What::Declined { .. }
            | What::Ended { .. }
            | What::Left { .. }
            | What::Merged { .. }
            | What::Overdrawn { .. }
            | What::RebuildBegan { .. }
            | What::Refused { .. }
            | What::Released { .. }
            | What::Removed { .. }
            | What::Reserved { .. }
            | What::Resumed { .. }
            | What::RunBegan { .. }
            | What::RunEnded { .. }
            | What::Scheduled { .. }
            | What::Shows { .. }
            | What::UndoFailed { .. }
            | What::Undoing { .. }
            | What::WillNotRelease { .. }
            | What::Wrote { .. }) => {
                let said = (self.face.sentences.fact)(self, own);
                let (words, is_bad) = said.unwrap_or_default();
                bad = is_bad;
                words
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
