//! Whether tokens stand next to each other in a text, fast enough for thousands of texts per key press.

use super::words::{Pattern, Word};
use crate::text::fold::each_token;
use memchr::memchr2_iter;

/// Letters and digits from rare to frequent in English prose.
const RARE_FIRST: &[u8] = b"zqxj0987654321kvwybgpfmucdlhrsnioate";

/// A word of several tokens, ready to be looked for.
#[derive(Debug)]
pub struct Phrase<'a> {
    patterns: &'a [Pattern],
    /// The rarest letter of the first token, in both cases, and where it stands in it; `None` when it is not ASCII.
    rarest: Option<(usize, u8, u8)>,
}

impl<'a> Phrase<'a> {
    /// The tokens of a word.
    pub fn new(word: &'a Word) -> Self {
        let ascii = word.patterns.iter().all(|pattern| pattern.token.is_ascii());
        let first = word.patterns.first().filter(|_| ascii).map_or("", |pattern| &pattern.token);
        let rank = |byte: u8| RARE_FIRST.iter().position(|other| *other == byte).unwrap_or(0);
        let rarest = first.bytes().enumerate().min_by_key(|(_, byte)| rank(*byte));
        Self { patterns: &word.patterns, rarest: rarest.map(|(at, byte)| (at, byte, byte.to_ascii_uppercase())) }
    }

    /// Whether it stands in a text (cleaned for display). Linear.
    pub fn is_in(&self, text: &str) -> bool {
        // How far each place where the phrase may have begun has come.
        let mut open: Vec<usize> = Vec::new();
        let mut found = false;
        each_token(text, |_, token| {
            if found {
                return;
            }
            open.retain_mut(|at| {
                let fits = self.patterns.get(*at).is_some_and(|pattern| pattern.matches(token));
                *at += 1;
                fits
            });
            if self.patterns.first().is_some_and(|pattern| pattern.matches(token)) {
                open.push(1);
            }
            found = open.contains(&self.patterns.len());
        });
        found
    }

    /// [`Phrase::is_in`] for a [plain](crate::text::fold::is_plain) text as it stands in its dump, many times faster: goes
    /// from one rarest letter to the next. Patterns must have no other forms.
    pub fn is_in_plain(&self, text: &str) -> bool {
        let text = text.as_bytes();
        let Some((offset, lower, upper)) = self.rarest else { return false };
        memchr2_iter(lower, upper, text)
            .any(|at| at.checked_sub(offset).is_some_and(|start| self.stands_at(text, start)))
    }

    fn stands_at(&self, text: &[u8], start: usize) -> bool {
        let joins = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        if joins(start.checked_sub(1)) {
            return false;
        }
        let mut at = start;
        for (index, pattern) in self.patterns.iter().enumerate() {
            if index > 0 {
                let rest = text.get(at..).unwrap_or(&[]);
                at += rest.iter().take_while(|byte| !byte.is_ascii_alphanumeric()).count();
            }
            let end = at + pattern.token.len();
            let same = text.get(at..end).is_some_and(|found| found.eq_ignore_ascii_case(pattern.token.as_bytes()));
            if !same || (joins(Some(end)) && !pattern.prefix) {
                return false;
            }
            at = end;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::plan::Plan;
    use crate::search::words::places;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn all_ways_agree(text in "[abAB1 .–’-]{0,30}", query in "[ab1]{1,2}(-[ab1]{1,2}){1,2}") {
            let plan = Plan::parse(&query);
            for word in plan.words() {
                let phrase = Phrase::new(word);
                prop_assert_eq!(phrase.is_in_plain(&text), phrase.is_in(&text));
                prop_assert_eq!(!places(&text, &[word]).is_empty(), phrase.is_in(&text));
            }
        }
    }
}
