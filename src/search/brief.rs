//! What most queries look at of a paper, in eight bytes: a library of 100,000 is counted through in the cache.
//!
//! Papers that every filter of the panel and every facet takes for the same share a [`Profile`]; there are far fewer of them
//! than papers, so that what holds for a profile is found out once per query.

use super::query::{AuthorRange, CommentRange, RANKS, SEEN};
use super::universe::{Dumps, View};
use crate::interner::Interner;
use crate::paper::Date;

/// A paper's place by date and its profile.
#[derive(Clone, Copy, Debug, Default)]
pub struct Brief {
    /// Its place by date, as [`newest`] has it.
    pub newest: u32,
    /// The number of its profile.
    pub profile: u32,
}

/// The year, the ranges, the kinds of links, the hosts and the dumps of papers that have these in common.
#[derive(Clone, Copy, Debug, Default)]
pub struct Profile {
    /// One of the papers: it has the hosts, and the dumps where there are several.
    pub paper: u32,
    /// The dump they were seen in, or [`SEVERAL`].
    pub dump: u32,
    /// 0 where it is not known.
    pub year: u16,
    /// The range of authors.
    pub authors: u8,
    /// The range of comments.
    pub comments: u8,
    /// [`CODE`], [`PROJECT`] and [`LINK`].
    pub links: u8,
    /// The first of [`RANKS`] that the best position is within, by its place there.
    pub rank: u8,
    /// The last of [`SEEN`] that the number of dumps reaches, by its place there from 1.
    pub seen: u8,
}

/// Seen in several dumps.
pub const SEVERAL: u32 = u32::MAX;
/// There is a link to code.
pub const CODE: u8 = 1;
/// There is a project page.
pub const PROJECT: u8 = 2;
/// There is any link.
pub const LINK: u8 = 4;

/// The briefs of some papers, and their profiles.
#[derive(Debug, Default)]
pub struct Briefs {
    /// In the order of the papers.
    pub all: Vec<Brief>,
    /// In the order they are first met.
    pub profiles: Vec<Profile>,
}

impl Briefs {
    /// Of papers, numbered from 0.
    pub fn new<'a>(views: impl Iterator<Item = View<'a>>) -> Self {
        let mut new = Self::default();
        let mut known = Interner::default();
        let mut key = String::new();
        for (view, paper) in views.zip(0..) {
            let profile = Profile::of(paper, &view);
            profile.write_key(&view, &mut key);
            let number = known.number(&key);
            if number as usize == new.profiles.len() {
                new.profiles.push(profile);
            }
            new.all.push(Brief { newest: newest(view.published), profile: number });
        }
        new
    }
}

impl Profile {
    /// Of a paper or a copy.
    pub fn of(paper: u32, view: &View) -> Self {
        let mut dump = None;
        view.dumps.each(|other| dump = Some(if dump.is_none() { other } else { SEVERAL }));
        let dumps = view.dumps.count();
        let rank = view.rank.unwrap_or(u32::MAX);
        let flag = |on: bool, bit: u8| if on { bit } else { 0 };
        Self {
            paper,
            dump: dump.unwrap_or(SEVERAL),
            year: view.published.and_then(|date| date.year).unwrap_or(0),
            authors: AuthorRange::of(view.authors) as u8,
            comments: CommentRange::of(view.comments) as u8,
            links: flag(view.has.code, CODE) | flag(view.has.project, PROJECT) | flag(view.has.link, LINK),
            rank: RANKS.iter().filter(|least| rank > **least).count() as u8,
            seen: SEEN.iter().filter(|least| dumps >= **least).count() as u8,
        }
    }

    /// The year, where it is known.
    pub fn year(self) -> Option<u16> {
        Some(self.year).filter(|year| *year > 0)
    }

    /// Writes all that profiles are told apart by.
    fn write_key(self, view: &View, key: &mut String) {
        key.clear();
        let mut write = |mut number: u32| {
            // Six bits to a byte of ASCII, a seventh where more follow: no number is the beginning of another.
            while number >= 64 {
                key.push(char::from(64 | (number & 63) as u8));
                number >>= 6;
            }
            key.push(char::from(number as u8));
        };
        write(u32::from(self.year));
        write(u32::from(self.authors) << 16 | u32::from(self.comments) << 8 | u32::from(self.links));
        write(u32::from(self.rank));
        write(view.hosts.len() as u32);
        view.hosts.iter().for_each(|host| write(*host));
        view.dumps.each(write);
    }
}

impl Dumps<'_> {
    /// Whether any dump, by number, is one that is looked for.
    pub fn any(self, mut wanted: impl FnMut(u32) -> bool) -> bool {
        match self {
            Self::Places(places) => places.iter().any(|place| wanted(place.dump)),
            Self::Names(names) => names.iter().any(|name| wanted(*name)),
        }
    }

    /// How many dumps.
    pub fn count(self) -> u32 {
        let mut count = 0;
        self.each(|_| count += 1);
        count
    }

    /// Calls `found` with every dump, by number, once.
    pub fn each(self, mut found: impl FnMut(u32)) {
        match self {
            Self::Places(places) => {
                // Sightings stand in the order of the dumps.
                let mut last = u32::MAX;
                for place in places {
                    if place.dump != last {
                        found(place.dump);
                    }
                    last = place.dump;
                }
            }
            Self::Names(names) => names.iter().for_each(|name| found(*name)),
        }
    }
}

/// Days in calendar order; every year fits below this.
const AFTER_ALL_YEARS: u32 = 1 << 26;

/// Month and day, in calendar order.
fn month_day(date: Date) -> u32 {
    (u32::from(date.month) << 5) | u32::from(date.day)
}

/// Dates in falling order, then those without year, then none.
pub fn newest(date: Option<Date>) -> u32 {
    match date {
        Some(Date { year: Some(year), .. }) => AFTER_ALL_YEARS - ((u32::from(year) << 9) | date.map_or(0, month_day)),
        Some(date) => 2 * AFTER_ALL_YEARS - month_day(date),
        None => u32::MAX,
    }
}

/// Dates in rising order, then those without year, then none.
pub fn oldest(date: Option<Date>) -> u32 {
    match date {
        Some(Date { year: Some(year), .. }) => (u32::from(year) << 9) | date.map_or(0, month_day),
        Some(date) => AFTER_ALL_YEARS + month_day(date),
        None => u32::MAX,
    }
}
