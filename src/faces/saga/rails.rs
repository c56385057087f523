//! The ways between the cards: forward over them, back under them; on a narrow canvas forward at
//! their left and back at their right. What shares a part of its way shares the line there.

use crate::patterns::picture::{LinkPicture, MarkKind};
use crate::patterns::saga::special::SagaPicture;
use crate::scenario::NodeKind;

use super::plan::Plan;
use crate::show::frame::{Frame, Target};
use crate::show::geometry::{Point, Rect, Track, between, distance};
use crate::show::ink::{Ink, Paint};
use crate::show::labels::{self, Labels};
use crate::show::layout::{Flow, ends, of_kind, straight};
use crate::show::links;
use crate::show::marks::triangles;
use crate::show::shape::{Align, Dash, Shape, Step, Stroke, along, text, through};
use crate::show::text::area;

/// The radius of a bend.
const BEND: f32 = 10.0;
/// What somebody who reads takes beyond the way on which that is done.
const READER: f32 = 13.0;
/// From the end of a way that is cut back to where the hole in it begins, and to where it ends.
const CUT: f32 = 11.5;
const HOLE_END: f32 = 3.5;

/// Which way of a link.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    /// Where commands and events go.
    Forward,
    /// Where something is taken back.
    Back,
}

/// The tracks of all links, then those of all links for what is taken back.
pub(super) fn tracks(frame: &Frame<'_>, sagas: &SagaPicture, plan: &Plan) -> Vec<Track> {
    let count = frame.picture.links.len();
    // Whether something is on its way, forward and back.
    let mut used = vec![[false; 2]; count];
    for mark in &frame.picture.marks {
        if let Some(used) = used.get_mut(usize::from(mark.link.0)) {
            used[usize::from(mark.kind == MarkKind::Compensation)] = true;
        }
    }
    let services = of_kind(frame, NodeKind::SERVICE);
    let mut tracks = Vec::with_capacity(2 * count);
    for side in [Side::Forward, Side::Back] {
        for (place, link) in frame.picture.links.iter().enumerate() {
            let used = used[place][side as usize] || link.cut_since.is_some();
            let points = points(frame, sagas, plan, &services, place, side, used);
            tracks.push(points.unwrap_or_else(|| Track::new([0.0; 2], Vec::new())));
        }
    }
    tracks
}

/// The way of a link, if it is drawn: what carries nothing in a style would only be in the way.
fn points(
    frame: &Frame<'_>,
    sagas: &SagaPicture,
    plan: &Plan,
    services: &[usize],
    link: usize,
    side: Side,
    used: bool,
) -> Option<Track> {
    let (near, far) = ends(frame, link)?;
    let area = |place: usize| plan.layout.seats[place].area;
    let (from, to) = (area(near), area(far));
    let rank = |place| services.iter().position(|service| *service == place);
    if frame.picture.links[link].reading {
        return (side == Side::Forward).then(|| stub(to, plan));
    }
    match (rank(near), rank(far)) {
        (None, None) => (side == Side::Forward).then(|| {
            let [x, level] = from.centre();
            if from.bottom() < to.y {
                way(&[[x, from.bottom()], [x, to.y]])
            } else {
                way(&[[from.right(), level], [to.x, level]])
            }
        }),
        (None, Some(rank)) => {
            let next = sagas.choreography && rank == 0;
            let leads = next || !sagas.choreography || side == Side::Forward;
            (leads || used).then(|| {
                let level = level(to, side);
                if next && plan.rightward && level > from.y && level < from.bottom() {
                    way(&[[from.right(), level], [to.x, level]])
                } else {
                    led(plan, from, to, side)
                }
            })
        }
        (Some(near), Some(far)) => {
            let neighbours = sagas.choreography && near + 1 == far;
            (neighbours || used).then(|| between_services(plan, from, to, near + 1 == far, side))
        }
        (Some(_), None) => used.then(|| led(plan, to, from, side)),
    }
}

/// From who leads to a service.
fn led(plan: &Plan, from: Rect, to: Rect, side: Side) -> Track {
    let [x, y] = to.centre();
    if plan.rightward {
        let (rail, edge) = match side {
            Side::Forward => (to.y - plan.rail, to.y),
            Side::Back => (to.bottom() + plan.rail, to.bottom()),
        };
        let out = from.right() - 18.0;
        let last = [[x, rail], [x, edge]];
        return if rail < from.y {
            way(&[[out, from.y], [out, rail], last[0], last[1]])
        } else if rail > from.bottom() {
            way(&[[out, from.bottom()], [out, rail], last[0], last[1]])
        } else {
            way(&[[from.right(), rail], last[0], last[1]])
        };
    }
    match side {
        Side::Forward => {
            // Past the people and down at the left.
            let rail = to.x - plan.rail;
            let bus = from.bottom() + 8.0;
            let out = from.x + 22.0;
            way(&[
                [out, from.bottom()],
                [out, bus],
                [rail, bus],
                [rail, y],
                [to.x, y],
            ])
        }
        Side::Back => {
            let rail = to.right() + plan.rail;
            way(&[[rail, from.bottom()], [rail, y], [to.right(), y]])
        }
    }
}

