//! The page is put together in turns, one part after the other and each in a task of its own, so that the browser
//! can do something else between them. Until all of them are there the frame of `index.html` stands in their
//! place, so there is never half a page to act on.

use std::collections::VecDeque;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// The parts that wait to be made. Components have it from their context; where there is none, as in a test of
/// one of them, and once the page is whole, parts are made at once.
#[derive(Clone, Copy)]
pub struct Turns {
    /// Each with what tells it that its turn has come.
    waiting: StoredValue<VecDeque<RwSignal<bool>>>,
    /// The task of the next one; none comes once the page is gone.
    task: StoredValue<Option<Timeout>, LocalStorage>,
    are_over: RwSignal<bool>,
}

impl Turns {
    /// The first turn comes after what is being made now.
    pub fn begin() -> Self {
        let turns = Self {
            waiting: StoredValue::default(),
            task: StoredValue::new_local(None),
            are_over: RwSignal::new(false),
        };
        turns.wait();
        turns
    }

    /// Whether every part is there. Reactive.
    pub fn are_over(self) -> bool {
        self.are_over.get()
    }

    fn wait(self) {
        self.task
            .set_value(Some(Timeout::new(0, move || self.take())));
    }

    /// What is part of a part that is made now waits behind the others.
    fn take(self) {
        // Browsers hold back the timers of a page in the background, where nobody waits for an answer either.
        let is_seen = !document().hidden();
        while let Some(part) = self.next() {
            part.try_set(true);
            if is_seen {
                return self.wait();
            }
        }
        self.are_over.set(true);
    }

    fn next(self) -> Option<RwSignal<bool>> {
        self.waiting.try_update_value(VecDeque::pop_front).flatten()
    }

    fn join(self) -> RwSignal<bool> {
        let is_over = self.are_over.get_untracked();
        let part = RwSignal::new(is_over);
        if !is_over {
            self.waiting.update_value(|waiting| waiting.push_back(part));
        }
        part
    }
}

/// A part of the page that is made when its turn has come.
#[component]
pub fn InTurn(
    /// What it holds.
    children: ChildrenFn,
) -> impl IntoView {
    let turns = use_context::<Turns>();
    let has_come = turns.map_or_else(|| RwSignal::new(true), Turns::join);
    view! { <Show when=move || has_come.get()>{children()}</Show> }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{InTurn, Turns};
    use crate::ui::trial::{Trial, next_task, show};

    /// A page of two parts, one of which has a part of its own.
    fn page() -> (Trial, Turns) {
        let turns = Rc::new(Cell::new(None));
        let holder = Rc::clone(&turns);
        let page = show("v=1&pattern=saga", move || {
            let turns = Turns::begin();
            holder.set(Some(turns));
            provide_context(turns);
            view! {
                <InTurn>
                    <i>"1"</i>
                    <InTurn><i>"3"</i></InTurn>
                </InTurn>
                <InTurn><i>"2"</i></InTurn>
            }
        });
        let turns = turns.get();
        (page, turns.unwrap_or_else(|| unreachable!("it is shown")))
    }

    #[test]
    async fn parts_are_made_one_a_task_and_those_within_them_last() {
        let (page, turns) = page();
        for there in [&[][..], &["1"], &["1", "2"], &["1", "3", "2"]] {
            assert_eq!(page.texts("i"), there);
            assert!(!turns.are_over.get_untracked());
            next_task().await;
        }
        assert!(turns.are_over.get_untracked());
        assert!(
            turns.join().get_untracked(),
            "what comes later does not wait"
        );
    }

    #[test]
    async fn a_page_that_goes_before_it_is_whole_leaves_nothing_to_do() {
        let (page, _) = page();
        next_task().await;
        drop(page);
        next_task().await;
        next_task().await;
    }

    #[test]
    async fn a_part_by_itself_is_there_at_once() {
        let page = show("v=1&pattern=saga", || view! { <InTurn><i>"1"</i></InTurn> });
        assert_eq!(page.count("i"), 1);
    }
}
