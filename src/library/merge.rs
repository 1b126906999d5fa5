//! Which entries are the same paper: the rules are in [`crate::library`].
//!
//! Everything here goes by what the entries say, never by which dump came first, but for the order of the papers.

use super::agree::Abstracts;
use super::titles::{self, MOST_COMPARED, Titles, group};
use super::{Input, Place};
use crate::order;
use crate::paper::PaperId;
use crate::text::fold::title_key;
use rustc_hash::FxHasher;
use std::borrow::Cow;
use std::hash::Hasher;

/// The papers of some dumps, in the order of their first sighting: for every paper its identity and its sightings.
#[derive(Debug, Default)]
pub struct Merged {
    /// Identities; two that are alike are all but impossible.
    pub ids: Vec<PaperId>,
    /// All sightings, grouped by paper, in the order of the dumps.
    pub places: Vec<Place>,
    /// Where each paper's sightings end; they start where those of the one before end.
    pub ends: Vec<u32>,
    /// The place of each dump's first entry in `ranks`.
    pub starts: Vec<u32>,
    /// For every entry of every dump the place of its title in the order of title keys.
    pub ranks: Vec<u32>,
    /// Identities that papers have by other titles, or would have if their title were theirs alone; ascending.
    pub aliases: Vec<order::Keyed>,
}

/// Entries of one title whose abstracts go together.
struct Draft {
    title: u32,
    /// Its longest abstract.
    text: Option<Place>,
}

/// What the entries of all dumps are before titles are joined.
struct Parted<'a> {
    inputs: &'a [Input],
    titles: Titles,
    /// The drafts of each title stand side by side.
    drafts: Vec<Draft>,
    /// The first draft of each title.
    first: Vec<u32>,
    /// The draft of every entry.
    owner: Vec<u32>,
}

/// Merges the entries of all dumps. Linear, but for sorting titles and the abstracts of entries that share one.
pub fn merge(inputs: &[Input]) -> Merged {
    let mut end = 0;
    let count = |input: &Input| input.volume.dump.entries.len() as u32;
    let starts: Vec<u32> = inputs.iter().map(|input| end_before(&mut end, count(input))).collect();
    let titles = Titles::new(inputs);
    let mut compare = Abstracts::new(inputs);
    let mut drafts: Vec<Draft> = Vec::with_capacity(titles.ids.len());
    let mut first: Vec<u32> = Vec::with_capacity(titles.ids.len());
    let mut owner = vec![0; end as usize];
    for title in 0..titles.ids.len() as u32 {
        first.push(drafts.len() as u32);
        split(&titles, title, &mut compare, &mut drafts, &mut |place, draft| {
            if let Some(owner) = at(&starts, place).and_then(|at| owner.get_mut(at)) {
                *owner = draft;
            }
        });
    }
    let in_order = titles.in_order(inputs);
    let texts: Vec<Option<Place>> = drafts.iter().map(|draft| draft.text).collect();
    let mut joined = Joined((0..drafts.len() as u32).collect());
    let mut join = |a, b| joined.join(a, b);
    titles::near(inputs, &titles, &in_order, &first, &texts, &mut compare, &mut join);
    let mut ranks = vec![0; end as usize];
    for (rank, title) in (0..).zip(&in_order) {
        for place in titles.of(*title) {
            if let Some(slot) = at(&starts, *place).and_then(|at| ranks.get_mut(at)) {
                *slot = rank;
            }
        }
    }
    Parted { inputs, titles, drafts, first, owner }.lay_out(joined, &compare, starts, ranks)
}

fn end_before(end: &mut u32, count: u32) -> u32 {
    let before = *end;
    *end += count;
    before
}

/// The number of an entry among all.
fn at(starts: &[u32], place: Place) -> Option<usize> {
    starts.get(place.dump as usize).map(|start| (*start + place.entry) as usize)
}

/// Parts the entries of a title whose abstracts have nothing in common: the longest abstract first, each goes to the first
/// it has something in common with. `found` gets every entry with the number of its draft.
fn split(
    titles: &Titles,
    title: u32,
    compare: &mut Abstracts,
    drafts: &mut Vec<Draft>,
    found: &mut dyn FnMut(Place, u32),
) {
    let places = titles.of(title);
    let start = drafts.len() as u32;
    let mut texts: Vec<Cow<str>> = Vec::new();
    if let [place] = places {
        let text = Some(*place).filter(|place| !compare.text(*place).is_empty());
        drafts.push(Draft { title, text });
        return found(*place, start);
    }
    texts.extend(places.iter().map(|place| compare.text(*place)));
    let text = |number: u32| texts.get(number as usize).map_or("", |text| text);
    let mut sorted: Vec<order::Keyed> = (0..places.len() as u32).map(|number| (key(text(number)), number)).collect();
    order::sort(&mut sorted, &|a, b| text(a).cmp(text(b)));
    let mut leaders: Vec<(u32, Place)> = Vec::new();
    let mut last = None;
    for (_, number) in sorted {
        let Some(place) = places.get(number as usize) else { continue };
        let draft = if text(number).is_empty() {
            start
        } else if let Some((_, draft)) = last.filter(|(other, _)| text(*other) == text(number)) {
            draft
        } else if let Some((draft, _)) = leaders.iter().find(|(_, other)| compare.related(*other, *place)) {
            *draft
        } else {
            let draft = drafts.len() as u32;
            if leaders.len() < MOST_COMPARED {
                leaders.push((draft, *place));
            }
            drafts.push(Draft { title, text: Some(*place) });
            draft
        };
        if drafts.len() as u32 == start {
            drafts.push(Draft { title, text: None });
        }
        last = Some((number, draft));
        found(*place, draft);
    }
}

