//! The words a query looks for, and where they stand in a text.

use super::language::Field;
use super::stem;
use crate::order;
use crate::text::fold::each_token;
use std::cmp::Ordering;
use std::ops::Range;

/// A token as it is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    /// Folded, never empty.
    pub token: String,
    /// Whether it may go on: `robo` finds "robots".
    pub prefix: bool,
    /// Whether other forms of the word will do: "robots" for "robot".
    pub stem: bool,
    /// Words taken for it when it looks like a typing error, the most frequent first.
    pub corrections: Vec<String>,
}

impl Pattern {
    /// Whether this token of a text is one that is looked for.
    pub fn matches(&self, token: &str) -> bool {
        self.is_own(token) || self.corrections.iter().any(|word| self.is_form(word, token))
    }

    /// Whether a token is the one typed, goes on from it where it may, or has its stem.
    pub fn is_own(&self, token: &str) -> bool {
        self.is_form(&self.token, token) || (self.prefix && token.starts_with(&self.token))
    }

    fn is_form(&self, word: &str, token: &str) -> bool {
        // Forms of a word begin with the same two letters at least (no stem is shorter), and most tokens do not.
        word.as_bytes().get(..2) == token.as_bytes().get(..2)
            && (word == token || (self.stem && stem::same(token, word)))
    }
}

/// One word of a query: its tokens must stand next to each other (`task-vectors` is two).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// At least one. Where there are several, only the last may be a prefix, and none has other forms.
    pub patterns: Vec<Pattern>,
    /// The field it must stand in; `None` is either.
    pub field: Option<Field>,
}

impl Word {
    /// Whether the word is looked for in a field.
    pub fn is_for(&self, field: Field) -> bool {
        self.field.is_none_or(|own| own == field)
    }

    /// Whether its tokens stand together in a text (cleaned for display). Linear.
    pub fn is_in(&self, text: &str) -> bool {
        // How far each place where the word may have begun has come.
        let mut open: Vec<usize> = Vec::new();
        let mut found = false;
        let fits = |at: usize, token: &str| self.patterns.get(at).is_some_and(|pattern| pattern.matches(token));
        each_token(text, |_, token| {
            if found {
                return;
            }
            open.retain_mut(|at| {
                let fits = fits(*at, token);
                *at += 1;
                fits
            });
            if fits(0, token) {
                open.push(1);
            }
            found = open.contains(&self.patterns.len());
        });
        found
    }
}

/// Where words stand in a text (cleaned for display): byte ranges with the number of the word, ascending, none inside
/// another. A word of several tokens is found only where they stand together. Linear in the text for each word.
#[cfg_attr(optimize_attribute, optimize(speed))]
pub fn places(text: &str, words: &[&Word]) -> Vec<(Range<usize>, u32)> {
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(Range<usize>, u32)> = Vec::new();
    // Where a word of several tokens may have begun: its number, how many of its tokens are there, and its first byte.
    let mut open: Vec<(u32, usize, usize)> = Vec::new();
    // Most tokens begin as none that is looked for.
    let mut begins = [false; 256];
    for pattern in words.iter().flat_map(|word| &word.patterns) {
        for form in std::iter::once(&pattern.token).chain(&pattern.corrections) {
            begins[usize::from(form.bytes().next().unwrap_or(0))] = true;
        }
    }
    each_token(text, |range, token| {
        if open.is_empty() && !begins[usize::from(token.bytes().next().unwrap_or(0))] {
            return;
        }
        open.retain_mut(|(number, at, start)| {
            let Some(word) = words.get(*number as usize) else { return false };
            let fits = word.patterns.get(*at).is_some_and(|pattern| pattern.matches(token));
            *at += 1;
            if fits && *at == word.patterns.len() {
                found.push((*start..range.end, *number));
            }
            fits && *at < word.patterns.len()
        });
        for (word, number) in words.iter().zip(0..) {
            if word.patterns.first().is_some_and(|pattern| pattern.matches(token)) {
                if word.patterns.len() == 1 {
                    found.push((range.clone(), number));
                } else {
                    open.push((number, 1, range.start));
                }
            }
        }
    });
    let mut sorted: Vec<order::Keyed> =
        found.iter().zip(0..).map(|((place, _), at)| (place.start as u64, at)).collect();
    order::sort(&mut sorted, &|_, _| Ordering::Equal);
    let mut apart: Vec<(Range<usize>, u32)> = Vec::with_capacity(found.len());
    for (place, number) in sorted.into_iter().filter_map(|(_, at)| found.get(at as usize).cloned()) {
        match apart.last_mut() {
            Some((last, _)) if place.start < last.end => last.end = last.end.max(place.end),
            _ => apart.push((place, number)),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::plan::Plan;

    #[track_caller]
    fn check(query: &str, text: &str, want: &[&str]) {
        let plan = Plan::parse(query);
        let words: Vec<&Word> = plan.words().collect();
        let found: Vec<_> = places(text, &words).into_iter().map(|(place, _)| text.get(place).unwrap()).collect();
        assert_eq!(found, want, "{query:?} in {text:?}");
        assert_eq!(words.iter().any(|word| word.is_in(text)), !found.is_empty());
    }

    #[test]
    fn words_in_texts() {
        check("robo", "Robots, robotics, a probot", &["Robots", "robotics"]);
        check("robo ", "Robots robo", &["robo"]);
        check("robot ", "Robots robo", &["Robots"]);
        check("\"robot\"", "Robots robot", &["robot"]);
        check("task-vec", "Task Vectors; task of vectors", &["Task Vectors"]);
        check("\"task vector\"", "Task Vectors; task vector", &["task vector"]);
        check("\"task vec", "Task Vectors; task vector", &["Task Vectors", "task vector"]);
        check("task-task-arithmetic", "task task task arithmetic", &["task task arithmetic"]);
        check("tulu", "TÜLU 3", &["TÜLU"]);
        check("a a", "a b a", &["a", "a"]);
        check("深度", "深度学习深", &["深度"]);
        check("", "a", &[]);
        check("- –", "a", &[]);
        check("few-shot few", "few-shot fewer", &["few-shot", "fewer"]);
        check("gpt-4", "GPT 4o and GPT-3", &["GPT 4o"]);
        check("-a b", "a b", &["b"]);
    }
}
