//! How wide the panels beside the picture are, and whether they are folded: drawn by mouse, finger or arrow keys, and
//! remembered by the browser.

use leptos::prelude::*;
use leptos::{ev, html};

use super::icon::{self, Icon};
use super::sheets::{Sheet, use_sheets};
use super::stage::{Stage, use_stage};

/// Where the browser keeps both, such as `280 folded`: settings first, a `-` for a width that nobody has drawn.
const STORED_AS: &str = "driftscope-panels";
/// How wide a panel may be drawn, in CSS pixels. Style holds it below a share of the page as well.
const NARROWEST: i32 = 200;
const WIDEST: i32 = 640;
/// What an arrow key draws.
const STEP: i32 = 16;

/// A panel beside the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Panel {
    /// How wide it was drawn, in CSS pixels; none if it was not.
    width: Option<i32>,
    is_folded: bool,
}

impl Panel {
    fn read(text: &str) -> Self {
        let (width, folded) = text.split_once(' ').unwrap_or((text, ""));
        let width = width.parse().ok().map(held);
        Self {
            width,
            is_folded: folded == "folded",
        }
    }

    fn write(self) -> String {
        let width = self
            .width
            .map_or_else(|| "-".to_owned(), |width| width.to_string());
        let folded = if self.is_folded { " folded" } else { "" };
        width + folded
    }
}

/// A width that a panel may have.
fn held(width: i32) -> i32 {
    width.clamp(NARROWEST, WIDEST)
}

/// The panels of the page. Components have them by [`Sheets`](super::sheets::Sheets).
#[derive(Clone, Copy)]
pub struct Sides {
    settings: RwSignal<Panel>,
    results: RwSignal<Panel>,
    /// Whether it has been said that this browser does not remember.
    is_told: StoredValue<bool>,
}

impl Sides {
    /// As they were left in this browser.
    pub fn remembered() -> Self {
        let store = window().local_storage().ok().flatten();
        let stored = store.and_then(|store| store.get_item(STORED_AS).ok().flatten());
        let stored = stored.unwrap_or_default();
        let (settings, results) = stored.split_once(',').unwrap_or_default();
        Self {
            settings: RwSignal::new(Panel::read(settings)),
            results: RwSignal::new(Panel::read(results)),
            is_told: StoredValue::new(false),
        }
    }

    fn panel(self, sheet: Sheet) -> RwSignal<Panel> {
        match sheet {
            Sheet::Settings => self.settings,
            Sheet::Results => self.results,
        }
    }

    /// Whether a panel is folded. Reactive.
    pub fn is_folded(self, sheet: Sheet) -> bool {
        self.panel(sheet).get().is_folded
    }

    /// Shows a panel that was folded.
    pub fn unfold(self, sheet: Sheet) {
        let panel = self.panel(sheet);
        if panel.with_untracked(|panel| panel.is_folded) {
            panel.update(|panel| panel.is_folded = false);
            let _ = self.store();
        }
    }

    /// The widths that were drawn, for the style of the page. Reactive.
    pub fn style(self) -> String {
        let one = |name: &str, panel: Panel| {
            let width = panel.width.filter(|_| !panel.is_folded);
            width.map_or_else(String::new, |width| format!("--{name}-drawn:{width}px;"))
        };
        one("settings", self.settings.get()) + &one("results", self.results.get())
    }

    /// Has the browser keep them; false if it refuses.
    fn store(self) -> bool {
        let panels = [self.settings, self.results].map(|panel| panel.get_untracked().write());
        let store = window().local_storage().ok().flatten();
        store.is_some_and(|store| store.set_item(STORED_AS, &panels.join(",")).is_ok())
    }

    /// Has the browser keep them, or says once that it does not.
    fn keep(self, stage: Stage) {
        if !self.store() && !self.is_told.get_value() {
            self.is_told.set_value(true);
            stage.tell(
                "This browser lets the page keep nothing: after a reload the panels are as they were at first."
                    .to_owned(),
            );
        }
    }
}

