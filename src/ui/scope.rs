//! What the measures are taken of: the run so far, its last part, or one copy; and the figures of that.

use leptos::prelude::*;

use super::chart::names;
use super::dom::{El, el, value_in};
use super::page_state::PageStateStoreFields;
use super::stage::Stage;
use crate::consistency::{Figures, Report};
use crate::session::{Scope, Session, State};
use crate::sim::time::Micros;
use crate::view::units;

/// The last part is so much of the run's whole length.
const PART: Micros = 6;
/// With more events than this a part is measured only while the run stands still, since the run is run
/// again for it.
const MOST_WHILE_PLAYING: u64 = 100_000;
/// With more than this it is not measured at all.
const MOST: u64 = 2_000_000;

/// The figures that the panel shows.
#[derive(Clone, Copy)]
pub struct Scoped {
    /// What they are of.
    pub scope: Memo<Scope>,
    /// The figures as they are reported.
    pub report: Memo<Report>,
    /// The figures as they are kept, for charts. Read them after `report`, which brings them up to date.
    pub figures: StoredValue<Figures, LocalStorage>,
    chosen: RwSignal<Scope>,
    scopes: Memo<Vec<(Scope, String)>>,
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
        let figures = StoredValue::new_local(Figures::default());
        let behind = RwSignal::new(false);
        let last = StoredValue::new((Scope::Whole, 0_u64));
        let report = Memo::new(move |before: Option<&Report>| {
            stage.watch(|_| ());
            let scope = scope.get();
            let (digest, is_long) =
                stage.look(|session| (session.digest(), session.events() > most(session)));
            let late = is_long && scope != Scope::Whole;
            if behind.get_untracked() != late {
                behind.set(late);
            }
            // What has been measured once is not run again while nothing happens.
            let (measured, at) = last.get_value();
            if let Some(before) = before
                && measured == scope
                && (late || at == digest)
                && scope != Scope::Whole
            {
                return before.clone();
            }
            last.set_value((scope, digest));
            let found = if late {
                Figures::default()
            } else {
                stage.look(|session| session.figures(scope))
            };
            let report = found.report();
            figures.set_value(found);
            report
        });
        Self {
            scope,
            report,
            figures,
            chosen,
            scopes,
            behind,
        }
    }

    /// The menu in which it is chosen.
    pub fn chooser(self) -> El {
        let place = move || {
            let scope = self.scope.get();
            let at = self
                .scopes
                .with(|all| all.iter().position(|one| one.0 == scope));
            at.unwrap_or(0)
        };
        let options = move || {
            let options = self.scopes.get().into_iter().enumerate();
            let option = |(nth, (_, words)): (usize, (Scope, String))| {
                let option = el("option", "").attr("value", &nth.to_string());
                let option = if nth == place() {
                    option.attr("selected", "")
                } else {
                    option
                };
                option.text(&words)
            };
            options.map(option).collect()
        };
        let choose = move |nth: &str| {
            let nth = nth.parse().unwrap_or(0);
            let scopes = self.scopes;
            let chosen = scopes.with_untracked(|all| all.get(nth).map(|one| one.0));
            self.chosen.set(chosen.unwrap_or_default());
        };
        el("div", "scope")
            .add(
                el("select", "select")
                    .named("Measured over")
                    .live(options)
                    .on("change", move |event| choose(&value_in(&event))),
            )
            .add(
                el("p", "small")
                    .live_flag("hidden", move || !self.behind.get())
                    .text("A long run: parts of it are measured while it stands still, if at all."),
            )
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
