//! A chart on a canvas of its own, with what it says in words for those who cannot see it.

use crate::ui::live::{live, only_if};
use leptos::html;
use leptos::prelude::*;

use super::board::on_resize;
use super::painter::{Painter, Palette};
use super::stage::Stage;
use crate::session::Session;
use crate::view::Size;
use crate::view::charts::Chart;
use crate::view::text::Measure;

/// Lays a chart out from the run as it is now.
pub type Draw = Box<dyn Fn(&Session, Size, Measure<'_>) -> Chart + Send + Sync>;

struct Drawn {
    painter: Painter,
    chart: Chart,
}

/// A chart that is drawn anew whenever `when` changes.
pub fn chart(stage: Stage, class: &'static str, when: Signal<u64>, draw: Draw) -> AnyView {
    let canvas = NodeRef::<html::Canvas>::new();
    let drawn: StoredValue<Option<Drawn>, LocalStorage> = StoredValue::new_local(None);
    let size = RwSignal::new(Size::default());
    let words = RwSignal::new(String::new());
    let tip = RwSignal::new(None::<(f32, String)>);
    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else { return };
        let Ok(painter) = Painter::new(canvas.clone()) else {
            return;
        };
        drawn.set_value(Some(Drawn {
            painter,
            chart: Chart::default(),
        }));
        let watched = canvas.clone();
        on_resize(&canvas, move || {
            let now = size_of(&watched);
            // The canvas may be gone from the page, and with it the signal.
            if size.try_get_untracked().is_some_and(|before| before != now) {
                size.set(now);
            }
        });
        size.set(size_of(&canvas));
    });
    Effect::new(move |themed: Option<u32>| {
        when.track();
        let extent = size.get();
        let theme = stage.theme.get();
        let (Some(canvas), true) = (canvas.get(), extent.width > 1.0) else {
            return theme;
        };
        let said = drawn.try_update_value(|drawn| {
            let drawn = drawn.as_mut()?;
            if themed.is_some_and(|before| before != theme) {
                drawn.painter.set_palette(Palette::read(&canvas));
            }
            drawn.painter.resize(extent, window().device_pixel_ratio());
            let painter = &drawn.painter;
            let measure = |text: &str, style| painter.measure(text, style);
            let chart = stage.look(|session| draw(session, extent, &measure));
            painter.paint(&chart.shapes);
            drawn.chart = chart;
            Some(drawn.chart.describe().to_owned())
        });
        if let Some(Some(said)) = said
            && words.with_untracked(|words| *words != said)
        {
            words.set(said);
        }
        theme
    });
    let point = move |event: web_sys::PointerEvent| {
        let (x, y) = (event.offset_x() as f32, event.offset_y() as f32);
        let said =
            drawn.with_value(|drawn| drawn.as_ref().and_then(|drawn| drawn.chart.hover(x, y)));
        tip.set(said.map(|said| (x, said)));
    };
    let tip_style = move || {
        let x = tip.with(|tip| tip.as_ref().map_or(0.0, |tip| tip.0));
        let share = x / size.get().width.max(1.0);
        // It hangs on the pointer by the same share of its own width, so it never leaves the chart.
        format!("left:{x:.0}px;transform:translateX({:.0}%)", -100.0 * share)
    };
    let tip_view = move || {
        let words = live(move || tip.get().map_or_else(String::new, |tip| tip.1));
        view! {
            <span class="tip" aria-hidden="true" style=live(tip_style)>
                {words}
            </span>
        }
        .into_any()
    };
    view! {
        <div class=format!("chart {class}")>
            <canvas
                node_ref=canvas
                role="img"
                aria-label=words
                on:pointermove=point
                on:pointerleave=move |_| tip.set(None)
            ></canvas>
            {only_if(move || tip.with(Option::is_some), tip_view)}
        </div>
    }
    .into_any()
}

fn size_of(canvas: &web_sys::HtmlCanvasElement) -> Size {
    Size {
        width: canvas.client_width() as f32,
        height: canvas.client_height() as f32,
    }
}
