//! The texts of the first minute: what the page is, what a square is, what went wrong first, and a cure. They are about
//! the preset that a page without a link opens and name things as its picture does: in plain words first, with the
//! field's after them.

/// What is said at each stop. Each fits into the room that the preset's own words have otherwise.
pub const STOPS: [&str; 4] = [
    "This page runs a model of a bank. Customers write to the ledger, Accounts, and read from its copies, Balances, \
     which follow a moment later.",
    "Each square is one account. Green: it shows what the ledger shows. Yellow to orange: out of date (stale), since a \
     change is still on its way.",
    "The first thing to go wrong: somebody paid in, looked, and it was not there (read-your-writes violated). The card \
     says who, why and how long.",
    "It goes on like that. A cure for the same run: whoever paid in has to wait until the copy has caught up. The \
     copies get no faster.",
];

/// The stop at which the run stands at the first thing that went wrong.
pub const MOMENT: usize = 2;

/// The last stop, at which there is a cure.
pub const CURE: usize = 3;

/// What is said there once the cure is at work, to those who do not see what it did stand in its place.
pub const CURED: &str = "The same run, with the cure.";

/// Which of the stops one is.
pub fn place(stop: usize) -> String {
    format!("{} of {}", stop + 1, STOPS.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patterns::{OPENING, parse};
    use crate::scenario::{Moment, NodeKind, Preset, Role, Story};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn they_are_about_the_preset_that_is_opened_first() {
        let preset = Preset::from_word(OPENING).expect("a preset");
        assert_eq!(preset.moment, Moment::First("read-your-writes"));
        assert!(STOPS[MOMENT].contains("read-your-writes"));
        assert!(preset.cure.is_some() && STOPS[CURE].contains(preset.fix));
        let settings = parse(preset.link).0.scenario.settings;
        let story = Story::of(&settings);
        let replica = NodeKind::READ_MODEL.at(0, 0);
        for role in [Role::USERS, NodeKind::WRITE_MODEL.alone(), replica] {
            let name = story.name(role).name;
            assert!(STOPS[0].contains(name), "{name} is on the picture");
        }
        assert!(STOPS[1].contains(story.key));
    }

    #[test]
    fn each_is_short_enough_for_two_lines_beside_its_buttons() {
        for said in STOPS {
            assert!((60..=145).contains(&said.len()), "{}: {said}", said.len());
        }
        assert_eq!(place(CURE), "4 of 4");
    }
}
