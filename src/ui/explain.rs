//! What a word means, for whoever points at it, comes to it with the keyboard or taps it. It lies over the page and moves
//! nothing.

use std::sync::atomic::{AtomicUsize, Ordering};

use gloo_timers::callback::Timeout;
use leptos::ev::{self, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, Node};

use super::hear::hear;
use crate::show::glossary::{Piece, Word, pieces, words_in};

/// A pointer that only passes by opens nothing, and one on the way to what is said does not close it. In milliseconds.
const REST: u32 = 180;
/// Between the word and what is said of it, and between that and the edge of the window.
const GAP: f64 = 6.0;

/// Why what is said is shown: any of these is enough.
#[derive(Clone, Copy)]
struct Opened {
    /// A mouse rests on it.
    pointed: RwSignal<bool>,
    /// The word has the focus.
    focused: RwSignal<bool>,
    /// The word was pressed.
    pressed: RwSignal<bool>,
    /// What waits for the mouse to rest; it goes when the word goes.
    rest: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Opened {
    fn new() -> Self {
        Self {
            pointed: RwSignal::new(false),
            focused: RwSignal::new(false),
            pressed: RwSignal::new(false),
            rest: StoredValue::new_local(None),
        }
    }

    fn get(self) -> bool {
        self.pointed.get() || self.focused.get() || self.pressed.get()
    }

    fn close(self) {
        self.rest.set_value(None);
        for one in [self.pointed, self.focused, self.pressed] {
            one.set(false);
        }
    }

    /// The mouse has come or gone.
    fn point(self, event: &PointerEvent, is_here: bool) {
        if event.pointer_type() != "mouse" {
            return;
        }
        let rest = Timeout::new(REST, move || self.pointed.set(is_here));
        self.rest.set_value(Some(rest));
    }

    /// Pressed once it stays; pressed once more it goes.
    fn press(self) {
        if self.pressed.get_untracked() {
            self.close();
        } else {
            self.pressed.set(true);
        }
    }

    fn leave(self) {
        self.focused.set(false);
        self.pressed.set(false);
    }
}

/// A word with a dotted line under it, which opens what it means.
#[component]
pub fn Explained(
    /// The word.
    #[prop(into)]
    word: String,
    /// The id of the word.
    #[prop(optional, into)]
    id: Option<String>,
    /// What is said of it.
    children: ChildrenFn,
) -> impl IntoView {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    let said_id = format!("explanation-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let opened = Opened::new();
    let is_open = Memo::new(move |_| opened.get());
    let children = StoredValue::new(children);
    let around = NodeRef::<html::Span>::new();
    let described_by = {
        let said_id = said_id.clone();
        move || is_open.get().then(|| said_id.clone())
    };
    view! {
        <span
            class="explained"
            node_ref=around
            on:pointerenter=move |event| opened.point(&event, true)
            on:pointerleave=move |event| opened.point(&event, false)
        >
            <button
                type="button"
                class="word"
                id=id
                aria-expanded=move || is_open.get().to_string()
                aria-describedby=described_by
                on:focus=move |_| opened.focused.set(true)
                on:blur=move |_| opened.leave()
                on:click=move |_| opened.press()
            >
                {word}
            </button>
            <Show when=move || is_open.get()>
                <Explanation around opened id=said_id.clone()>
                    {children.with_value(|children| children())}
                </Explanation>
            </Show>
        </span>
    }
}

/// What is said of a word, over everything else.
#[component]
fn Explanation(
    /// The word and what is said of it.
    around: NodeRef<html::Span>,
    /// Why it is shown.
    opened: Opened,
    /// Its id.
    id: String,
    /// What is said.
    children: Children,
) -> impl IntoView {
    let card = NodeRef::<html::Span>::new();
    let place_again = move || {
        if let Some((around, card)) = around.get_untracked().zip(card.get_untracked()) {
            place(&around, &card);
        }
    };
    card.on_load(move |card| {
        // Fails only where the browser knows no popovers; there it stands over its panel alone.
        let _ = card.show_popover();
        place_again();
    });
    let is_within = move |event: &PointerEvent| {
        let node = event.target().and_then(|it| it.dyn_into::<Node>().ok());
        let around = around.get_untracked();
        around.is_some_and(|around| around.contains(node.as_ref()))
    };
    // Before anything else hears of them: a sheet or a dialog below it stays.
    hear(ev::capture(ev::keydown), move |event| {
        if event.key() == "Escape" {
            event.stop_propagation();
            event.prevent_default();
            opened.close();
        }
    });
    hear(ev::capture(ev::pointerdown), move |event| {
        if !is_within(event) {
            opened.close();
        }
    });
    hear(ev::capture(ev::scroll), move |_| place_again());
    // Browsers send it as an event of no kind of its own.
    let resized = ev::Custom::<Event>::new("resize");
    hear(ev::capture(resized), move |_| place_again());
    view! {
        <span class="explanation" popover="manual" role="tooltip" id=id node_ref=card>
            {children()}
        </span>
    }
}

/// Puts what is said below its word, or above it where there is no room, and inside the window.
fn place(around: &HtmlElement, card: &HtmlElement) {
    let Some(word) = around.first_element_child() else {
        return;
    };
    let (word, size) = (
        Element::get_bounding_client_rect(&word),
        card.get_bounding_client_rect(),
    );
    let extent = |value: Result<wasm_bindgen::JsValue, _>| {
        value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0)
    };
    let (width, height) = (
        extent(window().inner_width()),
        extent(window().inner_height()),
    );
    let left = word.left().min(width - size.width() - GAP).max(GAP);
    let below = word.bottom() + GAP;
    let above = word.top() - GAP - size.height();
    let top = if below + size.height() <= height - GAP {
        below
    } else {
        above.max(GAP)
    };
    let style = format!("left:{}px;top:{}px", left.round(), top.round());
    let _ = card.set_attribute("style", &style);
}

/// The words of the field in a text, each with what it means.
#[component]
pub fn Glossary(
    /// The text.
    #[prop(name = "of")]
    text: &'static str,
) -> impl IntoView {
    let entries = words_in(text).into_iter().map(|entry| {
        view! { <span class="entry"><b>{entry.word}</b> " " {entry.says}</span> }
    });
    entries.collect_view()
}

/// A word of the field that explains itself.
#[component]
pub fn Term(
    /// The word as it stands in its sentence.
    #[prop(into)]
    word: String,
    /// What is known of it.
    entry: &'static Word,
) -> impl IntoView {
    view! { <Explained word><b>{entry.word}</b> " " {entry.says}</Explained> }
}

/// A text in which words of the field explain themselves.
#[component]
pub fn Glossed(
    /// The text.
    text: &'static str,
) -> impl IntoView {
    let parts = pieces(text).into_iter().map(|piece| match piece {
        Piece::Plain(text) => text.into_any(),
        Piece::Term(word, entry) => view! { <Term word entry/> }.into_any(),
    });
    parts.collect_view()
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;
    use web_sys::{Event, PointerEvent};

    use super::{Explained, Glossed};
    use crate::show::glossary::find;
    use crate::ui::trial::{Trial, show};

    const SAID: &str = ".explanation";

    fn word() -> Trial {
        show("v=1&pattern=cqrs", || {
            view! {
                <Explained word="lag">"how far behind"</Explained>
                <button class="other">"other"</button>
            }
        })
    }

    async fn point_at(page: &Trial, selector: &str) {
        let event = PointerEvent::new("pointerdown").expect("an event");
        page.find(selector)
            .dispatch_event(&event)
            .expect("it listens");
        tick().await;
    }

    /// Browsers say so by an event of no kind of its own.
    #[test]
    async fn it_is_placed_again_when_the_window_has_another_size() {
        let page = word();
        page.click(".word").await;
        let left = || page.find(SAID).get_bounding_client_rect().left();
        let before = left();
        page.find(SAID)
            .style()
            .set_property("left", "-900px")
            .expect("a length");
        assert!(left() < before);
        let event = Event::new("resize").expect("an event");
        window().dispatch_event(&event).expect("it listens");
        tick().await;
        assert!((left() - before).abs() < 1.0);
    }

    #[test]
    async fn it_opens_for_the_focus_and_closes_on_escape_and_when_the_focus_goes() {
        let page = word();
        assert_eq!(page.count(SAID), 0);
        page.find(".word").focus().expect("it takes it");
        tick().await;
        assert_eq!(page.text(SAID), "how far behind");
        assert_eq!(
            page.attribute(".word", "aria-expanded").as_deref(),
            Some("true")
        );
        let id = page.attribute(SAID, "id");
        assert_eq!(page.attribute(".word", "aria-describedby"), id);
        page.press(".word", "Escape").await;
        assert_eq!(page.count(SAID), 0);
        assert!(page.has_focus(".word"), "the focus stays");
        page.find(".other").focus().expect("it takes it");
        page.find(".word").focus().expect("it takes it");
        tick().await;
        assert_eq!(page.count(SAID), 1);
        page.find(".other").focus().expect("it takes it");
        tick().await;
        assert_eq!(page.count(SAID), 0);
    }

    #[test]
    async fn a_press_opens_it_another_closes_it_and_so_does_one_elsewhere() {
        let page = word();
        page.click(".word").await;
        assert_eq!(page.count(SAID), 1);
        point_at(&page, SAID).await;
        assert_eq!(page.count(SAID), 1, "it can be marked and copied");
        page.click(".word").await;
        assert_eq!(page.count(SAID), 0);
        page.click(".word").await;
        point_at(&page, ".other").await;
        assert_eq!(page.count(SAID), 0);
    }

    #[test]
    async fn it_moves_nothing_and_lies_inside_the_window() {
        let page = word();
        let place = |selector: &str| page.find(selector).get_bounding_client_rect();
        let before = [
            place(".word").top(),
            place(".other").left(),
            place(".other").top(),
        ];
        page.click(".word").await;
        let after = [
            place(".word").top(),
            place(".other").left(),
            place(".other").top(),
        ];
        assert_eq!(before, after);
        let card = place(SAID);
        assert!(card.left() >= 0.0 && card.top() >= 0.0 && card.width() > 0.0);
    }

    #[test]
    async fn words_of_the_field_in_a_text_explain_themselves() {
        let page = show("v=1&pattern=cqrs", || {
            view! { <p><Glossed text="The projector reads; another projector waits."/></p> }
        });
        assert_eq!(
            page.text("p"),
            "The projector reads; another projector waits."
        );
        assert_eq!(page.count(".word"), 1);
        page.click(".word").await;
        let entry = find("projector").expect("it is one of them");
        assert_eq!(page.text(SAID), format!("projector {}", entry.says));
    }
}
