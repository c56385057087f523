//! A dialog over the page, by the browser's own means: it keeps the focus, closes on Escape and
//! gives the focus back.

use leptos::ev::MouseEvent;
use leptos::html;
use leptos::leptos_dom::helpers::queue_microtask;
use leptos::prelude::*;

use super::close_button::CloseButton;

/// A dialog. What it holds is made each time it opens.
#[component]
pub fn Dialog(
    /// Its heading, and its name for screen readers.
    title: &'static str,
    /// Whether it is open; closing it says so here.
    open: RwSignal<bool>,
    /// What it holds.
    children: ChildrenFn,
) -> impl IntoView {
    let shown = Memo::new(move |_| open.get());
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let (Some(dialog), wanted) = (dialog.get(), shown.get()) else {
            return;
        };
        if wanted && !dialog.open() {
            // After what it holds is there, some of which may want the focus.
            queue_microtask(move || {
                // Refused only for a dialog that is not on the page.
                let _ = dialog.show_modal();
            });
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    // Its own padding is part of it, so what hits the element itself is the backdrop.
    let leave = move |click: MouseEvent| {
        if click.target() == click.current_target() {
            open.set(false);
        }
    };
    view! {
        <dialog
            aria-label=title
            node_ref=dialog
            on:close=move |_| open.set(false)
            on:click=leave
        >
            <div class="dialog-body">
                <h2>{title}</h2>
                <CloseButton press=move |()| open.set(false)/>
                <Show when=move || shown.get()>{children()}</Show>
            </div>
        </dialog>
    }
}

/// Whether a dialog lies over the page, which keys are for then.
pub fn is_dialog_open() -> bool {
    matches!(document().query_selector("dialog[open]"), Ok(Some(_)))
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Dialog;
    use crate::ui::trial::show;

    #[test]
    async fn what_it_holds_is_there_while_it_is_open_and_it_says_that_it_was_closed() {
        let open = RwSignal::new(false);
        let page = show("v=1&pattern=saga", move || {
            view! { <Dialog title="Words" open=open><p class="held">"Held"</p></Dialog> }
        });
        assert_eq!((page.count("dialog[open]"), page.count(".held")), (0, 0));
        open.set(true);
        leptos::task::tick().await;
        leptos::task::tick().await;
        assert_eq!((page.count("dialog[open]"), page.count(".held")), (1, 1));
        page.click(".held").await;
        assert!(open.get_untracked(), "what is inside it does not close it");
        page.click(".close").await;
        assert!(!open.get_untracked());
        assert_eq!((page.count("dialog[open]"), page.count(".held")), (0, 0));
    }
}
