//! An inverted index over the texts of one dump. It never changes: a library is searched segment by segment.
//!
//! Terms stand sorted in one string, postings in two parallel arrays (document, frequency), five bytes each.

use crate::order;
use crate::text::fold::each_token;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// How often a term stands in a document, in one byte: title (up to 3) in the high two bits, abstract (up to 63) in the
/// others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frequency(u8);

impl Frequency {
    const MOST: u8 = 63;

    fn add_title(&mut self) {
        if self.0 < 0xc0 {
            self.0 += 0x40;
        }
    }

    fn add_abstract(&mut self) {
        if self.0 & Self::MOST < Self::MOST {
            self.0 += 1;
        }
    }

    /// Occurrences in the title, at most 3.
    pub fn title(self) -> u8 {
        self.0 >> 6
    }

    /// Occurrences in the abstract, at most 63.
    pub fn in_abstract(self) -> u8 {
        self.0 & Self::MOST
    }
}

/// A finished index: documents are numbered from 0 in the order they were added.
#[derive(Debug, Default)]
pub struct Segment {
    /// All terms, sorted, one after another.
    text: String,
    /// Where each term starts in `text`; one more than there are terms.
    starts: Vec<u32>,
    /// Where each term's postings start; one more than there are terms.
    offsets: Vec<u32>,
    docs: Vec<u32>,
    frequencies: Vec<Frequency>,
    /// Tokens per document, at most 65,535.
    lengths: Vec<u16>,
    /// Sum of all lengths.
    tokens: u64,
}

impl Segment {
    /// Number of documents.
    pub fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// Sum of the documents' lengths in tokens.
    pub fn tokens(&self) -> u64 {
        self.tokens
    }

    /// Tokens of a document; 0 for one that is not there.
    pub fn length(&self, doc: u32) -> u16 {
        self.lengths.get(doc as usize).copied().unwrap_or(0)
    }

