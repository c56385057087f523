//! What the references of parameters and of measures say.

use driftscope::consistency::Measure;
use driftscope::scenario::{Pattern, params};
use serde_json::Value as Json;

use super::command::{driftscope, text};

#[test]
fn every_parameter_is_listed_as_text_and_as_json() {
    let printed = text(&driftscope(&["params"]).stdout);
    let output = driftscope(&["params", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let json: Json = serde_json::from_slice(&output.stdout).unwrap();
    let listed = json["patterns"][0]["params"].as_array().unwrap();
    for param in params(Pattern::EVENT_BASED) {
        assert!(listed.iter().any(|listed| listed["key"] == param.word));
        assert!(printed.contains(&format!("\n  {}\n", param.word)));
    }
}

#[test]
fn every_measure_is_listed_as_text_and_as_json() {
    let printed = text(&driftscope(&["measures"]).stdout);
    let output = driftscope(&["measures", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let json: Json = serde_json::from_slice(&output.stdout).unwrap();
    let listed = json["measures"].as_array().unwrap();
    assert_eq!(listed.len(), Measure::ALL.len());
    for measure in Measure::ALL {
        let row = measure.row();
        let found = listed.iter().find(|listed| listed["name"] == row.word);
        assert_eq!(found.expect(row.word)["definition"], measure.definition());
        assert!(printed.contains(&format!("\n  {}\n", row.word)));
        assert!(printed.contains(measure.definition()), "{}", row.word);
    }
}
