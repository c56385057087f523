//! To hear of events for as long as the part of the page stands that asks for it.

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use leptos::ev::EventDescriptor;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::EventTarget;

/// Hears of an event at the window: after all that is within it, or before it where the event is one to
/// [`capture`](leptos::ev::capture).
pub fn hear<E: EventDescriptor<EventType: JsCast>>(
    event: E,
    heard: impl Fn(&E::EventType) + 'static,
) {
    hear_at(&window(), event, heard);
}

/// The same at something that is not on the page.
#[expect(
    clippy::needless_pass_by_value,
    reason = "events are named as in views"
)]
pub fn hear_at<E: EventDescriptor<EventType: JsCast>>(
    target: &EventTarget,
    event: E,
    heard: impl Fn(&E::EventType) + 'static,
) {
    let options = EventListenerOptions {
        phase: if E::CAPTURE {
            EventListenerPhase::Capture
        } else {
            EventListenerPhase::Bubble
        },
        // The browser may be kept from what it does by itself.
        passive: false,
    };
    // What only bears its name is not one: who fills in a form for somebody sends a "keydown" without a key.
    let heard = move |event: &web_sys::Event| {
        if let Some(event) = event.dyn_ref() {
            untrack(|| heard(event));
        }
    };
    let listener = EventListener::new_with_options(target, event.name(), options, heard);
    // It stops to listen when it is dropped, which is when the part goes.
    StoredValue::new_local(listener);
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use leptos::ev::{Custom, capture, keydown};
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;
    use web_sys::{Event, EventInit, KeyboardEvent, KeyboardEventInit};

    use super::hear;
    use crate::ui::trial::show;

    #[test]
    async fn a_part_hears_what_it_may_hold_back_until_it_goes() {
        let said = Custom::<Event>::new("said");
        let heard = Rc::new(RefCell::new(Vec::new()));
        let (late, first) = (Rc::clone(&heard), Rc::clone(&heard));
        let page = show("v=1&pattern=saga", {
            let said = said.clone();
            move || {
                hear(said.clone(), move |_| late.borrow_mut().push("late"));
                hear(capture(said), move |event| {
                    event.prevent_default();
                    first.borrow_mut().push("first");
                });
                view! { <i></i> }
            }
        });
        let say = |at: &web_sys::EventTarget| {
            let options = EventInit::new();
            options.set_bubbles(true);
            options.set_cancelable(true);
            let event = Event::new_with_event_init_dict("said", &options).expect("an event");
            at.dispatch_event(&event).expect("it is heard")
        };
        let body = document().body().expect("there is one");
        assert!(!say(&page.find("i")), "it was held back");
        assert_eq!(*heard.borrow(), ["first", "late"]);
        drop(page);
        assert!(say(&body));
        assert_eq!(heard.borrow().len(), 2, "nobody is left");
    }

    #[test]
    async fn what_only_bears_the_name_of_a_kind_of_event_is_not_heard() {
        let heard = Rc::new(RefCell::new(0));
        let pressed = Rc::clone(&heard);
        let _page = show("v=1&pattern=saga", move || {
            hear(keydown, move |event| {
                *pressed.borrow_mut() += event.key().len();
            });
        });
        for name in ["keydown", "keyup"] {
            let event = Event::new(name).expect("an event");
            window().dispatch_event(&event).expect("nobody fails");
        }
        let options = KeyboardEventInit::new();
        options.set_key("a");
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &options);
        window()
            .dispatch_event(&event.expect("an event"))
            .expect("nobody fails");
        assert_eq!(*heard.borrow(), 1);
    }
}
