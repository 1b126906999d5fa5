//! Which papers are favourites.

use super::query::Sort;
use super::universe::Universe;
use crate::favourites::{Favourite, Status};

/// The favourites, and what was put aside, among the papers and copies of a universe.
#[derive(Clone, Debug, Default)]
pub struct Marks<'a> {
    /// One bit per paper, for a star; empty when there is none.
    bits: Vec<u64>,
    /// The numbers of papers, with the favourites that they are.
    all: Vec<(u32, &'a Favourite)>,
}

impl<'a> Marks<'a> {
    /// Finds the favourites in a universe.
    pub fn new(universe: Universe<'a>) -> Self {
        let mut marks = Self::default();
        let copies = (universe.papers() as u32..).zip(&universe.extras.all);
        let copies =
            copies.filter_map(|(paper, copy)| Some((paper, universe.favourites.get(copy.favourite as usize)?)));
        let papers = universe.favourites.iter().filter_map(|star| Some((universe.library.find(star.id())?, star)));
        marks.all.extend(papers.chain(copies));
        if !marks.all.is_empty() {
            marks.bits.resize(universe.len().div_ceil(64), 0);
        }
        for (paper, _) in marks.all.iter().filter(|(_, kept)| kept.is_starred()) {
            if let Some(word) = marks.bits.get_mut(*paper as usize / 64) {
                *word |= 1 << (paper % 64);
            }
        }
        marks
    }

    /// Whether a paper has a star.
    pub fn contains(&self, paper: u32) -> bool {
        self.bits.get(paper as usize / 64).is_some_and(|word| word >> (paper % 64) & 1 == 1)
    }

    /// What papers are sorted by in an order that is about favourites, ascending; empty for other orders.
    pub fn ranks(&self, sort: Sort, papers: usize) -> Vec<u64> {
        if !matches!(sort, Sort::Added | Sort::Changed | Sort::Status) {
            return Vec::new();
        }
        let mut ranks = vec![u64::MAX; papers];
        for (paper, kept) in &self.all {
            if let Some(rank) = ranks.get_mut(*paper as usize) {
                *rank = match (sort, kept.status) {
                    (Sort::Status, Status::Reading) => 0,
                    (Sort::Status, Status::Unread) => 1,
                    (Sort::Status, Status::Read) => 2,
                    (Sort::Status, Status::NotInterested) => 3,
                    (Sort::Changed, _) => u64::MAX - 1 - kept.changed,
                    // The digits of the time, the latest first; what is only put aside has none.
                    _ => {
                        let digits = kept.added.bytes().filter(u8::is_ascii_digit).take(14);
                        u64::MAX - 1 - digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
                    }
                };
            }
        }
        ranks
    }

    /// Those that pass a test.
    pub fn only(&self, passes: impl Fn(&Favourite) -> bool) -> Vec<u32> {
        self.all.iter().filter(|(_, star)| passes(star)).map(|(paper, _)| *paper).collect()
    }
}
