//! The incident that a person looks at: the run stands at its instant, what it is about is framed, and
//! a callout beside it says what went wrong and why.

use leptos::html;
use leptos::prelude::*;

use super::about_card::AboutCard;
use super::board_state::{BoardState, use_board};
use super::callout::Callout;
use super::in_view::clear_of;
use super::page_state::PageStateStoreFields;
use super::results::WHY;
use super::sheets::{Sheet, Sheets};
use super::stage::{Stage, use_stage};
use crate::session::Session;

impl Stage {
    /// Goes to the instant of an incident and stops there, and frames what it is about.
    pub fn choose_incident(self, nth: u64) {
        let at = self.look(|session| Some(session.known_incident(nth)?.at));
        let Some(at) = at else { return };
        self.act(|session| session.go_to(at));
        self.frame_incident(nth);
    }
}

/// The incident so many places after another one, in the order in which they became known.
fn neighbour(session: &Session, nth: u64, step: isize) -> Option<u64> {
    let known = session.known_incidents();
    let place = known.iter().position(|incident| incident.nth == nth)?;
    let place = place.checked_add_signed(step)?;
    known.get(place).map(|incident| incident.nth)
}

/// The callout; not shown while no incident is looked at.
#[component]
pub fn IncidentCallout() -> impl IntoView {
    let stage = use_stage();
    // Where there is no sheet over the page, the list is beside it.
    let sheets = use_context::<Sheets>();
    let board = use_board();
    let told = board.told;
    let text = move |piece: fn(&Callout) -> &str| {
        Memo::new(move |_| told.with(|told| told.as_ref().map_or("", piece).to_owned()))
    };
    let title = text(|told| &told.title);
    let sentence = text(|told| &told.sentence);
    let shown = Signal::derive(move || told.with(Option::is_some));
    let card = NodeRef::<html::Section>::new();
    // Once it is there with what it says, and not again while the run goes on below it.
    let is_placed = Memo::new(move |_| shown.get() && board.has_place());
    Effect::new(move |_| {
        title.track();
        if is_placed.get() {
            request_animation_frame(move || show_area(board, card));
        }
    });
    let show = move |_| {
        stage.state.tab().set(WHY);
        stage
            .state
            .sought()
            .set(stage.state.chosen().get_untracked());
        if let Some(sheets) = sheets {
            sheets.open(Sheet::Results);
        }
    };
    view! {
        <AboutCard
            label="What went wrong"
            class="about callout"
            title
            shown
            card
            area=Signal::derive(move || board.area_words())
        >
            <p role="status">{sentence}</p>
            <div class="acts">
                <Neighbour label="The one before" sign="‹" step=-1/>
                <Neighbour label="The next one" sign="›" step=1/>
                <button type="button" class="button quiet" on:click=show>"Show in list"</button>
            </div>
        </AboutCard>
    }
}

/// On a phone the card lies over the foot of the page.
fn show_area(board: BoardState, card: NodeRef<html::Section>) {
    let parts = card.try_get_untracked().flatten().zip(board.framed());
    if let Some((card, (canvas, area))) = parts {
        clear_of(&card, &canvas, area);
    }
}

/// Leads to another incident.
#[component]
fn Neighbour(
    /// Its name for screen readers.
    label: &'static str,
    /// What stands on it.
    sign: &'static str,
    /// How many places after the one that is looked at.
    step: isize,
) -> impl IntoView {
    let stage = use_stage();
    let chosen = stage.state.chosen();
    let is_none = Memo::new(move |_| {
        let found = chosen
            .get()
            .and_then(|nth| stage.watch(|session| neighbour(session, nth, step)));
        found.is_none()
    });
    let go = move |_| {
        let chosen = chosen.get_untracked();
        let found = chosen.and_then(|nth| stage.look(|session| neighbour(session, nth, step)));
        if let Some(nth) = found {
            stage.choose_incident(nth);
        }
    };
    view! {
        <button type="button" class="button quiet" aria-label=label disabled=is_none on:click=go>
            {sign}
        </button>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::IncidentCallout;
    use crate::facts::time::SECOND;
    use crate::patterns::opening_link;
    use crate::ui::board::Board;
    use crate::ui::board_state::on_board;
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::results::WHY;

    const CARD: &str = ".callout:not([hidden])";

    #[test]
    async fn it_says_what_went_wrong_and_leads_to_the_next_and_away() {
        let (page, board) = on_board(opening_link(), || view! { <Board/> });
        page.reach(20 * SECOND).await;
        let known = page.stage.look(|session| {
            let known = session.known_incidents().iter();
            known.map(|incident| incident.nth).collect::<Vec<_>>()
        });
        assert!(known.len() > 1, "{known:?}");
        page.stage.choose_incident(known[0]);
        settle(&page, board).await;
        assert_eq!(page.count(CARD), 1);
        let first = page.text(".callout h2");
        assert!(first.contains(" · "), "{first}");
        assert!(page.text(".callout p").starts_with("At "));
        assert_eq!(
            page.text("#twin p"),
            page.text(".callout p"),
            "and in words"
        );
        let before = ".callout [aria-label='The one before']";
        assert_eq!(page.attribute(before, "disabled").as_deref(), Some(""));
        page.click(".callout [aria-label='The next one']").await;
        settle(&page, board).await;
        assert_eq!(page.stage.state.chosen().get_untracked(), Some(known[1]));
        assert_eq!(page.attribute(before, "disabled"), None);
        page.click(".callout .acts button:nth-of-type(3)").await;
        assert_eq!(page.stage.state.tab().get_untracked(), WHY);
        assert_eq!(page.stage.state.sought().get_untracked(), Some(known[1]));
        page.press(".callout", "Escape").await;
        settle(&page, board).await;
        assert_eq!(page.count(CARD), 0);
    }

    async fn settle(page: &crate::ui::trial::Trial, board: crate::ui::board_state::BoardState) {
        while page.stage.look(|session| session.aim().is_some()) {
            page.stage.pass(1.0, &mut || true);
        }
        board.paint();
        page.stage.tell_beat();
        tick().await;
    }

    #[test]
    async fn while_none_is_looked_at_it_is_not_there() {
        let (page, _) = on_board("v=1&pattern=saga", || view! { <IncidentCallout/> });
        assert_eq!(page.count(CARD), 0);
    }
}
