//! The beginning of a record's text: what stands between its sum and the paper's own copy, which is nine tenths of it.
//!
//! A page that starts reads these alone, ten thousand of them in a few milliseconds. It does not check the sum, which is
//! over the whole text: that is done when a text is read whole, by the engine soon after the start, by the page before it
//! changes a record.

use super::Status;
use super::clock::{Dated, LATEST, Stamp};
use super::codec::HEAD;
use super::record::{ELSEWHERE, Record};
use crate::json::Value;

/// What the paper's copy begins with. In a record this stands nowhere else: quotes within texts are escaped.
pub const PAPER: &str = "\"paper\":[\"";

/// The beginning of a text, or nothing where it is of another version or has no copy of a paper.
pub fn of(text: &str) -> &str {
    let has_copy = |at: usize| text.get(at + PAPER.len()..).is_some_and(|copy| !copy.starts_with('"'));
    let begins =
        || text.get(text.strip_prefix(HEAD).map(|_| HEAD.len() + 8)?..text.find(PAPER).filter(|at| has_copy(*at))?);
    begins().unwrap_or("")
}

/// The record that begins so, with its copy of the paper elsewhere; `None` where the text must be read whole: it is of
/// another version, has no copy, or is not what Paperdeck writes.
#[cfg_attr(optimize_attribute, optimize(speed))]
pub fn read(beginning: &str) -> Option<Record> {
    let mut text = Text(beginning);
    text.skip("\",")?;
    let added = text.field("\"added\":[\"")?;
    let mut record = Record { added, ..Record::default() };
    let status = text.field("\"status\":[\"")?;
    if status.at > 0 {
        record.status = Dated::new(Status::from_key(&status.value)?, status.at);
    }
    record.note = text.field("\"note\":[\"")?;
    text.skip("\"tags\":{")?;
    while text.skip("\"").is_some() {
        let name = text.string()?;
        text.skip(":")?;
        let on = text.skip("-").is_none();
        let at = text.stamp()?;
        if record.tags.last().is_some_and(|(last, _)| *last >= name) {
            return None;
        }
        record.tags.push((name, Dated::new(on, at)));
        if text.skip(",").is_none() {
            break;
        }
    }
    text.skip("},")?;
    record.paper.value = ELSEWHERE.to_owned();
    (text.0.is_empty() && record.is_kept()).then_some(record)
}

/// What is left to read.
struct Text<'a>(&'a str);

impl Text<'_> {
    fn skip(&mut self, what: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(what)?;
        Some(())
    }

    /// A text and a time after this key, or nothing where it is not there.
    fn field(&mut self, key: &str) -> Option<Dated<String>> {
        if self.skip(key).is_none() {
            return Some(Dated::default());
        }
        let value = self.string()?;
        self.skip(",")?;
        let at = self.stamp()?;
        self.skip("],")?;
        Some(Dated::new(value, at))
    }

    /// The rest of a text behind its opening quote.
    fn string(&mut self) -> Option<String> {
        let (mut end, mut escaped) = (0, false);
        let bytes = self.0.as_bytes();
        loop {
            match bytes.get(end)? {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    end += 1;
                }
                _ => {}
            }
            end += 1;
        }
        let text = self.0.get(..end)?;
        self.0 = self.0.get(end + 1..)?;
        if !escaped {
            return Some(text.to_owned());
        }
        match Value::read(&format!("\"{text}\"")).ok()? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    fn stamp(&mut self) -> Option<Stamp> {
        let end = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let at: Stamp = self.0.get(..end)?.parse().ok()?;
        self.0 = self.0.get(end..)?;
        (at > 0).then_some(at.min(LATEST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::tests::favourite;
    use crate::favourites::codec::{decode, encode};
    use crate::favourites::record::tests::record;
    use proptest::prelude::*;

    /// What the beginning of a text must be read as.
    fn wanted(record: &Record) -> Option<Record> {
        let paper = Dated { at: 0, value: ELSEWHERE.to_owned() };
        record.is_kept().then(|| Record { paper, ..record.clone() })
    }

    proptest! {
        #[test]
        fn is_all_but_the_paper(mut record in record(), note in "\\PC{0,9}[\"\\\\\n]{0,3}", tag in "\\PC{1,5}") {
            record.note = Dated::new(note, 5);
            record.tags = vec![(tag, Dated::new(true, 6))];
            prop_assert_eq!(read(of(&encode(&record))), wanted(&record));
        }

        #[test]
        fn with_the_whole_it_is_the_record(favourite in favourite()) {
            let record = Record::of(&favourite, 1_800_000_000_000_000);
            let mut begun = read(of(&encode(&record))).unwrap();
            prop_assert!(begun.is_begun() && !record.is_begun());
            begun.merge(record.clone());
            prop_assert_eq!(begun, record);
        }

        #[test]
        fn anything_can_be_looked_at(text in "(\\PC|\\{\"version\":2,\"sum\":\"00000000\",|\"added\":\\[\"|\"tags\":\\{|\\},|\",1\\],|-){0,9}") {
            let _ = read(&text);
            let _ = of(&text);
        }
    }

    #[test]
    fn what_is_not_of_this_version_is_read_whole() {
        for text in ["", "{", "{\"version\":3}", include_str!("fixtures/1.json"), "{\"version\":2,\"sum\":\"é"] {
            assert_eq!(read(of(text)), None);
            assert_eq!(read(text), None);
        }
        let text = include_str!("fixtures/2.json").trim();
        assert_eq!(read(of(text)), wanted(&decode(text).unwrap()));
        let begun = of(text);
        assert_eq!(read(&begun[..begun.len() - 1]), None, "cut");
        assert_eq!(read(&begun.replace("reading", "sleeping")), None);
        assert_eq!(read(&begun.replace("\"hot\"", "\"zot\"")), None, "out of order");
        assert_eq!(read(&begun.replace("1795166400000000]", "0]")), None);
    }

    #[test]
    fn the_page_looks_for_the_same() {
        let boot = include_str!("../../boot.js");
        for text in [PAPER, HEAD, crate::favourites::storage::PREFIX] {
            assert!(boot.contains(&format!("\"{text}\"")) || boot.contains(&format!("'{text}'")), "{text}");
        }
    }

    #[test]
    fn what_looks_like_a_paper_within_a_note_is_none() {
        let mut record = decode(include_str!("fixtures/2.json").trim()).unwrap();
        record.note = Dated::new(PAPER.to_owned(), 9);
        record.tags = vec![("paper".to_owned(), Dated::new(false, 9))];
        assert_eq!(read(of(&encode(&record))), wanted(&record));
    }
}
