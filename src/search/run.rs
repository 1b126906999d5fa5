//! Running a query: match, filter, count, sort.

use super::brief::oldest;
use super::count::Counts;
use super::filter::Panel;
use super::marks::Marks;
use super::matching::Matcher;
use super::plan::{Node, Plan};
use super::query::{Query, Sort};
use super::universe::{Universe, View};
use crate::engine::protocol::Facets;
use crate::order;
use crate::paper::PaperId;
use crate::search::language::{Filter, Is};

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
    /// The matches by number; in order, if `head` is empty.
    hits: Vec<order::Keyed>,
    /// The first of them in order; all that there are in order so far.
    head: Vec<order::Keyed>,
}

impl Universe<'_> {
    /// Answers a query. Linear in the postings of its words and in the papers that match them.
    pub fn run(&self, query: &Query) -> Found {
        let mut plan = Plan::parse(&query.text);
        let marks = Marks::new(*self);
        let matcher = Matcher::new(*self, &mut plan, &marks);
        let copies = query.favourites || self.papers() == 0 || plan.root.as_ref().is_some_and(asks_for_favourites);
        let panel = Panel::new(query, *self);
        let open = panel.is_open();
        let mut counts = Counts::new(*self);
        let mut hits: Vec<order::Keyed> = Vec::new();
        let ranked = matcher.is_some() && plan.words().next().is_some();
        let mut take = |paper: u32, score: f32| {
            let Some(brief) = self.brief(paper) else { return };
            let view = || self.view(paper);
            let outside = !copies && paper as usize >= self.papers();
            let favourite = marks.contains(paper);
            let fails = if open { 0 } else { panel.fails(brief, view, favourite) };
            counts.add(brief, view, || self.hosts(paper), fails, favourite, outside);
            if fails == 0 && !outside {
                let key = match query.sort {
                    // Bits of positive floats are in the order of the floats.
                    Sort::Match if ranked => (u64::from(u32::MAX - score.to_bits()) << 32) | u64::from(brief.newest),
                    Sort::Match => u64::from(paper),
                    Sort::Newest => u64::from(brief.newest),
                    sort => view().map_or(u64::MAX, |view| key(sort, &view)),
                };
                hits.push((key, paper));
            }
        };
        match &matcher {
            Some(matcher) => matcher.each(take),
            None => (0..self.len() as u32).for_each(|paper| take(paper, 0.0)),
        }
        drop(matcher);
        let listed = if copies { self.dump_count() } else { self.library.inputs().len() };
        let mut found = Found {
            total: if copies { self.len() } else { self.papers() } as u32,
            facets: counts.facets(*self, query, listed),
            plan,
            hits,
            head: Vec::new(),
        };
        found.head = order::first(&found.hits, FIRST, &by_title(*self));
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
        if from.saturating_add(count).min(self.hits.len()) > self.head.len() && !self.head.is_empty() {
            order::sort(&mut self.hits, &by_title(universe));
            self.head.clear();
        }
        let sorted = if self.head.is_empty() { &self.hits } else { &self.head };
        sorted.iter().skip(from).take(count).map(|(_, paper)| *paper)
    }

    /// The identities of all matches in order.
    pub fn ids(&mut self, universe: Universe) -> Vec<PaperId> {
        self.page(universe, 0, usize::MAX).filter_map(|paper| Some(universe.view(paper)?.id)).collect()
    }
}

/// Papers that are alike otherwise go by title.
fn by_title(universe: Universe) -> impl Fn(u32, u32) -> std::cmp::Ordering {
    move |a, b| {
        let rank = |paper: u32| universe.view(paper).map_or(0, |view| view.title_rank);
        rank(a).cmp(&rank(b))
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

/// What results are sorted by first, ascending, where the brief does not tell; then come (by the caller) the title and the
/// place.
fn key(sort: Sort, view: &View) -> u64 {
    // Numbers in falling order, what is not known last.
    let most = |count: Option<u32>| count.map_or(u64::MAX, |count| u64::from(u32::MAX - count));
    match sort {
        Sort::Oldest => u64::from(oldest(view.published)),
        Sort::Comments => most(view.comments),
        Sort::Authors => most(view.authors),
        Sort::Match | Sort::Newest | Sort::Title => view.title_rank,
    }
}
