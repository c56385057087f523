//! Looks for parameters by words: those of the page, those of links, and those by which the field knows them.

use super::param::{Kind, Param};

/// Whether every word of what is looked for is found in what is said of a parameter.
pub fn is_found(param: &Param, sought: &str) -> bool {
    let mut said = [
        param.label,
        param.short,
        param.help,
        param.word,
        &param.word.replace('-', " "),
        param.group.label,
        param.known_as,
    ]
    .join(" ");
    if let Kind::Choice(choices) = param.kind {
        for choice in choices {
            said.extend([" ", choice.word, " ", choice.label]);
        }
    }
    let said = said.to_lowercase();
    let sought = sought.to_lowercase();
    sought.split_whitespace().all(|word| said.contains(word))
}