/// What stands between a panel and the picture: a handle that draws the panel wider, and a button that folds it.
#[component]
pub fn Side(
    /// Which panel.
    sheet: Sheet,
) -> impl IntoView {
    let stage = use_stage();
    let sides = use_sheets().sides;
    let panel = sides.panel(sheet);
    let is_folded = move || sides.is_folded(sheet);
    let class = match sheet {
        Sheet::Settings => "side of-settings",
        Sheet::Results => "side of-results",
    };
    let name = sheet.label();
    let words = move || {
        let verb = if is_folded() { "Show" } else { "Fold" };
        format!("{verb} {}", name.to_lowercase())
    };
    let fold = move |_| {
        panel.update(|panel| panel.is_folded = !panel.is_folded);
        sides.keep(stage);
    };
    view! {
        <div
            class=class
            class:is-folded=is_folded
            role="region"
            aria-label=format!("Width of {}", name.to_lowercase())
        >
            <Show when=move || !is_folded()>
                <Handle sheet/>
            </Show>
            <button
                type="button"
                class="fold"
                title=words
                aria-label=words
                aria-expanded=move || if is_folded() { "false" } else { "true" }
                on:click=fold
            >
                <Icon markup=icon::FOLD/>
                <span aria-hidden="true">{name}</span>
            </button>
        </div>
    }
}

/// The handle between a panel and the picture.
#[component]
fn Handle(
    /// Which panel.
    sheet: Sheet,
) -> impl IntoView {
    let stage = use_stage();
    let sides = use_sheets().sides;
    let panel = sides.panel(sheet);
    let node = NodeRef::<html::Div>::new();
    // What makes the panel wider: to the right at the left of the picture, and the other way round.
    let outwards = if sheet == Sheet::Settings { 1 } else { -1 };
    // Where it was taken hold of, and how wide the panel was then.
    let grip = RwSignal::new(None::<(i32, i32)>);
    // As it is on the page, which may have less room than was drawn.
    let drawn = move || panel.with_untracked(|panel| panel.width);
    let width_now = move || {
        let panel = node.get_untracked().and_then(|node| panel_beside(&node));
        let shown = panel.map_or(NARROWEST, |panel| panel.offset_width());
        drawn().map_or(shown, |drawn| shown.min(drawn))
    };
    let draw = move |width| panel.update(|panel| panel.width = Some(held(width)));
    let take = move |event: ev::PointerEvent| {
        if let Some(node) = node.get_untracked() {
            // Refused only for a pointer that is gone.
            let _ = node.set_pointer_capture(event.pointer_id());
            let _ = node.focus();
        }
        event.prevent_default();
        grip.set(Some((event.client_x(), width_now())));
    };
    let pull = move |event: ev::PointerEvent| {
        if let Some((from, width)) = grip.get_untracked() {
            draw(width + outwards * (event.client_x() - from));
        }
    };
    let let_go = move |_| {
        if grip.get_untracked().is_some() {
            grip.set(None);
            sides.keep(stage);
        }
    };
    let press = move |event: ev::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowRight" => draw(width_now() + outwards * STEP),
            "ArrowLeft" => draw(width_now() - outwards * STEP),
            "Home" => draw(NARROWEST),
            "End" => draw(WIDEST),
            "Enter" => panel.update(|panel| panel.is_folded = true),
            _ => return,
        }
        event.prevent_default();
        sides.keep(stage);
    };
    let forget = move |_| {
        panel.update(|panel| panel.width = None);
        sides.keep(stage);
    };
    // How wide it is where nobody has drawn it follows from the page, which is there once this has been put into it.
    let value = RwSignal::new(NARROWEST);
    Effect::new(move |_| {
        let drawn = panel.get().width;
        value.set(drawn.unwrap_or_else(width_now));
    });
    view! {
        <div
            class="handle"
            class:held=move || grip.get().is_some()
            role="separator"
            tabindex="0"
            aria-orientation="vertical"
            aria-label="Width"
            aria-valuemin=NARROWEST.to_string()
            aria-valuemax=WIDEST.to_string()
            aria-valuenow=move || value.get().to_string()
            title="Draw to make it wider; twice for its usual width"
            node_ref=node
            on:pointerdown=take
            on:pointermove=pull
            on:pointerup=let_go
            on:pointercancel=let_go
            on:lostpointercapture=let_go
            on:keydown=press
            on:dblclick=forget
        ></div>
    }
}

