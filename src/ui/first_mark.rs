//! The mark of the first thing that went wrong, on the picture where it shows.

use leptos::prelude::*;

use super::board_state::use_board;
use super::stage::use_stage;

/// The mark, which leads to what it marks.
#[component]
pub fn FirstMark() -> impl IntoView {
    let stage = use_stage();
    let first = use_board().first;
    let title =
        Memo::new(move |_| first.with(|first| first.as_ref().map_or("", |first| first.title)));
    let style = move || {
        let [x, y] = first.with(|first| first.as_ref().map(|first| first.at))?;
        Some(format!("--x:{}px;--y:{}px", x as i32, y as i32))
    };
    let go = move |_| {
        if let Some(nth) = first.with_untracked(|first| first.as_ref().map(|first| first.nth)) {
            stage.choose_incident(nth);
        }
    };
    view! {
        <button
            type="button"
            class="first-mark"
            title="The first thing that went wrong"
            hidden=move || first.with(Option::is_none)
            style=style
            on:click=go
        >
            <b>"1"</b>
            <span>{title}</span>
        </button>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::FirstMark;
    use crate::facts::time::SECOND;
    use crate::patterns::opening_link;
    use crate::ui::board::Board;
    use crate::ui::board_state::on_board;
    use crate::ui::page_state::PageStateStoreFields;

    #[test]
    async fn it_stands_on_the_picture_and_leads_to_the_incident() {
        let (page, board) = on_board(opening_link(), || view! { <Board/> });
        assert_eq!(page.count(".first-mark[hidden]"), 1);
        page.reach(20 * SECOND).await;
        let first = page.stage.look(|session| session.incidents()[0].nth);
        board.paint();
        tick().await;
        assert_eq!(page.count(".first-mark[hidden]"), 0);
        assert_ne!(page.text(".first-mark span"), "");
        page.click(".first-mark").await;
        assert_eq!(page.stage.state.chosen().get_untracked(), Some(first));
        board.paint();
        tick().await;
        assert_eq!(
            page.count(".first-mark[hidden]"),
            1,
            "it has been looked at"
        );
    }

    #[test]
    async fn without_a_picture_nothing_is_marked() {
        let (page, _) = on_board("v=1&pattern=saga", || view! { <FirstMark/> });
        assert_eq!(page.count(".first-mark[hidden]"), 1);
    }
}
