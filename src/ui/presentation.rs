//! The picture, the caption and the timeline alone, large: for a lecture hall. `style/presentation.css` has the sizes.

use leptos::prelude::*;

use super::icon;
use super::page_state::PageStateStoreFields;
use super::square_button::SquareButton;
use super::stage::{Stage, use_stage};

/// At the root of the document while something is presented: its letters are larger then, and all else with them.
const MARK: &str = "data-presenting";

/// Begins to present, or leaves it.
pub fn toggle(stage: Stage) {
    stage.state.presentation().update(|is_on| *is_on = !*is_on);
}

/// Has the whole page follow, for as long as the part stands that asks for it.
pub fn mark_page(stage: Stage) {
    let set = move |is_on| {
        let Some(root) = document().document_element() else {
            return;
        };
        // Fails only for a name that is none.
        let _ = if is_on {
            root.set_attribute(MARK, "")
        } else {
            root.remove_attribute(MARK)
        };
    };
    Effect::new(move |_| set(stage.state.presentation().get()));
    on_cleanup(move || set(false));
}

/// The button that begins to present.
#[component]
pub fn PresentButton() -> impl IntoView {
    let stage = use_stage();
    view! {
        <SquareButton
            label="Present"
            title="Present: the picture alone, large (f)"
            class="present"
            icon=icon::PRESENT
            press=move |()| toggle(stage)
        />
    }
}

/// The button that leaves the presentation, which style shows only there.
#[component]
pub fn LeaveButton() -> impl IntoView {
    let stage = use_stage();
    view! {
        <SquareButton
            label="Leave the presentation"
            title="Leave the presentation (Esc)"
            class="quiet leave"
            hidden=Signal::derive(move || !stage.state.presentation().get())
            press=move |()| toggle(stage)
        >
            "×"
        </SquareButton>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{LeaveButton, MARK, PresentButton, mark_page};
    use crate::ui::stage::use_stage;
    use crate::ui::trial::show;

    fn is_marked() -> bool {
        let root = document().document_element().expect("there is one");
        root.has_attribute(MARK)
    }

    #[test]
    async fn the_whole_page_follows_and_is_as_before_afterwards() {
        let page = show("v=1&pattern=saga", || {
            mark_page(use_stage());
            view! { <PresentButton/> <LeaveButton/> }
        });
        tick().await;
        assert_eq!((is_marked(), page.count(".leave[hidden]")), (false, 1));
        page.click(".present").await;
        assert_eq!((is_marked(), page.count(".leave[hidden]")), (true, 0));
        page.click(".leave").await;
        assert_eq!((is_marked(), page.count(".leave[hidden]")), (false, 1));
        page.click(".present").await;
        drop(page);
        assert!(!is_marked(), "nothing of it is left");
    }
}