/// The panel before a handle.
fn panel_beside(handle: &web_sys::HtmlElement) -> Option<web_sys::HtmlElement> {
    use wasm_bindgen::JsCast;
    let panel = handle.parent_element()?.previous_element_sibling()?;
    panel.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{NARROWEST, Panel, STORED_AS, Side, WIDEST};
    use crate::ui::sheets::{Sheet, Sheets, SidePanel, use_sheets};
    use crate::ui::trial::{Trial, show};

    const HANDLE: &str = "[role=separator]";

    fn page() -> Trial {
        show("v=1&pattern=saga", || {
            provide_context(Sheets::of(Signal::stored(false)));
            let sides = use_sheets().sides;
            view! {
                <div style=move || sides.style()>
                    <SidePanel sheet=Sheet::Settings><p>"Held"</p></SidePanel>
                    <Side sheet=Sheet::Settings/>
                </div>
            }
        })
    }

    fn stored() -> Option<String> {
        let store = window().local_storage().ok().flatten().expect("it has one");
        store.get_item(STORED_AS).ok().flatten()
    }

    fn forget() {
        let store = window().local_storage().ok().flatten().expect("it has one");
        store.remove_item(STORED_AS).expect("it lets go");
    }

    fn value(page: &Trial) -> i32 {
        let value = page.attribute(HANDLE, "aria-valuenow");
        value.and_then(|value| value.parse().ok()).expect("a width")
    }

    #[test]
    async fn keys_draw_and_fold_a_panel_and_the_browser_keeps_it() {
        forget();
        let before = page();
        tick().await;
        before.press(HANDLE, "Home").await;
        before.press(HANDLE, "ArrowLeft").await;
        assert_eq!(value(&before), NARROWEST, "no narrower than that");
        assert!(
            before
                .attribute("div", "style")
                .is_some_and(|style| style.contains("--settings-drawn"))
        );
        before.press(HANDLE, "End").await;
        assert_eq!(
            (value(&before), stored()),
            (WIDEST, Some(format!("{WIDEST},-")))
        );
        before.press(HANDLE, "Enter").await;
        assert_eq!(before.count(HANDLE), 0);
        assert_eq!(
            before.attribute(".fold", "aria-expanded").as_deref(),
            Some("false")
        );
        drop(before);
        let after = page();
        tick().await;
        assert_eq!(after.count(".is-folded"), 1, "as it was left");
        assert_eq!(after.count("p"), 0, "what nobody sees is not made");
        after.click(".fold").await;
        tick().await;
        assert_eq!((after.count("p"), value(&after)), (1, WIDEST));
        after.fire(HANDLE, "dblclick").await;
        assert_eq!(stored().as_deref(), Some("-,-"));
        forget();
    }

    #[test]
    async fn what_is_asked_for_is_shown() {
        forget();
        let held = StoredValue::new_local(None::<Sheets>);
        let page = show("v=1&pattern=saga", move || {
            let sheets = Sheets::of(Signal::stored(false));
            held.set_value(Some(sheets));
            provide_context(sheets);
            view! { <Side sheet=Sheet::Settings/> }
        });
        tick().await;
        page.click(".fold").await;
        assert_eq!(page.count(".is-folded"), 1);
        held.get_value()
            .expect("they are there")
            .open(Sheet::Settings);
        tick().await;
        assert_eq!(page.count(".is-folded"), 0);
        forget();
    }

    #[test]
    fn what_is_stored_is_read_whatever_it_is() {
        for panel in [
            Panel::default(),
            Panel {
                width: Some(300),
                is_folded: true,
            },
            Panel {
                width: None,
                is_folded: true,
            },
        ] {
            assert_eq!(Panel::read(&panel.write()), panel);
        }
        assert_eq!(Panel::read("wide"), Panel::default());
        assert_eq!(Panel::read("9").width, Some(NARROWEST));
    }
}
