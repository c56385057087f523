//! What went wrong, in words: how often each thing did, and one card for each time, the newest first.

use leptos::html;
use leptos::prelude::*;

use super::page_state::PageStateStoreFields;
use super::rows::{Waiting, is_read, keep_focus, row};
use super::stage::use_stage;
use crate::consistency::{Anomaly, Closing, Incident};
use crate::scenario::presets;
use crate::session::Session;
use crate::sim::time::Micros;
use crate::view::units;
use crate::view::warning::warning;
use crate::view::why::{Teller, title};

/// As many cards as stay on the page.
const MOST_CARDS: usize = 60;

/// What is shown of what went wrong.
#[derive(Clone, Debug, PartialEq)]
struct Wrongs {
    /// Which run it is of, and of which kind of thing, if not of all.
    of: (u32, Option<Anomaly>),
    /// What is to be read before everything else, or nothing.
    warning: String,
    /// The kinds that there are, with how often each was.
    counts: Vec<(Anomaly, u64)>,
    /// The newest first.
    cards: Vec<Card>,
    /// How many newer ones wait while somebody reads.
    waiting: u64,
}

/// What a card says.
#[derive(Clone, Debug, PartialEq)]
struct Card {
    /// The number of the incident.
    nth: u64,
    what: Anomaly,
    at: Micros,
    /// The end with which it was told.
    ended: Option<Closing>,
    is_later: bool,
    sentence: String,
}

impl Wrongs {
    /// As they are now, `last` having been shown before. While somebody reads, nothing comes in above what
    /// they read.
    fn of(
        session: &Session,
        of: (u32, Option<Anomaly>),
        is_read: bool,
        last: Option<&Self>,
    ) -> Self {
        let counts = session.known_anomalies();
        let counts = Anomaly::ALL
            .into_iter()
            .filter_map(|what| Some((what, *counts.get(what.word())?)))
            .collect();
        let shown = last.filter(|last| last.of == of);
        let shown = shown.map_or(&[][..], |last| &last.cards);
        let newest = shown.first().filter(|_| is_read).map(|card| card.nth);
        let known = session.known_incidents().iter().rev();
        let known = known.filter(|incident| of.1.is_none_or(|only| incident.what == only));
        let is_newer = |incident: &&Incident| newest.is_some_and(|newest| incident.nth > newest);
        let waiting = known.clone().take_while(is_newer).count();
        let teller = Teller::new(session.settings(), session.stores());
        let cards = known.skip(waiting).take(MOST_CARDS);
        let cards = cards.map(|incident| {
            let told = shown.iter().find(|card| card.nth == incident.nth);
            Card::tell(&teller, incident, session.now(), told)
        });
        Self {
            of,
            warning: warning(session).unwrap_or_default(),
            counts,
            cards: cards.collect(),
            waiting: waiting as u64,
        }
    }

    fn count(&self, kind: Anomaly) -> Option<u64> {
        let found = self.counts.iter().find(|(what, _)| *what == kind);
        found.map(|(_, count)| *count)
    }

    fn card(&self, nth: u64) -> Option<Card> {
        self.cards.iter().find(|card| card.nth == nth).cloned()
    }
}

impl Card {
    /// Tells an incident as it stands now, unless it was told with its end.
    fn tell(teller: &Teller, incident: &Incident, now: Micros, told: Option<&Self>) -> Self {
        let ended = incident.closing.filter(|closing| closing.at <= now);
        let is_told =
            |told: &&Self| (told.what, told.at, told.ended) == (incident.what, incident.at, ended);
        if let Some(told) = told.filter(|_| ended.is_some()).filter(is_told) {
            return told.clone();
        }
        Self {
            nth: incident.nth,
            what: incident.what,
            at: incident.at,
            ended,
            is_later: incident.at > now,
            sentence: teller.explain(incident, now.max(incident.at)).sentence,
        }
    }

    fn class(&self) -> &'static str {
        match (self.what.is_harm(), self.is_later) {
            (true, false) => "wrong harm",
            (true, true) => "wrong harm later",
            (false, false) => "wrong notice",
            (false, true) => "wrong notice later",
        }
    }

    fn time(&self) -> String {
        let later = if self.is_later {
            " · still to come"
        } else {
            ""
        };
        units::instant(self.at) + later
    }
}

/// The panel's content.
#[component]
pub fn IncidentList() -> impl IntoView {
    let stage = use_stage();
    let only = RwSignal::new(None::<Anomaly>);
    let list = NodeRef::<html::Ol>::new();
    let wrongs = Memo::new(move |last: Option<&Wrongs>| {
        let of = (stage.state.begun().get(), only.get());
        let is_read = is_read(stage, list);
        stage.watch(|session| Wrongs::of(session, of, is_read, last))
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
    let cards = move || {
        keep_focus(list);
        wrongs.with(|wrongs| wrongs.cards.clone())
    };
    let now = move |nth| move || wrongs.with(|wrongs| wrongs.card(nth));
    view! {
        <p class="warning" hidden=move || !is_warned.get()>{warning}</p>
        <Show when=move || counts.with(Vec::is_empty)>
            <NothingWrong is_warned=is_warned/>
        </Show>
        <KindFilter counts=counts only=only/>
        <ol class="wrongs" node_ref=list>
            <For each=cards key=|card| card.nth let:card>
                <li>
                    <IncidentCard card=row(card.clone(), now(card.nth))/>
                </li>
            </For>
        </ol>
        <Waiting what=waiting/>
    }
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

/// One thing that went wrong; it leads to its instant.
#[component]
fn IncidentCard(
    /// What it says now.
    card: Memo<Card>,
) -> impl IntoView {
    let stage = use_stage();
    let nth = card.with_untracked(|card| card.nth);
    let is_chosen = move || stage.state.chosen().get() == Some(nth);
    view! {
        <button
            type="button"
            class=move || card.with(Card::class)
            data-nth=nth.to_string()
            aria-pressed=move || if is_chosen() { "true" } else { "false" }
            on:click=move |_| stage.choose_incident(nth)
        >
            <time>{move || card.with(Card::time)}</time>
            <b>{move || card.with(|card| title(card.what))}</b>
            <span class="sentence">{move || card.with(|card| card.sentence.clone())}</span>
        </button>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{IncidentList, MOST_CARDS};
    use crate::session::{Session, Speed, State};
    use crate::sim::time::SECOND;
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::trial::{Trial, show};

    /// People miss their own deposits.
    const LINK: &str = "v=1&pattern=cqrs&bus=lognormal:400ms,1.5s&latency=lognormal:150ms,500ms\
                        &reads=12&keys=6";

    fn numbers(page: &Trial) -> Vec<u64> {
        let nodes = page.find("ol").query_selector_all("li").expect("cards");
        let nodes = (0..nodes.length()).filter_map(|nth| nodes.get(nth)?.first_child());
        let nodes = nodes.map(wasm_bindgen::JsCast::unchecked_into::<web_sys::Element>);
        let numbers = nodes.filter_map(|node| node.get_attribute("data-nth")?.parse().ok());
        numbers.collect()
    }

    fn known(page: &Trial) -> Vec<u64> {
        page.stage.look(|session| {
            let known = session.known_incidents().iter().rev();
            known
                .map(|incident| incident.nth)
                .take(MOST_CARDS)
                .collect()
        })
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
        play_on(&page).await;
        assert_eq!(numbers(&page), before);
        let waiting = known(&page).iter().filter(|nth| **nth > before[0]).count();
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
        let titles = page.find("ol").query_selector_all("b").expect("cards");
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
