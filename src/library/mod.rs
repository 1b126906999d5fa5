//! Many dumps → one set of papers.
//!
//! A [`Library`] never changes: it is built anew from its dumps (each a shared [`Volume`]) when one comes or goes, which
//! is cheap, since what depends on one dump alone, the index too, is in its volume. Removing a dump so restores exactly
//! the former library. Papers are places in dumps; no text is copied.
//!
//! How the sightings of a paper complete each other:
//! - title and abstract: those of the sighting with the longest abstract, the first on a tie ([`Library::main`]);
//! - date: written with its year before inferred, then by the strength of the evidence ([`year::Strength`]); the first;
//! - authors, comments, up-votes: the largest number (counts only grow); author names: the longest list;
//! - organisation, arXiv id: the first known; links: all of them, in order.

pub mod merge;
#[cfg(test)]
mod tests;
pub mod volume;
pub mod year;

pub use volume::{Has, Preparing, Volume};

use crate::dump::{Captured, Entry};
use crate::interner::Interner;
use crate::order;
use crate::paper::{Date, Paper, PaperId, Sighting};
use crate::search::brief::Brief;
use crate::search::index::Segment;
use crate::search::shard::{NO_PAPER, Shard, mean_lengths};
use crate::search::universe::{Dumps, View};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::Arc;
use year::Strength;

/// A dump in a library.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name, unique in the library: see [`unique_name`].
    pub name: String,
    /// The dump.
    pub volume: Arc<Volume>,
    /// The user's word on the year it was captured in.
    pub year: Option<u16>,
}

/// Where an entry is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    /// Number of the dump in the library, from 0.
    pub dump: u32,
    /// Number of the entry in the dump, from 0.
    pub entry: u32,
}

/// The papers of some dumps, in the order of their first sighting.
#[derive(Debug, Default)]
pub struct Library {
    inputs: Vec<Input>,
    captured: Vec<Captured>,
    facts: Vec<Facts>,
    places: Vec<Place>,
    by_id: FxHashMap<u64, u32>,
    /// Papers by title key.
    by_title: Vec<u32>,
    /// What links lead to, each once.
    hosts: Interner,
    /// Per paper, one after another: the numbers of its hosts, each once.
    host_numbers: Vec<u32>,
    /// The segments of all dumps, in order.
    shards: Vec<Shard>,
    mean_lengths: (f32, f32),
    briefs: Vec<Brief>,
}

/// What is asked of a paper when it is filtered and sorted.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Identity.
    pub id: PaperId,
    /// Where its title and abstract are.
    pub main: Place,
    /// Date.
    pub published: Option<Date>,
    /// How the year is known.
    pub strength: Strength,
    /// Number of the dump that the date is from.
    pub dated_by: u32,
    /// Number of authors.
    pub authors: Option<u32>,
    /// Number of comments.
    pub comments: Option<u32>,
    /// Up-votes.
    pub upvotes: Option<u32>,
    /// Kinds of links.
    pub has: Has,
    /// Whether there is an abstract.
    pub has_abstract: bool,
    /// Place in the order of titles (title key), from 0.
    pub title_rank: u32,
    first_place: u32,
    end_place: u32,
    first_host: u32,
    end_host: u32,
}

impl Library {
    /// Merges dumps. Linear in the number of entries, but for sorting titles.
    pub fn new(inputs: Vec<Input>) -> Self {
        let merged = merge::merge(&inputs);
        let mut start = 0;
        let runs: Vec<(u32, u32)> = merged.ends.iter().map(|end| (std::mem::replace(&mut start, *end), *end)).collect();
        let slice = |(start, end): (u32, u32)| merged.places.get(start as usize..end as usize).unwrap_or(&[]);
        let captured = year::captured(&inputs, runs.iter().map(|run| slice(*run)));
        let facts = merged.ids.iter().zip(&runs).map(|(id, run)| facts(&inputs, &captured, *id, slice(*run), *run));
        let mut library = Self {
            facts: facts.collect(),
            by_id: merged.ids.iter().enumerate().map(|(at, id)| (id.0, at as u32)).collect(),
            places: merged.places,
            inputs,
            captured,
            by_title: Vec::new(),
            hosts: Interner::default(),
            host_numbers: Vec::new(),
            shards: Vec::new(),
            mean_lengths: (1.0, 1.0),
            briefs: Vec::new(),
        };
        library.rank_titles();
        library.collect_hosts();
        library.make_shards();
        library.briefs = library.facts.iter().map(|facts| Brief::of(&library.view(facts))).collect();
        library
    }

    fn rank_titles(&mut self) {
        let key = |at: u32| self.facts(at).map_or("", |facts| self.key(facts.main));
        let by_title = order::texts(self.facts.len(), &key);
        for (rank, at) in by_title.iter().enumerate() {
            if let Some(facts) = self.facts.get_mut(*at as usize) {
                facts.title_rank = rank as u32;
            }
        }
        self.by_title = by_title;
    }

