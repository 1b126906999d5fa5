//! A segment as a library sees it: which paper each document stands for, and how its lengths weigh in ranking.

use super::bits::Bits;
use super::index::{Index, SEGMENT, Segment};
use super::rank::Norm;

/// Stands for "no paper": the document is another sighting of a paper that is searched elsewhere.
pub const NO_PAPER: u32 = u32::MAX;

/// What a library knows of the documents of one segment.
#[derive(Debug, Default)]
pub struct Shard {
    /// The paper of each document, or [`NO_PAPER`].
    pub papers: Vec<u32>,
    /// The length norms of each document.
    pub norms: Vec<Norm>,
    /// The documents that stand for a paper.
    pub live: Bits,
}

impl Shard {
    /// The shards of an index; `papers` has the paper of every document, `mean` the mean lengths of title and abstract.
    pub fn all<'a>(index: &'a Index, papers: &'a [u32], mean: (f32, f32)) -> impl Iterator<Item = Self> {
        index.segments.iter().zip(papers.chunks(SEGMENT)).map(move |(segment, papers)| {
            let mut live = Bits::none(segment.len());
            let all = papers.iter().enumerate().filter(|(_, paper)| **paper != NO_PAPER);
            all.for_each(|(doc, _)| live.insert(doc as u16));
            let norms = (0..segment.len()).map(|doc| Norm::new(segment.lengths(doc as u16), mean)).collect();
            Self { papers: papers.to_vec(), norms, live }
        })
    }
}

/// Mean lengths of titles and abstracts over segments, in tokens, at least 1.
pub fn mean_lengths<'a>(segments: impl Iterator<Item = &'a Segment>) -> (f32, f32) {
    let (mut documents, mut titles, mut abstracts) = (0, 0, 0);
    for segment in segments {
        documents += segment.len();
        titles += segment.tokens().0;
        abstracts += segment.tokens().1;
    }
    let mean = |tokens: u64| (tokens as f32 / documents.max(1) as f32).max(1.0);
    (mean(titles), mean(abstracts))
}
