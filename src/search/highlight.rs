//! Texts for display with the query's words marked.

use super::words::{Word, places};
use crate::engine::protocol::Marked;
use crate::text::latex;

/// A verbatim text cleaned for display, with the words of a query marked in it.
pub fn marked(verbatim: &str, words: &[Word]) -> Marked {
    let text = latex::display(verbatim).into_owned();
    let marks = places(&text, words).into_iter().map(|place| (place.start as u32, place.end as u32)).collect();
    Marked { text, marks }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::words::words;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn marks_are_ascending_and_on_boundaries(text in "([a-cÀé深~$\\\\]|[ -]){0,30}", query in "[a-cé深 -]{0,8}") {
            let marked = marked(&text, &words(&query));
            let mut last = 0;
            for (start, end) in marked.marks {
                prop_assert!(start >= last && end > start);
                prop_assert!(marked.text.get(start as usize..end as usize).is_some());
                last = end;
            }
        }
    }
}
