//! A button that comes to do something else than before, in the same place: whoever presses it again and again has not
//! asked for that.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// How long it does nothing after it has changed, and after each time that it was pressed meanwhile: longer than between
/// two of many quick presses. In milliseconds.
const SETTLES_IN_MS: u32 = 700;

/// Holds back quick presses, for as long as the part of the page stands that asks for it.
#[derive(Clone, Copy)]
pub struct Unhurried {
    is_fresh: RwSignal<bool>,
    /// Gone with the part.
    timer: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Unhurried {
    /// Each time that `does` is another thing it is fresh; while it is none, presses are never held back.
    pub fn new<T: Copy + PartialEq + Send + Sync + 'static>(does: Memo<Option<T>>) -> Self {
        let held = Self {
            is_fresh: RwSignal::new(false),
            timer: StoredValue::new_local(None),
        };
        Effect::new(move |_| {
            if does.get().is_some() {
                held.settle();
            } else {
                held.timer.set_value(None);
                held.is_fresh.set(false);
            }
        });
        held
    }

    /// Whether a press would do nothing yet. Reactive.
    pub fn is_fresh(self) -> bool {
        self.is_fresh.get()
    }

    /// It is pressed.
    pub fn press(self, act: impl FnOnce()) {
        if self.is_fresh.get_untracked() {
            self.settle();
        } else {
            act();
        }
    }

    fn settle(self) {
        let timer = Timeout::new(SETTLES_IN_MS, move || self.is_fresh.set(false));
        self.is_fresh.set(true);
        self.timer.set_value(Some(timer));
    }
}
