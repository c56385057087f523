//! A card that lies over the foot of the page, as on a phone: what it speaks of is brought into view above it.

use leptos::prelude::*;
use web_sys::{DomRect, HtmlElement};

use crate::show::Rect;

/// What leads through the first minute stays in view.
const STRIP: &str = ".guided > .minute";
/// Between what it speaks of and what lies over the page, in CSS pixels.
const GAP: f64 = 10.0;

/// Scrolls the page so that an area of the picture is clear of the card. Where there is no room for all of it, its top
/// is seen.
pub fn clear_of(card: &HtmlElement, picture: &HtmlElement, area: Rect) {
    if !is_fixed(card) {
        return;
    }
    let at = picture.get_bounding_client_rect().top();
    let [top, bottom] = [area.y, area.bottom()].map(|y| at + f64::from(y));
    let strip = document().query_selector(STRIP).ok().flatten();
    let strip = strip.map(|strip| strip.get_bounding_client_rect());
    let strip = strip.filter(|strip| strip.height() > 0.0);
    let by = distance(
        [top, bottom],
        strip.as_ref().map_or(0.0, DomRect::height),
        card.get_bounding_client_rect().top(),
    );
    window().scroll_by_with_x_and_y(0.0, by);
}

/// How far to scroll so that what lies between two heights is seen below `above` and above `below`.
fn distance([top, bottom]: [f64; 2], above: f64, below: f64) -> f64 {
    let (most, least) = (top - GAP - above, bottom + GAP - below);
    if least > 0.0 {
        least.min(most)
    } else {
        most.min(0.0)
    }
}

fn is_fixed(card: &HtmlElement) -> bool {
    let style = window().get_computed_style(card).ok().flatten();
    let position = style.and_then(|style| style.get_property_value("position").ok());
    position.is_some_and(|position| position == "fixed")
}

#[cfg(test)]
mod tests {
    use super::distance;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn no_further_than_has_to_be_and_never_past_its_top() {
        let near = |area, by: f64| (distance(area, 60.0, 240.0) - by).abs() < 1e-9;
        assert!(near([100.0, 200.0], 0.0), "it is seen");
        assert!(near([200.0, 300.0], 70.0), "its foot is covered");
        assert!(near([80.0, 400.0], 10.0), "there is no room for all of it");
        assert!(near([20.0, 100.0], -50.0), "its top is above what is seen");
    }
}
