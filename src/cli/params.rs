//! `driftscope params`: the reference of all parameters, latency laws and profiles, as text for a
//! person or as one JSON object. It declares nothing; all of it is read from the declarations.

use std::io::{self, Write};

use serde_json::{Value as Json, json};

use crate::scenario::profiles::{PROFILES, Profile};
use crate::scenario::{
    Effect, Kind, LawForm, Param, Pattern, Scale, Settings, Shown, groups, params, write_time,
};

/// Prints the reference.
///
/// # Errors
///
/// What writing to `out` fails with.
pub fn print(json: bool, out: &mut impl Write) -> io::Result<()> {
    if json {
        return writeln!(out, "{:#}", reference());
    }
    for pattern in Pattern::ALL {
        print_pattern(*pattern, out)?;
    }
    writeln!(
        out,
        "LAW, a distribution of random times (TIME is 250us, 40ms, 1.5s, 2min or 1h)"
    )?;
    for form in LawForm::ALL {
        print_entry(form.grammar(), "", form.help(), out)?;
    }
    writeln!(out, "\nProfiles, measured in production")?;
    for profile in PROFILES {
        let detail = format!("{}: {}", profile.label, profile.how());
        print_entry(profile.word, &detail, profile.source, out)?;
    }
    Ok(())
}

fn print_pattern(pattern: Pattern, out: &mut impl Write) -> io::Result<()> {
    let peers = |param: &Param| Settings::defaults(pattern).peers(param);
    writeln!(out, "pattern={}\n", pattern.word())?;
    for group in groups(pattern) {
        writeln!(out, "{}", group.label)?;
        for param in params(pattern).iter().filter(|param| param.group == group) {
            let unit = if param.unit.is_empty() { "" } else { " " };
            let effect = effect(param);
            let expected = param.expected(peers(param));
            let default = param.default;
            let detail = format!(
                "{expected}{unit}{}. Default {default}. Takes effect {effect}.",
                param.unit
            );
            print_entry(param.word, &detail, param.help, out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// A word with what there is to say of it.
///
/// # Errors
///
/// What writing to `out` fails with.
pub fn print_entry(word: &str, detail: &str, help: &str, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "  {word}")?;
    for line in [detail, help].into_iter().filter(|line| !line.is_empty()) {
        writeln!(out, "      {line}")?;
    }
    Ok(())
}

fn effect(param: &Param) -> &'static str {
    match param.effect {
        Effect::AtOnce => "at once",
        Effect::Restart => "at a restart",
    }
}

fn reference() -> Json {
    let patterns: Vec<_> = Pattern::ALL
        .iter()
        .map(|pattern| {
            let params: Vec<_> = params(*pattern).iter().map(described).collect();
            json!({ "pattern": pattern.word(), "label": pattern.label(), "params": params })
        })
        .collect();
    let laws: Vec<_> = LawForm::ALL
        .iter()
        .map(
            |form| json!({ "label": form.label(), "grammar": form.grammar(), "help": form.help() }),
        )
        .collect();
    let profiles: Vec<_> = PROFILES.iter().map(profile).collect();
    json!({ "patterns": patterns, "laws": laws, "profiles": profiles })
}

fn described(param: &Param) -> Json {
    json!({
        "key": param.word,
        "label": param.label,
        "unit": param.unit,
        "group": param.group.label,
        "values": values(&param.kind),
        "logarithmic": param.scale == Scale::Logarithmic,
        "default": param.default,
        "effect": effect(param),
        "first": param.shown == Shown::First,
        "inherits": param.inherits.map(crate::scenario::Key::word),
        "per": param.per_peer.map(|peers| peers.noun),
        "help": param.help,
    })
}

fn values(kind: &Kind) -> Json {
    match *kind {
        Kind::Count { min, max } => json!({ "kind": "count", "min": min, "max": max }),
        Kind::Number { min, max } => json!({ "kind": "number", "min": min, "max": max }),
        Kind::Share => json!({ "kind": "share", "min": 0, "max": 1 }),
        Kind::Time { min, max, off } => {
            let (min, max) = (write_time(min), write_time(max));
            json!({ "kind": "time", "min": min, "max": max, "off": off })
        }
        Kind::Law { off } => json!({ "kind": "law", "off": off }),
        Kind::Choice(choices) => {
            let words: Vec<_> = choices.iter().map(|choice| choice.word).collect();
            json!({ "kind": "choice", "words": words })
        }
        Kind::Toggle => json!({ "kind": "toggle" }),
    }
}

fn profile(profile: &Profile) -> Json {
    json!({
        "word": profile.word,
        "label": profile.label,
        "how": profile.how(),
        "source": profile.source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(json: bool) -> String {
        let mut out = Vec::new();
        print(json, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_names_every_parameter_with_bounds_default_effect_and_help() {
        let text = printed(false);
        for param in params(Pattern::EVENT_BASED) {
            assert!(
                text.contains(&format!("\n  {}\n", param.word)),
                "{}",
                param.word
            );
            assert!(text.contains(param.help), "{}", param.word);
        }
        assert!(
            text.contains("a number from 0 to 1000 per second. Default 6. Takes effect at once.")
        );
        assert!(text.contains("a time from 1s to 8784h. Default 60s. Takes effect at a restart."));
    }

    #[test]
    fn text_explains_every_law_and_names_the_source_of_every_profile() {
        let text = printed(false);
        assert!(
            LawForm::ALL
                .iter()
                .all(|form| text.contains(form.grammar()))
        );
        assert!(
            PROFILES
                .iter()
                .all(|p| text.contains(p.word) && text.contains(p.source))
        );
    }

    #[test]
    fn json_is_one_object_with_every_parameter() {
        let json: Json = serde_json::from_str(&printed(true)).unwrap();
        let listed = json["patterns"][0]["params"].as_array().unwrap();
        assert_eq!(listed.len(), params(Pattern::EVENT_BASED).len());
        let retry = listed.iter().find(|param| param["key"] == "retry").unwrap();
        assert_eq!(
            retry["values"],
            json!({"kind": "time", "min": "0s", "max": "744h", "off": false})
        );
        assert_eq!(json["profiles"].as_array().unwrap().len(), PROFILES.len());
    }
}
