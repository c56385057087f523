//! How many of all that there is a list shows, and a way to see more of it: nothing is cut off in silence.

use leptos::prelude::*;

use crate::show::units;

/// How much of something is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// So many rows are on the page.
    pub rows: u64,
    /// So many could be.
    pub kept: u64,
    /// So many there were.
    pub all: u64,
    /// So many more are shown when more is asked for.
    pub next: u64,
}

impl Shown {
    fn words(self) -> String {
        let Self {
            rows, kept, all, ..
        } = self;
        let of = [units::count(rows), units::count(all)].join(" of ");
        if rows >= all {
            String::new()
        } else if rows < kept || kept >= all {
            [&of, " shown"].concat()
        } else {
            [
                &of,
                " shown: of each kind the first and the newest are kept",
            ]
            .concat()
        }
    }
}

/// What is said below a list, and the button that shows more of it.
#[component]
pub fn ShownOf(
    /// How much is shown.
    #[prop(into)]
    shown: Signal<Shown>,
    /// Shows more.
    #[prop(into)]
    more: Callback<()>,
) -> impl IntoView {
    let words = Memo::new(move |_| shown.get().words());
    let waiting = Memo::new(move |_| shown.get().next);
    view! {
        <p class="shown-of" hidden=move || words.with(String::is_empty)>
            <span>{words}</span>
            <button
                type="button"
                class="link-button"
                hidden=move || waiting.get() == 0
                on:click=move |_| more.run(())
            >
                {move || format!("Show {} more", units::count(waiting.get()))}
            </button>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::Shown;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn it_says_how_many_of_how_many_and_why_the_rest_is_not_there() {
        let said = |rows, kept, all| {
            let next = 0;
            let shown = Shown {
                rows,
                kept,
                all,
                next,
            };
            shown.words()
        };
        assert_eq!(said(60, 196, 196), "60 of 196 shown");
        assert_eq!(said(196, 196, 196), "");
        assert!(said(128, 128, 900).starts_with("128 of 900 shown: of each kind"));
        assert_eq!(said(0, 0, 0), "");
    }
}
