//! What is measured, each thing with what there is to say of it. Reports and `driftscope measures` read it from
//! here, and MEASURES.md is held to it by a test.

pub use crate::consistency::measures::list::Measure;
use crate::consistency::measures::report::Subject;

/// What a measure is about, which decides where it means something and why it may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// How copies come to have what was written.
    Copying,
    /// The order in which writes reach copies.
    Order,
    /// What people are shown of copies.
    ReadingCopies,
    /// What people are shown.
    Reading,
    /// What people hear of their writes.
    Writing,
    /// Whether people are answered at all.
    Answering,
    /// Getting back to the one truth.
    OneTruth,
    /// Those who work.
    Workers,
    /// Things of one pattern, from when they begin to when they end.
    Doing,
}

/// Of which runs a report has a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// All.
    Every,
    /// Those in which a job copies.
    Jobs,
    /// Those of sagas.
    Sagas,
    /// Those with views.
    Views,
}

impl Section {
    /// Every section.
    pub const ALL: &[Self] = &[Self::Every, Self::Jobs, Self::Sagas, Self::Views];

    /// Of which runs, in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Every => "of every run",
            Self::Jobs => "only of background sync",
            Self::Sagas => "only of sagas",
            Self::Views => "only of CQRS",
        }
    }
}

/// What there is to say of a measure.
#[derive(Clone, Copy, Debug)]
pub struct MeasureRow {
    /// Its name in reports.
    pub word: &'static str,
    /// What a value is counted in; `share` for a share of cases.
    pub unit: &'static str,
    /// Of which runs a report has it.
    pub section: Section,
    /// What it is about.
    pub about: About,
    /// Whether a replica has it by itself.
    pub is_per_replica: bool,
    /// Why there is no value although it means something and there was a chance of one.
    pub missing: &'static str,
}

impl Measure {
    /// Its name in reports.
    pub const fn word(self) -> &'static str {
        self.row().word
    }

    /// The measure of a name.
    pub fn from_word(word: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|measure| measure.word() == word)
    }

    /// Why it means nothing in runs with this source of truth; none where it does.
    pub fn does_not_apply(self, subject: Subject) -> Option<&'static str> {
        match (subject, self.row().about) {
            (Subject::Bookings, About::Copying | About::Order | About::ReadingCopies) => {
                Some("does not apply to sagas, which have no copies")
            }
            (Subject::Bookings | Subject::Sides, About::OneTruth) => {
                Some("does not apply where there is no one source of truth")
            }
            (Subject::Bookings, About::Workers) => {
                Some("does not apply to services that take any number of steps at once")
            }
            (Subject::Sides, _) if self == Self::ConsistentPrefix => {
                Some("does not apply to a two-way sync, which has no one order of writes")
            }
            _ => None,
        }
    }
}
