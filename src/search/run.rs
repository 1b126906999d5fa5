//! Running a query: match, filter, count, sort.
//!
//! The universe is the papers of the library, then the favourites' copies that the library does not have. The copies take
//! part only when favourites alone are asked for, or when the library is empty.
//!
//! Ranking is BM25 over title and abstract as one field in which a word of the title counts [`TITLE`] times (the simple
//! BM25F of Robertson, Zaragoza and Taylor, CIKM 2004), with the usual k₁ = 1.2 and b = 0.75. Terms that only begin with
//! the last word weigh [`PREFIX`] of a whole word.

use super::extras::Extras;
use super::index::Segment;
use super::query::{AuthorRange, Query, Sort};
use super::words::{Word, words};
use crate::engine::protocol::Facets;
use crate::favourites::Favourite;
use crate::library::{Has, Library};
use crate::order;
use crate::paper::{Date, PaperId};
use crate::text::{fold, latex};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// How much a word of the title counts.
const TITLE: f32 = 3.0;
/// How much a term counts that only begins with the word.
const PREFIX: f32 = 0.6;
const K1: f32 = 1.2;
const B: f32 = 0.75;
/// For documents that stand for no paper: another sighting does.
const NO_PAPER: u32 = u32::MAX;

/// All that can be found.
#[derive(Clone, Copy, Debug)]
pub struct Universe<'a> {
    /// The papers of the dumps.
    pub library: &'a Library,
    /// The favourites, in their order.
    pub favourites: &'a [Favourite],
    /// Copies of those favourites that the library does not have.
    pub extras: &'a Extras,
}

/// What a query found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The papers in the order asked for; no identity twice.
    pub ids: Vec<PaperId>,
    /// How many papers could have been found.
    pub total: u32,
    /// Counts.
    pub facets: Facets,
    /// The query's words, for highlights.
    pub words: Vec<Word>,
}

// Filters a paper fails, as bits. A facet counts papers that fail no filter but its own.
const YEAR: u8 = 1;
const AUTHORS: u8 = 2;
const CODE: u8 = 4;
const PROJECT: u8 = 8;
const DUMP: u8 = 16;
const FAVOURITE: u8 = 32;
/// Not part of the universe of this query.
const OUTSIDE: u8 = 64;

/// What filters and orders look at, of papers and copies alike.
struct View<'a> {
    id: PaperId,
    published: Option<Date>,
    authors: Option<u32>,
    comments: Option<u32>,
    has: Has,
    title_rank: u64,
    dumps: Dumps<'a>,
}

