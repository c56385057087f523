//! What the reference of parameters says.

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
