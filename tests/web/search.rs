//! The search field: what is not understood is underlined and said, what could be typed next is offered.

use crate::page::{Fake, mount};
use leptos::task::tick;
use paperdeck::engine::protocol::Facets;
use paperdeck::ui::app::Page;
use paperdeck::ui::search::search_field;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, HtmlElement, HtmlInputElement};

/// Leptos gives a field its value a moment after all else.
async fn settled() {
    tick().await;
    tick().await;
}

struct Field {
    root: HtmlElement,
    page: Page,
}

impl Field {
    fn input(&self) -> HtmlInputElement {
        self.root.query_selector("input").unwrap().unwrap().unchecked_into()
    }

    /// Types a text whose caret is at `^`.
    async fn typed(&self, text: &str) {
        let caret = text.split('^').next().unwrap().encode_utf16().count() as u32;
        self.input().set_value(&text.replace('^', ""));
        self.input().set_selection_range(caret, caret).unwrap();
        self.input().dispatch_event(&Event::new("input").unwrap()).unwrap();
        settled().await;
    }

    async fn left(&self) {
        self.input().dispatch_event(&Event::new("blur").unwrap()).unwrap();
        settled().await;
    }

    fn texts(&self, selector: &str) -> Vec<String> {
        let all = self.root.query_selector_all(selector).unwrap();
        (0..all.length()).filter_map(|at| all.item(at)?.text_content()).collect()
    }

    /// What is underlined, after checking that the field says so too.
    fn wrong(&self) -> Vec<String> {
        let wrong = self.texts(".wrong");
        let told = !self.texts(".search-problem").concat().is_empty();
        assert_eq!(told, !wrong.is_empty());
        assert_eq!(self.input().get_attribute("aria-invalid").is_some(), told);
        assert_eq!(self.input().get_attribute("aria-describedby").is_some(), told);
        if told {
            assert_eq!(self.texts(".search-over").concat(), self.input().value());
        }
        wrong
    }

    fn offers(&self) -> Vec<String> {
        let offers = self.texts("[role=option] code");
        let hidden = self.root.query_selector("[role=listbox]").unwrap().unwrap().has_attribute("hidden");
        assert_eq!(hidden, offers.is_empty());
        offers
    }
}

fn field() -> (Field, impl Sized) {
    let (root, page, guard) = mount(Rc::new(Fake::default()), search_field);
    let facets = Facets {
        years: vec![(Some(2025), 3), (Some(2024), 1), (None, 1)],
        dumps: vec![("my list.txt".to_owned(), 2), ("001.txt".to_owned(), 1)],
        ..Facets::default()
    };
    page.found.facets.set(facets);
    (Field { root, page }, guard)
}

#[wasm_bindgen_test]
async fn the_part_that_is_typed_is_left_in_peace() {
    let (field, _guard) = field();
    for (text, wrong) in [
        ("lora year:foo^", &[][..]),
        ("lora year:foo ^", &["year:foo"]),
        ("lora year^:foo x", &[]),
        ("^lora year:foo yaer:2 x", &["year:foo", "yaer:2"]),
        ("😀é深 year:foo^ has:x", &["has:x"]),
        ("a foo:ba^r", &[]),
        ("(lora \"task^", &[]),
        ("(lora^ x \"task", &["\""]),
        ("(lora x^ \"task", &["(", "\""]),
        ("lora^", &[]),
        ("year:^", &[]),
    ] {
        field.typed(text).await;
        assert_eq!(field.wrong(), wrong, "{text}");
    }
    field.left().await;
    assert_eq!(field.wrong(), ["year:"]);
    assert!(field.texts(".search-problem").concat().starts_with("Expected a year"));
    field.page.view.clear();
    settled().await;
    assert_eq!(field.wrong(), [""; 0]);
    assert_eq!(field.input().value(), "");
}

#[wasm_bindgen_test]
async fn values_are_offered_and_taken() {
    let (field, _guard) = field();
    for (text, offers) in [
        ("ye^", &["year:"][..]),
        ("lora^", &[]),
        ("a year:^", &["2025", "2024", "none"]),
        ("year:^ b", &["2025", "2024", "none"]),
        ("year:^(", &[]),
        ("-is:^", &["favourite", "seen", "owned"]),
        ("dump:^", &["\"my list.txt\"", "001.txt"]),
    ] {
        field.typed(text).await;
        assert_eq!(field.offers(), offers, "{text}");
    }
    field.left().await;
    assert_eq!(field.offers(), [""; 0]);
    for (text, at, want, caret) in [
        ("😀 year:^ b", 1, "😀 year:2024 b", 13),
        ("😀 ye^", 0, "😀 year:", 8),
        ("dump:^x b", 0, "dump:\"my list.txt\" b", 19),
    ] {
        field.typed(text).await;
        let option = field.root.query_selector_all("[role=option]").unwrap().item(at).unwrap();
        option.unchecked_into::<HtmlElement>().click();
        settled().await;
        assert_eq!(field.input().value(), want);
        assert_eq!(field.input().selection_start().unwrap(), Some(caret), "{want}");
        assert_eq!(field.page.view.0.with_untracked(|query| query.text.clone()), want);
    }
    assert_eq!(field.offers(), [""; 0]);
}
