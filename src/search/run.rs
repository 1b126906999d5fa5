//! Running a query: match, filter, count, sort.

use super::count::Counts;
use super::filter::{Marks, Panel};
use super::matching::Matcher;
use super::plan::{Node, Plan};
use super::query::{Query, Sort};
use super::universe::{Universe, View};
use crate::engine::protocol::Facets;
use crate::order;
use crate::paper::{Date, PaperId};
use crate::search::language::{Filter, Is};
use std::rc::Rc;

/// How many of the first results are put in order at once; the rest only when they are asked for.
const FIRST: usize = 256;

/// The answer to a query.
#[derive(Debug, Default)]
pub struct Found {
    /// Papers that could match.
    pub total: u32,
    /// Counts.
    pub facets: Facets,
    /// The words to mark, with what was taken for them.
    pub plan: Plan,
    /// The matches by number, of which the first `sorted` are in order.
    hits: Vec<order::Keyed>,
    sorted: usize,
}

impl Universe<'_> {
    /// Answers a query. Linear in the postings of its words and in the papers that match them.
    pub fn run(&self, query: &Query) -> Found {
        let mut plan = Plan::parse(&query.text);
        let marks: Marks = Rc::new(self.favourite_marks());
        let matcher = Matcher::new(*self, &mut plan, &marks);
        let copies = query.favourites || self.papers() == 0 || plan.root.as_ref().is_some_and(asks_for_favourites);
        let panel = Panel::new(query, *self);
        let mut counts = Counts::new(*self);
        let mut hits: Vec<order::Keyed> = Vec::new();
        let ranked = matcher.is_some() && plan.words().next().is_some();
        let mut take = |paper: u32, score: f32| {
            let Some(view) = self.view(paper) else { return };
            let outside = !copies && paper as usize >= self.papers();
            let favourite = marks.get(paper as usize).is_some_and(Option::is_some);
            let fails = panel.fails(&view, favourite);
            counts.add(&view, fails, favourite, outside);
            if fails == 0 && !outside {
                hits.push((key(query.sort, ranked.then_some(score), paper, &view), paper));
            }
        };
        match &matcher {
            Some(matcher) => matcher.each(&mut take),
            None => (0..self.len() as u32).for_each(|paper| take(paper, 0.0)),
        }
        drop(matcher);
        let listed = if copies { self.dump_count() } else { self.library.inputs().len() };
        let mut found = Found {
            total: if copies { self.len() } else { self.papers() } as u32,
            facets: counts.facets(*self, query, listed),
            plan,
            hits,
            sorted: 0,
        };
        found.sort(*self, FIRST);
        found
    }
}

impl Found {
    /// Number of matches.
    pub fn len(&self) -> usize {
        self.hits.len()
    }

    /// Whether nothing matches.
    pub fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }

    /// The matches `from..from + count`, by number, in order. The universe must be the one that was searched.
    pub fn page(&mut self, universe: Universe, from: usize, count: usize) -> impl Iterator<Item = u32> {
        if from.saturating_add(count).min(self.hits.len()) > self.sorted {
            self.sort(universe, usize::MAX);
        }
        self.hits.iter().skip(from).take(count).map(|(_, paper)| *paper)
    }

    /// The identities of all matches in order.
    pub fn ids(&mut self, universe: Universe) -> Vec<PaperId> {
        self.page(universe, 0, usize::MAX).filter_map(|paper| Some(universe.view(paper)?.id)).collect()
    }

    /// Puts the first `count` matches in order. Linear but for sorting those.
    fn sort(&mut self, universe: Universe, count: usize) {
        let rank = |paper: u32| universe.view(paper).map_or(0, |view| view.title_rank);
        let tie = |a: u32, b: u32| rank(a).cmp(&rank(b));
        order::first(&mut self.hits, count, &tie);
        self.sorted = count.min(self.hits.len());
    }
}

/// Whether a plan is about favourites alone.
fn asks_for_favourites(node: &Node) -> bool {
    match node {
        Node::All(nodes) => nodes.iter().any(asks_for_favourites),
        Node::Any(nodes) => nodes.iter().all(asks_for_favourites),
        Node::Filter(filter) => matches!(filter, Filter::Is(Is::Favourite) | Filter::Tag(_)),
        Node::Not(_) | Node::Word(_) => false,
    }
}

/// What results are sorted by first, ascending; then come (by the caller) the title and the place.
fn key(sort: Sort, score: Option<f32>, index: u32, view: &View) -> u64 {
    // Numbers in falling order, what is not known last.
    let most = |count: Option<u32>| count.map_or(u64::MAX, |count| u64::from(u32::MAX - count));
    match (sort, score) {
        (Sort::Match, None) => u64::from(index),
        // Bits of positive floats are in the order of the floats.
        (Sort::Match, Some(score)) => (u64::from(u32::MAX - score.to_bits()) << 32) | u64::from(newest(view.published)),
        (Sort::Newest, _) => u64::from(newest(view.published)),
        (Sort::Oldest, _) => u64::from(oldest(view.published)),
        (Sort::Comments, _) => most(view.comments),
        (Sort::Authors, _) => most(view.authors),
        (Sort::Title, _) => view.title_rank,
    }
}

/// Days in calendar order; every year fits below this.
const AFTER_ALL_YEARS: u32 = 1 << 26;

/// Month and day, in calendar order.
fn month_day(date: Date) -> u32 {
    (u32::from(date.month) << 5) | u32::from(date.day)
}

/// Dates in falling order, then those without year, then none.
fn newest(date: Option<Date>) -> u32 {
    match date {
        Some(Date { year: Some(year), .. }) => AFTER_ALL_YEARS - ((u32::from(year) << 9) | date.map_or(0, month_day)),
        Some(date) => 2 * AFTER_ALL_YEARS - month_day(date),
        None => u32::MAX,
    }
}

/// Dates in rising order, then those without year, then none.
fn oldest(date: Option<Date>) -> u32 {
    match date {
        Some(Date { year: Some(year), .. }) => (u32::from(year) << 9) | date.map_or(0, month_day),
        Some(date) => AFTER_ALL_YEARS + month_day(date),
        None => u32::MAX,
    }
}
