//! What the measures are taken of: the run so far, its last part, or one copy; and the figures of that.
//!
//! For a part the run is run again, a few milliseconds a frame. Until that is over the figures stay as they
//! were.

use leptos::prelude::*;
use web_sys::Event;

use super::beat;
use super::chart::names;
use super::page_state::{PageStateStoreFields, ReadoutStoreFields};
use super::sliced::{Sliced, slice};
use super::stage::Stage;
use crate::consistency::{Figures, Report};
use crate::facts::time::Micros;
use crate::session::{Part, Scope, Session, State};
use crate::show::units;

/// The last part is so much of the run's whole length.
const PART: Micros = 6;
/// With more events than this a part is measured only while the run stands still, since the run is run
/// again for it.
const MOST_WHILE_PLAYING: u64 = 100_000;
/// With more than this it is not measured at all.
const MOST: u64 = 2_000_000;
/// What the measuring may take of a frame.
const SLICE_MS: f64 = 5.0;

/// What figures are of, and the run's digest at that instant; none where that does not tell whether they are
/// up to date.
type Of = (Scope, Option<u64>);

/// The figures that are shown.
#[derive(Clone, Copy)]
pub struct Found {
    /// As they are reported.
    pub report: RwSignal<Report>,
    /// As they are kept, for charts, which follow the report.
    pub figures: StoredValue<Figures, LocalStorage>,
    of: RwSignal<Of>,
}

impl Found {
    fn new(of: Of, figures: Figures) -> Self {
        Self {
            report: RwSignal::new(figures.report()),
            figures: StoredValue::new_local(figures),
            of: RwSignal::new(of),
        }
    }

    /// Shows others. Whoever follows them is told if they differ.
    fn renew(self, of: Of, figures: Figures) {
        let report = figures.report();
        self.figures.set_value(figures);
        put(self.report, report);
        put(self.of, of);
    }
}

fn put<T: PartialEq + Send + Sync + 'static>(into: RwSignal<T>, value: T) {
    if into.with_untracked(|before| *before != value) {
        into.set(value);
    }
}

/// The figures of what is chosen.
#[derive(Clone, Copy)]
pub struct Scoped {
    stage: Stage,
    /// What they are to be of.
    pub scope: Memo<Scope>,
    /// The figures, as far as they are known.
    pub found: Found,
    chosen: RwSignal<Scope>,
    scopes: Memo<Vec<(Scope, String)>>,
    /// Which part is measured, and at which instant.
    measured: Sliced<(Of, Micros), Part>,
    /// Whether the run is too long for its parts to be measured now.
    behind: RwSignal<bool>,
}

impl Scoped {
    /// Of the run so far, until something else is chosen.
    pub fn new(stage: Stage) -> Self {
        let scopes = Memo::new(move |_| {
            stage.state.scenario().track();
            stage.state.opened().track();
            stage.look(scopes)
        });
        let chosen = RwSignal::new(Scope::Whole);
        // What is no more there, such as a copy of another run, is not measured.
        let scope = Memo::new(move |_| {
            let chosen = chosen.get();
            let is_there = scopes.with(|all| all.iter().any(|one| one.0 == chosen));
            if is_there { chosen } else { Scope::Whole }
        });
        let whole = stage.look(|session| session.figures(Scope::Whole));
        let found = Found::new((Scope::Whole, None), whole);
        let is_seen = move || !stage.state.theory().get_untracked();
        let over = move |(of, _), part: Part| found.renew(of, part.figures());
        let here = Self {
            stage,
            scope,
            found,
            chosen,
            scopes,
            measured: Sliced::new(SLICE_MS, is_seen, over),
            behind: RwSignal::new(false),
        };
        let is_idle = Memo::new(move |_| here.measured.at().is_none());
        Effect::new(move |_| {
            stage.watch_as(beat::Part::Figures, |_| ());
            // When something has been measured, the run may have gone on meanwhile.
            is_idle.track();
            if !stage.state.theory().get() {
                here.renew(scope.get());
            }
        });
        here
    }

    /// Brings the figures up to date, or begins to.
    fn renew(self, scope: Scope) {
        let Self {
            stage,
            found,
            measured,
            ..
        } = self;
        if scope == Scope::Whole {
            put(self.behind, false);
            measured.stop();
            found.renew((scope, None), stage.look(|session| session.figures(scope)));
            return;
        }
        let (digest, now, is_long) = stage.look(|session| {
            let is_long = session.events() > most(session);
            (session.digest(), session.now(), is_long)
        });
        put(self.behind, is_long);
        let (of, known) = ((scope, Some(digest)), found.of.get_untracked());
        if is_long {
            measured.stop();
            if known.0 != scope {
                found.renew((scope, None), Figures::default());
            }
            return;
        }
        // What has been measured once is not run again while nothing happens.
        if known == of {
            measured.stop();
            return;
        }
        // Time may pass faster than it is measured. In a run that has begun again that instant is to come.
        let goes_on = |((measured, _), at): (Of, Micros)| measured == scope && at <= now;
        if measured.which().is_some_and(goes_on) {
            return;
        }
        let Some(mut part) = stage.look(|session| session.part(scope)) else {
            return;
        };
        // Most runs are so short that nobody has to wait.
        if slice(&mut part, SLICE_MS) {
            measured.stop();
            found.renew(of, part.figures());
        } else {
            measured.start((of, now), part);
        }
    }

