//! Sentences of incidents made by hand.

use crate::consistency::Incident;
use crate::consistency::{Anomaly, Closing, Outcome, Truth};
use crate::faces;
use crate::facts::ids::SessionId;
use crate::facts::ids::{LinkId, MessageId, ReadId, WriteId};
use crate::facts::ids::{NodeId, ReplicaId};
use crate::facts::time::Micros;
use crate::facts::{Fact, Letter, LetterKind, Retransmit, SagaEnd, What};
use crate::scenario::{Pattern, Settings};
use crate::show::Target;
use crate::show::why::{Teller, title};

const READ: Micros = 4_210_000;
const COMMITTED: Micros = 4_050_000;
const ARRIVED: Micros = 4_655_000;

fn bank() -> Teller {
    let settings = Settings::defaults(Pattern::CQRS);
    let holders = (0..3).map(|nth| (ReplicaId(nth), NodeId(nth + 1)));
    faces::teller(&settings, holders.collect())
}

fn fact(at: Micros, what: What) -> Fact {
    let cause = None;
    Fact { at, cause, what }
}

fn letter() -> Letter {
    Letter {
        message: MessageId(31),
        link: LinkId(2),
        from: NodeId(1),
        to: NodeId(3),
        kind: LetterKind::Deliver,
        write: Some(WriteId(16)),
        key: Some(4),
        attempt: 0,
        copy: 0,
        retransmit: Retransmit::Never,
    }
}

/// Somebody who withdrew money and did not see it.
fn unseen() -> Incident {
    let committed = What::Committed {
        write: WriteId(16),
        key: 4,
        version: 2,
        value: 20,
    };
    let sent = What::Sent {
        letter: letter(),
        due: ARRIVED,
    };
    Incident {
        session: Some(SessionId(2)),
        node: Some(NodeId(3)),
        replica: Some(ReplicaId(2)),
        key: Some(4),
        write: Some(WriteId(16)),
        read: Some(ReadId(33)),
        asked: Some(READ - 5_000),
        found: Some(Truth {
            version: 1,
            value: 70,
        }),
        truth: Some(Truth {
            version: 2,
            value: 20,
        }),
        committed: Some(COMMITTED),
        count: 1,
        trail: vec![fact(COMMITTED, committed), fact(COMMITTED, sent)],
        ..Incident::new(READ, Anomaly::ReadYourWrites)
    }
}

fn ended(incident: Incident, at: Micros, how: Outcome) -> Incident {
    Incident {
        closing: Some(Closing { at, how }),
        ..incident
    }
}

/// The bank's names, and the words of whoever has any for a kind of anomaly.
fn teller_of(what: Anomaly) -> Teller {
    let mut bank = bank();
    let mut faces = faces::ALL.iter().copied();
    let own = faces.find(|face| face.why.tellings.iter().any(|(kind, _)| *kind == what));
    bank.face = own.unwrap_or(bank.face);
    bank
}

fn said(incident: &Incident, now: Micros) -> String {
    teller_of(incident.what).explain(incident, now).sentence
}

#[test]
fn a_sentence_has_both_tenses() {
    let came = ended(unseen(), ARRIVED, Outcome::Came);
    assert_eq!(
        said(&came, 4_300_000),
        "At 4.210 s user 3 read balance 70 EUR of account 5 from Balances 2. Their withdrawal at \
         4.050 s had made it 20 EUR: the event is still on its way from Accounts to Balances 2, due \
         at 4.655 s. Stale by 160 ms, 1 version."
    );
    assert_eq!(
        said(&came, 5_000_000),
        "At 4.210 s user 3 read balance 70 EUR of account 5 from Balances 2. Their withdrawal at \
         4.050 s had made it 20 EUR: the event was still on its way from Accounts to Balances 2 and \
         was applied at 4.655 s. Stale by 160 ms, 1 version."
    );
    assert_eq!(
        said(&unseen(), 4_300_000),
        said(&came, 4_300_000),
        "what is to come is not told before"
    );
}

#[test]
fn each_end_has_its_words() {
    let end = |how| {
        let text = said(&ended(unseen(), ARRIVED, how), 5_000_000);
        let from = text.find("to Balances 2 ").or(text.find("to Balances 2,"));
        let from = from.or(text.find("to Balances 2;")).unwrap();
        text[from + 13..].replace(" Stale by 160 ms, 1 version.", "")
    };
    assert_eq!(end(Outcome::Came), " and was applied at 4.655 s.");
    assert_eq!(
        end(Outcome::Overtaken),
        ", and a newer one took its place at 4.655 s."
    );
    assert_eq!(
        end(Outcome::Never),
        "; at 4.655 s it was certain that it will never come."
    );
    let why = crate::facts::LossCause::Cut;
    let lost = What::Lost {
        letter: letter(),
        why,
    };
    let mut never = ended(unseen(), ARRIVED, Outcome::Never);
    let found = What::WillNotCome {
        replica: Some(ReplicaId(2)),
        write: WriteId(16),
        key: 4,
        why: None,
    };
    never
        .trail
        .extend([lost, found].map(|what| fact(ARRIVED, what)));
    assert!(
        said(&never, 5_000_000).contains(
            "; at 4.655 s it had got lost unnoticed on its way from Accounts to Balances 2, since the \
             link was cut and will never come."
        ),
        "{}",
        said(&never, 5_000_000)
    );
}

