//! What the measures are taken of: the run so far, its last part, or one copy; and the figures of that.

use leptos::prelude::*;

use super::chart::names;
use super::dom::{El, el, value_in};
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
    pub scope: RwSignal<Scope>,
    /// The figures as they are reported.
    pub report: Memo<Report>,
    /// The figures as they are kept, for charts. Read them after `report`, which brings them up to date.
    pub figures: StoredValue<Figures, LocalStorage>,
    behind: RwSignal<bool>,
}

impl Scoped {
    /// Of the run so far, until something else is chosen.
    pub fn new(stage: Stage) -> Self {
        let scope = RwSignal::new(Scope::Whole);
        let figures = StoredValue::new_local(Figures::default());
        let behind = RwSignal::new(false);
        let last = StoredValue::new(None::<(Scope, u64)>);
        let report = Memo::new(move |before: Option<&Report>| {
            stage.beat.track();
            let scope = scope.get();
            stage.look(|session| {
                let key = (scope, session.digest());
                let is_part = scope != Scope::Whole;
                let late = is_part && session.events() > most(session);
                behind.set(late);
                // What has been measured once is not run again while nothing happens.
                if let Some(before) = before
                    && is_part
                    && (late || last.get_value() == Some(key))
                {
                    return before.clone();
                }
                last.set_value(Some(key));
                let found = if late {
                    Figures::default()
                } else {
                    session.figures(scope)
                };
                let report = found.report();
                figures.set_value(found);
                report
            })
        });
        Self {
            scope,
            report,
            figures,
            behind,
        }
    }

    /// The menu in which it is chosen.
    pub fn chooser(self, stage: Stage) -> El {
        let scopes = move || {
            stage.settings.track();
            stage.run.track();
            stage.look(scopes)
        };
        let found = Memo::new(move |_| scopes());
        let place = move || {
            let scope = self.scope.get();
            let at = found.with(|all| all.iter().position(|one| one.0 == scope));
            at.unwrap_or(0)
        };
        let options = move || {
            let options = found.get().into_iter().enumerate();
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
            let chosen = found.with_untracked(|all| all.get(nth).map(|one| one.0));
            self.scope.set(chosen.unwrap_or_default());
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
