//! The page in a browser; natively nothing yet.

#[cfg(target_arch = "wasm32")]
fn main() {
    driftscope::ui::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
