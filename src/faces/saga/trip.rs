//! A trip as the one who booked it knows it, against what services have booked; and what somebody saw who
//! looked at a service.

use crate::consistency::{Answer, Screen, Wrote};
use crate::facts::SagaEnd;
use crate::facts::ids::NodeId;
use crate::scenario::NodeKind;
use crate::show::screens::{Line, Teller, source};
use crate::show::units;

/// The trips that a person asked for, and what they saw at services.
pub fn lines(teller: &Teller<'_>, screen: &Screen) -> Vec<Line> {
    let trips = screen.wrote.iter().flat_map(|wrote| trip(teller, wrote));
    let looked = screen.answers.iter().map(|answer| looked(teller, answer));
    trips.chain(looked).collect()
}

/// The steps of a saga: what its user was told, against what is booked.
fn trip(teller: &Teller<'_>, trip: &Wrote) -> Vec<Line> {
    let steps = teller.places.nodes().iter();
    let steps = steps.filter(|role| role.kind == NodeKind::SERVICE);
    let nodes = steps.filter_map(|role| teller.places.node(*role));
    nodes.map(|node| step(teller, trip, node)).collect()
}

fn step(teller: &Teller<'_>, trip: &Wrote, node: NodeId) -> Line {
    let booked = trip.booked(node);
    let completed = trip.ended == Some(SagaEnd::Completed);
    let shown = match (trip.told, trip.lost) {
        (Some(_), _) if completed => "booked",
        (Some(_), _) if trip.ended == Some(SagaEnd::Compensated) => "cancelled",
        (Some(_), _) => "stuck: a person will look",
        (None, true) => "lost on its way",
        (None, false) => "asked for",
    };
    // Who was told nothing yet expects nothing.
    let expected = trip.told.map(|_| u8::from(completed));
    let wrong = booked > 1 || expected.is_some_and(|expected| expected != booked);
    let is = match booked {
        0 => "nothing is booked",
        1 => "one is booked",
        _ => "it is booked twice",
    };
    let more = match (trip.told, trip.ended, booked) {
        (None, None, 1) => ", and may be undone",
        (None, Some(_), _) => ", and nobody was told yet",
        (Some(_), _, 0) if completed => ", although they were told it is",
        (Some(_), _, 1) if !completed => ", and orphaned",
        _ => "",
    };
    Line {
        label: teller.node(node).to_owned(),
        shown: shown.to_owned(),
        source: String::new(),
        against: ["Truth: ", is, more].concat(),
        wrong,
    }
}

/// What a service showed of a key.
fn looked(teller: &Teller<'_>, answer: &Answer) -> Line {
    let store = teller.node(NodeId(answer.replica.0));
    let against = match answer.tentative {
        0 => "All of them final".to_owned(),
        open => [&units::count(open), " of an unfinished saga: may be undone"].concat(),
    };
    Line {
        label: [&teller.key(answer.key), " at ", store].concat(),
        shown: teller.story.value_label(answer.found.value),
        source: source(store, answer),
        against,
        wrong: answer.tentative > 0,
    }
}
