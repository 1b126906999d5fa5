//! Ranking: BM25F, that is BM25 (Robertson, Walker et al., TREC-3) over two weighted fields, each with a length norm of its
//! own (Zaragoza, Craswell et al., TREC-13; Robertson and Zaragoza, "The probabilistic relevance framework", 2009):
//!
//! score = Σ idf · tf / (k₁ + tf), tf = Σ over fields of weight · count / (1 − b + b · length / mean length)
//!
//! The forms of one word (its stem's, its beginning's, its corrections) are one term: their counts are added, each with
//! the weight of its kind, and they share one idf.

use super::index::Frequency;
use super::language::Field;

// The figures below find the most known items (of words drawn from a paper, the paper in the first ten) among those tried, on
// three draws of queries to invented papers; on real papers, figures near them found more than the textbook's too.

/// How fast more occurrences stop to matter.
const K1: f32 = 2.5;
/// How much a long abstract counts against a paper.
const B_ABSTRACT: f32 = 0.75;
/// How much a long title does.
const B_TITLE: f32 = 0.6;
/// How many occurrences in the abstract one in the title is worth.
const TITLE: f32 = 10.0;

/// What another form of the same stem is worth, against the word as typed.
pub const SAME_STEM: f32 = 0.5;
/// What a longer word that begins like the last one typed is worth.
pub const LONGER: f32 = 0.6;
/// What a correction is worth, of the most frequent kind.
pub const CORRECTED: f32 = 0.4;

/// What an occurrence in a document's title and abstract is worth, by their lengths.
#[derive(Clone, Copy, Debug, Default)]
pub struct Norm {
    title: f32,
    in_abstract: f32,
}

impl Norm {
    /// For a document with these lengths, in tokens, where the means are `mean`.
    pub fn new((title, in_abstract): (u16, u16), mean: (f32, f32)) -> Self {
        Self {
            title: TITLE / (1.0 - B_TITLE + B_TITLE * f32::from(title) / mean.0),
            in_abstract: 1.0 / (1.0 - B_ABSTRACT + B_ABSTRACT * f32::from(in_abstract) / mean.1),
        }
    }

    /// The weighted count of a term; see [`weights`].
    #[inline(always)]
    pub fn count(self, frequency: Frequency, weights: (f32, f32)) -> f32 {
        f32::from(frequency.title()) * self.title * weights.0
            + f32::from(frequency.in_abstract()) * self.in_abstract * weights.1
    }
}

/// What occurrences in title and abstract count, for a term of this worth looked for in one field or both.
pub fn weights(worth: f32, field: Option<Field>) -> (f32, f32) {
    let only = |own: Field| if field.is_none_or(|field| field == own) { worth } else { 0.0 };
    (only(Field::Title), only(Field::Abstract))
}

/// How much a term says that stands in `holding` of `documents`; positive.
pub fn idf(holding: u32, documents: u32) -> f32 {
    let (holding, documents) = (holding.min(documents) as f32, documents as f32);
    (1.0 + (documents - holding + 0.5) / (holding + 0.5)).ln()
}

/// The share of its idf that a term adds to the score, by its weighted count.
#[inline(always)]
pub fn saturated(count: f32) -> f32 {
    count / (K1 + count)
}
