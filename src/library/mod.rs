//! Many dumps → one set of papers.
//!
//! A [`Library`] never changes: it is built anew from its dumps (each a shared [`Volume`]) when one comes or goes, which
//! is cheap, since what depends on one dump alone, the index too, is in its volume. Removing a dump so restores exactly
//! the former library. Papers are places in dumps; no text is copied.
//!
//! # Which entries are one paper
//!
//! - Titles that differ in case, accents, punctuation, white space and LaTeX leftovers alone are one title. Entries of one
//!   title are one paper, unless both have abstracts that have nothing in common ([`agree`]); one without abstract goes
//!   with the longest.
//! - Titles that differ in how words are joined (`few-shot`, `fewshot`) or in a last `v2`, and a title that is the beginning
//!   of another (it was cut off), are one paper only if both have abstracts and these say the same.
//! - A paper's identity is a hash of its title, of several titles the one that is not cut off and has no `v2`; where one
//!   title has unrelated abstracts, a hash of title and abstract. A favourite that was kept under an identity that its paper
//!   had before, or whose title was another over the same abstract, gives it that identity again ([`Library::adopt`]).
//!
//! # How the sightings of a paper complete each other
//!
//! - title and abstract: those of the sighting with the longest abstract; of titles written in several ways the best one whose
//!   abstract is nearly as long;
//! - date: written with its year before inferred, then by the strength of the evidence ([`year::Strength`]), then the
//!   earliest;
//! - comments, up-votes, stars: those of the newest dump that shows them, by the day it was captured ([`Library::day`]); where
//!   days are not known, or are the same, the most, since counts grow; what each sighting shows is kept;
//! - authors: the largest number; names, keywords: the longest list; organisation, arXiv id, submitter, summary: the longest;
//! - the day of listing: the first; links: all of them, those of the title's sighting first.
//!
//! None of this goes by the order of the dumps, but for the order of papers and sightings, which is that of opening.

pub mod agree;
pub mod complete;
pub mod merge;
#[cfg(test)]
mod tests;
pub mod titles;
pub mod volume;
pub mod year;

pub use volume::{Has, Preparing, Volume};

