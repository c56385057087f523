//! What users see: a small screen for each of the first of them, with the truth below each line. The first
//! one is that of the person at the page, who can write and read as the others do.

use leptos::prelude::*;
use web_sys::{Event, HtmlInputElement};

use super::page_state::{PageStateStoreFields, ReadoutStoreFields};
use super::rows::row;
use super::stage::{Stage, use_stage};
use crate::faces;
use crate::facts::ids::KeyIndex;
use crate::scenario::{Deed, Key, Story};
use crate::show::screens::{self, Line};

/// The key that the person at the page writes and reads. Reactive.
fn key(stage: Stage) -> KeyIndex {
    let chosen = stage.state.your_key().get();
    stage.watch(|session| screens::your_key(session, chosen.checked_sub(1)))
}

/// The person at the page writes or reads.
pub fn act(stage: Stage, what: fn(KeyIndex) -> Deed) {
    if stage.look(screens::closed).is_none() {
        stage.perform(what(untrack(|| key(stage))));
    }
}

/// The names that things have. Reactive.
fn story(stage: Stage) -> &'static Story {
    let scenario = stage.state.scenario();
    scenario.with(|scenario| Story::of(&scenario.settings))
}

/// The panel's content.
#[component]
pub fn Users() -> impl IntoView {
    let stage = use_stage();
    let phones = Memo::new(move |_| stage.watch(faces::phones));
    let you = Memo::new(move |_| phones.with(|all| all.first().cloned().unwrap_or_default()));
    let others = move || phones.with(|all| all.get(1..).unwrap_or_default().to_vec());
    let nobody = Memo::new(move |_| {
        let is_alone = phones.with(|all| all.len() < 2);
        let scenario = stage.state.scenario();
        is_alone.then(|| scenario.with(|scenario| faces::nobody(&scenario.settings)))
    });
    // One that is there already stays where it is, whatever is on it.
    let now = move |who: String| {
        let found = move |all: &Vec<screens::Phone>| all.iter().find(|one| one.who == who).cloned();
        move || phones.with(&found)
    };
    view! {
        <h2 class="unseen">"Users"</h2>
        // First, where they stay: the screen grows by what is done, and would push them from under a pointer
        // that presses again.
        <YourActs/>
        <div class="part">
            <Phone phone=you/>
        </div>
        // Told apart from the screen, of which more changes than what is done.
        <p class="unseen" role="status">{move || you.with(screens::told)}</p>
        <h3 class="head">"Other users"</h3>
        <p class="nothing" hidden=move || nobody.with(Option::is_none)>{nobody}</p>
        <div class="phones">
            <For each=others key=|phone| phone.who.clone() let:phone>
                <Phone phone=row(phone.clone(), now(phone.who))/>
            </For>
        </div>
    }
}

/// What the person at the page can do, and to which key.
#[component]
fn YourActs() -> impl IntoView {
    let stage = use_stage();
    let readout = stage.state.readout();
    let key = Memo::new(move |_| u64::from(key(stage)) + 1);
    let scenario = stage.state.scenario();
    let keys = move || scenario.with(|scenario| scenario.settings.count(Key::KEYS));
    let closed = Memo::new(move |_| {
        readout.draining().track();
        readout.state().track();
        stage.look(screens::closed)
    });
    let choose = move |event: Event| {
        let typed: u64 = event_target_value(&event).parse().unwrap_or(1);
        let chosen = typed.clamp(1, untrack(keys));
        stage.state.your_key().set(chosen as u32);
        // The field holds what was typed even where the key stays the same.
        event_target::<HtmlInputElement>(&event).set_value(&chosen.to_string());
    };
    let note = move || {
        closed.get().map_or_else(
            || {
                let write = story(stage).write;
                format!("A write is {write}. What you do stands in the link.")
            },
            str::to_owned,
        )
    };
    view! {
        <div class="yours">
            <label>
                {move || story(stage).key}
                <input
                    type="number"
                    min="1"
                    max=move || keys().to_string()
                    prop:value=move || key.get().to_string()
                    on:change=choose
                />
            </label>
            <button
                type="button"
                class="button"
                disabled=move || closed.get().is_some()
                on:click=move |_| act(stage, |key| Deed::Write { key })
            >
                "Write"
            </button>
            <button
                type="button"
                class="button"
                disabled=move || closed.get().is_some()
                on:click=move |_| act(stage, |key| Deed::Read { key })
            >
                "Read"
            </button>
            <p class="phone-note">{note}</p>
        </div>
    }
}

