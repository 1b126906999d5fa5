//! The words of a query, and where they stand in a text.

use crate::order;
use crate::text::fold::{each_token, tokens};
use crate::text::latex;
use memchr::memchr2_iter;
use std::cmp::Ordering;
use std::ops::Range;

/// The most tokens of a query that are looked at; what follows is ignored.
pub const MAX_TOKENS: usize = 64;

/// One word of a query: its tokens must stand next to each other (`task-vectors` is two).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Folded tokens, at least one.
    pub tokens: Vec<String>,
    /// Whether the last token may go on: `robo` finds "robots".
    pub prefix: bool,
}

impl Word {
    /// Whether token `index` of the word is this token of a text.
    fn matches(&self, index: usize, token: &str) -> bool {
        self.tokens.get(index).is_some_and(|wanted| {
            if self.is_prefix(index) { token.starts_with(wanted.as_str()) } else { token == wanted }
        })
    }

    /// Whether token `index` is looked for as a prefix.
    pub fn is_prefix(&self, index: usize) -> bool {
        self.prefix && index + 1 == self.tokens.len()
    }

    /// [`Word::is_in`] for a [plain](crate::text::fold::is_plain) text, several times faster.
    pub fn is_in_plain(&self, text: &str) -> bool {
        let text = text.as_bytes();
        let Some(&head) = self.tokens.first().and_then(|token| token.as_bytes().first()) else { return false };
        let joins = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        memchr2_iter(head, head.to_ascii_uppercase(), text).any(|start| {
            if joins(start.checked_sub(1)) {
                return false;
            }
            let mut at = start;
            for (index, token) in self.tokens.iter().enumerate() {
                if index > 0 {
                    let rest = text.get(at..).unwrap_or(&[]);
                    at += rest.iter().take_while(|byte| !byte.is_ascii_alphanumeric()).count();
                }
                let end = at + token.len();
                let same = text.get(at..end).is_some_and(|found| found.eq_ignore_ascii_case(token.as_bytes()));
                if !same || (joins(Some(end)) && !self.is_prefix(index)) {
                    return false;
                }
                at = end;
            }
            true
        })
    }

    /// Whether the word stands in a text (cleaned for display). Linear.
    pub fn is_in(&self, text: &str) -> bool {
        // How far each place where the word may have begun has come.
        let mut open: Vec<usize> = Vec::new();
        let mut found = false;
        each_token(text, |_, token| {
            if found {
                return;
            }
            open.retain_mut(|at| {
                let fits = self.matches(*at, token);
                *at += 1;
                fits
            });
            if self.matches(0, token) {
                open.push(1);
            }
            found = open.contains(&self.tokens.len());
        });
        found
    }
}

/// The words of a query as typed. The last one is a prefix too, unless white space follows it.
pub fn words(text: &str) -> Vec<Word> {
    let clean = latex::display(text);
    let mut left = MAX_TOKENS;
    let mut words: Vec<Word> = Vec::new();
    for chunk in clean.split(crate::text::space::is_space) {
        let tokens: Vec<String> = tokens(chunk).map(|token| token.text).take(left).collect();
        left -= tokens.len();
        if !tokens.is_empty() {
            words.push(Word { tokens, prefix: false });
        }
    }
    if !text.ends_with(crate::text::space::is_space)
        && let Some(last) = words.last_mut()
    {
        last.prefix = true;
    }
    words
}

/// Where the words stand in a text (cleaned for display): byte ranges, ascending and apart. A word of several tokens is
/// marked only where they stand together. Linear in the text for each word.
pub fn places(text: &str, words: &[Word]) -> Vec<Range<usize>> {
    if words.is_empty() {
        return Vec::new();
    }
    let tokens: Vec<_> = tokens(text).collect();
    let mut found: Vec<order::Keyed> = Vec::new();
    for word in words {
        for run in tokens.windows(word.tokens.len().max(1)) {
            if let ([first, ..], [.., last]) = (run, run)
                && run.iter().enumerate().all(|(index, token)| word.matches(index, &token.text))
            {
                found.push((first.range.start as u64, last.range.end as u32));
            }
        }
    }
    order::sort(&mut found, &|_, _| Ordering::Equal);
    let mut apart: Vec<Range<usize>> = Vec::new();
    for (start, end) in found {
        let (start, end) = (start as usize, end as usize);
        match apart.last_mut() {
            Some(last) if start < last.end => last.end = last.end.max(end),
            _ => apart.push(start..end),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(query: &str, text: &str, want: &[&str]) {
        let words = words(query);
        let found: Vec<_> = places(text, &words).into_iter().map(|place| text.get(place).unwrap()).collect();
        assert_eq!(found, want, "{query:?} in {text:?}");
        let all = !words.is_empty() && words.iter().all(|word| word.is_in(text));
        if all {
            assert!(!found.is_empty());
        }
        if words.len() == 1 {
            assert_eq!(all, !found.is_empty());
        }
    }

    #[test]
    fn words_in_texts() {
        check("robo", "Robots, robotics, a probot", &["Robots", "robotics"]);
        check("robo ", "Robots robo", &["robo"]);
        check("task-vec", "Task Vectors; task of vectors", &["Task Vectors"]);
        check("task-task-arithmetic", "task task task arithmetic", &["task task arithmetic"]);
        check("tulu", "TÜLU 3", &["TÜLU"]);
        check("a a", "a b a", &["a", "a"]);
        check("深度", "深度学习深", &["深度"]);
        check("", "a", &[]);
        check("- –", "a", &[]);
        check("few-shot few", "few-shot fewer", &["few-shot", "fewer"]);
        check("gpt-4", "GPT 4o and GPT-3", &["GPT 4o"]);
    }

    proptest! {
        #[test]
        fn plain_texts_take_the_same_way(text in "[abAB1 .–’-]{0,30}", query in "[abAB1 -]{0,6}") {
            for word in words(&query) {
                prop_assert_eq!(word.is_in_plain(&text), word.is_in(&text));
            }
        }
    }

    #[test]
    fn long_queries_are_cut() {
        assert_eq!(words(&"a ".repeat(1000)).len(), MAX_TOKENS);
        assert_eq!(words(&"a-".repeat(1000)).len(), 1);
    }
}
