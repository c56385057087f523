//! Paints shapes on a canvas: one path for each batch, sharp at every pixel ratio.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement};

use crate::show::geometry::{Point, Rect, Size};
use crate::show::ink::{Ink, Paint, Theme};
use crate::show::shape::{Align, Dash, Glyph, Shape, Step, Stroke, TextStyle};

use super::canvas_text::{CanvasText, font};

/// The values of the colours, as the page's style sheet has them now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette([String; Ink::ALL.len()]);

impl Palette {
    /// The values without a style sheet.
    #[cfg(test)]
    pub fn of(theme: Theme) -> Self {
        Self(Ink::ALL.map(|ink| ink.value(theme).to_owned()))
    }

    /// The custom properties that hold for an element; where one is missing, the light value.
    pub fn read(element: &Element) -> Self {
        // An element that is not on the page yet has no style; the page's root has the colours too.
        let window = web_sys::window();
        let root = window
            .as_ref()
            .and_then(web_sys::Window::document)
            .and_then(|document| document.document_element());
        let element = if element.is_connected() {
            Some(element.clone())
        } else {
            root
        };
        let style = window
            .zip(element)
            .and_then(|(window, element)| window.get_computed_style(&element).ok().flatten());
        Self(Ink::ALL.map(|ink| {
            style
                .as_ref()
                .and_then(|style| style.get_property_value(ink.property()).ok())
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty())
                .unwrap_or_else(|| ink.value(Theme::Light).to_owned())
        }))
    }

    fn value(&self, ink: Ink) -> &str {
        &self.0[ink as usize]
    }
}

/// A canvas and how to paint on it.
pub struct Painter {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    text: CanvasText,
    palette: Palette,
    size: Size,
    ratio: f64,
}

impl Painter {
    /// Paints on this canvas.
    ///
    /// # Errors
    ///
    /// The canvas has no two-dimensional context.
    pub fn new(canvas: HtmlCanvasElement) -> Result<Self, JsValue> {
        let context = canvas
            .get_context("2d")?
            .ok_or_else(|| JsValue::from_str("the canvas has no 2d context"))?
            .dyn_into::<CanvasRenderingContext2d>()?;
        let palette = Palette::read(&canvas);
        let text = CanvasText::new(context.clone());
        Ok(Self {
            canvas,
            context,
            text,
            palette,
            size: Size::default(),
            ratio: 0.0,
        })
    }

    /// Takes the colours from the style sheet again: the theme has changed.
    pub fn set_palette(&mut self, palette: Palette) {
        self.palette = palette;
    }

    /// How wide a text is on this canvas.
    pub fn measure(&self, text: &str, style: TextStyle) -> f32 {
        self.text.width(text, style)
    }

    /// Gives the canvas as many pixels as its extent takes on this screen, if that has changed.
    pub fn resize(&mut self, size: Size, ratio: f64) {
        if size == self.size && (ratio - self.ratio).abs() < 1e-6 {
            return;
        }
        self.canvas
            .set_width((f64::from(size.width) * ratio).round() as u32);
        self.canvas
            .set_height((f64::from(size.height) * ratio).round() as u32);
        (self.size, self.ratio) = (size, ratio);
    }

    /// Paints the shapes over an empty canvas.
    pub fn paint(&self, shapes: &[Shape]) {
        let context = &self.context;
        let ratio = self.ratio;
        // Fails only for a matrix of the wrong form.
        let _ = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
        context.clear_rect(0.0, 0.0, self.size.width.into(), self.size.height.into());
        for shape in shapes {
            self.shape(shape);
        }
        context.set_global_alpha(1.0);
    }

