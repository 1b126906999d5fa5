//! How the sightings of a paper complete each other: the rules are in [`crate::library`].
//!
//! Nothing here goes by which dump came first, so that the order of opening makes no difference.

use super::titles::better;
use super::year;
use super::{Facts, Input, Library, Place, volume};
use crate::paper::{Date, More, Paper, Sighting};
use crate::text::space::collapse;
use std::cmp::Ordering;

/// An abstract of at least so many tenths of the longest is as good where one title is better than another.
const NEARLY: usize = 9;

impl Library {
    /// What the sightings of a paper know together, for filters and orders.
    pub(super) fn complete(&self, facts: &mut Facts) {
        let places = self.places(facts);
        let (main, longest) = self.main(places);
        facts.main = main;
        facts.has_abstract = longest > 0;
        let mut position = u32::MAX;
        let (mut comments, mut upvotes) = (Newest::default(), Newest::default());
        for place in places {
            let Some((volume, entry)) = self.entry(*place) else { continue };
            let captured = self.captured(place.dump as usize);
            let day = self.day(place.dump);
            position = position.min(place.entry);
            facts.authors = facts.authors.max(entry.authors);
            comments.take(day, entry.comments);
            upvotes.take(day, entry.upvotes);
            facts.has = facts.has.or(volume.has(place.entry));
            let date = captured.and_then(|captured| year::date(entry, captured));
            if let Some((date, strength)) = date {
                let new = (strength, date, self.name(place.dump));
                let old = facts.published.map(|date| (facts.strength, date, self.name(facts.dated_by)));
                if old.is_none_or(|old| new < old) {
                    (facts.published, facts.strength, facts.dated_by) = (Some(date), strength, place.dump);
                }
            }
        }
        facts.rank = position.saturating_add(1);
        (facts.comments, facts.upvotes) = (comments.count, upvotes.count);
    }

    /// The sighting that has the paper's title and abstract, and how long the abstract is.
    fn main(&self, places: &[Place]) -> (Place, usize) {
        let length = |place: Place| self.text(place).map_or(0, str::len);
        if let [place] = places {
            return (*place, length(*place));
        }
        let shown = |place: Place| self.text(place).map_or(0, |text| collapse(text).len());
        let lengths: Vec<usize> = places.iter().map(|place| shown(*place)).collect();
        let longest = lengths.iter().copied().max().unwrap_or(0);
        let long = lengths.iter().zip(places).filter(|(length, _)| *length * 10 >= longest * NEARLY);
        let title = long.map(|(_, place)| self.key(*place)).max_by(|a, b| better(a, b)).unwrap_or("");
        let titled = lengths.iter().zip(places).filter(|(_, place)| self.key(**place) == title);
        let order = |a: &(&usize, &Place), b: &(&usize, &Place)| {
            let text = |place: Place| collapse(self.text(place).unwrap_or(""));
            let name = |place: Place| self.entry(place).map_or("".into(), |(volume, e)| volume.dump.text(e.title));
            let title = || {
                let (a, b) = (name(*a.1), name(*b.1));
                is_mixed(&a).cmp(&is_mixed(&b)).then_with(|| b.cmp(&a))
            };
            // The first where nothing else tells them apart.
            a.0.cmp(b.0).then_with(title).then_with(|| text(*a.1).cmp(&text(*b.1))).then_with(|| b.1.cmp(a.1))
        };
        titled.max_by(order).map_or_else(Default::default, |(length, place)| (*place, *length))
    }

    fn text(&self, place: Place) -> Option<&str> {
        let (volume, entry) = self.entry(place)?;
        Some(volume.dump.raw(entry.abstract_text?))
    }

    /// The name of a dump.
    pub(super) fn name(&self, dump: u32) -> &str {
        self.inputs.get(dump as usize).map_or("", |input| &input.name)
    }

    /// The organisation that stands with a paper.
    pub fn organisation(&self, facts: &Facts) -> Option<String> {
        let mut best = None;
        for place in std::iter::once(&facts.main).chain(self.places(facts)) {
            let Some((volume, entry)) = self.entry(*place) else { continue };
            best_text(&mut best, entry.organisation.map(|span| volume.dump.text(span)).as_deref());
        }
        best
    }

