//! Links as chats, mail, wikis, tables and HTML hand them back.

use crate::patterns::{all_presets, has_link, is_in_query, parse};
use crate::scenario::{Link, Pattern, params, write};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Every character reference that browsers read without a semicolon (HTML, "Named character references"),
/// with what it is read as.
const LEGACY: &str = "AElig\u{c6} AMP& Aacute\u{c1} Acirc\u{c2} Agrave\u{c0} Aring\u{c5} Atilde\u{c3} \
    Auml\u{c4} COPY\u{a9} Ccedil\u{c7} ETH\u{d0} Eacute\u{c9} Ecirc\u{ca} Egrave\u{c8} Euml\u{cb} GT> \
    Iacute\u{cd} Icirc\u{ce} Igrave\u{cc} Iuml\u{cf} LT< Ntilde\u{d1} Oacute\u{d3} Ocirc\u{d4} \
    Ograve\u{d2} Oslash\u{d8} Otilde\u{d5} Ouml\u{d6} QUOT\" REG\u{ae} THORN\u{de} Uacute\u{da} \
    Ucirc\u{db} Ugrave\u{d9} Uuml\u{dc} Yacute\u{dd} aacute\u{e1} acirc\u{e2} acute\u{b4} aelig\u{e6} \
    agrave\u{e0} amp& aring\u{e5} atilde\u{e3} auml\u{e4} brvbar\u{a6} ccedil\u{e7} cedil\u{b8} \
    cent\u{a2} copy\u{a9} curren\u{a4} deg\u{b0} divide\u{f7} eacute\u{e9} ecirc\u{ea} egrave\u{e8} \
    eth\u{f0} euml\u{eb} frac12\u{bd} frac14\u{bc} frac34\u{be} gt> iacute\u{ed} icirc\u{ee} \
    iexcl\u{a1} igrave\u{ec} iquest\u{bf} iuml\u{ef} laquo\u{ab} lt< macr\u{af} micro\u{b5} \
    middot\u{b7} nbsp\u{a0} not\u{ac} ntilde\u{f1} oacute\u{f3} ocirc\u{f4} ograve\u{f2} ordf\u{aa} \
    ordm\u{ba} oslash\u{f8} otilde\u{f5} ouml\u{f6} para\u{b6} plusmn\u{b1} pound\u{a3} quot\" \
    raquo\u{bb} reg\u{ae} sect\u{a7} shy\u{ad} sup1\u{b9} sup2\u{b2} sup3\u{b3} szlig\u{df} \
    thorn\u{fe} times\u{d7} uacute\u{fa} ucirc\u{fb} ugrave\u{f9} uml\u{a8} uuml\u{fc} yacute\u{fd} \
    yen\u{a5} yuml\u{ff}";

const WHOLE: &str = "https://a.b/c/#v=1&pattern=saga&refuse=0.02/0.02/0.35&seed=3\
                     &do=1s:set:latency=uniform:1ms..2ms;2s:crash:service-1,for=2s";

fn reads(text: &str, written: &str) {
    let (link, problems) = parse(text);
    assert_eq!(problems, [], "{text}");
    assert_eq!(write(&link), written, "{text}");
    assert!(has_link(text), "{text}");
}

fn encoded(text: &str, letters: &str) -> String {
    let one = |letter: char| {
        if letters.contains(letter) {
            format!("%{:02X}", u32::from(letter))
        } else {
            letter.to_string()
        }
    };
    text.chars().map(one).collect()
}

fn fragment(text: &str) -> &str {
    text.split_once('#').unwrap().1
}

#[test]
fn a_sign_that_html_made_of_a_key_is_the_key() {
    let written = "v=1&pattern=background-sync&copy=incremental&interval=20s";
    for text in [
        "#v=1&pattern=background-sync\u{a9}=incremental&interval=20s",
        "#v=1&pattern=background-sync%C2%A9=incremental&interval=20s",
        "#v=1&pattern=background-sync%c2%a9=incremental&interval=20s",
        "#v=1&pattern=background-sync%25C2%25A9=incremental&interval=20s",
        "#v=1&pattern=background-sync&\u{a9}=incremental&interval=20s",
        "#v=1&pattern=background-sync&copy;=incremental&interval=20s",
        "#v=1&interval=20s\u{a9}=incremental&pattern=background-sync",
        "https://a.b/?v=1&pattern=background-sync%C2%A9=incremental&interval=20s",
        "\u{a9}=incremental&interval=20s&pattern=background-sync",
    ] {
        reads(text, written);
    }
}