/// In which dumps a paper was seen.
enum Dumps<'a> {
    Places(&'a [crate::library::Place]),
    Names(&'a [String]),
}

impl<'a> Universe<'a> {
    fn papers(&self) -> usize {
        self.library.len()
    }

    fn len(&self) -> usize {
        self.papers() + self.extras.all.len()
    }

    fn view(&self, index: u32) -> Option<View<'a>> {
        if let Some(facts) = self.library.facts(index) {
            return Some(View {
                id: facts.id,
                published: facts.published,
                authors: facts.authors,
                comments: facts.comments,
                has: facts.has,
                // A copy with as many titles before it as this paper has comes before it.
                title_rank: (u64::from(facts.title_rank) << 32) | u64::from(u32::MAX),
                dumps: Dumps::Places(self.library.places(facts)),
            });
        }
        let extra = self.extras.all.get((index as usize).checked_sub(self.papers())?)?;
        Some(View {
            id: extra.id,
            published: extra.published,
            authors: extra.authors,
            comments: extra.comments,
            has: extra.has,
            title_rank: (u64::from(extra.title_rank.0) << 32) | u64::from(extra.title_rank.1),
            dumps: Dumps::Names(&extra.dumps),
        })
    }

    /// Title and abstract, verbatim.
    fn texts(&self, index: u32) -> (Cow<'a, str>, Option<Cow<'a, str>>) {
        if let Some(facts) = self.library.facts(index) {
            return self.library.texts(facts);
        }
        let copy = (index as usize)
            .checked_sub(self.papers())
            .and_then(|at| self.extras.all.get(at))
            .and_then(|extra| self.favourites.get(extra.favourite as usize));
        copy.map_or((Cow::Borrowed(""), None), |favourite| {
            (favourite.paper.title.as_str().into(), favourite.paper.abstract_text.as_deref().map(Cow::Borrowed))
        })
    }

    /// Whether each paper of the universe is a favourite.
    fn favourite_marks(&self) -> Vec<bool> {
        let mut marks = vec![false; self.papers()];
        for favourite in self.favourites {
            if let Some(mark) = self.library.find(favourite.id()).and_then(|at| marks.get_mut(at as usize)) {
                *mark = true;
            }
        }
        marks.resize(self.len(), true);
        marks
    }

    /// Answers a query. Linear in the postings of its words and in the papers that match them.
    pub fn run(&self, query: &Query) -> Found {
        let words = words(&query.text);
        let scores = (!words.is_empty()).then(|| self.scores(&words));
        let marks = self.favourite_marks();
        let empty = self.papers() == 0;
        let copies = query.favourites || empty;
        let (names, number) = self.dump_names();
        let wanted: Vec<bool> = names.iter().map(|name| query.dumps.iter().any(|dump| dump == name)).collect();

        let mut counts = Counts { dumps: vec![0; names.len()], ..Counts::default() };
        let mut hits: Vec<order::Keyed> = Vec::new();
        let mut seen_in: Vec<u32> = Vec::new();
        for index in 0..self.len() as u32 {
            let at = index as usize;
            let score = match &scores {
                Some(scores) => match scores.get(at) {
                    Some(score) if *score > 0.0 => *score,
                    _ => continue,
                },
                None => 0.0,
            };
            let Some(view) = self.view(index) else { continue };
            let favourite = marks.get(at).copied().unwrap_or(false);
            seen_in.clear();
            match view.dumps {
                Dumps::Places(places) => {
                    for place in places {
                        // Sightings stand in the order of the dumps.
                        if seen_in.last() != Some(&place.dump) {
                            seen_in.push(place.dump);
                        }
                    }
                }
                Dumps::Names(names) => seen_in.extend(names.iter().filter_map(|name| number.get(&**name))),
            }
            let year = view.published.and_then(|date| date.year);
            let range = AuthorRange::of(view.authors);
            let mut fails = 0;
            let mut demand = |ok: bool, bit: u8| fails |= if ok { 0 } else { bit };
            demand(query.years.is_empty() || query.years.contains(&year), YEAR);
            demand(query.authors.is_empty() || query.authors.contains(&range), AUTHORS);
            demand(!query.code || view.has.code, CODE);
            demand(!query.project || view.has.project, PROJECT);
            let in_wanted = |dump: &u32| wanted.get(*dump as usize).copied().unwrap_or(false);
            demand(query.dumps.is_empty() || seen_in.iter().any(in_wanted), DUMP);
            demand(!query.favourites || favourite, FAVOURITE);
            demand(copies || at < self.papers(), OUTSIDE);
            counts.add(fails, year, range, view.has, &seen_in, favourite);
            if fails == 0 {
                hits.push((key(query.sort, score, index, scores.is_some(), &view), index));
            }
        }
        let title_rank = |index| self.view(index).map_or(0, |view| view.title_rank);
        order::sort(&mut hits, &|a, b| title_rank(a).cmp(&title_rank(b)));
        let listed = if copies { names.len() } else { self.library.inputs().len() };
        Found {
            ids: hits.into_iter().filter_map(|(_, index)| Some(self.view(index)?.id)).collect(),
            total: if copies { self.len() } else { self.papers() } as u32,
            facets: counts.facets(names.get(..listed).unwrap_or(&names)),
            words,
        }
    }

    /// The dumps' names in the order of opening, then those of the dumps that are not loaded but copies were seen in; and
    /// the number of each.
    fn dump_names(&self) -> (Vec<&'a str>, FxHashMap<Box<str>, u32>) {
        let mut names: Vec<&str> = Vec::new();
        let mut number: FxHashMap<Box<str>, u32> = FxHashMap::default();
        let copies = self.extras.all.iter().flat_map(|extra| &extra.dumps);
        for name in self.library.inputs().iter().map(|input| &input.name).chain(copies) {
            if !number.contains_key(&**name) {
                number.insert(name.as_str().into(), names.len() as u32);
                names.push(name);
            }
        }
        (names, number)
    }

    /// The score of every paper, 0 for those that some word does not match.
    fn scores(&self, words: &[Word]) -> Vec<f32> {
        // The paper that each document stands for, segment by segment.
        let mut paper_of: Vec<Vec<u32>> =
            self.library.inputs().iter().map(|input| vec![NO_PAPER; input.volume.segment.len()]).collect();
        for (paper, facts) in self.library.all().iter().enumerate() {
            let slot = paper_of.get_mut(facts.main.dump as usize).and_then(|of| of.get_mut(facts.main.entry as usize));
            if let Some(slot) = slot {
                *slot = paper as u32;
            }
        }
        paper_of.push((self.papers() as u32..self.len() as u32).collect());
        let segments: Vec<(&Segment, Vec<u32>)> = self
            .library
            .inputs()
            .iter()
            .map(|input| &input.volume.segment)
            .chain(std::iter::once(&self.extras.segment))
            .zip(paper_of)
            .collect();
        let documents: usize = segments.iter().map(|(segment, _)| segment.len()).sum();
        let tokens: u64 = segments.iter().map(|(segment, _)| segment.tokens()).sum();
        let average = (tokens as f32 / documents.max(1) as f32).max(1.0);

        // `matched` counts the tokens a paper matched so far; it takes part only as long as it matched all of them.
        let mut matched = vec![0_u16; self.len()];
        let mut scores = vec![0.0_f32; self.len()];
        let mut step = 0_u16;
        for word in words {
            for (at, token) in word.tokens.iter().enumerate() {
                let prefix = word.is_prefix(at);
                let terms: Vec<_> = segments.iter().map(|(segment, _)| segment.find(token, prefix)).collect();
                let holding: u64 =
                    segments.iter().zip(&terms).map(|((segment, _), terms)| segment.documents(terms)).sum();
                let holding = (holding as f32).min(documents as f32);
                let idf = (1.0 + (documents as f32 - holding + 0.5) / (holding + 0.5)).ln();
                for ((segment, paper_of), terms) in segments.iter().zip(terms) {
                    for term in terms {
                        let weight = if !prefix || segment.term(term) == token { idf } else { idf * PREFIX };
                        for (doc, frequency) in segment.postings(term) {
                            let paper = paper_of.get(doc as usize).copied().unwrap_or(NO_PAPER) as usize;
                            let (Some(matched), Some(score)) = (matched.get_mut(paper), scores.get_mut(paper)) else {
                                continue;
                            };
                            if *matched == step || *matched == step + 1 {
                                *matched = step + 1;
                                let count = TITLE * f32::from(frequency.title()) + f32::from(frequency.in_abstract());
                                let length = f32::from(segment.length(doc)) / average;
                                *score += weight * count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length));
                            }
                        }
                    }
                }
                step += 1;
            }
        }
        let phrases: Vec<&Word> = words.iter().filter(|word| word.tokens.len() > 1).collect();
        for (index, (matched, score)) in matched.iter().zip(&mut scores).enumerate() {
            if *matched != step || !self.has_phrases(index as u32, &phrases) {
                *score = 0.0;
            }
        }
        scores
    }

    /// Whether the tokens of each of these words stand together. Linear in the paper's text.
    fn has_phrases(&self, index: u32, phrases: &[&Word]) -> bool {
        if phrases.is_empty() {
            return true;
        }
        // Most texts need no cleaning; white space is nothing to tokens.
        if let Some((title, text)) = self.library.facts(index).map(|facts| self.library.raw_texts(facts)) {
            let plain = |text: &str| fold::is_plain(text) && !latex::has_leftovers(text.as_bytes());
            if plain(title) && plain(text) {
                return phrases.iter().all(|word| word.is_in_plain(title) || word.is_in_plain(text));
            }
        }
        let (title, text) = self.texts(index);
        let title = latex::display(&title);
        let text = text.as_deref().map(latex::display).unwrap_or_default();
        phrases.iter().all(|word| word.is_in(&title) || word.is_in(&text))
    }
}

