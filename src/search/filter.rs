//! Filters: those of the query's text, one test each, and those of the panel, together.

use super::brief::{self, Profile};
use super::language::{Filter, Has, Is, PartialDate, Span};
use super::marks::Marks;
use super::query::{Query, RANKS, SEEN};
use super::universe::{Universe, View};
use crate::favourites::{Favourite, Status};
use crate::paper::Date;
use crate::text::fold;

/// A filter of the query's text, bound to the names it is about.
pub enum Test {
    /// One that looks at the paper alone.
    Plain(Filter),
    /// One of these papers, by number.
    Papers(Vec<u32>),
    /// Seen in one of these dumps, by number.
    Dumps(Vec<bool>),
    /// A link to one of these hosts, by number.
    Hosts(Vec<bool>),
}

impl Test {
    /// Looks up the names. Linear in the number of dumps, hosts or favourites.
    pub fn new<'a>(filter: &Filter, universe: Universe<'a>, marks: &Marks<'a>) -> Self {
        match filter {
            Filter::Is(Is::Favourite) => Self::Papers(marks.only(Favourite::is_starred)),
            Filter::Tag(tag) => {
                let tag = fold::title_key(tag);
                let tagged = |favourite: &Favourite| favourite.tags.iter().any(|other| fold::title_key(other) == tag);
                Self::Papers(marks.only(tagged))
            }
            Filter::Is(Is::Seen) => {
                let seen = |kept: &Favourite| matches!(kept.status, Status::Read | Status::NotInterested);
                Self::Papers(marks.only(seen))
            }
            Filter::Status(status) => Self::Papers(marks.only(|kept| kept.status == *status)),
            Filter::Note(part) => {
                let part = fold::title_key(part);
                Self::Papers(marks.only(|kept| fold::title_key(&kept.note).contains(&part)))
            }
            Filter::Dump(part) => {
                let part = fold::title_key(part);
                let has = |number: u32| fold::title_key(universe.dump(number)).contains(&part);
                Self::Dumps((0..universe.dump_count() as u32).map(has).collect())
            }
            Filter::Host(name) => {
                let same = |number: u32| is_host(universe.host(number), name);
                Self::Hosts((0..universe.host_count() as u32).map(same).collect())
            }
            other => Self::Plain(other.clone()),
        }
    }

    /// Whether a paper passes.
    pub fn passes(&self, paper: u32, view: &View) -> bool {
        let chosen = |list: &[bool], number: u32| list.get(number as usize).copied().unwrap_or(false);
        match self {
            Self::Plain(filter) => passes(filter, view),
            Self::Papers(papers) => papers.contains(&paper),
            Self::Dumps(dumps) => view.dumps.any(|dump| chosen(dumps, dump)),
            Self::Hosts(hosts) => view.hosts.iter().any(|host| chosen(hosts, *host)),
        }
    }
}

/// Whether a host is meant: by the name the page has for it, or by its address, with or without `www.`.
pub fn is_host(host: &str, name: &str) -> bool {
    let bare = |text: &str| text.get(..4).filter(|start| start.eq_ignore_ascii_case("www.")).map_or(0, str::len);
    let name = name.get(bare(name)..).unwrap_or(name);
    host.eq_ignore_ascii_case(name)
        || crate::text::links::host(&format!("https://{name}/"))
            .is_some_and(|_| crate::text::links::classify(&format!("https://{name}/x/y")).label == host)
}

/// Whether a paper passes a filter that is about nothing but the paper.
fn passes(filter: &Filter, view: &View) -> bool {
    let first_day = |date: PartialDate| day(date.first_day());
    match filter {
        Filter::Year(span) => span.contains(view.published.and_then(|date| date.year).map(u32::from)),
        Filter::Authors(span) => span.contains(view.authors),
        Filter::Comments(Span::Unknown) => view.comments.is_none(),
        Filter::Comments(span) => span.contains(Some(view.comments.unwrap_or(0))),
        Filter::Upvotes(span) => span.contains(view.upvotes),
        Filter::Rank(span) => span.contains(view.rank),
        Filter::Dumps(span) => span.contains(Some(view.dumps.count())),
        Filter::Has(Has::Code) => view.has.code,
        Filter::Has(Has::Project) => view.has.project,
        Filter::Has(Has::Link) => view.has.link,
        Filter::Has(Has::Date) => view.published.is_some(),
        Filter::Has(Has::Abstract) => view.has_abstract,
        Filter::Has(Has::Comments) => view.comments.is_some_and(|comments| comments > 0),
        Filter::After(date) => view.published.and_then(day).is_some_and(|day| Some(day) >= first_day(*date)),
        Filter::Before(date) => view.published.and_then(day).is_some_and(|day| Some(day) < first_day(*date)),
        Filter::Is(Is::Owned) => view.owned,
        Filter::Is(_) | Filter::Tag(_) | Filter::Status(_) | Filter::Note(_) | Filter::Dump(_) | Filter::Host(_) => {
            false
        }
    }
}

