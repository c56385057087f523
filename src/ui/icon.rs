//! Icons of 16 by 16, as markup.

use leptos::prelude::*;

/// An icon; what it means stands on the button around it.
#[component]
pub fn Icon(
    /// One of those below.
    #[prop(into)]
    markup: Signal<&'static str>,
) -> impl IntoView {
    view! { <span class="part" inner_html=move || markup.get()></span> }
}

/// Begin again.
pub const RESTART: &str = r#"<svg class="stroke" viewBox="0 0 16 16" aria-hidden="true"><path d="M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3"/></svg>"#;
/// The same once more.
pub const REWIND: &str = r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2.5 3h2v10h-2zM13.5 2.5v11L5.5 8z"/></svg>"#;
/// Take back.
pub const UNDO: &str = r#"<svg class="stroke" viewBox="0 0 16 16" aria-hidden="true"><path d="M3 6h6.5a3.5 3.5 0 0 1 0 7H5M6 3L3 6l3 3"/></svg>"#;
/// Take back what was taken back.
pub const REDO: &str = r#"<svg class="stroke" viewBox="0 0 16 16" aria-hidden="true"><path d="M13 6H6.5a3.5 3.5 0 0 0 0 7H11M10 3l3 3-3 3"/></svg>"#;
/// Take away.
pub const DELETE: &str = r#"<svg class="stroke" viewBox="0 0 16 16" aria-hidden="true"><path d="M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5"/></svg>"#;
/// Run.
pub const PLAY: &str =
    r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9.5-5.5z"/></svg>"#;
/// Stand still.
pub const PAUSE: &str = r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z"/></svg>"#;
/// One event.
pub const STEP: &str = r#"<svg class="stroke" viewBox="0 0 16 16" aria-hidden="true"><path d="M3 3.5l6 4.5-6 4.5M12.5 3.5v9"/></svg>"#;
/// Back to the default.
pub const RESET: &str = r#"<svg class="stroke" viewBox="0 0 16 16" aria-hidden="true"><path d="M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M5.5 4L3 6.5 5.5 9"/></svg>"#;
/// Look for something.
pub const FIND: &str = r#"<svg class="stroke" viewBox="0 0 16 16" aria-hidden="true"><path d="M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.3 10.3l3.5 3.5"/></svg>"#;
/// More of less.
pub const CLOSER: &str = r#"<svg class="stroke" viewBox="0 0 16 16" aria-hidden="true"><path d="M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.3 10.3l3.5 3.5M7 5v4M5 7h4"/></svg>"#;
/// From one end to the other.
pub const WHOLE: &str = r#"<svg class="stroke" viewBox="0 0 16 16" aria-hidden="true"><path d="M1.8 3v10M14.2 3v10M4 8h8M6 6L4 8l2 2M10 6l2 2-2 2"/></svg>"#;
/// Chance.
pub const DICE: &str = r#"<svg class="stroke" viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 2.5h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM5.6 5.6h.01M10.4 5.6h.01M8 8h.01M5.6 10.4h.01M10.4 10.4h.01"/></svg>"#;
/// A button that has a menu.
pub const PRESETS: &str = r#"Presets<svg class="stroke" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 6l4 4 4-4"/></svg>"#;
/// The picture alone, large.
pub const PRESENT: &str = r#"<svg class="stroke" viewBox="0 0 16 16" aria-hidden="true"><path d="M2 6V2.5h3.5M10.5 2.5H14V6M14 10v3.5h-3.5M5.5 13.5H2V10"/></svg>"#;
/// Away to the left.
pub const FOLD: &str =
    r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M10 3L5 8l5 5"/></svg>"#;
/// As the system has it.
pub const HALF: &str = r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zM8 2.5v11a5.5 5.5 0 0 1 0-11z"/></svg>"#;
/// Light.
pub const SUN: &str = r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM7.3.5h1.4v2.2H7.3zM7.3 13.3h1.4v2.2H7.3zM.5 7.3h2.2v1.4H.5zM13.3 7.3h2.2v1.4h-2.2zM2.2 3.2l1-1 1.5 1.6-1 1zM11.3 12.2l1-1 1.5 1.6-1 1zM12.8 2.2l1 1-1.5 1.6-1-1zM3.7 11.2l1 1-1.5 1.6-1-1z"/></svg>"#;
/// Dark.
pub const MOON: &str = r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M6.2 1.4a6.8 6.8 0 1 0 8.4 8.4A5.6 5.6 0 0 1 6.2 1.4z"/></svg>"#;
