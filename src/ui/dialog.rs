//! A dialog over the page, by the browser's own means: it keeps the focus, closes on Escape and
//! gives the focus back.

use crate::ui::live::only_if;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A dialog that is shown while `open`; `body` is made each time it opens.
pub fn dialog(
    title: &'static str,
    open: RwSignal<bool>,
    body: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let on_backdrop = move |event: web_sys::MouseEvent| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if target.is_some_and(|target| target.tag_name() == "DIALOG") {
            open.set(false);
        }
    };
    view! {
        <dialog node_ref=node aria-label=title on:close=move |_| open.set(false) on:click=on_backdrop>
            <h2>{title}</h2>
            <button class="close" type="button" aria-label="Close" on:click=move |_| open.set(false)>
                "×"
            </button>
            {only_if(move || open.get(), body)}
        </dialog>
    }
    .into_any()
}
