//! What went wrong, in words: how often each thing did, and one item for each cause, the newest first.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::beat::Part;
use super::incident_item::IncidentItem;
use super::page_state::PageStateStoreFields;
use super::rows::{Waiting, is_read, keep_focus, row};
use super::shown_of::ShownOf;
use super::stage::{Stage, use_stage};
use super::wrongs::{Asked, Opened, STEP, Wrongs};
use crate::consistency::Anomaly;
use crate::scenario::presets;
use crate::show::units;
use crate::show::why::title;

/// The panel's content.
#[component]
pub fn IncidentList() -> impl IntoView {
    let stage = use_stage();
    let only = RwSignal::new(None::<Anomaly>);
    let extent = Extent {
        most: RwSignal::new(STEP),
        opened: RwSignal::new(Opened::new()),
    };
    let list = NodeRef::<html::Ol>::new();
    let wrongs = Memo::new(move |last: Option<&Wrongs>| {
        let asked = Asked {
            run: stage.state.begun().get(),
            only: only.get(),
            most: extent.most.get(),
            opened: extent.opened.get(),
            is_read: is_read(stage, list),
        };
        stage.watch_as(Part::Incidents, |session| Wrongs::of(session, &asked, last))
    });
    Effect::new(move |_| {
        if let Some(nth) = stage.state.sought().get() {
            stage.state.sought().set(None);
            seek(stage, nth, only, extent, list);
        }
    });
    // What is looked at is not hidden in an item, wherever it was chosen.
    Effect::new(move |_| {
        if let Some(nth) = stage.state.chosen().get() {
            extent.show(stage, nth, only.get_untracked());
        }
    });
    Effect::new(move |before: Option<u32>| {
        let run = stage.state.begun().get();
        if before.is_some_and(|before| before != run) {
            extent.most.set(STEP);
            extent.opened.set(Opened::new());
        }
        run
    });
    // In another run a kind may not be there, and nothing with which to take the choice back.
    Effect::new(move |_| {
        let is_gone = |kind| wrongs.with(|wrongs| wrongs.count(kind).is_none());
        if only.get().is_some_and(is_gone) {
            only.set(None);
        }
    });
    let warning = Memo::new(move |_| wrongs.with(|wrongs| wrongs.warning.clone()));
    let is_warned = Signal::derive(move || !warning.with(String::is_empty));
    let counts = Memo::new(move |_| wrongs.with(|wrongs| wrongs.counts.clone()));
    let waiting = Memo::new(move |_| match wrongs.with(|wrongs| wrongs.waiting) {
        0 => String::new(),
        count => units::things(count, "newer one waits", "newer ones wait"),
    });
    let items = move || {
        keep_focus(list);
        wrongs.with(|wrongs| wrongs.items.clone())
    };
    let now = move |cause| move || wrongs.with(|wrongs| wrongs.item(cause));
    view! {
        <p class="warning" hidden=move || !is_warned.get()>{warning}</p>
        <Show when=move || counts.with(Vec::is_empty)>
            <NothingWrong is_warned=is_warned/>
        </Show>
        <KindFilter counts=counts only=only/>
        <ol class="wrongs" node_ref=list>
            <For each=items key=|item| item.cause let:item>
                <li>
                    <IncidentItem item=row(item.clone(), now(item.cause)) opened=extent.opened/>
                </li>
            </For>
        </ol>
        <Waiting what=waiting/>
        <ShownOf
            shown=Memo::new(move |_| wrongs.with(Wrongs::shown))
            more=move |()| extent.most.update(|most| *most += STEP)
        />
    }
}

/// How much of the list is on the page.
#[derive(Clone, Copy)]
struct Extent {
    /// So many items at most.
    most: RwSignal<usize>,
    /// Those that are opened.
    opened: RwSignal<Opened>,
}

impl Extent {
    /// Opens the item that holds an incident, as far as that; the place of the item, if there is one.
    fn show(self, stage: Stage, nth: u64, only: Option<Anomaly>) -> Option<usize> {
        let (place, cause, within) = stage.look(|session| {
            let folds = session.folds(only, None);
            let mut folds = folds.iter().enumerate();
            folds.find_map(|(place, fold)| {
                let within = fold.rest.iter().position(|incident| incident.nth == nth);
                (fold.head.nth == nth || within.is_some()).then_some((place, fold.cause, within))
            })
        })?;
        if let Some(within) = within {
            let wanted = (within / STEP + 1) * STEP;
            self.opened.update(|opened| {
                let shown = opened.entry(cause).or_default();
                *shown = (*shown).max(wanted);
            });
        }
        Some(place)
    }
}

