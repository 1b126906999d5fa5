//! Mounts the page, or runs the engine's worker: one wasm, loaded in both places.

/// The same `main` starts both, and sees from its global scope where it is.
fn main() {
    #[cfg(target_arch = "wasm32")]
    paperdeck::ui::start();
}
