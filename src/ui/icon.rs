//! Icons of 16 by 16.

use leptos::prelude::*;

/// A filled shape.
pub fn icon(path: &'static str) -> AnyView {
    view! { <svg viewBox="0 0 16 16" aria-hidden="true"><path d=path></path></svg> }.into_any()
}

/// A line.
pub fn line_icon(path: &'static str) -> AnyView {
    view! { <svg class="stroke" viewBox="0 0 16 16" aria-hidden="true"><path d=path></path></svg> }
        .into_any()
}

/// Begin again.
pub const RESTART: &str = "M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3";
/// Run.
pub const PLAY: &str = "M4 2.5v11l9.5-5.5z";
/// Stand still.
pub const PAUSE: &str = "M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z";
/// One event.
pub const STEP: &str = "M3 3.5l6 4.5-6 4.5M12.5 3.5v9";
/// Back to the default.
pub const RESET: &str = "M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M5.5 4L3 6.5 5.5 9";
/// Chance.
pub const DICE: &str = "M3.5 2.5h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM5.6 5.6h.01M10.4 5.6h.01M8 8h.01M5.6 10.4h.01M10.4 10.4h.01";
/// More below.
pub const DOWN: &str = "M4 6l4 4 4-4";
