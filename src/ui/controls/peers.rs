//! A parameter of which each peer may have a value of its own.

use leptos::prelude::*;

use super::OneValue;
use super::draft::Draft;
use super::law::{FormMenu, LawBody};
use super::number::{Number, NumberField, Trouble};
use super::shell::{ControlFrame, Help, Name, Reset};
use super::slider::Slider;
use super::slot::Slot;
use crate::scenario::Kind;
use crate::show::naming;
use crate::ui::page_state::PageStateStoreFields;

/// A control with one value for all, or one for each.
#[component]
pub fn Peers(
    /// Where they are kept.
    #[prop(name = "of")]
    slot: Slot,
) -> impl IntoView {
    let each = RwSignal::new(untrack(|| slot.is_listed()));
    // A link that says one for each shows one for each; another one begins with one for all.
    Effect::new(move |before: Option<u32>| {
        let run = slot.stage.state.opened().get();
        let is_listed = slot.is_listed();
        if is_listed || before.is_some_and(|before| before != run) {
            each.set(is_listed);
        }
        run
    });
    let several = Memo::new(move |_| slot.peers() > 1);
    let noun = slot.param.per_peer.map_or("peer", |peers| peers.noun);
    let flip = move |_| {
        if each.get_untracked() {
            each.set(false);
            let first = untrack(|| slot.text_of_peer(0));
            slot.choose_whole(&first);
        } else {
            each.set(true);
        }
    };
    let words = move || {
        if each.get() {
            format!("Same for every {noun}")
        } else {
            format!("One for each {noun}…")
        }
    };
    view! {
        <Show
            when=move || each.get() && several.get()
            fallback=move || view! { <OneValue of=slot/> }
        >
            <PeerList of=slot/>
        </Show>
        <button
            type="button"
            class="link-button after"
            hidden=move || !several.get()
            on:click=flip
        >
            {words}
        </button>
    }
}

/// A value for each.
#[component]
fn PeerList(
    /// Where they are kept.
    #[prop(name = "of")]
    slot: Slot,
) -> impl IntoView {
    let names = Memo::new(move |_| {
        let count = slot.peers();
        slot.stage.look(|session| {
            naming::of_peers(&session.scenario().settings, slot.param.per_peer, count)
        })
    });
    let peers = move || names.get().into_iter().enumerate();
    view! {
        <ControlFrame of=slot is_group=true>
            <div class="control-line">
                <Name of=slot/>
                <Reset of=slot/>
            </div>
            <For each=peers key=Clone::clone let((peer, name))>
                <OnePeer of=slot.of_peer(peer) name/>
            </For>
            <Help of=slot/>
        </ControlFrame>
    }
}

/// The value of one of them.
#[component]
fn OnePeer(
    /// Where it is kept.
    #[prop(name = "of")]
    slot: Slot,
    /// What the peer is called.
    name: String,
) -> impl IntoView {
    let id = slot.id("");
    let label = format!("{} of {name}", slot.param.label);
    let content = if matches!(slot.param.kind, Kind::Law { .. }) {
        view! {
            <div class="control-line">
                <label for=id>{name}</label>
                <FormMenu of=slot/>
            </div>
            <LawBody of=slot/>
        }
        .into_any()
    } else {
        let number = Number::of(slot).map(|number| {
            let draft = Draft::new(number, &label);
            view! {
                <div class="control-line">
                    <label for=id.clone()>{name}</label>
                    <NumberField draft id=id.clone()/>
                </div>
                <Slider draft name=label/>
                <Trouble draft id/>
            }
        });
        number.into_any()
    };
    view! { <div class="inner">{content}</div> }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Peers;
    use crate::patterns::parse;
    use crate::scenario::{Key, Pattern, find};
    use crate::session::Step;
    use crate::ui::controls::slot::Slot;
    use crate::ui::trial::{Trial, show};

    fn work(link: &str) -> Trial {
        show(link, || {
            let param = find(Pattern::EVENT_BASED, Key::WORK).expect("it is one of them");
            view! { <Peers of=Slot::new(param)/> }
        })
    }

    fn text(page: &Trial) -> String {
        page.stage.text(Key::WORK)
    }

    #[test]
    async fn one_for_all_becomes_one_for_each_and_back() {
        let page = work("v=1&pattern=event-based&consumers=2&work=20ms");
        assert_eq!((page.count(".inner"), page.count(".control")), (0, 1));
        assert_eq!(page.text(".after"), "One for each consumer…");
        page.click(".after").await;
        assert_eq!(page.count("[role=group] .inner"), 2);
        assert_eq!(text(&page), "20ms", "nothing is set by looking");
        page.find("#work-2-0").focus().expect("it takes it");
        page.type_in("#work-2-0", "50").await;
        assert_eq!(text(&page), "20ms/50ms");
        let at = document().active_element().map(|element| element.id());
        assert_eq!(at.as_deref(), Some("work-2-0"), "typing goes on");
        assert_eq!(page.text(".after"), "Same for every consumer");
        page.click(".after").await;
        assert_eq!((text(&page).as_str(), page.count(".inner")), ("20ms", 0));
    }

    #[test]
    async fn a_link_that_lists_them_shows_them_and_the_next_shows_one() {
        let page = work("v=1&pattern=event-based&consumers=2&work=20ms/1s");
        assert_eq!(page.count(".inner"), 2);
        page.click(".reset").await;
        assert_eq!(page.count(".inner"), 2, "they go on as one for each");
        let (link, problems) = parse("v=1&pattern=event-based&consumers=3");
        page.stage.open(link, &problems, Step::New);
        leptos::task::tick().await;
        assert_eq!(page.count(".inner"), 0);
        page.click(".after").await;
        assert_eq!(page.count(".inner"), 3);
    }

    #[test]
    async fn one_alone_has_one_value() {
        let page = work("v=1&pattern=event-based&consumers=1");
        assert_eq!(page.attribute(".after", "hidden").as_deref(), Some(""));
        assert_eq!(page.count(".inner"), 0);
    }
}
