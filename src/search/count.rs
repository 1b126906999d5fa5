//! Counting facets over the papers that match, each facet without its own filter.

use super::brief::{self, Brief, SEVERAL};
use super::filter::{AUTHORS, CODE, COMMENTS, DUMP, FAVOURITE, HOST, PROJECT, YEAR};
use super::query::{AuthorRange, CommentRange, Query};
use super::universe::{Universe, View};
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
    favourites: u32,
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
            favourites: 0,
        }
    }

    /// Counts a paper that fails these filters; `view` and `hosts` are asked only where the brief does not
    /// tell. What is `outside` is
    /// only counted as a favourite: asking for favourites brings it in.
    pub fn add<'a>(
        &mut self,
        brief: Brief,
        view: impl Fn() -> Option<View<'a>>,
        hosts: impl Fn() -> &'a [u32],
        fails: u8,
        favourite: bool,
        outside: bool,
    ) {
        self.favourites += u32::from(fails & !FAVOURITE == 0 && favourite);
        if outside {
            return;
        }
        let but = |bit: u8| fails & !bit == 0;
        if but(YEAR) {
            let year = usize::from(brief.year);
            if year >= self.years.len() {
                self.years.resize(year + 1, 0);
            }
            add(&mut self.years, year);
        }
        if but(AUTHORS) {
            add(&mut self.authors, usize::from(brief.authors));
        }
        if but(COMMENTS) {
            add(&mut self.comments, usize::from(brief.comments));
        }
        self.code += u32::from(but(CODE) && brief.links & brief::CODE != 0);
        self.project += u32::from(but(PROJECT) && brief.links & brief::PROJECT != 0);
        if but(HOST) && brief.links != 0 {
            hosts().iter().for_each(|host| add(&mut self.hosts, *host as usize));
        }
        if but(DUMP) {
            if brief.dump != SEVERAL {
                add(&mut self.dumps, brief.dump as usize);
            } else if let Some(view) = view() {
                view.dumps.each(|dump| add(&mut self.dumps, dump as usize));
            }
        }
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
            favourites: self.favourites,
        }
    }

    fn top_hosts(&self, universe: Universe, query: &Query) -> Vec<(String, u32)> {
        let name = |number: u32| universe.host(number);
        let chosen = |number: u32| query.hosts.iter().any(|host| host == name(number));
        let mut all: Vec<order::Keyed> = Vec::new();
        let mut least = 0;
        for (count, number) in self.hosts.iter().zip(0..) {
            // Once there are many, only a frequent one can be among the first.
            if *count == 0 || *count < least {
                continue;
            }
            all.push((u64::from(u32::MAX - *count), number));
            if all.len() == 8 * MAX_HOSTS {
                order::sort(&mut all, &|a, b| name(a).cmp(name(b)));
                all.truncate(MAX_HOSTS);
                least = all.last().map_or(0, |(key, _)| u32::MAX - *key as u32);
            }
        }
        order::sort(&mut all, &|a, b| name(a).cmp(name(b)));
        all.truncate(MAX_HOSTS);
        if !query.hosts.is_empty() {
            let missing = (0..self.hosts.len() as u32).filter(|number| chosen(*number));
            let missing: Vec<u32> = missing.filter(|number| all.iter().all(|(_, other)| other != number)).collect();
            all.extend(missing.into_iter().map(|number| (u64::MAX, number)));
        }
        let named = |number: u32| (name(number).to_owned(), self.hosts.get(number as usize).copied().unwrap_or(0));
        all.into_iter().map(|(_, number)| named(number)).collect()
    }
}

fn add(counts: &mut [u32], at: usize) {
    if let Some(count) = counts.get_mut(at) {
        *count += 1;
    }
}
