//! A chart on a canvas of its own, with what it says in words for those who cannot see it.

use leptos::ev::{MouseEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;

use super::page_state::{PageStateStoreFields, Surroundings};
use super::painter::{Painter, Palette};
use super::resize::{on_resize, scale_of_chart, size_of};
use super::stage::{Stage, use_stage};
use crate::facts::ids::NodeId;
use crate::facts::time::Micros;
use crate::session::Session;
use crate::show::charts;
use crate::show::charts::lag::Series;
use crate::show::text::Measure;
use crate::show::{Point, Size, naming};

/// Lays a chart out from the run as it is now.
pub type Draw = Box<dyn Fn(&Session, Size, Measure<'_>) -> charts::Chart>;

/// The extent for which a chart is laid out whose words alone are wanted.
const UNSEEN: Size = Size {
    width: 300.0,
    height: 120.0,
};

/// What nodes are called, for [`of_replicas`].
pub fn names(session: &Session) -> Vec<String> {
    naming::names(session.settings())
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

/// What is said of the part of a chart that is pointed at.
#[derive(Clone, PartialEq)]
struct Tip {
    words: String,
    style: String,
}

impl Tip {
    fn of(chart: &charts::Chart, [x, y]: Point, scale: f32) -> Option<Self> {
        // It hangs on the pointer by the same share of its own width, so it never leaves the chart.
        let hang = -100.0 * x / chart.size.width.max(1.0);
        let left = scale * x;
        let style = format!(
            "left:{}px;transform:translateX({}%)",
            left as i32, hang as i32
        );
        let words = chart.hover(x, y)?;
        Some(Self { words, style })
    }
}

/// What a place on a chart leads to. Of many of a kind not all are kept: the next one that is known is told in
/// its place.
fn known_incident(session: &Session, nth: u64) -> Option<u64> {
    let known = session.known_incidents();
    let next = known.partition_point(|incident| incident.nth < nth);
    let told = known.get(next).or(known.last())?;
    Some(told.nth)
}

/// What is needed to paint, while there is a canvas.
#[derive(Clone, Copy)]
struct Easel {
    stage: Stage,
    canvas: NodeRef<html::Canvas>,
    painter: StoredValue<Option<Painter>, LocalStorage>,
    draw: StoredValue<Draw, LocalStorage>,
    drawn: StoredValue<charts::Chart, LocalStorage>,
    /// How many pixels of the page one of the chart takes.
    scale: StoredValue<f32>,
}

impl Easel {
    /// Has a painter for the canvas; false in a browser that cannot paint on it.
    fn set_up(self, canvas: web_sys::HtmlCanvasElement) -> bool {
        self.painter.set_value(Painter::new(canvas).ok());
        self.painter.with_value(Option::is_some)
    }

    /// Takes the colours from the style sheet again.
    fn take_colours(self, canvas: &web_sys::HtmlCanvasElement) {
        self.painter.update_value(|painter| {
            if let Some(painter) = painter {
                painter.set_palette(Palette::read(canvas));
            }
        });
    }

    /// Paints the run as it is now, and says in words what is to be seen; nothing while the canvas has no
    /// extent. Reactive.
    fn paint(self) -> Option<String> {
        let canvas = self.canvas.get()?;
        let size = size_of(&canvas);
        if size.width < 2.0 {
            return None;
        }
        let scale = scale_of_chart(self.stage.state.presentation().get_untracked());
        self.scale.set_value(scale);
        let size = size.times(1.0 / scale);
        self.painter.try_update_value(|painter| {
            let painter = painter.as_mut()?;
            let ratio = window().device_pixel_ratio() * f64::from(scale);
            painter.resize(size, ratio);
            let chart = self.lay_out(size, &|text, style| painter.measure(text, style));
            painter.paint(&chart.shapes);
            let words = chart.describe().to_owned();
            self.drawn.set_value(chart);
            Some(words)
        })?
    }

    /// Where on the chart a pointer is.
    fn place_of(self, event: &MouseEvent) -> Point {
        let scale = self.scale.get_value();
        [event.offset_x(), event.offset_y()].map(|along| along as f32 / scale)
    }

    /// The same for who cannot see it. Reactive.
    fn words(self) -> String {
        let chart = self.lay_out(UNSEEN, &|text, style| {
            text.chars().count() as f32 * style.size * 0.5
        });
        chart.describe().to_owned()
    }

    fn lay_out(self, size: Size, measure: Measure<'_>) -> charts::Chart {
        let Self { stage, draw, .. } = self;
        draw.with_value(|draw| stage.look(|session| draw(session, size, measure)))
    }
}

/// A chart that is drawn anew whenever what `draw` reads changes, and what it says in words in its place where
/// the browser has no canvas.
#[component]
pub fn Chart(
    /// Its class besides `chart`, which gives it its height.
    class: &'static str,
    /// Lays it out.
    draw: Draw,
    /// Called with the place of an act in the list whose flag is pressed.
    #[prop(optional, into)]
    pick: Option<Callback<usize>>,
    /// Called with a press that leads nowhere.
    #[prop(optional, into)]
    elsewhere: Option<UnsyncCallback<MouseEvent>>,
    /// Asked of each press whether it is the end of something else, and leads nowhere.
    #[prop(optional, into)]
    is_no_press: Option<UnsyncCallback<(), bool>>,
) -> impl IntoView {
    let stage = use_stage();
    let canvas = NodeRef::<html::Canvas>::new();
    let easel = Easel {
        stage,
        canvas,
        painter: StoredValue::new_local(None),
        draw: StoredValue::new_local(draw),
        drawn: StoredValue::new_local(charts::Chart::default()),
        scale: StoredValue::new(1.0),
    };
    let can_paint = RwSignal::new(true);
    let described = RwSignal::new(String::new());
    // An image without a name is one that nobody can read: it is none until something is drawn on it.
    let is_blank = move || described.with(String::is_empty).then_some("true");
    let resized = RwSignal::new(0_u32);
    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else { return };
        on_resize(&canvas, move || {
            // It may be told of once more when the chart is gone from the page, and the signal with it.
            let _ = resized.try_update(|count| *count += 1);
        });
        can_paint.set(easel.set_up(canvas));
    });
    Effect::new(move |surroundings: Option<Surroundings>| {
        resized.track();
        let now = stage.state.surroundings().get();
        if let Some(canvas) = canvas.get()
            && surroundings.is_some_and(|before| before != now)
        {
            easel.take_colours(&canvas);
        }
        if let Some(words) = easel.paint()
            && described.with_untracked(|before| *before != words)
        {
            described.set(words);
        }
        now
    });
    let (tip, leads) = (RwSignal::new(None::<Tip>), RwSignal::new(false));
    let press = move |click: MouseEvent| {
        if is_no_press.is_some_and(|asked| asked.run(())) {
            return;
        }
        let [x, y] = easel.place_of(&click);
        let target = easel.drawn.with_value(|chart| chart.target(x, y));
        let known = target.and_then(|nth| stage.look(|session| known_incident(session, nth)));
        if let Some(nth) = known {
            stage.choose_incident(nth);
        }
        let act = easel.drawn.with_value(|chart| chart.act(x, y));
        if let (Some(act), Some(pick)) = (act, pick) {
            pick.run(act);
        }
        if let (None, None, Some(elsewhere)) = (known, act, elsewhere) {
            elsewhere.run(click);
        }
    };
    let point = move |event: PointerEvent| {
        let [x, y] = easel.place_of(&event);
        easel.drawn.with_value(|chart| {
            tip.set(Tip::of(chart, [x, y], easel.scale.get_value()));
            leads.set(chart.target(x, y).is_some() || chart.act(x, y).is_some());
        });
    };
    view! {
        <div class=format!("chart {class}")>
            <canvas
                role="img"
                aria-label=described
                aria-hidden=is_blank
                class:leads=leads
                hidden=move || !can_paint.get()
                node_ref=canvas
                on:click=press
                on:pointermove=point
                on:pointerleave=move |_| tip.set(None)
            ></canvas>
            <span
                class="tip"
                aria-hidden="true"
                hidden=move || tip.with(Option::is_none)
                style=move || tip.get().map(|tip| tip.style)
            >
                {move || tip.get().map(|tip| tip.words)}
            </span>
            <Show when=move || !can_paint.get()>
                <p class="small">{move || easel.words()}</p>
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use js_sys::Reflect;
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_test::wasm_bindgen_test as test;
    use web_sys::HtmlCanvasElement;

    use super::Chart;
    use crate::facts::time::SECOND;
    use crate::session::Session;
    use crate::show::Size;
    use crate::show::charts::outcomes::{Ends, chart};
    use crate::show::text::Measure;
    use crate::ui::stage::use_stage;
    use crate::ui::trial::{Trial, show};

    #[component]
    fn Ended() -> impl IntoView {
        let stage = use_stage();
        let draw = move |session: &Session, size: Size, measure: Measure<'_>| {
            stage.watch(|_| ());
            let now = session.now();
            let ends = Ends {
                what: ("saga", "sagas"),
                spans: &session.consistency().outcomes(),
                under_way: &session.consistency().sagas_under_way(now),
                now,
            };
            chart(&ends, size, measure)
        };
        view! { <Chart class="outcomes" draw=Box::new(draw)/> }
    }

    fn ended() -> Trial {
        show("v=1&pattern=saga&duration=20s", || view! { <Ended/> })
    }

    #[test]
    async fn it_is_painted_and_says_what_is_to_be_seen_in_words() {
        let page = ended();
        // Nobody hears of an image that is still empty.
        assert_eq!(
            page.attribute("canvas", "aria-hidden").as_deref(),
            Some("true")
        );
        tick().await;
        assert_eq!(page.attribute("canvas", "aria-hidden"), None);
        let canvas: HtmlCanvasElement = page.find("canvas").unchecked_into();
        let ratio = window().device_pixel_ratio();
        let wide = (f64::from(canvas.client_width()) * ratio).round();
        assert_eq!(f64::from(canvas.width()), wide);
        let said = |page: &Trial| page.attribute("canvas", "aria-label").unwrap_or_default();
        assert_eq!(said(&page), "no data yet: no saga has begun");
        page.reach(30 * SECOND).await;
        assert!(said(&page).starts_with("Sagas: "), "{}", said(&page));
        assert_eq!((page.count("p"), page.text(".tip")), (0, String::new()));
    }

    #[test]
    async fn a_browser_without_canvas_gets_the_words() {
        let kind = Reflect::get(&window(), &JsValue::from_str("HTMLCanvasElement"));
        let kind = Reflect::get(&kind.expect("all have it"), &JsValue::from_str("prototype"));
        let (kind, name) = (kind.expect("all have it"), JsValue::from_str("getContext"));
        let paints = Reflect::get(&kind, &name).expect("this one has it");
        let none = js_sys::Function::new_no_args("return null");
        Reflect::set(&kind, &name, &none).expect("it is taken");
        let page = ended();
        tick().await;
        Reflect::set(&kind, &name, &paints).expect("it is taken");
        assert_eq!(page.text("p"), "no data yet: no saga has begun");
        page.reach(30 * SECOND).await;
        assert!(page.text("p").starts_with("Sagas: "), "{}", page.text("p"));
    }
}
