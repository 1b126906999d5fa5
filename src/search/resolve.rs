//! Tokens of a query → terms of the index: the token itself, longer terms where it may go on, other forms of its stem, and
//! corrections where it looks like a typing error.
//!
//! A token of letters looks like one when the library does not have it in any form, or when a word near it is
//! [`MORE_FREQUENT`] times as frequent. When a query finds nothing otherwise, all its words are taken for typing errors.
//! Near is one edit from four letters on, two from eight; the first letter of words of
//! under eight letters is right. Of the words near, those with the fewest edits are taken: whole words before those that
//! only begin so, the most frequent first.

use super::index::{Dictionary, OFTEN, Segment};
use super::rank::{CORRECTED, LONGER, SAME_STEM};
use super::shard::Shard;
use super::stem;
use super::words::Pattern;
use crate::interner::Interner;
use crate::order;

/// How many times as frequent as a word another must be to be taken for what was meant.
const MORE_FREQUENT: u32 = 100;

/// The most words that are taken for one.
const MOST_CORRECTIONS: usize = 8;
/// The same, when a query finds nothing otherwise.
const MOST_FOR_NOTHING: usize = 64;

/// The terms of a token.
#[derive(Debug, Default)]
pub struct Resolved {
    /// Per segment: the terms, none twice, and what each is worth.
    pub terms: Vec<Vec<(u32, f32)>>,
    /// In how many documents they stand; documents that hold several count again.
    pub holding: u32,
}

/// Which words are taken for typing errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correct {
    /// None.
    Never,
    /// Those that the rule takes for one.
    ByRule,
    /// Any, however frequent.
    Any,
}

/// Finds the terms of a pattern in all segments, and its corrections, which are noted in the pattern.
pub fn resolve(pattern: &mut Pattern, segments: &[(&Segment, &Shard)], correct: Correct) -> Resolved {
    let mut resolved = Resolved::default();
    for (segment, _) in segments {
        let mut terms = Vec::new();
        own(pattern, &segment.dictionary, &mut terms);
        resolved.add(segment, terms);
    }
    let documents: usize = segments.iter().map(|(segment, _)| segment.len()).sum();
    // What is near must stand in at least so many documents.
    let least = if correct == Correct::Any { 0 } else { resolved.holding.saturating_mul(MORE_FREQUENT) };
    if correct != Correct::Never && least as usize <= documents {
        pattern.corrections = corrections(pattern, segments, least);
        pattern.corrections.truncate(if correct == Correct::Any { MOST_FOR_NOTHING } else { MOST_CORRECTIONS });
        let most = pattern.corrections.first().map_or(1, |word| frequency(word, segments)).max(1);
        for (at, word) in pattern.corrections.iter().enumerate() {
            // The most frequent word is the likeliest.
            let worth = CORRECTED * (0.5 + 0.5 * (frequency(word, segments) as f32 / most as f32).min(1.0));
            let earlier = || pattern.corrections.iter().take(at);
            for ((segment, _), terms) in segments.iter().zip(&mut resolved.terms) {
                let dictionary = &segment.dictionary;
                let mut add = |term: u32, worth: f32| {
                    let text = dictionary.term(term);
                    let known = pattern.is_own(text)
                        || earlier().any(|word| word == text || (pattern.stem && stem::same(word, text)));
                    if !known && !terms.iter().any(|(other, _)| *other == term) {
                        terms.push((term, worth));
                        resolved.holding += segment.documents(term);
                    }
                };
                if let Some(term) = dictionary.find(word) {
                    add(term, worth);
                }
                if pattern.stem {
                    dictionary.same_stem(word, |term| add(term, worth * SAME_STEM));
                }
            }
        }
    }
    resolved
}

impl Resolved {
    fn add(&mut self, segment: &Segment, terms: Vec<(u32, f32)>) {
        let holding: u32 = terms.iter().map(|(term, _)| segment.documents(*term)).sum();
        self.holding = self.holding.saturating_add(holding);
        self.terms.push(terms);
    }
}

