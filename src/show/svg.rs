//! Shapes as an SVG document, for pictures outside the browser.

use std::fmt::Write;

use super::geometry::{Point, Rect, Size};
use super::ink::{Ink, Paint, Theme};
use super::shape::{Align, FONT_FAMILY, Glyph, Shape, Step, Stroke, TextStyle};

/// A whole document: the shapes on the ground of the canvas, with a title for screen readers.
pub fn document(shapes: &[Shape], size: Size, theme: Theme, title: &str) -> String {
    let mut svg = Svg {
        out: String::with_capacity(4096),
        theme,
    };
    let Size { width, height } = size;
    svg.push(format_args!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\" font-family=\"{}\" \
         font-variant-numeric=\"tabular-nums\">\n<title>{}</title>\n",
        escaped(FONT_FAMILY),
        escaped(title),
    ));
    let ground = Ink::Canvas.value(theme);
    svg.push(format_args!(
        "<rect width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>\n"
    ));
    for shape in shapes {
        svg.shape(shape);
    }
    svg.out.push_str("</svg>\n");
    svg.out
}

struct Svg {
    out: String,
    theme: Theme,
}

impl Svg {
    fn push(&mut self, words: std::fmt::Arguments<'_>) {
        // Writing into a String cannot fail.
        let _ = self.out.write_fmt(words);
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Rect {
                area,
                radius,
                fill,
                stroke,
            } => {
                self.rect(*area, *radius);
                self.close(*fill, *stroke);
            }
            Shape::Rects {
                areas,
                radius,
                fill,
                stroke,
            } => {
                self.out.push_str("<g");
                self.paints(*fill, *stroke);
                self.out.push_str(">\n");
                for area in areas {
                    self.rect(*area, *radius);
                    self.out.push_str("/>\n");
                }
                self.out.push_str("</g>\n");
            }
            Shape::Circle {
                centre,
                radius,
                fill,
                stroke,
            } => {
                let [x, y] = centre.map(Number);
                self.push(format_args!(
                    "<circle cx=\"{x}\" cy=\"{y}\" r=\"{}\"",
                    Number(*radius)
                ));
                self.close(*fill, *stroke);
            }
            Shape::Line { from, to, stroke } => {
                let ([x, y], [to_x, to_y]) = (from.map(Number), to.map(Number));
                self.push(format_args!(
                    "<line x1=\"{x}\" y1=\"{y}\" x2=\"{to_x}\" y2=\"{to_y}\""
                ));
                self.close(None, Some(*stroke));
            }
            Shape::Path {
                steps,
                fill,
                stroke,
            } => {
                self.out.push_str("<path d=\"");
                for step in steps {
                    self.step(*step);
                }
                self.out.push('"');
                self.close(*fill, *stroke);
            }
            Shape::Text {
                at,
                content,
                style,
                align,
                ink,
            } => {
                self.text(*at, content, *style, *align, *ink);
            }
            Shape::Dots {
                glyph,
                fill,
                stroke,
                points,
            } => {
                self.out.push_str("<path d=\"");
                for point in points {
                    self.glyph(*glyph, *point);
                }
                self.out.push('"');
                self.close(*fill, *stroke);
            }
        }
    }

    fn rect(&mut self, area: Rect, radius: f32) {
        let Rect {
            x,
            y,
            width,
            height,
        } = area;
        self.push(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
            Number(x),
            Number(y),
            Number(width.max(0.0)),
            Number(height.max(0.0)),
        ));
        if radius > 0.0 {
            self.push(format_args!(" rx=\"{}\"", Number(radius)));
        }
    }

    fn close(&mut self, fill: Option<Paint>, stroke: Option<Stroke>) {
        self.paints(fill, stroke);
        self.out.push_str("/>\n");
    }

    fn paints(&mut self, fill: Option<Paint>, stroke: Option<Stroke>) {
        match fill {
            None => self.out.push_str(" fill=\"none\""),
            Some(paint) => self.paint("fill", paint),
        }
        if let Some(stroke) = stroke {
            self.paint("stroke", stroke.paint);
            self.push(format_args!(" stroke-width=\"{}\"", Number(stroke.width)));
            let dashes: Vec<String> = stroke
                .dash
                .pattern()
                .iter()
                .map(|length| Number(*length).to_string())
                .collect();
            if !dashes.is_empty() {
                self.push(format_args!(" stroke-dasharray=\"{}\"", dashes.join(" ")));
                self.out.push_str(" stroke-linecap=\"round\"");
            }
        }
    }

    fn paint(&mut self, name: &str, paint: Paint) {
        let value = paint.ink.value(self.theme);
        self.push(format_args!(" {name}=\"{value}\""));
        if paint.opacity < 1.0 {
            self.push(format_args!(
                " {name}-opacity=\"{}\"",
                Number(paint.opacity)
            ));
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Move([x, y]) => self.push(format_args!("M{} {}", Number(x), Number(y))),
            Step::Line([x, y]) => self.push(format_args!("L{} {}", Number(x), Number(y))),
            Step::Cubic(one, two, end) => {
                for (letter, [x, y]) in [("C", one), (" ", two), (" ", end)] {
                    self.push(format_args!("{letter}{} {}", Number(x), Number(y)));
                }
            }
            Step::Close => self.out.push('Z'),
        }
    }

    fn glyph(&mut self, glyph: Glyph, [x, y]: Point) {
        match glyph {
            Glyph::Disc(radius) => {
                let (left, r, across) = (Number(x - radius), Number(radius), Number(2.0 * radius));
                let y = Number(y);
                self.push(format_args!(
                    "M{left} {y}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0 -{across} 0"
                ));
            }
            Glyph::Square(half) => {
                let (left, top, side) = (Number(x - half), Number(y - half), Number(2.0 * half));
                self.push(format_args!("M{left} {top}h{side}v{side}h-{side}Z"));
            }
            Glyph::Diamond(half) => {
                let (x, top, half) = (Number(x), Number(y - half), Number(half));
                self.push(format_args!(
                    "M{x} {top}l{half} {half}l-{half} {half}l-{half} -{half}Z"
                ));
            }
            Glyph::Cross(half) => {
                let (left, top, bottom) = (Number(x - half), Number(y - half), Number(y + half));
                let side = Number(2.0 * half);
                self.push(format_args!(
                    "M{left} {top}l{side} {side}M{left} {bottom}l{side} -{side}"
                ));
            }
        }
    }

    fn text(&mut self, [x, y]: Point, content: &str, style: TextStyle, align: Align, ink: Ink) {
        let anchor = match align {
            Align::Start => "start",
            Align::Middle => "middle",
            Align::End => "end",
        };
        self.push(format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" font-weight=\"{}\" text-anchor=\"{anchor}\" \
             fill=\"{}\">{}</text>\n",
            Number(x),
            Number(y),
            Number(style.size),
            style.weight.css(),
            ink.value(self.theme),
            escaped(content),
        ));
    }
}

