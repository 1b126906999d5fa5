//! An inverted index over the texts of one dump, in two fields: title and abstract.
//!
//! An index is a list of [`Segment`]s of up to [`SEGMENT`] documents, so that a document's number takes two bytes and the
//! scores of a segment stay in the cache while a query runs. It never changes.

mod builder;
mod dictionary;
mod postings;
mod segment;

pub use builder::{IndexBuilder, SEGMENT};
pub use dictionary::{Dictionary, OFTEN};
pub use postings::Postings;
pub use segment::{Frequency, Occurrence, Segment};

/// A finished index: documents are numbered from 0 in the order they were added, [`SEGMENT`] to a segment.
#[derive(Debug, Default)]
pub struct Index {
    /// In the order of their documents.
    pub segments: Vec<Segment>,
}

impl Index {
    /// Number of documents.
    pub fn len(&self) -> usize {
        self.segments.iter().map(Segment::len).sum()
    }

    /// Whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.segments.iter().all(Segment::is_empty)
    }

    /// Bytes held.
    pub fn size(&self) -> usize {
        self.segments.iter().map(Segment::size).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::bits::Bits;

    fn index(texts: &[(&str, &str)]) -> Index {
        let mut builder = IndexBuilder::default();
        for (title, text) in texts {
            builder.add(title, Some(text));
        }
        builder.finish()
    }

    #[track_caller]
    fn check(index: &Index, token: &str, prefix: bool, want: &[(u32, u8, u8)]) {
        let mut found: Vec<_> = Vec::new();
        for (segment, base) in index.segments.iter().zip((0..).step_by(SEGMENT)) {
            let dictionary = &segment.dictionary;
            let terms = if prefix {
                dictionary.starting_with(token)
            } else {
                dictionary.find(token).map_or(0..0, |term| term..term + 1)
            };
            for term in terms {
                let mut take = |doc, f: Frequency| found.push((base + u32::from(doc), f.title(), f.in_abstract()));
                segment.postings(term).each(&mut take);
            }
        }
        found.sort_unstable();
        assert_eq!(found, want, "{token}");
    }

    #[test]
    fn finds_terms() {
        let index = index(&[("A robot", "robots and a Robot"), ("", ""), ("Robotic", "arm")]);
        check(&index, "robot", false, &[(0, 1, 1)]);
        check(&index, "robot", true, &[(0, 0, 1), (0, 1, 1), (2, 1, 0)]);
        check(&index, "rob", false, &[]);
        check(&index, "zebra", true, &[]);
        check(&index, "a", false, &[(0, 1, 1)]);
        let segment = &index.segments[0];
        assert_eq!((index.len(), segment.lengths(0), segment.lengths(1)), (3, (2, 4), (0, 0)));
        assert_eq!(segment.tokens(), (3, 5));
    }

    #[test]
    fn knows_where_terms_stand() {
        let far = "filler ".repeat(700);
        let index = index(&[("other", "words"), ("a b a", &format!("b a {far} a"))]);
        let segment = &index.segments[0];
        let check = |term: &str, want: &[u16]| {
            let mut all = Bits::none(2);
            all.insert(1);
            let mut found = Vec::new();
            segment.occurrences(segment.dictionary.find(term).unwrap(), &all, |occurrence, _| {
                assert_eq!(occurrence.doc(), 1);
                found.push(occurrence.position());
            });
            assert_eq!(found, want, "{term}");
        };
        check("a", &[0, 2, 5, 706]);
        check("b", &[1, 4]);
        check("filler", &(6..69).collect::<Vec<_>>());
        check("words", &[]);
    }

    #[test]
    fn counts_stop_at_their_width() {
        let text = "word ".repeat(300);
        check(&index(&[(&text, &text)]), "word", false, &[(0, 3, 63)]);
    }

    #[test]
    fn nothing() {
        check(&Index::default(), "a", true, &[]);
        assert!(index(&[]).is_empty());
    }

    #[test]
    fn a_full_segment_is_followed_by_another() {
        let mut builder = IndexBuilder::default();
        for _ in 0..SEGMENT {
            builder.add("many", None);
        }
        builder.add("one", Some("many"));
        let index = builder.finish();
        assert_eq!((index.segments.len(), index.len()), (2, SEGMENT + 1));
        check(&index, "one", false, &[(SEGMENT as u32, 1, 0)]);
    }
}
