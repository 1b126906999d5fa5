//! The list of cards: unique, and what stays keeps its place in the document.

use crate::page::{Fake, card, mount, results};
use leptos::task::tick;
use paperdeck::ui::results::paper_list;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

fn titles(root: &HtmlElement) -> Vec<String> {
    let all = root.query_selector_all("article h2").unwrap();
    (0..all.length()).filter_map(|at| all.item(at)?.text_content()).collect()
}

#[wasm_bindgen_test]
async fn cards_that_stay_keep_their_element() {
    let (root, state, _guard) = mount(Rc::new(Fake::default()), paper_list);
    state.found.show(results(vec![card("One"), card("Two"), card("Three")]));
    tick().await;
    assert_eq!(titles(&root), ["One", "Two", "Three"]);
    let two = root.query_selector_all("article").unwrap().item(1);
    let mut marked = card("Two");
    marked.title.marks = vec![(0, 3)];
    state.found.show(results(vec![card("Four"), marked]));
    tick().await;
    assert_eq!(titles(&root), ["Four", "Two"]);
    assert_eq!(root.query_selector_all("article").unwrap().item(1), two);
    assert_eq!(root.query_selector("mark").unwrap().and_then(|mark| mark.text_content()).as_deref(), Some("Two"));
}

#[wasm_bindgen_test]
async fn a_repeated_card_is_shown_once() {
    let (root, state, _guard) = mount(Rc::new(Fake::default()), paper_list);
    state.found.show(results(vec![card("One"), card("One"), card("Two")]));
    state.found.append(2, vec![card("Two"), card("Three")]);
    state.found.append(9, vec![card("Four")]);
    tick().await;
    assert_eq!(titles(&root), ["One", "Two", "Three"]);
    state.found.show(results(vec![card("Two")]));
    tick().await;
    assert_eq!(titles(&root), ["Two"]);
}
