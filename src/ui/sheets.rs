//! On a phone settings and results are sheets over the picture; elsewhere they stand beside it.

use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::dialog::is_dialog_open;
use super::hear::hear;
use super::media::use_media;
use super::sides::Sides;

const NARROW: &str = "(max-width: 53.75em)";
/// Where what is chosen is seen.
const PICTURE: &str = ".board > canvas";

/// One of the sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// The settings.
    Settings,
    /// Measures and log.
    Results,
}

impl Sheet {
    /// What it is called.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Settings => "Settings",
            Self::Results => "Results",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Results => "results",
        }
    }
}

/// Which sheet is open, and whether there are sheets at all.
#[derive(Clone, Copy)]
pub struct Sheets {
    asked_for: RwSignal<Option<Sheet>>,
    /// Whether there are sheets.
    narrow: Signal<bool>,
    /// What is open where there are sheets.
    open: Memo<Option<Sheet>>,
    /// What takes the focus when the open one is closed, if that is not what had it before.
    leads_to: StoredValue<Option<&'static str>>,
    /// What there is of them beside the picture where there are none.
    pub sides: Sides,
}

/// The sheets of the page that the component is a part of.
pub fn use_sheets() -> Sheets {
    expect_context()
}

impl Sheets {
    /// Follows the width of the window.
    pub fn new() -> Self {
        Self::of(use_media(NARROW))
    }

    /// Sheets where it is narrow, panels elsewhere.
    pub(super) fn of(narrow: Signal<bool>) -> Self {
        let asked_for = RwSignal::new(None);
        let sheets = Self {
            asked_for,
            narrow,
            leads_to: StoredValue::new(None),
            open: Memo::new(move |_| asked_for.get().filter(|_| narrow.get())),
            sides: Sides::remembered(),
        };
        hear(ev::keydown, move |event| {
            let is_asked = event.key() == "Escape" && !event.default_prevented();
            // A dialog over the sheet closes alone, and so does the sheet over what is selected.
            if is_asked && !is_dialog_open() && sheets.open.get_untracked().is_some() {
                event.prevent_default();
                sheets.close();
            }
        });
        sheets
    }

    /// Whether a sheet covers the page. Reactive.
    pub fn any(self) -> bool {
        self.open.get().is_some()
    }

    /// Whether this sheet covers the page. Reactive.
    pub fn is_open(self, sheet: Sheet) -> bool {
        self.open.get() == Some(sheet)
    }

    /// Whether what a panel holds can be seen. Reactive.
    fn is_seen(self, sheet: Sheet) -> bool {
        if self.narrow.get() {
            return self.is_open(sheet);
        }
        !self.sides.is_folded(sheet)
    }

    /// Opens a sheet where there are sheets, and else shows the panel if it is folded.
    pub fn open(self, sheet: Sheet) {
        if self.narrow.get_untracked() {
            self.asked_for.set(Some(sheet));
        } else {
            self.sides.unfold(sheet);
        }
    }

    /// Closes what is open.
    pub fn close(self) {
        self.leads_to.set_value(None);
        self.asked_for.set(None);
    }

    /// Closes what is open, since what was chosen in it is seen on the picture: that has the focus then.
    pub fn close_for_picture(self) {
        if self.open.get_untracked().is_some() {
            self.leads_to.set_value(Some(PICTURE));
        }
        self.asked_for.set(None);
    }
}

/// A panel beside the picture; on a phone a sheet over it, which takes the focus and gives it back. What it holds is made
/// when it is first seen: a phone that opens the page has enough to do.
#[component]
pub fn SidePanel(
    /// Which one it is.
    sheet: Sheet,
    /// What it holds.
    children: ChildrenFn,
) -> impl IntoView {
    let sheets = use_sheets();
    let was_seen = Memo::new(move |before| before == Some(&true) || sheets.is_seen(sheet));
    let open = Memo::new(move |_| sheets.is_open(sheet));
    let done = NodeRef::<html::Button>::new();
    // Where the focus was before, to give it back.
    let opener = StoredValue::new_local(None::<HtmlElement>);
    // After the class, since what is not shown takes no focus.
    Effect::new(move |_| {
        if open.get() {
            opener.set_value(document().active_element().and_then(|e| e.dyn_into().ok()));
            if let Some(done) = done.get_untracked() {
                let _ = done.focus();
            }
        } else if let Some(before) = opener.try_update_value(Option::take).flatten() {
            let picture = sheets.leads_to.try_update_value(Option::take).flatten();
            let picture = picture.and_then(|place| document().query_selector(place).ok()?);
            let next = picture.and_then(|picture| picture.dyn_into().ok());
            let next: HtmlElement = next.unwrap_or(before);
            // A frame later, since the page is still inert at this point.
            request_animation_frame(move || {
                let _ = next.focus();
            });
        }
    });
    view! {
        <section
            class=sheet.class()
            class:open=open
            aria-label=sheet.label()
            role=move || if open.get() { "dialog" } else { "region" }
            aria-modal=move || open.get().then_some("true")
        >
            <div class="sheet-close">
                <span aria-hidden="true">{sheet.label()}</span>
                <button type="button" class="button" node_ref=done on:click=move |_| sheets.close()>
                    "Done"
                </button>
            </div>
            <Show when=move || was_seen.get()>{children()}</Show>
        </section>
    }
}