/// A key that is added may begin with another of these names.
#[test]
fn every_key_that_html_can_make_a_sign_of_is_read_back() {
    let names: Vec<(&str, char)> = LEGACY
        .split_whitespace()
        .map(|name| {
            let sign = name.chars().next_back().unwrap();
            (name.strip_suffix(sign).unwrap(), sign)
        })
        .collect();
    assert_eq!(names.len(), 106);
    let mut met = Vec::new();
    for &pattern in Pattern::ALL {
        for param in params(pattern) {
            let Some((name, sign)) = names.iter().find(|(name, _)| param.word.starts_with(name))
            else {
                continue;
            };
            met.push(param.word);
            let rest = param.word.strip_prefix(name).unwrap();
            let word = pattern.word();
            let text = format!("v=1&pattern={word}{sign}{rest}={}", param.default);
            reads(&text, &format!("v=1&pattern={word}"));
        }
    }
    assert!(met.contains(&"copy"), "{met:?}");
}

#[test]
fn what_html_makes_of_a_delimiter_is_the_delimiter() {
    let written = fragment(WHOLE);
    for amp in [
        "&amp;",
        "&amp;amp;",
        "&amp;amp;amp;",
        "&#38;",
        "&#038;",
        "&#x26;",
        "&#38;amp;",
        "&amp;#38;",
    ] {
        reads(&WHOLE.replace('&', amp), written);
        reads(&written.replace('&', amp), written);
        reads(&WHOLE.replace('#', "?").replace('&', amp), written);
    }
    reads(
        &WHOLE.replace('=', "&#x3D;").replace('/', "&#x2F;"),
        written,
    );
    reads(&WHOLE.replace('=', "&#61;"), written);
}

#[test]
fn what_is_encoded_once_or_twice_is_itself() {
    let written = fragment(WHOLE);
    let old = WHOLE.replace("0.02/0.02/0.35", "0.02|0.02|0.35");
    for text in [WHOLE, &old] {
        let (page, pairs) = text.split_once('#').unwrap();
        for letters in [
            "|",
            ";",
            ":",
            ",",
            "/",
            "&",
            "=",
            ".",
            "-",
            "&=",
            "|;:,/",
            "&=|;:,/.-",
        ] {
            let mut pairs = pairs.to_owned();
            for times in 0..3 {
                for mark in ["#", "?"] {
                    reads(&format!("{page}{mark}{pairs}"), written);
                }
                reads(&pairs, written);
                pairs = encoded(&pairs, if times == 0 { letters } else { "%" });
            }
        }
        // The mark before the fragment too, or everything.
        let mut all = encoded(text, "#");
        for _ in 0..3 {
            reads(&all, written);
            all = encoded(&all, "%");
        }
        reads(&encoded(text, "#?&=|;:,/"), written);
    }
    reads("#loss=2%2525", "v=1&pattern=event-based&loss=0.02");
}

#[test]
fn free_texts_of_the_view_keep_what_they_encode() {
    let select = |text: &str| parse(text).0.extras.select;
    assert_eq!(
        select("#v=1&select=a%26seed=3").as_deref(),
        Some("a&seed=3")
    );
    assert_eq!(
        select("#select=x\u{a9}=full").as_deref(),
        Some("x\u{a9}=full")
    );
    assert_eq!(select("#select=(a)").as_deref(), Some("(a)"));
    assert_eq!(select("#select=a+b").as_deref(), Some("a+b"));
}

