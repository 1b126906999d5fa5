//! `cargo +nightly fuzz run --fuzz-dir fuzz read -- -dict=fuzz/read.dict`: every layout on every input.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    paperdeck_fuzz::dump(bytes);
    paperdeck_fuzz::all(bytes);
});
