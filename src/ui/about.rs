//! What is said of the thing that is selected: what it is, why it is so, and what can be done to it.

use crate::faces;
use crate::facts::ids::{KeyIndex, LinkId, MessageId, NodeId, WriteId};
use crate::scenario::{Deed, Places, Role, Story};
use crate::session::Session;
use crate::show::sentence::{capital, numbered};
use crate::show::words::{self, Followed, stopped_since};
use crate::show::{Frame, Target, copy_words, screens, units};

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
    /// What is told one by one below: what led to it, what is on its way to it, or what was done.
    pub heading: &'static str,
    /// These, the oldest first, or the next to come.
    pub causes: Vec<Cause>,
    /// What can be done to it, with the words for that.
    pub acts: Vec<(&'static str, Deed)>,
}

/// One of the things that are told one by one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cause {
    /// Its place among all of them.
    pub nth: usize,
    /// When it was, or how long until it is.
    pub at: String,
    /// What happens.
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
        Target::Key(node, key) => of_key(session, frame, (node, key), &label),
        Target::Step(saga, step) => of_step(session, frame, (saga, step), &label),
    }
}

fn of_node(session: &Session, frame: &Frame<'_>, node: NodeId, label: &str) -> About {
    const WORDS: NodeActs = ["Crash it", "Restart it", "Stop its consuming", "Start it"];
    let settings = &session.scenario().settings;
    let role = Places::of(settings).role(node).unwrap_or(Role::USERS);
    About {
        what: Story::of(settings).name(role).what,
        acts: acts_on(frame, (node, role), WORDS),
        ..of_label(label)
    }
}

/// The words for crashing a node, restarting it, and having it stop and start consuming.
type NodeActs = [&'static str; 4];

/// What can be done to a node.
fn acts_on(
    frame: &Frame<'_>,
    (node, role): (NodeId, Role),
    [crash, restart, stop, start]: NodeActs,
) -> Vec<(&'static str, Deed)> {
    let mut nodes = frame.picture.nodes.iter();
    let drawn = nodes.find(|drawn| drawn.node == node);
    let is_down = drawn.is_some_and(|node| node.down_since.is_some());
    let is_stopped = drawn.is_some_and(|node| stopped_since(node).is_some());
    let (node, lasting) = (role, None);
    let crash = (crash, Deed::Crash { node, lasting });
    let stop = (stop, Deed::Stop { node, lasting });
    if is_down {
        vec![(restart, Deed::Restart { node })]
    } else if is_stopped {
        vec![(start, Deed::Start { node }), crash]
    } else if role.can_stop() {
        vec![crash, stop]
    } else if role.can_crash() {
        vec![crash]
    } else {
        Vec::new()
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
        heading: "",
        causes: Vec::new(),
        acts: Vec::new(),
    }
}

fn of_message(session: &Session, message: MessageId, label: &str) -> About {
    let narrator = faces::narrator(&session.scenario().settings, session.stores());
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
        heading: "How it came about",
        causes: causes.collect(),
        acts: Vec::new(),
    }
}

/// A key of a store: what it shows and should show, what is on its way to it, and what can be done to it and to the
/// node that has it.
fn of_key(
    session: &Session,
    frame: &Frame<'_>,
    (node, key): (NodeId, KeyIndex),
    label: &str,
) -> About {
    const WORDS: NodeActs = [
        "Crash its node",
        "Restart its node",
        "Stop its node's consuming",
        "Start its node",
    ];
    if label.is_empty() {
        return About {
            title: capital(&frame.names.key_label(key)),
            ..of_label("There is no such key here.")
        };
    }
    let settings = &session.scenario().settings;
    let story = Story::of(settings);
    let mut replicas = session.stores().into_iter();
    let replica = replicas.find(|(_, holder)| *holder == node);
    let holding = copy_words::holding(frame, node);
    let shown = replica.and_then(|(replica, _)| session.shown(replica, key));
    let truth = session.truth(key);
    let values = copy_words::values(&|value| story.value_label(value), holding, shown, truth);
    let coming = copy_words::coming(frame, node, key);
    let causes = coming.into_iter().take(MOST_CAUSES).enumerate();
    let causes = causes.map(|(nth, coming)| Cause {
        nth,
        at: coming.after,
        words: coming.words,
        bad: false,
    });
    let about = of_label(label);
    let can_write = screens::closed(session).is_none()
        && copy_words::takes_writes(settings, key, holding, truth);
    let write = can_write.then_some(("Write to it", Deed::Write { key }));
    let role = Places::of(settings).role(node).unwrap_or(Role::USERS);
    About {
        why: format!("{} {values}", about.why),
        heading: "On its way to it",
        causes: causes.collect(),
        acts: write
            .into_iter()
            .chain(acts_on(frame, (node, role), WORDS))
            .collect(),
        ..about
    }
}

/// A step of a saga: how the saga stands, and what was done for the step.
fn of_step(
    session: &Session,
    frame: &Frame<'_>,
    (saga, step): (WriteId, u16),
    label: &str,
) -> About {
    let story = Story::of(&session.scenario().settings);
    let course = frame.face.course.as_ref();
    let found = course.and_then(|course| (course.steps)(frame, saga, step));
    let Followed { standing, done } = found.unwrap_or_else(|| Followed {
        standing: "It is not remembered any more.".to_owned(),
        done: Vec::new(),
    });
    let left_out = done.len().saturating_sub(MOST_CAUSES);
    let causes = done.into_iter().enumerate().skip(left_out);
    let causes = causes.map(|(nth, done)| Cause {
        nth,
        at: units::instant(done.from),
        words: done.words,
        bad: done.is_bad,
    });
    let title = if label.is_empty() {
        capital(&numbered(frame.face.asked.0, saga))
    } else {
        of_label(label).title
    };
    About {
        title,
        what: course.map_or("", |course| story.name((course.role)(step)).what),
        why: standing,
        heading: "What was done",
        causes: causes.collect(),
        acts: Vec::new(),
    }
}
