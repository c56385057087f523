//! Ticks too close to be told apart: they are drawn together, as a band that says how many they are.

use super::ticks::{self, Group};

/// Ticks with less than this between them are hard to tell apart, and harder to point at.
const CLOSE: f32 = 8.0;
/// Fewer than this are told apart all the same.
const CROWD: usize = 3;
/// The lowest column of a band.
const LOWEST: f32 = 3.0;

/// What stands by itself in the row of ticks.
#[derive(Clone, Debug, PartialEq)]
pub enum Stretch {
    /// A tick.
    One(Group),
    /// Ticks that are drawn as a band, each a column of it.
    Dense(Vec<Group>),
}

impl Stretch {
    /// Its ticks, from left to right.
    pub fn groups(&self) -> &[Group] {
        match self {
            Self::One(group) => std::slice::from_ref(group),
            Self::Dense(groups) => groups,
        }
    }

    /// How many anomalies it stands for.
    pub fn count(&self) -> u64 {
        self.groups().iter().map(|group| group.count).sum()
    }

    /// Where it begins.
    pub fn from(&self) -> f32 {
        self.groups().first().map_or(0.0, |first| first.from)
    }

    /// Where it ends.
    pub fn to(&self) -> f32 {
        let last = self.groups().last();
        match self {
            Self::One(group) => group.to,
            Self::Dense(_) => last.map_or(0.0, |last| last.from + ticks::NEAR - 1.0),
        }
    }

    /// Whether it is a band.
    pub fn is_dense(&self) -> bool {
        matches!(self, Self::Dense(_))
    }
}

/// Puts ticks together that follow closely upon each other. They come from left to right.
pub fn gathered(groups: Vec<Group>) -> Vec<Stretch> {
    let mut stretches: Vec<Vec<Group>> = Vec::new();
    for group in groups {
        let before = stretches.last().and_then(|stretch| stretch.last());
        let is_close = before.is_some_and(|before| group.from - before.to < CLOSE);
        match stretches.last_mut() {
            Some(stretch) if is_close => stretch.push(group),
            _ => stretches.push(vec![group]),
        }
    }
    let mut all = Vec::new();
    for stretch in stretches {
        if stretch.len() < CROWD {
            all.extend(stretch.into_iter().map(Stretch::One));
        } else {
            all.push(Stretch::Dense(stretch));
        }
    }
    all
}