#[derive(Default)]
struct Counts {
    /// Newest first, those without year last.
    years: Vec<(Option<u16>, u32)>,
    /// In the order of [`AuthorRange::ALL`].
    authors: [u32; 6],
    code: u32,
    project: u32,
    dumps: Vec<u32>,
    favourites: u32,
}

impl Counts {
    fn add(&mut self, fails: u8, year: Option<u16>, range: AuthorRange, has: Has, seen_in: &[u32], favourite: bool) {
        if fails & !YEAR == 0 {
            let at = self.years.partition_point(|(known, _)| *known > year);
            match self.years.get_mut(at) {
                Some((known, count)) if *known == year => *count += 1,
                _ => self.years.insert(at, (year, 1)),
            }
        }
        if fails & !AUTHORS == 0
            && let Some(count) = self.authors.get_mut(range as usize)
        {
            *count += 1;
        }
        self.code += u32::from(fails & !CODE == 0 && has.code);
        self.project += u32::from(fails & !PROJECT == 0 && has.project);
        if fails & !DUMP == 0 {
            for dump in seen_in {
                if let Some(count) = self.dumps.get_mut(*dump as usize) {
                    *count += 1;
                }
            }
        }
        // Asking for favourites brings the copies in, so they count.
        self.favourites += u32::from(fails & !(FAVOURITE | OUTSIDE) == 0 && favourite);
    }

    fn facets(self, names: &[&str]) -> Facets {
        Facets {
            years: self.years,
            authors: AuthorRange::ALL.into_iter().zip(self.authors).filter(|(_, count)| *count > 0).collect(),
            comments: Vec::new(),
            hosts: Vec::new(),
            code: self.code,
            project: self.project,
            dumps: names.iter().zip(self.dumps).map(|(name, count)| ((*name).to_owned(), count)).collect(),
            favourites: self.favourites,
        }
    }
}

/// What results are sorted by first, ascending; then come (by the caller) the title and the place.
fn key(sort: Sort, score: f32, index: u32, has_words: bool, view: &View) -> u64 {
    // Numbers in falling order, what is not known last.
    let most = |count: Option<u32>| count.map_or(u64::MAX, |count| u64::from(u32::MAX - count));
    match sort {
        Sort::Match if !has_words => u64::from(index),
        // Bits of positive floats are in the order of the floats.
        Sort::Match => (u64::from(u32::MAX - score.to_bits()) << 32) | u64::from(newest(view.published)),
        Sort::Newest => u64::from(newest(view.published)),
        Sort::Oldest => u64::from(oldest(view.published)),
        Sort::Comments => most(view.comments),
        Sort::Authors => most(view.authors),
        Sort::Title => view.title_rank,
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
