//! The lines that are selected: what they became, the paper they belong to, and what can be corrected.

use super::{actions, name, of_report, or_nothing, show_card};
use crate::dump::corrections::has_texts;
use crate::dump::settings::What;
use crate::engine::protocol::LinePaper;
use crate::ui::app::Page;
use crate::ui::dom::{El, button, el, group, nothing, target};
use crate::ui::words;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

/// Gives an element of the page the focus.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// The papers that have any of the lines selected, watched.
fn papers(page: Page) -> Vec<LinePaper> {
    let [first, last] = page.audit.selected();
    let has = |paper: &&LinePaper| paper.lines[0] <= last && first <= paper.lines[1];
    page.audit.window(|window| window.papers.iter().filter(has).cloned().collect())
}

/// The one paper of the lines selected, watched.
fn paper(page: Page) -> Option<LinePaper> {
    let mut papers = papers(page);
    if papers.len() == 1 { papers.pop() } else { None }
}

/// Shows the card of the paper of the lines selected.
pub fn open_card(page: Page) {
    if let Some((id, title)) = untrack(|| paper(page)).and_then(|paper| Some((paper.id?, paper.title))) {
        show_card(page, id, &title);
    }
}

/// The part about the lines selected.
pub fn selection(page: Page) -> AnyView {
    let audit = page.audit;
    let heading = move || match audit.selected() {
        [first, last] if first == last => format!("Line {}", words::number(first)),
        [first, last] => format!("Lines {}–{}", words::number(first), words::number(last)),
    };
    let became = move || {
        let [first, last] = audit.selected();
        audit.window(|window| {
            let lines = window.lines.iter().zip(window.from..).filter(|(_, line)| (first..=last).contains(line));
            let mut roles: Vec<&str> = lines.map(|(line, _)| name(line.role)).filter(|name| !name.is_empty()).collect();
            roles.dedup();
            if roles.is_empty() { "Blank".to_owned() } else { roles.join(", ") }
        })
    };
    let extend = button("link", move || audit.set_extend(!untrack(|| audit.extends())))
        .state("aria-pressed", move || audit.extends())
        .attr("title", "The next line you press is the last one selected (or hold Shift)")
        .text_of(move || if audit.extends() { "Press the last line" } else { "Select more" }.to_owned());
    let head = el("div").class("audit-part-head").child(el("h3").text_of(heading)).child(extend);
    el("div")
        .class("audit-part")
        .child(head)
        .child(el("p").class("quiet").attr("aria-live", "polite").text_of(became))
        .child_of(move || full_text(page))
        .child_of(move || of_paper(page))
        .child(marks(page))
        .into()
}

/// The lines selected in full, as far as they are here.
fn full_text(page: Page) -> AnyView {
    let [first, last] = page.audit.selected();
    let text = page.audit.window(|window| {
        let lines = window.lines.iter().zip(window.from..).filter(|(_, line)| (first..=last).contains(line));
        lines.map(|(line, _)| line.text.as_str()).collect::<Vec<_>>().join("\n")
    });
    if text.trim().is_empty() {
        return nothing();
    }
    el("p")
        .class("audit-full")
        .attr("tabindex", "0")
        .attr("aria-label", "The lines in full")
        .attr("role", "group")
        .text(text)
        .into()
}

/// The paper of the lines, the way to its card, and its date and authors.
fn of_paper(page: Page) -> AnyView {
    let papers = papers(page);
    let Some(paper) = papers.first().cloned() else {
        return el("p").class("quiet").text("These lines belong to no paper.").into();
    };
    if papers.len() > 1 {
        return el("p")
            .class("quiet")
            .text(format!("These lines belong to {}.", words::papers(papers.len() as u32)))
            .into();
    }
    let LinePaper { number, id, title, date, authors, .. } = paper;
    // Without its year a date is written with two dashes before it, for machines.
    let date = date.trim_start_matches('-').to_owned();
    let card = id.map(|id| {
        let title = title.clone();
        button("link", move || show_card(page, id, &title))
            .attr("title", "Show its card (Enter)")
            .text("Show its card")
            .into()
    });
    let field = |id: &'static str, label: &'static str, hint: &'static str, value: String, what: What| {
        let set = move |event| {
            if let Some(input) = target::<HtmlInputElement>(&event) {
                actions::correct_to(page, what, input.value().trim().to_owned());
            }
        };
        let input =
            el("input").attr("id", id).attr("type", "text").attr("placeholder", hint).attr("autocomplete", "off");
        group([
            el("label").attr("for", id).text(label),
            input.attr("spellcheck", "false").value(move || value.clone()).on("change", set),
        ])
    };
    group([
        el("p")
            .class("audit-paper")
            .child(el("span").class("quiet").text(format!("Paper {number} ")))
            .text(title)
            .into(),
        or_nothing(card),
        el("div")
            .class("audit-fields")
            .child(field("audit-date", "Date", "2025-03-20, or 03-20", date, What::Date))
            .child(field("audit-authors", "Authors", "7, or names with commas", authors, What::Authors))
            .into(),
    ])
}

/// The buttons: always there and always in the same place.
fn marks(page: Page) -> AnyView {
    let can = move |what: What| {
        let texts = of_report(page, |report| has_texts(&report.layout)) == Some(true);
        let [first, _] = page.audit.selected();
        match (what, paper(page)) {
            (What::Title | What::Abstract, _) => texts,
            (What::Split, Some(paper)) => texts && first > paper.lines[0],
            (What::Split, None) => texts && papers(page).is_empty(),
            (What::Join, Some(paper)) => texts && paper.number > 1,
            (What::Drop, Some(_)) | (What::Furniture, _) => true,
            _ => false,
        }
    };
    let act = move |what: What, text: &'static str, key: &'static str| -> El {
        button("button", move || actions::correct(page, what))
            .attr("aria-keyshortcuts", key)
            .attr_of("disabled", move || (!can(what)).then(String::new))
            .text(text)
            .child(el("kbd").attr("aria-hidden", "true").text(key))
    };
    let set = |label: &'static str, buttons: [El; 3]| {
        el("div")
            .class("audit-acts")
            .attr("role", "group")
            .attr("aria-label", label)
            .child(el("p").class("quiet").text(label))
            .children(buttons)
    };
    group([
        set(
            "These lines are",
            [act(What::Title, "Title", "t"), act(What::Abstract, "Abstract", "a"), act(What::Furniture, "Page", "f")],
        ),
        set(
            "A paper here",
            [
                act(What::Split, "Begins", "s"),
                act(What::Join, "Goes with the one before", "j"),
                act(What::Drop, "Is none", "x"),
            ],
        ),
    ])
}
