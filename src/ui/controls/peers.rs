//! A parameter of which each peer may have a value of its own, and one that takes over the value of
//! another while it has none.

use crate::ui::live::{live, only_if, part};
use leptos::prelude::*;

use super::shell::{help, reset, shell};
use super::slot::Slot;
use super::toggle::switch;
use super::{law, number};
use crate::scenario::{Kind, Role, Story, find};

/// A control with one value for all, or one for each.
pub fn peers(slot: Slot) -> AnyView {
    let each = RwSignal::new(false);
    // A link that says one for each shows one for each.
    Effect::new(move |_| {
        if slot.whole().contains('|') {
            each.set(true);
        }
    });
    let several = Memo::new(move |_| slot.peers());
    let shown = Memo::new(move |_| each.get() && several.get() > 1);
    let noun = slot.param.per_peer.map_or("peer", |peers| peers.noun());
    let flip = move |_| {
        if each.get_untracked() {
            each.set(false);
            let first = untrack(|| slot.of_peer(0).text());
            slot.choose_whole(&first);
        } else {
            each.set(true);
        }
    };
    let button_words = live(move || {
        if each.get() {
            format!("Same for every {noun}")
        } else {
            format!("One for each {noun}…")
        }
    });
    let button = move || {
        view! {
            <button class="link-button after" type="button" on:click=flip>
                {button_words}
            </button>
        }
        .into_any()
    };
    view! {
        {part(move || if shown.get() { list(slot, several.get()) } else { single(slot) })}
        {only_if(move || { several.get() > 1 }, button)}
    }
    .into_any()
}

fn single(slot: Slot) -> AnyView {
    if slot.param.inherits.is_some() {
        inheriting(slot)
    } else if matches!(slot.param.kind, Kind::Law) {
        law::alone(slot)
    } else {
        number::alone(slot)
    }
}

fn list(slot: Slot, count: usize) -> AnyView {
    let story = slot
        .stage
        .look(|session| Story::of(&session.scenario().settings));
    let items = (0..count)
        .map(|peer| {
            let name = story.name(Role::Consumer(peer)).name;
            let slot = slot.of_peer(peer);
            if matches!(slot.param.kind, Kind::Law) {
                view! {
                    <div class="inner">
                        <div class="control-line">
                            <label for=slot.id("")>{name}</label>
                            {law::form_menu(slot)}
                        </div>
                        {law::body(slot)}
                    </div>
                }
                .into_any()
            } else {
                let Some(number) = number::of_slot(slot) else {
                    return ().into_any();
                };
                let label = format!("{} of {name}", slot.param.label);
                let parts = number::parts(number, &slot.id(""), &label);
                view! {
                    <div class="inner">
                        <div class="control-line">
                            <label for=slot.id("")>{name}</label>
                            {parts.field}
                        </div>
                        {parts.track}
                        {parts.trouble}
                    </div>
                }
                .into_any()
            }
        })
        .collect_view();
    view! {
        <div
            class="control"
            class:changed=live(move || slot.is_changed())
            role="group"
            aria-label=slot.param.label
        >
            <div class="control-line">
                <span class="name">{slot.param.label}</span>
                {reset(slot)}
            </div>
            {items}
            {help(slot)}
        </div>
    }
    .into_any()
}

/// A control with a switch "same as ..."; its own value stands under it while that is off.
pub fn inheriting(slot: Slot) -> AnyView {
    let from = slot.param.inherits.and_then(|key| {
        let pattern = slot
            .stage
            .look(|session| session.scenario().settings.pattern());
        find(pattern, key)
    });
    let Some(from) = from else {
        return ().into_any();
    };
    let inherits = Memo::new(move |_| slot.text() == "inherit");
    let is_law = matches!(slot.param.kind, Kind::Law);
    let flip = Callback::new(move |same: bool| {
        let text = if same {
            "inherit".to_owned()
        } else {
            untrack(|| slot.followed())
        };
        slot.choose_whole(&text);
    });
    let own = move || {
        if is_law {
            view! { {law::form_menu(slot)}{law::body(slot)} }.into_any()
        } else {
            number::of_slot(slot)
                .map(|number| {
                    let parts = number::parts(number, &slot.id(""), slot.param.label);
                    view! {
                        <div class="control-line beside">{parts.track}{parts.field}</div>
                        {parts.trouble}
                    }
                })
                .into_any()
        }
    };
    let value = view! {
        <span class="value">{format!("as {}", from.label)}</span>
        {switch(slot.id("-same"), slot.id("-help"), inherits.into(), flip)}
    }
    .into_any();
    let body = view! { {only_if(move || !inherits.get(), own)} }.into_any();
    shell(slot, slot.id("-same"), value, body)
}
