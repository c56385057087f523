//! On a phone settings and results are sheets over the picture; elsewhere they stand beside it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::dom::{El, button, el, flag, follow, key_of, on_media, on_window, words};
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
    settings: RwSignal<bool>,
    results: RwSignal<bool>,
    narrow: RwSignal<bool>,
}

impl Sheets {
    /// Follows the width of the window.
    pub fn new() -> Self {
        let narrow = RwSignal::new(false);
        narrow.set(on_media(NARROW, move |is_narrow| narrow.set(is_narrow)));
        let sheets = Self {
            settings: RwSignal::new(false),
            results: RwSignal::new(false),
            narrow,
        };
        on_window("keydown", move |event| {
            // A dialog over the sheet closes alone.
            let dialog = document().query_selector("dialog[open]");
            if key_of(&event) == "Escape" && !matches!(dialog, Ok(Some(_))) {
                sheets.close();
            }
        });
        sheets
    }

    /// Whether a sheet covers the page. Reactive.
    pub fn any(self) -> bool {
        self.narrow.get() && (self.settings.get() || self.results.get())
    }

    /// Whether this sheet covers the page. Reactive.
    pub fn is_open(self, sheet: Sheet) -> bool {
        let open = match sheet {
            Sheet::Settings => self.settings,
            Sheet::Results => self.results,
        };
        self.narrow.get() && open.get()
    }

    /// Opens a sheet, where there are sheets.
    pub fn open(self, sheet: Sheet) {
        self.settings.set(sheet == Sheet::Settings);
        self.results.set(sheet == Sheet::Results);
    }

    /// Closes what is open.
    pub fn close(self) {
        for open in [self.settings, self.results] {
            if open.get_untracked() {
                open.set(false);
            }
        }
    }
}

/// A panel of the page that is a sheet on a phone.
pub fn panel(sheets: Sheets, sheet: Sheet, class: &str, label: &str, content: Vec<El>) -> El {
    let open = flag(move || sheets.is_open(sheet));
    let done = button("button", move || sheets.close()).text("Done");
    let focus: HtmlElement = done.html().clone();
    // Where the focus was before, to give it back.
    let opener = StoredValue::new_local(None::<HtmlElement>);
    let section = el("section", class)
        .named(label)
        .live_class("open", move || open.get())
        .live_attr("role", move || {
            Some(if open.get() { "dialog" } else { "region" }.to_owned())
        })
        .live_attr("aria-modal", move || open.get().then(|| "true".to_owned()))
        .add(
            el("div", "sheet-close")
                .add(el("span", "").attr("aria-hidden", "true").text(label))
                .add(done),
        )
        .all(content);
    // After the class, since what is not shown takes no focus.
    follow(Box::new(move || {
        if open.get() {
            opener.set_value(document().active_element().and_then(|e| e.dyn_into().ok()));
            let _ = focus.focus();
        } else if let Some(before) = opener.get_value() {
            opener.set_value(None);
            // A frame later, since the page is still inert at this point.
            request_animation_frame(move || {
                let _ = before.focus();
            });
        }
    }));
    section
}

/// What lies between a sheet and the page; a tap on it closes the sheet.
pub fn shade(sheets: Sheets) -> El {
    let any = flag(move || sheets.any());
    button("sheet-shade", move || sheets.close())
        .attr("tabindex", "-1")
        .named("Close")
        .live_flag("hidden", move || !any.get())
}

/// The bar at the bottom of a phone.
pub fn bottom_bar(stage: Stage, sheets: Sheets) -> El {
    let play = words(move || transport::play_words(stage));
    let any = flag(move || sheets.any());
    let opens = move |sheet: Sheet, label: &str| {
        button("button", move || sheets.open(sheet))
            .attr("aria-haspopup", "dialog")
            .live_state("aria-expanded", move || sheets.is_open(sheet))
            .text(label)
    };
    let toggle = button("button main", move || transport::toggle(stage)).live(move || {
        let words = play.get();
        vec![
            el("span", "part").markup(transport::play_icon(&words)),
            el("span", "").text(&words),
        ]
    });
    el("nav", "bottom-bar")
        .named("Panels")
        .live_flag("inert", move || any.get())
        .add(toggle)
        .add(opens(Sheet::Settings, "Settings"))
        .add(opens(Sheet::Results, "Results"))
}
