//! Terms in order, with what they have in common with the one before: exact, prefix, stem and near look-ups.

use crate::search::stem::{root, stem};
use std::ops::Range;

/// Sorted terms.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    /// All terms, one after another.
    text: String,
    /// Where each term starts in `text`; one more than there are terms.
    starts: Vec<u32>,
    /// How many bytes each term has in common with the one before, at most 255.
    common: Vec<u8>,
}

/// The longest word that is looked for with typos, in bytes.
pub const LONGEST: usize = 30;

/// More edits than any look-up allows.
const FAR: u8 = 100;

impl Dictionary {
    /// A dictionary of terms that come sorted by bytes, none twice.
    pub fn new<'a>(terms: impl Iterator<Item = &'a str>) -> Self {
        let mut new = Self { starts: vec![0], ..Self::default() };
        let mut last = "";
        for term in terms {
            new.text.push_str(term);
            new.starts.push(new.text.len() as u32);
            let common = term.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
            new.common.push(common.min(255) as u8);
            last = term;
        }
        new
    }

    /// Number of terms.
    pub fn len(&self) -> usize {
        self.common.len()
    }

    /// Whether there is no term.
    pub fn is_empty(&self) -> bool {
        self.common.is_empty()
    }

    /// The text of a term; `""` for one that is not there.
    pub fn term(&self, number: u32) -> &str {
        match (self.starts.get(number as usize), self.starts.get(number as usize + 1)) {
            (Some(&start), Some(&end)) => self.text.get(start as usize..end as usize).unwrap_or(""),
            _ => "",
        }
    }

    /// The first term from `from` on for which `before` does not hold. Logarithmic.
    fn partition(&self, from: u32, before: impl Fn(&str) -> bool) -> u32 {
        let (mut low, mut high) = (from, self.len() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            if before(self.term(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The number of a term. Logarithmic.
    pub fn find(&self, term: &str) -> Option<u32> {
        let at = self.partition(0, |other| other < term);
        (at < self.len() as u32 && self.term(at) == term).then_some(at)
    }

    /// The terms that begin with `prefix`. Logarithmic.
    pub fn starting_with(&self, prefix: &str) -> Range<u32> {
        let first = self.partition(0, |term| term < prefix);
        first..self.partition(first, |term| term.starts_with(prefix))
    }

    /// Calls `found` with every other term of the same stem. Linear in the terms that begin as the stem does.
    pub fn same_stem(&self, term: &str, mut found: impl FnMut(u32)) {
        let stem_of_term = stem(term);
        for other in self.starting_with(root(term)) {
            let text = self.term(other);
            if text != term && stem(text) == stem_of_term {
                found(other);
            }
        }
    }

    /// Calls `found` with every term within `most` edits of `word`, and how many it takes: letters put in, left out,
    /// replaced, or two neighbours swapped (optimal string alignment). With `prefix`, terms that begin so. The terms all
    /// begin with `fixed`. Letters are bytes: folded words of Latin script have no others.
    ///
    /// Terms share the rows of the table for what they have in common with the one before (Ukkonen's cut-off on a trie
    /// laid flat); a beginning that is too far already is passed over with all its terms. Words over [`LONGEST`] find
    /// nothing.
    pub fn near(&self, word: &str, most: u8, prefix: bool, fixed: &str, mut found: impl FnMut(u32, u8)) {
        let word = word.as_bytes();
        if word.len() > LONGEST {
            return;
        }
        // Row `n` is for the first `n` letters of the term; no term longer than this can be near.
        let rows_needed = word.len() + usize::from(most) + 1;
        let mut rows = [[FAR; LONGEST + 1]; LONGEST + 4];
        if let Some(first) = rows.first_mut() {
            for (cell, at) in first.iter_mut().zip(0..) {
                *cell = at;
            }
        }
        // Up to which row the table holds for the term before, and at which depth it turned out to be too far or, looking
        // for prefixes, near with all that follows.
        let mut valid = 0_usize;
        let mut closed: Option<(usize, Option<u8>)> = None;
        for term in self.starting_with(fixed) {
            let common = self.common.get(term as usize).map_or(0, |common| usize::from(*common));
            let text = self.term(term).as_bytes();
            // The first term of the range shares nothing with a term that was looked at.
            let common = if valid == 0 { 0 } else { common };
            if let Some((depth, near)) = closed {
                if common >= depth {
                    if let Some(edits) = near {
                        found(term, edits);
                    }
                    continue;
                }
                closed = None;
            }
            let mut depth = common.min(valid);
            let mut best: Option<u8> = None;
            while depth < text.len() {
                if depth + 1 >= rows_needed.min(rows.len()) {
                    closed = Some((depth + 1, None));
                    break;
                }
                let nearest = next_row(&mut rows, depth, text, word);
                depth += 1;
                if nearest > most {
                    closed = Some((depth, None));
                    break;
                }
                let here = rows.get(depth).and_then(|row| row.get(word.len())).copied().unwrap_or(FAR);
                if prefix && here <= most {
                    // A longer beginning may be nearer still, but by then it is found.
                    best = Some(here);
                    closed = Some((depth, best));
                    break;
                }
            }
            valid = depth.max(1);
            if closed.is_none() {
                let here = rows.get(text.len()).and_then(|row| row.get(word.len())).copied().unwrap_or(FAR);
                best = (here <= most).then_some(here);
            }
            if let Some(edits) = best {
                found(term, edits);
            }
        }
    }

    /// Bytes held.
    pub fn size(&self) -> usize {
        self.text.len() + 4 * self.starts.len() + self.common.len()
    }
}

/// Fills row `depth + 1` of the table from the rows above; the least of its cells.
fn next_row(rows: &mut [[u8; LONGEST + 1]; LONGEST + 4], depth: usize, text: &[u8], word: &[u8]) -> u8 {
    let Some(&letter) = text.get(depth) else { return FAR };
    let before = depth.checked_sub(1).and_then(|at| Some((*rows.get(at)?, *text.get(at)?)));
    let Some((above, below)) = rows.split_at_mut_checked(depth + 1) else { return FAR };
    let (Some(above), Some(row)) = (above.last(), below.first_mut()) else { return FAR };
    let mut left = depth as u8 + 1;
    let mut nearest = left;
    row[0] = left;
    let mut wanted_before = None;
    for (at, &wanted) in word.iter().enumerate() {
        let diagonal = above.get(at).copied().unwrap_or(FAR);
        let up = above.get(at + 1).copied().unwrap_or(FAR);
        let mut cell = (diagonal + u8::from(wanted != letter)).min(up + 1).min(left + 1);
        if let (Some((row_before, letter_before)), Some(wanted_before)) = (&before, wanted_before)
            && *letter_before == wanted
            && wanted_before == letter
            && let Some(swapped) = at.checked_sub(1).and_then(|at| row_before.get(at))
        {
            cell = cell.min(swapped + 1);
        }
        if let Some(slot) = row.get_mut(at + 1) {
            *slot = cell;
        }
        nearest = nearest.min(cell);
        left = cell;
        wanted_before = Some(wanted);
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::distance;
    use proptest::prelude::*;

    fn dictionary(mut terms: Vec<String>) -> Dictionary {
        terms.sort();
        terms.dedup();
        Dictionary::new(terms.iter().map(String::as_str))
    }

    proptest! {
        #[test]
        fn near_is_what_the_definition_says(
            terms in proptest::collection::vec("[abc]{1,9}|é[ab]{0,3}|[a-b]{30,40}", 0..60), word in "[abc]{1,9}|[ab]{28,33}",
            most in 0_u8..3, fixed in proptest::option::of(0_usize..2),
        ) {
            let dictionary = dictionary(terms);
            let fixed = fixed.and_then(|length| word.get(..length)).unwrap_or("");
            let mut found = Vec::new();
            dictionary.near(&word, most, false, fixed, |term, edits| found.push((dictionary.term(term).to_owned(), edits)));
            let want: Vec<_> = (0..dictionary.len() as u32)
                .map(|at| dictionary.term(at))
                .filter(|term| term.starts_with(fixed) && word.len() <= LONGEST)
                .map(|term| (term.to_owned(), distance(term.as_bytes(), word.as_bytes()) as u8))
                .filter(|(_, edits)| *edits <= most)
                .collect();
            prop_assert_eq!(found, want);
        }

        #[test]
        fn near_beginnings(terms in proptest::collection::vec("[abc]{1,9}", 0..60), word in "[abc]{1,6}", most in 0_u8..3) {
            let dictionary = dictionary(terms);
            let mut found = Vec::new();
            dictionary.near(&word, most, true, "", |term, _| found.push(dictionary.term(term).to_owned()));
            let near = |term: &&str| {
                (0..=term.len()).any(|end| distance(&term.as_bytes()[..end], word.as_bytes()) <= usize::from(most))
            };
            let want: Vec<_> =
                (0..dictionary.len() as u32).map(|at| dictionary.term(at)).filter(near).map(str::to_owned).collect();
            if usize::from(most) < word.len() {
                prop_assert_eq!(found, want);
            }
        }

        #[test]
        fn looks_up_as_a_scan_does(terms in proptest::collection::vec("[ab]{0,2}(run|merg|stud)(s|ing|ed|e|y|ies)?|[a-cé]{1,4}", 0..60), word in "(run|merg|stud)(s|ing|ed|e|y|ies)?|[a-cé]{0,3}") {
            let dictionary = dictionary(terms);
            let all: Vec<&str> = (0..dictionary.len() as u32).map(|at| dictionary.term(at)).collect();
            prop_assert_eq!(dictionary.find(&word).map(|at| dictionary.term(at)), all.iter().copied().find(|term| *term == word));
            let starting: Vec<&str> = dictionary.starting_with(&word).map(|at| dictionary.term(at)).collect();
            let want: Vec<&str> = all.iter().copied().filter(|term| term.starts_with(&word)).collect();
            prop_assert_eq!(starting, want);
            let mut mates = Vec::new();
            dictionary.same_stem(&word, |at| mates.push(dictionary.term(at)));
            let want: Vec<&str> = all.iter().copied().filter(|term| *term != word && stem(term) == stem(&word)).collect();
            prop_assert_eq!(mates, want);
        }
    }
}
