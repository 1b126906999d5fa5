//! Which entries are the same paper.
//!
//! Entries whose titles have the same key are the same paper, unless both have abstracts that have nothing in common.
//! The measure: of the distinct long tokens ([`LONG`] bytes or more) of the abstract that has fewer of them, the share
//! that the other has too (the overlap coefficient of Szymkiewicz and Simpson); under [`NOTHING_IN_COMMON`] they are of
//! different papers. A shortened abstract is within the full one, so its length does not matter. Of 52,000 pairs of
//! abstracts of different papers of one field, 96 % stayed under it.

use super::volume::Volume;
use super::{Input, Place};
use crate::order;
use crate::paper::PaperId;
use crate::text::{fold, latex};
use rustc_hash::{FxHashMap, FxHasher};
use std::cmp::Ordering;
use std::hash::Hasher;

/// Tokens shorter than this are in every text.
const LONG: usize = 5;

/// Below this share of long tokens, abstracts have nothing in common.
const NOTHING_IN_COMMON: f64 = 0.25;

/// The most papers of one title that an entry is compared with; further ones are told apart by their whole abstract.
const MOST_COMPARED: usize = 8;

/// The papers of some dumps: for every paper its identity and its sightings in order.
#[derive(Debug, Default)]
pub struct Merged {
    /// Identities, no two alike.
    pub ids: Vec<PaperId>,
    /// All sightings, grouped by paper.
    pub places: Vec<Place>,
    /// Where each paper's sightings end; they start where those of the one before end.
    pub ends: Vec<u32>,
}

/// A paper while entries are being handed out.
struct Draft {
    /// The first entry that has an abstract.
    abstract_at: Option<Place>,
    /// The next paper with the same title.
    next: Option<u32>,
    id: PaperId,
    count: u32,
}

/// Merges the entries of all dumps, in order. Linear, but for abstracts of entries that share a title.
pub fn merge(inputs: &[Input]) -> Merged {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut first: FxHashMap<u64, u32> = FxHashMap::default();
    let mut exact: FxHashMap<u64, u32> = FxHashMap::default();
    let mut owner: Vec<(Place, u32)> = Vec::new();
    let mut long = LongTokens { inputs, number: FxHashMap::default(), known: Vec::new() };
    for (dump, input) in inputs.iter().enumerate() {
        for entry in 0..input.volume.dump.entries.len() as u32 {
            let place = Place { dump: dump as u32, entry };
            let Some(key) = input.volume.id(entry) else { continue };
            let found = match first.get(&key.0) {
                Some(&head) => find(&drafts, head, place, &mut long),
                None => Err(None),
            };
            let paper = match found {
                Ok(paper) => paper,
                Err(None) => {
                    first.insert(key.0, drafts.len() as u32);
                    add(&mut drafts, key, place, inputs)
                }
                Err(Some(last)) => {
                    let id = PaperId::of_title_and_abstract(&title(inputs, place), &text(inputs, place));
                    match exact.get(&id.0) {
                        Some(&paper) => paper,
                        None => {
                            let paper = add(&mut drafts, id, place, inputs);
                            exact.insert(id.0, paper);
                            if let Some(last) = drafts.get_mut(last as usize) {
                                last.next = Some(paper);
                            }
                            paper
                        }
                    }
                }
            };
            if let Some(draft) = drafts.get_mut(paper as usize) {
                draft.count += 1;
                if draft.abstract_at.is_none() && has_abstract(inputs, place) {
                    draft.abstract_at = Some(place);
                }
            }
            owner.push((place, paper));
        }
    }
    lay_out(drafts, &owner)
}

/// The paper of one title that an entry belongs to, or the last one of that title.
fn find(drafts: &[Draft], head: u32, place: Place, long: &mut LongTokens) -> Result<u32, Option<u32>> {
    let mut at = head;
    let mut compared = 0;
    loop {
        let Some(draft) = drafts.get(at as usize) else { return Err(None) };
        if compared < MOST_COMPARED && long.same(draft.abstract_at, place) {
            return Ok(at);
        }
        compared += 1;
        match draft.next {
            Some(next) if compared < MOST_COMPARED => at = next,
            _ => return Err(Some(at)),
        }
    }
}

