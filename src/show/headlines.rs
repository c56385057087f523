//! The first figures of a run: how often what people saw was wrong, for how long, and what is wrong now.

use crate::consistency::{Measured, Report};
use crate::facts::time::{MILLISECOND, Micros};
use crate::show::sold_out::sold_out;
use crate::show::{naming, units};

/// A figure with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// What is measured.
    pub label: &'static str,
    /// The figure with its unit; none while there is nothing to measure.
    pub value: Option<String>,
    /// Of what, and what belongs to it; without a figure, why there is none.
    pub detail: String,
    /// Whether it says that something is wrong.
    pub is_bad: bool,
}

/// What a run is about, in the words that figures need.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// Whether there are copies that can be stale; else there are sagas.
    pub has_copies: bool,
    /// What a key is in the story, such as "account".
    pub key: &'static str,
    /// How many keys of copies, or how many sagas, differ from the truth now.
    pub differing: u64,
    /// Whether a limit of the model stopped the run.
    pub is_stopped: bool,
}

/// How often, for how long, and what is wrong now.
pub fn headlines(report: &Report, about: About) -> [Headline; 3] {
    let often = if about.has_copies {
        share(report, "stale-reads", "Stale reads")
    } else {
        share(report, "uncommitted-read", "Uncommitted reads")
    };
    [often, window(report, about), now(report, about)]
}

fn share(report: &Report, name: &str, label: &'static str) -> Headline {
    let measured = report.measures.get(name);
    let (count, part) = match measured {
        Some(Measured::Share { count, value, .. }) => (*count, *value),
        _ => (0, None),
    };
    let detail = match part {
        Some(_) => String::from("of ") + &units::things(count, "value read", "values read"),
        None => why(measured),
    };
    Headline {
        label,
        value: part.map(units::share),
        detail,
        is_bad: part.is_some_and(|part| part > 0.0),
    }
}

/// Why there is no figure, or not every one; of what is counted still, how far it has come.
pub fn why(measured: Option<&Measured>) -> String {
    let Some(measured) = measured else {
        return "not measured".to_owned();
    };
    let why = measured.why().unwrap_or_default();
    match measured {
        Measured::Distribution { count, .. } if *count > 0 && why.contains(" needs ") => {
            [why, "; ", &units::count(*count), " so far"].concat()
        }
        _ => why.to_owned(),
    }
}

fn window(report: &Report, about: About) -> Headline {
    // A copy by itself has no window, but writes take their time to it.
    let of_all = report.measures.get("inconsistency-window");
    let measured = of_all.or_else(|| report.measures.get("propagation"));
    let label = match (about.has_copies, of_all) {
        (false, _) => "Half done for",
        (true, Some(_)) => "Until all agree",
        (true, None) => "Until it is there",
    };
    let (p50, p99) = match measured {
        Some(Measured::Distribution { p50, p99, .. }) => (*p50, *p99),
        _ => (None, None),
    };
    let duration = |ms: f64| units::duration((ms * MILLISECOND as f64) as Micros);
    let detail = match (p50, p99) {
        (Some(_), Some(p99)) => ["typical, p50; 99 of 100: ", &duration(p99)].concat(),
        (Some(_), None) => "typical, p50".to_owned(),
        _ => why(measured),
    };
    Headline {
        label,
        value: p50.map(duration),
        detail,
        is_bad: false,
    }
}

