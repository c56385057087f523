//! What a run is too short for: a period that does not end in it, or a wait that is longer than it is. Nothing is
//! wrong with such a run, but what a person has come to see does not happen in it.

use super::key::Key;
use super::param::Kind;
use super::pattern::{find, param};
use super::settings::Settings;
use crate::facts::time::{HOUR, MILLISECOND, MINUTE, Micros, SECOND};
use crate::sim::law::Law;

/// Of a period so much is added to it for what comes after: one part of so many.
const AFTERWARDS: Micros = 48;

/// A period or a wait that is as long as the run or longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooShort {
    /// The setting that says how long it is.
    pub key: Key,
    /// How long that is, or usually is.
    pub period: Micros,
    /// What does not happen, as a clause.
    pub then: &'static str,
    /// The duration that it takes; none if no run may be so long.
    pub takes: Option<Micros>,
}

impl TooShort {
    /// The gravest thing for which a run is too short.
    pub fn of(settings: &Settings) -> Option<Self> {
        let duration = settings.time(Key::DURATION);
        let mut periods = settings.pattern().spec().periods.iter();
        periods.find_map(|of| {
            let period = period(settings, of.key)?;
            (period >= duration && (of.concerns)(settings)).then(|| Self {
                key: of.key,
                period,
                then: of.then,
                takes: takes(settings, period, (of.afterwards)(settings, period)),
            })
        })
    }
}

/// How long it takes, or usually does; none where there is no such thing.
fn period(settings: &Settings, key: Key) -> Option<Micros> {
    let param = find(settings.pattern(), key)?;
    match param.kind {
        Kind::Law { .. } => settings.law_or_off(key).map(Law::median),
        _ => settings.time_or_off(key),
    }
}

/// The round duration in which it happens, with something after it.
fn takes(settings: &Settings, period: Micros, more: Micros) -> Option<Micros> {
    let whole = period.saturating_add(more.max(period / AFTERWARDS));
    let unit = match whole {
        _ if whole > 2 * HOUR => HOUR,
        _ if whole > 2 * MINUTE => MINUTE,
        _ if whole > 2 * SECOND => SECOND,
        _ => 100 * MILLISECOND,
    };
    let takes = (whole / unit + 1).saturating_mul(unit);
    match param(settings.pattern(), Key::DURATION).kind {
        Kind::Time { max, .. } => (takes <= max).then_some(takes),
        _ => None,
    }
}
