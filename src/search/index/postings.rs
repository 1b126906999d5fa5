//! The documents that hold a term, as bytes: how many there are (seven bits to a byte, the last first), then three bytes for
//! each of a few, or blocks for many.
//!
//! In a block a posting takes a byte in most cases: the low bits are the gap to the document before, the high ones a code for
//! the frequency. How many bits gaps have follows from how dense the term's documents are. All ones stand for more: the rest
//! of a gap follows, seven bits to a byte; a frequency without a code, as a byte. Every block begins with its last document
//! and its length, two bytes each, so that it can be passed over.

use super::Frequency;
use std::slice::Iter;

/// So many documents are many: a block is about as large then as three bytes for each.
const MANY: usize = 64;

/// Postings of a block.
const BLOCK: usize = 128;

/// Bytes before those of a block's postings.
const HEAD: usize = 4;

/// Frequencies that have a code, the most common first (title in the high two bits, abstract in the others).
const CODES: [u8; 26] =
    [1, 2, 3, 4, 5, 6, 66, 67, 65, 68, 7, 64, 69, 8, 70, 9, 71, 10, 130, 131, 129, 128, 11, 72, 12, 73];

/// The code of each frequency; large where there is none.
const CODE_OF: [u8; 256] = {
    let mut table = [u8::MAX; 256];
    let mut code = 0;
    while code < CODES.len() {
        table[CODES[code] as usize] = code as u8;
        code += 1;
    }
    table
};

/// How many low bits of a byte gaps have, where `count` of `documents` hold the term.
fn gap_bits(count: usize, documents: usize) -> u32 {
    (2 + (documents / count.max(1)).max(1).ilog2()).min(7)
}

/// The documents that hold a term, and how often.
#[derive(Clone, Copy, Debug)]
pub struct Postings<'a> {
    count: usize,
    gap_bits: u32,
    bytes: &'a [u8],
}

/// A number, seven bits to a byte, the last byte the first without its high bit.
#[inline(always)]
fn number(bytes: &mut Iter<u8>) -> usize {
    let (mut number, mut shift) = (0, 0);
    for byte in bytes.by_ref() {
        number |= usize::from(byte & 0x7f) << shift;
        shift += 7;
        // No number here is longer.
        if *byte < 0x80 || shift > 21 {
            break;
        }
    }
    number
}

fn push_number(mut number: usize, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Appends postings, ascending by document, of a segment of so many documents.
#[cfg_attr(optimize_attribute, optimize(speed))]
pub(super) fn write(postings: &[(u16, Frequency)], documents: usize, bytes: &mut Vec<u8>) {
    push_number(postings.len(), bytes);
    if postings.len() < MANY {
        for (doc, frequency) in postings {
            let [low, high] = doc.to_le_bytes();
            bytes.extend_from_slice(&[low, high, frequency.0]);
        }
        return;
    }
    let gap_bits = gap_bits(postings.len(), documents);
    let (most_gap, most_code) = ((1_u16 << gap_bits) - 1, u8::MAX >> gap_bits);
    let mut before = u16::MAX;
    for block in postings.chunks(BLOCK) {
        let head = bytes.len();
        bytes.extend_from_slice(&[0; HEAD]);
        for (doc, frequency) in block {
            let gap = doc.wrapping_sub(before).wrapping_sub(1);
            before = *doc;
            let code = CODE_OF[usize::from(frequency.0)].min(most_code);
            bytes.push(gap.min(most_gap) as u8 | code << gap_bits);
            if gap >= most_gap {
                push_number(usize::from(gap - most_gap), bytes);
            }
            if code == most_code {
                bytes.push(frequency.0);
            }
        }
        let [a, b] = before.to_le_bytes();
        let [c, d] = ((bytes.len() - head - HEAD) as u16).to_le_bytes();
        if let Some(slots) = bytes.get_mut(head..head + HEAD) {
            slots.copy_from_slice(&[a, b, c, d]);
        }
    }
}

impl<'a> Postings<'a> {
    /// The postings at the beginning of a term's run, in a segment of so many documents.
    #[inline(always)]
    pub(super) fn new(run: &'a [u8], documents: usize) -> Self {
        let mut bytes = run.iter();
        let count = number(&mut bytes);
        Self { count, gap_bits: gap_bits(count, documents), bytes: bytes.as_slice() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// What follows them.
    pub(super) fn after(&self) -> &'a [u8] {
        let mut end = 3 * self.count;
        if self.count >= MANY {
            end = 0;
            for _ in 0..self.count.div_ceil(BLOCK) {
                end += self.head(end).map_or(0, |(_, length)| HEAD + length);
            }
        }
        self.bytes.get(end..).unwrap_or(&[])
    }

    /// The last document of the block at a place, and its bytes.
    #[inline(always)]
    fn head(&self, at: usize) -> Option<(u16, usize)> {
        let [a, b, c, d] = *self.bytes.get(at..)?.first_chunk::<HEAD>()?;
        Some((u16::from_le_bytes([a, b]), usize::from(u16::from_le_bytes([c, d]))))
    }

    /// The next posting of a block, where `doc` is the document before, and becomes that of the posting.
    #[inline(always)]
    fn next(gap_bits: u32, bytes: &mut Iter<u8>, doc: &mut u16) -> Frequency {
        let Some(&byte) = bytes.next() else { return Frequency::default() };
        let most_gap = (1_u8 << gap_bits) - 1;
        let mut gap = u16::from(byte & most_gap);
        if gap == u16::from(most_gap) {
            gap = gap.wrapping_add(number(bytes) as u16);
        }
        *doc = doc.wrapping_add(gap).wrapping_add(1);
        let code = byte >> gap_bits;
        if code == u8::MAX >> gap_bits {
            return Frequency(bytes.next().copied().unwrap_or(0));
        }
        Frequency(CODES.get(usize::from(code)).copied().unwrap_or(0))
    }

    /// Calls `found` with each, ascending by document.
    #[inline(always)]
    pub fn each(&self, found: &mut impl FnMut(u16, Frequency)) {
        if self.count < MANY {
            let (postings, _) = self.bytes.as_chunks::<3>();
            for [low, high, frequency] in postings.iter().take(self.count) {
                found(u16::from_le_bytes([*low, *high]), Frequency(*frequency));
            }
            return;
        }
        let mut doc = u16::MAX;
        let mut left = self.count;
        let mut bytes = self.bytes.iter();
        while left > 0 {
            bytes = bytes.as_slice().get(HEAD..).unwrap_or(&[]).iter();
            for _ in 0..left.min(BLOCK) {
                let frequency = Self::next(self.gap_bits, &mut bytes, &mut doc);
                found(doc, frequency);
            }
            left = left.saturating_sub(BLOCK);
        }
    }

    /// Whether it is less work to look for `few` documents one by one than to go through all.
    pub fn are_many_for(&self, few: usize) -> bool {
        self.count >= MANY && few < self.count / 16
    }

    /// A way to look for documents one by one, ascending, in many.
    pub fn seek(self) -> Seek<'a> {
        Seek {
            postings: self,
            block: 0,
            left: self.count,
            bytes: [].iter(),
            last: u16::MAX,
            doc: u16::MAX,
            frequency: Frequency::default(),
            begun: false,
        }
    }
}

/// Looks for documents, ascending, in many.
pub struct Seek<'a> {
    postings: Postings<'a>,
    /// Where the block that comes next begins, and how many postings are there.
    block: usize,
    left: usize,
    /// What is left of the block at hand.
    bytes: Iter<'a, u8>,
    /// Its last document.
    last: u16,
    /// The posting that was looked at last.
    doc: u16,
    frequency: Frequency,
    begun: bool,
}

