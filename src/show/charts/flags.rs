//! What was done, as flags over a timeline, each with its number in the list; those that would lie upon
//! each other are one.

use crate::facts::time::Micros;
use crate::show::geometry::Rect;
use crate::show::ink::Ink;
use crate::show::shape::{Align, Dash, Shape, Stroke, text};
use crate::show::text::Measure;
use crate::show::units;

use super::axis::Scale;
use super::zoom::Span;
use super::{LABEL, Region};

/// The height of their row, with numbers and without.
pub const ROW: f32 = 14.0;
/// See [`ROW`].
pub const LOW_ROW: f32 = 8.0;
/// The width of a flag without its number.
const CLOTH: f32 = 8.0;
/// So many acts are named when a flag is pointed at.
const NAMED: usize = 3;
/// A pointer may be this far from a flag.
const REACH: f32 = 5.0;

/// One thing that was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Flag {
    /// When.
    pub at: Micros,
    /// What, in words.
    pub words: String,
    /// Whether it is switched off.
    pub is_off: bool,
}

/// Flags that stand together, by their places in the list.
#[derive(Clone, Debug, PartialEq)]
struct Group {
    /// Where the pole is.
    pole: f32,
    /// What the cloth covers, from left to right.
    left: f32,
    right: f32,
    first: usize,
    last: usize,
}

impl Group {
    fn label(&self) -> String {
        if self.first == self.last {
            (self.first + 1).to_string()
        } else {
            format!("{}–{}", self.first + 1, self.last + 1)
        }
    }

    /// Lets the cloth hang to the right of the pole, or to the left where there is no room.
    fn hang(&mut self, end: f32, width: f32) {
        if self.pole + width <= end {
            (self.left, self.right) = (self.pole, self.pole + width);
        } else {
            (self.left, self.right) = (self.pole - width, self.pole);
        }
    }
}

/// Where flags stand and what they say; `row` is the height that they have.
pub struct Flags<'a> {
    all: &'a [Flag],
    groups: Vec<Group>,
    row: f32,
}

impl<'a> Flags<'a> {
    /// Puts the flags of a span of time together, which are in the order of time.
    pub fn new(
        flags: &'a [Flag],
        span: Span,
        across: &Scale,
        end: f32,
        has_numbers: bool,
        measure: Measure<'_>,
    ) -> Self {
        let width = |group: &Group| {
            if has_numbers {
                measure(&group.label(), LABEL) + CLOTH
            } else {
                CLOTH
            }
        };
        let mut groups: Vec<Group> = Vec::new();
        let shown = flags.iter().enumerate();
        for (place, flag) in shown.filter(|(_, flag)| span.holds(flag.at)) {
            let pole = libm::roundf(across.at(flag.at as f64)).min(end);
            let mut group = Group {
                pole,
                left: pole,
                right: pole,
                first: place,
                last: place,
            };
            group.hang(end, width(&group));
            while let Some(before) = groups.pop_if(|before| before.right + 1.0 > group.left) {
                (group.pole, group.first) = (before.pole, before.first);
                group.hang(end, width(&group));
            }
            groups.push(group);
        }
        let row = match (flags.is_empty(), has_numbers) {
            (true, _) => 0.0,
            (_, true) => ROW,
            _ => LOW_ROW,
        };
        Self {
            all: flags,
            groups,
            row,
        }
    }

    /// How high their row is: nothing where there are none.
    pub fn row(&self) -> f32 {
        self.row
    }

    fn members(&self, group: &Group) -> &[Flag] {
        self.all.get(group.first..=group.last).unwrap_or_default()
    }

    /// Draws them, with their poles down to `foot`. What is switched off is an outline.
    pub fn draw(&self, shapes: &mut Vec<Shape>, foot: f32) {
        let (mut full, mut hollow) = (Vec::new(), Vec::new());
        let mut numbers = Vec::new();
        for group in &self.groups {
            let is_off = self.members(group).iter().all(|flag| flag.is_off);
            let area = Rect::new(group.left, 0.5, group.right - group.left, self.row - 2.0);
            let pole = Stroke::solid(Ink::Ink.at(if is_off { 0.4 } else { 0.7 }), 1.0);
            shapes.push(Shape::Line {
                from: [group.pole, 0.5],
                to: [group.pole, foot],
                stroke: if is_off {
                    pole.dashed(Dash::Dotted)
                } else {
                    pole
                },
            });
            if self.row >= ROW {
                let ink = if is_off { Ink::Muted } else { Ink::Surface };
                let at = [f32::midpoint(group.left, group.right), self.row - 3.5];
                numbers.push(text(at, group.label(), LABEL, Align::Middle, ink));
            }
            let side = if is_off { &mut hollow } else { &mut full };
            side.push(area);
        }
        for (areas, is_off) in [(full, false), (hollow, true)] {
            if !areas.is_empty() {
                shapes.push(Shape::Rects {
                    areas,
                    radius: 2.0,
                    fill: Some(if is_off { Ink::Surface } else { Ink::Ink }.full()),
                    stroke: is_off.then_some(Stroke::solid(Ink::Muted.full(), 1.0)),
                });
            }
        }
        shapes.extend(numbers);
    }

    /// What each says when it is pointed at, and the act that it leads to.
    pub(super) fn regions(&self) -> Vec<Region> {
        let region = |group: &Group| {
            let members = self.members(group);
            let mut words = String::new();
            for (place, flag) in members.iter().take(NAMED).enumerate() {
                if place > 0 {
                    words += "; ";
                }
                words += &units::instant(flag.at);
                words += ": ";
                words += &flag.words;
                if flag.is_off {
                    words += " (switched off)";
                }
            }
            if members.len() > NAMED {
                words += "; and others";
            }
            let width = group.right - group.left + 2.0 * REACH;
            Region {
                area: Rect::new(group.left - REACH, 0.0, width, self.row + REACH),
                words,
                target: None,
                act: Some(group.first),
            }
        };
        self.groups.iter().map(region).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::show::text::estimate;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn flags_that_would_lie_upon_each_other_are_one_and_none_leaves_the_edge() {
        let flags: Vec<_> = [10, 300, 302, 304, 990, 1_000]
            .into_iter()
            .map(|at| Flag {
                at,
                words: format!("Act at {at}"),
                is_off: at == 10,
            })
            .collect();
        let across = Scale::linear(0.0, 1_000.0, 0.0, 200.0);
        let found = Flags::new(&flags, Span::whole(1_000), &across, 200.0, true, &estimate);
        let labels: Vec<_> = found.groups.iter().map(Group::label).collect();
        assert_eq!(labels, ["1", "2–4", "5–6"]);
        assert!(found.groups.iter().all(|group| group.right <= 200.0));
        let regions = found.regions();
        let acts: Vec<_> = regions.iter().map(|region| region.act).collect();
        assert_eq!(acts, [Some(0), Some(1), Some(4)]);
        assert!(regions[0].words.ends_with("(switched off)"));
        assert!(regions[1].words.contains("Act at 302"));
        let none = Flags::new(&[], Span::whole(1_000), &across, 200.0, true, &estimate);
        assert_eq!((none.row(), none.regions().len()), (0.0, 0));
    }
}
