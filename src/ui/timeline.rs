//! The band under the picture: how much differed when, what went wrong when, and where now is.

use leptos::prelude::*;

use super::chart::{chart, names, of_replicas};
use super::dom::El;
use super::frame_loop::now_ms;
use super::page_state::PageStateStoreFields;
use super::stage::Stage;
use crate::session::Session;
use crate::view::charts::timeline::{Timeline, chart as timeline_chart};
use crate::view::text::Measure;

/// Between two pictures of it while time passes.
const GAP_MS: f64 = 80.0;

/// The timeline.
pub fn timeline(stage: Stage) -> El {
    let last = StoredValue::new((0.0_f64, 0_u32));
    // Changes with every beat, and every few frames in between.
    let when = Memo::new(move |_| {
        stage.watch(|_| ());
        stage.state.readout().track();
        let now = now_ms();
        let (before, count) = last.get_value();
        if now - before >= GAP_MS {
            last.set_value((now, count + 1));
        }
        last.get_value().1
    });
    let follow = move || {
        when.get();
        stage.state.scenario().track();
    };
    let draw = |session: &Session, size, measure: Measure<'_>| {
        let (now, known, names) = (session.now(), session.timeline(), names(session));
        // Where there are no copies, it is sagas on their way that are neither here nor there.
        let unit = if known.layers.is_empty() {
            ("saga", "sagas", "under way")
        } else {
            ("key", "keys", "differing")
        };
        let timeline = Timeline {
            differing: &known.whole,
            layers: &of_replicas(session, &names, known.layers),
            unit,
            anomalies: &known.ticks,
            playhead: now,
            known_until: known.until,
            duration: session.duration().max(known.until),
        };
        timeline_chart(&timeline, size, measure)
    };
    chart(stage, "timeline", Box::new(follow), Box::new(draw))
}