    fn shape(&self, shape: &Shape) {
        let context = &self.context;
        match shape {
            Shape::Rect {
                area,
                radius,
                fill,
                stroke,
            } => {
                context.begin_path();
                self.rect(*area, *radius);
                self.finish(*fill, *stroke);
            }
            Shape::Rects {
                areas,
                radius,
                fill,
                stroke,
            } => {
                context.begin_path();
                for area in areas {
                    self.rect(*area, *radius);
                }
                self.finish(*fill, *stroke);
            }
            Shape::Circle {
                centre,
                radius,
                fill,
                stroke,
            } => {
                context.begin_path();
                self.disc(*centre, *radius);
                self.finish(*fill, *stroke);
            }
            Shape::Line { from, to, stroke } => {
                context.begin_path();
                self.step(Step::Move(*from));
                self.step(Step::Line(*to));
                self.finish(None, Some(*stroke));
            }
            Shape::Path {
                steps,
                fill,
                stroke,
            } => {
                context.begin_path();
                for step in steps {
                    self.step(*step);
                }
                self.finish(*fill, *stroke);
            }
            Shape::Text {
                at,
                content,
                style,
                align,
                ink,
            } => {
                self.write(*at, content, *style, *align, *ink);
            }
            Shape::Dots {
                glyph,
                fill,
                stroke,
                points,
            } => {
                context.begin_path();
                for point in points {
                    self.glyph(*glyph, *point);
                }
                self.finish(*fill, *stroke);
            }
        }
    }

    fn finish(&self, fill: Option<Paint>, stroke: Option<Stroke>) {
        let context = &self.context;
        if let Some(paint) = fill {
            context.set_global_alpha(paint.opacity.into());
            context.set_fill_style_str(self.palette.value(paint.ink));
            context.fill();
        }
        if let Some(stroke) = stroke {
            context.set_global_alpha(stroke.paint.opacity.into());
            context.set_stroke_style_str(self.palette.value(stroke.paint.ink));
            context.set_line_width(stroke.width.into());
            if stroke.dash == Dash::Solid {
                context.stroke();
                return;
            }
            let pattern = js_sys::Array::new();
            for length in stroke.dash.pattern() {
                pattern.push(&JsValue::from_f64(f64::from(*length)));
            }
            // Fails only for what is not a list of lengths.
            let _ = context.set_line_dash(&pattern);
            context.set_line_cap("round");
            context.stroke();
            let _ = context.set_line_dash(&js_sys::Array::new());
            context.set_line_cap("butt");
        }
    }

    fn rect(&self, area: Rect, radius: f32) {
        let Rect {
            x,
            y,
            width,
            height,
        } = area;
        let (x, y, width, height) = (
            f64::from(x),
            f64::from(y),
            f64::from(width.max(0.0)),
            f64::from(height.max(0.0)),
        );
        if radius > 0.0 {
            // Fails only for a negative radius.
            let _ = self
                .context
                .round_rect_with_f64(x, y, width, height, radius.into());
        } else {
            self.context.rect(x, y, width, height);
        }
    }

    fn disc(&self, [x, y]: Point, radius: f32) {
        let (x, y, radius) = (f64::from(x), f64::from(y), f64::from(radius.max(0.0)));
        // Without the move, the discs of a batch would be joined by lines.
        self.context.move_to(x + radius, y);
        // Fails only for a negative radius.
        let _ = self.context.arc(x, y, radius, 0.0, std::f64::consts::TAU);
    }

    fn step(&self, step: Step) {
        let context = &self.context;
        match step {
            Step::Move([x, y]) => context.move_to(x.into(), y.into()),
            Step::Line([x, y]) => context.line_to(x.into(), y.into()),
            Step::Cubic(one, two, end) => context.bezier_curve_to(
                one[0].into(),
                one[1].into(),
                two[0].into(),
                two[1].into(),
                end[0].into(),
                end[1].into(),
            ),
            Step::Close => context.close_path(),
        }
    }

    fn glyph(&self, glyph: Glyph, [x, y]: Point) {
        let context = &self.context;
        match glyph {
            Glyph::Disc(radius) => self.disc([x, y], radius),
            Glyph::Square(half) => {
                let side = f64::from(2.0 * half);
                context.rect((x - half).into(), (y - half).into(), side, side);
            }
            Glyph::Diamond(half) => {
                context.move_to(x.into(), (y - half).into());
                context.line_to((x + half).into(), y.into());
                context.line_to(x.into(), (y + half).into());
                context.line_to((x - half).into(), y.into());
                // Not `close_path`, before which browsers measure the whole path: the time would grow
                // with the square of the number of marks.
                context.line_to(x.into(), (y - half).into());
            }
            Glyph::Cross(half) => {
                context.move_to((x - half).into(), (y - half).into());
                context.line_to((x + half).into(), (y + half).into());
                context.move_to((x - half).into(), (y + half).into());
                context.line_to((x + half).into(), (y - half).into());
            }
        }
    }

