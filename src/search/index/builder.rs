//! Builds an [`Index`], one document after another.

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
    pub fn add(&mut self, title: &str, abstract_text: Option<&str>) {
        if self.open.lengths.len() == SEGMENT {
            self.done.push(std::mem::take(&mut self.open).finish());
        }
        self.open.add(title, abstract_text.unwrap_or(""));
    }

    /// The index.
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
    /// Per term: its last posting, and how many it has.
    last: Vec<Last>,
    /// The terms of all postings in the order they came; documents are runs of it.
    stream: Vec<u32>,
    /// The frequencies that go with `stream`.
    frequencies: Vec<Frequency>,
    /// Where each document's run ends.
    ends: Vec<u32>,
    lengths: Vec<(u16, u16)>,
    tokens: (u64, u64),
}

#[derive(Clone, Copy, Debug)]
struct Last {
    at: u32,
    count: u32,
}

impl SegmentBuilder {
    fn add(&mut self, title: &str, abstract_text: &str) {
        let start = self.stream.len() as u32;
        let (mut in_title, mut in_abstract) = (0_u32, 0_u32);
        each_token(title, |_, token| {
            in_title += 1;
            if let Some(frequency) = self.posting(token, start) {
                frequency.add_title();
            }
        });
        each_token(abstract_text, |_, token| {
            in_abstract += 1;
            if let Some(frequency) = self.posting(token, start) {
                frequency.add_abstract();
            }
        });
        self.ends.push(self.stream.len() as u32);
        let short = |count: u32| u16::try_from(count).unwrap_or(u16::MAX);
        self.lengths.push((short(in_title), short(in_abstract)));
        self.tokens.0 += u64::from(in_title);
        self.tokens.1 += u64::from(in_abstract);
    }

    /// The frequency of a token in the document whose postings start at `start`.
    fn posting(&mut self, token: &str, start: u32) -> Option<&mut Frequency> {
        let term = self.terms.number(token);
        if term as usize == self.last.len() {
            self.last.push(Last { at: u32::MAX, count: 0 });
        }
        let last = self.last.get_mut(term as usize)?;
        if last.at == u32::MAX || last.at < start {
            *last = Last { at: self.stream.len() as u32, count: last.count + 1 };
            self.stream.push(term);
            self.frequencies.push(Frequency::default());
        }
        self.frequencies.get_mut(last.at as usize)
    }

    /// Sorts the terms and lays their postings out by term.
    fn finish(self) -> Segment {
        let order = order::texts(self.terms.len(), &|at| self.terms.term(at));
        let dictionary = Dictionary::new(order.iter().map(|number| self.terms.term(*number)));
        let mut offsets = Vec::with_capacity(order.len() + 1);
        offsets.push(0);
        // Where a term's next posting goes.
        let mut next = vec![0_u32; order.len()];
        let mut offset = 0;
        for number in &order {
            if let Some(slot) = next.get_mut(*number as usize) {
                *slot = offset;
            }
            offset += self.last.get(*number as usize).map_or(0, |last| last.count);
            offsets.push(offset);
        }
        let mut docs = vec![0_u16; self.stream.len()];
        let mut frequencies = vec![Frequency::default(); self.stream.len()];
        let mut postings = self.stream.iter().zip(&self.frequencies);
        let mut start = 0;
        for (doc, end) in self.ends.iter().enumerate() {
            for (term, frequency) in postings.by_ref().take((end - start) as usize) {
                let Some(slot) = next.get_mut(*term as usize) else { continue };
                if let (Some(d), Some(f)) = (docs.get_mut(*slot as usize), frequencies.get_mut(*slot as usize)) {
                    (*d, *f) = (doc as u16, *frequency);
                }
                *slot += 1;
            }
            start = *end;
        }
        Segment { dictionary, offsets, docs, frequencies, lengths: self.lengths, tokens: self.tokens }
    }
}
