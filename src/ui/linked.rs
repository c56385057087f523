//! What of the page stands in its link beside the run: it is written there as the page changes, and shown again
//! by whoever opens the link, once the run has come to its instant.

use leptos::prelude::*;

use super::page_state::{Awaited, PageStateStoreFields, ReadoutStoreFields};
use super::sliced::Sliced;
use super::stage::Stage;
use crate::facts::ids::WriteId;
use crate::facts::time::Micros;
use crate::scenario::{Link, Place, has_room};
use crate::session::{Foresight, Item, Session, Sought, Tab, ViewState};
use crate::show::{Target, units};

/// What looking for an incident may take of a frame, in milliseconds.
const SLICE_MS: f64 = 8.0;

impl Stage {
    /// The link to what is on the page as it stands: with the instant unless time passes.
    pub fn link(self) -> Link {
        self.with_view(self.look(Session::link))
    }

    /// The link to the instant shown, paused there.
    pub fn link_to_now(self) -> Link {
        self.with_view(self.look(Session::link_to_now))
    }

    /// The link that plays the run from its start.
    pub fn link_from_the_start(self) -> Link {
        self.with_view(self.look(Session::link_from_the_start))
    }

    /// Where nothing else has room in the link, what is looked at is left out.
    fn with_view(self, mut link: Link) -> Link {
        let mut view = self.view_state();
        if link.playhead.is_none() {
            view = view.of_any_instant();
        }
        link.extras.select = view.write(link.scenario.settings.pattern());
        if !has_room(&link.scenario, &link.extras) {
            link.extras.select = None;
        }
        link
    }

    /// What is looked at, or will be once the run has come there.
    fn view_state(self) -> ViewState {
        let state = self.state;
        let mut view = match state.awaited().get_untracked() {
            Some(Awaited::View { view, .. }) => view,
            _ => self.selected_now(),
        };
        view.tab = Tab::ALL.get(state.tab().get_untracked()).copied();
        view.key = state.your_key().get_untracked().checked_sub(1);
        view.speed = Some(self.look(Session::speed));
        view
    }

    fn selected_now(self) -> ViewState {
        let selected = self.state.selected().get_untracked();
        let incident = self.state.chosen().get_untracked();
        self.look(|session| {
            let places = session.places();
            let item = selected.and_then(|target| match target {
                Target::Node(node) => places.role(node).map(|role| Item::Place(Place::Node(role))),
                Target::Link(link) => places.hop(link).map(|hop| Item::Place(Place::Link(hop))),
                Target::Message(message) => Some(Item::Message(message)),
                Target::Key(node, key) => places.role(node).map(|role| Item::Copy(role, key)),
                Target::Step(_, step) => Some(Item::Step(step)),
            });
            // What an incident or a message is about is followed with it.
            let is_implied = incident.is_some() || matches!(item, Some(Item::Message(_)));
            ViewState {
                item,
                incident,
                followed: session.followed().filter(|_| !is_implied),
                ..ViewState::default()
            }
        })
    }

    /// Shows what a link says is looked at, as far as nothing has to be waited for; the rest is awaited.
    pub(super) fn take_over(self, select: Option<&str>, playhead: Option<Micros>) {
        self.state.awaited().set(None);
        let Some(text) = select else { return };
        let (view, unread) = self.look(|session| ViewState::parse(text, &session.places()));
        if let Some(tab) = view.tab {
            self.state.tab().set(tab.place());
        }
        if let Some(key) = view.key {
            self.state.your_key().set(key.saturating_add(1));
        }
        if let Some(speed) = view.speed {
            self.act(|session| session.set_speed(speed));
        }
        if !unread.is_empty() {
            let unread = unread.join(", ");
            self.tell(format!(
                "The link says that this was selected, and there is no such thing here: {unread}. The rest of \
                 it is open."
            ));
        }
        let at = playhead.unwrap_or(0);
        self.state.awaited().set(Some(Awaited::View { view, at }));
    }

    /// Shows what is looked at in a run that has come to the instant of its link.
    fn show_view(self, mut view: ViewState) {
        let state = self.state;
        state.awaited().set(None);
        let had_key = view.key.is_some();
        let missing = self.look(|session| view.drop_missing(session));
        if had_key && view.key.is_none() {
            state.your_key().set(0);
        }
        let target = view.item.and_then(|item| self.target(item, view.followed));
        if target.is_some() {
            self.select(target);
        }
        if let Some(nth) = view.incident {
            self.frame_incident(nth);
        } else if view.followed.is_some() {
            self.act(|session| session.follow(view.followed));
        }
        if !missing.is_empty() {
            let now = units::instant(self.look(Session::now));
            let missing = missing.join(" and ");
            self.tell(format!(
                "The link speaks of {missing}, and that is not there at {now}. The rest of it is open."
            ));
        }
    }

