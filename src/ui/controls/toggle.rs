//! On or off.

use leptos::prelude::*;

use super::shell::{ControlFrame, Help, Name, Reset};
use super::slot::Slot;

/// A control for what is on or off.
#[component]
pub fn Toggle(
    /// Where that is kept.
    #[prop(name = "of")]
    slot: Slot,
) -> impl IntoView {
    let on = Memo::new(move |_| slot.text() == "on");
    let flip = move |on: bool| slot.choose(if on { "on" } else { "off" });
    view! {
        <ControlFrame of=slot>
            <SwitchLine of=slot id=slot.id("") on flip/>
            <Help of=slot/>
        </ControlFrame>
    }
}

/// The line with the name and the switch.
#[component]
pub fn SwitchLine(
    /// What is switched.
    #[prop(name = "of")]
    slot: Slot,
    /// The id of the switch.
    id: String,
    /// Whether it is on.
    on: Memo<bool>,
    /// Called with whether it is to be on.
    #[prop(into)]
    flip: Callback<bool>,
) -> impl IntoView {
    view! {
        <div class="switch-line">
            <Name of=slot input_id=id.clone()/>
            <Reset of=slot/>
            <Switch of=slot id on flip/>
        </div>
    }
}

/// A switch.
#[component]
pub fn Switch(
    /// What is switched.
    #[prop(name = "of")]
    slot: Slot,
    /// Its id.
    id: String,
    /// Whether it is on.
    on: Memo<bool>,
    /// Called with whether it is to be on.
    #[prop(into)]
    flip: Callback<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="switch"
            id=id
            role="switch"
            aria-describedby=slot.help_id()
            aria-checked=move || if on.get() { "true" } else { "false" }
            on:click=move |_| flip.run(!on.get_untracked())
        ></button>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Toggle;
    use crate::scenario::{Kind, Pattern, params};
    use crate::ui::controls::slot::Slot;
    use crate::ui::trial::{Trial, show};

    #[test]
    async fn it_goes_on_and_off_and_back() {
        let toggles = params(Pattern::EVENT_BASED).iter();
        let mut toggles = toggles.filter(|param| param.kind == Kind::Toggle);
        let param = toggles.next().expect("there is one");
        let page = show("v=1&pattern=event-based", move || {
            view! { <Toggle of=Slot::new(param)/> }
        });
        let says = |page: &Trial| page.attribute(".switch", "aria-checked").expect("it does");
        let at_first = (param.default == "on").to_string();
        assert_eq!(says(&page), at_first);
        page.click("label").await;
        assert_ne!(says(&page), at_first);
        assert_ne!(page.stage.text(param.key), param.default);
        assert_eq!(page.count(".control.changed"), 1);
        page.click(".switch").await;
        assert_eq!(says(&page), at_first);
        assert_eq!(page.count(".control.changed"), 0);
    }
}
