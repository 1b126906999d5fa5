//! Cards: hostile text stays text, and what is known of a paper is said.

use crate::page::{Fake, card, mount};
use leptos::task::tick;
use paperdeck::engine::protocol::{Card, Link, LinkKind, Marked};
use paperdeck::paper::{Date, Sighting};
use paperdeck::ui::card::paper_card;
use paperdeck::ui::state::Row;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

fn show(card: Card) -> (HtmlElement, impl Sized) {
    let row = Row::new(card);
    let (root, _, guard) = mount(Rc::new(Fake::default()), move |page| paper_card(page, row));
    (root, guard)
}

fn text(root: &HtmlElement, selector: &str) -> String {
    root.query_selector(selector).unwrap().and_then(|found| found.text_content()).unwrap_or_default()
}

#[wasm_bindgen_test]
fn hostile_text_is_text() {
    let title = "<img src=x onerror=alert(1)> \"><script>alert(1)</script>";
    let mut hostile = card(title);
    hostile.abstract_text = Some(Marked { text: "<b>bold</b> <svg onload=alert(1)>".to_owned(), marks: vec![(0, 3)] });
    hostile.paper.organisation = Some("<i>org</i>".to_owned());
    hostile.links =
        vec![Link { url: "javascript:alert(1)".to_owned(), label: "GitHub".to_owned(), kind: LinkKind::Code }];
    let (root, _guard) = show(hostile);
    assert_eq!(text(&root, "h2"), title);
    assert_eq!(text(&root, ".abstract"), "<b>bold</b> <svg onload=alert(1)>");
    assert_eq!(text(&root, "mark"), "<b>");
    assert!(text(&root, ".meta").contains("<i>org</i>"));
    for element in ["img", "script", "b", "i", "svg:not(.icon)", "a[href^='javascript']"] {
        assert!(root.query_selector(element).unwrap().is_none(), "{element}");
    }
}

#[wasm_bindgen_test]
fn a_card_says_what_is_known() {
    let mut known = card("A Title");
    known.paper.published = Date::new(Some(2025), 3, 20);
    known.paper.year_inferred = true;
    known.paper.year_reason = "Because of the page.".to_owned();
    known.paper.authors = Some(1);
    known.paper.comments = Some(2);
    known.links =
        vec![Link { url: "https://example.org/a".to_owned(), label: "GitHub".to_owned(), kind: LinkKind::Code }];
    let (root, _guard) = show(known);
    let time = root.query_selector("time").unwrap().unwrap();
    assert_eq!(time.get_attribute("datetime").as_deref(), Some("2025-03-20"));
    assert_eq!(time.get_attribute("title").as_deref(), Some("Because of the page."));
    assert_eq!(time.text_content().as_deref(), Some("20 Mar 2025"));
    let meta = text(&root, ".meta");
    assert!(meta.contains("1 author") && meta.contains("2 comments") && meta.contains("GitHub"), "{meta}");
    let link = root.query_selector(".meta a").unwrap().unwrap();
    assert_eq!(link.get_attribute("rel").as_deref(), Some("noopener noreferrer"));
    let article = root.query_selector("article").unwrap().unwrap();
    let heading = root.query_selector("h2").unwrap().unwrap();
    assert_eq!(article.get_attribute("aria-labelledby"), heading.get_attribute("id"));
}

#[wasm_bindgen_test]
fn marks_that_are_none_leave_the_text_whole() {
    let mut odd = card("Tülu");
    odd.title.marks = vec![(2, 3), (0, 3), (1, 99)];
    let (root, _guard) = show(odd);
    assert_eq!(text(&root, "h2"), "Tülu");
    assert_eq!(text(&root, "mark"), "Tü");
}

fn abstract_of(root: &HtmlElement) -> (String, u32) {
    (text(root, ".abstract"), root.query_selector_all(".abstract mark").unwrap().length())
}

