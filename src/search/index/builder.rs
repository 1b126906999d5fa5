//! Builds an [`Index`], one document after another.

use super::segment::MORE;
use super::{Dictionary, Frequency, Index, Segment};
use crate::interner::Interner;
use crate::order;
use crate::text::fold::each_token;

/// The most documents of a segment.
pub const SEGMENT: usize = 1 << 16;

/// An index under construction.
#[derive(Clone, Debug, Default)]
pub struct IndexBuilder {
    done: Vec<Segment>,
    open: SegmentBuilder,
}

impl IndexBuilder {
    /// Adds a document. Linear in its text; every [`SEGMENT`]th time it also lays out a segment.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    pub fn add(&mut self, title: &str, abstract_text: Option<&str>) {
        if self.open.lengths.len() == SEGMENT {
            self.done.push(std::mem::take(&mut self.open).finish());
        }
        self.open.add(title, abstract_text.unwrap_or(""));
    }

    /// The index.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    pub fn finish(mut self) -> Index {
        if !self.open.lengths.is_empty() {
            self.done.push(self.open.finish());
        }
        Index { segments: self.done }
    }
}

#[derive(Clone, Debug, Default)]
struct SegmentBuilder {
    terms: Interner,
    /// Per term: its last posting, and how much it has.
    last: Vec<Last>,
    /// The terms of all postings in the order they came; documents are runs of it.
    stream: Vec<u32>,
    /// The frequencies that go with `stream`.
    frequencies: Vec<Frequency>,
    /// Where each document's run ends.
    ends: Vec<u32>,
    /// Token by token, which posting of its document it counts for, or [`NONE`].
    tokens: Vec<u16>,
    /// Where each document's tokens end.
    token_ends: Vec<u32>,
    /// The last position of each posting of the document at hand.
    positions: Vec<u16>,
    lengths: Vec<(u16, u16)>,
    sums: (u64, u64),
}

/// No posting: the token is not counted, or it is the gap between title and abstract.
const NONE: u16 = u16::MAX;

#[derive(Clone, Copy, Debug)]
struct Last {
    at: u32,
    count: u32,
    /// Bytes of all its positions.
    bytes: u32,
}

/// How a position is written, after the one before.
fn steps(position: u16, before: u16) -> (u16, u8) {
    let step = position.wrapping_sub(before);
    let more = u16::from(MORE);
    (step / more, (step % more) as u8)
}

impl SegmentBuilder {
    #[cfg_attr(optimize_attribute, optimize(speed))]
    fn add(&mut self, title: &str, abstract_text: &str) {
        let start = self.stream.len() as u32;
        let first = self.tokens.len();
        self.positions.clear();
        each_token(title, |_, token| self.token(token, start, first, true));
        let in_title = self.tokens.len() - first;
        self.tokens.push(NONE);
        each_token(abstract_text, |_, token| self.token(token, start, first, false));
        let in_abstract = self.tokens.len() - first - in_title - 1;
        self.ends.push(self.stream.len() as u32);
        self.token_ends.push(self.tokens.len() as u32);
        let short = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        self.lengths.push((short(in_title), short(in_abstract)));
        self.sums.0 += in_title as u64;
        self.sums.1 += in_abstract as u64;
    }

    /// Takes a token of the document whose postings start at `start` and whose tokens start at `first`.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    fn token(&mut self, token: &str, start: u32, first: usize, in_title: bool) {
        let term = self.terms.number(token);
        if term as usize == self.last.len() {
            self.last.push(Last { at: u32::MAX, count: 0, bytes: 0 });
        }
        let Some(last) = self.last.get_mut(term as usize) else { return };
        if last.at == u32::MAX || last.at < start {
            (last.at, last.count) = (self.stream.len() as u32, last.count + 1);
            self.stream.push(term);
            self.frequencies.push(Frequency::default());
            self.positions.push(0);
        }
        let posting = (last.at - start) as usize;
        let Some(frequency) = self.frequencies.get_mut(last.at as usize) else { return };
        let position = u16::try_from(self.tokens.len() - first).ok().filter(|_| posting < usize::from(NONE));
        // What has no position is not counted, so that every occurrence that is counted has one.
        let counted = position.filter(|_| frequency.add(in_title));
        if let (Some(position), Some(before)) = (counted, self.positions.get_mut(posting)) {
            last.bytes += u32::from(steps(position, *before).0) + 1;
            *before = position;
        }
        self.tokens.push(if counted.is_some() { posting as u16 } else { NONE });
    }

    /// Sorts the terms and lays their postings and positions out by term.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    fn finish(self) -> Segment {
        let order = order::texts(self.terms.len(), &|at| self.terms.term(at));
        let mut dictionary = Dictionary::new(order.iter().map(|number| self.terms.term(*number)));
        let counts = order.iter().filter_map(|number| self.last.get(*number as usize));
        dictionary.count(counts.map(|last| last.count));
        let (mut offsets, mut position_offsets) = (vec![0_u32], vec![0_u32]);
        // Where a term's next posting and its next position go.
        let mut next = vec![(0_u32, 0_u32); order.len()];
        let (mut offset, mut position_offset) = (0, 0);
        for number in &order {
            let (Some(slot), Some(last)) = (next.get_mut(*number as usize), self.last.get(*number as usize)) else {
                continue;
            };
            *slot = (offset, position_offset);
            offset += last.count;
            position_offset += last.bytes;
            offsets.push(offset);
            position_offsets.push(position_offset);
        }
        let mut docs = vec![0_u16; self.stream.len()];
        let mut frequencies = vec![Frequency::default(); self.stream.len()];
        let mut positions = vec![0_u8; position_offset as usize];
        let (mut start, mut first) = (0, 0);
        let mut before: Vec<u16> = Vec::new();
        for (doc, (end, token_end)) in self.ends.iter().zip(&self.token_ends).enumerate() {
            let run = start as usize..*end as usize;
            let terms = self.stream.get(run.clone()).unwrap_or(&[]);
            for (term, frequency) in terms.iter().zip(self.frequencies.get(run).unwrap_or(&[])) {
                let Some((slot, _)) = next.get_mut(*term as usize) else { continue };
                if let (Some(d), Some(f)) = (docs.get_mut(*slot as usize), frequencies.get_mut(*slot as usize)) {
                    (*d, *f) = (doc as u16, *frequency);
                }
                *slot += 1;
            }
            before.clear();
            before.resize(terms.len(), 0);
            let tokens = self.tokens.get(first as usize..*token_end as usize).unwrap_or(&[]);
            for (position, posting) in (0_u16..=u16::MAX).zip(tokens) {
                let at = usize::from(*posting);
                let (Some(term), Some(before)) = (terms.get(at), before.get_mut(at)) else { continue };
                let Some((_, slot)) = next.get_mut(*term as usize) else { continue };
                let (more, step) = steps(position, *before);
                *before = position;
                let end = *slot as usize + usize::from(more);
                if more > 0 {
                    positions.get_mut(*slot as usize..end).unwrap_or(&mut []).fill(MORE);
                }
                if let Some(last) = positions.get_mut(end) {
                    *last = step;
                }
                *slot = end as u32 + 1;
            }
            (start, first) = (*end, *token_end);
        }
        let (lengths, tokens) = (self.lengths, self.sums);
        Segment { dictionary, offsets, docs, frequencies, position_offsets, positions, lengths, tokens }
    }
}
