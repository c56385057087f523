//! What the address bar holds: the link of what is on the page, and a link that could not be read whole
//! just as it came, until something is changed. Nothing is written over that a person put there.
//!
//! It decides; whoever has a browser reads what stands there and writes what is to stand there.

use crate::patterns::is_in_query;
use crate::scenario::{Link, Scenario, write};

/// Between two writes, in milliseconds; Safari allows 100 in 30 seconds.
const LEAST_GAP_MS: f64 = 400.0;

/// How a change enters the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// It amends the current step.
    Amend,
    /// It is a step of its own.
    New,
}

/// What is to be written into the address bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writing {
    /// How it enters the history.
    pub step: Step,
    /// The new fragment, with its `#`.
    pub fragment: String,
    /// Whether the query goes, since the link stood in it.
    pub drops_query: bool,
}

/// What stands in the address bar, and what is still to be written there.
#[derive(Debug, Default)]
pub struct Address {
    /// The whole address, as the page found or wrote it last.
    standing: String,
    /// A link that came damaged, or of which the run is not what its sender saw, while it stands there.
    kept: Option<Kept>,
    due: Option<Step>,
    last_ms: f64,
}

#[derive(Debug)]
struct Kept {
    address: String,
    scenario: Scenario,
}

impl Address {
    /// A link is opened that stands there. One that could not be read whole is kept as it came.
    pub fn open(&mut self, standing: String, link: &Link, is_whole: bool) {
        self.standing = standing;
        self.kept = None;
        self.due = Some(Step::Amend);
        if !is_whole {
            self.keep(&link.scenario);
        }
    }

    /// Keeps what stands there until the scenario is another one.
    pub fn keep(&mut self, scenario: &Scenario) {
        self.kept = Some(Kept {
            address: self.standing.clone(),
            scenario: scenario.clone(),
        });
    }

    /// The whole address, as the page found or wrote it last.
    pub fn standing(&self) -> &str {
        &self.standing
    }

    /// The whole address that is kept as it came.
    pub fn kept(&self) -> Option<&str> {
        self.kept.as_ref().map(|kept| kept.address.as_str())
    }

    /// Remembers that the link has changed.
    pub fn note(&mut self, step: Step) {
        self.due = self.due.max(Some(step));
    }

    /// Whether it is time to write.
    pub fn is_due(&self, now_ms: f64) -> bool {
        self.due.is_some() && now_ms - self.last_ms >= LEAST_GAP_MS
    }

    /// Whether what stands there is not what the page found or wrote: then it is read before it is written
    /// over.
    pub fn is_foreign(&self, standing: &str) -> bool {
        standing != self.standing
    }

    /// What is to be written now, if anything.
    pub fn write(&mut self, link: &Link, now_ms: f64) -> Option<Writing> {
        let mut step = self.due.take()?;
        self.last_ms = now_ms;
        if let Some(kept) = &self.kept {
            if kept.scenario == link.scenario {
                return None;
            }
            // Back goes to what was kept.
            step = Step::New;
            self.kept = None;
        }
        let fragment = format!("#{}", write(link));
        let stands = self.standing.split_once('#').map(|parts| parts.1);
        if stands == fragment.strip_prefix('#') {
            return None;
        }
        Some(Writing {
            step,
            fragment,
            drops_query: is_in_query(&self.standing),
        })
    }

    /// What stands there after a write, which a browser may have refused.
    pub fn wrote(&mut self, standing: String) {
        self.standing = standing;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patterns::parse;
    use crate::scenario::{Key, Value};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn opened(address: &str) -> (Address, Link) {
        let (link, problems) = parse(address);
        let mut bar = Address::default();
        bar.open(address.to_owned(), &link, problems.is_empty());
        (bar, link)
    }

    fn writing(step: Step, fragment: &str, drops_query: bool) -> Writing {
        let fragment = fragment.to_owned();
        Writing {
            step,
            fragment,
            drops_query,
        }
    }

    #[test]
    fn a_link_that_is_read_whole_is_amended_to_its_one_spelling() {
        let (mut bar, link) = opened("http://a.b/#seed=3&keys=7&amp;v=1");
        assert!(bar.is_due(400.0));
        let written = "#v=1&pattern=event-based&keys=7&seed=3";
        assert_eq!(
            bar.write(&link, 400.0),
            Some(writing(Step::Amend, written, false))
        );
        assert_eq!(bar.kept(), None);
        bar.wrote(format!("http://a.b/{written}"));
        bar.note(Step::Amend);
        assert_eq!(bar.write(&link, 800.0), None, "it stands there");
    }

    #[test]
    fn a_link_of_the_query_moves_into_the_fragment() {
        let (mut bar, link) = opened("http://a.b/c?v=1&pattern=saga&seed=3");
        let written = Some(writing(Step::Amend, "#v=1&pattern=saga&seed=3", true));
        assert_eq!(bar.write(&link, 400.0), written);
        let (mut bar, link) = opened("http://a.b/c?token=1#saga");
        let written = Some(writing(Step::Amend, "#v=1&pattern=saga", false));
        assert_eq!(bar.write(&link, 400.0), written);
    }

    #[test]
    fn a_damaged_link_stands_until_something_is_changed_and_back_goes_to_it() {
        let damaged = "http://a.b/#v=1&seed=3&loss=lots&keys=7";
        let (mut bar, mut link) = opened(damaged);
        assert_eq!(bar.kept(), Some(damaged));
        // Time passes, it is paused somewhere: nothing of the run is another one.
        link.playhead = Some(4_000_000);
        for step in [Step::Amend, Step::New] {
            bar.note(step);
            assert_eq!(bar.write(&link, 1_000.0), None);
            assert_eq!(bar.kept(), Some(damaged));
        }
        link.scenario.settings.set(Key::KEYS, Value::Count(9));
        bar.note(Step::Amend);
        let written = "#v=1&pattern=event-based&keys=9&seed=3&t=4s";
        assert_eq!(
            bar.write(&link, 2_000.0),
            Some(writing(Step::New, written, false))
        );
        assert_eq!(bar.kept(), None);
    }

    #[test]
    fn a_link_whose_run_is_another_one_is_kept_from_then_on() {
        let (mut bar, link) = opened("http://a.b/#v=1&pattern=saga&t=4s&check=00000");
        assert_eq!(bar.kept(), None);
        bar.keep(&link.scenario);
        let mut own = link.clone();
        own.check = None;
        assert_eq!(bar.write(&own, 1_000.0), None);
        assert!(bar.kept().is_some_and(|kept| kept.ends_with("check=00000")));
    }

    #[test]
    fn writes_are_gathered_and_what_somebody_else_put_there_is_not_written_over() {
        let (mut bar, link) = opened("http://a.b/#v=1");
        assert!(bar.is_due(1_000.0) && bar.is_foreign("http://a.b/#v=1&seed=9"));
        assert!(!bar.is_foreign("http://a.b/#v=1"));
        assert!(bar.write(&link, 1_000.0).is_some());
        bar.wrote("http://a.b/#v=1&pattern=event-based".to_owned());
        bar.note(Step::New);
        bar.note(Step::Amend);
        assert!(!bar.is_due(1_399.0) && bar.is_due(1_400.0));
        let mut other = link;
        other.scenario.settings.set(Key::SEED, Value::Count(2));
        let written = "#v=1&pattern=event-based&seed=2";
        assert_eq!(
            bar.write(&other, 1_400.0),
            Some(writing(Step::New, written, false))
        );
    }
}
