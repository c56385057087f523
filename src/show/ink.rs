//! The colours by what they mean. A shape names a meaning, a theme gives it its value.

/// What a colour means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ink {
    /// The page behind everything.
    Ground,
    /// Cards and panels.
    Surface,
    /// The canvas behind the cards.
    Canvas,
    /// Hairlines and what is spent.
    Line,
    /// Text that matters, and commands.
    Ink,
    /// Text that may be overlooked, and connections.
    Muted,
    /// The one accent: events and what is selected.
    Accent,
    /// A key in step.
    InStep,
    /// The outline of a key in step.
    InStepLine,
    /// A key that has been stale for a moment.
    StaleLight,
    /// A key that has been stale for a while.
    StaleMid,
    /// A key that has been stale for long.
    StaleDeep,
    /// Lost, cut, or wrong for good.
    Broken,
    /// Done well.
    Good,
    /// Undoing what a saga did.
    Compensation,
}

impl Ink {
    /// Every meaning, in the order of its declaration, so that `ink as usize` is its place.
    pub const ALL: [Self; 15] = [
        Self::Ground,
        Self::Surface,
        Self::Canvas,
        Self::Line,
        Self::Ink,
        Self::Muted,
        Self::Accent,
        Self::InStep,
        Self::InStepLine,
        Self::StaleLight,
        Self::StaleMid,
        Self::StaleDeep,
        Self::Broken,
        Self::Good,
        Self::Compensation,
    ];

    /// The custom property of the style sheet that holds the value.
    pub const fn property(self) -> &'static str {
        match self {
            Self::Ground => "--ground",
            Self::Surface => "--surface",
            Self::Canvas => "--canvas",
            Self::Line => "--line",
            Self::Ink => "--ink",
            Self::Muted => "--muted",
            Self::Accent => "--accent",
            Self::InStep => "--in-step",
            Self::InStepLine => "--in-step-line",
            Self::StaleLight => "--stale-1",
            Self::StaleMid => "--stale-2",
            Self::StaleDeep => "--stale-3",
            Self::Broken => "--broken",
            Self::Good => "--good",
            Self::Compensation => "--compensation",
        }
    }

    /// The value in a theme, for pictures without a style sheet.
    pub const fn value(self, theme: Theme) -> &'static str {
        let (light, dark) = match self {
            Self::Ground => ("#f6f5f2", "#0f1216"),
            Self::Surface => ("#ffffff", "#171b21"),
            Self::Canvas => ("#fcfbf9", "#12161b"),
            Self::Line => ("#e3e1dc", "#272d36"),
            Self::Ink => ("#1d2129", "#e9ebee"),
            Self::Muted => ("#5f6773", "#9aa5b4"),
            Self::Accent => ("#0069a8", "#58b0ea"),
            Self::InStep => ("#d5e9e2", "#1d3a33"),
            Self::InStepLine => ("#8fc3b1", "#2f6656"),
            Self::StaleLight => ("#fbe3b0", "#4a3b16"),
            Self::StaleMid => ("#f2b53c", "#a8761a"),
            Self::StaleDeep => ("#d9822b", "#e0962f"),
            Self::Broken => ("#a83a12", "#f0764a"),
            Self::Good => ("#1c7a5c", "#5cc4a0"),
            Self::Compensation => ("#8a4a86", "#c58ac1"),
        };
        match theme {
            Theme::Light => light,
            Theme::Dark => dark,
        }
    }

    /// The full colour.
    pub const fn full(self) -> Paint {
        Paint {
            ink: self,
            opacity: 1.0,
        }
    }

    /// The colour, partly transparent: 0 cannot be seen, 1 is full. Never for text.
    pub const fn at(self, opacity: f32) -> Paint {
        Paint { ink: self, opacity }
    }
}

/// A set of values for the colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A colour as it is put on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paint {
    /// What it means.
    pub ink: Ink,
    /// From 0, which cannot be seen, to 1.
    pub opacity: f32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_list_is_the_place_of_the_declaration() {
        for (place, ink) in Ink::ALL.into_iter().enumerate() {
            assert_eq!(ink as usize, place);
        }
    }

    #[test]
    fn texts_have_enough_contrast_on_every_ground_of_both_themes() {
        for theme in [Theme::Light, Theme::Dark] {
            for text in [
                Ink::Ink,
                Ink::Muted,
                Ink::Accent,
                Ink::Broken,
                Ink::Good,
                Ink::Compensation,
            ] {
                for ground in [Ink::Ground, Ink::Surface, Ink::Canvas] {
                    let contrast = contrast(text.value(theme), ground.value(theme));
                    assert!(
                        contrast >= 4.5,
                        "{text:?} on {ground:?} in {theme:?}: {contrast}"
                    );
                }
            }
        }
    }

    /// The contrast of WCAG 2.1.
    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn luminance(hex: &str) -> f64 {
        let part = |from: usize| {
            let value = f64::from(u8::from_str_radix(&hex[from..from + 2], 16).unwrap()) / 255.0;
            if value <= 0.03928 {
                value / 12.92
            } else {
                libm::pow((value + 0.055) / 1.055, 2.4)
            }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }
}
