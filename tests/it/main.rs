//! Integration tests of the pure core, in one crate.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod corrections;
mod coverage;
mod detection;
mod exchange;
mod hostile;
mod import;
mod json;
mod neighbours;
mod pieces;
mod plain_text;
mod samples;
mod style;
mod tokens;
mod truth;
