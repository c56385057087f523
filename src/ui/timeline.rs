//! The band under the picture: how much differed when, what went wrong when, and where now is.

use leptos::prelude::*;

use super::chart::chart;
use super::dom::El;
use super::frame_loop::now_ms;
use super::stage::Stage;
use crate::session::Session;
use crate::sim::time::Micros;
use crate::view::charts::timeline::{Timeline, chart as timeline_chart};
use crate::view::text::Measure;

/// Between two pictures of it while time passes.
const GAP_MS: f64 = 80.0;

/// The timeline.
pub fn timeline(stage: Stage) -> El {
    let last = StoredValue::new((0.0_f64, 0_u32));
    // Changes with every beat, and every few frames in between.
    let when = Memo::new(move |_| {
        let beat = stage.beat.get();
        stage.readout.track();
        let now = now_ms();
        let (before, count) = last.get_value();
        if now - before >= GAP_MS {
            last.set_value((now, count + 1));
        }
        last.get_value().1.wrapping_mul(1_000).wrapping_add(beat)
    });
    let follow = move || {
        when.get();
        stage.settings.track();
    };
    let draw = |session: &Session, size, _: Measure<'_>| {
        let diverging = session.stale_series();
        let anomalies: Vec<Micros> = session.ticks().iter().map(|tick| tick.at).collect();
        let now = session.now();
        let timeline = Timeline {
            diverging: &diverging,
            anomalies: &anomalies,
            playhead: now,
            known_until: now,
            duration: session.duration().max(now),
        };
        timeline_chart(&timeline, size)
    };
    chart(stage, "timeline", Box::new(follow), Box::new(draw))
}
