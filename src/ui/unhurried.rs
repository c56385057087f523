//! A button that comes to do something else than before, in the same place: whoever presses it again and again has not
//! asked for that.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

/// How long it does nothing after it has changed, and after each time that it was pressed meanwhile: longer than between
/// two of many quick presses.
const SETTLES_IN: Duration = Duration::from_millis(700);

/// Holds back quick presses, for as long as the part of the page stands that asks for it.
#[derive(Clone, Copy)]
pub struct Unhurried {
    is_fresh: RwSignal<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Unhurried {
    /// Each time that `does` is another thing it is fresh; while it is none, presses are never held back.
    pub fn new<T: Copy + PartialEq + Send + Sync + 'static>(does: Memo<Option<T>>) -> Self {
        let held = Self {
            is_fresh: RwSignal::new(false),
            timer: StoredValue::new(None),
        };
        Effect::new(move |_| {
            if does.get().is_some() {
                held.settle();
            } else {
                held.forget();
                held.is_fresh.set(false);
            }
        });
        on_cleanup(move || held.forget());
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
        self.forget();
        let timer = set_timeout_with_handle(move || self.is_fresh.set(false), SETTLES_IN);
        // Without a timer there is nothing to wait for.
        self.is_fresh.set(timer.is_ok());
        self.timer.set_value(timer.ok());
    }

    fn forget(self) {
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
    }
}
