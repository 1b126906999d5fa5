//! Postings of up to 65,536 documents.

use super::Dictionary;

/// How often a term stands in a document, in one byte: title (up to 3) in the high two bits, abstract (up to 63) in the
/// others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frequency(u8);

impl Frequency {
    const MOST: u8 = 63;

    pub(super) fn add_title(&mut self) {
        if self.0 < 0xc0 {
            self.0 += 0x40;
        }
    }

    pub(super) fn add_abstract(&mut self) {
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

/// A part of an index: postings lie in two parallel arrays (document, frequency), three bytes each.
#[derive(Clone, Debug, Default)]
pub struct Segment {
    /// The terms; a term's number here is its number in `offsets`.
    pub dictionary: Dictionary,
    /// Where each term's postings start; one more than there are terms.
    pub(super) offsets: Vec<u32>,
    pub(super) docs: Vec<u16>,
    pub(super) frequencies: Vec<Frequency>,
    /// Tokens of each document's title and abstract, at most 65,535.
    pub(super) lengths: Vec<(u16, u16)>,
    /// Sums of all lengths.
    pub(super) tokens: (u64, u64),
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

    /// Tokens in all titles and in all abstracts.
    pub fn tokens(&self) -> (u64, u64) {
        self.tokens
    }

    /// Tokens of a document's title and abstract; none for one that is not there.
    pub fn lengths(&self, doc: u16) -> (u16, u16) {
        self.lengths.get(usize::from(doc)).copied().unwrap_or_default()
    }

    /// The documents of a term, ascending, with its frequency in each; none for a term that is not there.
    pub fn postings(&self, term: u32) -> impl Iterator<Item = (u16, Frequency)> {
        let range = self.range(term);
        let docs = self.docs.get(range.clone()).unwrap_or(&[]);
        let frequencies = self.frequencies.get(range).unwrap_or(&[]);
        docs.iter().copied().zip(frequencies.iter().copied())
    }

    /// In how many documents a term stands.
    pub fn documents(&self, term: u32) -> u32 {
        self.range(term).len() as u32
    }

    fn range(&self, term: u32) -> std::ops::Range<usize> {
        match (self.offsets.get(term as usize), self.offsets.get(term as usize + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        }
    }

    /// Bytes held.
    pub fn size(&self) -> usize {
        self.dictionary.size() + 4 * self.offsets.len() + 3 * self.docs.len() + 4 * self.lengths.len()
    }
}
