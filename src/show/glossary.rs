//! Words of the field and what they mean, for whoever has never heard them.

/// A word of the field.
#[derive(Debug, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub word: &'static str,
    /// The forms in which it stands in sentences, in small letters.
    forms: &'static [&'static str],
    /// What it means, as the field defines it.
    pub says: &'static str,
}

const fn word(word: &'static str, forms: &'static [&'static str], says: &'static str) -> Word {
    Word { word, forms, says }
}

/// All of them, in the order of the alphabet.
pub static GLOSSARY: &[Word] = &[
    word(
        "acknowledgement",
        &["acknowledgement", "acknowledgements", "acks"],
        "The word back that a message was received or handled. Who hears none may send the message again.",
    ),
    word(
        "backoff",
        &["backoff"],
        "To wait longer before each further attempt, so that what is overloaded is not asked even more.",
    ),
    word(
        "blue-green",
        &["blue-green"],
        "To build the new version beside the old one, and to switch over once it is ready.",
    ),
    word(
        "broker",
        &["broker"],
        "Stands between those who publish events and those who consume them: it keeps events and hands them out.",
    ),
    word(
        "checkpoint",
        &["checkpoint", "checkpoints"],
        "How far a reader of a log has come, saved so that it can go on from there after a crash.",
    ),
    word(
        "choreography",
        &["choreography"],
        "A saga without a leader: each service reacts to what it hears from another one.",
    ),
    word(
        "compensation",
        &["compensation", "compensations", "compensated"],
        "A step that makes up for an earlier one, since that is committed and cannot be rolled back: a refund, a cancellation.",
    ),
    word(
        "consumer",
        &["consumer", "consumers"],
        "A service that takes events from a broker and applies them to a store of its own.",
    ),
    word(
        "dead letter",
        &["dead letter", "dead letters"],
        "A message that failed at every attempt and is put aside, so that others go on and a person can look.",
    ),
    word(
        "dirty read",
        &["dirty read", "dirty reads"],
        "A read of something that was not committed for good and is undone later.",
    ),
    word(
        "diverged",
        &["diverged"],
        "Of copies: different, with nothing under way any more that would make them equal.",
    ),
    word(
        "idempotency",
        &["idempotency", "idempotent"],
        "To do it once more changes nothing more, so that what comes twice counts once.",
    ),
    word(
        "inbox",
        &["inbox"],
        "A consumer’s table of the events that it has handled, by which it knows one that comes again.",
    ),
    word(
        "inconsistency window",
        &["inconsistency window"],
        "The time from a write until every copy shows it: until then, two who look may see two things.",
    ),
    word(
        "jitter",
        &["jitter"],
        "Chance that is added to times of waiting, so that many who wait do not all come back at once.",
    ),
    word(
        "lag",
        &["lag"],
        "How much of the log a reader still has to take in: what is written less what is applied.",
    ),
    word(
        "last writer wins",
        &["last writer wins"],
        "Of two values that meet, the one with the later time stamp stays, and the other is lost.",
    ),
    word(
        "lost update",
        &["lost update", "lost updates"],
        "A write that another one wiped out without having seen it.",
    ),
    word(
        "offset",
        &["offset", "offsets"],
        "A position in a log. A consumer saves the one that it has come to, and goes on from there after a crash.",
    ),
    word(
        "orchestration",
        &["orchestration", "orchestrator"],
        "A saga with a leader, which tells each service what to do and remembers how far it has come.",
    ),
    word(
        "orphan",
        &["orphan", "orphans", "orphaned"],
        "A booking left by a saga that did not complete, which nothing will cancel any more.",
    ),
    word(
        "outbox",
        &["outbox"],
        "A table of events, written in one transaction with the data. A relay publishes them, so none is forgotten.",
    ),
    word(
        "p50",
        &["p50"],
        "Half of all values are at most this one: the median, what is typical.",
    ),
    word("p95", &["p95"], "95 of 100 values are at most this one."),
    word(
        "p99",
        &["p99"],
        "99 of 100 values are at most this one: what the unlucky ones meet.",
    ),
    word(
        "partition",
        &["partition", "partitions"],
        "A part of a log that is in order by itself; all that is about one key goes into the same part.",
    ),
    word(
        "pivot",
        &["pivot"],
        "The step of a saga after which there is no way back: what follows is tried until it succeeds.",
    ),
    word(
        "poison event",
        &["poison event", "poison events"],
        "An event that cannot be handled, however often it is tried.",
    ),
    word(
        "projector",
        &["projector", "projectors"],
        "Reads events from the log, one after another, and keeps a read model up to date with them.",
    ),
    word(
        "read model",
        &["read model", "read models"],
        "Data in the shape in which it is read, made from events. It follows the write model, so it is behind at times.",
    ),
    word(
        "replica",
        &["replica", "replicas"],
        "One of several stores that hold the same data. Each hears of a write at a time of its own.",
    ),
    word(
        "saga",
        &["saga", "sagas"],
        "A transaction over several services: a step at each, and compensations for those taken if a later one fails.",
    ),
    word(
        "snapshot",
        &["snapshot", "snapshots"],
        "All of the data as it was at one instant, whatever is written meanwhile.",
    ),
    word(
        "stale",
        &["stale"],
        "Older than the truth: a newer version is committed at the source and has not come here yet.",
    ),
    word(
        "tombstone",
        &["tombstone", "tombstones"],
        "A mark in the place of what was deleted, so that copies hear of the deletion as of any change.",
    ),
    word(
        "version vector",
        &["version vector", "version vectors"],
        "A count of changes for each side. It tells whether one value came after another, or both side by side.",
    ),
    word(
        "watermark",
        &["watermark"],
        "The time stamp up to which everything counts as copied: the next run asks for later ones alone.",
    ),
    word(
        "write model",
        &["write model"],
        "Where commands are checked and what happened is recorded first: the truth that read models follow.",
    ),
    word(
        "zipf",
        &["zipf"],
        "A distribution in which a few things are asked for very often and most hardly ever.",
    ),
];

/// The entry of a word.
pub fn find(word: &str) -> Option<&'static Word> {
    GLOSSARY.iter().find(|entry| entry.word == word)
}

