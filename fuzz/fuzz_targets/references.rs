//! Whatever the text: no panic, and every reference has a title or an arXiv id.
//!
//! `cargo +nightly fuzz run --fuzz-dir fuzz references`
#![no_main]

use libfuzzer_sys::fuzz_target;
use paperdeck::import::{MAX_PROBLEMS, Owned, References};

/// So that every format is met often, whatever the bytes begin with.
const HEADS: [&str; 5] =
    ["", "@misc{a, title={x}}\n", "TY  - GEN\n", "Title,Year,DOI\n", "[{\"type\":\"article\",\"title\":\"a\"},"];

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    for head in HEADS {
        let Some(found) = References::read(&format!("{head}{text}")) else { continue };
        assert!(found.problems.len() <= MAX_PROBLEMS && found.problems.len() <= found.problems_total as usize);
        assert!(found.all.iter().all(|reference| !reference.title.is_empty() || reference.arxiv_id.is_some()));
        let _ = Owned::new(&found.all);
    }
});