/// Brings the card of an incident into view, whatever kind is chosen, however far down it stands, and in whichever
/// item.
fn seek(
    stage: Stage,
    nth: u64,
    only: RwSignal<Option<Anomaly>>,
    extent: Extent,
    list: NodeRef<html::Ol>,
) {
    let what = stage.look(|session| Some(session.known_incident(nth)?.what));
    let is_other = |only| what.is_some_and(|what| what != only);
    if only.get_untracked().is_some_and(is_other) {
        only.set(None);
    }
    let Some(place) = extent.show(stage, nth, only.get_untracked()) else {
        return;
    };
    extent.most.update(|most| *most = (*most).max(place + 1));
    let focus = move || {
        let card = list.get_untracked();
        let card =
            card.and_then(|list| list.query_selector(&format!("[data-nth='{nth}']")).ok()?);
        if let Some(card) = card.and_then(|card| card.dyn_into::<HtmlElement>().ok()) {
            let _ = card.focus();
        }
    };
    // After the list is there, and after a sheet around it has taken the focus.
    request_animation_frame(move || request_animation_frame(focus));
}

/// What is said while nothing has gone wrong, and where something would.
#[component]
fn NothingWrong(
    /// Whether there is something to be warned of all the same.
    is_warned: Signal<bool>,
) -> impl IntoView {
    let stage = use_stage();
    let says = move || {
        if is_warned.get() {
            "Nothing else has gone wrong. What does is told here: who saw what, what was true, and why. \
             In these presets something does:"
        } else {
            "Nothing has gone wrong yet. When something does, it is told here: who saw what, what was \
             true, and why. In these presets something does:"
        }
    };
    // The first preset of a pattern is the one in which all is well.
    let others = move || presets(stage.state.pattern().get()).iter().skip(1);
    view! {
        <div class="nothing">
            <p>{says}</p>
            <ul>
                <For each=others key=|preset| preset.word let:preset>
                    <li>
                        <button
                            type="button"
                            class="link-button"
                            on:click=move |_| stage.open_text(preset.link)
                        >
                            {preset.title}
                        </button>
                    </li>
                </For>
            </ul>
        </div>
    }
}