/// Dates as numbers, in order; `None` without a year.
fn day(date: Date) -> Option<u32> {
    Some((u32::from(date.year?) << 9) | (u32::from(date.month) << 5) | u32::from(date.day))
}

// Filters of the panel that a paper fails, as bits. A facet counts papers that fail no filter but its own.
/// Not of these years.
pub const YEAR: u16 = 1;
/// Not in these ranges of authors.
pub const AUTHORS: u16 = 2;
/// Not in these ranges of comments.
pub const COMMENTS: u16 = 4;
/// No code.
pub const CODE: u16 = 8;
/// No project page.
pub const PROJECT: u16 = 16;
/// No link to these hosts.
pub const HOST: u16 = 32;
/// Not in these dumps.
pub const DUMP: u16 = 64;
/// No favourite.
pub const FAVOURITE: u16 = 128;
/// Not among the first of a dump.
pub const RANK: u16 = 256;
/// Not in so many dumps.
pub const SEEN_IN: u16 = 512;

/// The filters of the panel, bound to the names they are about.
pub struct Panel<'q> {
    query: &'q Query,
    dumps: Vec<bool>,
    hosts: Vec<bool>,
}

impl<'q> Panel<'q> {
    /// Looks up the names.
    pub fn new(query: &'q Query, universe: Universe) -> Self {
        let dump = |number: u32| query.dumps.iter().any(|name| name == universe.dump(number));
        let dumps = if query.dumps.is_empty() { 0 } else { universe.dump_count() as u32 };
        let host = |number: u32| query.hosts.iter().any(|name| name == universe.host(number));
        let hosts = if query.hosts.is_empty() { 0 } else { universe.host_count() as u32 };
        Self { query, dumps: (0..dumps).map(dump).collect(), hosts: (0..hosts).map(host).collect() }
    }

    /// Whether no filter is on.
    pub fn is_open(&self) -> bool {
        let query = self.query;
        let lists = query.years.is_empty() && query.authors.is_empty() && query.comments.is_empty();
        let places = query.rank.is_none() && query.seen.is_none();
        lists
            && places
            && query.hosts.is_empty()
            && query.dumps.is_empty()
            && !(query.code || query.project || query.favourites)
    }

    /// Which filters the papers of a profile fail, that for favourites left out.
    pub fn fails(&self, universe: Universe, profile: &Profile) -> u16 {
        let query = self.query;
        let chosen = |list: &[bool], number: u32| list.get(number as usize).copied().unwrap_or(false);
        let has = |bit: u8| profile.links & bit != 0;
        let mut fails = 0;
        let mut demand = |ok: bool, bit: u16| fails |= if ok { 0 } else { bit };
        demand(query.years.is_empty() || query.years.contains(&profile.year()), YEAR);
        demand(query.authors.is_empty() || query.authors.iter().any(|range| *range as u8 == profile.authors), AUTHORS);
        demand(
            query.comments.is_empty() || query.comments.iter().any(|range| *range as u8 == profile.comments),
            COMMENTS,
        );
        demand(!query.code || has(brief::CODE), CODE);
        demand(!query.project || has(brief::PROJECT), PROJECT);
        let rank = profile.rank as usize;
        demand(query.rank.is_none_or(|most| RANKS.get(rank).is_some_and(|rank| *rank <= most)), RANK);
        let seen = SEEN.get((profile.seen as usize).wrapping_sub(1));
        demand(query.seen.is_none_or(|least| seen.is_some_and(|seen| *seen >= least)), SEEN_IN);
        let lists = !(query.hosts.is_empty() && query.dumps.is_empty());
        if let Some(view) = if lists { universe.view(profile.paper) } else { None } {
            demand(query.hosts.is_empty() || view.hosts.iter().any(|host| chosen(&self.hosts, *host)), HOST);
            demand(query.dumps.is_empty() || view.dumps.any(|dump| chosen(&self.dumps, dump)), DUMP);
        }
        fails
    }
}
