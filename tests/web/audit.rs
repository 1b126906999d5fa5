//! The audit: lines with what they became, the selection, and a text too long to be laid out.

use crate::page::{Fake, mount};
use leptos::task::tick;
use paperdeck::dump::settings::{Correction, What};
use paperdeck::dump::{Coverage, Diagnostic, Probe, Role, Settings};
use paperdeck::engine::protocol::{DumpReport, Event, Line, LinePaper, Overview};
use paperdeck::ui::app::Page;
use paperdeck::ui::audit;
use paperdeck::ui::audit::state::Place;
use paperdeck::ui::state::{DumpRow, DumpState, Kept};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, KeyboardEvent, KeyboardEventInit};

fn report() -> DumpReport {
    let mut settings = Settings::default();
    settings.corrections.push(Correction::new(What::Join, [7, 7], ""));
    DumpReport {
        dump: 1,
        name: "a.txt".to_owned(),
        layout: "listing".to_owned(),
        papers: 1,
        without_date: 0,
        year_missing: 0,
        year: None,
        year_reason: String::new(),
        year_set: false,
        settings,
        page_date: None,
        again: None,
        captured: None,
        coverage: Coverage::default(),
        diagnostics: vec![Diagnostic { line: 4, record: None, expected: "sense".into(), found: "none".to_owned() }],
        diagnostics_total: 3,
        incomplete: None,
        fingerprint: String::new(),
        probes: ["listing", "compact"]
            .map(|name| (name.to_owned(), Probe { score: name.len() as u8, reason: "so it looks".to_owned() }))
            .into(),
    }
}

/// An audit of four lines.
async fn open() -> (HtmlElement, Page, impl Sized) {
    let (root, page, guard) = mount(Rc::new(Fake::default()), audit::audit_place);
    page.dumps.add(vec![DumpRow::new(1, "a.txt".to_owned(), Kept::No)]);
    page.dumps.set(1, DumpState::Read(Box::new(report())));
    page.audit.begin(1, None, page.client);
    let roles = [0, 1, 1, 1, 0, 1];
    let overview = Overview { dump: 1, lines: 4, roles, not_understood: vec![375] };
    page.audit.answered(Event::Overview(overview), page.client);
    tick().await;
    let line = |(role, text): (Role, &str)| Line { role, text: text.to_owned() };
    let lines = [
        (Role::Title, "<b>Copper</b>"),
        (Role::Abstract, "A paragraph."),
        (Role::Metadata, "2 authors"),
        (Role::NotUnderstood, "stray"),
    ];
    let paper = LinePaper {
        number: 1,
        id: None,
        title: "Copper".to_owned(),
        lines: [1, 3],
        date: String::new(),
        authors: "2".to_owned(),
    };
    for id in 0..20 {
        let (lines, papers) = (lines.map(line).into(), vec![paper.clone()]);
        page.audit.answered(Event::Lines { id, from: 1, lines, papers }, page.client);
    }
    tick().await;
    (root, page, guard)
}

fn texts(root: &HtmlElement, selector: &str) -> Vec<String> {
    let found = root.query_selector_all(selector).unwrap();
    (0..found.length()).map(|at| found.item(at).unwrap().text_content().unwrap_or_default()).collect()
}

fn press(root: &HtmlElement, key: &str, shift: bool) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_shift_key(shift);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    root.query_selector("[role=listbox]").unwrap().unwrap().dispatch_event(&event).unwrap();
}

#[wasm_bindgen_test]
async fn lines_say_what_they_became() {
    let (root, _, _guard) = open().await;
    assert_eq!(texts(&root, ".line-role"), ["Title", "Abstract", "Metadata", "Unclear"]);
    assert_eq!(texts(&root, ".line-text"), ["<b>Copper</b>", "A paragraph.", "2 authors", "stray"]);
    assert!(root.query_selector(".line b").unwrap().is_none());
    let list = root.query_selector("[role=listbox]").unwrap().unwrap();
    assert_eq!(list.get_attribute("aria-label").as_deref(), Some("Text of a.txt"));
    let option = root.query_selector("[role=option]").unwrap().unwrap();
    assert_eq!(option.get_attribute("aria-setsize").as_deref(), Some("4"));
    assert_eq!(texts(&root, ".role .number"), ["1", "1", "1", "0", "1"]);
    assert_eq!(root.query_selector_all(".audit-ruler span").unwrap().length(), 1);
}

