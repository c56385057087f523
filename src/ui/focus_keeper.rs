//! Where a control vanishes that was pressed, the focus would fall to the page as a whole, and whoever has no mouse
//! would begin anew at its top. It goes to what is nearest instead.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::hear::hear;

/// What takes the focus.
const FOCUSABLE: &str = "button:not(:disabled), a[href], input:not(:disabled), select:not(:disabled), \
    textarea:not(:disabled), summary, [tabindex='0']";
/// Where it goes on the stage, and from wherever nothing is left: the picture.
const PICTURE: &str = ".board > canvas";

/// What had the focus last, and all around it, from within outwards.
type Path = StoredValue<Vec<Element>, LocalStorage>;

/// Watches for as long as the part of the page stands that asks for it.
pub fn listen() {
    let path: Path = StoredValue::new_local(Vec::new());
    hear(ev::focusin, move |event| {
        let target = event.target();
        if let Some(target) = target.and_then(|target| target.dyn_into::<Element>().ok()) {
            path.set_value(with_all_around(target));
        }
    });
    hear(ev::click, move |_| look_later(path));
    hear(ev::keydown, move |_| look_later(path));
}

fn with_all_around(element: Element) -> Vec<Element> {
    let mut path = vec![element];
    while let Some(next) = path.last().and_then(|last| last.parent_element()) {
        path.push(next);
    }
    path
}

/// After the page has followed what was done, and been painted.
fn look_later(path: Path) {
    request_animation_frame(move || {
        request_animation_frame(move || {
            // The part of the page may be gone by then.
            if path.try_with_value(|path| is_lost(path)) == Some(true) {
                let next = path.with_value(|path| nearest(path));
                if let Some(next) = next {
                    let _ = next.focus();
                }
            }
        });
    });
}

/// Whether nothing has the focus, since what had it is not there any more.
fn is_lost(path: &[Element]) -> bool {
    let focused = document().active_element();
    let is_nowhere =
        focused.is_none_or(|focused| focused.tag_name() == "BODY" || is_disabled(&focused));
    is_nowhere
        && path
            .first()
            .is_some_and(|last| !is_seen(last) || is_disabled(last))
}

fn is_disabled(element: &Element) -> bool {
    element.matches(":disabled").unwrap_or(false)
}

fn is_seen(element: &Element) -> bool {
    element.is_connected() && element.get_bounding_client_rect().width() > 0.0
}

/// What takes the focus within the innermost that is left.
fn nearest(path: &[Element]) -> Option<HtmlElement> {
    let left = path.iter().skip(1).filter(|around| is_seen(around));
    let mut found = left.filter_map(|around| {
        let is_stage = around.matches(".stage").unwrap_or(false);
        let picture = is_stage.then(|| first_seen(around, PICTURE)).flatten();
        picture.or_else(|| first_seen(around, FOCUSABLE))
    });
    found.next()
}

fn first_seen(around: &Element, selector: &str) -> Option<HtmlElement> {
    let found = around.query_selector_all(selector).ok()?;
    let mut all =
        (0..found.length()).filter_map(|nth| found.get(nth)?.dyn_into::<HtmlElement>().ok());
    all.find(|element| is_seen(element))
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::listen;
    use crate::ui::trial::{Trial, next_frame, show};

    /// Buttons that vanish when they are pressed.
    #[component]
    fn Vanishing() -> impl IntoView {
        let left = RwSignal::new(vec![1, 2, 3]);
        view! {
            <div class="list">
                <For each=move || left.get() key=|nth| *nth let:nth>
                    <button
                        class=format!("nth-{nth}")
                        on:click=move |_| left.update(|left| left.retain(|other| *other != nth))
                    >
                        {nth}
                    </button>
                </For>
            </div>
            <button class="after">"After"</button>
        }
    }

    async fn press(page: &Trial, selector: &str) {
        page.find(selector).focus().expect("it is shown");
        page.click(selector).await;
        for _ in 0..3 {
            next_frame().await;
        }
    }

    #[test]
    async fn the_focus_goes_to_what_is_nearest() {
        let page = show("v=1&pattern=saga", || {
            listen();
            view! { <Vanishing/> }
        });
        press(&page, ".nth-2").await;
        assert!(page.has_focus(".nth-1"));
        press(&page, ".nth-1").await;
        assert!(page.has_focus(".nth-3"));
        press(&page, ".nth-3").await;
        assert!(page.has_focus(".after"));
        press(&page, ".after").await;
        assert!(page.has_focus(".after"), "what stays keeps it");
    }
}