/// From one service to another: straight to the next one, past those that lie between.
fn between_services(plan: &Plan, from: Rect, to: Rect, next: bool, side: Side) -> Track {
    let forward = side == Side::Forward;
    if !plan.rightward {
        // Brackets nearer to the cards than the way of who leads.
        let (door, off) = if forward {
            (from.x, -plan.rail * 0.55)
        } else {
            (from.right(), plan.rail * 0.55)
        };
        let off = if next { off } else { off * 1.6 };
        let (leave, enter) = (from.centre()[1] + 6.0, to.centre()[1] - 6.0);
        return way(&[
            [door, leave],
            [door + off, leave],
            [door + off, enter],
            [door, enter],
        ]);
    }
    let same_row = (from.y - to.y).abs() < 1.0;
    if next && same_row {
        let level = level(from, side);
        return way(&[[from.right(), level], [to.x, level]]);
    }
    let shift = if forward { 14.0 } else { -14.0 };
    let (out, enter) = (from.centre()[0] + shift, to.centre()[0] - shift);
    if same_row {
        let (rail, edge) = if forward {
            (from.y - plan.rail, from.y)
        } else {
            (from.bottom() + plan.rail, from.bottom())
        };
        return way(&[[out, edge], [out, rail], [enter, rail], [enter, edge]]);
    }
    let rail = if forward {
        to.y - plan.rail
    } else {
        from.bottom() + plan.rail
    };
    way(&[
        [out, from.bottom()],
        [out, rail],
        [enter, rail],
        [enter, to.y],
    ])
}

/// Where the ways between neighbours enter and leave a card.
fn level(card: Rect, side: Side) -> f32 {
    let share = if side == Side::Forward { 0.38 } else { 0.6 };
    card.y + libm::roundf(card.height * share)
}

/// Where people read from a card: low at its right edge.
fn stub(card: Rect, plan: &Plan) -> Track {
    let level = card.y + libm::roundf(card.height * 0.84);
    // Whoever reads stands at the outer end.
    let reach = (plan.gap - READER - 4.0).clamp(16.0, 26.0);
    way(&[[card.right() + reach, level], [card.right(), level]])
}

/// A way through points, with round bends.
fn way(points: &[Point]) -> Track {
    let mut cubics = Vec::with_capacity(2 * points.len());
    let mut from = points[0];
    for (place, corner) in points.iter().enumerate().skip(1) {
        let Some(next) = points.get(place + 1) else {
            cubics.push(straight(from, *corner));
            break;
        };
        let bend = BEND
            .min(distance(from, *corner))
            .min(distance(*corner, *next) / 2.0);
        let into = toward(*corner, from, bend);
        let out = toward(*corner, *next, bend);
        if distance(from, into) > 0.1 {
            cubics.push(straight(from, into));
        }
        cubics.push([
            between(into, *corner, 0.55),
            between(out, *corner, 0.55),
            out,
        ]);
        from = out;
    }
    Track::new(points[0], cubics)
}

/// The point this far from one toward another.
fn toward(from: Point, to: Point, far: f32) -> Point {
    between(from, to, far / distance(from, to).max(0.01))
}

/// Adds all ways. Ways that nothing is said about are one path, so that where they share a line it is
/// not drawn twice.
pub(super) fn paint(shapes: &mut Vec<Shape>, frame: &Frame<'_>, sagas: &SagaPicture, plan: &Plan) {
    let count = frame.picture.links.len();
    let (ahead, back) = plan.layout.tracks.split_at(count);
    let quiet = Stroke::solid(Ink::Muted.at(0.45), 1.5);
    let dashed = Stroke::solid(Ink::Compensation.at(0.75), 1.5).dashed(Dash::Dashed);
    for (tracks, stroke) in [(ahead, quiet), (back, dashed)] {
        let mut steps = Vec::with_capacity(64);
        let mut heads = Vec::with_capacity(32);
        for (link, track) in frame.picture.links.iter().zip(tracks) {
            if link.reading || track.length() == 0.0 {
                continue;
            }
            if link.cut_since.is_some() {
                let sound = track.part(0.0, sound(track));
                steps.push(Step::Move(track.start()));
                steps.extend(sound.into_iter().map(Step::Line));
            } else {
                outline(&mut steps, track);
                heads.extend(head(frame, sagas, link, track, stroke.paint.ink));
            }
        }
        if !steps.is_empty() {
            shapes.push(path(steps, None, Some(stroke)));
        }
        if !heads.is_empty() {
            shapes.push(path(heads, Some(stroke.paint.ink.full()), None));
        }
    }
    for (place, link) in frame.picture.links.iter().enumerate() {
        let (ahead, back) = (&ahead[place], &back[place]);
        if link.reading {
            if ahead.length() > 0.0 {
                links::paint(shapes, frame, link, ahead, Flow::Rightward);
            }
            continue;
        }
        for track in [ahead, back] {
            if track.length() > 0.0 {
                said(shapes, frame, link, track);
            }
        }
    }
}