/// What somebody has on their screen.
#[component]
fn Phone(
    /// Their screen as it is now.
    phone: Memo<screens::Phone>,
) -> impl IntoView {
    let stage = use_stage();
    let lines = move || {
        phone.with(|phone| {
            let lines = phone.lines.iter().cloned();
            lines
                .map(|line| view! { <PhoneLine line=line/> })
                .collect_view()
        })
    };
    let is_empty = move || phone.with(|phone| phone.lines.is_empty());
    let note = move || phone.with(|phone| (!phone.note.is_empty()).then(|| phone.note.clone()));
    view! {
        <div class=move || if phone.with(screens::Phone::is_wrong) { "phone is-off" } else { "phone" }>
            <p class="phone-row">
                <b>{move || phone.with(|phone| phone.who.clone())}</b>
                <span>{move || story(stage).screen}</span>
            </p>
            {move || {
                is_empty().then(|| view! { <p class="phone-note">"Has seen nothing yet"</p> })
            }}
            {lines}
            {move || note().map(|note| view! { <p class="phone-note">{note}</p> })}
        </div>
    }
}

/// One thing on a screen, with the truth below it.
#[component]
fn PhoneLine(
    /// What it shows, and how that stands against the truth.
    line: Line,
) -> impl IntoView {
    let (class, mark) = if line.wrong {
        ("phone-line is-off", "\u{2717} ")
    } else {
        ("phone-line", "\u{2713} ")
    };
    view! {
        <div class=class>
            <p class="phone-row">
                <span>{line.label}</span>
                <b>{line.shown}</b>
            </p>
            <p class="phone-against">
                <span aria-hidden="true">{mark}</span>
                {line.against}
            </p>
            <p class="phone-note">{line.source}</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen::JsCast;
    use wasm_bindgen_test::wasm_bindgen_test as test;
    use web_sys::HtmlInputElement;

    use super::Users;
    use crate::facts::time::SECOND;
    use crate::scenario::write;
    use crate::ui::trial::show;

    /// Every hop takes 100 ms and the bus 2 s, so that a write of one's own is late for sure.
    const BANK: &str = "v=1&pattern=cqrs&writes=0&reads=0&think=off&keys=4&latency=100ms&bus=2s\
                        &replicas=1&views=1&project=1ms&commit=0us";

    #[test]
    async fn what_a_person_does_is_on_their_screen_which_stays_where_it_is() {
        let page = show(BANK, || view! { <Users/> });
        assert!(page.text(".phone").contains("Has seen nothing yet"));
        assert!(page.text(".nothing").starts_with("Nobody reads"));
        let screen = page.find(".phone");
        page.reach(SECOND).await;
        page.click(".yours button:nth-of-type(1)").await;
        page.reach(2 * SECOND).await;
        page.click(".yours button:nth-of-type(2)").await;
        page.reach(3 * SECOND).await;
        assert!(screen.is_connected(), "it is the same one");
        assert_eq!(screen.class_name(), "phone is-off");
        let shown = screen.text_content().unwrap_or_default();
        assert!(shown.contains("your own write of 1.000 s"), "{shown}");
        let said = page.text("p[role=status]");
        assert!(said.starts_with("Wrote account 1 at 1.000 s"), "{said}");
    }

    #[test]
    async fn the_key_is_one_that_there_is() {
        let page = show(BANK, || view! { <Users/> });
        tick().await;
        let field: HtmlInputElement = page.find("input").unchecked_into();
        assert_eq!((field.value(), field.max()), ("1".into(), "4".into()));
        for _ in 0..2 {
            field.set_value("99");
            page.fire("input", "change").await;
            assert_eq!(field.value(), "4");
        }
        page.click(".yours button").await;
        let link = page.stage.look(|session| write(&session.link()));
        assert!(link.contains("write:key-4"), "{link}");
    }

    #[test]
    async fn others_have_a_screen_each_until_users_stop() {
        let link = "v=1&pattern=event-based&duration=3s&reads=20";
        let page = show(link, || view! { <Users/> });
        page.reach(2 * SECOND).await;
        assert!(page.count(".phones .phone") > 1);
        assert_eq!(page.count(".nothing[hidden]"), 1);
        let first = page.find(".phones .phone");
        page.reach(100 * SECOND).await;
        assert!(first.is_connected(), "it stays while it changes");
        assert_eq!(page.count(".yours button[disabled]"), 2);
        assert!(page.text(".yours").contains("Users have stopped"));
    }
}
