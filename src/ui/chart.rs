//! A chart on a canvas of its own, with what it says in words for those who cannot see it.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlCanvasElement;

use super::dom::{El, el, follow, place_of};
use super::page_state::{PageStateStoreFields, Surroundings};
use super::painter::{Painter, Palette};
use super::resize::{on_resize, size_of};
use super::stage::Stage;
use crate::session::Session;
use crate::sim::ids::NodeId;
use crate::sim::time::Micros;
use crate::view::charts::Chart;
use crate::view::charts::lag::Series;
use crate::view::text::Measure;
use crate::view::{Size, naming};

/// Lays a chart out from the run as it is now.
pub type Draw = Box<dyn Fn(&Session, Size, Measure<'_>) -> Chart>;

/// What nodes are called, for [`of_replicas`].
pub fn names(session: &Session) -> Vec<String> {
    naming::of_nodes(session.settings()).node
}

/// What is said of each replica over time, with their names.
pub fn of_replicas<'a>(
    session: &Session,
    names: &'a [String],
    points: Vec<Vec<(Micros, f64)>>,
) -> Vec<Series<'a>> {
    let name = |node: NodeId| names.get(usize::from(node.0)).map_or("", String::as_str);
    let series = points.into_iter().zip(session.replicas());
    series
        .map(|(points, (_, node))| Series {
            name: name(node),
            points,
        })
        .collect()
}

struct Drawn {
    painter: Painter,
    chart: Chart,
    surroundings: Surroundings,
}

/// A chart that is drawn anew whenever what `when` reads changes.
pub fn chart(stage: Stage, class: &str, when: Box<dyn Fn()>, draw: Draw) -> El {
    let canvas = el("canvas", "").attr("role", "img");
    let raw: HtmlCanvasElement = canvas.raw().clone().unchecked_into();
    let tip = el("span", "tip")
        .attr("aria-hidden", "true")
        .attr("hidden", "");
    let shape = el("div", &format!("chart {class}"));
    let Ok(painter) = Painter::new(raw.clone()) else {
        return shape;
    };
    let surroundings = stage.state.surroundings().get_untracked();
    let drawn = Rc::new(RefCell::new(Drawn {
        painter,
        chart: Chart::default(),
        surroundings,
    }));
    let resized = RwSignal::new(0_u32);
    on_resize(&raw, move || {
        // The chart may be gone from the page, and with it the signal.
        let _ = resized.try_update(|count| *count += 1);
    });
    let paints = Rc::clone(&drawn);
    follow(Box::new(move || {
        when();
        resized.track();
        let surroundings = stage.state.surroundings().get();
        let size = size_of(&raw);
        if size.width < 2.0 {
            return;
        }
        let drawn = &mut *paints.borrow_mut();
        if drawn.surroundings != surroundings {
            drawn.painter.set_palette(Palette::read(&raw));
            drawn.surroundings = surroundings;
        }
        drawn.painter.resize(size, window().device_pixel_ratio());
        let painter = &drawn.painter;
        let measure = |text: &str, style| painter.measure(text, style);
        drawn.chart = stage.look(|session| draw(session, size, &measure));
        painter.paint(&drawn.chart.shapes);
        // Fails only for a name that cannot be an attribute.
        let _ = raw.set_attribute("aria-label", drawn.chart.describe());
    }));
    let hint = tip.html().clone();
    let hide = hint.clone();
    let under = canvas.raw().clone();
    let pressed = Rc::clone(&drawn);
    let canvas = canvas
        .on("click", move |event| {
            let (x, y) = place_of(&event);
            let target = pressed.borrow().chart.target(x, y);
            // Of many of a kind not all are kept: the next one that is known is told in its place.
            let known = target.and_then(|nth| {
                stage.look(|session| {
                    let known = session.known_incidents();
                    let next = known.partition_point(|incident| incident.nth < nth);
                    let told = known.get(next).or(known.last())?;
                    Some(told.nth)
                })
            });
            if let Some(nth) = known {
                stage.choose_incident(nth);
            }
        })
        .on("pointermove", move |event| {
            let (x, y) = place_of(&event);
            let drawn = drawn.borrow();
            let said = drawn.chart.hover(x, y);
            let leads = drawn.chart.target(x, y).is_some();
            // Fails only for a name that cannot be a class.
            let _ = under.class_list().toggle_with_force("leads", leads);
            hint.set_hidden(said.is_none());
            hint.set_text_content(said.as_deref());
            // It hangs on the pointer by the same share of its own width, so it never leaves the
            // chart.
            let hang = -100.0 * x / drawn.chart.size.width.max(1.0);
            let style = format!("left:{}px;transform:translateX({}%)", x as i32, hang as i32);
            let _ = hint.set_attribute("style", &style);
        })
        .on("pointerleave", move |_| hide.set_hidden(true));
    shape.add(canvas).add(tip)
}
