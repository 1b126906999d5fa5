//! Dumps for the tests of other modules, built without any layout's reader.

use super::{Captured, Coverage, Dump, Entry, Reading, Role, Source, Span, year};
use crate::paper::Date;

/// A paper: title, abstract (`""`: none), authors (0: unknown), date with comments (`"2024-03-20 5"`, `"--03-20"`, `""`).
#[derive(Clone, Copy, Debug, Default)]
pub struct Row<'a>(pub &'a str, pub &'a str, pub u32, pub &'a str);

/// A dump of these papers, two lines each.
pub fn dump(name: &str, rows: &[Row]) -> Dump {
    let mut text = String::new();
    let mut reading = Reading::default();
    for (index, Row(title, body, authors, date)) in rows.iter().enumerate() {
        let mut span = |part: &str| {
            let start = text.len() as u32;
            text.push_str(part);
            text.push('\n');
            Span { start, end: start + part.len() as u32 }
        };
        let (title, body) = (span(title), span(body));
        let (date, comments) = date.split_once(' ').unwrap_or((date, ""));
        reading.entries.push(Entry {
            title,
            abstract_text: (!body.is_empty()).then_some(body),
            authors: (*authors > 0).then_some(*authors),
            date: Date::from_iso(date),
            infer_year: true,
            comments: comments.parse().ok(),
            lines: [2 * index as u32 + 1, 2 * index as u32 + 2],
            ..Entry::default()
        });
        reading.roles.extend([Role::Title, Role::Abstract]);
    }
    let source = Source::decode(text.into_bytes()).unwrap_or_else(|why| panic!("{why}"));
    let mut hints = year::Hints::default();
    hints.add(&source, &mut reading, 0);
    let captured: Captured = year::resolve(&hints, &mut reading.entries).0;
    assert_eq!(Coverage::of(&reading.roles).papers as usize, 2 * rows.len());
    let text_len = source.text().len() as u32;
    Dump {
        name: name.to_owned(),
        layout: "test",
        probes: Vec::new(),
        page_date: None,
        captured,
        entries: reading.entries,
        roles: reading.roles,
        diagnostics: Vec::new(),
        decoded: Vec::new(),
        unfit: None,
        text_len,
        texts: source.into_text().0.into(),
    }
}
