//! What holds of a connection with more messages than can be told apart: it says what is on it, on the canvas
//! and in words, it can be pointed at, and what somebody looks at is seen by itself.

use crate::facts::ids::{LinkId, MessageId};
use crate::patterns::picture::{Fate, MarkKind};
use crate::patterns::streams::MOST_ALONE;

use crate::faces::draw;
use crate::show::frame::{Frame, Target};
use crate::show::geometry::Size;
use crate::show::legible::{
    letters_can_be_read, texts, texts_are_whole_and_apart, texts_cross_no_card,
};
use crate::show::scene::Scene;
use crate::show::staged::Stage;
use crate::show::words::{label, text_alternative};

const SIZES: [(f32, f32); 5] = [
    (360.0, 560.0),
    (540.0, 1000.0),
    (700.0, 620.0),
    (880.0, 700.0),
    (1400.0, 900.0),
];

/// Runs a check on crowded pictures of all patterns and sizes.
fn everywhere(check: impl Fn(&Frame<'_>, &Scene, &str)) {
    for (width, height) in SIZES {
        let size = Size::new(width, height);
        let stages = [
            ("consumers", Stage::new(3, size).drifting().cut(4)),
            ("many consumers", Stage::new(8, size)),
            ("sync", Stage::sync(2, size)),
            ("saga", Stage::saga(3, 24, size)),
            ("cqrs", Stage::cqrs(2, 2, size)),
        ];
        for (name, stage) in stages {
            let stage = stage.crowded(9_000).gathered();
            let case = format!("{name} on {width}x{height}");
            stage.framed(|frame| check(frame, &draw(frame), &case));
        }
    }
}

#[test]
fn what_is_said_of_streams_stays_on_the_canvas_and_touches_nothing() {
    everywhere(|frame, scene, case| {
        texts_are_whole_and_apart(frame, scene, case);
        let hits = scene.hits.iter();
        let cards = hits.filter(|hit| matches!(hit.target, Target::Node(_)));
        texts_cross_no_card(cards.map(|hit| hit.area), scene, case);
    });
}

#[test]
fn where_there_is_room_a_stream_has_its_number() {
    let stage = Stage::new(3, Size::new(1400.0, 900.0));
    let stage = stage.crowded(9_000).gathered();
    stage.framed(|frame| {
        let scene = draw(frame);
        let texts = texts(&scene);
        let numbered = frame.picture.streams.iter().filter(|stream| {
            let events = stream.parts.iter().map(|part| part.number);
            let most = events.max().unwrap_or(0).to_string();
            texts.iter().any(|(_, words)| words.contains(&most))
        });
        assert_eq!(frame.picture.streams.len(), 8);
        assert!(numbered.count() >= 6, "{texts:?}");
        letters_can_be_read(&scene, "a stream");
    });
}

#[test]
fn a_stream_is_pointed_at_as_one_thing_that_says_what_it_is_made_of() {
    everywhere(|frame, scene, case| {
        assert!(!frame.picture.streams.is_empty(), "{case}");
        let spots = scene.spots.iter();
        assert_eq!(spots.count(), alone(frame), "{case}");
        for stream in &frame.picture.streams {
            let target = Target::Link(stream.link);
            let words = label(frame, target).unwrap();
            let cut = frame.picture.links[usize::from(stream.link.0)].cut_since;
            assert!(cut.is_some() || words.contains("12 lost so far"), "{words}");
            let hit = scene.hits.iter().find(|hit| hit.target == target);
            assert!(hit.is_none_or(|hit| hit.label == words), "{case}: {words}");
            assert!(text_alternative(frame).contains(&words), "{case}: {words}");
        }
    });
}

/// How many messages are drawn by themselves.
fn alone(frame: &Frame<'_>) -> usize {
    let marks = frame.picture.marks.iter();
    let flying = marks.filter(|mark| mark.fate == Fate::Flying);
    let is_alone = |link| frame.picture.stream(link).is_none();
    flying.filter(|mark| is_alone(mark.link)).count()
}

#[test]
fn the_words_for_a_stream_name_each_kind() {
    let stage = Stage::new(3, Size::new(880.0, 700.0));
    let mut stage = stage.crowded(8_000).gathered();
    stage.picture.streams[1].again = 7;
    stage.framed(|frame| {
        let words = label(frame, Target::Link(LinkId(1))).unwrap();
        assert_eq!(
            words,
            "Link from Profile service to Broker: 1000 messages on it, 800 events and 200 \
             acknowledgements; 7 sent again; 12 lost so far."
        );
        let all = text_alternative(frame).pop().unwrap();
        assert!(
            all.starts_with("On their way: 600 commands, 400 replies"),
            "{all}"
        );
    });
}

#[test]
fn what_somebody_looks_at_is_seen_by_itself() {
    for size in [Size::new(880.0, 700.0), Size::new(360.0, 560.0)] {
        let stage = Stage::new(3, size);
        let mut stage = stage.crowded(8_000).gathered();
        let is_on = |link| move |mark: &&crate::patterns::picture::Mark| mark.link == LinkId(link);
        let mark = stage.picture.marks.iter().find(is_on(1)).unwrap();
        let message = mark.message;
        let target = Target::Message(message);
        stage.framed(|frame| assert_eq!(draw(frame).anchor(target), None));
        stage.picture.alone = vec![message];
        stage.framed(|frame| {
            let frame = Frame {
                selected: Some(target),
                ..*frame
            };
            let mut scene = draw(&frame);
            let (at, _) = scene.anchor(target).unwrap();
            assert_eq!(scene.hit(at[0], at[1]), Some(target));
            assert!(scene.order().contains(&target));
            let before = scene.shapes.len();
            scene.frame(&[target], None);
            assert_eq!(scene.shapes.len(), before + 2, "it is framed");
        });
    }
}

#[test]
fn a_stream_stands_still_for_those_who_want_no_motion() {
    let shapes = |share: f64| {
        let mut stage = Stage::new(1, Size::new(880.0, 700.0));
        for _ in 0..=MOST_ALONE {
            stage = stage.mark(1, MarkKind::Event, share, |mark| {
                mark.message = MessageId(mark.message.0 * 7);
            });
        }
        stage.gathered().framed(|frame| {
            draw(&Frame {
                reduced_motion: true,
                ..*frame
            })
            .shapes
        })
    };
    assert_eq!(shapes(0.41), shapes(0.59));
    assert_ne!(shapes(0.41), shapes(0.61));
}