/// How high a column is that stands for so many, of a room of this height that the fullest one fills. What is
/// rare is seen all the same: heights grow by the root.
pub fn height(count: u64, most: u64, room: f32) -> f32 {
    let share = count as f64 / most.max(1) as f64;
    (room * libm::sqrt(share.min(1.0)) as f32).max(LOWEST.min(room))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consistency::{Anomaly, Tick};
    use crate::facts::time::SECOND;
    use crate::show::charts::properties::check;
    use crate::show::charts::timeline::tests::{timeline, written};
    use crate::show::charts::timeline::{Timeline, chart};
    use crate::show::charts::zoom::Span;
    use crate::show::geometry::Size;
    use crate::show::shape::Shape;
    use crate::show::text::estimate;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn group(from: f32, first: usize, count: u64) -> Group {
        Group {
            from,
            to: from,
            first,
            end: first + 1,
            count,
            harm: Some(first),
        }
    }

    #[test]
    fn what_can_be_told_apart_stays_and_what_cannot_is_a_band() {
        let places = [10.0, 14.0, 40.0, 45.0, 51.0, 58.9, 67.0, 90.0];
        let groups = places.iter().zip(0..);
        let groups: Vec<_> = groups
            .map(|(from, nth)| group(*from, nth, nth as u64 + 1))
            .collect();
        let stretches = gathered(groups.clone());
        let found: Vec<_> = stretches
            .iter()
            .map(|stretch| (stretch.is_dense(), stretch.groups().len(), stretch.count()))
            .collect();
        let one = |count| (false, 1, count);
        // Two are no crowd, and what has room beside it is none of one.
        let expected = [one(1), one(2), (true, 4, 18), one(7), one(8)];
        assert_eq!(found, expected);
        assert_eq!((stretches[2].from(), stretches[2].to()), (40.0, 61.9));
        let again: Vec<_> = stretches
            .iter()
            .flat_map(|stretch| stretch.groups().to_vec())
            .collect();
        assert_eq!(again, groups, "none is lost and none is twice there");
    }

    #[test]
    fn the_fullest_column_fills_the_room_and_the_emptiest_is_seen() {
        assert_eq!(height(40, 40, 11.0), 11.0);
        assert_eq!(height(10, 40, 11.0), 5.5);
        assert_eq!(height(1, 4_000, 11.0), LOWEST);
        assert_eq!(height(0, 0, 2.0), 2.0);
    }

    #[test]
    fn anomalies_that_are_too_close_are_a_band_that_says_how_many_and_where() {
        let tick = |nth: u64| Tick {
            at: 10 * SECOND + nth * SECOND / 3,
            what: Anomaly::LostEvent,
            nth,
            count: 2,
        };
        let mut all: Vec<Tick> = (0..30).map(tick).collect();
        all.push(Tick {
            at: 50 * SECOND,
            count: 1,
            ..tick(60)
        });
        let input = Timeline {
            anomalies: &all,
            known_until: 60 * SECOND,
            ..timeline()
        };
        let size = Size::new(611.0, 72.0);
        let seen = chart(&input, size, &estimate);
        check(&seen);
        let covers = written(&seen, "60 anomalies here").expect("it is written");
        assert!(covers.x > 200.0, "beside the band: {covers:?}");
        let said = seen.hover(150.0, 5.0).unwrap();
        let of = " (of 60 anomalies from 10.000 s to 19.666 s)";
        assert!(
            said.ends_with(of) && said.contains("Lost event × "),
            "{said}"
        );
        let told = "; 61 anomalies, close together 60 from 10.000 s to 19.666 s.";
        assert!(seen.describe().ends_with(told), "{}", seen.describe());
        // Over the whole row it is written on the band.
        let early: Vec<Tick> = all
            .iter()
            .map(|one| Tick {
                at: one.at * 3,
                ..*one
            })
            .collect();
        let narrow = Timeline {
            anomalies: &early[..30],
            ..input
        };
        let narrow = chart(&narrow, Size::new(200.0, 40.0), &estimate);
        check(&narrow);
        assert!(written(&narrow, "60 here").is_some());
        // Never as if they were all.
        assert!(written(&narrow, "60 anomalies").is_none());
        // From closer by each is a tick of its own.
        let closer = Timeline {
            span: Span {
                from: 10 * SECOND,
                until: 12 * SECOND,
            },
            ..input
        };
        let seen = chart(&closer, size, &estimate);
        check(&seen);
        assert!(
            seen.describe()
                .ends_with("; 61 anomalies; shown from 10.000 s to 12.000 s.")
        );
        assert_eq!(seen.hover(6.0, 5.0).unwrap(), "10.000 s: Lost event × 2");
        assert_eq!(
            (seen.target(6.0, 5.0), seen.target(605.0, 5.0)),
            (Some(0), Some(6))
        );
    }

    #[test]
    fn a_part_is_as_high_as_what_is_in_it() {
        let input = Timeline {
            span: Span {
                from: 3 * SECOND,
                until: 9 * SECOND,
            },
            ..timeline()
        };
        let seen = chart(&input, Size::new(611.0, 72.0), &estimate);
        check(&seen);
        assert!(
            written(&seen, "up to 3 keys").is_some() && written(&seen, "up to 14 keys").is_none()
        );
        // What is the case at its start began before it.
        assert!(seen.hover(7.0, 30.0).unwrap().contains(": 1 key differing"));
        // The playhead is not in it: its handle waits at the end, without a line.
        let lines = seen
            .shapes
            .iter()
            .filter(|shape| matches!(shape, Shape::Line { from, .. } if from[1] == 0.0));
        assert_eq!(lines.count(), 0);
    }
}
