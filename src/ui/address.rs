//! The address bar of the browser: what stands there, and how something else comes to stand there. What
//! that is to be is decided by [`Address`](crate::session::Address).

use leptos::ev;
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::{NavigateEvent, NavigationApiType};

use super::hear::hear_at;
use crate::patterns::{self, is_in_query, opening_link, parse};
use crate::scenario::{Link, Problem, write};
use crate::session::{Step, Writing};

/// The fragment of the view in which the model is checked against theory.
pub const THEORY: &str = "#theory";

/// The whole address as it stands.
pub fn now() -> String {
    window().location().href().unwrap_or_default()
}

/// Writes into the address bar. A browser may refuse, for one because of its own limits; the page goes on
/// without.
pub fn put(writing: &Writing) {
    let location = window().location();
    let Ok(history) = window().history() else {
        return;
    };
    let path = if writing.drops_query {
        location.pathname().ok()
    } else {
        None
    };
    let url = path.unwrap_or_default() + &writing.fragment;
    let _ = match writing.step {
        Step::New => history.push_state_with_url(&JsValue::NULL, "", Some(&url)),
        Step::Amend => history.replace_state_with_url(&JsValue::NULL, "", Some(&url)),
    };
}

/// Runs something whenever somebody follows a link to what stands in the address bar, as far as the browser
/// tells of that: Firefox does so to whoever listens for navigations, and to nobody else. What the page
/// writes there itself is never what stands there.
pub fn when_followed_again(run: impl Fn() + 'static) {
    let navigation = window().navigation();
    // Not every browser has it.
    if navigation.is_undefined() {
        return;
    }
    let navigate = ev::Custom::<NavigateEvent>::new("navigate");
    hear_at(&navigation, navigate, move |event| {
        use NavigationApiType::{Push, Replace};
        let is_step = matches!(event.navigation_type(), Push | Replace);
        if is_step && event.destination().url() == now() {
            run();
        }
    });
}

/// The link that stands in the address bar, and what is wrong with it; the opening one if there is none.
pub fn read() -> (Link, Vec<Problem>) {
    let here = now();
    parse(if patterns::has_link(&here) {
        &here
    } else {
        opening_link()
    })
}

/// Whether the address bar names anything.
pub fn has_link() -> bool {
    patterns::has_link(&now())
}

/// Whether the address bar names the view in which the model is checked against theory.
pub fn is_theory() -> bool {
    window().location().hash().is_ok_and(|hash| hash == THEORY)
}

/// The whole address with the link in it.
pub fn whole(link: &Link) -> String {
    let here = now();
    let ends = if is_in_query(&here) {
        ['?', '#']
    } else {
        ['#', '#']
    };
    let page = here.split(ends).next().unwrap_or_default();
    format!("{page}#{}", write(link))
}