    /// Gives a paper what its sightings carry beside what it is filtered by.
    pub(super) fn fill(&self, facts: &Facts, paper: &mut Paper) {
        let More { stars, submitter, summary, keywords, listed } = &mut paper.more;
        paper.organisation = self.organisation(facts);
        let mut newest_stars = Newest::default();
        let mut first_links = 0;
        for place in std::iter::once(&facts.main).chain(self.places(facts)) {
            let Some((volume, entry)) = self.entry(*place) else { continue };
            if volume.has(place.entry).link {
                let mut links = volume::entry_links(&volume.dump, entry);
                links.retain(|link| !paper.links.contains(link));
                paper.links.append(&mut links);
            }
            if first_links == 0 {
                first_links = paper.links.len();
            }
            let Some(more) = &entry.more else { continue };
            best_list(&mut paper.author_names, &more.author_names);
            best_text(&mut paper.arxiv_id, more.arxiv_id.as_deref());
            newest_stars.take(self.day(place.dump), more.stars);
            best_text(submitter, more.submitter.as_deref());
            best_text(summary, more.summary.as_deref());
            best_list(keywords, &more.keywords);
            // Listed again is listed later.
            if let Some(day) = more.listed
                && listed.is_none_or(|listed| (day.year.is_none(), day) < (listed.year.is_none(), listed))
            {
                *listed = Some(day);
            }
        }
        *stars = newest_stars.count;
        if let Some(others) = paper.links.get_mut(first_links..) {
            others.sort_unstable();
        }
        for place in self.places(facts) {
            let Some((_, entry)) = self.entry(*place) else { continue };
            paper.seen_in.push(Sighting {
                dump: self.name(place.dump).to_owned(),
                position: place.entry + 1,
                lines: entry.lines,
                day: self.day(place.dump),
                comments: entry.comments,
                upvotes: entry.upvotes,
            });
        }
    }
}

/// Whether a title has capitals and small letters: it neither shouts nor mumbles.
fn is_mixed(title: &str) -> bool {
    title.chars().any(char::is_uppercase) && title.chars().any(char::is_lowercase)
}

/// The newest of some counts. Counts grow: one of an unknown day, or of the same, is newer where it is larger.
#[derive(Default)]
struct Newest {
    count: Option<u32>,
    dated: Option<(Date, u32)>,
    undated: Option<u32>,
}

impl Newest {
    fn take(&mut self, day: Option<Date>, count: Option<u32>) {
        let Some(count) = count else { return };
        match day {
            Some(day) => self.dated = self.dated.max(Some((day, count))),
            None => self.undated = self.undated.max(Some(count)),
        }
        self.count = self.dated.map(|(_, count)| count).max(self.undated);
    }
}

/// Longer says more; then always the same.
fn more(a: &str, b: &str) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

fn best_text(mine: &mut Option<String>, other: Option<&str>) {
    if let Some(other) = other.filter(|text| !text.is_empty())
        && mine.as_deref().is_none_or(|mine| more(mine, other).is_lt())
    {
        *mine = Some(other.to_owned());
    }
}

fn best_list(mine: &mut Vec<String>, other: &[String]) {
    if mine.len().cmp(&other.len()).then_with(|| mine.as_slice().cmp(other)).is_lt() {
        *mine = other.to_vec();
    }
}

/// The day a dump was captured on, where that is known to the year: the date it says, else its page's in the year taken.
pub fn day(input: &Input, captured: &crate::dump::Captured) -> Option<Date> {
    use crate::dump::YearReason;
    let said = match &input.volume.dump.captured.reason {
        YearReason::CaptureDate(day) => Date::from_iso(day),
        _ => None,
    };
    let day = said.or(input.volume.dump.page_date)?;
    let year = input.year.or(day.year).or(captured.year);
    Date::new(year, day.month, day.day).filter(|day| day.year.is_some())
}
