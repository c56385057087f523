//! A time that can be off.

use leptos::prelude::*;

use super::number::{Number, NumberBeside};
use super::shell::{ControlFrame, Help};
use super::slot::Slot;
use super::span::Span;
use super::toggle::SwitchLine;
use crate::facts::time::{MILLISECOND, Micros, SECOND};
use crate::scenario::Key;

/// A switch with the name; the slider stands under it while it is on.
#[component]
pub fn TimeOrOff(
    /// Where the time is kept.
    #[prop(name = "of")]
    slot: Slot,
) -> impl IntoView {
    Span::of(slot.param).map(|span| {
        let on = Memo::new(move |_| slot.text() != "off");
        // Off forgets nothing: on again is what it was.
        let value = Memo::new(move |last: Option<&f64>| {
            let first = || first_time(slot.param.key, span);
            let now = span.read(&slot.text());
            now.or(last.copied()).unwrap_or_else(first)
        });
        let number = Number::with_value(slot, span, value);
        let flip = move |on: bool| {
            if on {
                slot.choose(&span.write(value.get_untracked()));
            } else {
                slot.choose("off");
            }
        };
        view! {
            <ControlFrame of=slot>
                <SwitchLine of=slot id=slot.id("-on") on flip/>
                <Show when=move || on.get()>
                    <NumberBeside number/>
                </Show>
                <Help of=slot/>
            </ControlFrame>
        }
    })
}

/// What a time begins with when it is turned on for the first time.
fn first_time(key: Key, span: Span) -> f64 {
    let time: Micros = match key {
        Key::ACK_TIMEOUT => 500 * MILLISECOND,
        Key::WRITES_EVERY => 200 * MILLISECOND,
        Key::CRASH_EVERY | Key::RETENTION => 10 * SECOND,
        _ => SECOND,
    };
    span.bound(time as f64)
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::TimeOrOff;
    use crate::scenario::{Key, Pattern, find};
    use crate::ui::controls::slot::Slot;
    use crate::ui::trial::{Trial, show};

    fn crashes(link: &str) -> Trial {
        show(link, || {
            let param = find(Pattern::EVENT_BASED, Key::CRASH_EVERY).expect("it is one of them");
            view! { <TimeOrOff of=Slot::new(param)/> }
        })
    }

    #[test]
    async fn on_again_is_what_it_was() {
        let page = crashes("v=1&pattern=event-based");
        let text = |page: &Trial| page.stage.text(Key::CRASH_EVERY);
        assert_eq!((text(&page).as_str(), page.count("input")), ("off", 0));
        page.click(".switch").await;
        assert_eq!((text(&page).as_str(), page.count("input")), ("10s", 2));
        page.type_in("input[type=text]", "7 s").await;
        assert_eq!(text(&page), "7s");
        page.click(".switch").await;
        assert_eq!((text(&page).as_str(), page.count("input")), ("off", 0));
        page.click(".switch").await;
        assert_eq!(text(&page), "7s");
        assert_eq!(page.value("input[type=text]").await, "7");
    }

    #[test]
    async fn a_field_with_the_focus_may_go() {
        let page = crashes("v=1&pattern=event-based");
        page.click(".switch").await;
        page.find("input[type=text]").focus().expect("it takes it");
        page.type_in("input[type=text]", "8").await;
        page.stage.reset(Key::CRASH_EVERY);
        leptos::task::tick().await;
        assert_eq!(page.count("input"), 0);
    }
}
