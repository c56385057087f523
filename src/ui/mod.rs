//! The page: the only room that knows the browser.

pub mod canvas_text;
pub mod painter;
