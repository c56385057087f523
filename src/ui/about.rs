//! What is said of the thing that is selected: what it is, why it is so, and what can be done to it.

use crate::ui::live::{only_if, part};
use leptos::html;
use leptos::prelude::*;

use super::stage::Stage;
use crate::scenario::{Deed, Places, Role, Story};
use crate::session::Session;
use crate::view::sentence::Narrator;
use crate::view::{Frame, Point, Size, Target, units, words};

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
    let label = words::label(frame, target).unwrap_or_default();
    // The label of a node or a link begins with its name, which is the title here.
    let why = || {
        label
            .split_once(": ")
            .map_or(label.as_str(), |(_, why)| why)
            .to_owned()
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
            let deed = if is_down {
                ("Restart it", Deed::Restart { node: role })
            } else {
                (
                    "Crash it",
                    Deed::Crash {
                        node: role,
                        lasting: None,
                    },
                )
            };
            About {
                title: name.name.to_owned(),
                what: name.what,
                why: capital(&why()),
                causes: Vec::new(),
                acts: if role.can_crash() {
                    vec![deed]
                } else {
                    Vec::new()
                },
            }
        }
        Target::Link(link) => {
            let narrator = Narrator::new(settings, &frame.picture.nodes);
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
                title: narrator.link(link),
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
            let (title, rest) = label
                .split_once(", ")
                .unwrap_or(("Message", label.as_str()));
            let gone = "It is no longer on its way; below is what became of it.";
            About {
                title: title.to_owned(),
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

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters
        .next()
        .map(|first| first.to_uppercase().to_string())
        .unwrap_or_default();
    first + letters.as_str()
}

/// The popover. `place` says where one of a given size stands; `close` puts it away.
pub fn popover(
    stage: Stage,
    about: RwSignal<Option<About>>,
    place: impl Fn(Size) -> Option<Point> + Copy + Send + Sync + 'static,
    close: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    only_if(
        move || about.with(Option::is_some),
        move || card(stage, about, place, close),
    )
}

fn card(
    stage: Stage,
    about: RwSignal<Option<About>>,
    place: impl Fn(Size) -> Option<Point> + Copy + Send + Sync + 'static,
    close: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let node = NodeRef::<html::Section>::new();
    let piece = move |look: fn(&About) -> String| {
        Memo::new(move |_| {
            about
                .with(|about| about.as_ref().map(look))
                .unwrap_or_default()
        })
    };
    let title = piece(|about| about.title.clone());
    let what = piece(|about| about.what.to_owned());
    let why = piece(|about| about.why.clone());
    let causes = Memo::new(move |_| {
        about
            .with(|about| about.as_ref().map(|about| about.causes.clone()))
            .unwrap_or_default()
    });
    let acts = Memo::new(move |_| {
        about
            .with(|about| about.as_ref().map(|about| about.acts.clone()))
            .unwrap_or_default()
    });
    let style = move || {
        // Its extent follows from what it says.
        title.track();
        why.track();
        causes.track();
        let size = node.get().map_or_else(Size::default, |node| Size {
            width: node.offset_width() as f32,
            height: node.offset_height() as f32,
        });
        place(size).map_or_else(
            || "visibility:hidden".to_owned(),
            |at| format!("left:{:.0}px;top:{:.0}px", at[0], at[1]),
        )
    };
    view! {
        <section
            node_ref=node
            class="about"
            aria-label="What is selected"
            style=style
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    close();
                }
            }
        >
            <h2>{title}</h2>
            <button class="close" type="button" aria-label="Close" on:click=move |_| close()>
                "×"
            </button>
            <p class="what">{what}</p>
            <p class="why">{why}</p>
            {part(move || causes_view(causes.get()))}
            <div class="acts">
                {part(move || acts_view(stage, acts.get()))}
            </div>
        </section>
    }
    .into_any()
}

fn causes_view(causes: Vec<Cause>) -> AnyView {
    if causes.is_empty() {
        return ().into_any();
    }
    let items = causes
        .into_iter()
        .map(|cause| {
            view! {
                <li class:broken=cause.bad>
                    <time>{cause.at}</time>
                    {cause.words}
                </li>
            }
        })
        .collect_view();
    view! {
        <h3 class="head">"How it came about"</h3>
        <ol>{items}</ol>
    }
    .into_any()
}

fn acts_view(stage: Stage, acts: Vec<(&'static str, Deed)>) -> AnyView {
    acts.into_iter()
        .map(|(label, deed)| {
            let perform = move |_| stage.perform(deed.clone());
            view! {
                <button class="button" type="button" on:click=perform>
                    {label}
                </button>
            }
        })
        .collect_view()
        .into_any()
}
