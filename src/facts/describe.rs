//! How a fact is described: its number and name, its fields, and where each of them goes in a digest.
//!
//! What speaks of facts of any kind looks at this description and names none: the digest, the trace, what a sentence
//! may lead to, the runs that tests print.

use super::fact::{Amount, Merge, VersionVector};
use super::ids::{KeyIndex, LinkId, NodeId, ReadId, ReplicaId, SessionId, WriteId};
use super::letter::{Letter, LetterKind, LossCause, Retransmit};
use super::reason::{Decline, Ignored, Kept, LossReason, Refusal, RunEnd, SagaEnd};
use super::time::Micros;

/// The value of a field of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// What there may be, and is not.
    None,
    /// A node.
    Node(NodeId),
    /// A connection.
    Link(LinkId),
    /// A store.
    Replica(ReplicaId),
    /// A write or a saga.
    Write(WriteId),
    /// A read.
    Read(ReadId),
    /// A person.
    Session(SessionId),
    /// A key.
    Key(KeyIndex),
    /// What a key holds.
    Amount(Amount),
    /// How long, or an instant, in microseconds.
    Span(Micros),
    /// How many, or which one.
    Count(u64),
    /// Whether.
    Flag(bool),
    /// What a value comes after.
    VersionVector(VersionVector),
    /// One of a closed list.
    Word(&'static str),
    /// A message.
    Letter(&'a Letter),
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::None, Into::into)
    }
}

impl<'a> From<&'a Letter> for Value<'a> {
    fn from(letter: &'a Letter) -> Self {
        Self::Letter(letter)
    }
}

macro_rules! values {
    ($($type:ty => $value:ident),* $(,)?) => {
        $(impl From<$type> for Value<'_> {
            fn from(value: $type) -> Self {
                Self::$value(value.into())
            }
        }

        impl From<&$type> for Value<'_> {
            fn from(value: &$type) -> Self {
                (*value).into()
            }
        })*
    };
}

values! {
    NodeId => Node, ReplicaId => Replica, WriteId => Write, ReadId => Read, SessionId => Session,
    bool => Flag, VersionVector => VersionVector, u16 => Count, u32 => Count, u64 => Count,
}

/// Says by which word each member of a closed list goes.
macro_rules! words {
    ($($type:ident { $($word:literal $member:ident),* $(,)? })*) => {
        $(impl $type {
            /// The word by which it goes in traces.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$member => $word,)*
                }
            }
        }

        impl From<$type> for Value<'_> {
            fn from(value: $type) -> Self {
                Self::Word(value.word())
            }
        }

        impl From<&$type> for Value<'_> {
            fn from(value: &$type) -> Self {
                (*value).into()
            }
        }

        impl Number for $type {
            fn number(self) -> u64 {
                self as u64
            }
        })*
    };
}

words! {
    Merge { "replace" Replace, "add" Add }
    Ignored { "known" Known, "older" Older }
    Refusal { "business" Business, "errors" Errors, "full" Full, "locked" Locked, "cancelled" Cancelled }
    Decline { "uncovered" Uncovered, "conflict" Conflict }
    RunEnd { "done" Done, "failed" Failed, "skipped" Skipped, "replaced" Replaced }
    Kept { "ours" Ours, "theirs" Theirs, "both" Both }
    Retransmit { "forget" Never, "until-reconnect" OnReconnect, "until-answered" UntilAcked }
    SagaEnd {
        "completed" Completed, "compensated" Compensated, "undo-failed" UndoFailed,
        "cannot-go-on" CannotGoOn, "forgotten" Forgotten, "silent" Silent,
    }
    LossReason {
        "died-before-publishing" DiedBeforePublishing, "broker-forgot" BrokerForgot, "expired" Expired,
        "acknowledged-too-early" AcknowledgedTooEarly, "behind-watermark" BehindWatermark,
        "deleted-without-trace" DeletedWithoutTrace,
    }
    LossCause {
        "network" Network, "cut" Cut, "receiver-down" ReceiverDown, "receiver-stopped" ReceiverStopped,
    }
    LetterKind {
        "command" Command, "reply" Reply, "publish" Publish, "confirm" Confirm, "deliver" Deliver,
        "acknowledge" Acknowledge, "commit-offset" CommitOffset, "query" Query, "answer" Answer,
        "take" Take, "taken" Taken, "cancel" Cancel, "cancelled" Cancelled, "onward" Onward,
        "backward" Backward, "told" Told, "heard" Heard, "settle" Settle, "pull" Pull, "rows" Rows,
        "load" Load, "loaded" Loaded, "release" Release, "fetch" Fetch, "batch" Batch, "head" Head,
        "check" Check, "checked" Checked,
    }
}