    fn target(self, item: Item, followed: Option<WriteId>) -> Option<Target> {
        let places = self.look(Session::places);
        match item {
            Item::Message(message) => Some(Target::Message(message)),
            Item::Place(Place::Node(role)) => places.node(role).map(Target::Node),
            Item::Place(Place::Link(hop)) => places.link(hop).map(Target::Link),
            Item::Copy(role, key) => Some(Target::Key(places.node(role)?, key)),
            Item::Step(step) => followed.map(|saga| Target::Step(saga, step)),
        }
    }

    /// Frames what an incident is about, wherever the run stands.
    pub fn frame_incident(self, nth: u64) {
        let write = self.look(|session| Some(session.known_incident(nth)?.write));
        let Some(write) = write else { return };
        self.select(None);
        self.act(|session| session.follow(write));
        self.state.chosen().set(Some(nth));
        self.state.noticed().set(true);
    }
}

/// Keeps the link up to what is looked at, and shows what is awaited when its time has come, for as long as the
/// part of the page stands that asks for it.
pub fn keep(stage: Stage) {
    let page = stage.state;
    Effect::new(move |_| {
        page.tab().track();
        page.selected().track();
        page.chosen().track();
        page.your_key().track();
        stage.note_view();
    });
    let is_wanted = move || page.awaited().with_untracked(Option::is_some);
    let search = Sliced::new(SLICE_MS, is_wanted, move |_, found| over(stage, &found));
    Effect::new(move |_| {
        let Some(awaited) = page.awaited().get() else {
            return search.stop();
        };
        let aim = page.readout().aim().get();
        let sought = match awaited {
            Awaited::Moment(word) => Some(Sought::First(word)),
            Awaited::View { view, at } => {
                if aim == Some(at) {
                    return;
                }
                // Somebody has gone elsewhere meanwhile.
                if aim.is_some() || !stage.look(|session| session.has_reached(at)) {
                    return page.awaited().set(None);
                }
                let is_known =
                    |nth: &u64| stage.look(|session| session.known_incident(*nth).is_some());
                let unknown = view.incident.filter(|nth| !is_known(nth));
                if unknown.is_none() {
                    stage.show_view(view);
                }
                unknown.map(Sought::Nth)
            }
        };
        if let Some(sought) = sought
            && search.which() != Some(sought)
        {
            search.start(sought, stage.look(|session| session.look_for(sought)));
        }
    });
}

