//! The link of what is on the page, onto the clipboard or into a field to copy from.

use gloo_timers::callback::Timeout;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::address;
use super::clock::now_ms;
use super::dialog::Dialog;
use super::page_state::PageStateStoreFields;
use super::stage::{Stage, use_stage};
use crate::session::Session;

/// How long it is said that the link was copied, in milliseconds.
const SAID_FOR: u32 = 4_000;

/// What became of copying a link.
#[derive(Clone, Copy, PartialEq)]
enum Copying {
    /// The browser has not said yet.
    Asked,
    /// It is on the clipboard.
    Done,
    /// There is no clipboard here, or the browser does not let the page at it, as in a frame.
    Refused,
}

impl Copying {
    /// What is said of it.
    const fn words(self) -> &'static str {
        match self {
            Self::Asked => "",
            Self::Done => "Copied to the clipboard.",
            Self::Refused => "Not copied. Press Ctrl+C, or ⌘C, to copy what is selected.",
        }
    }
}

/// Puts texts onto the clipboard, and knows what became of the last one.
#[derive(Clone, Copy)]
pub struct Copier {
    copying: RwSignal<Copying>,
    /// Until that is not said any more: a second copy is to be seen to be one.
    said: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Copier {
    /// One that has copied nothing yet.
    pub fn new() -> Self {
        Self {
            copying: RwSignal::new(Copying::Asked),
            said: StoredValue::new_local(None),
        }
    }

    /// Whether a person has to copy by hand. Reactive.
    pub fn is_refused(self) -> bool {
        self.copying.get() == Copying::Refused
    }

    /// Puts a text onto the clipboard; a browser may not have one, or may not allow it.
    pub fn copy(self, text: &str) {
        self.said.set_value(None);
        self.copying.set(Copying::Asked);
        let clipboard = window().navigator().clipboard();
        if clipboard.is_undefined() {
            self.copying.set(Copying::Refused);
            return;
        }
        // Asked for before anything is waited for: browsers allow it to the click itself.
        let written = clipboard.write_text(text);
        spawn_local(async move {
            let is_written = written.await.is_ok();
            // By then the part of the page may be gone.
            if !is_written {
                self.copying.try_set(Copying::Refused);
            } else if self.copying.try_set(Copying::Done).is_none() {
                let forget = move || self.copying.set(Copying::Asked);
                self.said.set_value(Some(Timeout::new(SAID_FOR, forget)));
            }
        });
    }
}

/// The button that opens the dialog, and the dialog.
#[component]
pub fn Share() -> impl IntoView {
    let stage = use_stage();
    let open = RwSignal::new(false);
    let copier = Copier::new();
    let share = move |_| {
        // The address bar follows a moment later, and is to say what is copied.
        stage.write_address(now_ms());
        open.set(true);
        copier.copy(&link(stage));
    };
    view! {
        <button type="button" class="button main" on:click=share>
            "Share"
        </button>
        <Dialog title="Share this run" open=open>
            <LinkToCopy copier/>
        </Dialog>
    }
}

/// The link as it is when the dialog opens.
#[component]
fn LinkToCopy(
    /// What copies it.
    copier: Copier,
) -> impl IntoView {
    let stage = use_stage();
    let [here, start] = links(stage);
    let (link, set_link) = signal(link(stage));
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if copier.is_refused()
            && let Some(field) = field.get()
        {
            // Wherever the focus was: the words speak of what is selected.
            let _ = field.focus();
            field.select();
        }
    });
    let select = move |_| {
        if let Some(field) = field.get_untracked() {
            field.select();
        }
    };
    let option = move |to: String, words: &'static str| {
        let is_chosen = {
            let to = to.clone();
            move || link.with(|link| *link == to)
        };
        let choose = move |_| {
            set_link.set(to.clone());
            copier.copy(&to);
        };
        view! {
            <label>
                <input type="radio" name="opens" prop:checked=is_chosen on:change=choose/>
                {words}
            </label>
        }
    };
    view! {
        <p>{about(stage)}</p>
        <fieldset class="opens" hidden=stage.look(Session::now) == 0>
            <legend class="unseen">"Where it opens"</legend>
            {option(here, "From this instant, paused there, with what is selected")}
            {option(start, "From the start: it plays")}
        </fieldset>
        <input
            type="text"
            class="text-field"
            readonly=true
            autofocus=true
            value=link.get_untracked()
            prop:value=link
            aria-label="Link to this run"
            node_ref=field
            on:focus=select
        />
        <div class="acts">
            <CopyingSaid copier/>
            <button type="button" class="button main" on:click=move |_| copier.copy(&link.get_untracked())>
                "Copy link"
            </button>
        </div>
    }
}

/// What is said of copying.
#[component]
pub fn CopyingSaid(
    /// What copies.
    copier: Copier,
) -> impl IntoView {
    view! {
        <span class="said-so" class:refused=move || copier.is_refused() role="status">
            {move || copier.copying.get().words()}
        </span>
    }
}

