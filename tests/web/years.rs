//! The histogram: clicks, drags and keys choose years.

use crate::page::{Fake, card, mount, results};
use leptos::prelude::document;
use leptos::task::tick;
use paperdeck::engine::protocol::Facets;
use paperdeck::ui::app::Page;
use paperdeck::ui::histogram::histogram;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, KeyboardEvent, KeyboardEventInit, PointerEvent, PointerEventInit};

/// The histogram of papers without a year and of these, newest first.
async fn shown(years: &[(u16, u32)]) -> (HtmlElement, Page, impl Sized) {
    let (root, page, guard) = mount(Rc::new(Fake::default()), histogram);
    let years = years.iter().map(|(year, papers)| (Some(*year), *papers)).chain([(None, 7)]).collect();
    let mut answer = results(vec![card("One")]);
    answer.facets = Facets { years, ..Facets::default() };
    page.found.show(answer);
    tick().await;
    (root, page, guard)
}

const YEARS: [(u16, u32); 3] = [(2025, 1234), (2024, 2), (2021, 1)];

fn bars(root: &HtmlElement) -> Vec<HtmlElement> {
    let all = root.query_selector_all(".slot").unwrap();
    (0..all.length()).filter_map(|at| all.item(at)?.dyn_into().ok()).collect()
}

fn names(root: &HtmlElement) -> Vec<String> {
    bars(root).iter().filter_map(|bar| bar.get_attribute("aria-label")).collect()
}

fn said(root: &HtmlElement) -> String {
    root.query_selector(".said").unwrap().and_then(|said| said.text_content()).unwrap_or_default()
}

/// The years chosen in the list, ascending, and those pressed in the document, which must be the same.
#[track_caller]
fn check(root: &HtmlElement, page: Page, want: &[u16]) {
    let years = page.view.0.get_untracked().years;
    assert_eq!(years, want.iter().copied().map(Some).collect::<Vec<_>>());
    let pressed = bars(root).into_iter().filter(|bar| bar.get_attribute("aria-pressed").as_deref() == Some("true"));
    let pressed: Vec<u16> = pressed.map(|bar| bar.get_attribute("data-from").unwrap().parse().unwrap()).collect();
    assert_eq!(pressed, want);
}

/// A pointer event in the middle of a bar. There is no style here, so the middle is where the style would put it.
fn point(root: &HtmlElement, bar: usize, name: &str, buttons: u16) {
    let area = root.query_selector(".bars").unwrap().unwrap().get_bounding_client_rect();
    let bars = bars(root);
    let init = PointerEventInit::new();
    init.set_bubbles(true);
    init.set_is_primary(true);
    init.set_pointer_id(1);
    init.set_buttons(buttons);
    init.set_client_x((area.left() + area.width() * (bar as f64 + 0.5) / bars.len() as f64) as i32);
    bars[bar].dispatch_event(&PointerEvent::new_with_event_init_dict(name, &init).unwrap()).unwrap();
}

fn press(key: &str, shift: bool) {
    let init = KeyboardEventInit::new();
    init.set_bubbles(true);
    init.set_key(key);
    init.set_shift_key(shift);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    document().active_element().unwrap().dispatch_event(&event).unwrap();
}

#[wasm_bindgen_test]
async fn every_year_is_named_and_gaps_are_drawn() {
    let (root, page, _guard) = shown(&YEARS).await;
    let want = ["2021, 1 paper", "2022, 0 papers", "2023, 0 papers", "2024, 2 papers", "2025, 1,234 papers"];
    assert_eq!(names(&root), want);
    assert_eq!(said(&root), "All years · 1,244 papers");
    check(&root, page, &[]);
    let unknown = root.query_selector("label").unwrap().and_then(|label| label.text_content());
    assert_eq!(unknown.as_deref(), Some("Year not known"));
}

