//! Builds an [`Index`], one document after another.

use super::segment::{MORE, Run};
use super::{Dictionary, Index, Occurrence, Segment};
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

/// Tokens from here on in a document have no position, and are not found.
const MOST_TOKENS: u32 = u16::MAX as u32;

#[derive(Clone, Debug, Default)]
struct SegmentBuilder {
    terms: Interner,
    /// How often each term occurs.
    counts: Vec<u32>,
    /// The terms of all tokens in the order they came; documents are runs of it.
    tokens: Vec<u32>,
    /// Where each document's run ends.
    ends: Vec<u32>,
    lengths: Vec<(u16, u16)>,
    sums: (u64, u64),
}

impl SegmentBuilder {
    #[cfg_attr(optimize_attribute, optimize(speed))]
    fn add(&mut self, title: &str, abstract_text: &str) {
        let in_title = self.text(title, 0);
        // The gap between title and abstract has a position of its own.
        let in_abstract = self.text(abstract_text, in_title + 1);
        self.ends.push(self.tokens.len() as u32);
        let short = |count: u32| u16::try_from(count).unwrap_or(u16::MAX);
        self.lengths.push((short(in_title), short(in_abstract)));
        self.sums.0 += u64::from(in_title);
        self.sums.1 += u64::from(in_abstract);
    }

    /// Takes the tokens of a text whose first is at `position`; how many there are.
    fn text(&mut self, text: &str, position: u32) -> u32 {
        let mut next = position;
        each_token(text, |_, token| {
            if next < MOST_TOKENS {
                self.token(token);
            }
            next = next.saturating_add(1);
        });
        next - position
    }

    #[inline(always)]
    fn token(&mut self, token: &str) {
        let term = self.terms.number(token);
        match self.counts.get_mut(term as usize) {
            Some(count) => *count += 1,
            None => self.counts.push(1),
        }
        self.tokens.push(term);
    }

    /// Sorts the terms and lays out what they have: each occurrence goes to its term, then each term's are written.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    fn finish(self) -> Segment {
        let Self { terms, mut counts, tokens, ends, lengths, sums } = self;
        let order = order::texts(terms.len(), &|at| terms.term(at));
        let mut dictionary = Dictionary::new(order.iter().map(|number| terms.term(*number)));
        drop(terms);
        // From here on: where each term's next occurrence goes.
        let mut offset = 0;
        for number in &order {
            if let Some(count) = counts.get_mut(*number as usize) {
                offset += std::mem::replace(count, offset);
            }
        }
        let mut occurrences = vec![Occurrence::default(); tokens.len()];
        let mut start = 0;
        for (doc, (end, (in_title, _))) in (0..=u16::MAX).zip(ends.iter().zip(&lengths)) {
            let run = tokens.get(start as usize..*end as usize).unwrap_or(&[]);
            let (title, abstract_text) = run.split_at(usize::from(*in_title).min(run.len()));
            let title = title.iter().zip(0..);
            for (term, position) in title.chain(abstract_text.iter().zip(in_title.saturating_add(1)..)) {
                let Some(next) = counts.get_mut(*term as usize) else { continue };
                if let Some(slot) = occurrences.get_mut(*next as usize) {
                    *slot = Occurrence::new(doc, position);
                }
                *next += 1;
            }
            start = *end;
        }
        drop(tokens);
        // Room for most: what is left of it goes back.
        let mut bytes = Vec::with_capacity(occurrences.len() / 2 * 5);
        let (mut offsets, mut documents) = (vec![0], Vec::new());
        let mut run = Run::new(lengths.len());
        let mut start = 0;
        for number in &order {
            let end = counts.get(*number as usize).copied().unwrap_or(start);
            let own = occurrences.get(start as usize..end as usize).unwrap_or(&[]);
            documents.push(run.write(own, &lengths, &mut bytes));
            offsets.push(bytes.len() as u32);
            start = end;
        }
        bytes.shrink_to_fit();
        dictionary.count(documents.into_iter());
        Segment { dictionary, offsets, bytes, lengths, tokens: sums }
    }
}

/// How a position is written, after the one before.
#[inline(always)]
pub(super) fn steps(position: u16, before: u16) -> (u16, u8) {
    let step = position.wrapping_sub(before);
    let more = u16::from(MORE);
    (step / more, (step % more) as u8)
}