#[wasm_bindgen_test]
async fn a_long_abstract_is_shown_by_its_snippet_until_it_is_opened() {
    let whole = "word ".repeat(60);
    let mut long = card("Long");
    long.abstract_text = Some(Marked { text: whole.clone(), marks: vec![(0, 4), (50, 54)] });
    long.snippet = Some(Marked { text: "… word …".to_owned(), marks: vec![(4, 8)] });
    let (root, _guard) = show(long.clone());
    tick().await;
    assert_eq!(abstract_of(&root), ("… word …".to_owned(), 1));
    let expand = root.query_selector(".expand").unwrap().unwrap().unchecked_into::<HtmlElement>();
    expand.click();
    tick().await;
    assert_eq!(abstract_of(&root), (whole.clone(), 2));
    expand.click();
    tick().await;
    assert_eq!(abstract_of(&root), ("… word …".to_owned(), 1));

    long.snippet = None;
    let (root, _guard) = show(long.clone());
    assert_eq!(abstract_of(&root), (whole, 2));

    long.abstract_text = Some(Marked { text: "short".to_owned(), marks: Vec::new() });
    long.snippet = Some(Marked { text: "…".to_owned(), marks: Vec::new() });
    let (root, _guard) = show(long);
    assert_eq!(abstract_of(&root), ("short".to_owned(), 0));
}

fn seen(dump: &str, day: u8, upvotes: u32) -> Sighting {
    let day = Date::new(Some(2025), 3, day);
    Sighting { dump: dump.to_owned(), position: 3, lines: [13, 19], day, upvotes: Some(upvotes), comments: None }
}

#[wasm_bindgen_test]
async fn a_card_says_where_it_was_seen_and_how_counts_grew() {
    let mut known = card("A Title");
    known.paper.upvotes = Some(65);
    known.paper.comments = Some(2);
    known.paper.seen_in = vec![seen("001.txt", 20, 53), seen("002.txt", 27, 65)];
    known.paper.more.submitter = Some("<b>someone</b>".to_owned());
    known.paper.more.stars = Some(3290);
    let (root, _guard) = show(known);
    let meta = text(&root, ".meta");
    assert!(meta.contains("65 upvotes (+12 since 20 Mar 2025)") && meta.contains("3,290 stars"), "{meta}");
    assert!(meta.contains("2 comments") && !meta.contains("2 comments ("), "{meta}");
    let button: HtmlElement = root.query_selector(".seen").unwrap().unwrap().unchecked_into();
    assert_eq!(button.text_content().as_deref(), Some("Seen in 2 dumps"));
    assert!(root.query_selector(".sightings").unwrap().is_none());
    button.click();
    tick().await;
    assert_eq!(button.get_attribute("aria-expanded").as_deref(), Some("true"));
    let list = text(&root, ".sightings");
    assert!(list.contains("001.txt: paper 3, lines 13–19; 20 Mar 2025, 53 upvotes"), "{list}");
    assert!(list.contains("Submitted by <b>someone</b>."), "{list}");
}

#[wasm_bindgen_test]
async fn what_the_site_made_stands_in_for_an_abstract_or_comes_with_all_of_it() {
    let mut bare = card("A Title");
    bare.paper.more.summary = Some("In a sentence.".to_owned());
    bare.paper.more.keywords = vec!["tea".to_owned(), "rain".to_owned()];
    let mut full = bare.clone();
    full.paper.abstract_text = Some("Short.".to_owned());
    full.abstract_text = Some(Marked { text: "Short.".to_owned(), marks: Vec::new() });
    let (root, _guard) = show(bare);
    assert_eq!(text(&root, ".summary"), "In a sentence.");
    assert_eq!(text(&root, ".keywords"), "tea, rain");
    let (root, _guard) = show(full);
    assert_eq!(text(&root, ".summary"), "");
    let expand: HtmlElement = root.query_selector(".expand").unwrap().unwrap().unchecked_into();
    assert!(!expand.hidden());
    expand.click();
    tick().await;
    assert_eq!(text(&root, ".summary"), "In a sentence.");
}