/// A length to a hundredth of a pixel, without trailing zeros.
struct Number(f32);

impl std::fmt::Display for Number {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hundredths = libm::roundf(self.0 * 100.0) as i64;
        let (whole, rest) = (hundredths.abs() / 100, hundredths.abs() % 100);
        if hundredths < 0 {
            out.write_char('-')?;
        }
        match rest {
            0 => write!(out, "{whole}"),
            tenths if tenths % 10 == 0 => write!(out, "{whole}.{}", tenths / 10),
            _ => write!(out, "{whole}.{rest:02}"),
        }
    }
}

/// The text with everything escaped that markup could mistake for its own.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // XML has no way to write other control characters at all.
            control if control.is_control() => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::show::shape::text;

    #[test]
    fn names_cannot_become_markup() {
        let style = TextStyle::regular(12.0);
        let shapes = [text(
            [1.0, 2.0],
            "<script>\"&'\u{0}",
            style,
            Align::Start,
            Ink::Ink,
        )];
        let svg = document(&shapes, Size::new(10.0, 10.0), Theme::Light, "<b>");
        assert!(svg.contains("&lt;script&gt;&quot;&amp;&#39; </text>"));
        assert!(svg.contains("<title>&lt;b&gt;</title>"));
    }

    #[test]
    fn numbers_are_short() {
        let words: Vec<_> = [0.0, 1.5, -0.25, 12.0, -0.001, 3.05]
            .map(|n| Number(n).to_string())
            .into();
        assert_eq!(words, ["0", "1.5", "-0.25", "12", "0", "3.05"]);
    }
}