fn about(stage: Stage) -> &'static str {
    if stage.state.kept().with_untracked(Option::is_none) {
        "Whoever opens this link sees the same run, event for event."
    } else if stage.look(|session| session.differs().is_some()) {
        "The link that you opened showed its sender another run. This one is of the run that you see: \
         whoever opens it sees the same, event for event."
    } else {
        "The link that you opened could not be read whole. This is the repaired one, of the run that you \
         see: whoever opens it sees the same, event for event."
    }
}

/// The link that is offered first: to where the run stands, or from its start while it plays.
fn link(stage: Stage) -> String {
    address::whole(&stage.link())
}

/// The links to the instant shown and from the start.
fn links(stage: Stage) -> [String; 2] {
    [stage.link_to_now(), stage.link_from_the_start()].map(|link| address::whole(&link))
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen::JsCast;
    use wasm_bindgen_test::wasm_bindgen_test as test;
    use web_sys::HtmlInputElement;

    use super::Share;
    use crate::facts::time::SECOND;
    use crate::scenario::write_time;
    use crate::session::Session;
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::trial::{Trial, show};

    const SAID: &str = "[role=status]";

    /// A browser whose clipboard is what an expression makes, until it is dropped.
    struct Clipboard;

    impl Clipboard {
        fn of(expression: &str) -> Self {
            let define = format!(
                "Object.defineProperty(navigator, 'clipboard', {{ value: {expression}, configurable: true }})"
            );
            js_sys::eval(&define).expect("it can be defined");
            Self
        }
    }

    impl Drop for Clipboard {
        fn drop(&mut self) {
            let _ = js_sys::eval("delete navigator.clipboard");
        }
    }

    fn page() -> Trial {
        show("v=1&pattern=saga&seed=7", || view! { <Share/> })
    }

    /// Until the browser has said what became of the text, and the page after it.
    async fn settle() {
        for _ in 0..10 {
            tick().await;
        }
    }

    #[test]
    async fn what_was_refused_is_never_said_to_be_copied() {
        let refusing = "{ writeText: () => Promise.reject(new Error('no')) }";
        for clipboard in [refusing, "undefined"] {
            let _clipboard = Clipboard::of(clipboard);
            let page = page();
            page.click("button").await;
            settle().await;
            assert!(page.text(SAID).starts_with("Not copied."), "{clipboard}");
            let field: HtmlInputElement = page.find(".text-field").unchecked_into();
            assert!(field.value().contains("pattern=saga"), "{}", field.value());
            // And again, while the focus is elsewhere.
            page.find(".acts button").focus().expect("it is shown");
            page.click(".acts button").await;
            settle().await;
            assert!(page.text(SAID).starts_with("Not copied."), "{clipboard}");
            assert!(page.has_focus(".text-field"));
            let selected = (field.selection_start(), field.selection_end());
            let length = field.value().len() as u32;
            assert_eq!(selected, (Ok(Some(0)), Ok(Some(length))), "{clipboard}");
        }
    }

    #[test]
    async fn it_is_said_that_the_link_of_the_run_was_copied() {
        let _clipboard = Clipboard::of("{ writeText: async text => { window.copied = text } }");
        let page = page();
        page.click("button").await;
        settle().await;
        assert_eq!(page.text(SAID), "Copied to the clipboard.");
        let copied = js_sys::eval("window.copied").expect("it is there");
        let field: HtmlInputElement = page.find(".text-field").unchecked_into();
        assert_eq!(copied.as_string(), Some(field.value()));
        assert!(field.value().ends_with("&seed=7"), "{}", field.value());
        assert_eq!(page.attribute(".opens", "hidden").as_deref(), Some(""));
    }

    #[test]
    async fn while_it_plays_the_link_may_be_to_this_instant_or_from_the_start() {
        let _clipboard = Clipboard::of("{ writeText: async text => { window.copied = text } }");
        let copied = || {
            let copied = js_sys::eval("window.copied").expect("it is there");
            copied.as_string().unwrap_or_default()
        };
        let page = page();
        page.reach(SECOND).await;
        page.stage.act(Session::play);
        page.stage.pass(16.0, &mut || true);
        page.stage.state.tab().set(3);
        page.click("button").await;
        settle().await;
        assert_eq!(page.attribute(".opens", "hidden"), None);
        assert!(copied().ends_with("&seed=7&select=tab-log"), "{}", copied());
        let field: HtmlInputElement = page.find(".text-field").unchecked_into();
        assert_eq!(field.value(), copied());
        // What goes on behind the dialog does not change what was chosen.
        let now = page.stage.look(Session::now);
        page.stage.pass(16.0, &mut || true);
        page.find(".opens label:nth-of-type(1) input").click();
        settle().await;
        let at = format!("&seed=7&select=tab-log&t={}&check=", write_time(now));
        assert!(copied().contains(&at), "{} {at}", copied());
        assert_eq!(field.value(), copied());
        page.find(".opens label:nth-of-type(2) input").click();
        settle().await;
        assert!(copied().ends_with("&seed=7&select=tab-log"), "{}", copied());
    }
}
