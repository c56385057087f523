//! On a phone settings and results are sheets over the picture; elsewhere they stand beside it.

use crate::ui::live::{live, only_if, part};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::stage::Stage;
use super::transport;

const NARROW: &str = "(max-width: 860px)";

/// One of the sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// The settings.
    Settings,
    /// Measures and log.
    Results,
}

/// Which sheet is open, and whether there are sheets at all.
#[derive(Clone, Copy)]
pub struct Sheets {
    open: RwSignal<Option<Sheet>>,
    narrow: RwSignal<bool>,
}

impl Sheets {
    /// Follows the width of the window.
    pub fn new() -> Self {
        let sheets = Self {
            open: RwSignal::new(None),
            narrow: RwSignal::new(false),
        };
        if let Some(query) = window().match_media(NARROW).ok().flatten() {
            sheets.narrow.set(query.matches());
            let query_again = query.clone();
            let changed =
                Closure::<dyn Fn()>::new(move || sheets.narrow.set(query_again.matches()));
            let _ =
                query.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
            // It listens for as long as the page stands.
            changed.forget();
        }
        let handle = window_event_listener(ev::keydown, move |event| {
            if event.key() == "Escape" && sheets.covering().is_some() {
                sheets.open.set(None);
            }
        });
        on_cleanup(move || handle.remove());
        sheets
    }

    /// The sheet that covers the page now. Not reactive.
    fn covering(self) -> Option<Sheet> {
        self.open
            .get_untracked()
            .filter(|_| self.narrow.get_untracked())
    }

    /// Whether a sheet covers the page. Reactive.
    pub fn any(self) -> bool {
        self.narrow.get() && self.open.get().is_some()
    }

    /// Whether this sheet covers the page. Reactive.
    pub fn is_open(self, sheet: Sheet) -> bool {
        self.narrow.get() && self.open.get() == Some(sheet)
    }
}

/// A panel of the page that is a sheet on a phone.
pub fn panel(
    sheets: Sheets,
    sheet: Sheet,
    class: &'static str,
    label: &'static str,
    body: AnyView,
) -> AnyView {
    let open = Memo::new(move |_| sheets.is_open(sheet));
    let close = NodeRef::<html::Button>::new();
    let opener: StoredValue<Option<web_sys::HtmlElement>, LocalStorage> =
        StoredValue::new_local(None);
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        if is {
            let before = document().active_element().and_then(|e| e.dyn_into().ok());
            opener.set_value(before);
            if let Some(close) = close.get() {
                let _ = close.focus();
            }
        } else if was == Some(true)
            && let Some(opener) = opener.get_value()
        {
            let _ = opener.focus();
        }
        is
    });
    view! {
        <section
            class=class
            class:open=open
            aria-label=label
            role=live(move || if open.get() { "dialog" } else { "region" })
            aria-modal=live(move || open.get().then_some("true"))
        >
            <div class="sheet-close">
                <span aria-hidden="true">{label}</span>
                <button
                    node_ref=close
                    class="button"
                    type="button"
                    on:click=move |_| sheets.open.set(None)
                >
                    "Done"
                </button>
            </div>
            {body}
        </section>
    }
    .into_any()
}

/// What lies between a sheet and the page; a tap on it closes the sheet.
pub fn shade(sheets: Sheets) -> AnyView {
    let button = move || {
        view! {
            <button
                class="sheet-shade"
                type="button"
                tabindex="-1"
                aria-label="Close"
                on:click=move |_| sheets.open.set(None)
            ></button>
        }
        .into_any()
    };
    only_if(move || sheets.any(), button)
}

/// The bar at the bottom of a phone.
pub fn bottom_bar(stage: Stage, sheets: Sheets) -> AnyView {
    let play = transport::play_words(stage);
    let opens = move |sheet: Sheet, label: &'static str| {
        view! {
            <button
                class="button"
                type="button"
                aria-haspopup="dialog"
                aria-expanded=live(move || sheets.is_open(sheet).to_string())
                on:click=move |_| sheets.open.set(Some(sheet))
            >
                {label}
            </button>
        }
    };
    view! {
        <nav class="bottom-bar" aria-label="Panels" inert=live(move || sheets.any())>
            <button class="button main" type="button" on:click=move |_| transport::toggle(stage)>
                {part(move || transport::play_icon(play.get().1))}
                {live(move || play.get().0)}
            </button>
            {opens(Sheet::Settings, "Settings")}
            {opens(Sheet::Results, "Results")}
        </nav>
    }
    .into_any()
}
