//! Elements of the page: put together once, with parts that follow signals.
//!
//! Nothing here has a type of its own for each element or closure. The page has some hundred of
//! them, and code for each type would make the program several times as large.

use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement};

/// An element of the page.
#[derive(Clone, Debug)]
pub struct El(Element);

/// An element with a class, which may be empty.
pub fn el(tag: &str, class: &str) -> El {
    // Fails only for a name that cannot be a tag.
    let element = document()
        .create_element(tag)
        .unwrap_or_else(|_| unreachable!("{tag}"));
    if !class.is_empty() {
        element.set_class_name(class);
    }
    El(element)
}

/// A button that does something.
pub fn button(class: &str, run: impl Fn() + 'static) -> El {
    boxed_button(class, Box::new(run))
}

fn boxed_button(class: &str, run: Box<dyn Fn()>) -> El {
    el("button", class)
        .attr("type", "button")
        .on("click", move |_| run())
}

impl El {
    /// The element itself.
    pub fn raw(&self) -> &Element {
        &self.0
    }

    /// The element as one that can be focused and measured.
    pub fn html(&self) -> &HtmlElement {
        self.0.unchecked_ref()
    }

    /// With an attribute.
    pub fn attr(self, name: &str, value: &str) -> Self {
        set_attribute(&self.0, name, Some(value));
        self
    }

    /// With an id.
    pub fn id(self, id: &str) -> Self {
        self.0.set_id(id);
        self
    }

    /// With a name for screen readers.
    pub fn named(self, name: &str) -> Self {
        self.attr("aria-label", name)
    }

    /// With a text at its end; never read as markup.
    pub fn text(self, text: &str) -> Self {
        // Fails only for a node that cannot be there.
        let _ = self.0.append_child(&document().create_text_node(text));
        self
    }

    /// With markup of the program's own in the place of its content.
    pub fn markup(self, markup: &'static str) -> Self {
        self.0.set_inner_html(markup);
        self
    }

    /// With an element at its end.
    #[allow(
        clippy::should_implement_trait,
        clippy::needless_pass_by_value,
        reason = "it adds a child, which has one place from then on"
    )]
    pub fn add(self, child: El) -> Self {
        let _ = self.0.append_child(&child.0);
        self
    }

    /// With elements at its end.
    pub fn all(self, children: impl IntoIterator<Item = El>) -> Self {
        children.into_iter().fold(self, Self::add)
    }

    /// With a text that follows what it reads, in the place of its content.
    pub fn live_text(self, read: impl Fn() -> String + 'static) -> Self {
        self.follow_text(Box::new(read))
    }

    /// With an attribute that follows what it reads, and is not there while that is none.
    pub fn live_attr(
        self,
        name: &'static str,
        read: impl Fn() -> Option<String> + 'static,
    ) -> Self {
        self.follow_attr(name, Box::new(read))
    }

    /// With an attribute that says `true` or `false`.
    pub fn live_state(self, name: &'static str, read: impl Fn() -> bool + 'static) -> Self {
        self.follow_state(name, Box::new(read))
    }

    /// With an attribute that is there while something holds.
    pub fn live_flag(self, name: &'static str, read: impl Fn() -> bool + 'static) -> Self {
        self.follow_flag(name, Box::new(read))
    }

    /// With a class that it has while something holds.
    pub fn live_class(self, class: &'static str, read: impl Fn() -> bool + 'static) -> Self {
        self.follow_class(class, Box::new(read))
    }

    /// With a value, as fields and menus have it.
    pub fn live_value(self, read: impl Fn() -> String + 'static) -> Self {
        self.follow_value(Box::new(read))
    }

    /// With a tick, as boxes to tick have it.
    pub fn live_tick(self, read: impl Fn() -> bool + 'static) -> Self {
        self.follow_tick(Box::new(read))
    }

    /// With content that is made anew when what it reads changes.
    pub fn live(self, make: impl Fn() -> Vec<El> + 'static) -> Self {
        self.follow_content(Box::new(make))
    }

    /// With a listener, which is called for as long as the element's part of the page stands.
    pub fn on(self, event: &str, run: impl Fn(Event) + 'static) -> Self {
        self.listen(event, Box::new(run));
        self
    }

    fn follow_text(self, read: Box<dyn Fn() -> String>) -> Self {
        self.follow(Box::new(move |element| {
            let text = read();
            if element.text_content().as_ref() != Some(&text) {
                element.set_text_content(Some(&text));
            }
        }))
    }

    fn follow_attr(self, name: &'static str, read: Box<dyn Fn() -> Option<String>>) -> Self {
        self.follow(Box::new(move |element| {
            set_attribute(element, name, read().as_deref());
        }))
    }

    fn follow_state(self, name: &'static str, read: Box<dyn Fn() -> bool>) -> Self {
        self.follow(Box::new(move |element| {
            set_attribute(element, name, Some(if read() { "true" } else { "false" }));
        }))
    }

    fn follow_flag(self, name: &'static str, read: Box<dyn Fn() -> bool>) -> Self {
        self.follow(Box::new(move |element| {
            set_attribute(element, name, read().then_some(""));
        }))
    }

    fn follow_class(self, class: &'static str, read: Box<dyn Fn() -> bool>) -> Self {
        self.follow(Box::new(move |element| {
            // Fails only for a name that cannot be a class.
            let _ = element.class_list().toggle_with_force(class, read());
        }))
    }

    fn follow_value(self, read: Box<dyn Fn() -> String>) -> Self {
        self.follow(Box::new(move |element| {
            let value = read();
            if value_of(element) != value {
                set_property(element, "value", &JsValue::from_str(&value));
            }
        }))
    }

    fn follow_tick(self, read: Box<dyn Fn() -> bool>) -> Self {
        self.follow(Box::new(move |element| {
            set_property(element, "checked", &JsValue::from_bool(read()));
        }))
    }

    fn follow_content(self, make: Box<dyn Fn() -> Vec<El>>) -> Self {
        self.follow(Box::new(move |element| {
            let children = make();
            element.set_text_content(None);
            for child in &children {
                let _ = element.append_child(&child.0);
            }
        }))
    }

    fn listen(&self, event: &str, run: Box<dyn Fn(Event)>) {
        let closure = Closure::wrap(run);
        let function = closure.as_ref().unchecked_ref();
        // Fails only for a target that takes no listeners.
        let _ = self.0.add_event_listener_with_callback(event, function);
        StoredValue::new_local(closure);
    }

    fn follow(self, update: Box<dyn Fn(&Element)>) -> Self {
        let element = self.0.clone();
        follow(Box::new(move || update(&element)));
        self
    }
}