/// What was looked for is found, or is not there.
fn over(stage: Stage, foresight: &Foresight) {
    match stage.state.awaited().get_untracked() {
        Some(Awaited::View { view, .. }) => {
            if foresight.found().is_some() {
                stage.act(|session| session.learn(foresight));
            }
            stage.show_view(view);
        }
        Some(Awaited::Moment(_)) => {
            let found = foresight.found();
            if let Some((nth, at)) = found {
                stage.act(|session| {
                    session.go_to(at);
                    session.learn(foresight);
                });
                let incident = Some(nth);
                let view = ViewState {
                    incident,
                    ..ViewState::default()
                };
                stage.state.awaited().set(Some(Awaited::View { view, at }));
            } else {
                stage.state.awaited().set(None);
            }
        }
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::keep;
    use crate::facts::ids::{NodeId, WriteId};
    use crate::facts::time::SECOND;
    use crate::patterns::{opening_link, parse};
    use crate::scenario::write;
    use crate::session::{Session, Speed, Step, Tab};
    use crate::show::Target;
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::stage::use_stage;
    use crate::ui::trial::{Trial, next_frame, show};

    fn page(link: &str) -> Trial {
        show(link, || keep(use_stage()))
    }

    async fn arrive(page: &Trial) {
        tick().await;
        while page.stage.look(|session| session.aim().is_some()) {
            page.stage.pass(1.0, &mut || true);
            tick().await;
        }
        for _ in 0..1_000 {
            if page.stage.state.awaited().get_untracked().is_none() {
                break;
            }
            next_frame().await;
        }
    }

    fn shared(page: &Trial) -> String {
        write(&page.stage.link())
    }

    fn said(page: &Trial) -> Vec<String> {
        let notices = page.stage.state.notices().get_untracked();
        notices.into_iter().map(|notice| notice.text).collect()
    }

    #[test]
    async fn what_its_sender_saw_is_there_on_another_page() {
        let sender = page(opening_link());
        sender.reach(8 * SECOND).await;
        let state = sender.stage.state;
        let nth = sender
            .stage
            .look(|session| session.known_incidents().get(2).map(|one| one.nth));
        sender.stage.choose_incident(nth.expect("things go wrong"));
        state.tab().set(Tab::Why.place());
        state.your_key().set(3);
        sender
            .stage
            .act(|session| session.set_speed(Speed::Fixed(0.1)));
        arrive(&sender).await;
        let link = shared(&sender);
        assert!(
            link.contains("&select=incident-3/key-3/tab-why/slow-10&") && link.contains("&t="),
            "{link}"
        );
        let other = page(&link);
        assert_eq!(shared(&other), link, "before it is there as well");
        arrive(&other).await;
        let there = other.stage.state;
        assert_eq!(there.chosen().get_untracked(), nth);
        assert_eq!(there.tab().get_untracked(), Tab::Why.place());
        assert_eq!(there.your_key().get_untracked(), 3);
        assert_eq!(shared(&other), link);
        let digest = |page: &Trial| page.stage.look(Session::digest);
        assert_eq!(digest(&other), digest(&sender));
        assert_eq!(said(&other), [""; 0]);
        // What plays from the start has nothing of that instant, and all the rest.
        let link = write(&other.stage.link_from_the_start());
        assert!(link.contains("&select=key-3/tab-why/slow-10&") && !link.contains("&t="));
    }

    #[test]
    async fn an_incident_that_is_known_only_later_is_there_too() {
        let link = "v=1&pattern=event-based&ack-timeout=400ms&crash-between=0.03&loss=0.05&seed=10";
        let sender = page(link);
        sender.reach(60 * SECOND).await;
        let (nth, at) = sender
            .stage
            .look(|session| {
                let mut all = session.known_incidents().iter();
                let late = all.find(|one| one.what.word() == "lost-event");
                late.map(|one| (one.nth, one.at))
            })
            .expect("something is lost");
        sender.stage.choose_incident(nth);
        arrive(&sender).await;
        let other = page(&shared(&sender));
        arrive(&other).await;
        assert_eq!(other.stage.state.chosen().get_untracked(), Some(nth));
        assert_eq!(other.stage.look(Session::now), at);
        assert_eq!(said(&other), [""; 0]);
    }

    #[test]
    async fn a_node_is_selected_again_and_what_is_not_there_is_said() {
        let sender = page("v=1&pattern=saga");
        sender.reach(2 * SECOND).await;
        let target = Some(Target::Node(NodeId(1)));
        sender.stage.select(target);
        let link = shared(&sender);
        let other = page(&link);
        arrive(&other).await;
        assert_eq!(other.stage.state.selected().get_untracked(), target);
        let odd = link.replace("orchestrator", "incident-999/blue-moon/orchestrator");
        assert_ne!(odd, link);
        let other = page(&odd);
        assert!(said(&other)[0].contains("blue-moon"));
        arrive(&other).await;
        assert!(
            said(&other)[0].contains("incident 999"),
            "{:?}",
            said(&other)
        );
        assert_eq!(other.stage.state.selected().get_untracked(), target);
        assert_eq!(shared(&other), link);
    }

    #[test]
    async fn of_what_the_run_has_not_it_is_said_and_nothing_is_shown_selected() {
        for (words, missing) in [
            ("step-1/saga-9999", "step 1 of saga 9999"),
            ("step-9/saga-1", "step 9 of saga 1"),
            ("saga-9999", "saga 9999"),
        ] {
            let page = page(&format!("v=1&pattern=saga&select={words}&t=3s"));
            arrive(&page).await;
            let expected = format!(
                "The link speaks of {missing}, and that is not there at 3.000 s. The rest of it is open."
            );
            assert_eq!(said(&page), [expected]);
            assert_eq!(page.stage.state.selected().get_untracked(), None, "{words}");
            let follows = page.stage.look(Session::followed).is_some();
            assert_eq!(follows, words.ends_with("saga-1"), "{words}");
        }
    }

    #[test]
    async fn a_copy_of_a_key_and_a_step_of_a_saga_are_selected_again() {
        for (text, word) in [
            ("v=1&pattern=event-based", "copy.consumer-2.key-3"),
            ("v=1&pattern=saga", "step-1/saga-4"),
        ] {
            let sender = page(text);
            sender.reach(3 * SECOND).await;
            let target = if text.ends_with("saga") {
                Target::Step(WriteId(3), 0)
            } else {
                Target::Key(NodeId(4), 2)
            };
            sender.stage.select(Some(target));
            let link = shared(&sender);
            assert!(link.contains(&format!("&select={word}&")), "{link}");
            let other = page(&link);
            arrive(&other).await;
            assert_eq!(other.stage.state.selected().get_untracked(), Some(target));
            assert_eq!(
                other.stage.look(Session::followed),
                sender.stage.look(Session::followed)
            );
            assert_eq!((shared(&other), said(&other)), (link, vec![]));
        }
    }

    #[test]
    async fn who_goes_elsewhere_on_the_way_is_not_called_back() {
        let page = page("v=1&pattern=saga&select=orchestrator/speed-10&t=8s");
        tick().await;
        page.reach(SECOND).await;
        arrive(&page).await;
        assert_eq!(page.stage.state.selected().get_untracked(), None);
        assert!(shared(&page).contains("select=speed-10&t=1s"));
    }

    #[test]
    async fn the_speed_stays_when_the_pattern_does_not() {
        let page = page("v=1&pattern=saga&seed=5");
        let speed = || page.stage.look(Session::speed);
        page.stage
            .act(|session| session.set_speed(Speed::Fixed(3.0)));
        page.stage.switch(crate::scenario::Pattern::CQRS);
        assert_eq!(speed(), Speed::Fixed(3.0));
        let (link, problems) = parse("v=1&pattern=saga&select=slow-3");
        page.stage.open(link, &problems, Step::New);
        assert_eq!(speed(), Speed::Fixed(1.0 / 3.0), "a link's own counts");
    }
}
