//! The picture of sagas in words: what cards, bars and titles say, and the whole for those who cannot
//! see it.

use crate::patterns::picture::{Gauge, NodePicture};
use crate::patterns::saga::special::{SagaOutcome, SagaPicture, StepBar, StepState, Waterfall};
use crate::scenario::NodeKind;

use super::capacity;
use crate::faces::saga::sentences::saga_name;
use crate::facts::ids::WriteId;
use crate::facts::time::Micros;
use crate::scenario::{Key, Role, Settings};
use crate::show::frame::Frame;
use crate::show::ink::Ink;
use crate::show::layout::of_kind;
use crate::show::sentence::capital;
use crate::show::store::Store;
use crate::show::units;
use crate::show::words::{self, Done, Followed, Line};

/// In place of a saga that is followed.
pub(super) const NONE: &str = "No saga is followed yet.";

fn sagas<'a>(frame: &'a Frame<'_>) -> Option<&'a SagaPicture> {
    frame.picture.special.get()
}

/// The line below the name of who leads or takes a step; nothing for other nodes.
pub fn state(frame: &Frame<'_>, node: &NodePicture) -> Option<Line> {
    let sagas = sagas(frame)?;
    let role = frame.names.role(node.node);
    let line = |text: String, short: String, ink| Line { text, short, ink };
    match node.kind {
        NodeKind::ORCHESTRATOR => {
            let (text, short) = if sagas.choreography {
                ("starts and listens", "listens")
            } else {
                ("leads each saga", "leads")
            };
            let text = role.unwrap_or(text);
            Some(line(text.to_owned(), short.to_owned(), Ink::Muted))
        }
        NodeKind::SERVICE => {
            if let Some(cut) = words::cut_off(frame, node.node) {
                return Some(cut);
            }
            let (tentative, orphaned) = held(node);
            let over = node.gauges.iter().map(capacity::over).sum::<u64>();
            for (number, what) in [(over, "too many"), (orphaned, "orphaned")] {
                if number > 0 {
                    let words = format!("{} {what}", units::count(number));
                    return Some(line(words.clone(), words, Ink::Broken));
                }
            }
            let place = of_kind(frame, NodeKind::SERVICE)
                .into_iter()
                .position(|place| frame.picture.nodes[place].node == node.node)
                .unwrap_or(0);
            let role = role.map_or_else(|| format!("step {}", place + 1), str::to_owned);
            let first = role
                .split_once(" · ")
                .map_or(role.as_str(), |(first, _)| first)
                .to_owned();
            let text = if tentative > 0 {
                format!("{role} · {} tentative", units::count(tentative))
            } else {
                role
            };
            Some(line(text, first, Ink::Muted))
        }
        _ => None,
    }
}

/// What is held for sagas under way, and for those that have ended and forgot it.
fn held(node: &NodePicture) -> (u64, u64) {
    node.gauges
        .iter()
        .find_map(|gauge| match gauge {
            Gauge::Capacity {
                tentative,
                orphaned,
                ..
            } => Some((*tentative, *orphaned)),
            _ => None,
        })
        .unwrap_or_default()
}

/// The parts of a node's last line.
pub fn footer(frame: &Frame<'_>, node: &NodePicture, _: Option<&Store>) -> Vec<String> {
    let mut parts: Vec<String> = first(frame, node).into_iter().collect();
    parts.extend(node.gauges.iter().find_map(|gauge| match gauge {
        Gauge::Station { waiting, .. } if *waiting > 0 => {
            Some(format!("{} waiting", units::count(*waiting)))
        }
        _ => None,
    }));
    parts.extend(words::gauges(node));
    parts
}

/// What the last line of a card begins with.
fn first(frame: &Frame<'_>, node: &NodePicture) -> Option<String> {
    if node.kind == NodeKind::ORCHESTRATOR {
        let sagas = sagas(frame)?;
        return Some(format!("{} under way", units::count(sagas.in_flight)));
    }
    node.gauges.iter().find_map(|gauge| {
        let Gauge::Capacity { taken, units, .. } = gauge else {
            return None;
        };
        let taken = units::count(*taken);
        Some(match capacity::free(gauge) {
            None => format!("{taken} taken"),
            // Of so many the number alone is as long as a card is wide.
            Some(free) if *units >= 1000 => format!("{} free", units::count(free)),
            Some(free) => format!("{} of {units} free", units::count(free)),
        })
    })
}

/// How all sagas ended so far.
pub(super) fn counts(sagas: &SagaPicture) -> [(String, Ink); 3] {
    let count = |number: u64, words: &str, ink: Ink| {
        let ink = if number > 0 { ink } else { Ink::Muted };
        (format!("{} {words}", units::count(number)), ink)
    };
    [
        count(sagas.completed, "completed", Ink::Good),
        count(sagas.compensated, "undone", Ink::Compensation),
        count(sagas.stuck, "stuck", Ink::Broken),
    ]
}

/// Which saga.
pub(super) fn name(saga: &Waterfall) -> String {
    capital(&saga_name(saga.saga))
}

/// What a saga is about and how it stands: for how long it runs, or how it ended.
pub(super) fn standing(frame: &Frame<'_>, saga: &Waterfall) -> (String, Ink) {
    let about = if frame.names.key.is_empty() {
        String::new()
    } else {
        format!("{} · ", frame.names.key_label(saga.key))
    };
    let Some((at, outcome)) = saga.ended else {
        let span = units::running(frame.picture.now.saturating_sub(saga.began));
        return (format!("{about}running for {span}"), Ink::Muted);
    };
    let span = units::duration(at.saturating_sub(saga.began));
    let (words, ink) = match outcome {
        SagaOutcome::Completed => ("completed after", Ink::Good),
        SagaOutcome::Compensated => ("undone after", Ink::Compensation),
        SagaOutcome::Stuck => {
            let words = format!("{about}stuck after {span}: a person has to look");
            return (words, Ink::Broken);
        }
    };
    (format!("{about}{words} {span}"), ink)
}