/// Longer texts first; then always the same.
fn key(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    (u64::from(u32::MAX - text.len() as u32) << 32) | (hasher.finish() >> 32)
}

/// Drafts that are one paper: each points to another of its paper, or to itself.
struct Joined(Vec<u32>);

impl Joined {
    fn root(&mut self, mut draft: u32) -> u32 {
        loop {
            let next = self.0.get(draft as usize).copied().unwrap_or(draft);
            if next == draft {
                return draft;
            }
            let after = self.0.get(next as usize).copied().unwrap_or(next);
            if let Some(slot) = self.0.get_mut(draft as usize) {
                *slot = after;
            }
            draft = after;
        }
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(slot) = self.0.get_mut(a.max(b) as usize) {
            *slot = a.min(b);
        }
    }
}

impl Parted<'_> {
    fn title(&self, draft: u32) -> u32 {
        self.drafts.get(draft as usize).map_or(0, |draft| draft.title)
    }

    fn key(&self, draft: u32) -> &str {
        self.titles.key(self.inputs, self.title(draft))
    }

    /// The identity of a draft's title.
    fn title_id(&self, draft: u32) -> PaperId {
        self.titles.ids.get(self.title(draft) as usize).copied().unwrap_or(PaperId(0))
    }

    /// That of its title, or with the abstract where the title has several drafts.
    fn id(&self, draft: u32, compare: &Abstracts) -> PaperId {
        let title = self.title(draft) as usize;
        let from = self.first.get(title).copied().unwrap_or(0);
        let to = self.first.get(title + 1).map_or(self.drafts.len() as u32, |to| *to);
        match self.drafts.get(draft as usize).and_then(|draft| draft.text).filter(|_| to > from + 1) {
            Some(text) => PaperId::of_keys(self.key(draft), &title_key(&compare.text(text))),
            None => self.title_id(draft),
        }
    }

    fn lay_out(&self, mut joined: Joined, compare: &Abstracts, starts: Vec<u32>, ranks: Vec<u32>) -> Merged {
        let mut merged = Merged { starts, ranks, ..Merged::default() };
        // Papers by root, in the order of their first sighting; with the draft that has the best title.
        let mut papers = vec![u32::MAX; self.drafts.len()];
        let mut best: Vec<u32> = Vec::new();
        let mut all: Vec<(Place, u32)> = Vec::with_capacity(self.owner.len());
        let mut owner = self.owner.iter();
        for (dump, input) in (0..).zip(self.inputs) {
            for (entry, draft) in (0..input.volume.dump.entries.len() as u32).zip(&mut owner) {
                let root = joined.root(*draft);
                let Some(paper) = papers.get_mut(root as usize) else { continue };
                if *paper == u32::MAX {
                    *paper = best.len() as u32;
                    best.push(root);
                    merged.ends.push(0);
                }
                if let Some(count) = merged.ends.get_mut(*paper as usize) {
                    *count += 1;
                }
                all.push((Place { dump, entry }, *paper));
            }
        }
        merged.places = group(&mut merged.ends, &all);
        let mut paper_of = |draft: u32| papers.get(joined.root(draft) as usize).copied().unwrap_or(u32::MAX);
        for draft in 0..self.drafts.len() as u32 {
            let Some(best) = best.get_mut(paper_of(draft) as usize).filter(|best| **best != draft) else { continue };
            let same = || self.id(draft, compare).cmp(&self.id(*best, compare));
            if titles::better(self.key(draft), self.key(*best)).then_with(same).is_gt() {
                *best = draft;
            }
        }
        merged.ids = best.iter().map(|draft| self.id(*draft, compare)).collect();
        let id_of = |paper: u32| merged.ids.get(paper as usize).map_or(0, |id| id.0);
        let mut aliases: Vec<order::Keyed> = Vec::new();
        for draft in 0..self.drafts.len() as u32 {
            let (paper, alias) = (paper_of(draft), self.title_id(draft).0);
            if paper != u32::MAX && id_of(paper) != alias {
                aliases.push((alias, paper));
            }
        }
        order::sort(&mut aliases, &|a, b| id_of(a).cmp(&id_of(b)));
        aliases.dedup();
        merged.aliases = aliases;
        merged
    }
}
