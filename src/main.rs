//! The page in a browser, the headless command natively.

#[cfg(target_arch = "wasm32")]
fn main() {
    driftscope::ui::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    driftscope::cli::main()
}