#[wasm_bindgen_test]
async fn a_click_chooses_one_year_and_takes_it_back() {
    let (root, page, _guard) = shown(&YEARS).await;
    let bars = bars(&root);
    bars[4].click();
    tick().await;
    check(&root, page, &[2025]);
    assert_eq!(said(&root), "2025 · 1,234 papers");
    bars[0].click();
    tick().await;
    check(&root, page, &[2021]);
    bars[0].click();
    tick().await;
    check(&root, page, &[]);
}

#[wasm_bindgen_test]
async fn a_drag_chooses_a_range_and_can_be_taken_back() {
    let (root, page, _guard) = shown(&YEARS).await;
    point(&root, 3, "pointerdown", 1);
    tick().await;
    check(&root, page, &[]);
    point(&root, 1, "pointermove", 1);
    tick().await;
    check(&root, page, &[2022, 2023, 2024]);
    point(&root, 2, "pointermove", 1);
    point(&root, 2, "pointerup", 0);
    tick().await;
    check(&root, page, &[2023, 2024]);
    assert_eq!(said(&root), "2023 – 2024 · 2 papers");
    // The pointer is up: it chooses no more, but is told of.
    point(&root, 4, "pointermove", 0);
    tick().await;
    check(&root, page, &[2023, 2024]);
    assert_eq!(said(&root), "2025 · 1,234 papers");
    // The browser scrolls instead.
    point(&root, 4, "pointerdown", 1);
    point(&root, 0, "pointermove", 1);
    point(&root, 0, "pointercancel", 0);
    tick().await;
    check(&root, page, &[2023, 2024]);
    root.query_selector("button.link").unwrap().unwrap().unchecked_into::<HtmlElement>().click();
    tick().await;
    check(&root, page, &[]);
}

#[wasm_bindgen_test]
async fn keys_go_along_the_bars_and_choose_a_range() {
    let (root, page, _guard) = shown(&YEARS).await;
    let stops = root.query_selector_all(".slot[tabindex='0']").unwrap();
    assert_eq!(stops.length(), 1);
    let focus = || document().active_element().unwrap().get_attribute("data-from").unwrap();
    bars(&root)[4].focus().unwrap();
    press("ArrowLeft", false);
    tick().await;
    assert_eq!(focus(), "2024");
    check(&root, page, &[]);
    assert_eq!(said(&root), "2024 · 2 papers");
    press("ArrowLeft", true);
    press("ArrowLeft", true);
    tick().await;
    check(&root, page, &[2022, 2023, 2024]);
    assert_eq!(said(&root), "2022 – 2024 · 2 papers");
    press("ArrowRight", true);
    tick().await;
    check(&root, page, &[2023, 2024]);
    press("Home", false);
    press("ArrowLeft", false);
    tick().await;
    assert_eq!(focus(), "2021");
    press("End", true);
    tick().await;
    check(&root, page, &[2021, 2022, 2023, 2024, 2025]);
}

#[wasm_bindgen_test]
async fn papers_without_a_year_are_chosen_beside_years() {
    let (root, page, _guard) = shown(&YEARS).await;
    root.query_selector("input").unwrap().unwrap().unchecked_into::<HtmlElement>().click();
    bars(&root)[4].click();
    tick().await;
    assert_eq!(page.view.0.get_untracked().years, [Some(2025), None]);
    assert_eq!(said(&root), "2025, not known · 1,241 papers");
    bars(&root)[4].click();
    tick().await;
    assert_eq!(page.view.0.get_untracked().years, [None]);
}

#[wasm_bindgen_test]
async fn a_single_year_is_a_checkbox() {
    let (root, page, _guard) = shown(&[(2024, 3)]).await;
    assert!(bars(&root).is_empty());
    let boxes = root.query_selector_all("input").unwrap();
    assert_eq!(boxes.length(), 2);
    boxes.item(0).unwrap().unchecked_into::<HtmlElement>().click();
    assert_eq!(page.view.0.get_untracked().years, [Some(2024)]);
}
