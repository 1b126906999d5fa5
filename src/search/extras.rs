//! Papers that are in no loaded dump: the favourites' own copies, searchable by the same code.

use super::index::{Index, IndexBuilder};
use super::shard::{Shard, mean_lengths};
use crate::favourites::Favourite;
use crate::interner::Interner;
use crate::library::{Has, Library};
use crate::order;
use crate::paper::{Date, Paper, PaperId};
use crate::text::{fold, latex, links};

/// The copies, in the order of the favourites.
#[derive(Debug, Default)]
pub struct Extras {
    /// What they are filtered and sorted by.
    pub all: Vec<Extra>,
    /// Index over them.
    pub index: Index,
    /// Its segments as they are searched.
    pub shards: Vec<Shard>,
    /// Hosts that the library does not have; their numbers follow the library's.
    pub hosts: Interner,
    /// How many of them have a star; they come first.
    pub starred: usize,
    /// Dumps that are not loaded; their numbers follow the library's.
    pub dumps: Interner,
    /// Which papers and copies a file of references has, by their numbers; empty where there is no such file.
    pub owned: Vec<bool>,
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
    /// Up-votes.
    pub upvotes: Option<u32>,
    /// Its best position in a dump, from 1.
    pub rank: Option<u32>,
    /// Kinds of links.
    pub has: Has,
    /// Whether there is an abstract.
    pub has_abstract: bool,
    /// The numbers of its hosts, each once.
    pub hosts: Vec<u32>,
    /// The numbers of the dumps it was seen in, each once.
    pub dumps: Vec<u32>,
    /// Its place among the titles: how many papers of the library come before, then its place among the copies.
    pub title_rank: (u32, u32),
}

impl Extras {
    /// The copies of those favourites that the library does not have. Linear in their texts, but for sorting titles.
    pub fn new(favourites: &[Favourite], library: &Library) -> Self {
        let mut builder = IndexBuilder::default();
        let mut keys: Vec<String> = Vec::new();
        let mut new = Self::default();
        let starred = |wanted: bool| favourites.iter().zip(0..).filter(move |(kept, _)| kept.is_starred() == wanted);
        for (kept, number) in starred(true).chain(starred(false)) {
            let paper = &kept.paper;
            if library.find(paper.id).is_some() {
                continue;
            }
            let text = paper.abstract_text.as_deref().map(latex::display);
            builder.add(&latex::display(&paper.title), text.as_deref());
            let key = fold::title_key(&paper.title);
            let before = library.titles_before(&key) as u32;
            keys.push(key);
            let extra = new.extra(paper, library, number, before);
            new.all.push(extra);
            new.starred += usize::from(kept.is_starred());
        }
        let order = order::texts(keys.len(), &|at| keys.get(at as usize).map_or("", String::as_str));
        for (rank, at) in order.into_iter().enumerate() {
            if let Some(extra) = new.all.get_mut(at as usize) {
                extra.title_rank.1 = rank as u32;
            }
        }
        new.index = builder.finish();
        let first = library.len() as u32;
        let papers: Vec<u32> = (first..first + new.all.len() as u32).collect();
        let mean = if first > 0 { library.mean_lengths() } else { mean_lengths(new.index.segments.iter()) };
        new.shards = Shard::all(&new.index, &papers, mean).collect();
        new
    }

    fn extra(&mut self, paper: &Paper, library: &Library, favourite: u32, before: u32) -> Extra {
        let inputs = library.inputs();
        let mut dumps: Vec<u32> = Vec::new();
        for name in paper.seen_in.iter().map(|sighting| &sighting.dump) {
            let number = match inputs.iter().position(|input| input.name == *name) {
                Some(number) => number as u32,
                None => inputs.len() as u32 + self.dumps.number(name),
            };
            if !dumps.contains(&number) {
                dumps.push(number);
            }
        }
        let mut has = Has::default();
        let mut hosts: Vec<u32> = Vec::new();
        for link in &paper.links {
            let link = links::classify(link);
            has.add(link.kind);
            let number = match library.find_host(&link.label) {
                Some(number) => number,
                None => library.host_count() as u32 + self.hosts.number(&link.label),
            };
            if !hosts.contains(&number) {
                hosts.push(number);
            }
        }
        Extra {
            id: paper.id,
            favourite,
            published: paper.published,
            authors: paper.authors,
            comments: paper.comments,
            upvotes: paper.upvotes,
            rank: paper.seen_in.iter().map(|sighting| sighting.position).min(),
            has,
            has_abstract: paper.abstract_text.as_deref().is_some_and(|text| !text.is_empty()),
            hosts,
            dumps,
            title_rank: (before, 0),
        }
    }
}
