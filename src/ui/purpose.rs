//! What the page is, in one sentence, for whoever opens it for the first time. It stands in `index.html` as well, where it is
//! there before the program.

use leptos::prelude::*;

/// The line above the story.
#[component]
pub fn Purpose() -> impl IntoView {
    view! {
        <p class="purpose">
            <b>"A laboratory for eventual consistency"</b>
            <span>": watch copies catch up, and what people see meanwhile."</span>
            " "
            <a href="./models.html">"How it works"</a>
        </p>
    }
}
