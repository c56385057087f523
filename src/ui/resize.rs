//! How large elements are, and to hear when that changes.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlCanvasElement, ResizeObserver};

use crate::show::Size;
use crate::show::magnify::magnification;

/// What letters of the usual size measure, in CSS pixels.
const USUAL: f32 = 16.0;

/// How large the page writes: 1 for letters of the usual size, more where somebody has them larger.
fn letters() -> f32 {
    let root = document().document_element();
    let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
    let size = style.and_then(|style| style.get_property_value("font-size").ok());
    let size = size.and_then(|size| size.strip_suffix("px")?.parse::<f32>().ok());
    size.map_or(1.0, |size| (size / USUAL).max(0.1))
}

/// How many CSS pixels one of a picture takes that has all the room of this canvas.
pub fn scale_of_picture(canvas: &HtmlCanvasElement, is_presented: bool) -> f32 {
    magnification(size_of(canvas), letters(), is_presented)
}

/// The same of a chart, which is as large as the texts around it.
pub fn scale_of_chart(is_presented: bool) -> f32 {
    magnification(Size::default(), letters(), is_presented)
}

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