/// A piece of a sentence.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// What goes without saying.
    Plain(&'a str),
    /// A word of the field as it stands there, and its entry.
    Term(&'a str, &'static Word),
}

/// A sentence in pieces. Each word of the field is one of its own where it stands for the first time.
pub fn pieces(sentence: &str) -> Vec<Piece<'_>> {
    // Letters that are longer or shorter when small would move what is found.
    let small = sentence.to_ascii_lowercase();
    let mut pieces = Vec::new();
    let mut known: Vec<&Word> = Vec::new();
    let (mut at, mut from) = (0, 0);
    while at < small.len() {
        let found = longest(&small, at).filter(|(_, word)| !known.contains(word));
        if let Some((length, word)) = found {
            if from < at {
                pieces.push(Piece::Plain(&sentence[from..at]));
            }
            pieces.push(Piece::Term(&sentence[at..at + length], word));
            known.push(word);
            at += length;
            from = at;
        } else {
            at += small[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    if from < sentence.len() {
        pieces.push(Piece::Plain(&sentence[from..]));
    }
    pieces
}

/// The words of the field that stand in a sentence, in its order.
pub fn words_in(sentence: &str) -> Vec<&'static Word> {
    let terms = pieces(sentence)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Term(_, word) => Some(word),
            Piece::Plain(_) => None,
        });
    terms.collect()
}

/// The longest form that stands at a place as a word by itself, with its length.
fn longest(small: &str, at: usize) -> Option<(usize, &'static Word)> {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    if is_letter(small[..at].chars().next_back()) {
        return None;
    }
    let here = &small[at..];
    let forms = GLOSSARY
        .iter()
        .flat_map(|word| word.forms.iter().map(move |form| (form.len(), word, *form)));
    forms
        .filter(|(length, _, form)| {
            here.starts_with(form) && !is_letter(here[*length..].chars().next())
        })
        .max_by_key(|(length, ..)| *length)
        .map(|(length, word, _)| (length, word))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn every_entry_is_a_short_sentence_that_does_not_use_its_own_word() {
        for entry in GLOSSARY {
            let Word { word, forms, says } = entry;
            assert!(says.chars().count() <= 160, "{word}");
            assert!(says.ends_with('.') && !says.contains("  "), "{word}");
            assert!(forms.contains(word), "{word} is one of its forms");
            let uses_itself = words_in(says).contains(&entry);
            assert!(!uses_itself, "{word}: {says}");
        }
        assert!(GLOSSARY.is_sorted_by_key(|entry| entry.word));
    }

    #[test]
    fn no_form_stands_for_two_words() {
        let mut forms: Vec<_> = GLOSSARY.iter().flat_map(|word| word.forms).collect();
        let count = forms.len();
        forms.sort_unstable();
        forms.dedup();
        assert_eq!(forms.len(), count);
        assert!(forms.iter().all(|form| **form == form.to_lowercase()));
    }

    #[test]
    fn a_sentence_is_its_pieces_and_each_word_stands_out_once() {
        let sentence = "Lagging is no lag: “replicas” lag, and a REPLICA’s p99 – flag – too.";
        let pieces = pieces(sentence);
        let parts = pieces.iter().map(|piece| match piece {
            Piece::Plain(part) | Piece::Term(part, _) => *part,
        });
        assert_eq!(parts.collect::<String>(), sentence);
        let terms: Vec<_> = pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Term(part, word) => Some((*part, word.word)),
                Piece::Plain(_) => None,
            })
            .collect();
        assert_eq!(
            terms,
            [("lag", "lag"), ("replicas", "replica"), ("p99", "p99")]
        );
        assert_eq!(super::pieces(""), []);
    }

    #[test]
    fn the_longest_word_is_meant() {
        let words = words_in("A dead letter is no letter; a read model is no read.");
        let words: Vec<_> = words.iter().map(|word| word.word).collect();
        assert_eq!(words, ["dead letter", "read model"]);
    }
}
