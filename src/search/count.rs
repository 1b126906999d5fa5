//! Counting facets over the papers that match, each facet without its own filter.

use super::brief::{self, Profile, SEVERAL};
use super::changes::Change;
use super::filter::{AUTHORS, CODE, COMMENTS, DUMP, HOST, PROJECT, RANK, SEEN_IN, YEAR};
use super::query::{AuthorRange, CommentRange, Query, RANKS, SEEN};
use super::universe::Universe;
use crate::engine::protocol::{Facets, MAX_HOSTS};
use crate::order;

/// Counts so far.
pub struct Counts {
    /// By year; 0 stands for none.
    years: Vec<u32>,
    /// In the order of [`AuthorRange::ALL`].
    authors: [u32; 6],
    /// In the order of [`CommentRange::ALL`].
    comments: [u32; 5],
    code: u32,
    project: u32,
    hosts: Vec<u32>,
    dumps: Vec<u32>,
    /// In the order of [`RANKS`]; then those beyond.
    ranks: [u32; 5],
    /// None of [`SEEN`], then in their order.
    seen: [u32; 5],
    /// In the order of [`Change::ALL`].
    changes: [u32; 4],
    favourites: u32,
    owned: u32,
}

impl Counts {
    /// Nothing counted yet.
    pub fn new(universe: Universe) -> Self {
        Self {
            years: Vec::new(),
            authors: [0; 6],
            comments: [0; 5],
            code: 0,
            project: 0,
            hosts: vec![0; universe.host_count()],
            dumps: vec![0; universe.dump_count()],
            ranks: [0; 5],
            seen: [0; 5],
            changes: [0; 4],
            favourites: 0,
            owned: 0,
        }
    }

    /// Counts `count` papers of a profile that fail these filters and are no favourites.
    pub fn add(&mut self, universe: Universe, profile: &Profile, fails: u16, count: u32) {
        let but = |bit: u16| fails & !bit == 0;
        if but(YEAR) {
            let year = usize::from(profile.year);
            if year >= self.years.len() {
                self.years.resize(year + 1, 0);
            }
            add(&mut self.years, year, count);
        }
        if but(AUTHORS) {
            add(&mut self.authors, usize::from(profile.authors), count);
        }
        if but(COMMENTS) {
            add(&mut self.comments, usize::from(profile.comments), count);
        }
        if but(CODE) && profile.links & brief::CODE != 0 {
            self.code += count;
        }
        if but(PROJECT) && profile.links & brief::PROJECT != 0 {
            self.project += count;
        }
        if but(HOST) && profile.links != 0 {
            universe.hosts(profile.paper).iter().for_each(|host| add(&mut self.hosts, *host as usize, count));
        }
        if but(RANK) {
            add(&mut self.ranks, usize::from(profile.rank), count);
        }
        if but(SEEN_IN) {
            add(&mut self.seen, usize::from(profile.seen), count);
        }
        if but(DUMP) {
            if profile.dump != SEVERAL {
                add(&mut self.dumps, profile.dump as usize, count);
            } else if let Some(view) = universe.view(profile.paper) {
                view.dumps.each(|dump| add(&mut self.dumps, dump as usize, count));
            }
        }
    }

    /// Counts the changes of a paper that passes all other filters.
    pub fn add_changes(&mut self, changes: u8) {
        for (count, change) in self.changes.iter_mut().zip(Change::ALL) {
            *count += u32::from(changes & change.bit() != 0);
        }
    }

    /// Counts a paper that passes all filters but perhaps that for favourites, and is one.
    pub fn add_favourite(&mut self) {
        self.favourites += 1;
    }

    /// Counts a paper that passes all filters and that a file of references has.
    pub fn add_owned(&mut self) {
        self.owned += 1;
    }

    /// The counts, with names; `listed` is the number of dumps to tell of.
    pub fn facets(self, universe: Universe, query: &Query, listed: usize) -> Facets {
        let mut years: Vec<(Option<u16>, u32)> = Vec::new();
        for (year, count) in
            self.years.iter().enumerate().skip(1).rev().chain(self.years.first().map(|count| (0, count)))
        {
            if *count > 0 {
                years.push(((year > 0).then_some(year as u16), *count));
            }
        }
        let dumps = self.dumps.iter().zip(0..).take(listed);
        Facets {
            years,
            authors: AuthorRange::ALL.into_iter().zip(self.authors).filter(|(_, count)| *count > 0).collect(),
            comments: CommentRange::ALL.into_iter().zip(self.comments).filter(|(_, count)| *count > 0).collect(),
            hosts: self.top_hosts(universe, query),
            code: self.code,
            project: self.project,
            dumps: dumps.map(|(count, number)| (universe.dump(number).to_owned(), *count)).collect(),
            ranks: within(&self.ranks, universe),
            seen: reached(&self.seen, listed),
            changes: match &query.compare {
                Some(_) => Change::ALL.into_iter().zip(self.changes).collect(),
                None => Vec::new(),
            },
            favourites: self.favourites,
            owned: self.owned,
        }
    }

    fn top_hosts(&self, universe: Universe, query: &Query) -> Vec<(String, u32)> {
        let name = |number: u32| universe.host(number);
        let chosen = |number: u32| query.hosts.iter().any(|host| host == name(number));
        let by_name = |a, b| name(a).cmp(name(b));
        let mut first = order::First::new(MAX_HOSTS, &by_name);
        for (count, number) in self.hosts.iter().zip(0..).filter(|(count, _)| **count > 0) {
            first.offer((u64::from(u32::MAX - *count), number));
        }
        let mut all = first.finish();
        if !query.hosts.is_empty() {
            let missing = (0..self.hosts.len() as u32).filter(|number| chosen(*number));
            let missing: Vec<u32> = missing.filter(|number| all.iter().all(|(_, other)| other != number)).collect();
            all.extend(missing.into_iter().map(|number| (u64::MAX, number)));
        }
        let named = |number: u32| (name(number).to_owned(), self.hosts.get(number as usize).copied().unwrap_or(0));
        all.into_iter().map(|(_, number)| named(number)).collect()
    }
}

/// Whoever is among the first 10 is among the first 25.
fn within(counts: &[u32], universe: Universe) -> Vec<(u32, u32)> {
    let largest = universe.library.inputs().iter().map(|input| input.volume.dump.entries.len()).max().unwrap_or(0);
    let mut sum = 0;
    let mut all = Vec::new();
    for (rank, count) in RANKS.iter().zip(counts).filter(|(rank, _)| largest > **rank as usize) {
        sum += count;
        all.push((*rank, sum));
    }
    all
}

/// Whoever is in three dumps is in two.
fn reached(counts: &[u32], dumps: usize) -> Vec<(u32, u32)> {
    let mut all = Vec::new();
    for (at, least) in SEEN.iter().enumerate().filter(|(_, least)| dumps >= **least as usize) {
        all.push((*least, counts.iter().skip(at + 1).sum()));
    }
    all
}

fn add(counts: &mut [u32], at: usize, more: u32) {
    if let Some(count) = counts.get_mut(at) {
        *count += more;
    }
}