/// What was done, and the same in a word.
pub(super) fn bar(bar: &StepBar) -> (String, String) {
    let (long, short) = match bar.state {
        StepState::Pending => ("waiting", "waiting"),
        StepState::Doing => ("taking…", "taking…"),
        StepState::Done => ("taken", "taken"),
        StepState::Failed => ("refused", "refused"),
        StepState::Unknown => ("outcome unknown", "unknown"),
        StepState::Undoing => ("undoing…", "undo…"),
        StepState::Undone => ("undone", "undone"),
        StepState::UndoFailed => ("undo failed", "failed"),
    };
    let long = if bar.attempt > 0 {
        let nth = units::ordinal(u64::from(bar.attempt) + 1);
        format!("{long} · {nth} try")
    } else {
        long.to_owned()
    };
    let open = matches!(bar.state, StepState::Doing | StepState::Undoing);
    let short = if open && bar.attempt > 0 {
        format!("{} try", units::ordinal(u64::from(bar.attempt) + 1))
    } else {
        short.to_owned()
    };
    (long, short)
}

/// What is special about this picture, in sentences: how sagas ended, and the one that is followed.
pub fn text_alternative(frame: &Frame<'_>) -> Vec<String> {
    let Some(sagas) = sagas(frame) else {
        return Vec::new();
    };
    let ended: Vec<String> = counts(sagas).into_iter().map(|(words, _)| words).collect();
    let under_way = units::count(sagas.in_flight);
    let all = format!("Sagas: {}, {under_way} under way.", ended.join(", "));
    let followed = sagas
        .followed
        .as_ref()
        .map_or_else(|| NONE.to_owned(), |saga| of_saga(frame, saga));
    vec![all, followed]
}

fn of_saga(frame: &Frame<'_>, saga: &Waterfall) -> String {
    let mut words = format!("{}, {}", name(saga), standing(frame, saga).0);
    for (step, place) in of_kind(frame, NodeKind::SERVICE).into_iter().enumerate() {
        let told = of_bars(saga, step);
        if !told.is_empty() {
            words.push_str("; ");
            words.push_str(frame.names.of(&frame.picture.nodes[place]));
            words.push_str(": ");
            words.push_str(&told);
        }
    }
    words.push('.');
    words
}

/// What was done for a step, and when since its saga began; nothing if nothing was.
fn of_bars(saga: &Waterfall, step: usize) -> String {
    let since = |at: Micros| units::duration(at.saturating_sub(saga.began));
    let told = done(saga, step).map(|one| {
        let from = since(one.from);
        let until = one
            .to
            .map_or_else(|| "until now".to_owned(), |to| format!("to {}", since(to)));
        format!("{} from {from} {until}", bar(one).0)
    });
    told.collect::<Vec<_>>().join(", ")
}

/// What was done for a step, in the order of time.
fn done(saga: &Waterfall, step: usize) -> impl Iterator<Item = &StepBar> {
    let bars = saga.bars.iter();
    bars.filter(move |bar| usize::from(bar.step) == step && bar.state != StepState::Pending)
}

/// The saga that is followed, if it is this one.
fn followed<'a>(frame: &'a Frame<'_>, saga: WriteId) -> Option<&'a Waterfall> {
    let followed = sagas(frame)?.followed.as_ref();
    followed.filter(|followed| followed.saga == saga)
}

/// A step of the saga that is followed, in one sentence; nothing if it is not this saga or nothing was done.
pub fn step(frame: &Frame<'_>, saga: WriteId, step: u16) -> Option<String> {
    let saga = followed(frame, saga)?;
    let place = *of_kind(frame, NodeKind::SERVICE).get(usize::from(step))?;
    let told = of_bars(saga, usize::from(step));
    let service = frame.names.of(&frame.picture.nodes[place]);
    (!told.is_empty()).then(|| format!("{service} of {}: {told}.", saga_name(saga.saga)))
}

/// How a saga stands that is followed, and what was done for a step of it.
pub fn steps_of(frame: &Frame<'_>, saga: WriteId, step: u16) -> Option<Followed> {
    let saga = followed(frame, saga)?;
    let bars = done(saga, usize::from(step)).map(|one| {
        let (what, _) = bar(one);
        let words = match one.to {
            Some(to) => format!("{what}, {}", units::duration(to.saturating_sub(one.from))),
            None => what,
        };
        let is_bad = matches!(
            one.state,
            StepState::Failed | StepState::Unknown | StepState::UndoFailed
        );
        Done {
            from: one.from,
            words: capital(&words),
            is_bad,
        }
    });
    Some(Followed {
        standing: capital(&standing(frame, saga).0),
        done: bars.collect(),
    })
}

/// What a node says of itself while nothing more urgent is to be said.
pub fn role_line(role: Role, settings: &Settings) -> String {
    if role.kind != NodeKind::SERVICE {
        return String::new();
    }
    let step = role.index;
    let takes = units::duration(settings.law_of(Key::STEP, step).median());
    let fails = settings.share_of(Key::REFUSE, step) + settings.share_of(Key::ERROR, step);
    if fails > 0.0 {
        format!("{} fail · {takes}", units::share(fails.min(1.0)))
    } else {
        takes
    }
}
