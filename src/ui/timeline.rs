//! The band under the picture: how much differed when, what went wrong when, and where now is.

use leptos::prelude::*;

use super::chart::{Chart, names, of_replicas};
use super::frame_loop::{HURRY_MS, STILL_MS, now_ms};
use super::left_panel::ACTS;
use super::page_state::{PageStateStoreFields, Readout};
use super::sheets::{Sheet, Sheets};
use super::stage::use_stage;
use crate::scenario::Scenario;
use crate::session::Session;
use crate::view::Size;
use crate::view::acts::ActTeller;
use crate::view::charts::flags::Flag;
use crate::view::charts::timeline as band;
use crate::view::text::Measure;

/// Between two pictures of it while time passes.
const GAP_MS: f64 = 80.0;

/// The timeline.
#[component]
pub fn Timeline() -> impl IntoView {
    let stage = use_stage();
    // When it was last drawn between two beats: anew every few frames.
    let drawn = Memo::new(move |before: Option<&f64>| {
        stage.state.readout().track();
        let now = now_ms();
        let hurries = stage.state.readout().with_untracked(Readout::hurries);
        let gap = match (hurries, stage.is_still()) {
            (true, _) => HURRY_MS,
            (_, true) => STILL_MS,
            _ => GAP_MS,
        };
        let recent = before.filter(|&&before| now - before < gap);
        recent.copied().unwrap_or(now)
    });
    let flags = Memo::new(move |_| {
        let scenario = stage.state.scenario();
        scenario.with(flags_of)
    });
    let draw = move |session: &Session, size: Size, measure: Measure<'_>| {
        stage.watch(|_| ());
        drawn.track();
        stage.state.scenario().track();
        let flags = flags.get();
        let (now, known, names) = (session.now(), session.timeline(), names(session));
        // Where there are no copies, it is sagas on their way that are neither here nor there.
        let unit = if known.layers.is_empty() {
            ("saga", "sagas", "under way")
        } else {
            ("value", "values", "out of date")
        };
        let timeline = band::Timeline {
            differing: &known.whole,
            layers: &of_replicas(session, &names, known.layers),
            unit,
            anomalies: &known.ticks,
            acts: &flags,
            playhead: now,
            known_until: known.until,
            duration: session.duration().max(known.until),
        };
        band::chart(&timeline, size, measure)
    };
    let sheets = use_context::<Sheets>();
    let pick = move |act: usize| {
        stage.state.desk().set(ACTS);
        stage.state.act().set(Some(act));
        if let Some(sheets) = sheets {
            sheets.open(Sheet::Settings);
        }
    };
    view! { <Chart class="timeline" draw=Box::new(draw) pick=pick/> }
}

/// A flag for each act.
fn flags_of(scenario: &Scenario) -> Vec<Flag> {
    let teller = ActTeller::new(&scenario.settings);
    let listed = scenario.script.listed().into_iter();
    listed
        .map(|listed| Flag {
            at: listed.act.at,
            words: teller.told(&listed).sentence(),
            is_off: listed.is_off,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Timeline;
    use crate::sim::time::SECOND;
    use crate::ui::trial::show;

    #[test]
    async fn it_says_how_far_the_run_has_come() {
        let link = "v=1&pattern=event-based&duration=20s&writes=20&deliver=1s";
        let page = show(link, || view! { <Timeline/> });
        leptos::task::tick().await;
        let said = |page: &crate::ui::trial::Trial| page.attribute("canvas", "aria-label");
        let before = said(&page).unwrap_or_default();
        assert!(before.starts_with("At 0.000 s of 20 s: "), "{before}");
        page.reach(9 * SECOND).await;
        let after = said(&page).unwrap_or_default();
        assert!(after.starts_with("At 9.000 s of 20 s: "), "{after}");
    }
}
