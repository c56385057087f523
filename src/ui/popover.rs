//! What is said of the thing that is selected, beside it on the picture.

use leptos::prelude::*;

use super::about::{About, Cause};
use super::about_card::AboutCard;
use super::board_state::use_board;
use super::stage::use_stage;

/// The popover; not shown while nothing is selected.
#[component]
pub fn Popover() -> impl IntoView {
    let about = use_board().about;
    let text = move |piece: fn(&About) -> &str| {
        Memo::new(move |_| about.with(|about| about.as_ref().map_or("", piece).to_owned()))
    };
    let title = text(|about| &about.title);
    let what = text(|about| about.what);
    let why = text(|about| &about.why);
    let is_idle = Memo::new(move |_| {
        about.with(|about| about.as_ref().is_none_or(|about| about.acts.is_empty()))
    });
    let shown = Signal::derive(move || about.with(Option::is_some));
    view! {
        <AboutCard label="What is selected" class="about" title shown>
            <p class="what">{what}</p>
            <p class="why">{why}</p>
            <Causes/>
            <div class="acts" hidden=is_idle>
                <Act nth=0/>
                <Act nth=1/>
                <Act nth=2/>
            </div>
        </AboutCard>
    }
}

/// How it came about, what is on its way to it or what was done: one by one.
#[component]
fn Causes() -> impl IntoView {
    let about = use_board().about;
    let causes = Memo::new(move |_| {
        about.with(|about| {
            about
                .as_ref()
                .map_or_else(Vec::new, |about| about.causes.clone())
        })
    });
    let heading =
        Memo::new(move |_| about.with(|about| about.as_ref().map_or("", |about| about.heading)));
    // What is said of a cause is part of what it is.
    let row = |cause: Cause| {
        view! { <li class:broken=cause.bad><time>{cause.at}</time>{cause.words}</li> }
    };
    view! {
        <Show when=move || causes.with(|causes| !causes.is_empty())>
            <h3 class="head">{heading}</h3>
            <ol>
                <For each=move || causes.get() key=Cause::clone children=row/>
            </ol>
        </Show>
    }
}

/// Something that can be done to it. It is the same button while its words change, so that it keeps the focus.
#[component]
fn Act(
    /// Its place among what can be done.
    nth: usize,
) -> impl IntoView {
    let stage = use_stage();
    let about = use_board().about;
    let name = Memo::new(move |_| {
        about.with(|about| {
            let act = about.as_ref().and_then(|about| about.acts.get(nth));
            act.map_or("", |act| act.0)
        })
    });
    let perform = move |_| {
        let deed = about.with_untracked(|about| {
            let act = about.as_ref()?.acts.get(nth)?;
            Some(act.1.clone())
        });
        if let Some(deed) = deed {
            stage.perform(deed);
        }
    };
    view! {
        <button type="button" class="button" hidden=move || name.get().is_empty() on:click=perform>
            {name}
        </button>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{About, Cause, Popover};
    use crate::scenario::{Deed, NodeKind, write};
    use crate::ui::board_state::on_board;

    fn about(causes: usize, act: (&'static str, Deed)) -> About {
        let cause = |nth| Cause {
            nth,
            at: "1.2 s".to_owned(),
            words: "It is lost".to_owned(),
            bad: nth == 1,
        };
        About {
            title: "Search index".to_owned(),
            what: "What people search in.",
            why: "It is up".to_owned(),
            heading: "How it came about",
            causes: (0..causes).map(cause).collect(),
            acts: vec![act],
        }
    }

    #[test]
    async fn what_can_be_done_stays_one_button_while_its_words_change() {
        let (page, board) = on_board("v=1&pattern=event-based", || view! { <Popover/> });
        assert_eq!(page.count(".about[hidden]"), 1);
        let node = NodeKind::CONSUMER.nth(0);
        let lasting = None;
        let crash = ("Crash it", Deed::Crash { node, lasting });
        board.about.set(Some(about(0, crash)));
        tick().await;
        assert_eq!(page.count(".about[hidden]"), 0);
        assert_eq!(page.text(".about h2"), "Search index");
        let button = page.find(".acts button");
        button.focus().expect("it is shown");
        page.click(".acts button").await;
        let done = |acts: u32| {
            let text = page.stage.look(|session| write(&session.link()));
            assert_eq!(text.matches("consumer-1").count() as u32, acts, "{text}");
        };
        done(1);
        let restart = ("Restart it", Deed::Restart { node });
        board.about.set(Some(about(0, restart)));
        tick().await;
        let focus = document().active_element().and_then(|it| it.text_content());
        assert_eq!(focus.as_deref(), Some("Restart it"));
        board.about.set(None);
        tick().await;
        assert_eq!(page.count(".about[hidden]"), 1);
    }

    #[test]
    async fn what_led_to_it_is_listed_while_there_is_something() {
        let (page, board) = on_board("v=1&pattern=event-based", || view! { <Popover/> });
        let lasting = None;
        let node = NodeKind::CONSUMER.nth(0);
        let act = ("Crash it", Deed::Crash { node, lasting });
        board.about.set(Some(about(0, act.clone())));
        tick().await;
        assert_eq!(page.count(".about ol, .about h3"), 0);
        board.about.set(Some(about(2, act)));
        tick().await;
        assert_eq!(page.text(".about h3"), "How it came about");
        assert_eq!(page.count(".about li"), 2);
        assert_eq!(page.text(".about li.broken"), "1.2 sIt is lost");
    }
}
