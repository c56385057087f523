//! What is said of the thing that is selected: what it is, why it is so, and what can be done to it.

use crate::scenario::{Deed, Places, Role, Story};
use crate::session::Session;
use crate::sim::ids::{LinkId, MessageId, NodeId};
use crate::view::sentence::{Narrator, capital};
use crate::view::words::{self, stopped_since};
use crate::view::{Frame, Target, units};

/// More causes than these are left out, the oldest first.
const MOST_CAUSES: usize = 14;

/// What the popover says.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// What it is called.
    pub title: String,
    /// What it is for; empty if that goes without saying.
    pub what: &'static str,
    /// How it is.
    pub why: String,
    /// What led to it, the oldest first.
    pub causes: Vec<Cause>,
    /// What can be done to it, with the words for that.
    pub acts: Vec<(&'static str, Deed)>,
}

/// One of the things that led to another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cause {
    /// Its place among all of them.
    pub nth: usize,
    /// When it was.
    pub at: String,
    /// What happened.
    pub words: String,
    /// Whether something went wrong.
    pub bad: bool,
}

/// Looks at a thing.
pub fn about(session: &Session, frame: &Frame<'_>, target: Target) -> About {
    let label = words::label(frame, target).unwrap_or_default();
    match target {
        Target::Node(node) => of_node(session, frame, node, &label),
        Target::Link(link) => of_link(session, frame, link, &label),
        Target::Message(message) => of_message(session, message, &label),
    }
}

fn of_node(session: &Session, frame: &Frame<'_>, node: NodeId, label: &str) -> About {
    let settings = &session.scenario().settings;
    let role = Places::of(settings).role(node).unwrap_or(Role::Users);
    let mut nodes = frame.picture.nodes.iter();
    let drawn = nodes.find(|drawn| drawn.node == node);
    let is_down = drawn.is_some_and(|node| node.down_since.is_some());
    let is_stopped = drawn.is_some_and(|node| stopped_since(node).is_some());
    let (node, lasting) = (role, None);
    let crash = ("Crash it", Deed::Crash { node, lasting });
    let stop = ("Stop its consuming", Deed::Stop { node, lasting });
    let acts = if is_down {
        vec![("Restart it", Deed::Restart { node })]
    } else if is_stopped {
        vec![("Start it", Deed::Start { node }), crash]
    } else if role.can_stop() {
        vec![crash, stop]
    } else if role.can_crash() {
        vec![crash]
    } else {
        Vec::new()
    };
    About {
        what: Story::of(settings).name(role).what,
        acts,
        ..of_label(label)
    }
}

fn of_link(session: &Session, frame: &Frame<'_>, link: LinkId, label: &str) -> About {
    let mut links = frame.picture.links.iter();
    let is_cut = links.any(|drawn| drawn.link == link && drawn.cut_since.is_some());
    let hop = Places::of(&session.scenario().settings).hop(link);
    let act = hop.map(|link| {
        if is_cut {
            ("Mend it", Deed::Mend { link })
        } else {
            let lasting = None;
            ("Cut it", Deed::Cut { link, lasting })
        }
    });
    About {
        what: "The way between the two, in both directions.",
        acts: act.into_iter().collect(),
        ..of_label(label)
    }
}

/// The label of a node or a link begins with its name.
fn of_label(label: &str) -> About {
    let (title, why) = label.split_once(": ").unwrap_or(("", label));
    About {
        title: title.to_owned(),
        what: "",
        why: capital(why),
        causes: Vec::new(),
        acts: Vec::new(),
    }
}

fn of_message(session: &Session, message: MessageId, label: &str) -> About {
    let narrator = Narrator::new(&session.scenario().settings, session.stores());
    let chain = session.chain(message);
    let left_out = chain.len().saturating_sub(MOST_CAUSES);
    let causes = chain.iter().enumerate().skip(left_out);
    let causes = causes.map(|(nth, fact)| {
        let said = narrator.sentence(fact);
        Cause {
            nth,
            at: units::instant(fact.at),
            words: said.words,
            bad: said.bad,
        }
    });
    // What has arrived or is lost has no label any more.
    let (title, why) = label.split_once(", ").map_or_else(
        || (narrator.titled(&chain), String::new()),
        |(title, why)| (title.to_owned(), capital(why)),
    );
    About {
        title,
        what: "",
        why: if why.is_empty() {
            "It is no longer on its way.".to_owned()
        } else {
            why
        },
        causes: causes.collect(),
        acts: Vec::new(),
    }
}
