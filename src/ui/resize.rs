//! How large elements are, and to hear when that changes.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlCanvasElement, ResizeObserver};

use crate::view::Size;

/// The extent of a canvas on the page.
pub fn size_of(canvas: &HtmlCanvasElement) -> Size {
    Size {
        width: canvas.client_width() as f32,
        height: canvas.client_height() as f32,
    }
}

/// Calls back whenever the element has another extent, for as long as the part of the page stands that asks for
/// it.
pub fn on_resize(element: &Element, then: impl Fn() + 'static) {
    let callback = Closure::<dyn Fn()>::new(then);
    // Fails only for a callback that is no function.
    let Ok(observer) = ResizeObserver::new(callback.as_ref().unchecked_ref()) else {
        return;
    };
    observer.observe(element);
    let held = StoredValue::new_local((observer, callback));
    on_cleanup(move || held.with_value(|(observer, _)| observer.disconnect()));
}