#[wasm_bindgen_test]
async fn keys_move_and_extend_the_selection() {
    let (root, page, _guard) = open().await;
    let selected = || texts(&root, "[aria-selected=true] .line-number");
    assert_eq!(selected(), ["1"]);
    press(&root, "ArrowDown", false);
    tick().await;
    assert_eq!(selected(), ["2"]);
    press(&root, "ArrowDown", true);
    tick().await;
    assert_eq!(
        (selected(), texts(&root, ".audit-part h3")[0].clone()),
        (vec!["2".to_owned(), "3".to_owned()], "Lines 2–3".to_owned())
    );
    let list = root.query_selector("[role=listbox]").unwrap().unwrap();
    assert_eq!(list.get_attribute("aria-activedescendant").as_deref(), Some("line-3"));
    press(&root, "End", false);
    tick().await;
    assert_eq!(selected(), ["4"]);
    assert!(root.text_content().unwrap().contains("belong to no paper"));
    press(&root, "Home", false);
    press(&root, "ArrowUp", false);
    tick().await;
    assert_eq!(selected(), ["1"]);
    let number = root.query_selector("#line-3 .line-text").unwrap().unwrap().unchecked_into::<HtmlElement>();
    page.audit.set_extend(true);
    number.click();
    tick().await;
    assert_eq!(selected(), ["1", "2", "3"]);
}

#[wasm_bindgen_test]
async fn what_was_remarked_and_corrected_is_listed() {
    let (root, page, _guard) = open().await;
    let text = root.text_content().unwrap();
    for part in ["Line 4: expected sense, found none.", "and 2 more", "The paper at line 7 goes with the one before."] {
        assert!(text.contains(part), "{part} in {text}");
    }
    // The layout that is surer comes first.
    assert_eq!(texts(&root, ".scores strong"), ["listing", "compact"]);
    let remark = root.query_selector(".audit-list .remark").unwrap().unwrap();
    assert!(remark.text_content().unwrap().starts_with("The paper at line 7"));
    // "Begins" does not fit the first line of a paper, nor "goes with the one before" the first paper.
    let off = |name: &str| {
        let buttons = root.query_selector_all(".audit-acts button").unwrap();
        let button = |at| buttons.item(at).unwrap().unchecked_into::<HtmlElement>();
        let found = (0..buttons.length()).map(button).find(|button| button.text_content().unwrap().starts_with(name));
        found.unwrap().has_attribute("disabled")
    };
    assert!(off("Begins") && off("Goes") && !off("Is none") && !off("Title"));
    press(&root, "ArrowDown", false);
    tick().await;
    assert!(!off("Begins"));
    assert!(page.audit.refused(1, "Expected a paper, found none."));
    tick().await;
    assert_eq!(texts(&root, "[role=alert]"), ["Expected a paper, found none."]);
}

#[wasm_bindgen_test]
fn a_text_of_any_length_is_laid_out() {
    for lines in [10_u32, 1_000, 1_600_000, 100_000_000] {
        let place = Place { top: 0.0, height: 700.0, row: 24.0 };
        let (height, scale) = place.layout(lines);
        assert!(height <= 8_000_000.0 && scale >= 1.0, "{lines}");
        // At its end the last line is in sight, and stands where it ends.
        let end = Place { top: (height - 700.0).max(0.0), ..place };
        let (first, count) = end.lines(lines);
        assert!(first <= lines && first + count >= lines, "{lines}: {first} {count}");
        let below = end.offset(lines, lines) + 24.0;
        assert!((below - height).abs() < 24.0 * scale, "{lines}: {below} of {height}");
    }
}
