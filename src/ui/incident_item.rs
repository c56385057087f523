//! One cause in the list of incidents: the card of the incident that tells most of it, and below that how many others
//! there are, which opens to show them.

use leptos::prelude::*;

use super::incident_card::IncidentCard;
use super::rows::row;
use super::shown_of::ShownOf;
use super::wrongs::{Item, Opened, STEP};

/// An item of the list.
#[component]
pub fn IncidentItem(
    /// What it says now.
    item: Memo<Item>,
    /// Which items are opened, and how far.
    opened: RwSignal<Opened>,
) -> impl IntoView {
    let cause = item.with_untracked(|item| item.cause);
    let is_open = Memo::new(move |_| opened.with(|opened| opened.contains_key(&cause)));
    let has_others = Memo::new(move |_| item.with(|item| item.others > 0));
    let toggle = move |_| {
        opened.update(|opened| {
            if opened.remove(&cause).is_none() {
                opened.insert(cause, STEP);
            }
        });
    };
    let cards = move || item.with(|item| item.cards.clone());
    let now = move |nth| move || item.with(|item| item.card(nth));
    view! {
        <IncidentCard card=Signal::derive(move || item.with(|item| item.head.clone()))/>
        <Show when=move || has_others.get()>
            <button
                type="button"
                class="others"
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                on:click=toggle
            >
                {move || item.with(|item| item.words.clone())}
            </button>
            <Show when=move || is_open.get()>
                <ol class="wrongs held">
                    <For each=cards key=|card| card.nth let:card>
                        <li>
                            <IncidentCard card=row(card.clone(), now(card.nth))/>
                        </li>
                    </For>
                </ol>
                <ShownOf
                    shown=Memo::new(move |_| item.with(Item::shown))
                    more=move |()| {
                        opened.update(|opened| *opened.entry(cause).or_default() += STEP);
                    }
                />
            </Show>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::STEP;
    use crate::consistency::Anomaly;
    use crate::facts::time::SECOND;
    use crate::scenario::Preset;
    use crate::session::{Cause, Fold};
    use crate::ui::incident_list::IncidentList;
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::trial::{Trial, next_frame, show};

    async fn at(word: &str, seconds: u64) -> Trial {
        let preset = Preset::from_word(word).expect("a preset");
        let page = show(preset.link, || view! { <IncidentList/> });
        page.reach(seconds * SECOND).await;
        page
    }

    /// The numbers of the head and of the others of the first item that a test likes.
    fn fold(page: &Trial, likes: impl Fn(&Fold<'_>) -> bool) -> (u64, Vec<u64>) {
        page.stage.look(|session| {
            let folds = session.folds(None, None);
            let fold = folds.iter().find(|fold| likes(fold)).expect("there is one");
            let rest = fold.rest.iter().map(|incident| incident.nth).collect();
            (fold.head.nth, rest)
        })
    }

    fn card(nth: u64) -> String {
        format!("[data-nth='{nth}']")
    }

    async fn sought(page: &Trial, nth: u64) {
        page.stage.state.sought().set(Some(nth));
        tick().await;
        next_frame().await;
        next_frame().await;
    }

    #[test]
    async fn a_stuck_saga_is_one_item_which_opens_and_closes() {
        let page = at("orphaned-seat", 60).await;
        let is_of_three =
            |fold: &Fold<'_>| fold.head.what == Anomaly::StuckSaga && fold.count() == 3;
        let (head, rest) = fold(&page, is_of_three);
        let others = format!("{} + .others", card(head));
        let said = page.text(&others);
        assert!(
            said.starts_with("and 2 more of the same saga, all at "),
            "{said}"
        );
        assert_eq!(
            page.attribute(&others, "aria-expanded").as_deref(),
            Some("false")
        );
        assert_eq!(page.count(".held"), 0);
        page.click(&others).await;
        tick().await;
        assert_eq!(
            page.attribute(&others, "aria-expanded").as_deref(),
            Some("true")
        );
        assert_eq!(page.count(".held .wrong"), 2);
        for nth in &rest {
            assert_eq!(page.count(&format!(".held {}", card(*nth))), 1);
        }
        page.click(&format!(".held {}", card(rest[1]))).await;
        assert_eq!(page.stage.state.chosen().get_untracked(), Some(rest[1]));
        let pressed = page.attribute(&card(rest[1]), "aria-pressed");
        assert_eq!(pressed.as_deref(), Some("true"));
        page.click(&others).await;
        tick().await;
        assert_eq!(page.count(".held"), 0);
    }

    #[test]
    async fn what_is_sought_is_found_within_its_item_which_opens_for_it() {
        let page = at("forgetful", 60).await;
        assert_eq!(page.count(".wrong"), 1, "one crash");
        let (_, rest) = fold(&page, |_| true);
        let last = *rest.last().expect("others");
        sought(&page, last).await;
        assert!(page.has_focus(&card(last)));
        assert_eq!(page.count(".held .wrong") as usize, rest.len());
        // A kind of which it is not has to go, and the item holds it still.
        page.click(".kinds button:nth-of-type(1)").await;
        let other = page.stage.look(|session| {
            let known = session.known_incidents();
            let kind = known.iter().map(|incident| incident.what).min();
            let other = known.iter().rev().find(|it| Some(it.what) != kind);
            other.map(|incident| incident.nth)
        });
        let other = other.expect("several kinds");
        assert_eq!(page.count(&card(other)), 0);
        sought(&page, other).await;
        assert!(page.has_focus(&card(other)));
        assert_eq!(page.count(".kinds [aria-pressed=true]"), 0);
    }

    #[test]
    async fn what_is_looked_at_is_never_hidden_in_an_item() {
        let page = at("clock-skew", 60).await;
        let (_, rest) = fold(&page, |fold| matches!(fold.cause, Cause::Clock(_)));
        let late = rest[rest.len() / 2];
        assert_eq!(page.count(&card(late)), 0);
        page.stage.choose_incident(late);
        tick().await;
        tick().await;
        let pressed = page.attribute(&card(late), "aria-pressed");
        assert_eq!(pressed.as_deref(), Some("true"));
    }

    #[test]
    async fn of_a_great_many_some_are_shown_at_a_time() {
        let link = "v=1&pattern=event-based&broker-log=memory&ack-timeout=1s&outbox=on\
                    &do=10s:crash:consumer-1,for=10s;15s:crash:broker,for=1s";
        let page = show(link, || view! { <IncidentList/> });
        page.reach(60 * SECOND).await;
        let is_broker = |fold: &Fold<'_>| matches!(fold.cause, Cause::Broker(_));
        let (head, rest) = fold(&page, is_broker);
        assert!(rest.len() > 2 * STEP, "{}", rest.len());
        page.click(&format!("{} + .others", card(head))).await;
        tick().await;
        assert_eq!(page.count(".held .wrong") as usize, STEP);
        let said = page.text("li .shown-of span");
        assert_eq!(said, format!("{STEP} of {} shown", rest.len()));
        page.click("li .shown-of button").await;
        tick().await;
        assert_eq!(page.count(".held .wrong") as usize, 2 * STEP);
        let last = rest[rest.len() - 1];
        sought(&page, last).await;
        assert!(page.has_focus(&card(last)), "however far down");
    }
}