/// Does something now and whenever what it reads changes.
pub fn follow(run: Box<dyn Fn()>) {
    // Kept by its owner: the part of the page that is being made.
    let effect = RenderEffect::new(move |_| run());
    StoredValue::new_local(effect);
}

/// A part of the page without a box of its own.
pub fn part(make: impl Fn() -> Vec<El> + 'static) -> El {
    el("div", "part").live(make)
}

/// A component in a page that is not yet made of components.
pub fn component<V: IntoView + 'static>(make: impl FnOnce() -> V + 'static) -> El {
    let part = el("div", "part");
    let handle = leptos::mount::mount_to(part.html().clone(), make);
    StoredValue::new_local(handle);
    part
}

/// An element in a component, until it is a component itself.
pub fn raw(element: &El) -> impl IntoView + use<> {
    let element = element.clone();
    let place = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            let _ = place.append_child(element.raw());
        }
    });
    view! { <div class="part" node_ref=place></div> }
}

/// A part of the page that is there while a condition holds.
pub fn only_if(
    holds: impl Fn() -> bool + Send + Sync + 'static,
    make: impl Fn() -> El + 'static,
) -> El {
    boxed_only_if(flag(holds), Box::new(make))
}

fn boxed_only_if(holds: Memo<bool>, make: Box<dyn Fn() -> El>) -> El {
    part(move || {
        if holds.get() {
            vec![make()]
        } else {
            Vec::new()
        }
    })
}

/// Whether something holds; tells only of changes.
pub fn flag(read: impl Fn() -> bool + Send + Sync + 'static) -> Memo<bool> {
    boxed_flag(Box::new(read))
}

fn boxed_flag(read: Box<dyn Fn() -> bool + Send + Sync>) -> Memo<bool> {
    Memo::new(move |_| read())
}

/// A text; tells only of changes.
pub fn words(read: impl Fn() -> String + Send + Sync + 'static) -> Memo<String> {
    boxed_words(Box::new(read))
}

fn boxed_words(read: Box<dyn Fn() -> String + Send + Sync>) -> Memo<String> {
    Memo::new(move |_| read())
}

/// What a field or a menu holds.
pub fn value_of(element: &Element) -> String {
    property(element, "value").as_string().unwrap_or_default()
}

/// What the field or menu holds that an event comes from.
pub fn value_in(event: &Event) -> String {
    target_of(event)
        .map(|element| value_of(&element))
        .unwrap_or_default()
}

/// The element that an event comes from.
pub fn target_of(event: &Event) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into().ok())
}

/// The key of a keyboard event.
pub fn key_of(event: &Event) -> String {
    property(event, "key").as_string().unwrap_or_default()
}

/// Whether a click asks for a link to be opened in another tab or window.
pub fn opens_elsewhere(click: &Event) -> bool {
    let is_on = |name| property(click, name).as_bool().unwrap_or(false);
    ["ctrlKey", "metaKey", "shiftKey", "altKey"]
        .into_iter()
        .any(is_on)
}

/// Where on its element a pointer event is.
pub fn place_of(event: &Event) -> (f32, f32) {
    let number = |name| property(event, name).as_f64().unwrap_or(0.0) as f32;
    (number("offsetX"), number("offsetY"))
}

/// A property of an object of the browser.
pub fn property(of: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(of, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

fn set_property(of: &JsValue, name: &str, value: &JsValue) {
    // Fails only for objects that do not let themselves be changed.
    let _ = js_sys::Reflect::set(of, &JsValue::from_str(name), value);
}

fn set_attribute(element: &Element, name: &str, value: Option<&str>) {
    // Fails only for a name that cannot be an attribute.
    let _ = match value {
        Some(value) if element.get_attribute(name).as_deref() == Some(value) => Ok(()),
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Calls back for an event of the window, for as long as the page stands.
pub fn on_window(event: &str, run: impl Fn(Event) + 'static) {
    on_target(&window(), event, Box::new(run));
}

/// Calls back whenever the answer to a media query changes, for as long as the page stands.
pub fn on_media(query: &str, run: impl Fn(bool) + 'static) -> bool {
    let Ok(Some(list)) = window().match_media(query) else {
        return false;
    };
    let again = list.clone();
    on_target(&list, "change", Box::new(move |_| run(again.matches())));
    list.matches()
}

/// The same, but before what the event happened to hears of it and may leave the page.
pub fn on_window_first(event: &str, run: impl Fn(Event) + 'static) {
    let closure = Closure::<dyn Fn(Event)>::new(run);
    let listener = closure.as_ref().unchecked_ref();
    let _ = window().add_event_listener_with_callback_and_bool(event, listener, true);
    closure.forget();
}

fn on_target(target: &web_sys::EventTarget, event: &str, run: Box<dyn Fn(Event)>) {
    let closure = Closure::wrap(run);
    let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
}
