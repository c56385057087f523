//! What changes on the page, always of the same type: with a type of its own for each closure the
//! program would be several times as large.

use leptos::prelude::*;

/// A value that follows what it reads.
pub fn live<T: Send + Sync + 'static>(read: impl Fn() -> T + Send + Sync + 'static) -> Signal<T> {
    Signal::derive(read)
}

/// A part of the page that is made anew when what it reads changes.
pub fn part(make: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    boxed(Box::new(make))
}

/// A part of the page that is there while a condition holds.
pub fn only_if(
    holds: impl Fn() -> bool + Send + Sync + 'static,
    make: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let holds = Memo::new(move |_| holds());
    part(move || if holds.get() { make() } else { ().into_any() })
}

fn boxed(make: Box<dyn Fn() -> AnyView + Send + Sync>) -> AnyView {
    (move || make()).into_any()
}
