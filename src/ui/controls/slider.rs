//! The slider of a number.

use leptos::prelude::*;
use web_sys::{Event, HtmlInputElement};

use super::draft::Draft;
use super::number::Number;
use crate::scenario::fixed;
use crate::show::slider::worded;

/// A slider, with a mark where the default is.
#[component]
pub fn Slider(
    /// What it shows.
    draft: Draft,
    /// What screen readers call it.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let Number {
        slot,
        span,
        value,
        default,
        ..
    } = draft.number();
    let track = span.track();
    let last = track.last();
    let mark = default.map(|default| track.portion(default));
    let track = StoredValue::new(track);
    let place = Memo::new(move |_| track.with_value(|track| track.index(value.get())));
    let style = move || {
        let at = track.with_value(|track| track.portion(value.get()));
        let (at, default) = (fixed(at, 4), fixed(mark.unwrap_or(0.0), 4));
        format!("--at:{at};--default:{default}")
    };
    let slide = move |event: Event| {
        let input: HtmlInputElement = event_target(&event);
        let to = input.value().parse().unwrap_or(0);
        draft.slide(track.with_value(|track| track.value(to)));
        // Where it was not let go that far, it stands where the value is.
        input.set_value(&place.get_untracked().to_string());
    };
    view! {
        <div class=if mark.is_some() { "track" } else { "track bare" } style=style>
            <input
                type="range"
                min="0"
                max=last.to_string()
                step="1"
                aria-label=name
                aria-valuetext=move || worded(span.dimension, value.get())
                prop:value=move || place.get().to_string()
                on:input=slide
                on:change=move |_| slot.release()
            />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Slider;
    use crate::scenario::{Key, Pattern, find};
    use crate::ui::controls::draft::Draft;
    use crate::ui::controls::number::Number;
    use crate::ui::controls::slot::Slot;
    use crate::ui::trial::show;

    #[test]
    async fn where_it_is_dragged_is_the_value_and_it_says_so_in_words() {
        let page = show("v=1&pattern=event-based&duration=10s", || {
            let param = find(Pattern::EVENT_BASED, Key::DURATION).expect("it is one of them");
            let number = Number::of(Slot::new(param)).expect("it is a number");
            view! { <Slider draft=Draft::new(number, "Duration") name="Duration"/> }
        });
        let words = |page: &crate::ui::trial::Trial| page.attribute("input", "aria-valuetext");
        assert_eq!(words(&page).as_deref(), Some("10\u{a0}s"));
        assert_eq!(page.count(".track.bare"), 0, "its default is marked");
        let last = page.attribute("input", "max").expect("it has one");
        page.enter("input", &last, "input").await;
        let style = page.attribute(".track", "style").expect("it has one");
        assert!(style.starts_with("--at:1.0000;"), "{style}");
        assert_ne!(words(&page).as_deref(), Some("10\u{a0}s"));
        assert_ne!(page.stage.text(Key::DURATION), "10s");
    }
}
