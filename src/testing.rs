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
