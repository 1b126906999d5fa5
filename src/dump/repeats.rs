//! A card repeated on the same page is one entry.

use super::{Entry, Reading, Source, Span};
use crate::text::space::collapse;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// The entries of a dump, as far as they have come, by their titles.
#[derive(Clone, Debug, Default)]
pub struct Repeats {
    /// Hash of a title → the first entry of this title, and in the lowest bit whether it came without an abstract. Titles
    /// that share a hash take the next free number.
    first: FxHashMap<u64, u32>,
}

impl Repeats {
    /// Adds an entry, unless it has the title and the abstract (or none, or the other had none) of one that is there:
    /// then that one gets what only the new one has. `raw` gives the text of a span. Gives the number of an entry that
    /// got an abstract so.
    pub fn add<'a>(&mut self, entries: &mut Vec<Entry>, entry: Entry, raw: &dyn Fn(Span) -> &'a str) -> Option<u32> {
        let title = collapse(raw(entry.title));
        let mut hasher = FxHasher::default();
        hasher.write(title.as_bytes());
        let mut key = hasher.finish();
        let (first, bare) = loop {
            match self.first.get(&key) {
                None => {
                    let number = (entries.len() as u32) << 1 | u32::from(entry.abstract_text.is_none());
                    self.first.insert(key, number);
                    entries.push(entry);
                    return None;
                }
                Some(number) => {
                    let first = number >> 1;
                    if entries.get(first as usize).is_some_and(|first| collapse(raw(first.title)) == title) {
                        break (first, number & 1 == 1);
                    }
                    key = key.wrapping_add(1);
                }
            }
        };
        let before = entries.get_mut(first as usize)?;
        let same = match (before.abstract_text, entry.abstract_text) {
            (Some(before), Some(now)) if !bare => {
                let (before, now) = (raw(before), raw(now));
                before == now || collapse(before) == collapse(now)
            }
            _ => true,
        };
        if !same {
            entries.push(entry);
            return None;
        }
        let gains = before.abstract_text.is_none() && entry.abstract_text.is_some();
        complete(before, entry);
        gains.then_some(first)
    }
}

/// Joins entries with the same title and the same abstract (or none in one of them): the first stays and gets what only
/// the others have. Linear.
pub fn remove(source: &Source, reading: &mut Reading) {
    let extra = &reading.extra;
    let raw = |span: Span| -> &str {
        let len = source.text().len();
        let (start, end) = (span.start as usize, span.end as usize);
        let raw = if start >= len { extra.get(start - len..end - len) } else { source.text().get(start..end) };
        raw.unwrap_or("")
    };
    let mut repeats = Repeats::default();
    let all = std::mem::take(&mut reading.entries);
    let mut entries = Vec::with_capacity(all.len());
    for entry in all {
        repeats.add(&mut entries, entry, &raw);
    }
    reading.entries = entries;
}

/// Gives an entry what only its repeat has.
pub(super) fn complete(first: &mut Entry, again: Entry) {
    first.abstract_text = first.abstract_text.or(again.abstract_text);
    first.authors = first.authors.or(again.authors);
    first.organisation = first.organisation.or(again.organisation);
    first.comments = first.comments.or(again.comments);
    first.upvotes = first.upvotes.or(again.upvotes);
    if first.date.is_none() {
        first.date = again.date;
        first.infer_year = again.infer_year;
    }
    match (&mut first.more, again.more) {
        (Some(first), Some(again)) => first.add(*again),
        (first @ None, again) => *first = again,
        _ => {}
    }
}
