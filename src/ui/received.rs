//! A reading list that came with a link: a preview, of which nothing is kept until the user says so.

use crate::engine::protocol::{Event, Request};
use crate::export::{cite, link};
use crate::favourites::codec;
use crate::favourites::record::Edit;
use crate::paper::Paper;
use crate::ui::app::Page;
use crate::ui::card;
use crate::ui::dom::{button, dynamic, effect, el, group, listen};
use crate::ui::later::when_here;
use crate::ui::paste::dialog;
use crate::ui::stars::{Edits, named};
use crate::ui::{fragment, icons, spawn, words};
use leptos::prelude::*;
use std::borrow::Cow;
use web_sys::HashChangeEvent;

/// Opens the list in the address, if there is one, now and whenever the address changes.
pub fn follow(page: Page) {
    let look = move |found: &str| {
        if link::is_list(found) {
            let found = found.to_owned();
            when_here(page, Box::new(move |page| take(page, &found)));
        }
    };
    look(&fragment::raw());
    // The address that came, not the one that is there by now: a preview that closes at this moment writes the view into it.
    listen("hashchange", move |event: &HashChangeEvent| {
        if let Some((_, found)) = event.new_url().split_once('#') {
            look(found);
        }
    });
}

// In the second part of the wasm.
#[inline(never)]
fn take(page: Page, found: &str) {
    match link::read(found) {
        Ok(papers) => {
            page.open.list.set(papers);
            page.open.received.set(true);
        }
        Err(why) => {
            page.messages.say(why.to_string());
            fragment::write(&page.view.0.get_untracked(), false);
        }
    }
}

/// The preview.
pub fn received_dialog(page: Page) -> AnyView {
    let open = page.open.received;
    effect(move |first| {
        // Seen: it does not come again with a reload.
        if !open.get() && !first {
            fragment::write(&page.view.0.get_untracked(), false);
        }
    });
    let all = move || page.open.list.get();
    let keep = move || {
        open.set(false);
        let new: Vec<(Paper, String)> =
            all().into_iter().filter(|(paper, _)| !page.stars.mark(paper.id).starred).collect();
        if new.is_empty() {
            return page.toast.show("All of them are favourites already.", None);
        }
        let what = format!("Reading list kept: {}", words::papers(new.len() as u32));
        let said = Some(format!("{what}."));
        spawn(async move {
            let edits = edits(page, new).await;
            page.stars.edit_many("Keeping", what, said, edits, (page.client, page.toast));
        });
    };
    let said = move || format!("A reading list of {}.", words::papers(page.open.list.with(Vec::len) as u32));
    let shown = move || group(all().into_iter().map(|(paper, note)| entry(page, paper, note)));
    let foot = el("div")
        .class("dialog-foot")
        .child(button("button", move || open.set(false)).text("Close"))
        .child(button("button main-button", keep).text("Keep all"));
    dialog("dialog wide received", "received-title", "Reading list", open)
        .child(el("p").text_of(said).text(" Your favourites stay as they are until you keep some of it."))
        .child(el("ul").attr("tabindex", "0").attr("aria-labelledby", "received-title").child(dynamic(shown)))
        .child(foot)
        .into()
}

fn entry(page: Page, paper: Paper, note: String) -> AnyView {
    let kept = page.stars.of(paper.id);
    let title = cite::title(&paper).into_owned();
    let mut facts: Vec<String> = paper.published.map(words::whole_date).into_iter().collect();
    facts.extend(card::authors(&paper));
    let heading = match cite::url(&paper).or_else(|| paper.links.first().cloned()) {
        Some(url) => card::link(url).text(title),
        None => el("span").text(title),
    };
    let text = cite::abstract_text(&paper).map(Cow::into_owned);
    let of_note = note.clone();
    let toggle = move || {
        if kept.get_untracked().starred {
            page.stars.toggle(&paper, page.client, page.toast);
        } else {
            let (what, list) = (named("Star", &paper.title), vec![(paper.clone(), note.clone())]);
            spawn(async move { page.stars.edit(what, edits(page, list).await, page.client) });
        }
    };
    let star = button("star", toggle)
        .attr("aria-label", "Favourite")
        .state("aria-pressed", move || kept.with(|mark| mark.starred))
        .child(icons::star());
    let mut item =
        el("li").child(star).child(el("h3").child(heading)).child(el("p").class("meta").text(facts.join(" · ")));
    for (class, text) in [("abstract", text), ("note", Some(of_note).filter(|note| !note.is_empty()))] {
        if let Some(text) = text {
            item = item.child(el("p").class(class).text(text));
        }
    }
    item.into()
}

/// The changes that keep papers, each with what the user's own library has of it (a link has room for little), and with the note
/// that came with it where there is none.
async fn edits(page: Page, papers: Vec<(Paper, String)>) -> Edits {
    let (id, asked) = (page.client.next_request(), papers.iter().map(|(paper, _)| paper.id).collect());
    let copies = match page.client.answer(id, &Request::Copies { id, papers: asked }, &[]).await {
        Some(Event::Copies { papers, .. }) => papers,
        // Without the reader they are kept as they came.
        _ => Vec::new(),
    };
    // They are in the order in which they were asked for.
    let mut copies = copies.into_iter().peekable();
    let mut edits = Vec::new();
    for (mut paper, note) in papers {
        let id = paper.id;
        if let Some((_, copy)) = copies.next_if(|(of, _)| *of == id)
            && let Ok(ours) = codec::paper(&copy)
        {
            paper = link::completed(Paper { id, ..ours }, paper);
        }
        edits.extend(page.stars.starring(&paper));
        if !note.is_empty() && page.stars.mark(id).note.is_empty() {
            edits.push((id, Edit::Note(note)));
        }
    }
    edits
}
