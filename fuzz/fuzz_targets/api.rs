//! The reader of one layout on every input.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| paperdeck_fuzz::layout("API JSON", bytes));
