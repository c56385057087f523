//! A row of the log: a fact in words. It leads to the message that it is about, and each name in it to what it names.
//!
//! Of a row one control can be come to with the Tab key; the arrow keys lead from there to its names. These are no
//! buttons to the browser, which would break lines around each as if it were a picture.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::page_state::PageStateStoreFields;
use super::stage::{Stage, use_stage};
use crate::faces;
use crate::facts::ids::{KeyIndex, MessageId, NodeId};
use crate::facts::time::Micros;
use crate::session::Session;
use crate::show::named::{Part, Thing};
use crate::show::{Target, units};

/// A fact in words.
#[derive(Clone, Debug)]
pub struct Row {
    /// Tells it from others: which beginning of a log it comes after, and its place in that log.
    pub place: (u32, u64),
    /// When it was.
    pub at: Micros,
    /// The words.
    pub parts: Vec<Part>,
    /// Whether something went wrong.
    pub bad: bool,
    /// The message that it is about.
    pub message: Option<MessageId>,
}

impl Row {
    fn words(&self) -> String {
        self.parts.iter().map(|part| part.words.as_str()).collect()
    }

    /// The nodes that are named, the last first: of two between which something goes, that to which it does.
    fn nodes(&self) -> impl Iterator<Item = NodeId> + '_ {
        let things = self.parts.iter().rev().filter_map(|part| part.thing);
        things.filter_map(|thing| match thing {
            Thing::Node(node) => Some(node),
            _ => None,
        })
    }

    /// Selects what a part names; where it names nothing, what the row is about.
    fn select(&self, stage: Stage, part: Option<usize>) {
        let named = part.and_then(|part| self.parts.get(part)?.thing);
        let message = self.message.filter(|_| named.is_none());
        let first = || self.parts.iter().find_map(|part| part.thing);
        let thing = named.or_else(first).filter(|_| message.is_none());
        let target = match (message, thing) {
            (Some(message), _) => Some(Target::Message(message)),
            (None, Some(Thing::Node(node))) => Some(Target::Node(node)),
            (None, Some(Thing::Link(link))) => Some(Target::Link(link)),
            (None, Some(Thing::Key(key))) => self.copy_of(stage, key),
            (None, Some(Thing::Saga(saga))) => Some(Target::Step(saga, self.step(stage))),
            (None, None) => return,
        };
        if target.is_some() {
            stage.select(target);
        }
        // What sagas are about has no square in the picture.
        if let (Some(Thing::Key(key)), None) = (thing, target) {
            stage.state.your_key().set(key.saturating_add(1));
        }
    }

    /// The key in the store that the row names, or else in the first of all.
    fn copy_of(&self, stage: Stage, key: KeyIndex) -> Option<Target> {
        let stores = stage.look(Session::stores);
        let is_store = |node: &NodeId| stores.iter().any(|(_, holder)| holder == node);
        let named = self.nodes().find(is_store);
        let node = named.or(stores.first().map(|(_, holder)| *holder))?;
        Some(Target::Key(node, key))
    }

    /// The step of the node that the row names, or else the first.
    fn step(&self, stage: Stage) -> u16 {
        let places = stage.look(Session::places);
        let pattern = stage.state.pattern().get_untracked();
        let step_of = |node: NodeId| {
            let course = faces::of(pattern).course.as_ref()?;
            let role = places.role(node)?;
            let mut steps = 0..places.nodes().len() as u16;
            steps.find(|step| (course.role)(*step) == role)
        };
        self.nodes().find_map(step_of).unwrap_or(0)
    }
}

/// A row.
#[component]
pub fn LogRow(
    /// The fact in words.
    row: Row,
) -> impl IntoView {
    let stage = use_stage();
    let when = units::instant(row.at);
    let class = if row.bad { "row bad" } else { "row" };
    let message = row.message.map(|message| {
        let target = Some(Target::Message(message));
        let is_chosen = move || stage.state.selected().get() == target;
        view! {
            <button
                type="button"
                class="at"
                aria-label=[when.as_str(), ": ", &row.words()].concat()
                data-message=message.0.to_string()
                aria-pressed=move || if is_chosen() { "true" } else { "false" }
            >
                <time>{when.clone()}</time>
            </button>
        }
    });
    let when = message.is_none().then(|| view! { <time>{when}</time> });
    // Where no message takes it, the first name is what the Tab key comes to.
    let mut is_first = row.message.is_none();
    let parts = row.parts.iter().enumerate();
    let parts = parts.map(|(nth, part)| {
        let words = part.words.clone();
        if part.thing.is_none() {
            return words.into_any();
        }
        let stop = if std::mem::take(&mut is_first) {
            "0"
        } else {
            "-1"
        };
        view! {
            <span role="button" class="name" tabindex=stop data-part=nth.to_string()>
                {words}
            </span>
        }
        .into_any()
    });
    let words = parts.collect_view();
    let select = move |event: MouseEvent| row.select(stage, part_of(&event));
    view! {
        <div class=class on:click=select on:keydown=move |event| walk(&event)>
            {message}
            {when}
            <span>{words}</span>
        </div>
    }
}

/// The part that was clicked, if it is a name.
fn part_of(event: &MouseEvent) -> Option<usize> {
    let element: Element = event.target()?.dyn_into().ok()?;
    let name = element.closest("[data-part]").ok()??;
    name.get_attribute("data-part")?.parse().ok()
}

