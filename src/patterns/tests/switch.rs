use crate::patterns::parse;
use crate::scenario::{Key, Link, Pattern, Settings, settings_for, write};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn set(pattern: &str, pairs: &str) -> Settings {
    let (link, problems) = parse(&format!("v=1&pattern={pattern}&{pairs}"));
    assert_eq!(problems, [], "{pairs}");
    link.scenario.settings
}

#[test]
fn load_network_and_chances_come_along_to_every_pattern() {
    let pairs = "seed=7&duration=2min&keys=40&latency=exp:80ms&reads=9";
    for from in Pattern::ALL {
        for to in Pattern::ALL {
            let settings = set(from.word(), pairs);
            let (there, taken) = settings_for(&settings, *to);
            assert_eq!(there.pattern(), *to);
            assert_eq!(taken.len(), 5, "{from:?} to {to:?}: {taken:?}");
            let mut link = Link::defaults(*to);
            link.scenario.settings = there;
            let (read, problems) = parse(&write(&link));
            assert_eq!(problems, []);
            assert_eq!(read, link);
        }
    }
}

#[test]
fn what_the_other_pattern_has_not_and_what_nobody_set_stays_behind() {
    let settings = set(
        "event-based",
        "writes=20&consumers=2&outbox=on&story=power-grid",
    );
    let (there, taken) = settings_for(&settings, Pattern::CQRS);
    assert_eq!(taken, [Key::WRITES]);
    assert_eq!(there.number(Key::WRITES), 20.0);
    let (there, taken) = settings_for(&Settings::defaults(Pattern::SAGA), Pattern::CQRS);
    assert_eq!(taken, []);
    assert_eq!(there, Settings::defaults(Pattern::CQRS));
}
