//! A parameter that takes over the value of another while it has none of its own.

use leptos::prelude::*;

use super::law::{FormMenu, LawBody};
use super::number::{Number, NumberBeside};
use super::shell::{ControlShell, ControlValue};
use super::slot::Slot;
use super::toggle::Switch;
use crate::scenario::{Kind, find};

/// A control with a switch "as ..."; its own value stands under it while that is off.
#[component]
pub fn Inheriting(
    /// Where the value is kept.
    #[prop(name = "of")]
    slot: Slot,
) -> impl IntoView {
    let pattern = slot
        .stage
        .look(|session| session.scenario().settings.pattern());
    let from = slot.param.inherits.and_then(|key| find(pattern, key));
    from.map(|from| {
        let inherits = Memo::new(move |_| slot.text() == "inherit");
        let flip = move |same: bool| {
            let text = if same {
                "inherit".to_owned()
            } else {
                untrack(|| slot.followed())
            };
            slot.choose_whole(&text);
        };
        view! {
            <ControlShell of=slot input_id=slot.id("-same")>
                <ControlValue slot:value>
                    <span class="value">{format!("as {}", from.label)}</span>
                    <Switch of=slot id=slot.id("-same") on=inherits flip/>
                </ControlValue>
                <Show when=move || !inherits.get()>
                    <OwnValue of=slot/>
                </Show>
            </ControlShell>
        }
    })
}

/// The value that it has of its own.
#[component]
fn OwnValue(
    /// Where it is kept.
    #[prop(name = "of")]
    slot: Slot,
) -> impl IntoView {
    if matches!(slot.param.kind, Kind::Law { .. }) {
        view! {
            <FormMenu of=slot/>
            <LawBody of=slot/>
        }
        .into_any()
    } else {
        let number = Number::of(slot).map(|number| view! { <NumberBeside number/> });
        number.into_any()
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Inheriting;
    use crate::scenario::{Key, Pattern, find};
    use crate::ui::controls::slot::Slot;
    use crate::ui::trial::show;

    #[test]
    async fn its_own_value_begins_with_the_one_that_it_took_over() {
        let page = show("v=1&pattern=event-based&latency=30ms", || {
            let param = find(Pattern::EVENT_BASED, Key::PUBLISH).expect("it is one of them");
            view! { <Inheriting of=Slot::new(param)/> }
        });
        let text = || page.stage.text(Key::PUBLISH);
        assert_eq!((text().as_str(), page.count("input")), ("inherit", 0));
        assert_eq!(page.text(".value"), "as Latency");
        page.click("label").await;
        assert_eq!(text(), "30ms");
        assert_eq!(page.value("#publish-0").await, "30");
        page.click("#publish-same").await;
        assert_eq!((text().as_str(), page.count("input")), ("inherit", 0));
    }
}
