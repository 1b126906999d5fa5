//! What can be done to all papers that are listed.

use crate::favourites::Status;
use crate::favourites::record::Edit;
use crate::paper::PaperId;
use crate::ui::app::Page;
use crate::ui::client::Client;
use crate::ui::dom::{Place, button, el};
use crate::ui::menu::{Act, menu};
use crate::ui::paste::dialog;
use crate::ui::reading::KNOWN_TAGS;
use crate::ui::stars::{Edits, Stars, now};
use crate::ui::toast::Toast;
use crate::ui::{icons, words};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// The most papers that are marked at once: some megabytes of storage.
pub const MOST: u32 = 2000;

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
    let mark = |name: &'static str, bulk: Bulk| (name, Arc::new(move || page.client.collect(bulk.clone())) as Act);
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
            page.client.collect(Bulk::Tag(name));
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
        .child(el("div").class("dialog-foot").child(button("button main-button", tag).text("Tag")))
        .into()
}

/// Does it to papers, each with the copy that is kept of it, as one step.
pub fn mark_all(stars: Stars, bulk: &Bulk, papers: Vec<(PaperId, String)>, client: Client, toast: Toast) {
    let mut edits: Edits = Vec::new();
    let mut marked = 0;
    let time = now();
    for (id, copy) in papers {
        let mark = stars.mark(id);
        let before = edits.len();
        let aside = *bulk == Bulk::Status(Status::NotInterested);
        if !mark.starred {
            if mark.status != Status::NotInterested {
                edits.push((id, Edit::Paper(copy)));
            }
            if !aside {
                edits.push((id, Edit::Added(time.clone())));
            }
        }
        match bulk {
            Bulk::Star if mark.status == Status::NotInterested => edits.push((id, Edit::Status(Status::Unread))),
            Bulk::Star => {}
            Bulk::Status(status) if mark.status == *status => {}
            Bulk::Status(status) => edits.push((id, Edit::Status(*status))),
            Bulk::Tag(tag) if mark.tags.contains(tag) => {}
            Bulk::Tag(tag) => edits.push((id, Edit::Tag(tag.clone(), true))),
        }
        marked += u32::from(edits.len() > before);
    }
    if marked == 0 {
        return toast.show("All of them are marked so already.", None);
    }
    let what = match bulk {
        Bulk::Star => "Star".to_owned(),
        Bulk::Status(status) => status.label().to_owned(),
        Bulk::Tag(tag) => format!("Tag “{tag}”"),
    };
    let what = format!("{what}: {}", words::papers(marked));
    stars.edit(what.clone(), edits, client);
    stars.offer_undo(format!("{what}."), client, toast);
}