fn add(drafts: &mut Vec<Draft>, id: PaperId, place: Place, inputs: &[Input]) -> u32 {
    let abstract_at = has_abstract(inputs, place).then_some(place);
    drafts.push(Draft { abstract_at, next: None, id, count: 0 });
    drafts.len() as u32 - 1
}

/// Sightings grouped by paper, and identities made unique (two titles with one hash are all but impossible).
fn lay_out(drafts: Vec<Draft>, owner: &[(Place, u32)]) -> Merged {
    let mut merged = Merged { places: vec![Place::default(); owner.len()], ..Merged::default() };
    let mut next = Vec::with_capacity(drafts.len());
    let mut taken: FxHashMap<u64, u32> = FxHashMap::default();
    let mut end = 0;
    for draft in drafts {
        next.push(end);
        end += draft.count;
        merged.ends.push(end);
        let mut id = draft.id;
        while taken.insert(id.0, end).is_some() {
            id = PaperId(id.0.wrapping_add(1));
        }
        merged.ids.push(id);
    }
    for (place, paper) in owner {
        if let Some(slot) = next.get_mut(*paper as usize) {
            if let Some(target) = merged.places.get_mut(*slot as usize) {
                *target = *place;
            }
            *slot += 1;
        }
    }
    merged
}

fn volume(inputs: &[Input], place: Place) -> Option<&Volume> {
    inputs.get(place.dump as usize).map(|input| &*input.volume)
}

fn has_abstract(inputs: &[Input], place: Place) -> bool {
    volume(inputs, place)
        .and_then(|volume| volume.entry(place.entry))
        .is_some_and(|entry| entry.abstract_text.is_some_and(|span| !span.is_empty()))
}

fn title(inputs: &[Input], place: Place) -> std::borrow::Cow<'_, str> {
    volume(inputs, place)
        .and_then(|volume| volume.entry(place.entry).map(|entry| volume.dump.text(entry.title)))
        .unwrap_or_default()
}

fn text(inputs: &[Input], place: Place) -> std::borrow::Cow<'_, str> {
    volume(inputs, place)
        .and_then(|volume| volume.entry(place.entry)?.abstract_text.map(|span| volume.dump.text(span)))
        .unwrap_or_default()
}

/// Long tokens of the abstracts compared so far.
struct LongTokens<'a> {
    inputs: &'a [Input],
    /// Where a place's tokens are in `known`.
    number: FxHashMap<u64, u32>,
    known: Vec<Box<[u64]>>,
}

impl LongTokens<'_> {
    /// Whether an entry may be of the paper whose abstract stands at `other`.
    fn same(&mut self, other: Option<Place>, place: Place) -> bool {
        let Some(other) = other.filter(|_| has_abstract(self.inputs, place)) else { return true };
        if text(self.inputs, other) == text(self.inputs, place) {
            return true;
        }
        let (a, b) = (self.number(other), self.number(place));
        match (self.known.get(a), self.known.get(b)) {
            (Some(a), Some(b)) => something_in_common(a, b),
            _ => true,
        }
    }

    fn number(&mut self, place: Place) -> usize {
        let key = (u64::from(place.dump) << 32) | u64::from(place.entry);
        if let Some(number) = self.number.get(&key) {
            return *number as usize;
        }
        let number = self.known.len();
        self.known.push(long_tokens(&text(self.inputs, place)));
        self.number.insert(key, number as u32);
        number
    }
}

/// Hashes of a text's distinct long tokens, ascending.
fn long_tokens(text: &str) -> Box<[u64]> {
    let mut found = Vec::new();
    fold::each_token(&latex::display(text), |_, token| {
        // An ideograph says as much as a long word.
        if token.len() >= LONG || !token.is_ascii() {
            let mut hasher = FxHasher::default();
            hasher.write(token.as_bytes());
            found.push((hasher.finish(), 0));
        }
    });
    order::sort(&mut found, &|_, _| Ordering::Equal);
    found.dedup();
    found.into_iter().map(|(hash, _)| hash).collect()
}

fn something_in_common(a: &[u64], b: &[u64]) -> bool {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if few.is_empty() {
        return true;
    }
    let shared = few.iter().filter(|hash| many.binary_search(hash).is_ok()).count();
    shared as f64 >= NOTHING_IN_COMMON * few.len() as f64
}
