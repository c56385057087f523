//! The page: the only room that knows the browser. It shows a [`Session`](crate::session::Session)
//! and hands on what a person does; it decides nothing about the model, and nothing here is needed
//! to run one.

mod about;
mod address;
mod app;
mod board;
mod board_state;
mod bottom_bar;
mod canvas_text;
mod caption;
mod chart;
mod controls;
mod dialog;
mod easel;
mod figure_tables;
mod figures;
mod first_mark;
mod frame_loop;
mod guarantees;
mod help;
mod hints;
mod hurry;
mod icon;
mod incident_callout;
mod incident_list;
mod keyboard;
mod legend;
mod linked;
mod log;
mod measures;
mod media;
mod messages;
mod moment;
mod page_state;
mod painter;
mod panic;
mod popover;
mod presets;
mod resize;
mod results;
mod rows;
mod scope;
mod settings_panel;
mod share;
mod sheets;
mod sliced;
mod stage;
mod switch;
mod theme;
mod theory;
mod timeline;
mod too_short;
mod top_bar;
mod transport;
#[cfg(test)]
mod trial;
mod users;
mod version;

/// Puts the page into the document and starts the run that the address names.
pub fn start() {
    panic::install();
    // The frame that `index.html` shows until now.
    if let Some(frame) = leptos::prelude::document().get_element_by_id("frame") {
        frame.remove();
    }
    leptos::mount::mount_to_body(app::App);
}