#[test]
fn one_mark_of_the_sentence_around_it_is_taken_off_the_end() {
    let marks = [
        ")",
        "]",
        "}",
        ">",
        ".",
        ",",
        ";",
        ":",
        "!",
        "?",
        "'",
        "\"",
        "*",
        "_",
        "`",
        "\u{2026}",
        "\u{2019}",
        "\u{201d}",
        "\u{201c}",
        "\u{bb}",
        "\u{ab}",
        "\u{203a}",
        "\u{3002}",
        "\u{ff09}",
        "%29",
        "%5D",
        "%3E",
        "%22",
        "%E2%80%A6",
        "%E2%80%9D",
        "\u{200b}",
        "\u{200b})",
    ];
    let ends = [
        ("pattern=saga&seed=3", "v=1&pattern=saga&seed=3"),
        ("pattern=saga", "v=1&pattern=saga"),
        ("saga", "v=1&pattern=saga"),
        ("pattern=cqrs&v=1", "v=1&pattern=cqrs"),
        ("t=4.21s", "v=1&pattern=event-based&t=4.21s"),
        (
            "t=4s&check=0abcd",
            "v=1&pattern=event-based&t=4s&check=0abcd",
        ),
        ("loss=0.5", "v=1&pattern=event-based&loss=0.5"),
        ("outbox=on", "v=1&pattern=event-based&outbox=on"),
        (
            "deliver=profile:yammer-riak-read",
            "v=1&pattern=event-based&deliver=profile:yammer-riak-read",
        ),
        (
            "work=quantiles:50=40ms,99=90ms",
            "v=1&pattern=event-based&work=quantiles:50=40ms,99=90ms",
        ),
        (
            "work=1ms/2ms/3ms",
            "v=1&pattern=event-based&work=1ms/2ms/3ms",
        ),
        (
            "do=1s:crash:broker;2s:restart:broker",
            "v=1&pattern=event-based&do=1s:crash:broker;2s:restart:broker",
        ),
        (
            "do=1s:crash:broker,for=2s",
            "v=1&pattern=event-based&do=1s:crash:broker,for=2s",
        ),
        (
            "do=1s:write:key-1",
            "v=1&pattern=event-based&do=1s:write:key-1",
        ),
    ];
    for (text, written) in ends {
        for mark in marks {
            reads(&format!("https://a.b/#{text}{mark}"), written);
            reads(&format!("https://a.b/#{text}{mark}&utm_source=x"), written);
        }
    }
}

#[test]
fn a_mark_counts_where_it_alone_does_not_make_it_valid() {
    for (text, given) in [
        ("seed=3))", "3))"),
        ("seed=).", ")."),
        ("seed=3.&keys=7", "3."),
        ("do=1s:crash:broker);2s:restart:broker", "1s:crash:broker)"),
        ("seed=three.", "three."),
    ] {
        let (_, problems) = parse(text);
        assert_eq!(problems.len(), 1, "{text}");
        assert_eq!(problems[0].given, given, "{text}");
    }
}

#[test]
fn what_carriers_put_into_a_value_is_not_there() {
    let written = "v=1&pattern=saga&refuse=0.02/0.02/0.35&seed=30";
    for text in [
        // As a table of Markdown needs it.
        "#v=1&pattern=saga&refuse=0.02\\|0.02\\|0.35&seed=30",
        // Mail breaks lines, chats and editors allow it by marks that nobody sees.
        "#v=1&pattern=sa\nga&refuse=0.02/0.02/\r\n0.35&seed=3\n0",
        "#v=1&pattern=saga&\n  refuse=0.02/0.02/0.35&\r\nseed=30",
        "#v=1&pattern=saga\u{200b}&refuse=0.02/\u{ad}0.02/0.35&\u{200b}seed=\u{2060}30",
        "#v=1&pattern=saga&refuse=0.02/0.02/0.35&seed=%E2%80%8E30%E2%80%8F",
        "\u{feff}#v=1&pattern=saga&refuse=0.02/0.02/0.35&seed=30",
        "#/v=1&pattern=saga&refuse=0.02/0.02/0.35&seed=30",
        "#!/v=1&pattern=saga&refuse=0.02/0.02/0.35&seed=30",
        "#?v=1&pattern=saga&refuse=0.02/0.02/0.35&seed=30",
    ] {
        reads(text, written);
    }
}

