//! Widths of texts as the browser draws them, remembered.

use std::cell::RefCell;

use web_sys::CanvasRenderingContext2d;

use crate::scenario::write_number;
use crate::show::shape::{FONT_FAMILY, TextStyle};

/// More texts than this are not remembered: names and words are few, and numbers are measured with
/// their digits alike.
const REMEMBERED_MAX: usize = 2_000;

/// The bits of a text's size, and its weight.
type Style = (u32, u16);

/// Texts in order, and how wide they are.
type Widths = Vec<(String, f32)>;

/// Measures texts in the fonts of the canvas, with all digits as wide as "0" where they are
/// tabular, so that a running number is measured once.
pub struct CanvasText {
    context: CanvasRenderingContext2d,
    widths: RefCell<Vec<(Style, Widths)>>,
}

impl CanvasText {
    /// Measures with this context, whose font it changes.
    pub fn new(context: CanvasRenderingContext2d) -> Self {
        Self {
            context,
            widths: RefCell::default(),
        }
    }

    /// How wide a text is, in CSS pixels.
    pub fn width(&self, text: &str, style: TextStyle) -> f32 {
        let digit = |letter: char| letter.is_ascii_digit();
        if !style.tabular || !text.contains(digit) {
            return self.remembered(text, style);
        }
        self.remembered(&text.replace(digit, "0"), style)
    }

    /// How wide a text is with its digits as the font has them.
    pub fn exact(&self, text: &str, style: TextStyle) -> f32 {
        self.remembered(text, style)
    }

    /// Whether the font's digits have one width of themselves. Those of most do.
    pub fn has_tabular_digits(&self, style: TextStyle) -> bool {
        (self.exact("1", style) - self.exact("0", style)).abs() < 0.01
    }

    fn remembered(&self, text: &str, style: TextStyle) -> f32 {
        let style_key = (style.size.to_bits(), style.weight.css());
        let mut styles = self.widths.borrow_mut();
        let known = styles.iter().position(|(other, _)| *other == style_key);
        let nth = known.unwrap_or(styles.len());
        if known.is_none() {
            styles.push((style_key, Vec::new()));
        }
        let widths = &mut styles[nth].1;
        let found = widths.binary_search_by(|(other, _)| other.as_str().cmp(text));
        if let Ok(place) = found {
            return widths[place].1;
        }
        self.context.set_font(&font(style));
        let width = self
            .context
            .measure_text(text)
            .map_or(0.0, |metrics| metrics.width()) as f32;
        if widths.len() >= REMEMBERED_MAX {
            widths.clear();
        }
        let place = found.unwrap_or_else(|place| place).min(widths.len());
        widths.insert(place, (text.to_owned(), width));
        width
    }
}

/// The value of a canvas's font for a style.
pub fn font(style: TextStyle) -> String {
    let size = write_number(f64::from(style.size));
    format!("{} {size}px {FONT_FAMILY}", style.weight.css())
}
