//! The view in the URL.

use leptos::prelude::window;
use paperdeck::search::changes::Change;
use paperdeck::search::query::{AuthorRange, CommentRange, Query, Sort};
use paperdeck::ui::fragment;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_view_comes_back_from_the_url() {
    let views = [
        Query::default(),
        Query { text: "naïve & 100% “déjà vu” #1".to_owned(), ..Query::default() },
        Query {
            text: "a b".to_owned(),
            years: vec![Some(2024), None],
            authors: vec![AuthorRange::One, AuthorRange::Unknown],
            comments: vec![CommentRange::None, CommentRange::Few],
            hosts: vec!["GitHub".to_owned(), "a.org".to_owned()],
            code: true,
            project: true,
            dumps: vec!["001.txt (2)".to_owned(), "a,b=c&d".to_owned()],
            rank: Some(10),
            seen: Some(2),
            compare: Some(("a,b=c&d".to_owned(), "001.txt".to_owned())),
            changes: vec![Change::Gone, Change::Upvotes],
            favourites: true,
            sort: Sort::Title,
        },
    ];
    for view in views {
        fragment::write(&view, false);
        assert_eq!(fragment::read(), view, "{:?}", window().location().hash());
    }
}

#[wasm_bindgen_test]
fn only_steps_lengthen_the_history() {
    let history = window().history().unwrap();
    let before = history.length().unwrap();
    let view = |text: &str| Query { text: text.to_owned(), ..Query::default() };
    fragment::write(&view("p"), true);
    fragment::write(&view("pl"), false);
    fragment::write(&view("pla"), false);
    assert_eq!(history.length().unwrap(), before + 1);
    fragment::write(&Query::default(), false);
    assert_eq!(window().location().hash().as_deref(), Ok(""));
}
