//! Pictures for people to look at: `make shots` with `LINK` (fragments, separated by spaces) and `AT`
//! (seconds of real time after the page is up, separated by commas).

use std::env;
use std::thread::sleep;
use std::time::Duration;

use crate::browser::{Browser, Theme, Viewport};

#[test]
#[ignore = "takes pictures on demand: make shots"]
fn shots() {
    let links = env::var("LINK").unwrap_or_default();
    let links: Vec<&str> = if links.trim().is_empty() {
        vec![""]
    } else {
        links.split_whitespace().collect()
    };
    let moments = env::var("AT").unwrap_or_else(|_| "1".into());
    let moments: Vec<f64> = moments
        .split(',')
        .map(|at| {
            at.trim()
                .parse()
                .expect("AT is seconds, separated by commas")
        })
        .collect();
    for link in links {
        let fragment = link.split_once('#').map_or(link, |(_, fragment)| fragment);
        for viewport in Viewport::ALL {
            for theme in Theme::ALL {
                let hash = if fragment.is_empty() {
                    String::new()
                } else {
                    format!("#{fragment}")
                };
                take(
                    &Browser::open(viewport, theme, &hash),
                    &format!("{}-{}-{}", called(fragment), viewport.name, theme.name()),
                    &moments,
                );
            }
        }
    }
}

fn take(browser: &Browser, name: &str, moments: &[f64]) {
    let mut passed = 0.0;
    for at in moments {
        sleep(Duration::from_secs_f64((at - passed).max(0.0)));
        passed = at.max(passed);
        println!("{}", browser.screenshot(&format!("{name}-{at}s")).display());
    }
    for error in browser.console_errors() {
        println!("  console: {error}");
    }
}

/// A file name that says which link it shows.
fn called(fragment: &str) -> String {
    let plain = fragment.strip_prefix("v=1&").unwrap_or(fragment);
    let name: String = plain
        .chars()
        .take(60)
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '-' {
                c
            } else {
                '_'
            }
        })
        .collect();
    if name.is_empty() {
        "start".into()
    } else {
        name
    }
}
