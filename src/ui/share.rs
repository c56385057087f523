//! The link of what is on the page, onto the clipboard or into a field to copy from.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;

use super::address;
use super::dialog::dialog;
use super::stage::Stage;
use crate::session::Session;

/// The button, and the dialog that it opens.
pub fn share(stage: Stage) -> AnyView {
    let open = RwSignal::new(false);
    let copied = RwSignal::new(false);
    let link = RwSignal::new(String::new());
    let share = move |_| {
        link.set(address::whole(&stage.look(Session::link)));
        copied.set(false);
        open.set(true);
        copy(&link.get_untracked(), copied);
    };
    let body = move || {
        let field = NodeRef::<html::Input>::new();
        Effect::new(move |_| {
            if let Some(field) = field.get() {
                let _ = field.focus();
                field.select();
            }
        });
        let said = move || {
            if copied.get() {
                "Copied to the clipboard."
            } else {
                "Select it and copy it."
            }
        };
        view! {
            <p>"Whoever opens this link sees the same run, event for event."</p>
            <p>
                <input
                    node_ref=field
                    class="text-field"
                    type="text"
                    readonly
                    aria-label="Link to this run"
                    prop:value=link
                    on:focus:target=|event| event.target().select()
                />
            </p>
            <div class="acts">
                <span class="said-so" role="status">{said}</span>
                <button
                    class="button main"
                    type="button"
                    on:click=move |_| copy(&link.get_untracked(), copied)
                >
                    "Copy link"
                </button>
            </div>
        }
        .into_any()
    };
    view! {
        <button class="button main" type="button" on:click=share>
            "Share"
        </button>
        {dialog("Share this run", open, body)}
    }
    .into_any()
}

/// Puts a text onto the clipboard; a browser may not have one, or may not allow it.
fn copy(text: &str, copied: RwSignal<bool>) {
    let navigator = window().navigator();
    let has_one = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"))
        .is_ok_and(|clipboard| !clipboard.is_undefined());
    if !has_one {
        return;
    }
    let done = Closure::once(move |_: JsValue| copied.set(true));
    let refused = Closure::once(move |_: JsValue| copied.set(false));
    let _ = navigator
        .clipboard()
        .write_text(text)
        .then2(&done, &refused);
    // They are called once, after this function has returned.
    done.forget();
    refused.forget();
}
