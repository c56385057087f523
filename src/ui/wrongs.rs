//! What the list of incidents shows: how often each kind of thing went wrong, and an item for each cause.

use std::collections::BTreeMap;

use super::shown_of::Shown;
use crate::consistency::{Anomaly, Closing, Incident};
use crate::faces;
use crate::facts::time::Micros;
use crate::session::{Cause, Fold, Session};
use crate::show::units;
use crate::show::why::Teller;

/// So many more items, or cards of what an item holds, are shown at a time.
pub const STEP: usize = 60;

/// Which items are opened, and how many of the others each shows then.
pub type Opened = BTreeMap<Cause, usize>;

/// Which part of what went wrong is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Which run it is of.
    pub run: u32,
    /// The only kind of thing, if not all.
    pub only: Option<Anomaly>,
    /// So many items at most.
    pub most: usize,
    /// What is opened.
    pub opened: Opened,
    /// Whether somebody reads: nothing comes in above what they read.
    pub is_read: bool,
}

/// What is shown of what went wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrongs {
    /// Which run it is of, and of which kind of thing, if not of all.
    of: (u32, Option<Anomaly>),
    /// What is to be read before everything else, or nothing.
    pub warning: String,
    /// The kinds that there are, with how often each was.
    pub counts: Vec<(Anomaly, u64)>,
    /// An item for each cause, the one of the newest incident first.
    pub items: Vec<Item>,
    /// How many newer ones wait while somebody reads.
    pub waiting: u64,
    /// The newest that is in an item.
    newest: Option<u64>,
    /// How many could be in an item, and how many will be in those that are shown when more is asked for.
    kept: u64,
    next: u64,
}

/// What an item says: one incident, and how many others have the same cause.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What all of them have come of.
    pub cause: Cause,
    /// The one that tells most of it.
    pub head: Card,
    /// What is said of the others, or nothing if there are none.
    pub words: String,
    /// How many they are.
    pub others: u64,
    /// As many of them as are shown; none while it is closed.
    pub cards: Vec<Card>,
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
    /// As they are now, `last` having been shown before.
    pub fn of(session: &Session, asked: &Asked, last: Option<&Self>) -> Self {
        let counts = session.known_anomalies();
        let counts = Anomaly::ALL
            .into_iter()
            .filter_map(|what| Some((what, *counts.get(what.word())?)))
            .collect();
        let of = (asked.run, asked.only);
        let last = last.filter(|last| last.of == of);
        let until = last.filter(|_| asked.is_read).and_then(|last| last.newest);
        let known = session.known_incidents().iter();
        let known = known.filter(|incident| asked.only.is_none_or(|only| incident.what == only));
        let is_newer = |incident: &&Incident| until.is_some_and(|until| incident.nth > until);
        let waiting = known.clone().filter(is_newer).count() as u64;
        let kept = known.clone().count() as u64;
        let newest = known.map(|incident| incident.nth).next_back();
        let folds = session.folds(asked.only, until);
        let shown = last.map_or(&[][..], |last| &last.items);
        let told = shown
            .iter()
            .flat_map(|item| item.cards.iter().chain([&item.head]))
            .map(|card| (card.nth, card))
            .collect();
        let scribe = Scribe {
            teller: faces::teller(session.settings(), session.stores()),
            now: session.now(),
            told,
        };
        let items = folds.iter().take(asked.most);
        let items = items.map(|fold| scribe.item(fold, asked.opened.get(&fold.cause).copied()));
        let next = folds.iter().skip(asked.most).take(STEP);
        Self {
            of,
            warning: faces::warning(session).unwrap_or_default(),
            counts,
            items: items.collect(),
            waiting,
            newest: until.or(newest),
            kept,
            next: next.map(|fold| fold.count() as u64).sum(),
        }
    }

    /// How often a kind of thing went wrong, if it did.
    pub fn count(&self, kind: Anomaly) -> Option<u64> {
        let found = self.counts.iter().find(|(what, _)| *what == kind);
        found.map(|(_, count)| *count)
    }

    /// How many of how many are in the items that are shown.
    pub fn shown(&self) -> Shown {
        let (_, only) = self.of;
        let counts = self.counts.iter();
        let counts = counts.filter(|(what, _)| only.is_none_or(|only| *what == only));
        Shown {
            rows: self.items.iter().map(|item| item.others + 1).sum(),
            kept: self.kept,
            all: counts.map(|(_, count)| count).sum(),
            next: self.next,
        }
    }

    /// The item of a cause.
    pub fn item(&self, cause: Cause) -> Option<Item> {
        self.items.iter().find(|item| item.cause == cause).cloned()
    }
}

impl Item {
    /// How many of how many others are shown.
    pub fn shown(&self) -> Shown {
        let (rows, all) = (self.cards.len() as u64, self.others);
        Shown {
            rows,
            kept: all,
            all,
            next: (all - rows).min(STEP as u64),
        }
    }

    /// The card of one of the others.
    pub fn card(&self, nth: u64) -> Option<Card> {
        self.cards.iter().find(|card| card.nth == nth).cloned()
    }
}

/// Tells incidents as they stand now.
struct Scribe<'a> {
    teller: Teller,
    now: Micros,
    /// What was told before, by number.
    told: BTreeMap<u64, &'a Card>,
}

impl Scribe<'_> {
    /// An item, which shows so many of the others if it is open.
    fn item(&self, fold: &Fold<'_>, open: Option<usize>) -> Item {
        let cards = fold.rest.iter().take(open.unwrap_or(0));
        Item {
            cause: fold.cause,
            head: self.card(fold.head),
            words: self.teller.others(fold).unwrap_or_default(),
            others: fold.rest.len() as u64,
            cards: cards.map(|incident| self.card(incident)).collect(),
        }
    }

    fn card(&self, incident: &Incident) -> Card {
        let told = self.told.get(&incident.nth).copied();
        Card::tell(&self.teller, incident, self.now, told)
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
