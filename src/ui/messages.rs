//! What was wrong with the link, and what there is to say of what was done, one message each, to be put away
//! one by one.

use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::close_button::CloseButton;
use super::page_state::{Notice, PageStateStoreFields};
use super::share::{Copier, CopyingSaid};
use super::stage::use_stage;

/// More than these are counted only.
const MOST: usize = 6;

/// The messages, as text only: a link may hold anything.
#[component]
pub fn Notices() -> impl IntoView {
    let stage = use_stage();
    let notices = stage.state.notices();
    let quoted = Memo::new(move |_| {
        let kept = stage.state.kept().get();
        kept.filter(|_| notices.with(|notices| !notices.is_empty()))
    });
    let shown = move || notices.with(|all| all.iter().take(MOST).cloned().collect::<Vec<_>>());
    let more = Memo::new(move |_| notices.with(Vec::len).saturating_sub(MOST));
    view! {
        <div class="messages" role="alert" hidden=move || notices.with(Vec::is_empty)>
            {move || quoted.get().map(|link| view! { <Quotation link=link/> })}
            // With the words: the notices of another link have the same numbers.
            <For each=shown key=|notice| (notice.number, notice.text.clone()) let:notice>
                <Message notice=notice/>
            </For>
            <Show when=move || more.get() != 0>
                <Rest more=more/>
            </Show>
        </div>
    }
}

/// One of them.
#[component]
fn Message(
    /// What it says, and the number by which it is put away.
    notice: Notice,
) -> impl IntoView {
    let stage = use_stage();
    let number = notice.number;
    view! {
        <div class="message">
            <p>{notice.text}</p>
            <CloseButton label="Dismiss" press=move |()| stage.dismiss(number)/>
        </div>
    }
}

/// The whole link as it came, however long it is.
#[component]
fn Quotation(
    /// The link.
    link: String,
) -> impl IntoView {
    let stage = use_stage();
    let words = move || {
        // That it differs is said among the notices.
        stage.state.notices().track();
        if stage.look(|session| session.differs().is_some()) {
            "The link stays in the address bar as it came until you change something:"
        } else {
            "This link could not be read whole. It stays in the address bar as it came until you change \
             something, and Back returns to it after that:"
        }
    };
    let copier = Copier::new();
    let whole = NodeRef::<html::Pre>::new();
    Effect::new(move |_| {
        if copier.is_refused()
            && let Some(whole) = whole.get()
        {
            // The words speak of what is selected.
            select(&whole);
        }
    });
    let text = link.clone();
    view! {
        <div class="message">
            <div class="quoting">
                <p>{words}</p>
                <pre class="quoted" tabindex="0" aria-label="The link as it came" node_ref=whole>
                    {text}
                </pre>
                <div class="acts">
                    <CopyingSaid copier/>
                    <button
                        type="button"
                        class="button quiet"
                        on:click=move |_| copier.copy(&link)
                    >
                        "Copy the link as it came"
                    </button>
                </div>
            </div>
        </div>
    }
}

/// Selects the text of an element.
fn select(element: &HtmlElement) {
    let _ = element.focus();
    if let Ok(Some(selection)) = window().get_selection() {
        let _ = selection.select_all_children(element);
    }
}

/// Those that are not shown.
#[component]
fn Rest(
    /// How many there are.
    more: Memo<usize>,
) -> impl IntoView {
    let stage = use_stage();
    view! {
        <div class="message">
            <p>{move || format!("And {} more.", more.get())}</p>
            <button
                type="button"
                class="button quiet"
                on:click=move |_| stage.state.notices().set(Vec::new())
            >
                "Dismiss all"
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Notices;
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::trial::show;

    #[test]
    async fn one_is_put_away_and_the_others_stay_where_they_are() {
        let link = "v=1&pattern=saga&keys=lots&colour=blue&shape=round";
        let page = show(link, || view! { <Notices/> });
        assert_eq!(page.count(".message"), 3);
        let second = page.text(".message:nth-of-type(2) p");
        let close = page.find(".message:nth-of-type(2) .close");
        close.focus().expect("it is shown");
        page.click(".close").await;
        assert_eq!(page.count(".message"), 2);
        assert_eq!(page.text(".message p"), second);
        assert!(page.has_focus(".close"));
        assert_eq!(page.find(".close"), close);
        page.click(".close").await;
        page.click(".close").await;
        assert_eq!(page.count(".messages[hidden]"), 1);
        assert_eq!(page.count(".message"), 0);
    }

    #[test]
    async fn those_of_another_link_take_their_place() {
        let page = show("v=1&pattern=saga&colour=blue", || view! { <Notices/> });
        assert!(page.text(".message p").starts_with("colour=blue"));
        page.stage.open_text("v=1&pattern=saga&shape=round");
        tick().await;
        assert_eq!(page.count(".message"), 1);
        assert!(page.text(".message p").starts_with("shape=round"));
    }

    #[test]
    async fn many_are_counted_and_put_away_together() {
        let broken: Vec<String> = (0..9).map(|nth| format!("colour{nth}=blue")).collect();
        let link = format!("v=1&pattern=saga&{}", broken.join("&"));
        let page = show(&link, || view! { <Notices/> });
        assert_eq!((page.count(".message"), page.count(".close")), (7, 6));
        assert_eq!(page.text(".message:last-of-type p"), "And 3 more.");
        page.click(".close").await;
        assert_eq!(page.text(".message:last-of-type p"), "And 2 more.");
        page.click(".message:last-of-type button").await;
        assert_eq!(page.count(".messages[hidden]"), 1);
    }

    #[test]
    async fn the_link_is_quoted_as_text_while_something_is_said_of_it() {
        let page = show("v=1&pattern=saga&colour=blue", || view! { <Notices/> });
        assert_eq!(page.count(".quoted"), 0);
        let link = "#v=1&colour=<b>blue</b>";
        page.stage.state.kept().set(Some(link.to_owned()));
        tick().await;
        assert_eq!((page.text(".quoted").as_str(), page.count("b")), (link, 0));
        assert_eq!(
            page.count(".message:first-child .quoted"),
            1,
            "above the others"
        );
        page.click(".close").await;
        assert_eq!(page.count(".quoted"), 0);
    }
}
