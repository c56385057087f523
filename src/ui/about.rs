//! What is said of the thing that is selected: what it is, why it is so, and what can be done to it.

use leptos::prelude::*;

use super::dom::{El, button, el, key_of, part, words};
use super::stage::Stage;
use crate::scenario::{Deed, Places, Role, Story};
use crate::session::Session;
use crate::view::sentence::{Narrator, capital};
use crate::view::words::{self as said, stopped_since};
use crate::view::{Frame, Point, Size, Target, units};

/// More causes than these are left out, the oldest first.
const MOST_CAUSES: usize = 14;

/// What the popover says.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    title: String,
    what: &'static str,
    why: String,
    causes: Vec<Cause>,
    acts: Vec<(&'static str, Deed)>,
}

#[derive(Clone, Debug, PartialEq)]
struct Cause {
    at: String,
    words: String,
    bad: bool,
}

/// Looks at a thing.
pub fn about(session: &Session, frame: &Frame<'_>, target: Target) -> About {
    let settings = &session.scenario().settings;
    let places = Places::of(settings);
    let story = Story::of(settings);
    let label = said::label(frame, target).unwrap_or_default();
    // The label of a node or a link begins with its name, which is the title here.
    let why = || {
        label
            .split_once(": ")
            .map_or(label.as_str(), |(_, why)| why)
            .to_owned()
    };
    let title = || {
        let title = label.split_once(": ").map_or("", |(title, _)| title);
        title.to_owned()
    };
    match target {
        Target::Node(node) => {
            let role = places.role(node).unwrap_or(Role::Users);
            let name = story.name(role);
            let is_down = frame
                .picture
                .nodes
                .iter()
                .any(|n| n.node == node && n.down_since.is_some());
            let is_stopped = frame
                .picture
                .nodes
                .iter()
                .any(|n| n.node == node && stopped_since(n).is_some());
            let lasting = None;
            let crash = (
                "Crash it",
                Deed::Crash {
                    node: role,
                    lasting,
                },
            );
            let stop = (
                "Stop its consuming",
                Deed::Stop {
                    node: role,
                    lasting,
                },
            );
            let acts = if is_down {
                vec![("Restart it", Deed::Restart { node: role })]
            } else if is_stopped {
                vec![("Start it", Deed::Start { node: role }), crash]
            } else if role.can_stop() {
                vec![crash, stop]
            } else if role.can_crash() {
                vec![crash]
            } else {
                Vec::new()
            };
            About {
                title: title(),
                what: name.what,
                why: capital(&why()),
                causes: Vec::new(),
                acts,
            }
        }
        Target::Link(link) => {
            let is_cut = frame
                .picture
                .links
                .iter()
                .any(|l| l.link == link && l.cut_since.is_some());
            let acts = places.hop(link).map(|link| {
                if is_cut {
                    ("Mend it", Deed::Mend { link })
                } else {
                    (
                        "Cut it",
                        Deed::Cut {
                            link,
                            lasting: None,
                        },
                    )
                }
            });
            About {
                title: title(),
                what: "The way between the two, in both directions.",
                why: capital(&why()),
                causes: Vec::new(),
                acts: acts.into_iter().collect(),
            }
        }
        Target::Message(message) => {
            let narrator = Narrator::new(settings, &frame.picture.nodes);
            let chain = session.chain(message);
            let from = chain.len().saturating_sub(MOST_CAUSES);
            let causes = chain[from..].iter().map(|fact| {
                let said = narrator.sentence(fact);
                Cause {
                    at: units::instant(fact.at),
                    words: said.words,
                    bad: said.bad,
                }
            });
            let gone = "It is no longer on its way.";
            let (title, rest) = match label.split_once(", ") {
                Some((title, rest)) => (title.to_owned(), rest),
                None => (narrator.titled(&chain), ""),
            };
            About {
                title,
                what: "",
                why: if rest.is_empty() {
                    gone.to_owned()
                } else {
                    capital(rest)
                },
                causes: causes.collect(),
                acts: Vec::new(),
            }
        }
    }
}

/// The popover. `place` says where one of a given size stands; `close` puts it away.
pub fn popover(
    stage: Stage,
    about: RwSignal<Option<About>>,
    place: impl Fn(Size) -> Option<Point> + 'static,
    close: impl Fn() + Copy + 'static,
) -> El {
    let text = move |piece: fn(&About) -> &str| {
        words(move || about.with(|about| about.as_ref().map_or("", piece).to_owned()))
    };
    let title = text(|about| &about.title);
    let what = text(|about| about.what);
    let why = text(|about| &about.why);
    // They are made anew only when they change, so that a button keeps the focus.
    let named = |nth: usize| {
        words(move || {
            let said = |about: &About| about.acts.get(nth).map_or("", |act| act.0).to_owned();
            about.with(|about| about.as_ref().map_or_else(String::new, said))
        })
    };
    let named = [named(0), named(1)];
    let card = el("section", "about").named("What is selected");
    let raw = card.html().clone();
    let style = move || {
        // Its extent follows from what it says.
        let size = about.with(Option::is_some).then(|| Size {
            width: raw.offset_width() as f32,
            height: raw.offset_height() as f32,
        });
        size.and_then(&place)
            .map(|at| format!("left:{}px;top:{}px", at[0] as i32, at[1] as i32))
    };
    let perform = move |nth: usize| {
        let deed =
            about.with_untracked(|about| about.as_ref()?.acts.get(nth).map(|act| act.1.clone()));
        if let Some(deed) = deed {
            stage.perform(deed);
        }
    };
    let act = move |nth: usize| {
        let name = named[nth];
        button("button", move || perform(nth))
            .live_flag("hidden", move || name.with(String::is_empty))
            .live_text(move || name.get())
    };
    card.live_flag("hidden", move || about.with(Option::is_none))
        .add(el("h2", "").live_text(move || title.get()))
        .add(button("close", close).named("Close").text("×"))
        .add(el("p", "what").live_text(move || what.get()))
        .add(el("p", "why").live_text(move || why.get()))
        .add(part(move || {
            about.with(|about| about.as_ref().map_or_else(Vec::new, causes))
        }))
        .add(
            el("div", "acts")
                .live_flag("hidden", move || named[0].with(String::is_empty))
                .add(act(0))
                .add(act(1)),
        )
        .live_attr("style", style)
        .on("keydown", move |event| {
            if key_of(&event) == "Escape" {
                close();
            }
        })
}

fn causes(about: &About) -> Vec<El> {
    if about.causes.is_empty() {
        return Vec::new();
    }
    let items = about.causes.iter().map(|cause| {
        el("li", if cause.bad { "broken" } else { "" })
            .add(el("time", "").text(&cause.at))
            .text(&cause.words)
    });
    vec![
        el("h3", "head").text("How it came about"),
        el("ol", "").all(items),
    ]
}
