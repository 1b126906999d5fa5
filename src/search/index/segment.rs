//! Postings of up to 65,536 documents, with the places of every occurrence.

use super::Dictionary;
use crate::search::bits::Bits;

/// How often a term stands in a document, in one byte: title (up to 3) in the high two bits, abstract (up to 63) in the
/// others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frequency(u8);

impl Frequency {
    const MOST: u8 = 63;

    /// Counts an occurrence; whether there was room for it.
    #[inline(always)]
    pub(super) fn add(&mut self, in_title: bool) -> bool {
        let (room, one) = if in_title { (self.0 < 0xc0, 0x40) } else { (self.0 & Self::MOST < Self::MOST, 1) };
        if room {
            self.0 += one;
        }
        room
    }

    /// Whether there may be more occurrences than are counted.
    pub fn is_full(self) -> bool {
        self.title() == 3 || self.in_abstract() == Self::MOST
    }

    /// Occurrences in the title, at most 3.
    #[inline(always)]
    pub fn title(self) -> u8 {
        self.0 >> 6
    }

    /// Occurrences in the abstract, at most 63.
    #[inline(always)]
    pub fn in_abstract(self) -> u8 {
        self.0 & Self::MOST
    }
}

/// In a list of positions: add this much and go on.
pub(super) const MORE: u8 = 255;

/// Where a term stands: the document, and in it the number of the token. Title and abstract are numbered through, with a
/// gap between them. Occurrences are in order as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence(u32);

impl Occurrence {
    /// Token `position` of a document.
    pub fn new(doc: u16, position: u16) -> Self {
        Self(u32::from(doc) << 16 | u32::from(position))
    }

    /// The document.
    pub fn doc(self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// The number of the token.
    pub fn position(self) -> u16 {
        self.0 as u16
    }

    /// The token after it.
    pub fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// The documents that hold a term, and how often.
#[derive(Clone, Copy, Debug)]
pub struct Postings<'a> {
    docs: &'a [u16],
    frequencies: &'a [Frequency],
}

impl Postings<'_> {
    /// All of them, ascending by document.
    #[inline(always)]
    pub fn iter(&self) -> impl Iterator<Item = (u16, Frequency)> {
        self.docs.iter().copied().zip(self.frequencies.iter().copied())
    }

    /// Whether it is less work to look for `few` documents one by one than to go through all.
    pub fn are_many_for(&self, few: usize) -> bool {
        few < self.docs.len() / 16
    }

    /// How often the term stands in a document. `from` is where to look on; documents must be asked for ascending.
    /// Logarithmic in how far that is.
    #[inline(always)]
    pub fn seek(&self, from: &mut usize, doc: u16) -> Option<Frequency> {
        // Steps of doubling length, then halving: the next one is near.
        let mut step = 1;
        while self.docs.get(*from + step).is_some_and(|other| *other < doc) {
            *from += step;
            step *= 2;
        }
        let near = self.docs.get(*from..(*from + step + 1).min(self.docs.len())).unwrap_or(&[]);
        *from += near.partition_point(|other| *other < doc);
        let found = self.docs.get(*from).is_some_and(|other| *other == doc);
        self.frequencies.get(*from).copied().filter(|_| found)
    }
}

/// A part of an index. Postings lie in two parallel arrays (document, frequency), three bytes each; the positions of a
/// term's occurrences follow each other in the order of its postings, one byte for most: the distance from the one before
/// in the same document, where 255 stands for "255, and more follows". Only occurrences that a [`Frequency`] counts have one.
#[derive(Clone, Debug, Default)]
pub struct Segment {
    /// The terms; a term's number here is its number in `offsets`.
    pub dictionary: Dictionary,
    /// Where each term's postings start; one more than there are terms.
    pub(super) offsets: Vec<u32>,
    pub(super) docs: Vec<u16>,
    pub(super) frequencies: Vec<Frequency>,
    /// Where each term's positions start; one more than there are terms.
    pub(super) position_offsets: Vec<u32>,
    pub(super) positions: Vec<u8>,
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

    /// The postings of a term; none for a term that is not there.
    pub fn postings(&self, term: u32) -> Postings<'_> {
        let range = self.range(term);
        let docs = self.docs.get(range.clone()).unwrap_or(&[]);
        Postings { docs, frequencies: self.frequencies.get(range).unwrap_or(&[]) }
    }

    /// Calls `found` with every occurrence of a term in the documents `within`, in order, and with what its document holds
    /// of the term. Linear in all the term's occurrences.
    pub fn occurrences(&self, term: u32, within: &Bits, mut found: impl FnMut(Occurrence, Frequency)) {
        let start = self.position_offsets.get(term as usize).copied().unwrap_or(0) as usize;
        let mut bytes = self.positions.get(start..).unwrap_or(&[]).iter();
        for (doc, frequency) in self.postings(term).iter() {
            let wanted = within.contains(doc);
            let mut position = 0_u16;
            for _ in 0..frequency.title() + frequency.in_abstract() {
                for step in bytes.by_ref() {
                    position = position.wrapping_add(u16::from(*step));
                    if *step < MORE {
                        break;
                    }
                }
                if wanted {
                    found(Occurrence::new(doc, position), frequency);
                }
            }
        }
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
        self.dictionary.size()
            + 8 * self.offsets.len()
            + 3 * self.docs.len()
            + 4 * self.lengths.len()
            + self.positions.len()
    }
}
