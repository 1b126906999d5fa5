//! Paperdeck turns text dumps of "Daily Papers" pages into a deck of paper cards.
//!
//! Data flows one way: bytes → [`dump`] (papers and diagnostics) → [`library`] (merged papers) → [`search`] (index and
//! query) → cards. The [`engine`] is the façade over all of it and runs in a Web Worker; `ui` is the page.
//!
//! Invariants:
//! - Everything outside `ui` is pure: no browser types, no clock, no storage. UI crates are dependencies of wasm32 only.
//! - No input panics: a panic would kill the wasm instance.
//! - Text is stored once: papers are spans into their dump's text.
//! - Every non-blank line of a dump has exactly one [`dump::Role`].

// The release is built for size but for what is marked as hot (`xtask/src/small_std.rs`).
#![cfg_attr(optimize_attribute, feature(optimize_attribute))]

pub mod archive;
pub mod dump;
pub mod engine;
pub mod exchange;
pub mod export;
pub mod favourites;
pub mod import;
mod interner;
mod json;
pub mod keymap;
pub mod library;
mod order;
pub mod palette;
pub mod paper;
pub mod search;
#[cfg(test)]
mod testing;
pub mod text;
pub mod triage;
#[cfg(target_arch = "wasm32")]
pub mod ui;