    /// That something is measured, in words; nothing while time passes and the figures follow. Reactive.
    fn progress(self) -> Option<String> {
        let (((scope, _), _), percent) = self.measured.at()?;
        let is_other = self.found.of.get().0 != scope;
        let plays = self.stage.state.readout().state().get() == State::Playing;
        if is_other {
            Some(format!("measuring: {percent} %; below is what was before"))
        } else {
            (!plays).then(|| format!("measuring: {percent} %"))
        }
    }
}

fn most(session: &Session) -> u64 {
    if session.state() == State::Playing {
        MOST_WHILE_PLAYING
    } else {
        MOST
    }
}

/// What can be chosen: the whole, its last part, and each of several copies.
fn scopes(session: &Session) -> Vec<(Scope, String)> {
    let part = session.duration() / PART;
    let last = String::from("Last ") + &units::duration(part);
    let mut scopes = vec![
        (Scope::Whole, "The run so far".to_owned()),
        (Scope::Last(part), last),
    ];
    let (names, replicas) = (names(session), session.replicas());
    if replicas.len() > 1 {
        for (replica, node) in replicas {
            let name = names.get(usize::from(node.0)).cloned().unwrap_or_default();
            scopes.push((Scope::Of(replica), name));
        }
    }
    scopes
}

/// The menu in which it is chosen what the measures are taken of.
#[component]
pub fn ScopeMenu(
    /// What it is chosen for.
    scoped: Scoped,
) -> impl IntoView {
    let Scoped {
        scope,
        scopes,
        chosen,
        behind,
        ..
    } = scoped;
    let progress = Memo::new(move |_| scoped.progress());
    let choose = move |event: Event| {
        let nth = event_target_value(&event).parse().unwrap_or(0);
        let found = scopes.with_untracked(|all: &Vec<_>| all.get(nth).map(|one| one.0));
        chosen.set(found.unwrap_or_default());
    };
    let options = move || {
        let options = scopes.get().into_iter().enumerate();
        options
            .map(|(nth, (of, words))| {
                view! {
                    <option value=nth.to_string() prop:selected=move || scope.get() == of>
                        {words}
                    </option>
                }
            })
            .collect_view()
    };
    view! {
        <div class="scope">
            <select class="select" aria-label="Measured over" on:change=choose>
                {options}
            </select>
            " "
            <span class="small" hidden=move || progress.with(Option::is_none)>
                {progress}
            </span>
            <p class="small" hidden=move || !behind.get()>
                "A long run: parts of it are measured while it stands still, if at all."
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen::JsCast;
    use wasm_bindgen_test::wasm_bindgen_test as test;
    use web_sys::HtmlSelectElement;

    use super::{ScopeMenu, Scoped};
    use crate::facts::time::SECOND;
    use crate::session::Scope;
    use crate::ui::stage::use_stage;
    use crate::ui::trial::{Trial, next_frame, show};

    #[component]
    fn Reported() -> impl IntoView {
        let scoped = Scoped::new(use_stage());
        let report = move || format!("{:?}", scoped.found.report.get());
        view! { <ScopeMenu scoped/><pre>{report}</pre> }
    }

    async fn choose(page: &Trial, nth: &str) {
        let menu: HtmlSelectElement = page.find("select").unchecked_into();
        menu.set_value(nth);
        page.fire("select", "change").await;
    }

    fn expected(page: &Trial, scope: Scope) -> String {
        page.stage
            .look(|session| format!("{:?}", session.figures(scope).report()))
    }

    #[test]
    async fn a_part_is_chosen_and_its_figures_are_shown() {
        let link = "v=1&pattern=event-based&consumers=2&duration=60s&reads=20";
        let page = show(link, || view! { <Reported/> });
        assert_eq!(page.count("option"), 4);
        page.reach(30 * SECOND).await;
        let whole = expected(&page, Scope::Whole);
        assert_eq!(page.text("pre"), whole);
        choose(&page, "1").await;
        let last = expected(&page, Scope::Last(10 * SECOND));
        assert_ne!(last, whole);
        while page.text("pre") != last {
            next_frame().await;
        }
        page.reach(31 * SECOND).await;
        let last = expected(&page, Scope::Last(10 * SECOND));
        while page.text("pre") != last {
            next_frame().await;
        }
        choose(&page, "0").await;
        assert_eq!(page.text("pre"), expected(&page, Scope::Whole));
    }

    #[test]
    async fn a_long_run_is_measured_in_slices_and_says_so() {
        let link = "v=1&pattern=event-based&consumers=9&duration=1h&writes=500&reads=500";
        let page = show(link, || view! { <Reported/> });
        page.reach(20 * SECOND).await;
        let whole = page.text("pre");
        choose(&page, "2").await;
        assert_eq!(page.text("pre"), whole, "nothing else is known yet");
        let said = page.text("span.small");
        assert!(said.starts_with("measuring: "), "{said}");
        assert!(said.ends_with("before"), "{said}");
        // A run that has begun again is measured again, and needs no second slice.
        page.stage.begin(crate::session::Session::restart);
        tick().await;
        assert_eq!(page.attribute("span.small", "hidden").as_deref(), Some(""));
        let (of, _) = page.stage.look(|session| session.replicas()[0]);
        assert_eq!(page.text("pre"), expected(&page, Scope::Of(of)));
    }

    #[test]
    async fn a_copy_that_another_run_does_not_have_is_chosen_no_more() {
        let link = "v=1&pattern=event-based&consumers=3&duration=60s";
        let page = show(link, || view! { <Reported/> });
        choose(&page, "4").await;
        page.stage
            .open_text("v=1&pattern=event-based&consumers=2&duration=60s");
        tick().await;
        let menu: HtmlSelectElement = page.find("select").unchecked_into();
        assert_eq!((menu.value().as_str(), page.count("option")), ("0", 4));
    }
}