impl Seek<'_> {
    /// How often the term stands in a document. Documents must be asked for ascending. Linear in the blocks that are passed
    /// over, and in one block.
    #[inline(always)]
    pub fn to(&mut self, doc: u16) -> Option<Frequency> {
        while !self.begun || self.last < doc {
            let (last, length) = self.postings.head(self.block).filter(|_| self.left > 0)?;
            self.doc = if self.begun { self.last } else { u16::MAX };
            self.begun = true;
            let start = self.block + HEAD;
            self.bytes = self.postings.bytes.get(start..start + length)?.iter();
            self.block = start + length;
            self.left = self.left.saturating_sub(BLOCK);
            self.last = last;
            if last >= doc {
                self.frequency = Postings::next(self.postings.gap_bits, &mut self.bytes, &mut self.doc);
            }
        }
        while self.doc < doc {
            self.frequency = Postings::next(self.postings.gap_bits, &mut self.bytes, &mut self.doc);
        }
        (self.doc == doc).then_some(self.frequency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_written_is_read(
            gaps in proptest::collection::vec(prop_oneof![8 => 1_u32..9, 2 => 1_u32..400, 1 => 1_u32..30_000], 0..700),
            frequencies in proptest::collection::vec(prop_oneof![3 => 1_u8..8, 1 => any::<u8>()], 1..40),
            more in 0_usize..3000, asked in proptest::collection::vec(any::<u16>(), 0..60),
        ) {
            let docs = gaps.iter().scan(0, |doc, gap| { *doc += gap; Some(*doc - 1) });
            let docs = docs.map_while(|doc| u16::try_from(doc).ok());
            let want: Vec<(u16, Frequency)> = docs.zip(frequencies.iter().cycle().copied().map(Frequency)).collect();
            let documents = want.last().map_or(0, |(doc, _)| usize::from(*doc) + 1) + more;
            let mut bytes = Vec::new();
            write(&want, documents, &mut bytes);
            bytes.push(77);
            let postings = Postings::new(&bytes, documents);
            prop_assert_eq!(postings.len(), want.len());
            prop_assert_eq!(postings.after(), &[77]);
            let mut all = Vec::new();
            postings.each(&mut |doc, frequency| all.push((doc, frequency)));
            prop_assert_eq!(&all, &want);
            if want.len() >= MANY {
                let mut asked = asked;
                asked.extend(want.iter().step_by(3).map(|(doc, _)| *doc));
                asked.sort_unstable();
                asked.dedup();
                let mut seek = postings.seek();
                for doc in asked {
                    let found = want.binary_search_by_key(&doc, |(doc, _)| *doc).ok().map(|at| want[at].1);
                    prop_assert_eq!(seek.to(doc), found, "{}", doc);
                }
            }
        }
    }
}
