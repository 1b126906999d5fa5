//! The titles of a library, each once, and which of them may be one title written in two ways.

use super::agree::Abstracts;
use super::{Input, Place};
use crate::order;
use crate::paper::PaperId;
use rustc_hash::FxHashMap;
use std::cmp::{Ordering, Reverse};

/// The most candidates that a paper is compared with; further ones stay apart.
pub const MOST_COMPARED: usize = 8;

/// Titles of fewer bytes are not taken for the beginning of another.
const LEAST_CUT: usize = 16;

/// The most titles that begin as one does and are compared with it.
const MOST_LONGER: u32 = 256;

/// The most titles that one begins with and that it is compared with.
const MOST_SHORTER: usize = 4;

/// All titles, in the order in which they are first seen.
#[derive(Debug, Default)]
pub struct Titles {
    /// The identity of each.
    pub ids: Vec<PaperId>,
    /// All entries, grouped by title.
    pub places: Vec<Place>,
    /// Where each title's entries end.
    pub ends: Vec<u32>,
}

impl Titles {
    /// Linear in the number of entries.
    pub fn new(inputs: &[Input]) -> Self {
        let mut titles = Self::default();
        let mut known: FxHashMap<u64, u32> = FxHashMap::default();
        let mut all: Vec<(Place, u32)> = Vec::new();
        for (dump, input) in (0..).zip(inputs) {
            for entry in 0..input.volume.dump.entries.len() as u32 {
                let Some(id) = input.volume.id(entry) else { continue };
                let title = *known.entry(id.0).or_insert(titles.ids.len() as u32);
                if title as usize == titles.ids.len() {
                    titles.ids.push(id);
                    titles.ends.push(0);
                }
                if let Some(count) = titles.ends.get_mut(title as usize) {
                    *count += 1;
                }
                all.push((Place { dump, entry }, title));
            }
        }
        titles.places = group(&mut titles.ends, &all);
        titles
    }

    /// The entries of a title.
    pub fn of(&self, title: u32) -> &[Place] {
        let at = title as usize;
        let start = at.checked_sub(1).and_then(|at| self.ends.get(at)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.places.get(start as usize..end as usize).unwrap_or(&[])
    }

    /// The key of a title.
    pub fn key<'a>(&self, inputs: &'a [Input], title: u32) -> &'a str {
        self.of(title).first().map_or("", |place| key(inputs, *place))
    }

    /// The numbers of the titles in the order of their keys.
    pub fn in_order(&self, inputs: &[Input]) -> Vec<u32> {
        order::texts(self.ids.len(), &|title| self.key(inputs, title))
    }
}

/// Counts become ends, and what was counted is laid out by them.
pub fn group(counts: &mut [u32], all: &[(Place, u32)]) -> Vec<Place> {
    let mut end = 0;
    for count in counts.iter_mut() {
        // The start, for now.
        end += std::mem::replace(count, end);
    }
    let mut places = vec![Place::default(); all.len()];
    for (place, group) in all {
        if let Some(next) = counts.get_mut(*group as usize) {
            if let Some(slot) = places.get_mut(*next as usize) {
                *slot = *place;
            }
            *next += 1;
        }
    }
    places
}

/// The title key of an entry.
pub fn key(inputs: &[Input], place: Place) -> &str {
    inputs.get(place.dump as usize).map_or("", |input| input.volume.key(place.entry))
}

