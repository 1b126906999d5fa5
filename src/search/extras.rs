//! Papers that are in no loaded dump: the favourites' own copies, searchable by the same code.

use super::index::{Segment, SegmentBuilder};
use crate::favourites::Favourite;
use crate::library::{Has, Library};
use crate::order;
use crate::paper::{Date, Paper, PaperId};
use crate::text::{fold, latex};

/// The copies, in the order of the favourites.
#[derive(Debug, Default)]
pub struct Extras {
    /// What they are filtered and sorted by.
    pub all: Vec<Extra>,
    /// Index over them.
    pub segment: Segment,
}

/// What a copy is filtered and sorted by.
#[derive(Clone, Debug)]
pub struct Extra {
    /// Identity.
    pub id: PaperId,
    /// Number of the favourite it is of.
    pub favourite: u32,
    /// Date.
    pub published: Option<Date>,
    /// Number of authors.
    pub authors: Option<u32>,
    /// Number of comments.
    pub comments: Option<u32>,
    /// Kinds of links.
    pub has: Has,
    /// Names of the dumps it was seen in.
    pub dumps: Vec<String>,
    /// Its place among the titles: how many papers of the library come before, then its place among the copies.
    pub title_rank: (u32, u32),
}

impl Extras {
    /// The copies of those favourites that the library does not have. Linear in their texts, but for sorting titles.
    pub fn new(favourites: &[Favourite], library: &Library) -> Self {
        let mut builder = SegmentBuilder::default();
        let mut keys: Vec<String> = Vec::new();
        let mut all: Vec<Extra> = Vec::new();
        for (number, Favourite { paper, .. }) in favourites.iter().enumerate() {
            if library.find(paper.id).is_some() {
                continue;
            }
            let text = paper.abstract_text.as_deref().map(latex::display);
            builder.add(&latex::display(&paper.title), text.as_deref());
            let key = fold::title_key(&paper.title);
            let before = library.titles_before(&key) as u32;
            keys.push(key);
            all.push(Extra::new(paper, number as u32, before));
        }
        let order = order::texts(keys.len(), &|at| keys.get(at as usize).map_or("", String::as_str));
        for (rank, at) in order.into_iter().enumerate() {
            if let Some(extra) = all.get_mut(at as usize) {
                extra.title_rank.1 = rank as u32;
            }
        }
        Self { all, segment: builder.finish() }
    }
}

impl Extra {
    fn new(paper: &Paper, favourite: u32, before: u32) -> Self {
        let mut dumps: Vec<String> = Vec::new();
        for sighting in &paper.seen_in {
            if !dumps.contains(&sighting.dump) {
                dumps.push(sighting.dump.clone());
            }
        }
        Self {
            id: paper.id,
            favourite,
            published: paper.published,
            authors: paper.authors,
            comments: paper.comments,
            has: Has::of(paper.links.iter().map(String::as_str)),
            dumps,
            title_rank: (before, 0),
        }
    }
}
