//! What the list of incidents shows: how often each kind of thing went wrong, and a card for each time.

use super::shown_of::Shown;
use crate::consistency::{Anomaly, Closing, Incident};
use crate::session::Session;
use crate::sim::time::Micros;
use crate::view::units;
use crate::view::warning::warning;
use crate::view::why::Teller;

/// What is shown of what went wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrongs {
    /// Which run it is of, and of which kind of thing, if not of all.
    of: (u32, Option<Anomaly>),
    /// What is to be read before everything else, or nothing.
    pub warning: String,
    /// The kinds that there are, with how often each was.
    pub counts: Vec<(Anomaly, u64)>,
    /// The newest first.
    pub cards: Vec<Card>,
    /// How many newer ones wait while somebody reads.
    pub waiting: u64,
    /// How many there could be cards of.
    kept: u64,
}

/// What a card says.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The number of the incident.
    pub nth: u64,
    /// What kind of thing it is.
    pub what: Anomaly,
    /// When it was.
    pub at: Micros,
    /// The end with which it was told.
    ended: Option<Closing>,
    is_later: bool,
    /// What went wrong.
    pub sentence: String,
}

impl Wrongs {
    /// As they are now, `last` having been shown before. While somebody reads, nothing comes in above what
    /// they read.
    pub fn of(
        session: &Session,
        of: (u32, Option<Anomaly>),
        is_read: bool,
        most: usize,
        last: Option<&Self>,
    ) -> Self {
        let counts = session.known_anomalies();
        let counts = Anomaly::ALL
            .into_iter()
            .filter_map(|what| Some((what, *counts.get(what.word())?)))
            .collect();
        let shown = last.filter(|last| last.of == of);
        let shown = shown.map_or(&[][..], |last| &last.cards);
        let newest = shown.first().filter(|_| is_read).map(|card| card.nth);
        let known = session.known_incidents().iter().rev();
        let known = known.filter(|incident| of.1.is_none_or(|only| incident.what == only));
        let is_newer = |incident: &&Incident| newest.is_some_and(|newest| incident.nth > newest);
        let waiting = known.clone().take_while(is_newer).count();
        let teller = Teller::new(session.settings(), session.stores());
        let kept = known.clone().count();
        let cards = known.skip(waiting).take(most);
        let cards = cards.map(|incident| {
            let told = shown.iter().find(|card| card.nth == incident.nth);
            Card::tell(&teller, incident, session.now(), told)
        });
        Self {
            of,
            warning: warning(session).unwrap_or_default(),
            counts,
            cards: cards.collect(),
            waiting: waiting as u64,
            kept: kept as u64,
        }
    }

    /// How often a kind of thing went wrong, if it did.
    pub fn count(&self, kind: Anomaly) -> Option<u64> {
        let found = self.counts.iter().find(|(what, _)| *what == kind);
        found.map(|(_, count)| *count)
    }

    /// How many of how many there are cards of.
    pub fn shown(&self) -> Shown {
        let (_, only) = self.of;
        let counts = self.counts.iter();
        let counts = counts.filter(|(what, _)| only.is_none_or(|only| *what == only));
        Shown {
            rows: self.cards.len() as u64,
            kept: self.kept,
            all: counts.map(|(_, count)| count).sum(),
        }
    }

    /// The card of an incident.
    pub fn card(&self, nth: u64) -> Option<Card> {
        self.cards.iter().find(|card| card.nth == nth).cloned()
    }
}

impl Card {
    /// Tells an incident as it stands now, unless it was told with its end.
    fn tell(teller: &Teller, incident: &Incident, now: Micros, told: Option<&Self>) -> Self {
        let ended = incident.closing.filter(|closing| closing.at <= now);
        let is_told =
            |told: &&Self| (told.what, told.at, told.ended) == (incident.what, incident.at, ended);
        if let Some(told) = told.filter(|_| ended.is_some()).filter(is_told) {
            return told.clone();
        }
        Self {
            nth: incident.nth,
            what: incident.what,
            at: incident.at,
            ended,
            is_later: incident.at > now,
            sentence: teller.explain(incident, now.max(incident.at)).sentence,
        }
    }

    /// Its class.
    pub fn class(&self) -> &'static str {
        match (self.what.is_harm(), self.is_later) {
            (true, false) => "wrong harm",
            (true, true) => "wrong harm later",
            (false, false) => "wrong notice",
            (false, true) => "wrong notice later",
        }
    }

    /// When it was.
    pub fn time(&self) -> String {
        let later = if self.is_later {
            " · still to come"
        } else {
            ""
        };
        units::instant(self.at) + later
    }
}
