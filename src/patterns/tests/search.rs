use crate::scenario::{Pattern, is_found, params};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn found(pattern: Pattern, sought: &str) -> Vec<&'static str> {
    let found = params(pattern).iter();
    let found = found.filter(|param| is_found(param, sought));
    found.map(|param| param.word).collect()
}

#[test]
fn it_is_found_by_what_the_page_the_link_and_the_field_call_it() {
    for sought in [
        "Resend after",
        "ack-timeout",
        "ack timeout",
        "visibility timeout",
    ] {
        let found = found(Pattern::EVENT_BASED, sought);
        assert!(found.contains(&"ack-timeout"), "{sought}: {found:?}");
    }
    assert_eq!(found(Pattern::EVENT_BASED, "DLQ"), ["dead-letter"]);
    assert_eq!(
        found(Pattern::BACKGROUND_SYNC, " vector  CRDT "),
        ["conflict"]
    );
    assert_eq!(found(Pattern::CQRS, "blue-green"), ["rebuild-style"]);
}

#[test]
fn nothing_sought_finds_all_and_nonsense_nothing() {
    for pattern in Pattern::ALL {
        assert_eq!(found(*pattern, "  ").len(), params(*pattern).len());
        assert!(found(*pattern, "xyzzy").is_empty());
    }
}
