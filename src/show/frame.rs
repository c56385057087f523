//! What a view is given: a picture and everything else that it must not find out by itself.

use crate::consistency::freshness::Freshness;
use crate::facts::ids::{KeyIndex, LinkId, MessageId, NodeId, ReplicaId, WriteId};
use crate::facts::time::{MILLISECOND, Micros, SECOND};
use crate::patterns::picture::{NodePicture, Picture};
use crate::scenario::key_label;

use super::face::Face;
use super::geometry::Size;
use super::text::Measure;

/// Everything that decides how one instant of a run looks.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// How the pattern of the picture is drawn and spoken of.
    pub face: &'static Face,
    /// What there is to see.
    pub picture: &'a Picture,
    /// How many keys every store has.
    pub keys: u32,
    /// How a key of a replica stands against the truth. Not asked about sources.
    pub freshness: &'a dyn Fn(ReplicaId, KeyIndex) -> Freshness,
    /// The first key from one on that may be out of step at a replica: of many keys few are, and the others need not
    /// be asked about.
    pub next_wrong: &'a dyn Fn(ReplicaId, KeyIndex) -> Option<KeyIndex>,
    /// Writes committed and neither applied nor superseded at a replica.
    pub lag: &'a dyn Fn(ReplicaId) -> u64,
    /// Writes that the source has committed, if known.
    pub commits: Option<u64>,
    /// What the story calls the nodes.
    pub names: &'a Names,
    /// How wide a text is.
    pub measure: Measure<'a>,
    /// The extent of the canvas.
    pub size: Size,
    /// What the person has chosen.
    pub selected: Option<Target>,
    /// What the pointer is over.
    pub hovered: Option<Target>,
    /// What the keyboard is on.
    pub focused: Option<Target>,
    /// Whether the person asked for steps in place of motion.
    pub reduced_motion: bool,
    /// How much simulated time passes while something fades: about 0.7 seconds of real time.
    pub fade_us: Micros,
    /// From which age a stale key is warmer.
    pub ages: Ages,
}

impl<'a> Frame<'a> {
    /// A picture of which nothing is chosen and nothing fades, with texts as wide as they are estimated to be.
    pub fn at_rest(
        face: &'static Face,
        picture: &'a Picture,
        keys: u32,
        names: &'a Names,
        size: Size,
        freshness: &'a dyn Fn(ReplicaId, KeyIndex) -> Freshness,
        lag: &'a dyn Fn(ReplicaId) -> u64,
    ) -> Self {
        Self {
            face,
            picture,
            keys,
            freshness,
            next_wrong: &|_, key| Some(key),
            lag,
            commits: None,
            names,
            measure: &super::text::estimate,
            size,
            selected: None,
            hovered: None,
            focused: None,
            reduced_motion: false,
            fade_us: 0,
            ages: Ages::default(),
        }
    }

    /// The frame with as many keys as there are at its instant: where rows come and go, more than there were at the
    /// beginning.
    #[must_use]
    pub fn counted(&self) -> Self {
        Self {
            keys: (self.face.canvas.keys)(self),
            ..*self
        }
    }
}

/// What the nodes are called, each list in the order of their identities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The name of each node.
    pub node: Vec<String>,
    /// What each node says of itself while nothing more urgent is to be said, such as "2 partitions".
    pub role_line: Vec<String>,
    /// What a key is, such as "trip".
    pub key: String,
}

impl Names {
    /// The name of a node, or the word of its kind if the story has none.
    pub fn of(&self, node: &NodePicture) -> &str {
        self.node
            .get(usize::from(node.node.0))
            .map_or(node.kind.word, String::as_str)
    }

    /// What a key is called.
    pub fn key_label(&self, key: KeyIndex) -> String {
        key_label(&self.key, key)
    }

    /// What a node says of itself, if the story has a line for it.
    pub fn role(&self, node: NodeId) -> Option<&str> {
        self.role_line
            .get(usize::from(node.0))
            .map(String::as_str)
            .filter(|line| !line.is_empty())
    }
}

/// The ages that divide stale keys into three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ages {
    /// From here on it has been stale for a while.
    pub warm_us: Micros,
    /// From here on it has been stale for long.
    pub hot_us: Micros,
}

impl Ages {
    /// Of what has been stale for long from an age on.
    pub fn of(hot_us: Micros) -> Self {
        Self {
            warm_us: hot_us / 2,
            hot_us,
        }
    }
}

impl Default for Ages {
    fn default() -> Self {
        Self {
            warm_us: 250 * MILLISECOND,
            hot_us: SECOND,
        }
    }
}

/// Something on the canvas that can be pointed at, chosen and asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A node.
    Node(NodeId),
    /// A connection.
    Link(LinkId),
    /// A message.
    Message(MessageId),
    /// A key of the store that a node holds.
    Key(NodeId, KeyIndex),
    /// A step of a saga.
    Step(WriteId, u16),
}