/// Moves the focus from one control of the row to the next, or to the one before, and presses a name.
fn walk(event: &KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowRight" => 1,
        "ArrowLeft" => -1,
        "Enter" => 0,
        _ => return,
    };
    let Some(control) = neighbour(event, step) else {
        return;
    };
    if step != 0 {
        let _ = control.focus();
    } else if control.has_attribute("data-part") {
        control.click();
    } else {
        // The browser presses what is a button to it.
        return;
    }
    event.prevent_default();
    event.stop_propagation();
}

fn neighbour(event: &KeyboardEvent, step: isize) -> Option<HtmlElement> {
    let row: Element = event.current_target()?.dyn_into().ok()?;
    let focused = document().active_element()?;
    let controls = row.query_selector_all("button, [role=button]").ok()?;
    let controls: Vec<HtmlElement> = (0..controls.length())
        .filter_map(|nth| controls.get(nth)?.dyn_into().ok())
        .collect();
    let place = controls.iter().position(|one| **one == focused)?;
    controls.get(place.checked_add_signed(step)?).cloned()
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use crate::facts::time::SECOND;
    use crate::session::Session;
    use crate::show::Target;
    use crate::ui::log::Log;
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::trial::{Trial, show};

    async fn log_of(link: &str, at: u64) -> Trial {
        let page = show(link, || view! { <Log/> });
        page.reach(at).await;
        page
    }

    /// The first name in the log that begins so, as a selector.
    fn name(page: &Trial, begin: &str) -> String {
        let names = page.find("ol").query_selector_all(".name").expect("names");
        for nth in 0..names.length() {
            let name: web_sys::Element =
                wasm_bindgen::JsCast::unchecked_into(names.get(nth).expect("one"));
            if name
                .text_content()
                .is_some_and(|words| words.starts_with(begin))
            {
                name.set_id("sought");
                return "#sought".to_owned();
            }
        }
        panic!("no {begin} in {}", page.text("ol"));
    }

    fn selected(page: &Trial) -> Option<Target> {
        page.stage.state.selected().get_untracked()
    }

    #[test]
    async fn a_node_a_key_and_a_saga_are_selected_by_their_names() {
        let page = log_of("v=1&pattern=saga&seed=27", 4 * SECOND).await;
        page.click(&name(&page, "Flight")).await;
        let node = selected(&page);
        assert!(matches!(node, Some(Target::Node(_))), "{node:?}");
        page.find("#sought").set_id("");
        let saga = name(&page, "saga ");
        let number: u64 = page.text(&saga)["saga ".len()..].parse().expect("a number");
        page.click(&saga).await;
        let step = selected(&page);
        assert!(
            matches!(step, Some(Target::Step(saga, _)) if saga.0 + 1 == number),
            "{step:?}"
        );
        let followed = page.stage.look(Session::followed);
        assert_eq!(followed.map(|saga| saga.0 + 1), Some(number));
        page.find("#sought").set_id("");
        let key = name(&page, "trip ");
        let number: u32 = page.text(&key)["trip ".len()..].parse().expect("a number");
        page.click(&key).await;
        let chosen = page.stage.state.your_key().get_untracked();
        assert_eq!(chosen, number, "a trip has no square");
        let page = log_of("v=1&pattern=event-based", 3 * SECOND).await;
        let key = name(&page, "customer ");
        let number: u32 = page.text(&key)["customer ".len()..]
            .parse()
            .expect("a number");
        page.click(&key).await;
        let copy = selected(&page);
        assert!(
            matches!(copy, Some(Target::Key(_, key)) if key + 1 == number),
            "{copy:?}"
        );
    }

    #[test]
    async fn the_rest_of_a_row_is_about_its_message_or_else_about_what_it_names_first() {
        let page = log_of("v=1&pattern=event-based", 3 * SECOND).await;
        page.click(".row:has(.at) > span").await;
        let message = page.attribute(".row .at", "data-message");
        let Some(Target::Message(selected)) = selected(&page) else {
            panic!("{:?}", selected(&page));
        };
        assert_eq!(message, Some(selected.0.to_string()));
        let crashed = log_of("v=1&pattern=event-based&do=1s:crash:consumer-1", SECOND).await;
        let node = crashed.stage.look(|session| {
            session
                .places()
                .node(crate::scenario::NodeKind::CONSUMER.nth(0))
        });
        crashed.click(".row.bad > span").await;
        assert_eq!(self::selected(&crashed), node.map(Target::Node));
    }

    #[test]
    async fn a_row_is_one_stop_from_which_the_arrow_keys_lead_to_its_names() {
        let page = log_of("v=1&pattern=saga&seed=27", 4 * SECOND).await;
        let rows = page.count(".row");
        assert!(page.count(".row :is(button, [tabindex='0'])") <= rows);
        assert!(page.count(".name") > rows, "more names than rows");
        let row = ".row:has(.at):has(.name)";
        let at = format!("{row} .at");
        let focused = page.find(&at);
        focused.focus().expect("it takes the focus");
        page.press(&at, "ArrowRight").await;
        assert!(page.has_focus(&format!("{row} .name")));
        assert_eq!(selected(&page), None);
        page.press(&format!("{row} .name"), "Enter").await;
        assert!(
            matches!(selected(&page), Some(Target::Node(_))),
            "a desk or a service"
        );
        page.press(&format!("{row} .name"), "ArrowLeft").await;
        assert!(page.has_focus(&at));
        page.press(&at, "ArrowLeft").await;
        assert!(page.has_focus(&at), "no further");
    }
}
