//! The paper that is shown, set for reading.

use super::state::Now;
use crate::export::cite;
use crate::paper::{Paper, PaperId};
use crate::ui::app::Page;
use crate::ui::card::{arrow, link, look_up_links, marked, metadata, summary};
use crate::ui::dom::{dynamic, el, nothing};
use crate::ui::reading;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The id of the link to the paper's own page.
const OWN: &str = "triage-paper";

/// The paper, or that there is none.
pub fn paper(page: Page, now: Now) -> AnyView {
    match now {
        Now::Card(id) => card(page, id),
        Now::Missing(_) => el("p").class("quiet").text(super::state::GONE).text(".").into(),
        Now::Waiting | Now::End => nothing(),
    }
}

fn card(page: Page, id: PaperId) -> AnyView {
    let Some(card) = page.triage.card(id) else { return nothing() };
    let (paper, links, owned) = (card.paper, card.links, card.owned);
    let mark = page.stars.of(id);
    let (title, more, own) = (paper.title.clone(), paper.more.clone(), address(&paper));
    let text = match &card.abstract_text {
        Some(text) => el("p").class("abstract").child(marked(text)),
        None => el("p").class("quiet").text("There is no abstract."),
    };
    let meta = move || metadata(&paper, &links, owned, mark.with(reading::dates));
    let own = own.map(|url| link(url).attr("id", OWN).class("triage-open").text("Open the paper").child(arrow()));
    el("article")
        .attr("aria-labelledby", "triage-paper-title")
        .child(el("h3").attr("id", "triage-paper-title").child(marked(&card.title)))
        .child(el("p").class("meta").child(dynamic(meta)))
        .child(text)
        .children(summary(&more).into_iter().map(|(class, text)| el("p").class(class).text(text)))
        .child(el("p").class("look-up").children(own).child(look_up_links(&title)))
        .into()
}

/// Where the paper is to be read.
fn address(paper: &Paper) -> Option<String> {
    let web = |url: &String| url.starts_with("https://") || url.starts_with("http://");
    cite::url(paper).or_else(|| paper.links.first().cloned()).filter(web)
}

/// Opens the paper's own page, if it has one, else the first place to look it up.
pub fn open() {
    let place = |selector: &str| document().query_selector(selector).ok().flatten();
    let link = place("#triage-paper").or_else(|| place(".triage .look-up a"));
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        link.click();
    }
}
