use crate::patterns::{all_presets, parse};
use crate::scenario::{
    Effect, Key, Kind, Pattern, Places, Role, Settings, Shown, Story, Value, find, first_params,
    param, params, presets, stories, write,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn no_pattern_declares_a_word_twice() {
    for pattern in Pattern::ALL {
        for row in params(*pattern) {
            let same = params(*pattern)
                .iter()
                .filter(|other| other.word == row.word);
            assert_eq!(same.count(), 1, "{pattern:?}: {}", row.word);
            assert_eq!(row.key.word(), row.word);
        }
        let same = Pattern::ALL.iter().filter(|other| *other == pattern);
        assert_eq!(same.count(), 1, "{pattern:?}");
    }
}

#[test]
fn every_declaration_is_found_by_its_key() {
    for pattern in Pattern::ALL {
        for row in params(*pattern) {
            assert_eq!(find(*pattern, row.key), Some(row));
            assert_eq!(param(*pattern, row.key).word, row.key.word());
        }
    }
}

#[test]
fn every_default_is_a_value_in_bounds() {
    for pattern in Pattern::ALL {
        let settings = Settings::defaults(*pattern);
        for row in params(*pattern) {
            let value = settings.read(row.key, row.default);
            assert_eq!(value.as_ref(), Ok(settings.value(row.key)), "{}", row.word);
            assert!(settings.is_default(row.key));
        }
    }
}

#[test]
fn every_declaration_says_what_a_page_needs() {
    for pattern in Pattern::ALL {
        for row in params(*pattern) {
            assert!(
                row.help.ends_with('.') && row.help.len() > 20,
                "{}",
                row.word
            );
            assert!(
                !row.help.contains('\n') && !row.help.contains("  "),
                "{}",
                row.word
            );
            assert!((1..=16).contains(&row.label.len()), "{}", row.label);
            // In the widest face that systems have, a line of the panel takes so many letters.
            let letters = row.short.chars().count();
            assert!((10..=36).contains(&letters), "{}: {}", row.word, row.short);
            assert!(
                row.short.ends_with('.') && !row.short.contains("  "),
                "{}",
                row.short
            );
            if let Some(from) = row.inherits {
                assert_eq!(row.default, "inherit");
                let source = param(*pattern, from);
                assert_eq!(
                    std::mem::discriminant(&source.kind),
                    std::mem::discriminant(&row.kind)
                );
                assert_eq!((source.inherits, source.per_peer), (None, None));
            }
            if let Some(peers) = row.per_peer {
                let count = param(*pattern, peers.key);
                assert!(matches!(count.kind, Kind::Count { min: 1, max } if max <= 8));
                assert_eq!(count.effect, Effect::Restart);
                assert!(matches!(
                    row.kind,
                    Kind::Law { .. } | Kind::Share | Kind::Count { .. }
                ));
            }
        }
    }
}

/// The side panel of each pattern, in its order.
#[test]
fn at_most_nine_stand_in_the_side_panel() {
    for pattern in Pattern::ALL {
        let words: Vec<_> = first_params(*pattern).map(|row| row.word).collect();
        assert!((5..=9).contains(&words.len()), "{words:?}");
        assert!(first_params(*pattern).all(|row| row.shown == Shown::First));
    }
    let words: Vec<_> = first_params(Pattern::EVENT_BASED)
        .map(|row| row.word)
        .collect();
    let nine = [
        "latency",
        "writes",
        "loss",
        "work",
        "ack-timeout",
        "order",
        "outbox",
        "inbox",
        "dead-letter",
    ];
    assert_eq!(words, nine);
}

#[test]
fn every_story_names_every_role_of_the_largest_scenario() {
    for pattern in Pattern::ALL {
        let mut settings = Settings::defaults(*pattern);
        for key in [
            Key::CONSUMERS,
            Key::SOURCES,
            Key::STEPS,
            Key::VIEWS,
            Key::REPLICAS,
        ] {
            if let Some(Kind::Count { max, .. }) = find(*pattern, key).map(|row| row.kind) {
                settings.set(key, Value::Count(max));
            }
        }
        let places = Places::of(&settings);
        for story in stories(*pattern) {
            // Replicas of a view show the same and have its name; the page numbers them.
            let again = |role: &&Role| role.copy == 0;
            let roles = || places.nodes().iter().filter(again);
            let names = roles().map(|role| story.name(*role).name);
            let mut names: Vec<_> = names.collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), roles().count(), "{}: {names:?}", story.word);
        }
    }
}

#[test]
fn a_story_is_told_with_the_number_of_services() {
    let mut settings = Settings::defaults(Pattern::EVENT_BASED);
    let sentence = |settings: &Settings| Story::of(settings).sentence(settings);
    assert_eq!(
        sentence(&settings),
        "A profile change travels to three services."
    );
    settings.set(Key::CONSUMERS, Value::Count(1));
    settings.set(Key::STORY, Value::Choice("power-grid"));
    assert_eq!(
        sentence(&settings),
        "A meter reading travels to one service."
    );
    assert_eq!(Story::of(&settings).value_label(7), "7 kWh");
    assert_eq!(Story::of(&settings).key_label(0), "meter 1");
}

#[test]
fn every_preset_is_a_canonical_link_without_a_problem() {
    for preset in all_presets() {
        let (link, problems) = parse(preset.link);
        assert_eq!(problems, [], "{}", preset.word);
        assert_eq!(write(&link), preset.link);
        if let Some((key, cure)) = preset.cure {
            let cured = link.scenario.settings.read(key, cure).unwrap();
            assert_ne!(link.scenario.settings.value(key), &cured, "{}", preset.word);
        }
    }
    assert!(
        parse(presets(Pattern::EVENT_BASED)[0].link).0 == parse("").0,
        "the first preset is the usual scenario"
    );
}
