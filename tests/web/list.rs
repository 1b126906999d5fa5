//! The list of cards: unique, and what stays keeps its place in the document.

use crate::page::{Fake, card, mount, results};
use leptos::task::tick;
use paperdeck::ui::dom::{Item, el, list};
use paperdeck::ui::found::at_once;
use paperdeck::ui::results::paper_list;
use paperdeck::ui::watched::Watched;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, Node};

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

/// Lists of numbers below 24, by a generator of Knuth's (MMIX): some of the last one gone, some new, some moved.
fn random_lists(count: usize) -> Vec<Vec<u32>> {
    let mut seed = 7_u64;
    let mut random = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut list: Vec<u32> = Vec::new();
    (0..count)
        .map(|_| {
            let gone = random(4);
            list.retain(|_| random(8) >= gone);
            for _ in 0..random(6) {
                let new = random(24) as u32;
                let at = random(list.len() as u64 + 1) as usize;
                if !list.contains(&new) {
                    list.insert(at, new);
                }
            }
            for _ in 0..random(4).min(list.len() as u64) {
                let moved = list.remove(random(list.len() as u64) as usize);
                list.insert(random(list.len() as u64 + 1) as usize, moved);
            }
            list.clone()
        })
        .collect()
}

#[wasm_bindgen_test]
async fn whatever_comes_goes_and_moves_is_shown_in_order_and_what_stays_keeps_its_element() {
    let shown: &'static Watched<Vec<u32>> = Watched::lasting(Vec::new());
    let (root, _, _guard) = mount(Rc::new(Fake::default()), move |_| {
        let item = |number: u32| Item::new(number.to_string(), move || el("li").text(number.to_string()).into());
        el("ul").child(list(move || shown.get().into_iter().map(item).collect())).into()
    });
    let items = || {
        let all = root.query_selector_all("li").unwrap();
        let all = (0..all.length()).filter_map(|at| all.item(at));
        all.map(|node| (node.text_content().unwrap().parse().unwrap(), node)).collect::<Vec<(u32, Node)>>()
    };
    let mut before: Vec<(u32, Node)> = Vec::new();
    for wanted in random_lists(2_000) {
        shown.set(wanted.clone());
        tick().await;
        let now = items();
        assert_eq!(now.iter().map(|(number, _)| *number).collect::<Vec<_>>(), wanted, "after {before:?}");
        for (number, node) in &now {
            assert!(before.iter().all(|(old, was)| old != number || was == node), "{number} has a new element");
        }
        before = now;
    }
}

#[wasm_bindgen_test]
async fn a_repeated_card_is_shown_once() {
    let (root, state, _guard) = mount(Rc::new(Fake::default()), paper_list);
    state.found.show(results(vec![card("One"), card("One"), card("Two")]));
    state.found.take(2, vec![card("Two"), card("Three")]);
    state.found.take(9, vec![card("Four")]);
    tick().await;
    assert_eq!(titles(&root), ["One", "Two", "Three"]);
    state.found.show(results(vec![card("Two")]));
    tick().await;
    assert_eq!(titles(&root), ["Two"]);
}

#[wasm_bindgen_test]
async fn cards_out_of_sight_come_after_the_first_are_painted_and_the_counts_with_them() {
    let (root, state, _guard) = mount(Rc::new(Fake::default()), paper_list);
    let all: Vec<String> = (0..30).map(|n| format!("Paper {n}")).collect();
    state.found.show(results(all.iter().map(|title| card(title)).collect()));
    // Before anything can be painted.
    assert_eq!(state.found.rows.with_untracked(Vec::len), at_once());
    assert_eq!((state.found.matched.get_untracked(), state.found.is_complete()), (0, false));
    while !state.found.is_complete() {
        gloo_timers::future::TimeoutFuture::new(0).await;
    }
    tick().await;
    assert_eq!(titles(&root), all);
    assert_eq!(state.found.matched.get_untracked(), 30);
    // What is there already does not wait, and a new answer takes the place of what waits.
    state.found.show(results(all.iter().rev().map(|title| card(title)).collect()));
    assert!(state.found.is_complete());
    state.found.show(results((0..20).map(|n| card(&format!("Other {n}"))).collect()));
    state.found.show(results(vec![card("Last")]));
    tick().await;
    assert_eq!(titles(&root), ["Last"]);
    assert_eq!(state.found.matched.get_untracked(), 1);
}

#[wasm_bindgen_test]
async fn cards_that_an_answer_left_out_follow() {
    let (root, state, _guard) = mount(Rc::new(Fake::default()), paper_list);
    let named = |names: &[&str]| names.iter().map(|name| card(name)).collect::<Vec<_>>();
    state.found.show(results(named(&["One", "Two", "Three"])));
    let mut answer = results(named(&["Two", "Four"]));
    answer.matched = 4;
    assert!(state.found.show(answer));
    tick().await;
    // None of the answer before: what stands there is always of one answer.
    assert_eq!(titles(&root), ["Two", "Four"]);
    assert_eq!((state.found.matched.get_untracked(), state.found.is_complete()), (3, false));
    state.found.take(2, named(&["Three", "Five"]));
    tick().await;
    assert_eq!(titles(&root), ["Two", "Four", "Three", "Five"]);
    assert_eq!((state.found.matched.get_untracked(), state.found.is_complete()), (4, true));
}
