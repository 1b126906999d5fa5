//! Running a query: match, filter, count, sort.

use super::brief::{Profile, newest, oldest};
use super::changes::Comparison;
use super::count::Counts;
use super::filter::{FAVOURITE, Panel};
use super::marks::Marks;
use super::matching::Matcher;
use super::organisations;
use super::plan::{Node, Plan};
use super::query::{Query, Sort};
use super::universe::{Universe, View};
use crate::engine::protocol::Facets;
use crate::order;
use crate::paper::PaperId;
use crate::search::language::{Filter, Is};
use std::cell::Cell;

/// How many of the first results are put in order at once; the rest only when they are asked for.
const FIRST: usize = 64;

/// The answer to a query.
#[derive(Debug, Default)]
pub struct Found {
    /// Papers that could match.
    pub total: u32,
    /// Counts.
    pub facets: Facets,
    /// The words to mark, with what was taken for them.
    pub plan: Plan,
    /// What was asked.
    query: Query,
    /// Number of matches.
    matched: usize,
    /// The first of them in order; all that there are in order so far.
    head: Vec<order::Keyed>,
}

impl Universe<'_> {
    /// Answers a query. Linear in the postings of its words and in the papers that match them.
    pub fn run(&self, query: &Query) -> Found {
        self.run_to(query, FIRST)
    }

    /// The same, with so many of the matches in order.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    fn run_to(&self, query: &Query, first: usize) -> Found {
        let mut plan = Plan::parse(&query.text);
        let marks = Marks::new(*self);
        // How many of the papers and copies take part; what is only put aside has to be asked for.
        let reach = if plan.root.as_ref().is_some_and(asks_for_favourites) {
            self.len()
        } else if query.favourites || self.papers() == 0 {
            self.papers() + self.extras.starred
        } else {
            self.papers()
        };
        let panel = Panel::new(query, *self);
        let comparison = Comparison::new(query, *self);
        let mut counts = Counts::new(*self);
        let mut tally = Tally::new(*self, &panel, query.favourites);
        let by_title = by_title(*self);
        let mut list = order::First::new(first, &by_title);
        let mut matched = 0;
        let ranked = plan.root.is_some() && plan.words().next().is_some();
        let nothing = Cell::new(true);
        let ranks = match query.sort {
            Sort::Organisation => organisations::ranks(*self),
            sort => marks.ranks(sort, self.len()),
        };
        let briefs = self.briefs();
        let mut take = |paper: u32, score: f32| {
            nothing.set(false);
            if let Some(comparison) = &comparison {
                let changes = comparison.of(paper);
                if changes == 0 {
                    return;
                }
                let favourite = marks.contains(paper) || !query.favourites;
                let profile = || Some(Profile::of(paper, &self.view(paper)?));
                if favourite && profile().is_some_and(|profile| panel.fails(*self, &profile) == 0) {
                    counts.add_changes(changes);
                }
                if !comparison.wants(changes) {
                    return;
                }
            }
            let (newest, fails) = match briefs.get(paper as usize) {
                Some(brief) if !marks.contains(paper) => (brief.newest, tally.add(brief.profile)),
                _ => {
                    // A favourite: there are few.
                    let Some(view) = self.view(paper) else { return };
                    let profile = Profile::of(paper, &view);
                    let starred = marks.contains(paper);
                    let mut fails = panel.fails(*self, &profile);
                    if starred && fails == 0 {
                        counts.add_favourite();
                    }
                    if query.favourites && !starred {
                        fails |= FAVOURITE;
                    }
                    if paper as usize >= reach {
                        // Asking for favourites would bring it in.
                        return;
                    }
                    counts.add(*self, &profile, fails, 1);
                    (newest(view.published), fails)
                }
            };
            if fails == 0 {
                if self.is_owned(paper) {
                    counts.add_owned();
                }
                let key = match query.sort {
                    // Bits of positive floats are in the order of the floats.
                    Sort::Match if ranked => (u64::from(u32::MAX - score.to_bits()) << 32) | u64::from(newest),
                    Sort::Match => u64::from(paper),
                    Sort::Newest => u64::from(newest),
                    Sort::Organisation | Sort::Added | Sort::Changed | Sort::Status => {
                        ranks.get(paper as usize).copied().unwrap_or(u64::MAX)
                    }
                    sort => self.view(paper).map_or(u64::MAX, |view| key(sort, &view)),
                };
                matched += 1;
                list.offer((key, paper));
            }
        };
        // If nothing is found, perhaps words were meant that are near words of the library, or rare ones.
        for any in [false, true] {
            let mut tried = Plan::parse(&query.text);
            match Matcher::new(*self, &mut tried, &marks, any) {
                Some(matcher) => matcher.each(&mut take),
                None => (0..self.len() as u32).for_each(|paper| take(paper, 0.0)),
            }
            let found = !nothing.get();
            if found || !any {
                plan = tried;
            }
            if found || !ranked {
                break;
            }
        }
        tally.count(&mut counts);
        let listed =
            if reach > self.papers() || self.papers() == 0 { self.dump_count() } else { self.library.inputs().len() };
        Found {
            total: reach as u32,
            facets: counts.facets(*self, query, listed),
            plan,
            query: query.clone(),
            matched,
            head: list.finish(),
        }
    }
}