    fn write(&self, at: Point, words: &str, style: TextStyle, align: Align, ink: Ink) {
        let context = &self.context;
        context.set_global_alpha(1.0);
        context.set_fill_style_str(self.palette.value(ink));
        let width = self.text.width(words, style);
        context.set_font(&font(style));
        let left = match align {
            Align::Start => at[0],
            Align::Middle => at[0] - width / 2.0,
            Align::End => at[0] - width,
        };
        if style.tabular && !self.text.has_tabular_digits(style) {
            self.write_tabular(left, at[1], words, style);
        } else {
            // Fails only if there is no text.
            let _ = context.fill_text(words, left.into(), at[1].into());
        }
    }

    /// A canvas cannot ask a font for digits of one width, so each gets its place by itself.
    fn write_tabular(&self, left: f32, baseline: f32, content: &str, style: TextStyle) {
        let digit_width = self.text.width("0", style);
        let mut x = left;
        let mut rest = content;
        while let Some(first) = rest.chars().next() {
            let digit = first.is_ascii_digit();
            let end = if digit {
                1
            } else {
                rest.find(|letter: char| letter.is_ascii_digit())
                    .unwrap_or(rest.len())
            };
            let Some((piece, after)) = rest.split_at_checked(end) else {
                break;
            };
            let width = if digit {
                digit_width
            } else {
                self.text.width(piece, style)
            };
            let inset = if digit {
                (digit_width - self.text.exact(piece, style)) / 2.0
            } else {
                0.0
            };
            self.context.set_font(&font(style));
            let _ = self
                .context
                .fill_text(piece, (x + inset).into(), baseline.into());
            x += width;
            rest = after;
        }
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::*;
    use crate::faces::draw;
    use crate::show::staged::Stage;

    wasm_bindgen_test_configure!(run_in_browser);

    const SIZE: Size = Size::new(700.0, 620.0);

    fn painter() -> Painter {
        let document = web_sys::window().unwrap().document().unwrap();
        let canvas = document.create_element("canvas").unwrap();
        document.body().unwrap().append_child(&canvas).unwrap();
        let mut painter = Painter::new(canvas.dyn_into().unwrap()).unwrap();
        painter.resize(SIZE, 2.0);
        painter
    }

    #[wasm_bindgen_test]
    fn the_canvas_has_the_pixels_of_the_screen() {
        let painter = painter();
        assert_eq!(
            (painter.canvas.width(), painter.canvas.height()),
            (1_400, 1_240)
        );
    }

    #[wasm_bindgen_test]
    fn every_picture_is_painted_over_an_empty_canvas() {
        let painter = painter();
        let picture = |stage: Stage| {
            let measure = |text: &str, style| painter.measure(text, style);
            let scene = stage.measured(&measure, draw);
            painter.paint(&scene.shapes);
            painter.canvas.to_data_url().unwrap()
        };
        let blank = painter.canvas.to_data_url().unwrap();
        let calm = picture(Stage::new(3, SIZE));
        let busy = picture(
            Stage::new(3, SIZE)
                .drifting()
                .busy()
                .troubled()
                .cut(4)
                .down(3),
        );
        assert!(blank != calm && calm != busy);
        assert_eq!(
            calm,
            picture(Stage::new(3, SIZE)),
            "nothing is left of the picture before"
        );
    }

    #[wasm_bindgen_test]
    fn a_running_number_keeps_its_width() {
        let painter = painter();
        let style = TextStyle::regular(12.5);
        let width = painter.measure("oldest 111 ms behind", style);
        assert!((painter.measure("oldest 840 ms behind", style) - width).abs() < 0.01);
    }

    #[wasm_bindgen_test]
    fn without_a_style_sheet_the_light_values_stand() {
        let document = web_sys::window().unwrap().document().unwrap();
        let palette = Palette::read(&document.body().unwrap());
        assert_eq!(palette, Palette::of(Theme::Light));
    }
}
