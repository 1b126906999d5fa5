//! Component tests in a real browser: `cargo xtask test --only web`. On the host this crate is empty.
#![cfg(target_arch = "wasm32")]
// clippy.toml knows only `#[test]` for a test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod audit;
mod card;
mod facets;
mod fold;
mod fragment;
mod harness;
mod list;
mod page;
mod search;
mod stars;
mod years;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
