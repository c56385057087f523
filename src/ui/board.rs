//! The picture of the run: a canvas with what is said of things on it, and with all of it in words.

use leptos::ev::{KeyboardEvent, MouseEvent, PointerEvent};
use leptos::prelude::*;

use super::board_state::use_board;
use super::first_mark::FirstMark;
use super::incident_callout::IncidentCallout;
use super::popover::Popover;

/// What the canvas is, for who does not see it.
const NAME: &str =
    "Picture of the run: arrow keys move among its parts, Enter selects, Escape closes";

/// The canvas, or words in its place, with its popovers.
#[component]
pub fn Board() -> impl IntoView {
    let board = use_board();
    Effect::new(move |_| {
        if let Some(canvas) = board.canvas.get() {
            board.set_up(&canvas);
        }
    });
    view! {
        <div class="board">
            <Picture/>
            <Popover/>
            <IncidentCallout/>
            <FirstMark/>
            <Words/>
            <p class="unseen" role="status">{board.focus_words}</p>
        </div>
    }
}

/// The canvas, which a person points at or walks through by keyboard.
#[component]
fn Picture() -> impl IntoView {
    let board = use_board();
    let is_over = RwSignal::new(false);
    let walk = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => board.walk(true),
            "ArrowLeft" | "ArrowUp" => board.walk(false),
            "Enter" => board.select_focused(),
            "Escape" if board.is_telling() => {
                board.select(None);
                board.blur();
            }
            // There may be something else that it closes.
            "Escape" => return board.blur(),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <canvas
            tabindex="0"
            role="application"
            aria-label=NAME
            aria-describedby="twin"
            hidden=move || !board.is_painted.get()
            class:hand=is_over
            node_ref=board.canvas
            on:pointermove=move |event: PointerEvent| {
                let found = board.point(Some(place_of(&event)));
                if is_over.get_untracked() != found.is_some() {
                    is_over.set(found.is_some());
                }
            }
            on:pointerleave=move |_| {
                board.point(None);
            }
            on:click=move |event: MouseEvent| {
                board.select(board.point(Some(place_of(&event))));
            }
            on:keydown=walk
            on:blur=move |_| board.blur()
        ></canvas>
    }
}

/// Where on the canvas it is.
fn place_of(event: &MouseEvent) -> (f32, f32) {
    (event.offset_x() as f32, event.offset_y() as f32)
}

