//! A page that is older than what its server has now says so. The script in `index.html` finds that out, by the
//! number of its build; it says so with an event, and leaves a mark for whoever comes later.

use leptos::ev;
use leptos::prelude::*;
use web_sys::Event;

use super::close_button::CloseButton;
use super::hear::hear;
use super::stage::use_stage;
use crate::session::Session;

/// The event at the window.
const HEARD: &str = "newer-version";
/// The mark at the root of the document.
const MARK: &str = "data-newer";

fn is_marked() -> bool {
    let root = document().document_element();
    root.is_some_and(|root| root.has_attribute(MARK))
}

/// Offers to reload the page once its server has a newer version. Nothing happens by itself, and who puts the offer away
/// is not asked again. The run stays: it stops where it is, which the link in the address bar then has.
#[component]
pub fn NewVersion() -> impl IntoView {
    let stage = use_stage();
    let is_offered = RwSignal::new(is_marked());
    let newer = ev::Custom::<Event>::new(HEARD);
    hear(newer, move |_| is_offered.set(true));
    let reload = move |_| {
        stage.act(Session::pause);
        stage.settle_address(f64::INFINITY);
        // Fails only in documents that are not on a page.
        let _ = window().location().reload();
    };
    view! {
        <div class="part" role="status">
            <Show when=move || is_offered.get()>
                <div class="messages">
                    <div class="message news">
                        <p>"A newer version of Driftscope is here."</p>
                        <button type="button" class="button main" on:click=reload>"Reload"</button>
                        <CloseButton label="Dismiss" press=move |()| is_offered.set(false)/>
                    </div>
                </div>
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;
    use web_sys::Event;

    use super::{HEARD, MARK, NewVersion};
    use crate::ui::trial::show;

    async fn tell() {
        let event = Event::new(HEARD).expect("an event");
        window().dispatch_event(&event).expect("it is heard");
        tick().await;
    }

    #[test]
    async fn a_newer_version_is_offered_when_it_is_there_and_can_be_put_away() {
        let page = show("v=1&pattern=saga", || view! { <NewVersion/> });
        assert_eq!(page.count(".message"), 0);
        tell().await;
        assert_eq!(
            page.text(".message p"),
            "A newer version of Driftscope is here."
        );
        assert_eq!(page.text(".message .main"), "Reload");
        assert_eq!(page.count("[role=status] .message"), 1, "it is read out");
        page.click(".close").await;
        assert_eq!(page.count(".message"), 0);
    }

    #[test]
    async fn what_was_found_before_the_program_came_is_offered_too() {
        let root = document().document_element().expect("there is one");
        root.set_attribute(MARK, "0123456789ab")
            .expect("it takes any");
        let page = show("v=1&pattern=saga", || view! { <NewVersion/> });
        root.remove_attribute(MARK).expect("it is there");
        assert_eq!(page.count(".message"), 1);
    }
}
