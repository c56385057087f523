//! The band under the picture: how much differed when, what went wrong when, and where now is.

use leptos::prelude::*;

use super::chart::chart;
use super::frame_loop::now_ms;
use super::stage::Stage;
use crate::session::Session;
use crate::sim::time::Micros;
use crate::view::charts::timeline::{Timeline, chart as timeline_chart};

/// Between two pictures of it while time passes.
const GAP_MS: f64 = 80.0;

/// The timeline.
pub fn timeline(stage: Stage) -> AnyView {
    let last = StoredValue::new(0.0_f64);
    let when = Memo::new(move |before: Option<&u64>| {
        let beat = u64::from(stage.beat.get());
        let at = stage.readout.with(|readout| readout.now);
        let now = now_ms();
        match before {
            Some(before) if now - last.get_value() < GAP_MS => *before,
            _ => {
                last.set_value(now);
                at.wrapping_mul(31).wrapping_add(beat)
            }
        }
    });
    let draw = |session: &Session, size, _: crate::view::text::Measure<'_>| {
        let diverging = session.stale_series();
        let anomalies: Vec<Micros> = session.ticks().iter().map(|tick| tick.0).collect();
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
    chart(stage, "timeline", when.into(), Box::new(draw))
}
