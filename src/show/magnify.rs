//! How large a picture is drawn: with the room that it has its texts grow, up to what is read from the last row.

use super::geometry::Size;

/// The extent up to which a picture has the size for which it is laid out, in units of letters of their usual size.
const COMFORTABLE: Size = Size::new(900.0, 600.0);
/// How much of the room beyond that goes into the size of things; the rest is room between them.
const SHARE: f32 = 0.7;
/// No larger than this by the room alone.
const MOST: f32 = 2.0;
/// What is presented is read from afar, its smallest texts too.
const PRESENTED: f32 = 1.13;

/// How many of the page's pixels one of a picture takes, on a canvas of this extent. `letters` is how large the page
/// writes, where 1 is letters of 16 pixels.
pub fn magnification(size: Size, letters: f32, is_presented: bool) -> f32 {
    let letters = letters * if is_presented { PRESENTED } else { 1.0 };
    let room = (size.width / COMFORTABLE.width).min(size.height / COMFORTABLE.height) / letters;
    letters * (1.0 + SHARE * (room - 1.0)).clamp(1.0, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The smallest text of a picture.
    const SMALLEST: f32 = 11.0;

    fn at(width: f32, height: f32) -> f32 {
        magnification(Size::new(width, height), 1.0, false)
    }

    #[test]
    fn on_small_canvases_things_have_their_own_size() {
        for (width, height) in [(320.0, 288.0), (729.0, 513.0), (880.0, 700.0), (0.0, 0.0)] {
            assert!((at(width, height) - 1.0).abs() < 1e-6, "{width}x{height}");
        }
    }

    #[test]
    fn with_the_room_things_grow_and_never_shrink() {
        let (mut last, mut size) = (0.0, 400.0);
        while size < 4_000.0 {
            let now = at(1.6 * size, size);
            assert!(now >= last, "{size}");
            (last, size) = (now, size + 10.0);
        }
        assert!((1.2..1.4).contains(&at(1_268.0, 811.0)));
        assert!(last <= MOST);
    }

    #[test]
    fn twice_as_large_letters_are_a_screen_half_as_large() {
        let size = Size::new(1_900.0, 1_200.0);
        let half = Size::new(950.0, 600.0);
        let double = magnification(size, 2.0, false);
        assert!((double - 2.0 * magnification(half, 1.0, false)).abs() < 1e-6);
    }

    #[test]
    fn what_is_presented_is_read_from_the_last_row() {
        // What `style/presentation.css` makes of 1920x1080, and what is left there for the picture.
        let letters = 0.0312 * 1080.0 / 16.0;
        let found = magnification(Size::new(1_920.0, 760.0), letters, true);
        assert!(SMALLEST * found >= 26.0, "{}", SMALLEST * found);
    }
}
