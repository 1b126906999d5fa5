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
    /// The terms in at least [`OFTEN`] documents.
    frequent: Vec<u32>,
    /// Which letters each of those has; see [`letters`].
    frequent_letters: Vec<u32>,
}

/// What stands in so many documents of a segment is frequent: few terms are, and often only those are asked for.
pub const OFTEN: u32 = 32;

/// The longest word that is looked for with typos, in bytes.
pub const LONGEST: usize = 30;

/// The most edits that are looked for.
const EDITS: usize = 2;

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

    /// Notes which terms are frequent; `documents` tells in how many each stands.
    pub fn count(&mut self, documents: impl Iterator<Item = u32>) {
        for (number, _) in (0..self.len() as u32).zip(documents).filter(|(_, documents)| *documents >= OFTEN) {
            self.frequent.push(number);
            self.frequent_letters.push(letters(self.bytes(number)));
        }
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
        partition(from, self.len() as u32, &|at| before(self.term(at)))
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

    /// Calls `found` with every term within `most` edits of `word`: letters put in, left out,
    /// replaced, or two neighbours swapped (optimal string alignment). With `prefix`, terms that begin so. The terms all
    /// begin with `fixed`; if `frequent`, they are frequent. Letters are bytes: folded words of Latin script have no others.
    /// At most [`EDITS`] are looked for.
    ///
    /// Terms share the states for what they have in common with the one before (a trie laid flat); a beginning that is too
    /// far already is passed over with all its terms. Of frequent terms those are looked at that lack few enough letters of
    /// the word. Words over [`LONGEST`] find nothing.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    pub fn near(&self, word: &str, most: u8, prefix: bool, fixed: &str, frequent: bool, mut found: impl FnMut(u32)) {
        if word.len() > LONGEST {
            return;
        }
        let near = Near::new(word.as_bytes(), usize::from(most).min(EDITS));
        // State `n` is for the first `n` letters of the term; no term is near that needs more.
        let mut states = [State::default(); LONGEST + EDITS + 2];
        states[0] = near.start();
        // How many letters of the term before have a state.
        let mut valid = 0_usize;
        if frequent {
            return self.near_frequent(&near, letters(word.as_bytes()), prefix, fixed, found);
        }
        let Range { start: mut term, end } = self.starting_with(fixed);
        while term < end {
            let text = self.bytes(term);
            // The first term of the range shares nothing with a term that was looked at.
            let mut depth = self.common.get(term as usize).map_or(0, |common| usize::from(*common)).min(valid);
            let mut next = term + 1;
            let mut is_near = false;
            while let Some(&letter) = text.get(depth) {
                let before = depth.checked_sub(1).and_then(|at| Some((*states.get(at)?, *text.get(at)?)));
                let Some(&state) = states.get(depth) else { break };
                let state = near.next(&state, letter, before);
                depth += 1;
                if let Some(slot) = states.get_mut(depth) {
                    *slot = state;
                }
                is_near = near.is_near(&state);
                if near.is_far(&state) || (prefix && is_near) {
                    // All that begins so is too far, or near.
                    next = next_with_less(&self.common, next, depth).min(end);
                    break;
                }
            }
            valid = depth;
            if is_near {
                (term..next).for_each(&mut found);
            }
            term = next;
        }
    }

    /// The same among frequent terms; `own` are the word's letters.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    fn near_frequent(&self, near: &Near, own: u32, prefix: bool, fixed: &str, mut found: impl FnMut(u32)) {
        let number = |at: u32| self.frequent.get(at as usize).copied().unwrap_or(u32::MAX);
        let end = self.frequent.len() as u32;
        let start = partition(0, end, &|at| self.term(number(at)) < fixed);
        let end = partition(start, end, &|at| self.term(number(at)).starts_with(fixed));
        let all = self.frequent_letters.get(start as usize..end as usize).unwrap_or(&[]);
        for (at, letters) in (start..).zip(all) {
            // Each letter that one has and the other has not takes an edit.
            let few = |more: u32, less: u32| (more & !less).count_ones() as usize <= near.most;
            if few(own, *letters) && (prefix || few(*letters, own)) && near.reaches(self.bytes(number(at)), prefix) {
                found(number(at));
            }
        }
    }

    fn bytes(&self, number: u32) -> &[u8] {
        match (self.starts.get(number as usize), self.starts.get(number as usize + 1)) {
            (Some(&start), Some(&end)) => self.text.as_bytes().get(start as usize..end as usize).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// Bytes held.
    pub fn size(&self) -> usize {
        self.text.len() + 4 * self.starts.len() + self.common.len() + 8 * self.frequent.len()
    }
}

/// The first place in `from..end` for which `before` does not hold. Logarithmic.
fn partition(from: u32, end: u32, before: &dyn Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (from, end);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// The first place from `from` on where a list of bytes has less than `common`. Eight at a time.
#[inline(always)]
fn next_with_less(list: &[u8], from: u32, common: usize) -> u32 {
    const ONES: u64 = u64::MAX / 255;
    let mut at = from as usize;
    let common = common.min(128) as u8;
    while let Some(eight) = list.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let eight = u64::from_le_bytes(*eight);
        // The top bit of a byte that is less; wrong only above one that is.
        let less = eight.wrapping_sub(ONES * u64::from(common)) & !eight & (ONES << 7);
        if less != 0 {
            return (at + less.trailing_zeros() as usize / 8) as u32;
        }
        at += 8;
    }
    let rest = list.get(at..).unwrap_or(&[]);
    (at + rest.iter().position(|other| *other < common).unwrap_or(rest.len())) as u32
}

/// Which of `a`–`z` are in a term, a bit each; all other bytes share one.
fn letters(term: &[u8]) -> u32 {
    term.iter().fold(0, |all, byte| all | 1 << byte.wrapping_sub(b'a').min(31))
}

/// Which beginnings of the word are within so many edits of what was read, for each number of edits: bit `n` stands for its
/// first `n` letters.
type State = [u32; EDITS + 1];

/// The automaton of words near one, all its states at once (Wu and Manber, "Fast text searching allowing errors", CACM 1992,
/// with swapped neighbours).
struct Near {
    /// Per letter: bit `n + 1` where the word has it as letter `n`.
    letters: [u32; 256],
    length: usize,
    most: usize,
}

impl Near {
    fn new(word: &[u8], most: usize) -> Self {
        let mut letters = [0; 256];
        for (letter, at) in word.iter().zip(1..) {
            if let Some(bits) = letters.get_mut(usize::from(*letter)) {
                *bits |= 1_u32 << at;
            }
        }
        Self { letters, length: word.len(), most }
    }

    /// Nothing read: so many letters of the word may be left out.
    fn start(&self) -> State {
        let mut state = State::default();
        state.iter_mut().zip(1..).for_each(|(bits, count)| *bits = (1 << count) - 1);
        state
    }

    /// The state after a letter; `before` is the state before the letter before it, and that letter.
    #[inline(always)]
    fn next(&self, state: &State, letter: u8, before: Option<(State, u8)>) -> State {
        let all = (2_u32 << self.length) - 1;
        let wanted = self.letters[usize::from(letter)];
        let swapped = before.map_or(0, |(_, before)| (wanted << 1) & self.letters[usize::from(before)]);
        let older = before.map_or(State::default(), |(state, _)| state);
        let mut next = State::default();
        next[0] = (state[0] << 1) & wanted;
        for edits in 1..=EDITS {
            let fewer = edits - 1;
            // The letter as wanted, one too many, another one, one of the word left out, two swapped.
            next[edits] = ((state[edits] << 1) & wanted)
                | state[fewer]
                | (state[fewer] << 1)
                | (next[fewer] << 1)
                | ((older[fewer] << 2) & swapped);
            next[edits] &= all;
        }
        next
    }

    /// Whether nothing that begins so can be near.
    #[inline(always)]
    fn is_far(&self, state: &State) -> bool {
        state.get(self.most).is_none_or(|bits| *bits == 0)
    }

    /// Whether a term, or with `prefix` a beginning of it, is near enough.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    fn reaches(&self, term: &[u8], prefix: bool) -> bool {
        let (mut state, mut before) = (self.start(), None);
        for letter in term {
            let next = self.next(&state, *letter, before);
            before = Some((state, *letter));
            state = next;
            if self.is_far(&state) || (prefix && self.is_near(&state)) {
                break;
            }
        }
        self.is_near(&state)
    }

    /// Whether the word itself is near enough. What takes fewer edits is in the states of more.
    #[inline(always)]
    fn is_near(&self, state: &State) -> bool {
        state.get(self.most).is_some_and(|bits| bits >> self.length & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::distance;
    use proptest::prelude::*;

    fn dictionary(mut terms: Vec<String>) -> Dictionary {
        terms.sort();
        terms.dedup();
        let mut dictionary = Dictionary::new(terms.iter().map(String::as_str));
        dictionary.count(terms.iter().map(|term| if term.len() % 3 == 1 { OFTEN } else { OFTEN - 1 }));
        dictionary
    }

    proptest! {
        #[test]
        fn near_is_what_the_definition_says(
            terms in proptest::collection::vec("[abc]{1,9}|é[ab]{0,3}|[a-b]{30,40}", 0..60), word in "[abc]{1,9}|[ab]{28,33}",
            most in 0_u8..3, fixed in proptest::option::of(0_usize..2), frequent in any::<bool>(),
        ) {
            let dictionary = dictionary(terms);
            let fixed = fixed.and_then(|length| word.get(..length)).unwrap_or("");
            let mut found = Vec::new();
            dictionary.near(&word, most, false, fixed, frequent, |term| found.push(dictionary.term(term).to_owned()));
            let want: Vec<_> = (0..dictionary.len() as u32)
                .map(|at| dictionary.term(at))
                .filter(|term| term.starts_with(fixed) && word.len() <= LONGEST && (!frequent || term.len() % 3 == 1))
                .filter(|term| distance(term.as_bytes(), word.as_bytes()) <= usize::from(most))
                .map(str::to_owned)
                .collect();
            prop_assert_eq!(found, want);
        }

        #[test]
        fn near_beginnings(terms in proptest::collection::vec("[abc]{1,9}", 0..60), word in "[abc]{1,6}", most in 0_u8..3, frequent in any::<bool>()) {
            let dictionary = dictionary(terms);
            let mut found = Vec::new();
            dictionary.near(&word, most, true, "", frequent, |term| found.push(dictionary.term(term).to_owned()));
            let near = |term: &&str| {
                (!frequent || term.len() % 3 == 1) && (0..=term.len()).any(|end| distance(&term.as_bytes()[..end], word.as_bytes()) <= usize::from(most))
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