/// Each kind of thing that went wrong and how often; choosing one leaves the others out.
#[component]
fn KindFilter(
    /// How often each was.
    counts: Memo<Vec<(Anomaly, u64)>>,
    /// Which one is chosen.
    only: RwSignal<Option<Anomaly>>,
) -> impl IntoView {
    let kinds = move || {
        let kinds = counts.get().into_iter();
        kinds.map(|(what, _)| what)
    };
    let count = move |what: Anomaly| {
        counts.with(|counts| {
            let found = counts.iter().find(|(kind, _)| *kind == what);
            found.map(|(_, count)| units::count(*count))
        })
    };
    view! {
        <div class="kinds">
            <For each=kinds key=|what| what.word() let:what>
                <button
                    type="button"
                    class=if what.is_harm() { "harm" } else { "notice" }
                    aria-pressed=move || if only.get() == Some(what) { "true" } else { "false" }
                    on:click=move |_| {
                        only.update(|only| *only = (*only != Some(what)).then_some(what));
                    }
                >
                    <b>{move || count(what)}</b>
                    {title(what)}
                </button>
            </For>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{IncidentList, STEP};
    use crate::facts::time::SECOND;
    use crate::session::{Session, Speed, State};
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::trial::{Trial, next_frame, show};

    /// People miss their own deposits.
    const LINK: &str = "v=1&pattern=cqrs&bus=lognormal:400ms,1.5s&latency=lognormal:150ms,500ms\
                        &reads=12&keys=6";

    fn numbers(page: &Trial) -> Vec<u64> {
        let nodes = page.find("ol").query_selector_all(":scope > li > .wrong");
        let nodes = nodes.expect("cards");
        let nodes = (0..nodes.length()).filter_map(|nth| nodes.get(nth));
        let nodes = nodes.map(wasm_bindgen::JsCast::unchecked_into::<web_sys::Element>);
        let numbers = nodes.filter_map(|node| node.get_attribute("data-nth")?.parse().ok());
        numbers.collect()
    }

    /// The numbers of what the items tell.
    fn known(page: &Trial) -> Vec<u64> {
        page.stage.look(|session| {
            let folds = session.folds(None, None).into_iter();
            folds.map(|fold| fold.head.nth).take(STEP).collect()
        })
    }

    fn newest(page: &Trial) -> u64 {
        let newest = page
            .stage
            .look(|session| Some(session.known_incidents().last()?.nth));
        newest.expect("something went wrong")
    }

    async fn play_on(page: &Trial) {
        page.stage.act(|session| {
            session.set_speed(Speed::Fixed(10.0));
            session.play();
        });
        for _ in 0..20 {
            page.stage.pass(100.0, &mut || true);
            page.stage.tell_beat();
            tick().await;
        }
    }

    #[test]
    async fn a_card_stays_while_newer_ones_come_and_leads_to_its_instant() {
        let page = show(LINK, || view! { <IncidentList/> });
        assert!(
            page.text(".nothing")
                .starts_with("Nothing has gone wrong yet")
        );
        page.reach(5 * SECOND).await;
        assert_eq!(numbers(&page), known(&page));
        assert_eq!(page.count("div.nothing"), 0);
        let card = page.find(".wrong");
        page.reach(8 * SECOND).await;
        assert_eq!(numbers(&page), known(&page));
        assert!(card.is_connected() && card != page.find(".wrong"));
        let nth: u64 = card
            .get_attribute("data-nth")
            .and_then(|nth| nth.parse().ok())
            .expect("a number");
        card.click();
        tick().await;
        assert_eq!(page.stage.state.chosen().get_untracked(), Some(nth));
        assert_eq!(card.get_attribute("aria-pressed").as_deref(), Some("true"));
        page.reach(SECOND).await;
        assert_eq!(numbers(&page), known(&page), "those to come are known");
        assert!(card.class_list().contains("later"));
        let time = card.query_selector("time").ok().flatten();
        let time = time.and_then(|time| time.text_content()).expect("a time");
        assert!(time.ends_with(" · still to come"), "{time}");
    }

    #[test]
    async fn newer_ones_wait_while_somebody_reads() {
        let page = show(LINK, || view! { <IncidentList/> });
        page.reach(5 * SECOND).await;
        let card = page.find(".wrong");
        card.focus().expect("it takes the focus");
        let before = numbers(&page);
        let last = newest(&page);
        play_on(&page).await;
        assert_eq!(numbers(&page), before);
        let waiting = newest(&page) - last;
        let words = format!("{waiting} newer ones wait while you read");
        assert_eq!(page.text(".waiting"), words);
        page.stage.act(Session::pause);
        tick().await;
        // The focus comes back after that.
        tick().await;
        assert_eq!(numbers(&page), known(&page));
        assert_eq!(page.attribute(".waiting", "hidden").as_deref(), Some(""));
        assert!(
            !card.is_connected() || document().active_element().as_ref() == Some(card.as_ref())
        );
    }

    #[test]
    async fn more_is_shown_when_asked_for_and_what_is_sought_is_found_wherever_it_is() {
        let page = show(LINK, || view! { <IncidentList/> });
        page.reach(60 * SECOND).await;
        let (all, items, shown) = page.stage.look(|session| {
            let folds = session.folds(None, None);
            let shown: usize = folds
                .iter()
                .take(STEP)
                .map(crate::session::Fold::count)
                .sum();
            (session.known_incidents().len(), folds.len(), shown)
        });
        assert!(items > STEP && items < all, "{items} of {all}");
        assert_eq!(numbers(&page).len(), STEP);
        let said = page.text(".shown-of span");
        assert!(said.starts_with(&format!("{shown} of ")), "{said}");
        page.click(".shown-of button").await;
        tick().await;
        assert_eq!(numbers(&page).len(), items.min(2 * STEP));
        let first = page.stage.look(|session| session.known_incidents()[0].nth);
        page.stage.state.sought().set(Some(first));
        tick().await;
        next_frame().await;
        next_frame().await;
        assert!(page.has_focus(&format!("[data-nth='{first}']")));
    }

    #[test]
    async fn a_kind_leaves_the_others_out_until_it_is_not_there_any_more() {
        let link = "v=1&pattern=cqrs&decide-on=read-model&keys=6&latency=lognormal:300ms,900ms&seed=11\
                    &writes=10";
        let page = show(link, || view! { <IncidentList/> });
        page.reach(10 * SECOND).await;
        assert!(page.count(".kinds button") > 1, "several kinds");
        let all = page.count(".kinds button");
        let kind = page
            .text(".kinds button")
            .trim_start_matches(|c: char| !c.is_alphabetic())
            .to_owned();
        page.click(".kinds button").await;
        assert_eq!(page.count(".kinds button"), all);
        assert_eq!(page.count(".kinds [aria-pressed=true]"), 1);
        let titles = page
            .find("ol")
            .query_selector_all(".wrong b")
            .expect("cards");
        let titles = (0..titles.length()).filter_map(|nth| titles.get(nth)?.text_content());
        assert!(titles.into_iter().all(|title| title == kind));
        page.stage.begin(|session| session.new_seed(4));
        tick().await;
        assert_eq!(page.count(".kinds button"), 0);
        page.reach(10 * SECOND).await;
        assert_eq!(page.count(".kinds [aria-pressed=true]"), 0);
        assert_eq!(numbers(&page), known(&page));
    }

    #[test]
    async fn where_a_limit_stopped_a_run_nothing_else_went_wrong() {
        let link = "v=1&pattern=event-based&ack-timeout=20ms&deliver=1h&duration=60s&writes=1000";
        let page = show(link, || view! { <IncidentList/> });
        page.stage.act(|session| {
            while !matches!(session.state(), State::Stopped(_)) {
                session.step();
            }
        });
        tick().await;
        assert!(page.text(".warning").starts_with("Stopped at "));
        assert_eq!(page.attribute(".warning", "hidden"), None);
        if page
            .stage
            .look(|session| session.known_incidents().is_empty())
        {
            assert!(
                page.text(".nothing")
                    .starts_with("Nothing else has gone wrong.")
            );
        }
    }
}
