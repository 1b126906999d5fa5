//! A card repeated on the same page is one entry.

use super::{Entry, Reading, Source, Span};
use crate::text::space::collapse;
use rustc_hash::FxHashMap;

/// Joins entries with the same title and the same abstract (or none in one of them): the first stays and gets what only
/// the others have. Linear.
pub fn remove(source: &Source, reading: &mut Reading) {
    let raw = |span: Span| -> &str {
        let len = source.text().len();
        let (start, end) = (span.start as usize, span.end as usize);
        let raw = if start >= len { reading.extra.get(start - len..end - len) } else { source.text().get(start..end) };
        raw.unwrap_or("")
    };
    let mut first: FxHashMap<Box<str>, u32> = FxHashMap::default();
    let mut repeats: Vec<Option<usize>> = vec![None; reading.entries.len()];
    for (index, entry) in reading.entries.iter().enumerate() {
        let title = collapse(raw(entry.title));
        match first.get(&*title) {
            None => {
                first.insert(title.into(), index as u32);
            }
            Some(earlier) => {
                let earlier = *earlier as usize;
                let before = reading.entries.get(earlier).and_then(|e| e.abstract_text);
                let same = match (before, entry.abstract_text) {
                    (Some(before), Some(now)) => {
                        let (before, now) = (raw(before), raw(now));
                        before == now || collapse(before) == collapse(now)
                    }
                    _ => true,
                };
                if same && let Some(repeat) = repeats.get_mut(index) {
                    *repeat = Some(earlier);
                }
            }
        }
    }
    if repeats.iter().all(Option::is_none) {
        return;
    }
    let mut entries: Vec<Option<Entry>> = std::mem::take(&mut reading.entries).into_iter().map(Some).collect();
    for (index, repeat) in repeats.iter().enumerate() {
        if let Some(first) = repeat
            && let Some(again) = entries.get_mut(index).and_then(Option::take)
            && let Some(Some(first)) = entries.get_mut(*first)
        {
            complete(first, again);
        }
    }
    reading.entries = entries.into_iter().flatten().collect();
}

/// Gives an entry what only its repeat has.
fn complete(first: &mut Entry, again: Entry) {
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