impl Letter {
    /// Tells each of its fields, by name.
    pub fn each<'a>(&self, mut told: impl FnMut(&'static str, Value<'a>)) {
        told("message", self.message.0.into());
        told("kind", self.kind.into());
        told("link", Value::Link(self.link));
        told("from", self.from.into());
        told("to", self.to.into());
        told("write", self.write.into());
        told("key", self.key.map_or(Value::None, Value::Key));
        told("attempt", self.attempt.into());
        told("copy", Value::Count(self.copy.into()));
        told("care", self.retransmit.into());
    }
}

/// Four words, which with its number, its instant and its cause are all that a digest knows of a fact.
pub type Words = [u64; 4];

/// Where a field goes in the [`Words`] of its fact. Fields that share a word are put over each other by "exclusive or".
#[derive(Clone, Copy, Debug)]
pub struct Place {
    word: usize,
    up: u32,
    turned: u32,
}

/// The first word.
pub const A: Place = Place::of(0);
/// The first three words, which are what a message takes.
pub const ABC: Place = A;
/// The second word.
pub const B: Place = Place::of(1);
/// The third word.
pub const C: Place = Place::of(2);
/// The fourth word.
pub const D: Place = Place::of(3);

impl Place {
    const fn of(word: usize) -> Self {
        Self {
            word,
            up: 0,
            turned: 0,
        }
    }

    /// So many bits up; what goes beyond the word is left out.
    #[must_use]
    pub const fn up(self, bits: u32) -> Self {
        Self { up: bits, ..self }
    }

    /// So many bits up; what goes beyond the word comes in again below.
    #[must_use]
    pub const fn turned(self, bits: u32) -> Self {
        Self {
            turned: bits,
            ..self
        }
    }

    /// Puts a field there.
    #[inline]
    pub fn put(self, field: &impl Hashed, words: &mut Words) {
        field.put(self, words);
    }
}

/// What a digest can take in.
pub trait Hashed {
    /// Puts it into the words of its fact.
    fn put(&self, place: Place, words: &mut Words);
}

/// What is one number in a digest. The numbers are written out: digests depend on them.
pub trait Number: Copy {
    /// Its number.
    fn number(self) -> u64;
}

impl<T: Number> Hashed for T {
    #[inline]
    fn put(&self, place: Place, words: &mut Words) {
        words[place.word] ^= (self.number() << place.up).rotate_left(place.turned);
    }
}

impl Hashed for Letter {
    /// A message takes the words of [`ABC`], wherever it is put.
    #[inline]
    fn put(&self, _: Place, [outside, about, again, _]: &mut Words) {
        *outside ^= u64::from(self.from.0)
            | u64::from(self.to.0) << 16
            | (self.kind as u64) << 32
            | u64::from(self.copy) << 40
            | (self.retransmit as u64) << 48;
        *outside ^= self.message.0.rotate_left(17);
        *about ^= self.write.map_or(u64::MAX, |WriteId(write)| write);
        let key = self.key.map_or(u64::from(u32::MAX), u64::from);
        *again ^= u64::from(self.attempt) << 32 | key;
    }
}

macro_rules! numbers {
    ($($type:ty: $value:pat => $number:expr),* $(,)?) => {
        $(impl Number for $type {
            #[inline]
            fn number(self) -> u64 {
                let $value = self;
                $number
            }
        })*
    };
}

numbers! {
    NodeId: it => it.0.into(),
    ReplicaId: it => it.0.into(),
    WriteId: it => it.0,
    ReadId: it => it.0,
    SessionId: it => it.0.into(),
    bool: it => it.into(),
    u16: it => it.into(),
    u32: it => it.into(),
    u64: it => it,
    Amount: it => it.cast_unsigned(),
    Option<ReplicaId>: it => it.map_or(u64::MAX, Number::number),
    Option<WriteId>: it => it.map_or(0, |write| write.0 + 1),
    VersionVector: [here, there] => u64::from(here) << 32 | u64::from(there),
}