#[test]
fn what_was_written_over_since_is_said() {
    let mut incident = unseen();
    incident.truth = Some(Truth {
        version: 4,
        value: 35,
    });
    incident.count = 3;
    assert!(said(&incident, READ).contains(
        "Their withdrawal at 4.050 s had made it 20 EUR, and by then it was 35 EUR: the event"
    ));
}

#[test]
fn every_kind_has_a_title_and_a_sentence_of_its_own() {
    let mut seen: Vec<String> = Vec::new();
    for what in Anomaly::ALL {
        for incident in [
            Incident::new(READ, what),
            Incident { what, ..unseen() },
            Incident {
                other: Some(WriteId(20)),
                what,
                ..unseen()
            },
        ] {
            let told = teller_of(what).explain(&incident, READ);
            check(&told.sentence);
            assert_ne!(
                told.sentence, "At 4.210 s something went wrong.",
                "{what:?}"
            );
            seen.push(told.sentence);
        }
        let title = title(what).to_owned();
        assert!(!seen.contains(&title), "{title}");
        seen.push(title);
    }
    // Bare incidents of kinds that are read in the same way may read alike, but not filled ones.
    let mut filled: Vec<&String> = seen.iter().skip(1).step_by(4).collect();
    filled.sort();
    filled.dedup();
    assert_eq!(filled.len(), Anomaly::ALL.len());
}

/// What no sentence may have.
#[track_caller]
fn check(text: &str) {
    for bad in ["  ", "None", "NaN", "{", "}", "|", " .", " ,", "..", ",,"] {
        assert!(!text.contains(bad), "{bad:?} in {text}");
    }
    assert!(
        text.starts_with(|first: char| first.is_ascii_uppercase()),
        "{text}"
    );
    assert!(text.ends_with('.'), "{text}");
}

#[test]
fn any_fields_that_are_missing_leave_a_plain_sentence() {
    for what in Anomaly::ALL {
        for missing in 0..1_u32 << 10 {
            let has = |bit: u32| missing >> bit & 1 == 0;
            let full = unseen();
            let incident = Incident {
                session: full.session.filter(|_| has(0)),
                node: full.node.filter(|_| has(1)),
                replica: full.replica.filter(|_| has(1)),
                key: full.key.filter(|_| has(2)),
                write: full.write.filter(|_| has(3)),
                other: Some(WriteId(20)).filter(|_| has(4)),
                asked: full.asked.filter(|_| has(5)),
                found: full.found.filter(|_| has(6)),
                truth: full.truth.filter(|_| has(7)),
                committed: full.committed.filter(|_| has(8)),
                trail: if has(9) { full.trail } else { Vec::new() },
                ..Incident::new(READ, what)
            };
            check(&said(&incident, READ));
        }
    }
}

#[test]
fn it_frames_where_it_shows_what_was_on_its_way_and_whom_it_hit() {
    let told = bank().explain(&unseen(), READ);
    assert_eq!(
        told.targets,
        [
            Target::Node(NodeId(3)),
            Target::Message(MessageId(31)),
            Target::Link(LinkId(2)),
            Target::Node(NodeId(0)),
        ]
    );
    assert_eq!(told.cell, Some((NodeId(3), 4)));
}

#[test]
fn a_saga_is_told_with_what_stood_in_its_way() {
    let settings = Settings::defaults(Pattern::SAGA);
    let teller = faces::teller(&settings, Vec::new());
    let (write, key) = (WriteId(6), 2);
    let failed = What::UndoFailed {
        node: NodeId(3),
        write,
        key,
        attempt: 0,
    };
    let over = What::Ended {
        write,
        key,
        how: SagaEnd::UndoFailed,
    };
    let left = Incident {
        node: Some(NodeId(3)),
        key: Some(key),
        write: Some(write),
        committed: Some(1_000_000),
        trail: vec![fact(1_600_000, failed), fact(1_700_000, over)],
        ..Incident::new(1_700_000, Anomaly::OrphanedReservation)
    };
    assert_eq!(
        teller.explain(&left, 2_000_000).sentence,
        "At 1.700 s a booking at Hotel was orphaned by saga 7 (trip 3), which could not \
         be undone. It was booked at 1.000 s. Hotel had failed to undo its step at 1.600 s, at its 1st try. \
         Nothing was left that would have undone it."
    );
    let given = ended(left, 2_500_000, Outcome::Righted);
    let told = teller.explain(&given, 3_000_000).sentence;
    assert!(told.ends_with("It was undone at 2.500 s."), "{told}");
}
