//! What a hand does on the timeline: draws the playhead to another instant, and looks closer at a part of it.

use leptos::ev::{MouseEvent, PointerEvent, WheelEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::page_state::{PageStateStoreFields, ReadoutStoreFields};
use super::resize::scale_of_chart;
use super::stage::Stage;
use super::transport;
use crate::facts::time::Micros;
use crate::show::Size;
use crate::show::charts::rail;
use crate::show::charts::zoom::Span;

/// A hand that has moved less than this, in CSS pixels, presses; one that has moved more draws.
const SLOP: f64 = 4.0;
/// So many times as much from closer by with each press.
pub const CLOSER: f64 = 4.0;
/// How much closer one of the units of a wheel brings, as a power of e.
const PER_NOTCH: f64 = 0.01;

/// A pointer that is down.
#[derive(Clone, Copy)]
struct Finger {
    pointer: i32,
    /// Where it was put down, in CSS pixels of the page.
    down_x: f64,
    /// The instant on which it was put down.
    on: f64,
    /// How far along the timeline it is.
    share: f64,
}

/// A handle to it, as small as a reference.
#[derive(Clone, Copy)]
pub struct Scrub {
    stage: Stage,
    /// What is looked at; none if that is all of it.
    part: RwSignal<Option<Span>>,
    /// Where the playhead is drawn to.
    held: RwSignal<Option<Micros>>,
    /// Whether a hand has taken hold of it since a key was pressed on it.
    by_hand: RwSignal<bool>,
    /// Whether the hand has drawn something, so that its letting go is no press.
    has_drawn: StoredValue<bool>,
    /// Whether there were two fingers since the first was put down: no playhead is meant until all are up.
    has_pinched: StoredValue<bool>,
    fingers: StoredValue<Vec<Finger>>,
}

impl Scrub {
    /// A hand that is not there yet; it lets go when another run is opened, and then all of it is looked at.
    pub fn new(stage: Stage) -> Self {
        let scrub = Self {
            stage,
            part: RwSignal::new(None),
            held: RwSignal::new(None),
            by_hand: RwSignal::new(false),
            has_drawn: StoredValue::new(false),
            has_pinched: StoredValue::new(false),
            fingers: StoredValue::new(Vec::new()),
        };
        let opened = stage.state.opened();
        Effect::new(move |before: Option<u32>| {
            let now = opened.get();
            if before.is_some_and(|before| before != now) {
                scrub.take_back(None);
                scrub.part.set(None);
            }
            now
        });
        // A playhead that was looked at stays in sight; on the way to an instant it is nowhere yet. What is no
        // part of a run that has become shorter is no longer looked at.
        let readout = stage.state.readout();
        Effect::new(move |before: Option<Micros>| {
            readout.duration().track();
            if scrub.part.with_untracked(Option::is_some) && !untrack(|| scrub.is_closer()) {
                scrub.part.set(None);
            }
            let (now, aim) = (readout.now().get(), readout.aim().get());
            let before = before.unwrap_or(now);
            if aim.is_some() {
                return before;
            }
            let part = scrub.part.get_untracked();
            if let Some(part) = part.filter(|part| part.holds(before) && !part.holds(now)) {
                scrub.part.set(part.following(now, scrub.length()));
            }
            now
        });
        scrub
    }

    /// How long the timeline is: as far as users write, or as the run is known if that is further.
    pub fn length(self) -> Micros {
        self.stage
            .look(|session| session.duration().max(session.known_until()))
    }

    /// What is looked at. Reactive.
    pub fn span(self) -> Span {
        self.closer_part().unwrap_or(Span::whole(self.length()))
    }

    /// The part that is looked at, if it is one of the run as long as that is now. Reactive.
    fn closer_part(self) -> Option<Span> {
        let length = self.length();
        self.part.get().filter(|part| part.until <= length)
    }

    /// Whether less than all of it is looked at. Reactive.
    pub fn is_closer(self) -> bool {
        self.closer_part().is_some()
    }

    /// Whether no closer look can be taken. Reactive.
    pub fn is_closest(self) -> bool {
        self.span().is_closest(self.length())
    }

    /// Where the playhead is drawn to, while a hand holds it. Reactive.
    pub fn held(self) -> Option<Micros> {
        self.held.get()
    }

    /// Where the playhead is drawn to, or on its way to, or is. Reactive.
    pub fn aimed_at(self) -> Micros {
        let readout = self.stage.state.readout();
        let (now, aim) = (readout.now().get(), readout.aim().get());
        self.held.get().or(aim).unwrap_or(now)
    }

    /// Whether a hand has taken hold of the playhead, and no key since: nobody has to be shown then where keys go.
    /// Reactive.
    pub fn is_by_hand(self) -> bool {
        self.by_hand.get()
    }

    /// A key is pressed on the playhead.
    pub fn by_key(self) {
        self.by_hand.set(false);
    }

    /// Goes to an instant and goes on as before: plays if time passed, and stands still there if not. The
    /// start is another beginning of the same run.
    pub fn seek(self, at: Micros) {
        let at = at.min(self.length());
        if at == 0 {
            return transport::rewind(self.stage);
        }
        self.stage.act(|session| {
            let plays = session.plays();
            session.go_to(at);
            if plays {
                session.play();
            }
        });
    }

    /// Looks closer by a factor, or less close by one below 1, at what is about this share of what is seen.
    pub fn look_closer(self, factor: f64, share: f64) {
        let span = untrack(|| self.span());
        self.part.set(span.closer(factor, share, self.length()));
    }

    /// The same about the playhead, if that is in sight.
    pub fn look_closer_at_playhead(self, factor: f64) {
        let (span, at) = untrack(|| (self.span(), self.aimed_at()));
        let share = if span.holds(at) { span.share(at) } else { 0.5 };
        self.look_closer(factor, share);
    }

    /// Looks at all of it.
    pub fn look_at_all(self) {
        self.part.set(None);
    }

    /// A pointer is put down.
    pub fn put_down(self, event: &PointerEvent, track: &Element) {
        if event.button() != 0 {
            return;
        }
        self.has_drawn.set_value(false);
        let share = self.share_of(event, track);
        let finger = Finger {
            pointer: event.pointer_id(),
            down_x: f64::from(event.client_x()),
            on: untrack(|| self.span()).instant(share),
            share,
        };
        // It may leave the timeline at once, and be let go anywhere.
        capture(event);
        let span = untrack(|| self.span());
        self.fingers.update_value(|fingers| {
            fingers.retain(|other| other.pointer != finger.pointer);
            for other in &mut *fingers {
                other.on = span.instant(other.share);
            }
            fingers.push(finger);
        });
        // With a second one it is not the playhead that is meant.
        let are_two = self.fingers.with_value(Vec::len) > 1;
        self.has_pinched.set_value(are_two);
        if are_two {
            self.held.set(None);
            self.has_drawn.set_value(true);
        }
    }

    /// A pointer moves: one draws the playhead, two what is looked at. Whether the playhead is taken hold of by
    /// that.
    pub fn draw(self, event: &PointerEvent, track: &Element) -> bool {
        let share = self.share_of(event, track);
        let moved = |finger: &&mut Finger| finger.pointer == event.pointer_id();
        let is_down = self.fingers.try_update_value(|fingers| {
            let finger = fingers.iter_mut().find(moved)?;
            finger.share = share;
            Some(finger.down_x)
        });
        let Some(down_x) = is_down.flatten() else {
            return false;
        };
        if let [one, other, ..] = self.fingers.get_value()[..] {
            let held = [one, other].map(|finger| (finger.on, finger.share));
            self.part
                .set(Span::pinched(held[0], held[1], self.length()));
            return false;
        }
        if self.has_pinched.get_value() {
            return false;
        }
        let is_taken = !self.has_drawn.get_value();
        if is_taken && (f64::from(event.client_x()) - down_x).abs() < SLOP {
            return false;
        }
        self.has_drawn.set_value(true);
        // What lies beyond an end is come to as it is drawn there.
        let beyond = if share < 0.0 {
            share
        } else {
            (share - 1.0).max(0.0)
        };
        let span = untrack(|| self.span());
        if beyond != 0.0 && self.part.with_untracked(Option::is_some) {
            self.part.set(span.moved(beyond, self.length()));
        }
        let span = untrack(|| self.span());
        self.held
            .set(Some(span.instant(share.clamp(0.0, 1.0)) as Micros));
        if is_taken {
            self.by_hand.set(true);
        }
        is_taken
    }

    /// A pointer is let go: what it has drawn counts.
    pub fn let_go(self, event: &PointerEvent) {
        self.forget(event.pointer_id());
        let held = self.held.get_untracked();
        self.held.set(None);
        if let Some(at) = held {
            self.seek(at);
        }
    }

    /// A pointer is taken away, by the browser or by a key: what it has drawn is as it was. False if it held nothing.
    pub fn take_back(self, pointer: Option<i32>) -> bool {
        match pointer {
            Some(pointer) => self.forget(pointer),
            None => self.fingers.set_value(Vec::new()),
        }
        let has_held = self.held.get_untracked().is_some();
        self.held.set(None);
        has_held
    }

    /// Whether a press is the end of something that was drawn; asked once for each.
    pub fn ends_a_draw(self) -> bool {
        let has_drawn = self.has_drawn.get_value();
        self.has_drawn.set_value(false);
        has_drawn
    }

    /// A press where nothing else leads anywhere: on the rail it goes to the instant.
    pub fn press(self, event: &MouseEvent, track: &Element) {
        if self.is_on_rail(event, track) {
            let share = self.share_of(event, track).clamp(0.0, 1.0);
            self.seek(untrack(|| self.span()).instant(share) as Micros);
        }
    }

    /// A press twice looks closer at what is there, or at all of it again.
    pub fn press_twice(self, event: &MouseEvent, track: &Element) {
        if self.is_on_rail(event, track) {
            return;
        }
        if self.part.with_untracked(Option::is_some) {
            self.look_at_all();
        } else {
            self.look_closer(CLOSER, self.share_of(event, track));
        }
    }

    /// A wheel with the control key, which is what two fingers on a touchpad make, looks closer; across it moves
    /// what is looked at. Anything else is the page's, which may have to be scrolled.
    pub fn wheel(self, event: &WheelEvent, track: &Element) {
        let (across, down) = (event.delta_x(), event.delta_y());
        if event.ctrl_key() || event.meta_key() {
            let factor = libm::exp(-down * PER_NOTCH).clamp(1.0 / CLOSER, CLOSER);
            self.look_closer(factor, self.share_of(event, track).clamp(0.0, 1.0));
        } else if across.abs() > down.abs() && self.part.with_untracked(Option::is_some) {
            let width = f64::from(track.client_width().max(1));
            let span = untrack(|| self.span());
            self.part.set(span.moved(across / width, self.length()));
        } else {
            return;
        }
        event.prevent_default();
    }

    /// How many pixels of the page one of the chart takes.
    pub fn scale(self) -> f32 {
        scale_of_chart(self.stage.state.presentation().get_untracked())
    }

    fn share_of(self, event: &MouseEvent, track: &Element) -> f64 {
        let (area, scale) = (track.get_bounding_client_rect(), self.scale());
        let x = f64::from(event.client_x()) - area.left();
        rail::share_at(area.width() as f32 / scale, x as f32 / scale)
    }

    fn is_on_rail(self, event: &MouseEvent, track: &Element) -> bool {
        let (area, scale) = (track.get_bounding_client_rect(), self.scale());
        let size = Size::new(area.width() as f32, area.height() as f32).times(1.0 / scale);
        let y = f64::from(event.client_y()) - area.top();
        rail::is_on_rail(size, y as f32 / scale)
    }

    fn forget(self, pointer: i32) {
        self.fingers
            .update_value(|fingers| fingers.retain(|finger| finger.pointer != pointer));
    }
}

/// Has a pointer go on drawing wherever it goes.
fn capture(event: &PointerEvent) {
    let target = event.target();
    if let Some(target) = target.and_then(|target| target.dyn_into::<Element>().ok()) {
        // Refused only for a pointer that is gone.
        let _ = target.set_pointer_capture(event.pointer_id());
    }
}