#[test]
fn a_query_is_a_link_as_a_fragment_is_and_the_fragment_comes_first() {
    reads(
        "http://host/?v=1&pattern=saga&seed=3",
        "v=1&pattern=saga&seed=3",
    );
    reads(
        "http://host/?pattern=saga&seed=3#",
        "v=1&pattern=saga&seed=3",
    );
    reads(
        "http://host/?pattern=saga&seed=3#top",
        "v=1&pattern=saga&seed=3",
    );
    reads("http://host/?pattern=saga#:~:text=saga", "v=1&pattern=saga");
    reads(
        "http://host/?pattern=saga&seed=3#pattern=cqrs",
        "v=1&pattern=cqrs",
    );
    reads(
        "http://host/?utm_source=x&ref=y#pattern=cqrs",
        "v=1&pattern=cqrs",
    );
    reads("http://host/?pattern=saga#cqrs", "v=1&pattern=cqrs");
    for tracker in [
        "utm_source=x",
        "utm_campaign=a%26b",
        "fbclid=IwAR0",
        "gclid=1",
        "msclkid=2",
        "mc_eid=3",
    ] {
        reads(
            &format!("http://host/?pattern=saga&{tracker}&seed=3"),
            "v=1&pattern=saga&seed=3",
        );
        reads(
            &format!("http://host/?{tracker}&pattern=saga"),
            "v=1&pattern=saga",
        );
        reads(
            &format!("http://host/#pattern=saga&seed=3?{tracker}"),
            "v=1&pattern=saga&seed=3",
        );
    }
    assert!(is_in_query("http://host/?v=1&pattern=saga"));
    assert!(is_in_query("http://host/?v=1&pattern=saga#top"));
    assert!(is_in_query("http://host/?v%3D1%26pattern%3Dsaga"));
    assert!(is_in_query("http://host/?v%253D1%2526pattern%253Dsaga"));
    assert!(!is_in_query("http://host/#v%3D1%26pattern%3Dsaga"));
    for text in [
        "http://host/",
        "http://host/#v=1",
        "http://host/?a=b#v=1",
        "http://host/?a=b",
        "http://host/#",
    ] {
        assert!(!is_in_query(text), "{text}");
    }
}

#[test]
fn an_address_without_a_link_has_none() {
    for text in [
        "",
        "#",
        "?",
        "http://host/",
        "http://host/#",
        "http://host/?a=b",
        "http://host/?fbclid=x#",
    ] {
        assert!(!has_link(text), "{text}");
        assert_eq!(
            parse(text),
            (Link::defaults(Pattern::EVENT_BASED), vec![]),
            "{text}"
        );
    }
    for text in ["#x", "?keys=7", "#v=1", "#saga", "#pattern="] {
        assert!(has_link(text), "{text}");
    }
}

#[test]
fn the_word_of_a_pattern_alone_opens_it() {
    for pattern in Pattern::ALL {
        let word = pattern.word();
        for text in [
            format!("#{word}"),
            word.to_owned(),
            format!("http://host/#{word}"),
            format!("http://host/?{word}"),
        ] {
            reads(&text, &format!("v=1&pattern={word}"));
        }
        reads(
            &format!("http://host/#{word}&seed=3"),
            &format!("v=1&pattern={word}&seed=3"),
        );
    }
}

#[test]
fn lists_are_read_with_either_mark() {
    let written = "v=1&pattern=event-based&work=1ms/profile:yammer-riak-read/3ms";
    for text in [
        "1ms/profile:yammer-riak-read/3ms",
        "1ms|profile:yammer-riak-read|3ms",
        "1ms|profile:yammer-riak-read/3ms",
    ] {
        reads(&format!("work={text}"), written);
    }
}

/// No value has the mark in it that stands between two of them.
#[test]
fn no_word_has_a_mark_of_lists_in_it() {
    let words = crate::scenario::profiles::PROFILES
        .iter()
        .map(|profile| profile.word);
    for word in words.chain(
        Pattern::ALL
            .iter()
            .flat_map(|of| params(*of))
            .map(|param| param.word),
    ) {
        assert!(
            !word.contains(['/', '|', '\\', '%', '&', '?', '=']),
            "{word}"
        );
    }
}

#[test]
fn every_preset_survives_every_carrier() {
    for preset in all_presets() {
        for text in [
            preset.link.replace('&', "&amp;"),
            preset.link.replace('/', "|"),
            preset.link.replace("&copy", "\u{a9}"),
            encoded(preset.link, "|;:,/&="),
            encoded(&encoded(preset.link, "|;:,/&="), "%"),
            format!("(https://a.b/?{})", preset.link),
            format!("https://a.b/?{}&fbclid=x", preset.link),
        ] {
            reads(&text, preset.link);
        }
    }
}
