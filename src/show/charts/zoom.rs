//! The part of a timeline that is looked at: all of it, or less from closer by.

use crate::facts::time::{MILLISECOND, Micros};

/// The least part is this share of the whole: what the timeline shows has no finer steps than a few of it.
const CLOSEST: Micros = 64;
/// A playhead that leaves the part that is looked at comes back this far into the next one.
const AHEAD: f64 = 0.1;
/// About so many steps of a key lead through what is looked at.
const STEPS: Micros = 60;

/// From when to when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The instant at the left end.
    pub from: Micros,
    /// The instant at the right end.
    pub until: Micros,
}

impl Span {
    /// All of a timeline.
    pub fn whole(length: Micros) -> Self {
        Self {
            from: 0,
            until: length,
        }
    }

    /// How long it is; never 0.
    pub fn length(self) -> Micros {
        self.until.saturating_sub(self.from).max(1)
    }

    /// Whether an instant is in it.
    pub fn holds(self, at: Micros) -> bool {
        (self.from..=self.until).contains(&at)
    }

    /// How far along it an instant is: from 0 to 1, and beyond for what is not in it.
    pub fn share(self, at: Micros) -> f64 {
        (at as f64 - self.from as f64) / self.length() as f64
    }

    /// The instant so far along it.
    pub fn instant(self, share: f64) -> f64 {
        self.from as f64 + share * self.length() as f64
    }

    /// So many times as much from closer by, or less for factors below 1: the instant at this share of it
    /// stays where it is. None if that is the whole of a timeline of this length.
    pub fn closer(self, factor: f64, share: f64, whole: Micros) -> Option<Self> {
        let length = self.length() as f64 / factor;
        Self::holding((self.instant(share), share), length, whole)
    }

    /// Whether no part of a timeline of this length is looked at from closer by.
    pub fn is_closest(self, whole: Micros) -> bool {
        self.length() <= least(whole)
    }

    /// Moved by this share of its own length, later or (below 0) earlier.
    pub fn moved(self, share: f64, whole: Micros) -> Option<Self> {
        Self::holding((self.instant(share), 0.0), self.length() as f64, whole)
    }

    /// What two fingers hold: each the instant that it was put on at the share where it is now.
    pub fn pinched(one: (f64, f64), other: (f64, f64), whole: Micros) -> Option<Self> {
        let apart = (other.1 - one.1).abs().max(1e-3);
        Self::holding(one, (other.0 - one.0).abs() / apart, whole)
    }

    /// The part that shows the playhead again when it has gone out of this one.
    pub fn following(self, now: Micros, whole: Micros) -> Option<Self> {
        let is_near_its_end = whole.saturating_sub(now) < self.length();
        let share = if is_near_its_end { 1.0 } else { AHEAD };
        let held = if is_near_its_end { whole } else { now };
        Self::holding((held as f64, share), self.length() as f64, whole)
    }

    /// A part of about this length with an instant at a share of it, as far as the timeline goes.
    fn holding((at, share): (f64, f64), length: f64, whole: Micros) -> Option<Self> {
        let length = (length.round() as Micros).max(least(whole));
        if length >= whole {
            return None;
        }
        let from = at - share * length as f64;
        let from = (from.round().max(0.0) as Micros).min(whole - length);
        Some(Self {
            from,
            until: from + length,
        })
    }

    /// How far a key moves the playhead: a round span of time.
    pub fn step(self) -> Micros {
        let wanted = (self.length() / STEPS).max(1);
        let mut unit = 1;
        loop {
            for first in [1, 2, 5] {
                if unit * first >= wanted {
                    return unit * first;
                }
            }
            unit *= 10;
        }
    }
}

/// The length of the least part of a timeline that is looked at.
fn least(whole: Micros) -> Micros {
    (whole / CLOSEST).max(MILLISECOND)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::time::SECOND;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const WHOLE: Micros = 60 * SECOND;

    fn span(from: Micros, until: Micros) -> Span {
        let (from, until) = (from * SECOND, until * SECOND);
        Span { from, until }
    }

    #[test]
    fn it_is_closest_where_a_closer_look_shows_the_same() {
        let whole = 25 * 3_600 * SECOND;
        let mut span = Span::whole(whole);
        for _ in 0..3 {
            assert!(!span.is_closest(whole), "{span:?}");
            span = span.closer(4.0, 0.5, whole).expect("a part of it");
        }
        assert!(span.is_closest(whole));
        assert_eq!(span.closer(4.0, 0.5, whole), Some(span));
        assert!(Span::whole(MILLISECOND).is_closest(MILLISECOND));
    }

    #[test]
    fn what_is_pointed_at_stays_where_it_is() {
        let whole = Span::whole(WHOLE);
        assert_eq!(
            whole.closer(4.0, 0.5, WHOLE),
            Some(Span {
                from: 22_500_000,
                until: 37_500_000,
            })
        );
        // At an end it stays at the end.
        assert_eq!(whole.closer(4.0, 0.0, WHOLE), Some(span(0, 15)));
        assert_eq!(whole.closer(4.0, 1.0, WHOLE), Some(span(45, 60)));
        for share in [0.1, 0.37, 0.9] {
            let closer = whole.closer(3.0, share, WHOLE).unwrap();
            assert!((closer.instant(share) - whole.instant(share)).abs() < 2.0);
            let back = closer.closer(1.0 / 3.0, share, WHOLE);
            assert_eq!(back, None, "as far as it goes is the whole");
        }
    }

    #[test]
    fn there_is_a_closest_and_the_ends_hold() {
        let mut closer = Span::whole(WHOLE);
        for _ in 0..20 {
            closer = closer.closer(4.0, 0.9, WHOLE).unwrap();
        }
        assert_eq!(closer.length(), WHOLE / CLOSEST);
        let part = span(10, 20);
        assert_eq!(part.moved(0.5, WHOLE), Some(span(15, 25)));
        assert_eq!(part.moved(-9.0, WHOLE), Some(span(0, 10)));
        assert_eq!(part.moved(9.0, WHOLE), Some(span(50, 60)));
        // A run of no length has nothing to look closer at.
        assert_eq!(Span::whole(0).closer(4.0, 0.5, 0), None);
    }

    #[test]
    fn two_fingers_keep_the_instants_that_they_were_put_on() {
        let second = SECOND as f64;
        let (one, other) = ((20.0 * second, 0.25), (30.0 * second, 0.75));
        assert_eq!(Span::pinched(one, other, WHOLE), Some(span(15, 35)));
        assert_eq!(Span::pinched(other, one, WHOLE), Some(span(15, 35)));
        let together = ((20.0 * second, 0.5), (30.0 * second, 0.5));
        assert_eq!(Span::pinched(together.0, together.1, WHOLE), None);
    }

    #[test]
    fn it_follows_a_playhead_that_leaves_it() {
        let part = span(10, 20);
        let next = part.following(20 * SECOND + 1, WHOLE).unwrap();
        assert!(next.holds(20 * SECOND + 1) && next.length() == part.length());
        assert_eq!(part.following(55 * SECOND, WHOLE), Some(span(50, 60)));
        assert_eq!(part.following(0, WHOLE), Some(span(0, 10)));
    }

    #[test]
    fn steps_are_round_and_finer_from_closer_by() {
        assert_eq!(Span::whole(WHOLE).step(), SECOND);
        assert_eq!(span(10, 13).step(), 50_000);
        assert_eq!(Span::whole(0).step(), 1);
        assert_eq!(Span::whole(24 * 3_600 * SECOND).step(), 2_000 * SECOND);
    }
}
