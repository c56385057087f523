//! `driftscope trace`: every fact as it happens, one JSON object a line.

use std::io::{self, IsTerminal, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::check;
use super::complaints::{self, Complaints};
use super::progress::Progress;
use super::trace_names::{Names, Number};
use crate::facts::describe::Value;
use crate::facts::time::Micros;
use crate::facts::{Fact, present};
use crate::lab::Unsettled;
use crate::patterns;
use crate::run::Run;
use crate::scenario::{Key, Places};

/// Events between two looks at whether anybody still reads.
const EVENTS_A_LOOK: u64 = 1_000;

/// One line: when, why, what, and each field of the fact. Stores go by the node that holds them.
struct Line<'a> {
    fact: &'a Fact,
    names: &'a Names,
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { fact, names } = self;
        let mut line = serializer.serialize_map(None)?;
        line.serialize_entry("at_us", &fact.at)?;
        line.serialize_entry("cause", &fact.cause.map(|message| message.0))?;
        line.serialize_entry("fact", fact.what.name())?;
        let mut written = Ok(());
        fact.what.each(|field, value| {
            if written.is_ok() {
                written = names.write(&mut line, field, value);
            }
        });
        written?;
        line.end()
    }
}

impl Names {
    /// Writes a field of a fact; of a message, each of its own.
    fn write<M: SerializeMap>(
        &self,
        to: &mut M,
        field: &'static str,
        value: Value<'_>,
    ) -> Result<(), M::Error> {
        match value {
            Value::None => to.serialize_entry(field, &()),
            Value::Node(node) => to.serialize_entry(field, self.node(node)),
            Value::Link(link) => to.serialize_entry(field, self.link(link)),
            Value::Replica(replica) => to.serialize_entry(field, self.replica(replica)),
            Value::Write(write) => to.serialize_entry(field, &Number::of_write(write)),
            Value::Read(read) => to.serialize_entry(field, &Number::of_read(read)),
            Value::Session(session) => to.serialize_entry(field, &Number::of_session(session)),
            Value::Key(key) => to.serialize_entry(field, &key),
            Value::Amount(amount) => to.serialize_entry(field, &present(amount)),
            Value::Span(span) => to.serialize_entry(&[field, "_us"].concat(), &span),
            Value::Count(count) => to.serialize_entry(field, &count),
            Value::Flag(flag) => to.serialize_entry(field, &flag),
            Value::VersionVector(past) => to.serialize_entry(field, &past),
            Value::Word(word) => to.serialize_entry(field, word),
            Value::Letter(letter) => {
                let mut written = Ok(());
                letter.each(|field, value| {
                    if written.is_ok() {
                        written = self.write(to, field, value);
                    }
                });
                written
            }
        }
    }
}

/// Prints every fact of a link's run. True if a bound stopped it.
///
/// # Errors
///
/// What writing to `out` fails with.
pub fn print(text: &str, out: &mut impl Write, complaints: &mut Complaints) -> io::Result<bool> {
    let (link, problems) = patterns::parse(text);
    complaints.add(None, &problems);
    complaints.add(None, check::differs(&link).as_slice());
    let mut trace = Trace {
        names: Names::of(&Places::of(&link.scenario.settings)),
        out,
        written: Ok(()),
    };
    let duration = link.scenario.settings.time(Key::DURATION);
    let mut progress = Progress::begin(!io::stdout().is_terminal());
    let mut run = Run::observed(link.scenario, &mut |fact| trace.take(fact));
    while trace.written.is_ok()
        && !run.advance(Micros::MAX, EVENTS_A_LOOK, &mut |fact| trace.take(fact))
    {
        progress.tell(run.now() as f64 / duration as f64, || "trace".to_owned());
    }
    drop(progress);
    trace.written?;
    let stopped = Unsettled::of(&run).filter(|run| run.bound.is_some());
    if let Some(stopped) = stopped {
        complaints::say(&format!("The trace is not whole: {stopped}."));
    }
    Ok(stopped.is_some())
}

/// Writes facts until that fails.
struct Trace<'a, W> {
    names: Names,
    out: &'a mut W,
    written: io::Result<()>,
}

impl<W: Write> Trace<'_, W> {
    fn take(&mut self, fact: &Fact) {
        self.names.learn(fact);
        if self.written.is_ok() {
            self.written = self.write(fact);
        }
    }

    fn write(&mut self, fact: &Fact) -> io::Result<()> {
        let names = &self.names;
        let line = Line { fact, names };
        serde_json::to_writer(&mut *self.out, &line)?;
        writeln!(self.out)
    }
}