/// What is said about one way: that it is cut, or that it is pointed at.
fn said(shapes: &mut Vec<Shape>, frame: &Frame<'_>, link: &LinkPicture, track: &Track) {
    let this = Some(Target::Link(link.link));
    let stroke = |paint: Paint, width| Stroke::solid(paint, width);
    if frame.focused == this {
        shapes.push(along(track, stroke(Ink::Accent.at(0.35), 7.0)));
    }
    if frame.selected == this {
        shapes.push(along(track, stroke(Ink::Accent.full(), 2.5)));
    } else if frame.hovered == this {
        shapes.push(along(track, stroke(Ink::Muted.full(), 2.0)));
    }
    if link.cut_since.is_some() {
        let broken = stroke(Ink::Broken.full(), 1.75).dashed(Dash::Dotted);
        let (hole, end) = (1.0 - CUT / track.length(), 1.0 - HOLE_END / track.length());
        shapes.push(through(&track.part(sound(track), hole), broken));
        for edge in [hole, end] {
            shapes.push(links::slash(track, edge));
        }
    }
}

/// How much of a cut way is drawn as it always is: all but the end, since the rest is shared.
fn sound(track: &Track) -> f32 {
    (1.0 - 44.0 / track.length()).max(0.0)
}

/// The head of an arrow: where something is taken back in a choreography it points back, else it
/// points to where something is done. Ways on which both ends tell the other have none.
fn head(
    frame: &Frame<'_>,
    sagas: &SagaPicture,
    link: &LinkPicture,
    track: &Track,
    colour: Ink,
) -> Vec<Step> {
    let is = |wanted, kind| {
        let mut nodes = frame.picture.nodes.iter();
        nodes.any(|node| node.node == wanted && node.kind == kind)
    };
    let bent = track.cubics().len() > 1;
    let tells = sagas.choreography && bent && is(link.near, NodeKind::ORCHESTRATOR);
    if is(link.near, NodeKind::PEOPLE) || tells {
        return Vec::new();
    }
    let backward = colour == Ink::Compensation && sagas.choreography;
    let share = 3.5 / track.length().max(7.0);
    let at = if backward { share } else { 1.0 - share };
    let [across_x, across_y] = track.normal(at);
    let turn = if backward { -1.0 } else { 1.0 };
    triangles(&[(track.at(at), [-across_y * turn, across_x * turn])], 3.8)
}

fn outline(steps: &mut Vec<Step>, track: &Track) {
    steps.push(Step::Move(track.start()));
    let cubics = track.cubics().iter();
    steps.extend(cubics.map(|[one, two, end]| Step::Cubic(*one, *two, *end)));
}

fn path(steps: Vec<Step>, fill: Option<Paint>, stroke: Option<Stroke>) -> Shape {
    Shape::Path {
        steps,
        fill,
        stroke,
    }
}

/// Adds what is written beside cuts and beside the first ways.
pub(super) fn paint_labels(
    shapes: &mut Vec<Shape>,
    labels: &mut Labels<'_>,
    frame: &Frame<'_>,
    sagas: &SagaPicture,
    plan: &Plan,
) {
    if plan.rightward {
        names(shapes, labels, frame, sagas, plan);
    }
    let tracks = plan.layout.tracks.iter();
    for (link, track) in frame.picture.links.iter().zip(tracks) {
        if link.cut_since.is_some() && track.length() > 0.0 {
            let at = track.at(1.0 - CUT / track.length());
            labels.keep_free(Rect::around(at, 6.0));
            shapes.extend(labels.beside(at, 13.0, "cut", Ink::Broken));
        }
    }
}

/// Names the way forward and the way back where they leave who leads, if they keep room for it.
fn names(
    shapes: &mut Vec<Shape>,
    labels: &mut Labels<'_>,
    frame: &Frame<'_>,
    sagas: &SagaPicture,
    plan: &Plan,
) {
    let leader = of_kind(frame, NodeKind::ORCHESTRATOR).first().copied();
    let Some(leader) = leader.filter(|_| plan.rail >= 20.0) else {
        return;
    };
    let leader = plan.layout.seats[leader].area;
    let (ahead, back) = plan.layout.tracks.split_at(frame.picture.links.len());
    let forward = if sagas.choreography {
        "begin and end"
    } else {
        "taking"
    };
    for (tracks, words, ink, off) in [
        (ahead, forward, Ink::Muted, -9.0),
        (back, "undoing", Ink::Compensation, 17.0),
    ] {
        // The level piece of the first way that leaves from above or below.
        let leaves = |track: &&Track| track.start()[0] == leader.right() - 18.0;
        if let Some(track) = tracks.iter().find(leaves) {
            let rail = track.at(0.5)[1];
            let at = [leader.right() - 4.0, rail + off];
            let covered = area(at, words, labels::STYLE, Align::Start, frame.measure);
            labels.keep_free(covered.grown(5.0));
            shapes.push(text(at, words, labels::STYLE, Align::Start, ink));
        }
    }
}
