//! What the browser says of where the page is shown: how wide it is, in which colours, whether things may move.

use leptos::ev;
use leptos::prelude::*;

use super::hear::hear_at;

/// The answer to a media query, for as long as the part of the page stands that asks.
pub fn use_media(query: &str) -> Signal<bool> {
    // A browser that does not know the query says no.
    let Ok(Some(list)) = window().match_media(query) else {
        return Signal::stored(false);
    };
    let matches = RwSignal::new(list.matches());
    let again = list.clone();
    hear_at(&list, ev::change, move |_| matches.set(again.matches()));
    matches.into()
}
