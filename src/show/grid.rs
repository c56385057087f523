//! How many squares a store's keys get, how large they are, and where.

use super::geometry::Rect;

/// The distances of neighbouring squares that are tried, from the finest to look at downward.
const PITCHES: [f32; 14] = [
    18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.5,
];
/// The smallest distance at which a state can be told when a key need not have its own square.
const PITCH_SHARED: f32 = 9.0;

/// The squares of one store.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    /// From the left edge of a square to that of its neighbour.
    pub pitch: f32,
    /// The height of a row, which is less than the pitch where a card is very low.
    pub row: f32,
    /// Between neighbouring squares.
    pub gap: f32,
    /// Squares in a row.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
    /// Squares.
    pub squares: usize,
}

impl Grid {
    /// The largest squares of which this many fit.
    pub fn fitting(squares: usize, width: f32, height: f32) -> Self {
        let fits = |pitch: &&f32| capacity(**pitch, width, height) >= squares;
        let tried = *PITCHES
            .iter()
            .find(fits)
            .unwrap_or(&PITCHES[PITCHES.len() - 1]);
        // As many columns as make full rows, then as much room for each as there is.
        let rows = squares.div_ceil(columns(tried, width).max(1)).max(1);
        let columns = squares.div_ceil(rows).max(1);
        let gap = gap(tried);
        let row_max = (height + gap) / rows as f32;
        let pitch = ((width + gap) / columns as f32)
            .min(PITCHES[0])
            .min(row_max.max(tried));
        Self {
            pitch,
            row: pitch.min(row_max),
            gap,
            columns,
            rows,
            squares,
        }
    }

    /// How high all rows are together.
    pub fn height(&self) -> f32 {
        self.rows as f32 * self.row - self.gap
    }

    /// The area of a square in a grid whose top left corner is here.
    pub fn square(&self, x: f32, y: f32, place: usize) -> Rect {
        let (column, row) = (place % self.columns, place / self.columns);
        let gap = self.gap;
        Rect::new(
            x + column as f32 * self.pitch,
            y + row as f32 * self.row,
            self.pitch - gap,
            (self.row - gap).max(1.0),
        )
    }

    /// The radius of the squares' corners.
    pub fn radius(&self) -> f32 {
        if self.pitch >= 12.0 { 2.5 } else { 1.5 }
    }
}

/// How many keys one square stands for, so that every store has room: 1 where all keys fit.
/// `rooms` are the width and height that each store can give to its grid.
pub fn keys_per_square(keys: u32, rooms: &[(f32, f32)]) -> u32 {
    let room = |pitch: f32| {
        rooms
            .iter()
            .map(|(width, height)| capacity(pitch, *width, *height).max(1))
            .min()
            .unwrap_or(usize::MAX)
    };
    if keys as usize <= room(PITCHES[PITCHES.len() - 1]) {
        return 1;
    }
    rounded_up((keys as usize).div_ceil(room(PITCH_SHARED)) as u32)
}

/// The next number that is easily said.
fn rounded_up(number: u32) -> u32 {
    let mut unit = 1_u32;
    loop {
        for step in [1, 2, 3, 4, 5, 6, 8] {
            if let Some(round) = unit.checked_mul(step).filter(|round| *round >= number) {
                return round;
            }
        }
        let Some(next) = unit.checked_mul(10) else {
            return number;
        };
        unit = next;
    }
}

fn gap(pitch: f32) -> f32 {
    if pitch >= 12.0 {
        3.0
    } else if pitch >= 8.0 {
        2.0
    } else {
        1.5
    }
}

fn columns(pitch: f32, width: f32) -> usize {
    ((width + gap(pitch)) / pitch) as usize
}

fn capacity(pitch: f32, width: f32, height: f32) -> usize {
    // A room lower than one row still gets one: its squares are cut to its height.
    columns(pitch, width) * (((height + gap(pitch)) / pitch) as usize).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_stay_within_the_room_that_was_given() {
        for squares in [1, 8, 24, 60, 120] {
            for (width, height) in [(120.0, 90.0), (250.0, 60.0), (140.0, 100.0)] {
                let grid = Grid::fitting(squares, width, height);
                let room = Rect::new(5.0, 7.0, width, height);
                for place in 0..squares {
                    assert!(
                        room.holds(&grid.square(5.0, 7.0, place)),
                        "{squares} {width} {height}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_room_lower_than_a_row_gets_one_row_of_low_squares() {
        let grid = Grid::fitting(12, 150.0, 6.0);
        assert_eq!(grid.rows, 1);
        assert!(Rect::new(0.0, 0.0, 150.0, 6.0).holds(&grid.square(0.0, 0.0, 11)));
    }

    #[test]
    fn keys_share_squares_only_when_they_must() {
        assert_eq!(keys_per_square(24, &[(106.0, 60.0)]), 1);
        let rooms = [(106.0, 60.0), (140.0, 100.0)];
        let each = keys_per_square(10_000, &rooms);
        assert_eq!(each, 200);
        assert!(10_000_usize.div_ceil(each as usize) <= capacity(PITCH_SHARED, 106.0, 60.0));
    }

    #[test]
    fn the_number_of_keys_in_a_square_is_easily_said() {
        assert_eq!(rounded_up(7), 8);
        assert_eq!(rounded_up(9), 10);
        assert_eq!(rounded_up(131), 200);
    }
}
