//! What can be done to all papers that are listed.

use crate::engine::protocol::{Event, Request};
use crate::favourites::Status;
use crate::favourites::record::Edit;
use crate::paper::PaperId;
use crate::ui::app::Page;
use crate::ui::dom::{Place, button, el};
use crate::ui::later::when_here;
use crate::ui::menu::{Act, menu};
use crate::ui::paste::dialog;
use crate::ui::reading::KNOWN_TAGS;
use crate::ui::stars::run::Run;
use crate::ui::stars::{Edits, Mark, now};
use crate::ui::{icons, spawn, words};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// The most papers that are marked at once: as many as browsers have room for.
const MOST: usize = 10_000;

/// How many of them are asked for at a time.
const AT_ONCE: usize = 100;

/// What is said when there is no answer.
const STOPPED: &str = "Paperdeck's reader stopped before all papers were marked. Mark them again.";

/// What is done to each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bulk {
    /// The star is set.
    Star,
    /// Another status; the star is set, but for what is put aside.
    Status(Status),
    /// A tag is put on, and the star set.
    Tag(String),
}

/// The menu.
pub fn bulk_menu(page: Page) -> AnyView {
    let mark = |name: &'static str, bulk: Bulk| (name, Arc::new(move || mark_listed(page, bulk.clone())) as Act);
    let mut items = vec![mark("Star all", Bulk::Star)];
    items.extend(Status::ALL.map(|status| mark(status.label(), Bulk::Status(status))));
    items.push(("Tag all …", Arc::new(move || page.open.tag_all.set(true)) as Act));
    menu("Mark all", icons::tick(), items)
}

/// The dialog for the tag.
pub fn tag_all_dialog(page: Page) -> AnyView {
    let open = page.open.tag_all;
    let field = Place::new();
    let tag = move || {
        let Some(input) = field.get_untracked().and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        let name = crate::text::space::collapse(&input.value()).into_owned();
        input.set_value("");
        open.set(false);
        if !name.is_empty() {
            mark_listed(page, Bulk::Tag(name));
        }
    };
    let on_key = move |event: web_sys::Event| {
        if event.dyn_ref::<web_sys::KeyboardEvent>().is_some_and(|event| event.key() == "Enter") {
            event.prevent_default();
            tag();
        }
    };
    let input = el("input")
        .attr("id", "tag-all")
        .attr("type", "text")
        .attr("list", KNOWN_TAGS)
        .attr("autocomplete", "off")
        .class("wide-field")
        .place(field)
        .on("keydown", on_key);
    dialog("dialog", "tag-all-title", "Tag all that is listed", open)
        .child(el("label").class("field").attr("for", "tag-all").text("Tag for all"))
        .child(input)
        .child(
            el("div")
                .class("dialog-foot")
                .child(button("button", move || open.set(false)).text("Cancel"))
                .child(button("button main-button", tag).text("Tag all")),
        )
        .into()
}

/// Does it to all papers that are listed, as one step.
pub fn mark_listed(page: Page, bulk: Bulk) {
    when_here(page, Box::new(move |page| mark_all(page, bulk)));
}

// In the second part of the wasm.
#[inline(never)]
fn mark_all(page: Page, bulk: Bulk) {
    spawn(async move {
        let (id, query) = (page.client.next_request(), page.view.0.get_untracked());
        let Some(Event::Deck { mut papers, .. }) = page.client.answer(id, &Request::Deck { id, query }, &[]).await
        else {
            return page.messages.say(STOPPED);
        };
        if papers.len() > MOST {
            let most = words::number(MOST as u32);
            page.messages.say(format!("Only the first {most} papers are marked: more are not marked at once."));
            papers.truncate(MOST);
        }
        let over = (page.stars, page.client, page.toast);
        let Some(mut run) = Run::begin("Marking", papers.len() as u32, over) else { return };
        let starts = page.client.starts();
        for papers in papers.chunks(AT_ONCE) {
            if !mark(page, &bulk, papers, &mut run, starts).await {
                break;
            }
        }
        if run.is_idle() {
            page.toast.show("All of them are marked so already.", None);
        }
        let what = match bulk {
            Bulk::Star => "Star".to_owned(),
            Bulk::Status(status) => status.label().to_owned(),
            Bulk::Tag(tag) => format!("Tag “{tag}”"),
        };
        let what = format!("{what}: {}", words::papers(run.changed()));
        run.end(what.clone(), Some(format!("{what}."))).await;
    });
}

/// Does it to some papers; whether it goes on. A reader that was started again meanwhile may have read nothing yet.
async fn mark(page: Page, bulk: &Bulk, papers: &[PaperId], run: &mut Run, starts: u32) -> bool {
    let marks: Vec<(PaperId, Mark)> = papers.iter().map(|id| (*id, page.stars.mark(*id))).collect();
    let is_new = |mark: &Mark| !mark.starred && mark.status != Status::NotInterested;
    let new: Vec<PaperId> = marks.iter().filter(|(_, mark)| is_new(mark)).map(|(id, _)| *id).collect();
    let mut copies = Vec::new();
    if !new.is_empty() {
        let id = page.client.next_request();
        let answer = page.client.answer(id, &Request::Copies { id, papers: new }, &[]).await;
        let Some(Event::Copies { papers, .. }) = answer.filter(|_| page.client.starts() == starts) else {
            page.messages.say(STOPPED);
            return false;
        };
        copies = papers;
    }
    // They are in the order in which they were asked for.
    let mut copies = copies.into_iter();
    let mut edits: Edits = Vec::new();
    let time = now();
    for (id, mark) in marks {
        if is_new(&mark) {
            // One that is gone from the library by now is left out.
            if copies.as_slice().first().is_none_or(|(of, _)| *of != id) {
                continue;
            }
            edits.extend(copies.next().map(|(id, copy)| (id, Edit::Paper(copy))));
        }
        if !mark.starred && *bulk != Bulk::Status(Status::NotInterested) {
            edits.push((id, Edit::Added(time.clone())));
        }
        match bulk {
            Bulk::Star if mark.status == Status::NotInterested => edits.push((id, Edit::Status(Status::Unread))),
            Bulk::Star => {}
            Bulk::Status(status) if mark.status == *status => {}
            Bulk::Status(status) => edits.push((id, Edit::Status(*status))),
            Bulk::Tag(tag) if mark.tags.contains(tag) => {}
            Bulk::Tag(tag) => edits.push((id, Edit::Tag(tag.clone(), true))),
        }
    }
    let before = run.changed();
    let goes_on = run.make(edits).await;
    // Those that were marked so already.
    run.passed((papers.len() as u32).saturating_sub(run.changed() - before));
    goes_on
}
