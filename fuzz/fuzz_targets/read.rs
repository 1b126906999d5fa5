//! Every layout reads every input without a panic, and every non-blank line ends with one role.
//!
//! `cargo +nightly fuzz run read -- -dict=fuzz/read.dict`
#![no_main]

use libfuzzer_sys::fuzz_target;
use paperdeck::dump::{Coverage, Dump, LAYOUTS, Role, Source};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(dump) = Dump::read("fuzz", bytes.to_vec()) {
        for entry in &dump.entries {
            assert!(!dump.text(entry.title).is_empty());
            let _ = dump.date(entry);
        }
    }
    let Ok(source) = Source::decode(bytes.to_vec()) else { return };
    for layout in LAYOUTS {
        let _ = (layout.probe)(&source);
        let reading = (layout.read)(&source);
        assert_eq!(reading.roles.len(), source.len());
        let coverage = Coverage::of(&reading.roles);
        let blank = reading.roles.iter().filter(|role| **role == Role::Blank).count();
        let claimed = (coverage.papers + coverage.furniture + coverage.not_understood) as usize;
        assert_eq!(claimed + blank, source.len(), "{}", layout.name);
        assert_eq!(blank, source.lines().filter(|line| line.is_empty()).count(), "{}", layout.name);
    }
});