    fn collect_hosts(&mut self) {
        // The number here of each number there, dump by dump; filled as hosts are met, so that the order is the papers'.
        let mut known: Vec<Vec<u32>> = self.inputs.iter().map(|_| Vec::new()).collect();
        let Self { inputs, facts, places, hosts, host_numbers, .. } = self;
        for facts in facts {
            facts.first_host = host_numbers.len() as u32;
            for place in places.get(facts.first_place as usize..facts.end_place as usize).unwrap_or(&[]) {
                let at = place.dump as usize;
                let (Some(input), Some(known)) = (inputs.get(at), known.get_mut(at)) else { continue };
                for there in input.volume.hosts(place.entry) {
                    let there_at = *there as usize;
                    if known.len() <= there_at {
                        known.resize(there_at + 1, u32::MAX);
                    }
                    let Some(here) = known.get_mut(there_at) else { continue };
                    if *here == u32::MAX {
                        *here = hosts.number(input.volume.host(*there));
                    }
                    if !host_numbers.iter().skip(facts.first_host as usize).any(|known| known == here) {
                        host_numbers.push(*here);
                    }
                }
            }
            facts.end_host = host_numbers.len() as u32;
        }
    }

    fn make_shards(&mut self) {
        let segments = || self.inputs.iter().flat_map(|input| &input.volume.index.segments);
        self.mean_lengths = mean_lengths(segments());
        let mut papers: Vec<Vec<u32>> =
            self.inputs.iter().map(|input| vec![NO_PAPER; input.volume.index.len()]).collect();
        for (paper, facts) in self.facts.iter().enumerate() {
            let slot = papers.get_mut(facts.main.dump as usize).and_then(|of| of.get_mut(facts.main.entry as usize));
            if let Some(slot) = slot {
                *slot = paper as u32;
            }
        }
        let all = self.inputs.iter().zip(&papers);
        self.shards =
            all.flat_map(|(input, papers)| Shard::all(&input.volume.index, papers, self.mean_lengths)).collect();
    }

    /// The index, segment by segment, with the papers that the documents stand for.
    pub fn shards(&self) -> impl Iterator<Item = (&Segment, &Shard)> {
        self.inputs.iter().flat_map(|input| &input.volume.index.segments).zip(&self.shards)
    }

    /// Mean lengths of titles and abstracts, in tokens.
    pub fn mean_lengths(&self) -> (f32, f32) {
        self.mean_lengths
    }

    /// What most queries look at of each paper.
    pub fn briefs(&self) -> &[Brief] {
        &self.briefs
    }

