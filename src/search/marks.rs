//! Which papers are favourites.

use super::universe::Universe;
use crate::favourites::Favourite;

/// The favourites among the papers and copies of a universe.
#[derive(Clone, Debug, Default)]
pub struct Marks<'a> {
    /// One bit per paper; empty when there is no favourite.
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
        for (paper, _) in &marks.all {
            if let Some(word) = marks.bits.get_mut(*paper as usize / 64) {
                *word |= 1 << (paper % 64);
            }
        }
        marks
    }

    /// Whether a paper is a favourite.
    pub fn contains(&self, paper: u32) -> bool {
        self.bits.get(paper as usize / 64).is_some_and(|word| word >> (paper % 64) & 1 == 1)
    }

    /// Those that pass a test.
    pub fn only(&self, passes: impl Fn(&Favourite) -> bool) -> Vec<u32> {
        self.all.iter().filter(|(_, star)| passes(star)).map(|(paper, _)| *paper).collect()
    }
}
