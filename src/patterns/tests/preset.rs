use crate::patterns::{OPENING, all_presets, opening_link};
use crate::scenario::{Pattern, Preset, presets};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn a_page_without_a_link_opens_a_preset() {
    let preset = Preset::from_word(OPENING);
    assert_eq!(preset.map(|preset| preset.link), Some(opening_link()));
}

#[test]
fn every_cure_is_said_in_words_and_not_as_a_link_says_it() {
    for preset in all_presets() {
        let Preset { word, fix, .. } = preset;
        assert_eq!(preset.cure.is_some(), !fix.is_empty(), "{word}");
        let Some((key, value)) = preset.cure else {
            continue;
        };
        assert!((10..=44).contains(&fix.len()), "{word}: {fix}");
        assert!(!fix.ends_with('.') && !fix.contains('='), "{fix}");
        let as_in_link = |text: &str| text.contains('-') && fix.contains(text);
        assert!(!as_in_link(key.word()) && !as_in_link(value), "{fix}");
    }
}

#[test]
fn every_pattern_has_presets() {
    for pattern in Pattern::ALL {
        assert!(!presets(*pattern).is_empty(), "{pattern:?}");
    }
}
