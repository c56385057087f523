//! The nodes and the connections of a picture, to be pointed at and walked through by keyboard.

use crate::patterns::picture::LinkPicture;

use super::frame::{Frame, Target};
use super::geometry::Track;
use super::layout::Layout;
use super::scene::Hit;
use super::store::Store;
use super::words;

/// Nodes from the people on, then links: the order in which the keyboard walks.
pub fn hits(frame: &Frame<'_>, layout: &Layout, stores: &[Option<Store>]) -> Vec<Hit> {
    hits_at(frame, layout, stores, |_, _| Some(0.5))
}

/// The same where not every link is drawn. It is said how far along its way, from 0 to 1, a popover points to a
/// link; none for one that is not there.
pub fn hits_at(
    frame: &Frame<'_>,
    layout: &Layout,
    stores: &[Option<Store>],
    along: impl Fn(&LinkPicture, &Track) -> Option<f32>,
) -> Vec<Hit> {
    let nodes = &frame.picture.nodes;
    let mut places: Vec<usize> = (0..nodes.len()).collect();
    places.sort_by_cached_key(|place| {
        u64::from(nodes[*place].rank) << 16 | u64::from(nodes[*place].node.0)
    });
    let nodes = places.into_iter().map(|place| {
        let area = layout.seats[place].area;
        let store = stores.get(place).and_then(Option::as_ref);
        Hit {
            target: Target::Node(nodes[place].node),
            area,
            label: words::of_node(frame, &nodes[place], store),
            anchor: [area.centre()[0], area.bottom()],
        }
    });
    let links = frame.picture.links.iter().zip(&layout.tracks);
    let links = links.zip(words::flying(frame));
    let links = links.filter_map(|((link, track), flying)| {
        let along = along(link, track)?;
        let bounds = track.bounds();
        // A level way has no height; what is outlined should be seen.
        let level = bounds.height < 8.0 || bounds.width < 8.0;
        Some(Hit {
            target: Target::Link(link.link),
            area: if level { bounds.grown(4.0) } else { bounds },
            label: words::of_link(frame, link, flying),
            anchor: track.at(along),
        })
    });
    nodes.chain(links).collect()
}
