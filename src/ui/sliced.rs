//! Work that takes longer than a frame, in slices: some milliseconds of each frame, until it is over or nobody
//! wants it any more.

use leptos::prelude::*;

use super::clock::now_ms;
use crate::lab::price::Price;
use crate::lab::theory::Check;
use crate::session::{Foresight, Part};

/// Events between two looks at the time.
const EVENTS: u64 = 300;

/// Runs that are run bit by bit.
pub trait Work: 'static {
    /// Runs at most this many events more. True when all is over.
    fn advance(&mut self, events: u64) -> bool;
    /// How far it has come, from 0 to 1.
    fn progress(&self) -> f64;
}

macro_rules! work {
    ($($work:ty),+) => {
        $(
            impl Work for $work {
                fn advance(&mut self, events: u64) -> bool {
                    self.advance(events)
                }
                fn progress(&self) -> f64 {
                    self.progress()
                }
            }
        )+
    };
}

work!(Price, Check, Foresight, Part);

/// Works for so long, or a little longer. True when all is over.
pub fn slice(work: &mut impl Work, ms: f64) -> bool {
    let begun = now_ms();
    loop {
        if work.advance(EVENTS) {
            return true;
        }
        if now_ms() - begun >= ms {
            return false;
        }
    }
}

/// A place where one work at a time is done in slices; `K` says which it is.
pub struct Sliced<K: 'static, W: 'static> {
    /// Which is done, and how much of it, in percent.
    at: RwSignal<Option<(K, u32)>>,
    work: StoredValue<Option<W>, LocalStorage>,
    /// Whether a frame has been asked for.
    awaits: StoredValue<bool>,
    ms: f64,
    is_wanted: UnsyncCallback<(), bool>,
    over: UnsyncCallback<(K, W)>,
}

impl<K: 'static, W: 'static> Clone for Sliced<K, W> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K: 'static, W: 'static> Copy for Sliced<K, W> {}

impl<K: Copy + PartialEq + Send + Sync + 'static, W: Work> Sliced<K, W> {
    /// Nothing is done yet. A slice takes `ms` of a frame. In each frame it is asked whether the work is still
    /// wanted; when it is done it is handed over, and the next may be started.
    pub fn new(
        ms: f64,
        is_wanted: impl Fn() -> bool + 'static,
        over: impl Fn(K, W) + 'static,
    ) -> Self {
        Self {
            at: RwSignal::new(None),
            work: StoredValue::new_local(None),
            awaits: StoredValue::new(false),
            ms,
            is_wanted: UnsyncCallback::new(move |()| is_wanted()),
            over: UnsyncCallback::new(move |(which, work)| over(which, work)),
        }
    }

    /// Which work is done, and how much of it, in percent. Reactive.
    pub fn at(self) -> Option<(K, u32)> {
        self.at.get()
    }

    /// Which work is done.
    pub fn which(self) -> Option<K> {
        let at = self.at.try_get_untracked().flatten();
        at.map(|(which, _)| which)
    }

    /// How much of a work is done, in percent, while it is done. Reactive.
    pub fn percent_of(self, which: K) -> Option<u32> {
        let at = self.at.get().filter(|at| at.0 == which);
        at.map(|(_, percent)| percent)
    }

    /// Does this from the next frame on, in the place of what was done.
    pub fn start(self, which: K, work: W) {
        self.tell(Some((which, percent(&work))));
        self.work.set_value(Some(work));
        self.wait();
    }

    /// Leaves it undone.
    pub fn stop(self) {
        self.work.try_update_value(|work| *work = None);
        self.tell(None);
    }

    /// Says how far it is, to whom that is news.
    fn tell(self, at: Option<(K, u32)>) {
        if self.at.try_with_untracked(|before| *before != at) == Some(true) {
            self.at.set(at);
        }
    }

    fn wait(self) {
        if self.awaits.get_value() {
            return;
        }
        self.awaits.set_value(true);
        request_animation_frame(move || {
            // By then the part of the page may be gone, and with it what was to be done.
            if self
                .awaits
                .try_update_value(|awaits| *awaits = false)
                .is_some()
            {
                self.frame();
            }
        });
    }

    fn frame(self) {
        let work = self.work.try_update_value(Option::take).flatten();
        let (Some(which), Some(mut work)) = (self.which(), work) else {
            return;
        };
        if !self.is_wanted.run(()) {
            self.stop();
        } else if slice(&mut work, self.ms) {
            self.stop();
            self.over.run((which, work));
        } else {
            self.tell(Some((which, percent(&work))));
            self.work.set_value(Some(work));
            self.wait();
        }
    }
}

fn percent(work: &impl Work) -> u32 {
    (work.progress() * 100.0) as u32
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Sliced, Work};
    use crate::ui::trial::next_frame;

    /// As long as so many looks at the time.
    struct Steps(u32);

    impl Work for Steps {
        fn advance(&mut self, _: u64) -> bool {
            self.0 -= 1;
            self.0 == 0
        }
        fn progress(&self) -> f64 {
            0.1
        }
    }

    #[test]
    async fn it_is_done_one_slice_a_frame_and_another_may_follow() {
        let owner = Owner::new();
        owner.set();
        let done = RwSignal::new(Vec::new());
        let (is_wanted, set_wanted) = signal(true);
        let next = StoredValue::new_local(None::<Sliced<u8, Steps>>);
        let over = move |which, _| {
            done.update(|done| done.push(which));
            if which == 1 {
                next.with_value(|next| next.expect("it is").start(2, Steps(1)));
            }
        };
        // A slice without length is one step.
        let sliced = Sliced::new(0.0, move || is_wanted.get_untracked(), over);
        next.set_value(Some(sliced));
        sliced.start(1, Steps(2));
        assert_eq!(sliced.percent_of(1), Some(10));
        next_frame().await;
        assert_eq!((sliced.which(), done.get_untracked()), (Some(1), vec![]));
        next_frame().await;
        assert_eq!((sliced.which(), done.get_untracked()), (Some(2), vec![1]));
        next_frame().await;
        assert_eq!((sliced.which(), done.get_untracked()), (None, vec![1, 2]));
        sliced.start(3, Steps(9));
        set_wanted.set(false);
        next_frame().await;
        assert_eq!(sliced.which(), None, "nobody wants it");
        set_wanted.set(true);
        sliced.start(4, Steps(9));
        sliced.start(5, Steps(1));
        owner.cleanup();
        next_frame().await;
    }
}
