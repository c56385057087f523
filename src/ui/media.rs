//! What the browser says of where the page is shown: how wide it is, in which colours, whether things may move.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// The answer to a media query, for as long as the part of the page stands that asks.
pub fn use_media(query: &str) -> Signal<bool> {
    // A browser that does not know the query says no.
    let Ok(Some(list)) = window().match_media(query) else {
        return Signal::stored(false);
    };
    let matches = RwSignal::new(list.matches());
    let again = list.clone();
    let listener = Closure::<dyn Fn()>::new(move || matches.set(again.matches()));
    // Fails only for a listener that is none.
    let _ = list.add_event_listener_with_callback("change", listener.as_ref().unchecked_ref());
    let held = StoredValue::new_local((list, listener));
    on_cleanup(move || {
        held.with_value(|(list, listener)| {
            let listener = listener.as_ref().unchecked_ref();
            let _ = list.remove_event_listener_with_callback("change", listener);
        });
    });
    matches.into()
}
