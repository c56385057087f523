//! The card beside what it is about on the picture: its frame, its place and how it closes.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::board_state::{BoardState, use_board};
use super::close_button::CloseButton;
use crate::show::Size;

/// What stays in view over the picture's foot.
const OVER: &str = ".transport";
/// Between that and the card, in CSS pixels.
const GAP: f32 = 4.0;
/// A card is never made lower than this, in CSS pixels.
const LEAST: f32 = 120.0;

/// The card. Escape closes it too, while it has the focus.
#[component]
pub fn AboutCard(
    /// Its name.
    label: &'static str,
    /// How style knows it.
    class: &'static str,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is shown. It is placed anew whenever what this follows from changes, since its extent follows
    /// from what it says.
    shown: Signal<bool>,
    /// The card itself, for who has to know it.
    #[prop(optional)]
    card: NodeRef<html::Section>,
    /// Which area of the picture it is about, for who looks from outside.
    #[prop(optional)]
    area: Signal<Option<String>>,
    /// What it says below its heading.
    children: Children,
) -> impl IntoView {
    let board = use_board();
    let style = move || {
        let card = card.get()?;
        shown.get().then(|| place(board, &card))?
    };
    let close_on_escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            board.close();
        }
    };
    view! {
        <section
            class=class
            aria-label=label
            hidden=move || !shown.get()
            style=style
            data-area=move || area.get()
            node_ref=card
            on:keydown=close_on_escape
        >
            <h2>{title}</h2>
            <CloseButton press=move |()| board.close()/>
            {children()}
        </section>
    }
}

/// Where a card stands, as a style. Reactive.
fn place(board: BoardState, card: &HtmlElement) -> Option<String> {
    let size = Size {
        width: card.offset_width() as f32,
        height: card.offset_height() as f32,
    };
    let [left, top] = board.place(size)?;
    let room = room(card);
    let top = top.min(room - size.height).max(0.0);
    let [left, top, room] = [left, top, room.max(LEAST)].map(|at| at as i32);
    Some(format!("left:{left}px;top:{top}px;--room:{room}px"))
}

/// How much of the picture is free for a card: on a low screen its foot lies under what one plays with.
fn room(card: &HtmlElement) -> f32 {
    let picture = card.offset_parent();
    let over = document().query_selector(OVER).ok().flatten();
    picture.zip(over).map_or(f32::INFINITY, |(picture, over)| {
        let (from, to) = (
            picture.get_bounding_client_rect().top(),
            over.get_bounding_client_rect().top(),
        );
        (to - from) as f32 - GAP
    })
}
