//! A part of the page by itself, for the tests of components.

use std::cell::Cell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::task::tick;
use wasm_bindgen::JsCast;
use web_sys::{Event, EventInit, HtmlElement, KeyboardEvent, KeyboardEventInit};

use super::stage::{Opened, Stage};
use crate::patterns::parse;
use crate::session::Address;

/// A part of the page on a page of its own; gone when it is dropped.
pub struct Trial {
    /// The run that it is about.
    pub stage: Stage,
    root: HtmlElement,
    // Kept, since the part goes with it.
    handle: Option<Box<dyn FnOnce()>>,
}

/// Puts what `view` makes onto the page, with a run of a link in its context.
pub fn show<V: IntoView + 'static>(link: &str, view: impl FnOnce() -> V + 'static) -> Trial {
    let (link, problems) = parse(link);
    let root = document().create_element("div").expect("it is a tag");
    let root: HtmlElement = root.unchecked_into();
    let body = document().body().expect("there is one");
    body.append_child(&root).expect("it takes children");
    let owner = Owner::new();
    let (stage, handle) = owner.with(|| {
        let stage = Stage::of(Opened::of(link, &problems, Address::default()));
        provide_context(stage);
        let handle: UnmountHandle<_> = mount_to(root.clone(), view);
        (stage, handle)
    });
    Trial {
        stage,
        root,
        handle: Some(Box::new(move || {
            drop(handle);
            owner.cleanup();
        })),
    }
}

impl Trial {
    /// The first element that a selector finds.
    pub fn find(&self, selector: &str) -> HtmlElement {
        let found = self.root.query_selector(selector).expect("a selector");
        let found = found.unwrap_or_else(|| panic!("no {selector} in {}", self.root.inner_html()));
        found.unchecked_into()
    }

    /// How many elements a selector finds.
    pub fn count(&self, selector: &str) -> u32 {
        let found = self.root.query_selector_all(selector);
        found.expect("a selector").length()
    }

    /// What an element says.
    pub fn text(&self, selector: &str) -> String {
        self.find(selector).text_content().unwrap_or_default()
    }

    /// An attribute of an element.
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        self.find(selector).get_attribute(name)
    }

    /// Clicks an element, and waits until the page has followed.
    pub async fn click(&self, selector: &str) {
        self.find(selector).click();
        tick().await;
    }

    /// Has an element of the page get an event, and waits until the page has followed.
    pub async fn fire(&self, selector: &str, event: &str) {
        let init = EventInit::new();
        init.set_bubbles(true);
        let event = Event::new_with_event_init_dict(event, &init).expect("an event");
        self.find(selector)
            .dispatch_event(&event)
            .expect("it listens");
        tick().await;
    }

    /// Has an element of the page get a key of the keyboard, and waits until the page has followed.
    pub async fn press(&self, selector: &str, key: &str) {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        init.set_bubbles(true);
        init.set_cancelable(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init);
        let event = event.expect("an event");
        self.find(selector)
            .dispatch_event(&event)
            .expect("it listens");
        tick().await;
    }

    /// Lets the run go on to an instant, given in microseconds, and waits until the page has followed.
    pub async fn reach(&self, at: crate::facts::time::Micros) {
        self.stage.act(|session| session.go_to(at));
        while self.stage.look(|session| session.aim().is_some()) {
            self.stage.pass(1.0, &mut || true);
        }
        self.stage.tell_beat();
        tick().await;
        // What follows from what has followed.
        tick().await;
    }

    /// What each of the elements says that a selector finds.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let found = self.root.query_selector_all(selector).expect("a selector");
        let texts = (0..found.length()).filter_map(|nth| found.get(nth)?.text_content());
        texts.collect()
    }

    /// What a field or a menu holds, which follows a moment after all else.
    pub async fn value(&self, selector: &str) -> String {
        tick().await;
        let value = js_sys::Reflect::get(&self.find(selector), &"value".into());
        let value = value.expect("it is an object").as_string();
        value.unwrap_or_else(|| panic!("{selector} has no value"))
    }

    /// Gives a field or a menu a value and has it get the event that says so, and waits until the page has
    /// followed.
    pub async fn enter(&self, selector: &str, value: &str, event: &str) {
        let field = self.find(selector);
        js_sys::Reflect::set(&field, &"value".into(), &value.into()).expect("it is an object");
        self.fire(selector, event).await;
    }

    /// Types into a field and leaves it, and waits until the page has followed.
    pub async fn type_in(&self, selector: &str, text: &str) {
        self.enter(selector, text, "input").await;
        self.fire(selector, "change").await;
        // What waits for another value follows that.
        tick().await;
    }

    /// Whether an element has the focus.
    pub fn has_focus(&self, selector: &str) -> bool {
        let focused = document().active_element();
        focused.is_some_and(|focused| focused == *self.find(selector))
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        if let Some(leave) = self.handle.take() {
            leave();
        }
        self.root.remove();
    }
}

/// Waits until the browser has done what was to be done before, and the page has followed.
pub async fn next_task() {
    called_back(|then| set_timeout(then, Duration::ZERO)).await;
}

/// Waits until a frame has been painted, and the page has followed what was done in it.
pub async fn next_frame() {
    called_back(request_animation_frame).await;
}

/// Waits for a callback that is asked for once, and a tick longer.
async fn called_back(ask: impl FnOnce(Box<dyn FnOnce()>)) {
    let passed = Rc::new(Cell::new(false));
    let mut ask = Some(ask);
    let wait = move |context: &mut Context<'_>| {
        if passed.get() {
            return Poll::Ready(());
        }
        if let Some(ask) = ask.take() {
            let (passed, waker) = (Rc::clone(&passed), context.waker().clone());
            ask(Box::new(move || {
                passed.set(true);
                waker.wake();
            }));
        }
        Poll::Pending
    };
    poll_fn(wait).await;
    tick().await;
}
