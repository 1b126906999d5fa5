//! Any corrections on any sample: nothing panics, every line keeps one role, papers keep their order, and taking them back
//! gives the former dump, in one go as in pieces.

use paperdeck::dump::settings::{Correction, WHATS, What};
use paperdeck::dump::{Dump, Pieces, Role, Settings, Sizes};
use proptest::prelude::*;
use std::path::Path;

/// Our samples, each with its lines.
fn samples() -> Vec<(Vec<u8>, Dump)> {
    let mut paths: Vec<_> = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    let read = |bytes: Vec<u8>| Some((bytes.clone(), Dump::read("x", bytes).ok()?));
    paths.iter().filter_map(|path| read(std::fs::read(path).unwrap())).collect()
}

fn read(bytes: &[u8], settings: &Settings) -> Dump {
    Dump::read_with("x", bytes.to_vec(), settings).unwrap()
}

/// What a dump says, without the places of texts that corrections make.
fn all(dump: &Dump) -> String {
    let entry = |entry: &paperdeck::dump::Entry| {
        let body = entry.abstract_text.map(|span| dump.text(span));
        format!("{:?} {body:?} {:?} {:?} {:?}", dump.text(entry.title), entry.lines, entry.date, entry.more)
    };
    let entries: Vec<String> = dump.entries.iter().map(entry).collect();
    format!("{} {entries:#?} {:?} {:#?} {:?}", dump.layout, dump.roles, dump.diagnostics, dump.captured)
}

fn holds(dump: &Dump, before: &Dump) {
    assert_eq!(dump.roles.len(), before.roles.len());
    for (is, was) in dump.roles.iter().zip(&before.roles) {
        assert_eq!(*is == Role::Blank, *was == Role::Blank);
    }
    let lines = dump.roles.len() as u32;
    for entry in &dump.entries {
        assert!(1 <= entry.lines[0] && entry.lines[0] <= entry.lines[1] && entry.lines[1] <= lines, "{entry:?}");
        assert!(!dump.text(entry.title).is_empty(), "{entry:?}");
    }
    assert!(dump.entries.is_sorted_by_key(|entry| entry.lines[0]));
    assert!(dump.diagnostics.is_sorted_by_key(|diagnostic| diagnostic.line));
}

fn settings(corrections: Vec<Correction>) -> Settings {
    let mut settings = Settings::default();
    settings.corrections = corrections;
    settings
}

fn correction() -> impl Strategy<Value = (usize, prop::sample::Index, u32, &'static str)> {
    let value = prop::sample::select(vec!["", "7", "A. B, C. D", "2025-03-20", "--02-29", "é"]);
    (0..WHATS.len(), any::<prop::sample::Index>(), 0..6_u32, value)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]
    #[test]
    fn any_corrections(list in prop::collection::vec(correction(), 1..12)) {
        for (bytes, before) in samples() {
            let one = |(what, line, more, value): &(usize, prop::sample::Index, u32, &str)| {
                let first = line.index(before.roles.len() + 2) as u32;
                Correction::new(WHATS[*what].0, [first, first + more], *value)
            };
            let mut corrections: Vec<Correction> = list.iter().map(one).collect();
            let after = read(&bytes, &settings(corrections.clone()));
            holds(&after, &before);
            // The same from the text form, and in small pieces.
            let again = Settings::from_text(&settings(corrections.clone()).to_text());
            prop_assert_eq!(all(&read(&bytes, &again)), all(&after));
            prop_assert_eq!(all(&in_pieces(&bytes, &again)), all(&after));
            // One by one they are taken back: each list has its own dump, and none has the first.
            corrections.remove(list[0].1.index(corrections.len()));
            holds(&read(&bytes, &settings(corrections)), &before);
            prop_assert_eq!(all(&read(&bytes, &Settings::default())), all(&before));
        }
    }
}

fn in_pieces(bytes: &[u8], settings: &Settings) -> Dump {
    let mut pieces = Pieces::with("x", Sizes { whole: 700, piece: 600, ..Sizes::default() }, settings.clone());
    for chunk in bytes.chunks(500) {
        pieces.push(chunk).unwrap();
        while pieces.waits() {
            pieces.step().unwrap();
        }
    }
    pieces.end();
    while pieces.waits() {
        pieces.step().unwrap();
    }
    pieces.take().unwrap()
}

#[test]
fn papers_stand_in_the_order_of_their_lines() {
    let samples = samples();
    assert!(samples.len() > 20);
    for (bytes, dump) in samples {
        holds(&read(&bytes, &Settings::default()), &dump);
    }
}

#[test]
fn a_date_may_be_written_without_its_year() {
    let (bytes, before) = samples().into_iter().find(|(_, dump)| dump.entries.len() > 1).unwrap();
    let line = before.entries[1].lines[0];
    let check = |written: &str, date: Option<&str>| {
        let dump = read(&bytes, &settings(vec![Correction::new(What::Date, [line, line], written)]));
        assert_eq!(dump.entries[1].date.map(|date| date.iso()).as_deref(), date, "{written}");
    };
    check("2025-03-20", Some("2025-03-20"));
    check("03-20", Some("--03-20"));
    check("--03-20", Some("--03-20"));
    check("", None);
    check("13-20", before.entries[1].date.map(|date| date.iso()).as_deref());
    check("20 March", before.entries[1].date.map(|date| date.iso()).as_deref());
}
