//! A parameter of which each peer may have a value of its own, and one that takes over the value of
//! another while it has none.

use leptos::prelude::*;

use super::shell::{frame, help, reset, shell};
use super::slot::Slot;
use super::time::beside;
use super::toggle::switch;
use super::{law, number};
use crate::scenario::{BETWEEN_PEERS, Kind, find};
use crate::ui::dom::{El, button, el, flag, follow, only_if, part};
use crate::ui::page_state::PageStateStoreFields;
use crate::view::naming;

/// A control with one value for all, or one for each.
pub fn peers(slot: Slot) -> El {
    let each = RwSignal::new(false);
    // A link that says one for each shows one for each; another one begins with one for all.
    let opened = StoredValue::new(slot.stage.state.opened().get_untracked());
    follow(Box::new(move || {
        let run = slot.stage.state.opened().get();
        let listed = slot.whole().contains(BETWEEN_PEERS);
        if listed || opened.get_value() != run {
            each.set(listed);
        }
        opened.set_value(run);
    }));
    let several = flag(move || slot.peers() > 1);
    let shown = flag(move || each.get() && several.get());
    let noun = slot.param.per_peer.map_or("peer", |peers| peers.noun());
    let flip = move || {
        if each.get_untracked() {
            each.set(false);
            let first = untrack(|| slot.of_peer(0).text());
            slot.choose_whole(&first);
        } else {
            each.set(true);
        }
    };
    let flips = button("link-button after", flip)
        .live_flag("hidden", move || !several.get())
        .live_text(move || {
            if each.get() {
                format!("Same for every {noun}")
            } else {
                format!("One for each {noun}…")
            }
        });
    let content = move || {
        let made = if shown.get() {
            Some(list(slot))
        } else {
            single(slot)
        };
        made.into_iter().collect()
    };
    el("div", "part").add(part(content)).add(flips)
}

fn single(slot: Slot) -> Option<El> {
    if slot.param.inherits.is_some() {
        inheriting(slot)
    } else if matches!(slot.param.kind, Kind::Law { .. }) {
        Some(law::alone(slot))
    } else {
        number::alone(slot)
    }
}

fn list(slot: Slot) -> El {
    let items = move || {
        let count = slot.peers();
        let names = slot.stage.look(|session| {
            naming::of_peers(&session.scenario().settings, slot.param.per_peer, count)
        });
        let peers = names.iter().enumerate();
        peers
            .filter_map(|(peer, name)| one(slot.of_peer(peer), name))
            .collect()
    };
    let line = el("div", "control-line")
        .add(el("span", "name").text(slot.param.label))
        .add(reset(slot));
    frame(slot)
        .attr("role", "group")
        .named(slot.param.label)
        .add(line)
        .add(part(items))
        .add(help(slot))
}

fn one(slot: Slot, name: &str) -> Option<El> {
    let line = el("div", "control-line").add(el("label", "").attr("for", &slot.id("")).text(name));
    let inner = el("div", "inner");
    if matches!(slot.param.kind, Kind::Law { .. }) {
        return Some(
            inner
                .add(line.add(law::form_menu(slot)))
                .add(law::body(slot)),
        );
    }
    let label = format!("{} of {name}", slot.param.label);
    let parts = number::parts(number::of_slot(slot)?, &slot.id(""), &label);
    Some(
        inner
            .add(line.add(parts.field))
            .add(parts.track)
            .add(parts.trouble),
    )
}

/// A control with a switch "as ..."; its own value stands under it while that is off.
pub fn inheriting(slot: Slot) -> Option<El> {
    let pattern = slot
        .stage
        .look(|session| session.scenario().settings.pattern());
    let from = slot.param.inherits.and_then(|key| find(pattern, key))?;
    let inherits = flag(move || slot.text() == "inherit");
    let flip = move |same: bool| {
        let text = if same {
            "inherit".to_owned()
        } else {
            untrack(|| slot.followed())
        };
        slot.choose_whole(&text);
    };
    let own = move || {
        let content = el("div", "part");
        if matches!(slot.param.kind, Kind::Law { .. }) {
            return content.add(law::form_menu(slot)).add(law::body(slot));
        }
        let Some(number) = number::of_slot(slot) else {
            return content;
        };
        let parts = number::parts(number, &slot.id(""), slot.param.label);
        content
            .add(beside(parts.track, parts.field))
            .add(parts.trouble)
    };
    let value = vec![
        el("span", "value").text(&format!("as {}", from.label)),
        switch(slot, &slot.id("-same"), inherits, Box::new(flip)),
    ];
    let body = vec![only_if(move || !inherits.get(), own)];
    Some(shell(slot, &slot.id("-same"), value, body))
}