fn now(report: &Report, about: About) -> Headline {
    let count = |name| report.counts.get(name).copied().unwrap_or(0);
    // A key that is out of date in three copies is three values; it is wrong for good as one key.
    let (label, value, rest, word) = if about.has_copies {
        let values = units::things(about.differing, "value", "values");
        let diverged = count("diverged");
        let word = [&naming::keys(about.key, diverged), " for good"].concat();
        ("Out of date now", values, diverged, word)
    } else {
        let sagas = units::things(about.differing, "saga", "sagas");
        let stuck = count("stuck");
        let word = [&units::count(stuck), " stuck"].concat();
        ("Under way now", sagas, stuck, word)
    };
    let mut detail = String::from(if about.has_copies {
        "in the copies"
    } else {
        "begun and not over"
    });
    if rest > 0 {
        detail += "; ";
        detail += &word;
    }
    let is_sold_out = sold_out(report).is_some();
    if is_sold_out {
        detail += "; ";
        detail += &units::count(count("turned-away"));
        detail += " turned away, nothing left";
    }
    if about.is_stopped {
        detail += "; the run was stopped at a limit";
    }
    Headline {
        label,
        value: Some(value),
        detail,
        is_bad: rest > 0 || is_sold_out || about.is_stopped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::time::SECOND;
    use crate::patterns::parse;
    use crate::session::{Session, State};

    fn after(link: &str, seconds: u64) -> Vec<(Option<String>, String)> {
        let (link, problems) = parse(link);
        assert!(problems.is_empty(), "{problems:?}");
        let mut session = Session::open(link);
        session.play();
        while session.now() < seconds * SECOND {
            session.step();
        }
        let has_copies = session.consistency().replicas().next().is_some();
        let last = if has_copies {
            session.stale_series()
        } else {
            session.consistency().sagas_under_way(session.now())
        };
        let differing = last.last().map_or(0, |point| point.1 as u64);
        let about = About {
            has_copies,
            key: "account",
            differing,
            is_stopped: matches!(session.state(), State::Stopped(_)),
        };
        let found = headlines(&session.report(), about);
        found
            .map(|headline| (headline.value, headline.detail))
            .into()
    }

    #[test]
    fn before_anything_happens_there_is_no_figure_but_a_reason() {
        let none = None::<String>;
        let found = after("v=1&pattern=event-based", 0);
        assert_eq!(found[0], (none.clone(), "nobody has read anything".into()));
        assert_eq!(
            found[1],
            (none.clone(), "no write has been committed".into())
        );
        let found = after("v=1&pattern=saga", 0);
        assert_eq!(found[1], (none, "no saga has begun".into()));
        assert_eq!(
            found[2],
            (Some("0 sagas".into()), "begun and not over".into())
        );
    }

    #[test]
    fn a_key_that_is_wrong_in_three_copies_is_three_values_and_one_key() {
        let link = "v=1&pattern=event-based&consumers=3&publish-loss=1&writes=0&reads=0\
            &latency=10ms&do=1s:write:key-1";
        let found = after(link, 2);
        assert_eq!(
            found[2],
            (
                Some("3 values".into()),
                "in the copies; 1 account for good".into()
            )
        );
    }

    #[test]
    fn where_values_are_too_few_it_says_how_many_there_are() {
        let (link, _) = parse("v=1&pattern=event-based&writes-every=1s&writes=0&duration=30s");
        let mut session = Session::open(link);
        session.play();
        while session.now() < 10 * SECOND {
            session.step();
        }
        let report = session.report();
        let said = why(report.measures.get("inconsistency-window"));
        assert!(said.starts_with("p95 needs 20 values, p99 100; "), "{said}");
        assert!(said.ends_with(" so far"), "{said}");
        assert_eq!(why(None), "not measured");
    }

    #[test]
    fn that_nothing_is_left_is_said_first() {
        let found = after("v=1&pattern=saga&sagas=5&capacity=2&keys=2&refuse=0", 10);
        assert!(
            found[2].1.ends_with(" turned away, nothing left"),
            "{found:?}"
        );
    }

    #[test]
    fn that_a_limit_stopped_the_run_is_bad_whatever_else_is_well() {
        let session = Session::open(parse("v=1&pattern=event-based").0);
        let [well, stopped] = [false, true].map(|is_stopped| {
            let about = About {
                has_copies: true,
                key: "account",
                differing: 0,
                is_stopped,
            };
            let [.., now] = headlines(&session.report(), about);
            now
        });
        assert!(!well.is_bad && stopped.is_bad);
        assert!(
            stopped.detail.ends_with("stopped at a limit"),
            "{stopped:?}"
        );
    }

    #[test]
    fn a_run_without_reads_has_no_share_of_stale_ones() {
        let found = after("v=1&pattern=cqrs&reads=0&think=1h&duration=30s", 20);
        assert_eq!(found[0].1, "nobody has read anything");
        assert!(found[1].0.is_some(), "{found:?}");
    }

    #[test]
    fn figures_have_units_and_say_of_what() {
        let found = after("v=1&pattern=event-based&consumers=3&writes=20&reads=20", 10);
        assert!(
            found[0]
                .0
                .as_ref()
                .is_some_and(|value| value.ends_with(" %"))
        );
        assert!(found[0].1.starts_with("of ") && found[0].1.ends_with(" values read"));
        assert!(
            found[1]
                .0
                .as_ref()
                .is_some_and(|value| value.ends_with(" ms"))
        );
        assert!(
            found[2]
                .0
                .as_ref()
                .is_some_and(|value| value.contains(" value"))
        );
    }
}
