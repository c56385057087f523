use crate::facts::time::{HOUR, MILLISECOND, MINUTE, SECOND};
use crate::scenario::{
    fixed, parse_count, parse_number, parse_share, parse_time, write_number, write_time,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn times_read(cases: &[(&str, u64)]) {
    for (text, micros) in cases {
        assert_eq!(parse_time(text), Some(*micros), "{text}");
    }
}

#[test]
fn a_time_is_read_in_every_unit() {
    times_read(&[("7us", 7), ("7ms", 7 * MILLISECOND), ("7s", 7 * SECOND)]);
    times_read(&[
        ("7min", 7 * MINUTE),
        ("7h", 7 * HOUR),
        ("1.5min", 90 * SECOND),
    ]);
    times_read(&[
        ("0.5ms", 500),
        ("007s", 7 * SECOND),
        ("1.50s", 1_500 * MILLISECOND),
        ("0h", 0),
    ]);
    times_read(&[("0.0000000025h", 9), ("1.0000000000000s", SECOND)]);
}

#[test]
fn what_is_no_whole_number_of_microseconds_is_no_time() {
    for text in ["0.5us", "0.0001ms", "0.0000001s", "0.0000000001h"] {
        assert_eq!(parse_time(text), None, "{text}");
    }
}

#[test]
fn what_the_grammar_does_not_have_is_no_time() {
    let wrong = [
        "",
        "5",
        "s",
        "ms",
        ".5s",
        "5.s",
        "5 s",
        " 5s",
        "-5s",
        "+5s",
        "1e3s",
        "5S",
        "5m",
        "5sec",
        "1_000us",
        "1,5s",
        "inf s",
        "NaNs",
        "\u{661}s",
        "99999999999999999999s",
        "9999999999999999h",
        "1.5.5s",
        "5ss",
        "5minh",
    ];
    for text in wrong {
        assert_eq!(parse_time(text), None, "{text}");
    }
}

#[test]
fn a_time_is_written_in_the_largest_unit_that_needs_no_more_digits() {
    let cases = [
        (0, "0s"),
        (250, "250us"),
        (1_000, "1ms"),
        (1_500, "1.5ms"),
        (40_000, "40ms"),
        (1_500_000, "1.5s"),
        (4_210_000, "4.21s"),
        (1_234_567, "1.234567s"),
        (90 * SECOND, "90s"),
        (120 * SECOND, "2min"),
        (90 * MINUTE, "90min"),
        (168 * HOUR, "168h"),
        (u64::MAX, "18446744073709.551615s"),
    ];
    for (micros, text) in cases {
        assert_eq!(write_time(micros), text);
        assert_eq!(parse_time(text), Some(micros));
    }
}

#[test]
fn a_number_is_a_plain_decimal() {
    let cases = [
        ("12", 12.0),
        ("0.5", 0.5),
        ("-3.25", -3.25),
        ("007", 7.0),
        ("-0", 0.0),
    ];
    for (text, number) in cases {
        assert_eq!(
            parse_number(text).map(f64::to_bits),
            Some(f64::to_bits(number)),
            "{text}"
        );
    }
    for text in [
        "", "-", ".5", "5.", "1e3", "inf", "nan", "NaN", "+1", "0x1", "1 ", "--1", "1.-2",
    ] {
        assert_eq!(parse_number(text), None, "{text}");
    }
    assert_eq!(parse_number(&"9".repeat(41)), None);
}

#[test]
fn a_number_keeps_twelve_decimal_places_and_reads_back() {
    let third = parse_number("0.3333333333333333333").unwrap();
    assert_eq!(write_number(third), "0.333333333333");
    assert_eq!(parse_number(&write_number(third)), Some(third));
    assert_eq!(parse_number("0.0000000000001"), Some(0.0));
    assert_eq!(parse_number("999.9999999999999"), Some(1000.0));
}

#[test]
fn a_number_is_written_in_as_few_digits_as_it_has() {
    for text in [
        "0",
        "0.1",
        "-3.25",
        "100",
        "0.000000000001",
        "999.999999999999",
        "123456.789012",
        "99999999999999.9",
        "999999999999999",
        "1000000000000000",
        "123456789012345000000",
        "9999999999999990000000000000000000000000",
    ] {
        assert_eq!(parse_number(text).map(write_number).as_deref(), Some(text));
    }
    assert_eq!(write_number(-0.0), "0");
    assert_eq!(write_number(-1e-13), "0");
    assert_eq!(write_number(0.1 + 0.2), "0.3");
    assert_eq!(write_number(f64::NAN), "-");
    assert_eq!(write_number(f64::NEG_INFINITY), "-");
    // Every thousandth is written as the standard library does.
    for thousandths in 0..200_000 {
        let number = f64::from(thousandths) / 1e3;
        assert_eq!(write_number(number), number.to_string());
    }
}

#[test]
fn a_number_of_fixed_places_is_rounded_half_away_from_zero() {
    for (number, places, text) in [
        (0.0, 0, "0"),
        (0.0, 2, "0.00"),
        (4.1, 1, "4.1"),
        (1.14, 2, "1.14"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (0.25, 1, "0.3"),
        (0.996, 2, "1.00"),
        (-0.004, 2, "0.00"),
        (-1.5, 3, "-1.500"),
        (12.0, 12, "12.000000000000"),
        (1e300, 1, "18446744073709551615.0"),
        (f64::INFINITY, 0, "18446744073709551615"),
        (f64::NAN, 2, "-"),
    ] {
        assert_eq!(fixed(number, places), text);
    }
    // Where nothing is halfway, as the standard library does.
    for number in (0..100_000).map(|number| f64::from(number) / 7e2 + 1e-5) {
        assert_eq!(fixed(number, 0), format!("{number:.0}"));
        assert_eq!(fixed(number, 4), format!("{number:.4}"));
    }
}

#[test]
fn the_digits_of_a_number_give_the_nearest_float() {
    for text in [
        "0.1",
        "0.3",
        "2.675",
        "123456.789012",
        "4294967295",
        "0.000000000007",
        "1e22",
    ] {
        let std: Option<f64> = text.parse().ok().filter(|_| !text.contains('e'));
        assert_eq!(
            parse_number(text).map(f64::to_bits),
            std.map(f64::to_bits),
            "{text}"
        );
    }
}

#[test]
fn a_share_is_a_number_or_a_percentage() {
    let cases = [
        ("12%", "0.12"),
        ("0.12", "0.12"),
        ("33.3%", "0.333"),
        ("0.07%", "0.0007"),
    ];
    for (text, written) in cases {
        assert_eq!(
            parse_share(text).map(write_number).as_deref(),
            Some(written),
            "{text}"
        );
    }
    assert!(
        ["%", "5 %", "5%%", "%5"]
            .iter()
            .all(|text| parse_share(text).is_none())
    );
}

#[test]
fn a_count_is_digits_only() {
    assert_eq!(parse_count("4294967295"), Some(4_294_967_295));
    assert!(
        ["", "-1", "+1", "1.0", "1e3", " 1", "99999999999999999999"]
            .iter()
            .all(|text| parse_count(text).is_none())
    );
}
