//! Widths of texts, and texts cut to a width.

use super::geometry::{Point, Rect};
use super::shape::{Align, TextStyle, Weight};

/// How wide a text is, in CSS pixels. The browser measures it; so does [`estimate`].
pub type Measure<'a> = &'a dyn Fn(&str, TextStyle) -> f32;

/// A generous estimate of a text's width where there is no browser to ask: close to `DejaVu Sans`,
/// the widest of the fonts in use.
pub fn estimate(text: &str, style: TextStyle) -> f32 {
    let widths: f32 =
        text.chars()
            .map(|letter| match letter {
                'i' | 'j' | 'l' | '\'' => 0.28,
                'f' | 't' | 'r' | 'I' | '.' | ',' | ':' | ';' | ' ' | '·' | '(' | ')' | '/'
                | '-' => 0.38,
                '\u{2009}' => 0.2,
                'm' | 'w' | 'M' | 'W' | '%' | '…' | '→' => 0.98,
                'A'..='Z' => 0.7,
                _ => 0.62,
            })
            .sum();
    let heavier = match style.weight {
        Weight::Regular => 1.0,
        Weight::Bold => 1.12,
    };
    widths * heavier * style.size
}

/// The text, or as much of its beginning as fits into the width with "…" after it; empty if not
/// even that fits.
pub fn elide(text: &str, style: TextStyle, width: f32, measure: Measure<'_>) -> String {
    if measure(text, style) <= width {
        return text.to_owned();
    }
    let ends: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
    // Wider beginnings are wider, so the last that fits can be searched for by halves.
    let fits = |end: usize| measure(&shortened(text, ends[end]), style) <= width;
    let (mut low, mut high) = (0, ends.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        if fits(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    match low.checked_sub(1) {
        Some(end) if end > 0 => shortened(text, ends[end]),
        _ => String::new(),
    }
}

fn shortened(text: &str, end: usize) -> String {
    format!("{}…", text.get(..end).unwrap_or_default().trim_end())
}

/// The first parts of a list, joined by " · ", as many as fit into the width.
pub fn join_fitting(
    parts: &[String],
    style: TextStyle,
    width: f32,
    measure: Measure<'_>,
) -> String {
    for count in (1..=parts.len()).rev() {
        let joined = parts[..count].join(" · ");
        if measure(&joined, style) <= width {
            return joined;
        }
    }
    parts
        .first()
        .map(|part| elide(part, style, width, measure))
        .unwrap_or_default()
}

/// The area that a text covers, from the top of its capitals to below its descenders.
pub fn area(at: Point, text: &str, style: TextStyle, align: Align, measure: Measure<'_>) -> Rect {
    let width = measure(text, style);
    let x = match align {
        Align::Start => at[0],
        Align::Middle => at[0] - width / 2.0,
        Align::End => at[0] - width,
    };
    Rect::new(x, at[1] - 0.8 * style.size, width, 1.05 * style.size)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: TextStyle = TextStyle::regular(10.0);

    fn ten_each(text: &str, _: TextStyle) -> f32 {
        10.0 * text.chars().count() as f32
    }

    #[test]
    fn what_fits_stays_whole() {
        assert_eq!(elide("Broker", STYLE, 60.0, &ten_each), "Broker");
    }

    #[test]
    fn what_does_not_fit_is_cut_to_the_measured_width() {
        assert_eq!(elide("Recommendations", STYLE, 60.0, &ten_each), "Recom…");
        assert_eq!(elide("Über uns", STYLE, 60.0, &ten_each), "Über…");
        assert_eq!(elide("Broker", STYLE, 15.0, &ten_each), "");
    }

    #[test]
    fn parts_that_do_not_fit_are_left_out_from_the_end() {
        let parts = ["lag 6".to_owned(), "retry 1".to_owned()];
        assert_eq!(
            join_fitting(&parts, STYLE, 150.0, &ten_each),
            "lag 6 · retry 1"
        );
        assert_eq!(join_fitting(&parts, STYLE, 140.0, &ten_each), "lag 6");
    }
}