    fn terms(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The text of a term; `""` for one that is not there.
    pub fn term(&self, index: usize) -> &str {
        match (self.starts.get(index), self.starts.get(index + 1)) {
            (Some(&start), Some(&end)) => self.text.get(start as usize..end as usize).unwrap_or(""),
            _ => "",
        }
    }

    /// The first term for which `before` does not hold; terms are sorted by bytes. Logarithmic.
    fn partition(&self, from: usize, before: impl Fn(&str) -> bool) -> usize {
        let (mut low, mut high) = (from, self.terms());
        while low < high {
            let middle = low + (high - low) / 2;
            if before(self.term(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The terms that are `token`, or that begin with it. Logarithmic.
    pub fn find(&self, token: &str, prefix: bool) -> Range<usize> {
        let first = self.partition(0, |term| term < token);
        let end = if prefix {
            self.partition(first, |term| term.starts_with(token))
        } else {
            first + usize::from(first < self.terms() && self.term(first) == token)
        };
        first..end
    }

    /// The documents of a term, ascending, with its frequency in each.
    pub fn postings(&self, term: usize) -> impl Iterator<Item = (u32, Frequency)> {
        let range = match (self.offsets.get(term), self.offsets.get(term + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        };
        let docs = self.docs.get(range.clone()).unwrap_or(&[]);
        let frequencies = self.frequencies.get(range).unwrap_or(&[]);
        docs.iter().copied().zip(frequencies.iter().copied())
    }

    /// Number of documents that hold some term of a range; terms that share documents count them again.
    pub fn documents(&self, terms: &Range<usize>) -> u64 {
        match (self.offsets.get(terms.start), self.offsets.get(terms.end)) {
            (Some(&start), Some(&end)) => u64::from(end.saturating_sub(start)),
            _ => 0,
        }
    }

    /// Bytes held.
    pub fn size(&self) -> usize {
        self.text.len() + 4 * (self.starts.len() + self.offsets.len()) + 5 * self.docs.len() + 2 * self.lengths.len()
    }
}

/// Builds a [`Segment`], one document after another.
#[derive(Clone, Debug, Default)]
pub struct SegmentBuilder {
    terms: FxHashMap<Box<str>, u32>,
    /// Per term: its last posting, and how many it has.
    last: Vec<Last>,
    /// Postings in the order they came: term and frequency; documents are runs of it.
    stream: Vec<(u32, Frequency)>,
    /// Where each document's run ends.
    ends: Vec<u32>,
    lengths: Vec<u16>,
    tokens: u64,
}

#[derive(Clone, Debug)]
struct Last {
    at: u32,
    count: u32,
}

impl SegmentBuilder {
    /// Adds a document. Linear in its text.
    pub fn add(&mut self, title: &str, abstract_text: Option<&str>) {
        let start = self.stream.len() as u32;
        let mut length = 0_u32;
        for (text, is_title) in [(Some(title), true), (abstract_text, false)] {
            each_token(text.unwrap_or(""), |_, token| {
                length += 1;
                self.count(token, start, is_title);
            });
        }
        self.ends.push(self.stream.len() as u32);
        self.lengths.push(u16::try_from(length).unwrap_or(u16::MAX));
        self.tokens += u64::from(length);
    }

    fn count(&mut self, token: &str, start: u32, is_title: bool) {
        let next = self.stream.len() as u32;
        let term = match self.terms.get(token) {
            Some(&term) => term,
            None => {
                let term = self.last.len() as u32;
                self.terms.insert(token.into(), term);
                self.last.push(Last { at: u32::MAX, count: 0 });
                term
            }
        };
        let Some(last) = self.last.get_mut(term as usize) else { return };
        if last.at == u32::MAX || last.at < start {
            *last = Last { at: next, count: last.count + 1 };
            self.stream.push((term, Frequency::default()));
        }
        if let Some((_, frequency)) = self.stream.get_mut(last.at as usize) {
            if is_title {
                frequency.add_title();
            } else {
                frequency.add_abstract();
            }
        }
    }

    /// The index: sorts the terms and lays their postings out by term.
    pub fn finish(self) -> Segment {
        let terms: Vec<(Box<str>, u32)> = self.terms.into_iter().collect();
        let order = order::texts(terms.len(), &|at| terms.get(at as usize).map_or("", |(term, _)| &**term));
        let mut segment = Segment {
            text: String::with_capacity(terms.iter().map(|(term, _)| term.len()).sum()),
            docs: vec![0; self.stream.len()],
            frequencies: vec![Frequency::default(); self.stream.len()],
            lengths: self.lengths,
            tokens: self.tokens,
            ..Segment::default()
        };
        segment.starts.push(0);
        segment.offsets.push(0);
        // From here on `next` is where a term's next posting goes.
        let mut next = vec![0_u32; terms.len()];
        let mut offset = 0;
        for (term, number) in order.into_iter().filter_map(|at| terms.get(at as usize)) {
            let number = *number;
            segment.text.push_str(term);
            segment.starts.push(segment.text.len() as u32);
            if let Some(slot) = next.get_mut(number as usize) {
                *slot = offset;
            }
            offset += self.last.get(number as usize).map_or(0, |last| last.count);
            segment.offsets.push(offset);
        }
        let mut start = 0;
        for (doc, &end) in self.ends.iter().enumerate() {
            for &(term, frequency) in self.stream.get(start..end as usize).unwrap_or(&[]) {
                let Some(slot) = next.get_mut(term as usize) else { continue };
                if let (Some(d), Some(f)) =
                    (segment.docs.get_mut(*slot as usize), segment.frequencies.get_mut(*slot as usize))
                {
                    (*d, *f) = (doc as u32, frequency);
                }
                *slot += 1;
            }
            start = end as usize;
        }
        segment
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(texts: &[(&str, &str)]) -> Segment {
        let mut builder = SegmentBuilder::default();
        for (title, text) in texts {
            builder.add(title, Some(text));
        }
        builder.finish()
    }

    #[track_caller]
    fn check(segment: &Segment, token: &str, prefix: bool, want: &[(u32, u8, u8)]) {
        let mut found: Vec<_> = segment
            .find(token, prefix)
            .flat_map(|term| segment.postings(term))
            .map(|(doc, f)| (doc, f.title(), f.in_abstract()))
            .collect();
        found.sort_unstable();
        assert_eq!(found, want, "{token}");
    }

    #[test]
    fn finds_terms() {
        let segment = segment(&[("A robot", "robots and a Robot"), ("", ""), ("Robotic", "arm")]);
        check(&segment, "robot", false, &[(0, 1, 1)]);
        check(&segment, "robot", true, &[(0, 0, 1), (0, 1, 1), (2, 1, 0)]);
        check(&segment, "rob", false, &[]);
        check(&segment, "zebra", true, &[]);
        check(&segment, "a", false, &[(0, 1, 1)]);
        assert_eq!((segment.len(), segment.length(0), segment.length(1), segment.tokens()), (3, 6, 0, 8));
    }

    #[test]
    fn counts_stop_at_their_width() {
        let text = "word ".repeat(300);
        check(&segment(&[(&text, &text)]), "word", false, &[(0, 3, 63)]);
    }

    #[test]
    fn nothing() {
        let segment = Segment::default();
        check(&segment, "a", true, &[]);
        assert_eq!(segment.documents(&segment.find("a", true)), 0);
    }
}
