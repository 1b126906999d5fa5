//! What must hold of every reading of every input.

use paperdeck::dump::{Coverage, Dump, LAYOUTS, Layout, Role, Source};

/// Reads bytes as whatever layout they seem to be in.
pub fn dump(bytes: &[u8]) {
    if let Ok(dump) = Dump::read("fuzz", bytes.to_vec()) {
        for entry in &dump.entries {
            assert!(!dump.text(entry.title).is_empty());
            let _ = dump.date(entry);
        }
    }
}

/// Reads bytes with one layout, whether it fits or not: no panic, and every non-blank line ends with one role.
pub fn layout(name: &str, bytes: &[u8]) {
    let layout = LAYOUTS.iter().find(|layout| layout.name == name).expect("a layout of this name");
    if let Ok(source) = Source::decode(bytes.to_vec()) {
        check(layout, &source);
    }
}

/// The same with every layout.
pub fn all(bytes: &[u8]) {
    if let Ok(source) = Source::decode(bytes.to_vec()) {
        LAYOUTS.iter().for_each(|layout| check(layout, &source));
    }
}

fn check(layout: &Layout, source: &Source) {
    let _ = (layout.probe)(source);
    let reading = (layout.read)(source);
    assert_eq!(reading.roles.len(), source.len());
    let coverage = Coverage::of(&reading.roles);
    let blank = reading.roles.iter().filter(|role| **role == Role::Blank).count();
    let claimed = (coverage.papers + coverage.furniture + coverage.not_understood) as usize;
    assert_eq!(claimed + blank, source.len(), "{}", layout.name);
    assert_eq!(blank, source.lines().filter(|line| line.is_empty()).count(), "{}", layout.name);
    let all = source.text().len() + reading.extra.len();
    for entry in &reading.entries {
        assert!(entry.title.start < entry.title.end && entry.title.end as usize <= all, "{}", layout.name);
        let [first, last] = entry.lines;
        assert!(1 <= first && first <= last && last as usize <= source.len(), "{} {entry:?}", layout.name);
    }
}