    /// What filters and orders look at of a paper.
    pub fn view(&self, facts: &Facts) -> View<'_> {
        View {
            id: facts.id,
            published: facts.published,
            authors: facts.authors,
            comments: facts.comments,
            upvotes: facts.upvotes,
            has: facts.has,
            has_abstract: facts.has_abstract,
            // A copy with as many titles before it as this paper has comes before it.
            title_rank: (u64::from(facts.title_rank) << 32) | u64::from(u32::MAX),
            hosts: self.hosts(facts),
            dumps: Dumps::Places(self.places(facts)),
        }
    }

    /// What a paper's links lead to, by number, in order; see [`Library::host`].
    pub fn hosts(&self, facts: &Facts) -> &[u32] {
        self.host_numbers.get(facts.first_host as usize..facts.end_host as usize).unwrap_or(&[])
    }

    /// The name of a host; `""` for a number that there is not. Numbers run from 0 without gaps.
    pub fn host(&self, number: u32) -> &str {
        self.hosts.term(number)
    }

    /// The number of a host.
    pub fn find_host(&self, name: &str) -> Option<u32> {
        self.hosts.find(name)
    }

    /// How many hosts there are.
    pub fn host_count(&self) -> usize {
        self.hosts.len()
    }

    fn key(&self, place: Place) -> &str {
        self.inputs.get(place.dump as usize).map_or("", |input| input.volume.key(place.entry))
    }

    /// Number of papers.
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// Whether there is no paper.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// The dumps, in the order of opening.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// The year dump `index` was captured in, and how that is known, with all dumps in sight.
    pub fn captured(&self, index: usize) -> Option<&Captured> {
        self.captured.get(index)
    }

    /// The number of the paper with this identity.
    pub fn find(&self, id: PaperId) -> Option<u32> {
        self.by_id.get(&id.0).copied()
    }

    /// What paper `index` is filtered and sorted by.
    pub fn facts(&self, index: u32) -> Option<&Facts> {
        self.facts.get(index as usize)
    }

    /// All papers' facts, in order.
    pub fn all(&self) -> &[Facts] {
        &self.facts
    }

    /// Where paper `index` was seen, in order.
    pub fn places(&self, facts: &Facts) -> &[Place] {
        self.places.get(facts.first_place as usize..facts.end_place as usize).unwrap_or(&[])
    }

    /// How many papers have a title key before this one. Logarithmic.
    pub fn titles_before(&self, key: &str) -> usize {
        self.by_title.partition_point(|at| self.facts(*at).is_some_and(|facts| self.key(facts.main) < key))
    }

    /// Title and abstract of a paper, verbatim but for collapsed white space.
    pub fn texts(&self, facts: &Facts) -> (Cow<'_, str>, Option<Cow<'_, str>>) {
        let Some((volume, entry)) = self.entry(facts.main) else { return (Cow::Borrowed(""), None) };
        (volume.dump.text(entry.title), entry.abstract_text.map(|span| volume.dump.text(span)))
    }

    fn entry(&self, place: Place) -> Option<(&Volume, &Entry)> {
        let volume = &*self.inputs.get(place.dump as usize)?.volume;
        Some((volume, volume.entry(place.entry)?))
    }

    /// Paper `index` with all that its sightings know; `None` past the end.
    pub fn paper(&self, index: u32) -> Option<Paper> {
        let facts = self.facts(index)?;
        let (title, abstract_text) = self.texts(facts);
        let mut paper = Paper {
            id: facts.id,
            title: title.into_owned(),
            abstract_text: abstract_text.map(Cow::into_owned).filter(|text| !text.is_empty()),
            authors: facts.authors,
            author_names: Vec::new(),
            organisation: None,
            published: facts.published,
            year_inferred: facts.published.is_some_and(|date| date.year.is_some())
                && facts.strength != Strength::Written,
            year_reason: self.year_reason(facts),
            comments: facts.comments,
            upvotes: facts.upvotes,
            arxiv_id: None,
            links: Vec::new(),
            seen_in: Vec::new(),
        };
        for place in self.places(facts) {
            let Some((volume, entry)) = self.entry(*place) else { continue };
            if paper.organisation.is_none() {
                paper.organisation =
                    entry.organisation.map(|span| volume.dump.text(span).into_owned()).filter(|name| !name.is_empty());
            }
            if let Some(more) = &entry.more {
                if more.author_names.len() > paper.author_names.len() {
                    paper.author_names.clone_from(&more.author_names);
                }
                if paper.arxiv_id.is_none() {
                    paper.arxiv_id.clone_from(&more.arxiv_id);
                }
            }
            for link in volume::entry_links(&volume.dump, entry) {
                if !paper.links.contains(&link) {
                    paper.links.push(link);
                }
            }
            let name = self.inputs.get(place.dump as usize).map_or_else(String::new, |input| input.name.clone());
            paper.seen_in.push(Sighting { dump: name, position: place.entry + 1, lines: entry.lines });
        }
        Some(paper)
    }

    /// Why the year is what it is, or is unknown; empty when it was written.
    fn year_reason(&self, facts: &Facts) -> String {
        let Some(date) = facts.published else { return "no date stands with this paper".to_owned() };
        if facts.strength == Strength::Written {
            return String::new();
        }
        let reason =
            self.captured(facts.dated_by as usize).map(|captured| (captured.year, captured.reason.to_string()));
        match (date.year, reason) {
            (Some(year), Some((_, reason))) => format!("{year}: {reason}"),
            (None, Some((None, reason))) => format!("year unknown: {reason}"),
            (None, _) => "year unknown: the dump leaves it out in a way that says nothing".to_owned(),
            (Some(_), None) => String::new(),
        }
    }
}

/// What the sightings of a paper know together.
fn facts(inputs: &[Input], captured: &[Captured], id: PaperId, places: &[Place], run: (u32, u32)) -> Facts {
    let mut facts = Facts {
        id,
        main: places.first().copied().unwrap_or_default(),
        published: None,
        strength: Strength::Unknown,
        dated_by: 0,
        authors: None,
        comments: None,
        upvotes: None,
        has: Has::default(),
        has_abstract: false,
        title_rank: 0,
        first_place: run.0,
        end_place: run.1,
        first_host: 0,
        end_host: 0,
    };
    let mut longest = 0;
    for place in places {
        let Some(volume) = inputs.get(place.dump as usize).map(|input| &input.volume) else { continue };
        let Some(entry) = volume.entry(place.entry) else { continue };
        let length = entry.abstract_text.map_or(0, |span| span.end.saturating_sub(span.start));
        if length > longest {
            longest = length;
            facts.main = *place;
        }
        facts.authors = facts.authors.max(entry.authors);
        facts.comments = facts.comments.max(entry.comments);
        facts.upvotes = facts.upvotes.max(entry.upvotes);
        facts.has = facts.has.or(volume.has(place.entry));
        let date = captured.get(place.dump as usize).and_then(|c| year::date(entry.date, entry.infer_year, c));
        if let Some((date, strength)) = date
            && (facts.published.is_none() || strength < facts.strength)
        {
            (facts.published, facts.strength, facts.dated_by) = (Some(date), strength, place.dump);
        }
    }
    facts.has_abstract = longest > 0;
    facts
}

/// A name that no dump has yet: `name`, else `name (2)`, `name (3)` …
pub fn unique_name<'a>(name: &str, taken: impl Iterator<Item = &'a str> + Clone) -> String {
    let free = |candidate: &str| !taken.clone().any(|other| other == candidate);
    if free(name) {
        return name.to_owned();
    }
    let mut number = 2_u64;
    loop {
        let candidate = format!("{name} ({number})");
        if free(&candidate) {
            return candidate;
        }
        number += 1;
    }
}
