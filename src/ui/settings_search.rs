//! Finds a setting by words: the field, how many are found, and what is said where none is.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::icon::{self, Icon};
use super::sheets::{Sheet, Sheets};
use crate::scenario::{Key, Param, Pattern, is_found, params};

/// The id of the field.
const FIELD: &str = "find-setting";

/// What is looked for among the settings of a pattern.
#[derive(Clone, Copy)]
pub struct Sought {
    text: RwSignal<String>,
    found: Memo<Option<Vec<Key>>>,
    of: usize,
}

impl Sought {
    /// Nothing yet.
    pub fn new(pattern: Pattern) -> Self {
        let text = RwSignal::new(String::new());
        let found = Memo::new(move |_| {
            let text = text.get();
            let found = params(pattern)
                .iter()
                .filter(|param| is_found(param, &text));
            let found = found.map(|param| param.key);
            (!text.trim().is_empty()).then(|| found.collect())
        });
        Self {
            text,
            found,
            of: params(pattern).len(),
        }
    }

    /// Whether anything is looked for. Reactive.
    pub fn is_any(self) -> bool {
        self.found.with(Option::is_some)
    }

    /// Whether a setting is to be seen: all are while nothing is looked for. Reactive.
    pub fn finds(self, param: &Param) -> bool {
        self.found.with(|found| {
            let found = found.as_ref();
            found.is_none_or(|found| found.contains(&param.key))
        })
    }

    /// How many are found, if anything is looked for. Reactive.
    fn count(self) -> Option<usize> {
        self.found.with(|found| found.as_ref().map(Vec::len))
    }

    fn clear(self) {
        self.text.set(String::new());
    }
}

/// Goes to the field, on a phone in its sheet.
pub fn focus(sheets: Sheets) {
    sheets.open(Sheet::Settings);
    // After the sheet has taken the focus.
    request_animation_frame(|| {
        let field = document().get_element_by_id(FIELD);
        if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
            let _ = field.focus();
        }
    });
}

/// The field, and how many settings are found.
#[component]
pub fn SearchField(
    /// What is looked for.
    sought: Sought,
) -> impl IntoView {
    let on_key = move |event: KeyboardEvent| {
        // With nothing in it, the key is for what the field stands in.
        if event.key() == "Escape" && sought.text.with_untracked(|text| !text.is_empty()) {
            event.stop_propagation();
            event.prevent_default();
            sought.clear();
        }
    };
    let says = move || {
        let count = sought.count();
        count.map(|count| format!("{count} of {} settings", sought.of))
    };
    view! {
        <div class="find" role="search">
            <div class="find-field">
                <Icon markup=icon::FIND/>
                <input
                    id=FIELD
                    type="search"
                    placeholder="Find a setting"
                    aria-label="Find a setting"
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=move || sought.text.get()
                    on:input=move |event| sought.text.set(event_target_value(&event))
                    on:keydown=on_key
                />
                <kbd aria-hidden="true">"/"</kbd>
            </div>
            <p class="small" role="status">{says}</p>
        </div>
    }
}

/// What is said where no setting is found.
#[component]
pub fn NothingFound(
    /// What is looked for.
    sought: Sought,
) -> impl IntoView {
    let says = move || {
        let text = sought.text.get();
        format!(
            "No setting speaks of “{}”. Try another word, or a part of it.",
            text.trim()
        )
    };
    let show_all = move |_| {
        sought.clear();
        if let Some(field) = document().get_element_by_id(FIELD) {
            let _ = field.unchecked_into::<HtmlElement>().focus();
        }
    };
    view! {
        <div class="nothing" hidden=move || sought.count() != Some(0)>
            <p>{says}</p>
            <button type="button" class="link-button" on:click=show_all>
                {format!("Show all {}", sought.of)}
            </button>
        </div>
    }
}
