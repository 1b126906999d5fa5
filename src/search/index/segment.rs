//! Postings of up to 65,536 documents, with the places of every occurrence.

use super::Dictionary;
use super::builder::steps;
use super::postings::{self, Postings};
use crate::search::bits::Bits;

/// How often a term stands in a document, in one byte: title (up to 3) in the high two bits, abstract (up to 63) in the
/// others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frequency(pub(super) u8);

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
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

/// A part of an index: for each term a run of bytes, with its [`Postings`] and then the positions of its occurrences in the
/// order of these, one byte for most: the distance from the one before in the same document, where 255 stands for "255, and
/// more follows". Only occurrences that a [`Frequency`] counts have one.
#[derive(Clone, Debug, Default)]
pub struct Segment {
    /// The terms; a term's number here is its number in `offsets`.
    pub dictionary: Dictionary,
    /// Where each term's run starts; one more than there are terms.
    pub(super) offsets: Vec<u32>,
    pub(super) bytes: Vec<u8>,
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
        Postings::new(self.run(term), self.len())
    }

    /// Calls `found` with every occurrence of a term in the documents `within`, in order, and with what its document holds
    /// of the term. Linear in all the term's occurrences.
    pub fn occurrences(&self, term: u32, within: &Bits, mut found: impl FnMut(Occurrence, Frequency)) {
        let postings = self.postings(term);
        let mut bytes = postings.after().iter();
        postings.each(&mut |doc, frequency| {
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
        });
    }

    /// In how many documents a term stands.
    pub fn documents(&self, term: u32) -> u32 {
        self.postings(term).len() as u32
    }

    fn run(&self, term: u32) -> &[u8] {
        match (self.offsets.get(term as usize), self.offsets.get(term as usize + 1)) {
            (Some(&start), Some(&end)) => self.bytes.get(start as usize..end as usize).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// Bytes held.
    pub fn size(&self) -> usize {
        self.dictionary.size() + 4 * self.offsets.len() + self.bytes.len() + 4 * self.lengths.len()
    }
}

/// Writes the runs of terms, one after another.
#[derive(Default)]
pub(super) struct Run {
    /// The documents of the segment.
    documents: usize,
    postings: Vec<(u16, Frequency)>,
    positions: Vec<u8>,
}

impl Run {
    /// For a segment of so many documents.
    pub fn new(documents: usize) -> Self {
        Self { documents, ..Self::default() }
    }

    /// Appends the run of a term with these occurrences, in order; in how many documents they are.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    pub fn write(&mut self, occurrences: &[Occurrence], lengths: &[(u16, u16)], bytes: &mut Vec<u8>) -> u32 {
        self.postings.clear();
        self.positions.clear();
        let mut title = 0;
        let mut before = 0;
        for occurrence in occurrences {
            let doc = occurrence.doc();
            if self.postings.last().is_none_or(|(last, _)| *last != doc) {
                self.postings.push((doc, Frequency::default()));
                title = lengths.get(usize::from(doc)).map_or(0, |lengths| lengths.0);
                before = 0;
            }
            let Some((_, frequency)) = self.postings.last_mut() else { break };
            let position = occurrence.position();
            if frequency.add(position < title) {
                let (more, step) = steps(position, before);
                before = position;
                for _ in 0..more {
                    self.positions.push(MORE);
                }
                self.positions.push(step);
            }
        }
        postings::write(&self.postings, self.documents, bytes);
        bytes.extend_from_slice(&self.positions);
        self.postings.len() as u32
    }
}
