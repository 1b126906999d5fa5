//! Dumps and libraries for tests.

pub use crate::dump::testing::Row;
use crate::dump::testing::dump;
use crate::library::{Input, Library, Volume};
use std::sync::Arc;

/// What makes every abstract as long as abstracts are: readers look at the shape of texts.
const FILLER: &str = "The rest of this abstract is filler, written for the tests of Paperdeck, so that it has the length of a \
    paragraph. It reports experiments that nobody made, on data that nobody has, with results that nobody doubts.";

/// The text of a listing. Here dates stand as the site prints them: `"Mar 20, 2024 5"`.
pub fn listing(rows: &[Row]) -> String {
    let mut text = "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nbyAK and the research community\n\n".to_owned();
    for Row(title, body, authors, date) in rows {
        text.push_str(&format!("{title}\n\n{body} {FILLER}\n\n  • {authors} authors\n·\n{date}\n\n"));
    }
    text
}

/// A dump, ready for a library.
pub fn input(name: &str, rows: &[Row]) -> Input {
    Input { name: name.to_owned(), volume: Arc::new(Volume::new(dump(name, rows))), year: None }
}

/// A library of dumps.
pub fn library(dumps: &[(&str, &[Row])]) -> Library {
    Library::new(dumps.iter().map(|(name, rows)| input(name, rows)).collect())
}

/// How many edits make one text the other: the optimal string alignment distance of bytes, by its definition.
pub fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let mut least = (table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                least = least.min(table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]));
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(table[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    table[a.len()][b.len()]
}