/// How many papers of each profile match, favourites left out.
struct Tally<'a> {
    universe: Universe<'a>,
    panel: &'a Panel<'a>,
    /// Papers by profile.
    papers: Vec<u32>,
    /// The profiles that were met.
    met: Vec<u32>,
    /// The filters that a profile fails which was met; empty if there is no filter.
    fails: Vec<u16>,
    /// What all fail, being no favourites.
    all: u16,
}

impl<'a> Tally<'a> {
    fn new(universe: Universe<'a>, panel: &'a Panel<'a>, favourites: bool) -> Self {
        let count = universe.profiles().len();
        let fails = if panel.is_open() { Vec::new() } else { vec![0; count] };
        let all = if favourites { FAVOURITE } else { 0 };
        Self { universe, panel, papers: vec![0; count], met: Vec::new(), fails, all }
    }

    /// Adds a paper; which filters it fails.
    #[inline(always)]
    fn add(&mut self, profile: u32) -> u16 {
        let at = profile as usize;
        let Some(papers) = self.papers.get_mut(at) else { return self.all };
        *papers += 1;
        if *papers == 1 {
            self.meet(profile);
        }
        self.fails.get(at).copied().unwrap_or(0)
    }

    fn meet(&mut self, number: u32) {
        self.met.push(number);
        let profile = self.universe.profiles().get(number as usize);
        if let (Some(fails), Some(profile)) = (self.fails.get_mut(number as usize), profile) {
            *fails = self.panel.fails(self.universe, profile) | self.all;
        }
    }

    /// Counts all of them.
    fn count(self, counts: &mut Counts) {
        for number in &self.met {
            let at = *number as usize;
            if let (Some(profile), Some(papers)) = (self.universe.profiles().get(at), self.papers.get(at)) {
                counts.add(self.universe, profile, self.fails.get(at).copied().unwrap_or(0), *papers);
            }
        }
    }
}

impl Found {
    /// Number of matches.
    pub fn len(&self) -> usize {
        self.matched
    }

    /// Whether nothing matches.
    pub fn is_empty(&self) -> bool {
        self.matched == 0
    }

    /// The matches `from..from + count`, by number, in order. The universe must be the one that was searched.
    pub fn page(&mut self, universe: Universe, from: usize, count: usize) -> impl Iterator<Item = u32> {
        let wanted = from.saturating_add(count);
        if wanted.min(self.matched) > self.head.len() {
            // More at once each time, so that scrolling asks rarely.
            self.head = universe.run_to(&self.query, wanted.saturating_mul(8)).head;
        }
        self.head.iter().skip(from).take(count).map(|(_, paper)| *paper)
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
        Node::Filter(filter) => {
            matches!(
                filter,
                Filter::Is(Is::Favourite | Is::Seen) | Filter::Tag(_) | Filter::Status(_) | Filter::Note(_)
            )
        }
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
        Sort::Upvotes => most(view.upvotes),
        Sort::Authors => most(view.authors),
        Sort::Match | Sort::Newest | Sort::Organisation | Sort::Title | Sort::Added | Sort::Changed | Sort::Status => {
            view.title_rank
        }
    }
}
