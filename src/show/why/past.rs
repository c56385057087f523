//! What the trail of an incident says beside where the missing thing was.

use super::Teller;
use super::position::join;
use crate::consistency::{Incident, Truth};
use crate::facts::{Fact, Letter, LetterKind, What};
use crate::show::units;

/// What the write of an incident made of its key when it was committed, if the trail has that; the
/// version is 0 where writes have no order.
pub fn made(incident: &Incident) -> Option<Truth> {
    let missing = incident.write?;
    incident.trail.iter().find_map(|fact| match fact.what {
        What::Committed {
            write,
            version,
            value,
            ..
        } if write == missing => Some(Truth { version, value }),
        What::Wrote { write, value, .. } if write == missing => Some(Truth { version: 0, value }),
        _ => None,
    })
}

/// What stands for a name that only the trail knows about, as the face or as all say it.
pub fn word(teller: &Teller, incident: &Incident, name: &str) -> Option<String> {
    let own = (teller.face.why.word)(teller, incident, name);
    own.or_else(|| shared(teller, incident, name))
}

/// That an order may have come twice, and why; `is_order` knows one that matters.
pub fn again(incident: &Incident, is_order: &dyn Fn(&Letter) -> bool) -> Option<String> {
    let mut known = incident.led_here().iter().rev();
    known.find_map(|fact| match fact.what {
        What::Sent { letter, .. } if letter.copy > 0 && is_order(&letter) => {
            Some("The network had doubled the message.".to_owned())
        }
        What::Sent { letter, .. } | What::Delivered { letter }
            if letter.resends() > 0 && is_order(&letter) =>
        {
            Some("It had been sent more than once.".to_owned())
        }
        _ => None,
    })
}

fn shared(teller: &Teller, incident: &Incident, name: &str) -> Option<String> {
    let mut known = incident.led_here().iter().rev();
    match name {
        "again" => again(incident, &|letter| letter.kind != LetterKind::Acknowledge),
        "seen" => known.find_map(|fact| match fact.what {
            What::Read { read, .. } if Some(read) == incident.read => Some(units::instant(fact.at)),
            _ => None,
        }),
        "twice" => {
            let copy = incident.replica?;
            let at_copy = |fact: &&Fact| {
                matches!(fact.what, What::Applied { replica, write, .. }
                    if replica == copy && Some(write) == incident.write)
            };
            let write = teller.narrator.write(incident.write?);
            (known.filter(at_copy).count() > 1)
                .then(|| join(&["It had applied ", &write, " twice."]))
        }
        // Of two views the one that had not got it.
        "lacking" => {
            let node = teller.holder(incident.lacking?)?;
            teller.name(node).map(str::to_owned)
        }
        _ => None,
    }
}
