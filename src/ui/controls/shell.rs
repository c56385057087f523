//! What every control has around it: its name, which opens the whole of its help, a way back to the default, and a
//! short line of help.

use leptos::prelude::*;

use super::moved::Moved;
use super::slot::Slot;
use crate::scenario::Param;
use crate::ui::explain::{Explained, Glossary};
use crate::ui::icon::{self, Icon};

/// The box of a control.
#[component]
pub fn ControlFrame(
    /// The value that it changes.
    #[prop(name = "of")]
    slot: Slot,
    /// Whether it is several controls under one name.
    #[prop(optional)]
    is_group: bool,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    let is_changed = Memo::new(move |_| slot.is_changed());
    view! {
        <div
            class="control"
            class:changed=is_changed
            role=is_group.then_some("group")
            aria-label=is_group.then_some(slot.param.label)
        >
            {children()}
            <Moved of=slot/>
        </div>
    }
}

/// What stands behind the name of a control.
#[slot]
pub struct ControlValue {
    /// What it is made of.
    children: Children,
}

/// A control: the line with its name and its value, then what stands under it, then its help.
#[component]
pub fn ControlShell(
    /// The value that it changes.
    #[prop(name = "of")]
    slot: Slot,
    /// The id of what the name is the label of.
    input_id: String,
    /// What stands behind the name.
    value: ControlValue,
    /// What stands under that line.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <ControlFrame of=slot>
            <div class="control-line">
                <Name of=slot input_id/>
                <Reset of=slot/>
                {(value.children)()}
            </div>
            {children.map(|children| children())}
            <Help of=slot/>
        </ControlFrame>
    }
}

/// The button that goes back to the default.
#[component]
pub fn Reset(
    /// What goes back.
    #[prop(name = "of")]
    slot: Slot,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="reset"
            title=format!("Back to {}", slot.default_text())
            aria-label=format!("Reset {}", slot.param.label)
            on:click=move |_| slot.reset()
        >
            <Icon markup=icon::RESET/>
        </button>
    }
}

/// The name, which opens the whole of its help, and is the label of what it is the name of.
#[component]
pub fn Name(
    /// What is named.
    #[prop(name = "of")]
    slot: Slot,
    /// The id of what it is the label of; of a group there is none.
    #[prop(optional, into)]
    input_id: Option<String>,
) -> impl IntoView {
    let param = slot.param;
    // A label cannot hold a button, and who presses the name asks what it means: it changes nothing.
    view! {
        {input_id.map(|id| view! { <label class="unseen" for=id>{param.label}</label> })}
        <Explained word=param.label id=slot.id("-name")>
            <WholeHelp param/>
        </Explained>
    }
}

/// Everything that is known of a parameter.
#[component]
fn WholeHelp(
    /// Which one.
    param: &'static Param,
) -> impl IntoView {
    view! {
        <span>{param.help}</span>
        <Glossary of=param.help/>
        <span class="source">"In links: " <code>{param.word}</code></span>
    }
}

/// The line of help: so short that it fits.
#[component]
pub fn Help(
    /// What it is about.
    #[prop(name = "of")]
    slot: Slot,
) -> impl IntoView {
    view! {
        <p class="help" id=slot.help_id()>{slot.param.short}</p>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Name;
    use crate::scenario::{Key, Pattern, find};
    use crate::show::glossary;
    use crate::ui::controls::slot::Slot;
    use crate::ui::trial::show;

    #[test]
    async fn the_name_opens_the_whole_help_with_its_words_and_changes_nothing() {
        let param = find(Pattern::BACKGROUND_SYNC, Key::LOOKBACK).expect("it is one of them");
        let page = show("v=1&pattern=background-sync", move || {
            view! { <Name of=Slot::new(param) input_id="lookback"/> }
        });
        assert_eq!(page.text(".word"), param.label);
        assert_eq!(page.count(".explanation"), 0);
        page.click(".word").await;
        let said = page.text(".explanation");
        assert!(said.starts_with(param.help), "{said}");
        assert!(said.ends_with("In links: lookback"), "{said}");
        let word = glossary::find("watermark").expect("it is one of them");
        assert!(said.contains(word.says), "{said}");
        assert_eq!(page.stage.text(Key::LOOKBACK), param.default);
    }
}
