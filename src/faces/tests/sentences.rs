//! Facts that all patterns record, in words.

use crate::faces;
use crate::facts::ids::{LinkId, MessageId, NodeId, ReplicaId, WriteId};
use crate::facts::{Fact, Fault, What};
use crate::facts::{Letter, LetterKind, LossCause, Retransmit};
use crate::scenario::Pattern;
use crate::scenario::{Places, Settings};
use crate::show::naming;
use crate::show::sentence::Narrator;

fn names() -> Narrator {
    let holders = vec![(ReplicaId(2), NodeId(4))];
    faces::narrator(&Settings::defaults(Pattern::EVENT_BASED), holders)
}

fn letter(kind: LetterKind) -> Letter {
    Letter {
        message: MessageId(9),
        link: LinkId(3),
        from: NodeId(2),
        to: NodeId(4),
        kind,
        write: Some(WriteId(16)),
        key: Some(2),
        attempt: 1,
        copy: 0,
        retransmit: Retransmit::UntilAcked,
    }
}

fn said(what: What) -> String {
    names()
        .sentence(&Fact {
            at: 0,
            cause: None,
            what,
        })
        .words
}

#[test]
fn facts_are_said_with_the_names_of_the_story() {
    assert_eq!(
        said(What::Sent {
            letter: letter(LetterKind::Deliver),
            due: 5
        }),
        "Broker sends write 17 (customer 3) to Search index, 2nd try"
    );
    assert_eq!(
        said(What::Lost {
            letter: letter(LetterKind::Deliver),
            why: LossCause::ReceiverDown
        }),
        "Write 17 (customer 3) on its way from Broker to Search index is lost: Search index is down"
    );
    assert_eq!(
        said(What::Applied {
            replica: ReplicaId(2),
            write: WriteId(0),
            key: 0,
            version: 1,
            value: 4
        }),
        "Search index applies write 1: customer 1 is now Porto"
    );
    assert_eq!(
        said(What::Fault(Fault::Cut(LinkId(3)))),
        "The link Broker – Search index is cut"
    );
}

#[test]
fn a_fact_about_a_message_selects_that_message() {
    let what = What::Lost {
        letter: letter(LetterKind::Acknowledge),
        why: LossCause::Network,
    };
    let sentence = names().sentence(&Fact {
        at: 0,
        cause: Some(MessageId(1)),
        what,
    });
    assert_eq!((sentence.message, sentence.bad), (Some(MessageId(9)), true));
    assert!(
        sentence
            .words
            .starts_with("The acknowledgement of write 17")
    );
}

#[test]
fn the_log_tells_nodes_of_one_name_apart() {
    for pattern in Pattern::ALL {
        let settings = Settings::defaults(*pattern);
        let narrator = faces::narrator(&settings, Vec::new());
        let nodes = Places::of(&settings).nodes().len() as u16;
        let said: Vec<&str> = (0..nodes).map(|node| narrator.node(NodeId(node))).collect();
        assert_eq!(said, naming::names(&settings), "{pattern:?}");
        let alike = |name: &&str| said.iter().filter(|other| *other == name).count() > 1;
        assert!(!said.iter().any(alike), "{said:?}");
    }
    let cqrs = faces::narrator(&Settings::defaults(Pattern::CQRS), Vec::new());
    let links: Vec<String> = (0..4).map(|link| cqrs.link(LinkId(link))).collect();
    assert!(
        links.iter().any(|link| link.ends_with("Balances 2")),
        "{links:?}"
    );
}
