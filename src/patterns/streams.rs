//! What is on its way, for a picture: each message by itself while they are few enough to be told apart. Where
//! there are more on a connection it is a stream: how much of what is on it is said, and a few messages stand
//! for all of them, so that a picture costs so much and no more however many there are.

use super::picture::{Fate, Mark, Part, Picture, Stream};
use crate::facts::Letter;
use crate::facts::ids::{LinkId, MessageId};
use crate::facts::time::Micros;
use crate::sim::network::Network;
use crate::sim::traffic::Traffic;

/// The most messages on one connection that are shown by themselves.
pub const MOST_ALONE: usize = 150;
/// The most messages on all connections that are.
const MOST_ALONE_IN_ALL: usize = 1_500;
/// About how many stand for a stream, and for all streams together.
const STANDING: [usize; 2] = [24, 96];
const STANDING_IN_ALL: usize = 1_200;
/// About how many stand for the least of what a stream is made of.
const STANDING_LEAST: usize = 6;

/// Fills in the messages of a picture: those of a network, each made a mark.
pub fn show<M: Clone>(
    picture: &mut Picture,
    network: &Network<M>,
    alone: &[MessageId],
    mark: impl Fn(&Letter, Micros, Micros, Fate) -> Mark,
) {
    let links = (0..network.connections().len() as u16).map(LinkId);
    let numbers: Vec<usize> = links
        .clone()
        .map(|link| network.traffic(link).number())
        .collect();
    let are_streams = streams(&numbers);
    let standing = standing(&are_streams);
    let losses = network.losses();
    picture.marks = losses
        .map(|loss| mark(&loss.letter, loss.sent, loss.due, Fate::Lost(loss.at)))
        .collect();
    let lost = picture.marks.len();
    for ((link, number), is_stream) in links.zip(numbers).zip(are_streams) {
        let traffic = network.traffic(link);
        let mut parts: Vec<Part> = Vec::new();
        for lot in traffic.lots().iter().filter(|lot| lot.number() > 0) {
            let fly = |flight: &crate::sim::network::Flight<M>| {
                mark(&flight.letter, flight.sent, flight.due, Fate::Flying)
            };
            if !is_stream {
                picture.marks.extend(network.of_lot(lot).map(fly));
                continue;
            }
            let wanted = share(standing, lot.number(), number);
            let chosen = network.each_of_lot(lot, every(lot.number(), wanted));
            picture.marks.extend(chosen.take(2 * wanted).map(fly));
            if let Some(first) = network.of_lot(lot).next() {
                add(&mut parts, &fly(first), lot.number() as u64);
            }
        }
        if is_stream {
            picture.streams.push(stream(link, parts, traffic));
        }
    }
    for &message in alone {
        if let Some(flight) = network.flight(message) {
            picture.alone.push(message);
            let letter = &flight.letter;
            let mut drawn = picture.marks[lost..].iter();
            if !drawn.any(|mark| mark.message == message) {
                let mark = mark(letter, flight.sent, flight.due, Fate::Flying);
                picture.marks.push(mark);
            }
        }
    }
    // Oldest first, whatever they carry.
    picture.marks[lost..].sort_unstable_by_key(|mark| mark.message.0);
}

/// Which connections are streams, by how many messages are on each.
pub fn streams(numbers: &[usize]) -> Vec<bool> {
    let mut streams: Vec<bool> = numbers.iter().map(|&number| number > MOST_ALONE).collect();
    loop {
        let alone = numbers.iter().zip(&streams).enumerate();
        let alone = alone.filter(|(_, (_, is_stream))| !**is_stream);
        let (mut all, mut most) = (0, (0, 0));
        for (place, (&number, _)) in alone {
            all += number;
            if number > most.0 {
                most = (number, place);
            }
        }
        if all <= MOST_ALONE_IN_ALL {
            return streams;
        }
        streams[most.1] = true;
    }
}

/// About how many messages stand for each stream.
pub fn standing(streams: &[bool]) -> usize {
    let number = streams.iter().filter(|is_stream| **is_stream).count();
    let [least, most] = STANDING;
    (STANDING_IN_ALL / number.max(1)).max(least).min(most)
}

/// About how many of those stand for so many messages of all that are on the connection.
pub fn share(standing: usize, number: usize, all: usize) -> usize {
    (standing * number / all.max(1)).max(STANDING_LEAST)
}

/// The so-manieth of so many messages that stand for them, a power of two.
pub fn every(number: usize, wanted: usize) -> u32 {
    number.div_ceil(wanted.max(1)).next_power_of_two() as u32
}

/// Adds messages to what a stream is made of.
pub fn add(parts: &mut Vec<Part>, mark: &Mark, number: u64) {
    let (kind, outward) = (mark.kind, mark.outward);
    let mut same = parts.iter_mut();
    match same.find(|part| part.kind == kind && part.outward == outward) {
        Some(part) => part.number += number,
        None => parts.push(Part {
            kind,
            outward,
            number,
        }),
    }
}

fn stream(link: LinkId, mut parts: Vec<Part>, traffic: &Traffic) -> Stream {
    parts.sort_unstable_by_key(|part| (part.kind, !part.outward));
    Stream {
        link,
        parts,
        again: traffic.again() as u64,
        lost: traffic.lost(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_connection_is_a_stream_from_a_number_on_and_the_fullest_where_there_are_many() {
        assert_eq!(
            streams(&[MOST_ALONE, MOST_ALONE + 1, 0]),
            [false, true, false]
        );
        let numbers: Vec<usize> = (0..20).map(|place| 100 + place).collect();
        let found = streams(&numbers);
        let alone = numbers.iter().zip(&found).filter(|(_, is)| !**is);
        assert!(alone.map(|(number, _)| number).sum::<usize>() <= MOST_ALONE_IN_ALL);
        assert!(found[19] && !found[0]);
    }

    #[test]
    fn of_whatever_there_is_some_stand_for_it() {
        assert_eq!(share(96, 1, 100_000), STANDING_LEAST);
        assert_eq!(every(3, STANDING_LEAST), 1);
        assert_eq!(every(100_000, 96), 2_048);
    }
}
