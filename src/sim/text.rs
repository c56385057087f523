//! Cutting text at a mark of several letters: the search of std is written for texts of any length and
//! weighs more of the page than the few short texts are worth.

/// What stands before the first occurrence of a mark, and what after it.
pub fn split_once<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let places = &mut text.as_bytes().windows(mark.len().max(1));
    let at = places.position(|place| place == mark.as_bytes())?;
    // Both ends are ends of characters, since the mark is whole ones.
    Some((text.get(..at)?, text.get(at + mark.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_cuts_as_std_does() {
        for text in ["", "a", "a: b", ": ", "a: b: c", "a:b", "ü: ö", "x ·· y"] {
            for mark in [": ", "··", "ö", "a: b"] {
                assert_eq!(
                    split_once(text, mark),
                    text.split_once(mark),
                    "{text} {mark}"
                );
            }
        }
    }
}
