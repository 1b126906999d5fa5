//! Groups of filters: long ones are cut, what is on stays, and corrections are said.

use crate::page::{Fake, card, mount, results};
use leptos::task::tick;
use paperdeck::engine::protocol::Facets;
use paperdeck::search::query::CommentRange;
use paperdeck::ui::corrections::corrections;
use paperdeck::ui::facets::filters;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

fn elements(root: &HtmlElement, selector: &str) -> Vec<HtmlElement> {
    let all = root.query_selector_all(selector).unwrap();
    (0..all.length()).filter_map(|at| all.item(at)?.dyn_into().ok()).collect()
}

fn group(root: &HtmlElement, legend: &str) -> HtmlElement {
    let named = |group: &HtmlElement| {
        group.query_selector("legend").unwrap().and_then(|legend| legend.text_content()).as_deref() == Some(legend)
    };
    elements(root, "fieldset").into_iter().find(named).unwrap()
}

fn labels(group: &HtmlElement) -> Vec<String> {
    elements(group, "label").iter().filter_map(|label| label.text_content()).collect()
}

#[wasm_bindgen_test]
async fn many_hosts_are_cut_and_those_that_are_on_stay() {
    let (root, page, _guard) = mount(Rc::new(Fake::default()), filters);
    let hosts = |last: u32| (1..=12).map(|n| (format!("host{n}.org"), if n == 12 { last } else { 99 })).collect();
    let mut answer = results(vec![card("One")]);
    answer.facets = Facets { hosts: hosts(1), code: 1200, ..Facets::default() };
    page.view.change(|query| query.hosts = vec!["host12.org".to_owned(), "Code".to_owned()]);
    page.found.show(answer.clone());
    tick().await;
    let links = group(&root, "Links");
    let mut want: Vec<String> = ["Code", "Project page"].map(str::to_owned).to_vec();
    want.extend((1..=6).map(|n| format!("host{n}.org")));
    let all = [&want[..], &(7..=12).map(|n| format!("host{n}.org")).collect::<Vec<_>>(), &["Code".to_owned()]].concat();
    want.extend(["host12.org", "Code"].map(str::to_owned));
    assert_eq!(labels(&links), want);
    assert_eq!(elements(&links, ".number")[0].text_content().as_deref(), Some("1,200"));

    let boxes = elements(&links, "input");
    let more = elements(&links, "button").remove(0);
    assert_eq!(more.text_content().as_deref(), Some("Show all 15"));
    more.click();
    tick().await;
    assert_eq!(labels(&links), all);
    assert_eq!(more.get_attribute("aria-expanded").as_deref(), Some("true"));
    // What stays keeps its element, and a new count changes only that.
    assert_eq!(elements(&links, "input")[..8], boxes[..8]);
    answer.facets.hosts = hosts(5);
    page.found.show(answer);
    tick().await;
    assert_eq!(elements(&links, ".number")[13].text_content().as_deref(), Some("5"));
    boxes[2].click();
    boxes[8].click();
    assert_eq!(page.view.0.get_untracked().hosts, ["Code", "host1.org"]);
    more.click();
    tick().await;
    assert_eq!(labels(&links).len(), 9);
}

#[wasm_bindgen_test]
async fn ranges_of_comments_are_chosen() {
    let (root, page, _guard) = mount(Rc::new(Fake::default()), filters);
    let mut answer = results(vec![card("One")]);
    answer.facets.comments = vec![(CommentRange::Few, 3)];
    page.found.show(answer);
    tick().await;
    let comments = group(&root, "Comments");
    assert_eq!(labels(&comments).len(), CommentRange::ALL.len());
    let options = elements(&comments, ".option");
    assert!(options[0].class_list().contains("none") && !options[2].class_list().contains("none"));
    elements(&comments, "input")[2].click();
    assert_eq!(page.view.0.get_untracked().comments, [CommentRange::Few]);
}

#[wasm_bindgen_test]
async fn a_correction_is_said_and_taken_back() {
    let (root, page, _guard) = mount(Rc::new(Fake::default()), corrections);
    assert_eq!(root.text_content().as_deref(), Some(""));
    page.view.search("a transfomer".to_owned());
    let mut answer = results(Vec::new());
    answer.corrections = vec![("transfomer".to_owned(), "transformer".to_owned())];
    page.found.show(answer);
    tick().await;
    let said = "“transfomer” looks like a typing error; results for “transformer” are shown too. Search exactly";
    assert_eq!(root.text_content().as_deref(), Some(said));
    elements(&root, "button")[0].click();
    assert_eq!(page.view.0.get_untracked().text, "a \"transfomer\"");
}
