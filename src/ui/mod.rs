//! The page: the only room that knows the browser. It shows a [`Session`](crate::session::Session)
//! and hands on what a person does; it decides nothing about the model, and nothing here is needed
//! to run one.

use std::time::Duration;

use leptos::mount::mount_to_body;
use leptos::prelude::*;

mod about;
mod about_card;
mod act_field;
mod acts;
mod address;
mod app;
mod beat;
mod board;
mod board_state;
mod bottom_bar;
mod callout;
mod canvas_text;
mod caption;
mod chart;
mod clock;
mod close_button;
mod closer;
mod controls;
mod cure;
mod dialog;
mod easel;
mod explain;
mod figure_tables;
mod first_mark;
mod first_minute;
mod first_paint;
mod focus_keeper;
mod frame_loop;
mod guarantees;
mod hear;
mod help;
mod hints;
mod hurry;
mod icon;
mod in_view;
mod incident_callout;
mod incident_card;
mod incident_item;
mod incident_list;
mod keyboard;
mod left_panel;
mod legend;
mod linked;
mod log;
mod log_row;
mod marked;
mod measures;
mod media;
mod menu_keys;
mod messages;
mod minute;
mod moment;
mod opening;
mod page_state;
mod painter;
mod panic;
mod playhead;
mod popover;
mod presentation;
mod presets;
mod printed;
mod purpose;
mod resize;
mod results;
mod rows;
mod scope;
mod scrub;
mod settings_panel;
mod settings_search;
mod share;
mod sheets;
mod shown_of;
mod sides;
mod sliced;
mod square_button;
mod stage;
mod switch;
mod tab_list;
mod theme;
mod theory;
mod timeline;
mod too_short;
mod top_bar;
mod transport;
#[cfg(test)]
mod trial;
mod turns;
mod undo;
mod unhurried;
mod users;
mod version;
mod wrongs;

/// Puts the page into the document, in the place of the frame that `index.html` shows until then, and starts the
/// run that the address names.
pub fn start() {
    panic::install();
    first_paint::after(|| {
        let opened = stage::Opened::asked_for();
        set_timeout(
            || mount_to_body(|| view! { <app::App opened/> }),
            Duration::ZERO,
        );
    });
}