/// The terms that need no correction.
fn own(pattern: &Pattern, dictionary: &Dictionary, terms: &mut Vec<(u32, f32)>) {
    let token = pattern.token.as_str();
    if pattern.prefix {
        for term in dictionary.starting_with(token) {
            let text = dictionary.term(term);
            let worth = if text == token {
                1.0
            } else if pattern.stem && stem::same(text, token) {
                SAME_STEM
            } else {
                LONGER
            };
            terms.push((term, worth));
        }
    } else if let Some(term) = dictionary.find(token) {
        terms.push((term, 1.0));
    }
    if pattern.stem {
        dictionary.same_stem(token, |term| {
            if !pattern.prefix || !dictionary.term(term).starts_with(token) {
                terms.push((term, SAME_STEM));
            }
        });
    }
}

/// The words near a token that it may stand for, each in at least `least` documents.
#[inline(never)]
fn corrections(pattern: &Pattern, segments: &[(&Segment, &Shard)], least: u32) -> Vec<String> {
    let token = pattern.token.as_str();
    if token.len() < 4 || !token.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Vec::new();
    }
    let (most, fixed) = if token.len() < 8 { (1, token.get(..1).unwrap_or("")) } else { (2, "") };
    // What is that frequent in all is so in one segment at least.
    let frequent = least >= OFTEN.saturating_mul(segments.len() as u32);
    // One edit is looked for first: that passes over nearly all of the dictionary.
    (1..=most)
        .map(|edits| within(pattern, segments, least, edits, fixed, frequent))
        .find(|words| !words.is_empty())
        .unwrap_or_default()
}

/// The words within so many edits of a token: whole words before those that only begin so, the most frequent first.
fn within(
    pattern: &Pattern,
    segments: &[(&Segment, &Shard)],
    least: u32,
    most: u8,
    fixed: &str,
    frequent: bool,
) -> Vec<String> {
    let mut found = Interner::default();
    // In how many documents each word found stands.
    let mut known: Vec<u32> = Vec::new();
    for (segment, _) in segments {
        segment.dictionary.near(&pattern.token, most, pattern.prefix, fixed, frequent, |term| {
            let text = segment.dictionary.term(term);
            if !text.bytes().all(|byte| byte.is_ascii_lowercase()) || pattern.is_own(text) {
                return;
            }
            let number = found.number(text) as usize;
            if known.len() == number {
                known.push(0);
            }
            if let Some(documents) = known.get_mut(number) {
                *documents += segment.documents(term);
            }
        });
    }
    // Where the token may go on, words that it does not have to are likelier.
    let mut whole = vec![!pattern.prefix; known.len()];
    for (segment, _) in segments.iter().filter(|_| pattern.prefix) {
        segment.dictionary.near(&pattern.token, most, false, fixed, frequent, |term| {
            let number = found.find(segment.dictionary.term(term));
            if let Some(whole) = number.and_then(|number| whole.get_mut(number as usize)) {
                *whole = true;
            }
        });
    }
    if frequent {
        // It may stand in other segments less often.
        known.iter_mut().zip(0..).for_each(|(count, at)| *count = frequency(found.term(at), segments));
    }
    let by_word = |a, b| found.term(a).cmp(found.term(b));
    let mut best = order::First::new(MOST_FOR_NOTHING, &by_word);
    for ((count, whole), at) in known.iter().zip(whole).zip(0..).filter(|((count, _), _)| **count >= least) {
        best.offer((u64::from(!whole) << 32 | u64::from(u32::MAX - *count), at));
    }
    best.finish().into_iter().map(|(_, at)| found.term(at).to_owned()).collect()
}

fn frequency(word: &str, segments: &[(&Segment, &Shard)]) -> u32 {
    let documents = |segment: &Segment| segment.dictionary.find(word).map_or(0, |term| segment.documents(term));
    segments.iter().map(|(segment, _)| documents(segment)).sum()
}
