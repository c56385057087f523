//! What the person at the page does takes nobody else's numbers or draws.

use std::collections::BTreeSet;

use driftscope::facts::ids::MessageId;
use driftscope::facts::time::Micros;
use driftscope::facts::{Letter, What};

use super::trial::{Trial, trial, with};
use super::{Drawn, Identity, asked, compare, draws};

/// What happened that is not about the person at the page, with each message by its contents: messages
/// are numbered in the order in which all are sent.
fn of_others(trial: &Trial) -> Vec<(Micros, String)> {
    let yours: BTreeSet<MessageId> = trial
        .facts
        .iter()
        .filter_map(|fact| fact.what.letter())
        .filter(|letter| is_yours(letter))
        .map(|letter| letter.message)
        .collect();
    let told = trial.facts.iter().filter_map(|fact| {
        let mut what = fact.what;
        match &mut what {
            What::Requested { write, .. }
            | What::Committed { write, .. }
            | What::Acknowledged { write } => {
                write.yours().is_none().then_some(())?;
            }
            What::Asked { read, .. } | What::Read { read, .. } | What::Answered { read } => {
                read.yours().is_none().then_some(())?;
            }
            What::Sent { letter, .. } | What::Delivered { letter } | What::Lost { letter, .. } => {
                if yours.contains(&letter.message) {
                    return None;
                }
                letter.message = MessageId(0);
            }
            _ => {}
        }
        Some((fact.at, format!("{what:?}")))
    });
    told.collect()
}

fn is_yours(letter: &Letter) -> bool {
    let of_read = letter.read().is_some_and(|read| read.yours().is_some());
    of_read || letter.write.is_some_and(|write| write.yours().is_some())
}

/// Settings under which each pattern has much to get out of step.
const WITH_YOU: [&str; 5] = [
    "pattern=event-based&duration=20s&inbox=on&deliver-loss=0.1&think=90ms&order=none",
    "pattern=background-sync&duration=1min&copy=two-way&interval=9s&inserts=0.2&deletes=0.1",
    "pattern=saga&duration=20s&lock=wait&refuse=0.2&style=choreography",
    "pattern=saga&duration=20s&refuse=0.2&capacity=9&reply-loss=0.1&idempotency=on",
    "pattern=cqrs&duration=20s&read-your-writes=wait-for-version&bus=exp:200ms",
];

/// Catches a read of the person at the page that takes a number or a draw of anybody else's.
#[test]
fn a_read_of_yours_changes_nothing_that_happens_to_others() {
    for pairs in WITH_YOU {
        let read = trial(&with(
            pairs,
            "do",
            "3s:read:key-1;3s:read:key-2;7.7s:read:key-1",
        ));
        let own = read
            .facts_that(|what| matches!(what, What::Answered { read } if read.yours().is_some()));
        assert!(own >= 3.0, "{own} answers: {}", read.url());
        assert_eq!(of_others(&trial(pairs)), of_others(&read), "{}", read.url());
    }
}

/// Catches a write of the person at the page that moves what others ask for or how their messages fare.
#[test]
fn a_write_of_yours_moves_no_draw_of_others() {
    for pairs in WITH_YOU {
        let base = trial(pairs);
        let wrote = trial(&with(
            pairs,
            "do",
            "3s:write:key-1;3s:write:key-2;7.7s:write:key-1",
        ));
        let own = wrote.facts_that(
            |what| matches!(what, What::Requested { write, .. } if write.yours().is_some()),
        );
        assert!(own > 2.5, "{}", wrote.url());
        let (writes, reads) = asked(&base);
        let (also_writes, also_reads) = asked(&wrote);
        let is_of_others =
            |what: &What| !matches!(what, What::Requested { write, .. } if write.yours().is_some());
        let also_writes: Vec<What> = also_writes.into_iter().filter(is_of_others).collect();
        assert_eq!(
            (writes, reads),
            (also_writes, also_reads),
            "{}",
            wrote.url()
        );
        let first = 3_000_000;
        let before = |trial: &Trial| {
            let facts = of_others(trial).into_iter();
            facts.take_while(|(at, _)| *at < first).collect::<Vec<_>>()
        };
        assert_eq!(before(&base), before(&wrote), "{}", wrote.url());
        if pairs.contains("event-based") {
            let same = |_: &Identity, one: &Drawn, two: &Drawn| one == two;
            compare(&draws(&base), &draws(&wrote), 0.9, same, &wrote.url());
        }
    }
}
