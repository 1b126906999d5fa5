//! Colours of tags. They belong to no paper, so they stand in a record of their own, under an identity that no title has: each
//! is a tag of that record, `blue todo`. So they are stored, merged between tabs, undone and logged as all records are, and a
//! Paperdeck that does not know of colours reads past them.

use super::clock::BEFORE;
use super::record::{Edit, Record};
use crate::paper::PaperId;

/// The identity of the record.
pub const ID: PaperId = PaperId(0);

/// All colours. Style has a token for each.
pub const ALL: [&str; 6] = ["red", "green", "teal", "blue", "violet", "pink"];

/// Colour and tag, where a text is both.
fn parts(text: &str) -> Option<(&'static str, &str)> {
    let (colour, tag) = text.split_once(' ')?;
    Some((known(colour)?, tag))
}

/// The colour that this is the name of.
pub fn known(colour: &str) -> Option<&'static str> {
    ALL.into_iter().find(|known| *known == colour)
}

/// The colours given: tags, each with its colour. Of two that were given to one tag at once in two tabs, the same in both.
pub fn of(record: &Record) -> Vec<(String, &'static str)> {
    let mut found: Vec<(String, &'static str)> = Vec::new();
    for (text, on) in &record.tags {
        if let Some((colour, tag)) = parts(text).filter(|_| on.value)
            && found.iter().all(|(other, _)| other != tag)
        {
            found.push((tag.to_owned(), colour));
        }
    }
    found
}

/// The changes that give a tag this colour, or none.
pub fn change(record: &Record, tag: &str, colour: Option<&str>) -> Vec<(PaperId, Edit)> {
    let mut edits = Vec::new();
    for (text, _) in record.tags.iter().filter(|(_, on)| on.value) {
        if parts(text).is_some_and(|(old, other)| other == tag && Some(old) != colour) {
            edits.push((ID, Edit::Tag(text.clone(), false)));
        }
    }
    if let Some(colour) = colour {
        edits.push((ID, Edit::Tag(format!("{colour} {tag}"), true)));
    }
    edits
}

/// The changes that bring back from a backup the colours of tags that have none here.
pub fn missing(record: &Record, backup: &Record) -> Vec<(PaperId, Edit)> {
    let here = of(record);
    let mut edits = Vec::new();
    for (tag, colour) in of(backup) {
        if here.iter().all(|(other, _)| *other != tag) {
            edits.extend(change(record, &tag, Some(colour)));
        }
    }
    edits
}

/// Notes in a record that a tag has this colour.
pub fn note(record: &mut Record, tag: &str, colour: &str) {
    record.apply(Edit::Tag(format!("{colour} {tag}"), true), BEFORE);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apply(record: &mut Record, edits: Vec<(PaperId, Edit)>, at: u64) {
        for (id, edit) in edits {
            assert_eq!(id, ID);
            record.apply(edit, at);
        }
    }

    #[test]
    fn a_tag_has_one_colour_the_last_one() {
        let mut record = Record::default();
        for (at, (tag, colour)) in
            [("to do", Some("blue")), ("x", Some("red")), ("to do", Some("pink")), ("x", None)].into_iter().enumerate()
        {
            let edits = change(&record, tag, colour);
            apply(&mut record, edits, at as u64 + 2);
        }
        assert_eq!(of(&record), [("to do".to_owned(), "pink")]);
        assert_eq!(change(&record, "none", None), []);
        assert!(!record.is_kept());
    }

    #[test]
    fn of_two_tabs_both_take_the_same() {
        let mut one = Record::default();
        let mut two = Record::default();
        apply(&mut one, change(&Record::default(), "a", Some("red")), 5);
        apply(&mut two, change(&Record::default(), "a", Some("teal")), 6);
        for (mut a, b) in [(one.clone(), two.clone()), (two, one)] {
            a.merge(b);
            assert_eq!(of(&a), [("a".to_owned(), "red")]);
        }
    }

    #[test]
    fn what_is_no_colour_is_passed_over() {
        let mut record = Record::default();
        for text in ["", "red", "mauve a", "#f00 a"] {
            record.apply(Edit::Tag(text.to_owned(), true), 3);
        }
        assert_eq!(of(&record), []);
    }

    #[test]
    fn a_backup_colours_what_has_no_colour() {
        let (mut here, mut backup) = (Record::default(), Record::default());
        note(&mut here, "a", "red");
        note(&mut backup, "a", "blue");
        note(&mut backup, "b", "teal");
        assert_eq!(missing(&here, &backup), [(ID, Edit::Tag("teal b".to_owned(), true))]);
        assert_eq!(missing(&backup, &here), []);
    }
}
