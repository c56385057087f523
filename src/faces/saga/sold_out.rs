//! What is said when sagas fail because everything is booked up, and not of what else goes wrong.

use crate::consistency::Report;
use crate::show::units;

/// Of fewer turned away than one in this many sagas it is not what a run is about.
const ONE_IN: u64 = 10;

/// That most of the sagas which did not complete were turned away, and what changes that; none if it is
/// not so.
pub fn sold_out(report: &Report) -> Option<String> {
    let count = |name| report.counts.get(name).copied().unwrap_or(0);
    let (turned_away, sagas) = (count("turned-away"), count("sagas"));
    let failed = count("compensated") + count("stuck");
    let dominates = turned_away > 0 && turned_away * 2 > failed && turned_away * ONE_IN >= sagas;
    dominates.then(|| {
        let (some, all) = (units::count(turned_away), units::things(sagas, "saga was", "sagas were"));
        format!(
            "{some} of {all} turned away because nothing was left: a stay that ends sooner, or more \
             capacity, changes that."
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::time::Micros;
    use crate::patterns::parse;
    use crate::run::Run;

    fn said(link: &str) -> Option<String> {
        let (link, problems) = parse(link);
        assert!(problems.is_empty(), "{problems:?}");
        let mut run = Run::new(link.scenario);
        run.advance(Micros::MAX, u64::MAX, &mut |_| {});
        sold_out(&run.figures().report())
    }

    #[test]
    fn that_everything_is_booked_up_is_said_where_most_failed_for_it() {
        let link = "v=1&pattern=saga&duration=600s&sagas=5";
        let words = said(link).expect("most are turned away");
        assert!(
            words.contains("turned away because nothing was left"),
            "{words}"
        );
        assert_eq!(said(&format!("{link}&stay=10s")), None);
        assert_eq!(said("v=1&pattern=saga&duration=20s"), None);
        assert_eq!(said("v=1&pattern=event-based&duration=2s"), None);
    }
}
