//! What is shown if the program should ever fail: a message with the link to report and a way to
//! start again, made without the program, which cannot be trusted any more.

use leptos::prelude::{document, window};
use web_sys::{Element, Node};

/// Shows the message whenever a panic happens from now on.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        let _ = show(&info.to_string());
    }));
}

fn show(error: &str) -> Option<()> {
    if document().query_selector(".failure").ok()?.is_some() {
        // What fails after the first failure only follows from it, and says less.
        return None;
    }
    let body = document().body()?;
    let cover = child(&body, "div", "failure", "")?;
    cover.set_attribute("role", "alert").ok()?;
    let card = child(&cover, "div", "", "")?;
    child(&card, "h1", "", "Something in Driftscope has failed")?;
    child(
        &card,
        "p",
        "",
        "That is a fault of the program, not of what you did. Please report it with this link, \
         which leads there again, and with what the program says:",
    )?;
    child(
        &card,
        "pre",
        "",
        &window().location().href().unwrap_or_default(),
    )?;
    child(&card, "pre", "", error)?;
    let acts = child(&card, "div", "acts", "")?;
    let again = child(&acts, "a", "button main", "Start again with the defaults")?;
    // Without its fragment, which makes the browser load the page anew.
    again
        .set_attribute("href", &window().location().pathname().ok()?)
        .ok()?;
    if let Some(main) = document().query_selector("main").ok()? {
        main.set_attribute("data-state", "failed").ok()?;
    }
    Some(())
}

fn child(parent: &Node, tag: &str, class: &str, text: &str) -> Option<Element> {
    let element = document().create_element(tag).ok()?;
    element.set_class_name(class);
    element.set_text_content(Some(text));
    parent.append_child(&element).ok()?;
    Some(element)
}