/// The picture in words: unseen beside a canvas, and in the place of one that cannot be painted on.
#[component]
fn Words() -> impl IntoView {
    let board = use_board();
    let is_told = move || !board.is_painted.get();
    let count = Memo::new(move |_| board.twin.with(Vec::len));
    let line = move |nth| move || board.twin.with(|twin| twin.get(nth).cloned());
    view! {
        // What of it does not fit is scrolled to, by keyboard as well.
        <div
            id="twin"
            class=move || if is_told() { "words" } else { "unseen" }
            role=move || is_told().then_some("region")
            aria-label=move || is_told().then_some("The run in words")
            tabindex=move || is_told().then_some("0")
            node_ref=board.words
        >
            <For each=move || 0..count.get() key=|nth| *nth let:nth>
                <p>{line(nth)}</p>
            </For>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use js_sys::{Function, Reflect};
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;
    use web_sys::HtmlCanvasElement;

    use super::Board;
    use crate::facts::ids::NodeId;
    use crate::facts::time::SECOND;
    use crate::patterns::saga::special::SagaPicture;
    use crate::session::Session;
    use crate::show::Target;
    use crate::ui::board_state::{BoardState, on_board};
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::trial::Trial;

    fn board(link: &str) -> (Trial, BoardState) {
        on_board(link, || view! { <Board/> })
    }

    async fn painted(board: BoardState) {
        tick().await;
        board.paint();
        tick().await;
    }

    #[test]
    async fn by_keyboard_a_thing_is_found_selected_crashed_and_left() {
        let (page, board) = board("v=1&pattern=event-based");
        page.reach(SECOND).await;
        painted(board).await;
        let canvas: HtmlCanvasElement = wasm_bindgen::JsCast::unchecked_into(page.find("canvas"));
        assert_eq!(
            canvas.width(),
            (f64::from(canvas.client_width()) * window().device_pixel_ratio()).round() as u32
        );
        assert_eq!(page.attribute(".about", "hidden").as_deref(), Some(""));
        let spoken = "p[role=status].unseen";
        for _ in 0..30 {
            page.press("canvas", "ArrowRight").await;
            if page.text(spoken).starts_with("Search index") {
                break;
            }
        }
        assert!(
            page.text(spoken).starts_with("Search index"),
            "{}",
            page.text(spoken)
        );
        page.press("canvas", "Enter").await;
        painted(board).await;
        assert_eq!(page.attribute(".about", "hidden"), None);
        assert_eq!(page.text(".about h2"), "Search index");
        page.click(".about .acts button").await;
        page.reach(2 * SECOND).await;
        painted(board).await;
        assert_eq!(page.text(".about .acts button"), "Restart it");
        page.press(".about", "Escape").await;
        painted(board).await;
        assert_eq!(page.attribute(".about", "hidden").as_deref(), Some(""));
        let focus = document().active_element().expect("something has it");
        assert_eq!(focus.tag_name(), "CANVAS");
    }

    /// Has the canvas get a click in the middle of what it shows there.
    async fn click(page: &Trial, board: BoardState, target: Target) {
        let canvas = page.find("canvas");
        let [x, y] = board.middle_of(target).expect("it is on the picture");
        let area = canvas.get_bounding_client_rect();
        let script = format!(
            "canvas.dispatchEvent(new MouseEvent('click', {{ bubbles: true, clientX: {}, clientY: {} }}))",
            area.left() + f64::from(x),
            area.top() + f64::from(y),
        );
        let act = Function::new_with_args("canvas", &script);
        act.call1(&wasm_bindgen::JsValue::NULL, &canvas)
            .expect("it is dispatched");
        painted(board).await;
    }

    const OFFERED: &str = "[aria-label='What is selected'] .acts button:not([hidden])";
    const STYLE: &str = "canvas { display: block; width: 800px; height: 600px }";

    #[test]
    async fn a_square_of_a_key_answers_to_a_click() {
        let (page, board) = on_board("v=1&pattern=event-based&loss=0.3&seed=3", || {
            view! { <style>{STYLE}</style> <Board/> }
        });
        page.reach(20 * SECOND).await;
        painted(board).await;
        let target = Target::Key(NodeId(4), 2);
        click(&page, board, target).await;
        assert_eq!(page.stage.state.selected().get_untracked(), Some(target));
        assert_eq!(page.text(".about h2"), "Customer 3 at Search index");
        let said = page.text(".about .why");
        assert!(said.contains("It shows "), "{said}");
        let offered = page.texts(OFFERED);
        let expected = ["Write to it", "Crash its node", "Stop its node's consuming"];
        assert_eq!(offered, expected);
        // The card around it is the node's.
        let around = board
            .middle_of(Target::Node(NodeId(2)))
            .expect("it is there");
        assert_eq!(
            board.point(Some((around[0], around[1]))),
            Some(Target::Node(NodeId(2)))
        );
        let acts = || {
            page.stage
                .look(|session| session.scenario().script.acts().len())
        };
        page.click(".about .acts button").await;
        assert_eq!(acts(), 1, "it is written to");
        page.click(".about .acts button:nth-child(2)").await;
        page.reach(21 * SECOND).await;
        painted(board).await;
        let offered = page.texts(OFFERED);
        assert_eq!(offered.last().map(String::as_str), Some("Restart its node"));
    }

    #[test]
    async fn of_a_key_that_a_node_does_not_hold_nothing_is_offered() {
        let (page, board) = on_board("v=1&pattern=event-based", || {
            view! { <style>{STYLE}</style> <Board/> }
        });
        page.reach(2 * SECOND).await;
        page.stage.select(Some(Target::Key(NodeId(2), 2)));
        painted(board).await;
        assert_eq!(page.text(".about h2"), "Customer 3");
        assert_eq!(page.text(".about .why"), "There is no such key here.");
        assert_eq!(
            page.attribute(".about .acts", "hidden").as_deref(),
            Some("")
        );
    }

    #[test]
    async fn a_bar_of_a_saga_answers_to_a_click_and_its_saga_is_followed() {
        let (page, board) = on_board("v=1&pattern=saga&seed=27", || {
            view! { <style>{STYLE}</style> <Board/> }
        });
        page.reach(5 * SECOND).await;
        painted(board).await;
        let saga = page.stage.look(|session| {
            let picture = session.picture();
            let sagas: &SagaPicture = picture.special.get()?;
            Some(sagas.followed.as_ref()?.saga)
        });
        let saga = saga.expect("one is shown");
        let target = Target::Step(saga, 0);
        click(&page, board, target).await;
        assert_eq!(page.stage.state.selected().get_untracked(), Some(target));
        assert_eq!(page.stage.look(Session::followed), Some(saga));
        let title = page.text(".about h2");
        assert!(title.contains(" of saga "), "{title}");
        assert_eq!(page.text(".about h3"), "What was done");
        assert!(page.count(".about li") > 0);
    }

    #[test]
    async fn without_a_canvas_words_stand_in_its_place_and_follow_the_run() {
        let (page, board) = board("v=1&pattern=event-based");
        // Before anything is painted on it.
        let none = Function::new_no_args("return null");
        Reflect::set(&page.find("canvas"), &"getContext".into(), &none).expect("an object");
        painted(board).await;
        assert_eq!(page.attribute("canvas", "hidden").as_deref(), Some(""));
        assert_eq!(page.attribute("#twin", "class").as_deref(), Some("words"));
        assert_eq!(page.attribute("#twin", "tabindex").as_deref(), Some("0"));
        let before = page.text("#twin");
        assert!(before.contains("Search index"), "{before}");
        page.reach(3 * SECOND).await;
        painted(board).await;
        let after = page.text("#twin");
        assert_ne!(after, before, "what has happened since is told");
        // What is selected in the log is told beside them, and leaves them the keyboard.
        page.stage.select(Some(Target::Node(NodeId(1))));
        painted(board).await;
        assert_eq!(page.count(".about:not([hidden])"), 1);
        page.click(".about .close").await;
        let focus = document().active_element().expect("something has it");
        assert_eq!(focus.id(), "twin");
    }

    #[test]
    async fn with_a_canvas_the_words_are_for_who_does_not_see_it() {
        let (page, board) = board("v=1&pattern=saga");
        painted(board).await;
        assert_eq!(page.attribute("#twin", "class").as_deref(), Some("unseen"));
        assert_eq!(page.attribute("#twin", "tabindex"), None);
        assert!(page.count("#twin p") > 4);
    }
}