/// A title key without what tells editions apart: a last word such as `v2`.
fn edition(key: &str) -> &str {
    let number = |word: &str| (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    match key.rsplit_once(' ') {
        Some((title, last)) if last.strip_prefix('v').is_some_and(number) => title,
        _ => key,
    }
}

/// Letters and digits of a title key without its edition: titles that differ only in how words are joined have the same.
fn letters(key: &str) -> impl Iterator<Item = u8> {
    edition(key).bytes().filter(|byte| *byte != b' ')
}

fn letters_hash(key: &str) -> u64 {
    letters(key).fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Which of two keys of one paper's titles is the better, the greater: the one that is not cut off, then the one without
/// an edition, then any, always the same.
pub fn better(a: &str, b: &str) -> Ordering {
    let order = |key: &str| (letters(key).count(), Reverse(key.len()));
    order(a).cmp(&order(b)).then_with(|| b.cmp(a))
}

/// Whether a title may be cut off where another goes on. Parts of a series go on with a number.
fn is_cut(short: &str, long: &str) -> bool {
    let number = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'i' | b'v' | b'x' | b' ');
    long.strip_prefix(short).is_some_and(|rest| !rest.bytes().all(number))
}

/// Finds titles that may be one, and calls `join` with two papers of such titles whose abstracts agree. `first` has the
/// number of the first paper of each title, `abstracts` the place of each paper's abstract. The same for any order of dumps.
pub fn near(
    inputs: &[Input],
    titles: &Titles,
    in_order: &[u32],
    first: &[u32],
    abstracts: &[Option<Place>],
    compare: &mut Abstracts,
    join: &mut dyn FnMut(u32, u32),
) {
    let papers = |title: u32| {
        let from = first.get(title as usize).copied().unwrap_or(0);
        let to = first.get(title as usize + 1).map_or(abstracts.len() as u32, |to| *to);
        let place = |paper: u32| Some((paper, (*abstracts.get(paper as usize)?)?));
        (from..to).filter_map(place).take(MOST_COMPARED)
    };
    // Joined or parted words, and editions.
    let mut known: FxHashMap<u64, u32> = FxHashMap::default();
    let mut alike: Vec<order::Keyed> = Vec::new();
    const LISTED: u32 = 1 << 31;
    for title in 0..titles.ids.len() as u32 {
        let hash = letters_hash(titles.key(inputs, title));
        match known.get_mut(&hash) {
            None => {
                known.insert(hash, title);
            }
            Some(other) => {
                if *other & LISTED == 0 {
                    alike.push((hash, *other));
                    *other |= LISTED;
                }
                alike.push((hash, title));
            }
        }
    }
    drop(known);
    let id = |title: u32| titles.ids.get(title as usize).map_or(0, |id| id.0);
    order::sort(&mut alike, &|a, b| id(a).cmp(&id(b)));
    let mut leaders: Vec<(u32, u32, Place)> = Vec::new();
    let mut last = 0;
    for (hash, title) in alike {
        if std::mem::replace(&mut last, hash) != hash {
            leaders.clear();
        }
        for (paper, place) in papers(title) {
            let found = leaders.iter().find(|(of, _, other)| *of != title && compare.agree(*other, place));
            match found {
                Some((_, other, _)) => join(*other, paper),
                None if leaders.len() < MOST_COMPARED => leaders.push((title, paper, place)),
                None => {}
            }
        }
    }
    // Titles that are cut off: what begins with a title follows it in order.
    let mut open: Vec<(u32, u32)> = Vec::new();
    for title in in_order {
        let key = titles.key(inputs, *title);
        while open.last().is_some_and(|(other, _)| !key.starts_with(titles.key(inputs, *other))) {
            open.pop();
        }
        for (other, longer) in open.iter_mut().rev().take(MOST_SHORTER) {
            if *longer == MOST_LONGER || !is_cut(titles.key(inputs, *other), key) {
                continue;
            }
            *longer += 1;
            for (paper, place) in papers(*title) {
                if let Some((short, _)) = papers(*other).find(|(_, other)| compare.agree(*other, place)) {
                    join(short, paper);
                }
            }
        }
        if key.len() >= LEAST_CUT {
            open.push((*title, 0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_written_in_two_ways() {
        let check = |a: &str, b: &str, alike: bool, cut: bool| {
            assert_eq!(letters_hash(a) == letters_hash(b), alike, "{a:?} {b:?}");
            assert_eq!(is_cut(a, b), cut, "{a:?} {b:?}");
        };
        check("few shot tea", "fewshot tea", true, false);
        check("warm tea", "warm tea v2", true, false);
        check("warm tea v1", "warm tea v12", true, false);
        check("warm tea", "warm tea v123", false, false);
        check("warm tea", "warm tea version", false, true);
        check("warm tea i", "warm tea ii", false, false);
        check("warm te", "warm tea", false, true);
        check("cold tea", "warm tea", false, false);
        check("v2", "v3", false, false);
    }

    #[test]
    fn the_better_title() {
        let check = |better_one: &str, other: &str| {
            assert_eq!(better(better_one, other), Ordering::Greater);
            assert_eq!(better(other, better_one), Ordering::Less);
        };
        check("warm tea for all", "warm tea for");
        check("warm tea", "warm tea v2");
        check("fewshot tea", "few shot tea");
    }
}
