//! What a first visit is told stands in index.html, before the wasm has come, and in the page: it must be the same.

#[test]
fn the_words_of_a_first_visit_are_those_of_the_page() {
    let page = include_str!("../../src/ui/home.rs");
    let first = include_str!("../../index.html");
    let between = |open: &str, close: &str| {
        let rest = first.split_once(open).map(|(_, rest)| rest);
        rest.and_then(|rest| rest.split_once(close)).map(|(words, _)| words).unwrap_or_else(|| panic!("no {open}"))
    };
    for words in [between("<h2>", "</h2>"), between("<p class=\"lead\">", "</p>")] {
        assert!(page.contains(&format!("\"{words}\"")), "src/ui/home.rs says something else than: {words}");
    }
}