/// The value of a field by the name of its type, since some types go by several names.
macro_rules! value {
    (KeyIndex, $field:expr) => {
        Value::Key(*$field)
    };
    (Micros, $field:expr) => {
        Value::Span(*$field)
    };
    (Amount, $field:expr) => {
        Value::Amount(*$field)
    };
    ($type:ident, $field:expr) => {
        Value::from($field)
    };
    (Option KeyIndex, $field:expr) => {
        $field.map_or(Value::None, Value::Key)
    };
    (Option Micros, $field:expr) => {
        $field.map_or(Value::None, Value::Span)
    };
    (Option Amount, $field:expr) => {
        $field.map_or(Value::None, Value::Amount)
    };
    (Option $of:ident, $field:expr) => {
        Value::from(*$field)
    };
}

/// The number of all outages in digests, which tell them apart by numbers of their own.
pub const OUTAGE: u64 = 15;

/// Whether no two of these are the same.
pub const fn are_unique(numbers: &[u64]) -> bool {
    let mut nth = 0;
    while nth < numbers.len() {
        let mut other = 0;
        while other < nth {
            if numbers[other] == numbers[nth] {
                return false;
            }
            other += 1;
        }
        nth += 1;
    }
    true
}

/// Declares the closed list of facts: for each its number in digests, its name in traces, and its fields with where they
/// go in the digest; then the findings, which follow from the state of a run, change nothing, and are in no digest.
macro_rules! facts {
    (
        $(
            $(#[$said:meta])*
            $number:literal $name:literal $what:ident {
                $($(#[$of_field:meta])* $field:ident: $type:ident$(<$of:ident>)? => $place:expr,)*
            }
        )*
        findings
        $(
            $(#[$said_of_finding:meta])*
            $name_of_finding:literal $finding:ident {
                $($(#[$of_found:meta])* $found:ident: $type_found:ident$(<$of_type:ident>)?,)*
            }
        )*
    ) => {
        /// The closed list of what can happen.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum What {
            $(
                $(#[$said])*
                $what { $($(#[$of_field])* $field: $type$(<$of>)?,)* },
            )*
            $(
                $(#[$said_of_finding])*
                $finding { $($(#[$of_found])* $found: $type_found$(<$of_type>)?,)* },
            )*
            /// Something broke or was mended.
            Fault(Fault),
        }

        const _: () = assert!(
            super::describe::are_unique(&[$($number,)* super::describe::OUTAGE]),
            "each fact has a number of its own"
        );

        impl What {
            /// What it goes by in traces.
            pub const fn name(&self) -> &'static str {
                match self {
                    $(Self::$what { .. } => $name,)*
                    $(Self::$finding { .. } => $name_of_finding,)*
                    Self::Fault(fault) => fault.name(),
                }
            }

            /// Tells each of its fields, by name.
            pub fn each<'a>(&'a self, mut told: impl FnMut(&'static str, Value<'a>)) {
                match self {
                    $(Self::$what { $($field),* } => {
                        $(told(stringify!($field), value!($type $($of)?, $field));)*
                    })*
                    $(Self::$finding { $($found),* } => {
                        $(told(stringify!($found), value!($type_found $($of_type)?, $found));)*
                    })*
                    Self::Fault(fault) => {
                        let (field, value) = fault.of();
                        told(field, value);
                    }
                }
            }

            /// Its number, and what a digest covers of it; nothing of a finding.
            #[inline]
            pub fn hashed(&self) -> Option<(u64, Words)> {
                let mut words = Words::default();
                let number = match self {
                    $(Self::$what { $($field),* } => {
                        $($place.put($field, &mut words);)*
                        $number
                    })*
                    $(Self::$finding { .. } => return None,)*
                    Self::Fault(fault) => {
                        let (number, of) = fault.number();
                        A.put(&number, &mut words);
                        B.put(&of, &mut words);
                        super::describe::OUTAGE
                    }
                };
                Some((number, words))
            }
        }
    };
}
pub(super) use {facts, value};