/// What lies between a sheet and the page; a tap on it closes the sheet.
#[component]
pub fn Shade() -> impl IntoView {
    let sheets = use_sheets();
    view! {
        <button
            type="button"
            class="sheet-shade"
            tabindex="-1"
            aria-label="Close"
            hidden=move || !sheets.any()
            on:click=move |_| sheets.close()
        ></button>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Shade, Sheet, Sheets, SidePanel, use_sheets};
    use crate::ui::bottom_bar::BottomBar;
    use crate::ui::trial::{Trial, next_frame, show};

    const OPENER: &str = ".bottom-bar button:nth-of-type(3)";

    fn page(narrow: RwSignal<bool>) -> Trial {
        show("v=1&pattern=saga", move || {
            provide_context(Sheets::of(narrow.into()));
            let sheets = use_sheets();
            view! {
                <SidePanel sheet=Sheet::Results>
                    <p class="held">"Held"</p>
                </SidePanel>
                <Shade/>
                <BottomBar/>
                <div class="board"><canvas tabindex="0"></canvas></div>
                <button class="choose" on:click=move |_| sheets.close_for_picture()></button>
            }
        })
    }

    #[test]
    async fn a_sheet_takes_the_focus_and_gives_it_back() {
        let page = page(RwSignal::new(true));
        let role = || page.attribute("section", "role").unwrap_or_default();
        assert_eq!((role().as_str(), page.count(".held")), ("region", 0));
        page.find(OPENER).focus().expect("it is shown");
        page.click(OPENER).await;
        assert_eq!(role(), "dialog");
        assert!(page.has_focus(".sheet-close button"));
        assert_eq!(page.count(".bottom-bar[inert]"), 1, "it is covered");
        assert_eq!(page.count(".held"), 1);
        page.press(".held", "Escape").await;
        assert_eq!(role(), "region");
        assert_eq!(page.count(".bottom-bar[inert]"), 0);
        next_frame().await;
        assert!(page.has_focus(OPENER));
        assert_eq!(page.count(".held"), 1, "it stays as it was left");
        for way_out in [".sheet-close button", ".sheet-shade"] {
            page.click(OPENER).await;
            assert_eq!(role(), "dialog");
            page.click(way_out).await;
            assert_eq!(role(), "region", "{way_out} closes it");
        }
    }

    #[test]
    async fn what_is_chosen_in_it_leads_to_the_picture() {
        let page = page(RwSignal::new(true));
        page.find(OPENER).focus().expect("it is shown");
        page.click(OPENER).await;
        page.click(".choose").await;
        next_frame().await;
        assert!(page.has_focus("canvas"));
        // Once, and not where nothing was open.
        page.click(".choose").await;
        page.find(OPENER).focus().expect("it is shown");
        page.click(OPENER).await;
        page.press(".held", "Escape").await;
        next_frame().await;
        assert!(page.has_focus(OPENER));
    }

    #[test]
    async fn a_panel_that_stands_beside_the_picture_leaves_the_focus_alone() {
        let narrow = RwSignal::new(false);
        let page = page(narrow);
        page.find(OPENER).focus().expect("it is shown");
        page.click(OPENER).await;
        assert_eq!(page.count("[role=dialog], .open, [inert]"), 0);
        assert_eq!(page.count(".sheet-shade[hidden]"), 1);
        assert!(page.has_focus(OPENER));
        narrow.set(true);
        tick().await;
        assert_eq!(page.count("[role=dialog]"), 0, "nobody has asked for it");
        assert_eq!(page.count(".held"), 1);
    }
}