use crate::dump::{Captured, Entry};
use crate::favourites::Favourite;
use crate::import::Owned;
use crate::interner::Interner;
use crate::order;
use crate::paper::{Date, More, Paper, PaperId};
use crate::search::brief::Briefs;
use crate::search::index::Segment;
use crate::search::shard::{NO_PAPER, Shard, mean_lengths};
use crate::search::universe::{Dumps, View};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::cell::OnceCell;
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
    days: Vec<Option<Date>>,
    facts: Vec<Facts>,
    places: Vec<Place>,
    by_id: FxHashMap<u64, u32>,
    /// Other identities that papers had or could have; ascending.
    aliases: Vec<order::Keyed>,
    /// Papers by title key.
    by_title: Vec<u32>,
    /// Papers by the ends of their abstracts, once asked for.
    by_ends: OnceCell<FxHashMap<u64, u32>>,
    /// What links lead to, each once.
    hosts: Interner,
    /// Per paper, one after another: the numbers of its hosts, each once.
    host_numbers: Vec<u32>,
    /// The segments of all dumps, in order.
    shards: Vec<Shard>,
    mean_lengths: (f32, f32),
    briefs: Briefs,
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
    /// Its best position in a dump, from 1.
    pub rank: u32,
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
        let slice = |run: &(u32, u32)| merged.places.get(run.0 as usize..run.1 as usize).unwrap_or(&[]);
        let captured = year::captured(&inputs, runs.iter().map(slice));
        let days = inputs.iter().zip(&captured).map(|(input, captured)| complete::day(input, captured)).collect();
        let mut library = Self {
            places: merged.places,
            inputs,
            captured,
            days,
            facts: Vec::new(),
            by_id: FxHashMap::default(),
            aliases: merged.aliases,
            by_title: Vec::new(),
            by_ends: OnceCell::new(),
            hosts: Interner::default(),
            host_numbers: Vec::new(),
            shards: Vec::new(),
            mean_lengths: (1.0, 1.0),
            briefs: Briefs::default(),
        };
        let mut facts = Vec::with_capacity(runs.len());
        for (id, (first_place, end_place)) in merged.ids.into_iter().zip(runs) {
            let mut new = Facts { first_place, end_place, ..Facts::of(id) };
            library.complete(&mut new);
            // Two titles with one hash are all but impossible.
            while library.by_id.contains_key(&new.id.0) {
                new.id = PaperId(new.id.0.wrapping_add(1));
            }
            library.by_id.insert(new.id.0, facts.len() as u32);
            facts.push(new);
        }
        library.facts = facts;
        library.rank_titles(&merged.starts, &merged.ranks);
        library.collect_hosts();
        library.make_shards();
        library.briefs = Briefs::new(library.facts.iter().map(|facts| library.view(facts)));
        library
    }

    /// Puts papers in the order of their titles, which is known for every entry.
    fn rank_titles(&mut self, starts: &[u32], ranks: &[u32]) {
        let rank = |place: Place| {
            let start = starts.get(place.dump as usize).copied().unwrap_or(0);
            ranks.get((start + place.entry) as usize).copied().unwrap_or(0)
        };
        let mut ends = vec![0; ranks.iter().max().map_or(0, |most| *most as usize + 1)];
        // A place stands for its paper here, so that both are grouped by the same code.
        let papers = (0..).zip(&self.facts).map(|(paper, facts)| (Place { dump: 0, entry: paper }, rank(facts.main)));
        let papers: Vec<(Place, u32)> = papers.collect();
        for (_, rank) in &papers {
            if let Some(count) = ends.get_mut(*rank as usize) {
                *count += 1;
            }
        }
        self.by_title = titles::group(&mut ends, &papers).into_iter().map(|paper| paper.entry).collect();
        for (rank, paper) in (0..).zip(&self.by_title) {
            if let Some(facts) = self.facts.get_mut(*paper as usize) {
                facts.title_rank = rank;
            }
        }
    }

    /// Gives papers the identities that they were kept under: a title was cut off then, had no namesake yet, or was another
    /// over the same abstract. One that favourites have as it is keeps it.
    pub fn adopt(&mut self, favourites: &[Favourite]) {
        let mut taken: FxHashMap<u64, u32> = FxHashMap::default();
        let mut missing: Vec<&Favourite> = Vec::new();
        for favourite in favourites {
            match self.find(favourite.id()) {
                Some(paper) => {
                    taken.insert(favourite.id().0, paper);
                }
                None => missing.push(favourite),
            }
        }
        for Favourite { paper: copy, .. } in missing {
            let from = self.aliases.partition_point(|alias| alias.0 < copy.id.0);
            let same = self.aliases.iter().skip(from).take_while(|alias| alias.0 == copy.id.0).map(|(_, paper)| *paper);
            let copied = copy.abstract_text.as_deref().unwrap_or("");
            let free = |paper: &u32, goes: fn(&str, &str) -> bool| {
                let Some(facts) = self.facts(*paper) else { return false };
                !taken.contains_key(&facts.id.0) && goes(&self.texts(facts).1.unwrap_or_default(), copied)
            };
            let found = same
                .chain(self.find(PaperId::of_title(&copy.title)))
                .find(|paper| free(paper, agree::something_in_common))
                .or_else(|| self.of_abstract(copied).filter(|paper| free(paper, agree::the_same)));
            if let Some(paper) = found
                && let Some(facts) = self.facts.get_mut(paper as usize)
            {
                self.by_id.remove(&facts.id.0);
                facts.id = copy.id;
                self.by_id.insert(copy.id.0, paper);
                taken.insert(copy.id.0, paper);
            }
        }
    }

    /// The first paper whose abstract begins as this one does, or else ends so. The first question takes time linear in the
    /// number of papers.
    fn of_abstract(&self, text: &str) -> Option<u32> {
        let ends = agree::ends(text)?;
        let by_ends = self.by_ends.get_or_init(|| {
            let mut all: FxHashMap<u64, u32> = FxHashMap::default();
            for (paper, facts) in (0..).zip(&self.facts) {
                for end in agree::ends(&self.texts(facts).1.unwrap_or_default()).into_iter().flatten() {
                    all.entry(end).or_insert(paper);
                }
            }
            all
        });
        ends.iter().find_map(|end| by_ends.get(end).copied())
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
    pub fn briefs(&self) -> &Briefs {
        &self.briefs
    }

    /// Whether a file of references has a paper, in any of its sightings.
    pub fn is_owned(&self, facts: &Facts, owned: &Owned) -> bool {
        let entries = || self.places(facts).iter().filter_map(|place| Some((self.entry(*place)?, place.entry)));
        let id = entries().find_map(|((_, entry), _)| entry.more.as_ref()?.arxiv_id.as_deref());
        entries().any(|((volume, _), at)| volume.id(at).is_some_and(|title| owned.has(title, id)))
    }

    /// What filters and orders look at of a paper.
    pub fn view(&self, facts: &Facts) -> View<'_> {
        View {
            id: facts.id,
            published: facts.published,
            authors: facts.authors,
            comments: facts.comments,
            upvotes: facts.upvotes,
            rank: Some(facts.rank),
            has: facts.has,
            has_abstract: facts.has_abstract,
            owned: false,
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

    /// The day dump `index` was captured on, where that is known to the year.
    pub fn day(&self, index: u32) -> Option<Date> {
        self.days.get(index as usize).copied().flatten()
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

    /// The comments and the up-votes that a sighting shows.
    pub fn counts(&self, place: Place) -> [Option<u32>; 2] {
        self.entry(place).map_or([None; 2], |(_, entry)| [entry.comments, entry.upvotes])
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
            more: More::default(),
        };
        self.fill(facts, &mut paper);
        Some(paper)
    }

    /// Why the year is what it is, or is unknown; empty when it was written.
    fn year_reason(&self, facts: &Facts) -> String {
        let Some(date) = facts.published else { return "no date stands with this paper".to_owned() };
        if facts.strength == Strength::Written {
            return String::new();
        }
        if let (Some(year), Strength::Inferred) = (date.year, facts.strength) {
            return format!("{year}: inferred when the dump was made, or from the page of it that has the paper");
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

impl Facts {
    /// A paper of which nothing else is known yet.
    fn of(id: PaperId) -> Self {
        Self {
            id,
            main: Place::default(),
            published: None,
            strength: Strength::Unknown,
            dated_by: 0,
            authors: None,
            comments: None,
            upvotes: None,
            rank: 0,
            has: Has::default(),
            has_abstract: false,
            title_rank: 0,
            first_place: 0,
            end_place: 0,
            first_host: 0,
            end_host: 0,
        }
    }
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
