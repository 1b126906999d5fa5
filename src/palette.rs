//! Finding one of many names by what is typed of it.
//!
//! Every word that is typed must be in a name, in any order: at the beginning of one of its words, inside one, or as an
//! abbreviation, whose letters stand there in order ("clf" for "Clear filters"). Case, accents and signs make no difference.

use crate::order::First;
use crate::text::fold::each_token;
use std::cmp::Ordering;

/// What a letter of an abbreviation costs that goes on at the beginning of a word, and one that goes on inside one.
const AT_WORD: u64 = 1;
const INSIDE_WORD: u64 = 3;

/// Names to look through. Their folded words are one text.
#[derive(Clone, Debug, Default)]
pub struct Names {
    text: String,
    ends: Vec<usize>,
}

impl Names {
    /// Adds a name; they have numbers from 0 in this order.
    pub fn add(&mut self, name: &str) {
        fold(name, &mut self.text);
        self.ends.push(self.text.len());
    }

    /// The numbers of the names that are meant, the best first, at most so many; all are meant where nothing is typed.
    pub fn find(&self, typed: &str, most: usize) -> Vec<u32> {
        let mut words = String::new();
        fold(typed, &mut words);
        let tie = |_, _| Ordering::Equal;
        let mut best = First::new(most, &tie);
        let mut from = 0;
        for (number, end) in (0..).zip(&self.ends) {
            let name = self.text.get(from..*end).unwrap_or("");
            from = *end;
            if let Some(cost) = cost(&words, name) {
                best.offer((cost, number));
            }
        }
        best.finish().into_iter().map(|(_, number)| number).collect()
    }
}

/// Appends the folded words of a text, a space before each.
fn fold(text: &str, to: &mut String) {
    each_token(text, |_, token| {
        to.push(' ');
        to.push_str(token);
    });
}

/// How far a name is from what is typed, both folded; `None` where it is not meant. Of names that are as near, the shorter.
fn cost(typed: &str, name: &str) -> Option<u64> {
    if typed.is_empty() {
        return Some(0);
    }
    let mut sum = 0;
    for word in typed.split(' ').skip(1) {
        sum += word_cost(word, name)?;
    }
    Some(sum << 16 | name.len().min(0xffff) as u64)
}

fn word_cost(word: &str, name: &str) -> Option<u64> {
    let mut inside = false;
    let mut rest = name;
    let mut from = 0;
    while let Some(at) = rest.find(word) {
        let (before, after) = (rest.get(..at).unwrap_or(""), rest.get(at + word.len()..).unwrap_or(""));
        if before.ends_with(' ') {
            let whole = after.is_empty() || after.starts_with(' ');
            return Some(if from + at == 1 { 0 } else { 2 } + u64::from(!whole));
        }
        inside = true;
        from += at + word.len();
        rest = after;
    }
    if inside {
        return Some(6);
    }
    [true, false].into_iter().filter_map(|hop| abbreviation(word, name, hop)).min()
}

/// What a word costs as an abbreviation of a name; the first letter begins a word of the name. A letter that does not follow
/// the one before is looked for at the beginnings of words first, or only where it comes next.
fn abbreviation(word: &str, name: &str, hop: bool) -> Option<u64> {
    let mut cost = 8;
    let mut rest = name;
    let mut first = true;
    for letter in word.chars() {
        let next = if !first && rest.starts_with(letter) {
            0
        } else if let Some(at) = if first || hop { word_start(rest, letter) } else { None } {
            cost += AT_WORD;
            at
        } else if first {
            return None;
        } else {
            cost += INSIDE_WORD;
            rest.find(letter)?
        };
        rest = rest.get(next + letter.len_utf8()..)?;
        first = false;
    }
    // Letters that are strewn about mean nothing.
    (cost <= 8 + 2 * word.chars().count() as u64).then_some(cost)
}

/// Where the next word begins with a letter.
fn word_start(text: &str, letter: char) -> Option<usize> {
    let mut before = None;
    for (at, char) in text.char_indices() {
        if char == letter && before == Some(' ') {
            return Some(at);
        }
        before = Some(char);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NAMES: [&str; 12] = [
        "Search",
        "Next paper",
        "Clear filters",
        "Export as BibTeX",
        "Copy as BibTeX",
        "Most comments, sort by",
        "Remove 001.txt",
        "Audit 001.txt",
        "Show 010.txt alone",
        "10 or more comments",
        "Théorème, tag",
        "High contrast",
    ];

    /// What is found, best first.
    fn check(typed: &str, want: &[&str]) {
        let mut names = Names::default();
        NAMES.iter().for_each(|name| names.add(name));
        let found: Vec<&str> = names.find(typed, 20).into_iter().map(|at| NAMES[at as usize]).collect();
        assert_eq!(found, want, "{typed:?}");
    }

    #[test]
    fn words_are_found_in_any_order_and_abbreviated() {
        check("", &NAMES);
        check(" .,!", &NAMES);
        check("search", &["Search"]);
        check("BIBTEX cop", &["Copy as BibTeX"]);
        check("001", &["Audit 001.txt", "Remove 001.txt"]);
        check("rem 001.txt", &["Remove 001.txt"]);
        check("theor", &["Théorème, tag"]);
        // A whole word before one that begins so, a beginning before the inside of a word.
        check("comments", &["10 or more comments", "Most comments, sort by"]);
        check("tex", &["Copy as BibTeX", "Export as BibTeX"]);
        check("10", &["10 or more comments", "Show 010.txt alone"]);
        // Abbreviations.
        check("clf", &["Clear filters"]);
        check("np", &["Next paper"]);
        check("cab", &["Copy as BibTeX"]);
        check("srch", &["Search"]);
        check("hc", &["High contrast"]);
        // What is strewn about or out of order is not meant.
        check("tstb", &[]);
        check("hcraes", &[]);
        check("search nothing", &[]);
        check("earch", &["Search"]);
    }

    #[test]
    fn ten_thousand_names_cost_what_they_weigh() {
        let mut names = Names::default();
        (0..10_000).for_each(|number| names.add(&format!("Tag no {number} of many")));
        assert_eq!(names.find("tag 4711", 3), [4711]);
        assert_eq!(names.find("tag", 3), [0, 1, 2]);
        assert_eq!(names.find("", 2), [0, 1]);
    }

    proptest! {
        #[test]
        fn a_name_is_found_by_its_beginning_by_its_words_and_by_their_first_letters(words in proptest::collection::vec("[a-zé]{1,8}", 1..5), cut in 1_usize..8) {
            let mut names = Names::default();
            names.add("something else");
            names.add(&words.join(" "));
            let beginning: String = words[0].chars().take(cut).collect();
            prop_assert!(names.find(&beginning, 9).contains(&1));
            let turned: Vec<&str> = words.iter().rev().map(String::as_str).collect();
            prop_assert!(names.find(&turned.join(" "), 9).contains(&1));
            let letters: String = words.iter().filter_map(|word| word.chars().next()).collect();
            prop_assert!(names.find(&letters, 9).contains(&1));
        }

        #[test]
        fn no_text_breaks_it(name in ".*", typed in ".*", most in 0_usize..4) {
            let mut names = Names::default();
            names.add(&name);
            names.add(&typed);
            let found = names.find(&typed, most);
            prop_assert!(found.len() <= most.max(1) && found.iter().all(|at| *at < 2));
            prop_assert!(names.find(&typed, 2).contains(&1), "a name is found by itself");
        }
    }
}
