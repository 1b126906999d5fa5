//! Whatever the bytes: no panic, and no entry outside of the file.
//!
//! `cargo +nightly fuzz run --fuzz-dir fuzz zip`
#![no_main]

use libfuzzer_sys::fuzz_target;
use paperdeck::archive::zip::{Directory, HEADER, TAIL};

fuzz_target!(|bytes: &[u8]| {
    let size = bytes.len() as u64;
    let tail = &bytes[bytes.len().saturating_sub(TAIL as usize)..];
    let Ok(directory) = Directory::find(size, tail) else { return };
    assert!(directory.from <= directory.to && directory.to <= size);
    let Ok(listing) = directory.list(&bytes[directory.from as usize..directory.to as usize]) else { return };
    for entry in listing.entries {
        assert!(entry.header + HEADER + entry.packed <= directory.from);
        let header = &bytes[entry.header as usize..(entry.header + HEADER) as usize];
        if let Ok((from, to)) = entry.data(header, &directory) {
            assert!(from <= to && to <= directory.from);
        }
    }
});
