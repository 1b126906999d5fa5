//! What a card says of a favourite: how far the reading is, tags and a note, each edited in its place.

use crate::favourites::record::Edit;
use crate::favourites::{Status, codec};
use crate::paper::{Paper, PaperId};
use crate::text::links;
use crate::ui::app::Page;
use crate::ui::card::link;
use crate::ui::dom::{Item, Place, button, el, flag, group, list, target, when};
use crate::ui::stars::{Edits, Mark, named};
use crate::ui::watched::Watched;
use crate::ui::{icons, terms, words};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, KeyboardEvent};

/// The list of known tags that the fields for tags offer.
pub const KNOWN_TAGS: &str = "known-tags";

type Marks = &'static Watched<Mark>;

/// The row of a favourite; nothing for other papers.
pub fn reading_row(
    page: Page,
    id: PaperId,
    kept: Marks,
    title: impl Fn() -> String + Clone + Send + Sync + 'static,
) -> AnyView {
    let starred = flag(move || kept.with(|mark| mark.starred));
    when(move || starred.get(), move || row(page, id, kept, std::sync::Arc::new(title.clone())))
}

type Title = std::sync::Arc<dyn Fn() -> String + Send + Sync>;

fn row(page: Page, id: PaperId, kept: Marks, title: Title) -> AnyView {
    let editing = RwSignal::new(false);
    let edit =
        move |what: &str, title: &Title, edits: Edits| page.stars.edit(named(what, &title()), edits, page.client);
    let (of_status, of_tags, of_note) = (title.clone(), title.clone(), title);
    let chosen = move |event: Event| {
        let value = target::<HtmlSelectElement>(&event).map(|select| select.value()).unwrap_or_default();
        if let Some(status) = Status::from_key(&value) {
            edit(status.label(), &of_status, vec![(id, Edit::Status(status))]);
        }
    };
    let options = Status::ALL.map(|status| {
        let on = move || kept.with(|mark| mark.status == status);
        el("option").attr("value", status.key()).set("selected", on).text(status.label())
    });
    let status = el("span")
        .class("status")
        .child(el("select").attr("aria-label", "Status").on("change", chosen).children(options))
        .child(icons::chevron());
    let tag = move |name: String, of_tags: &Title| {
        let title = of_tags.clone();
        Item::new(name.clone(), move || {
            let (label, term) = (format!("Remove tag {name}"), terms::tag(&name));
            let of_name = name.clone();
            let remove = button("plain", move || {
                edit("Tag taken off", &title, vec![(id, Edit::Tag(of_name.clone(), false))]);
            });
            let find =
                button("tag-name", move || page.view.search(term.clone())).attr("title", "Show all with this tag");
            let of_colour = name.clone();
            el("li")
                .class("tag")
                .attr_of("data-colour", move || page.stars.colour(&of_colour).map(str::to_owned))
                .child(find.text(name))
                .child(remove.attr("aria-label", label).child(icons::cross()))
                .into()
        })
    };
    let of_list = of_tags.clone();
    let tags = move || kept.with(|mark| mark.tags.iter().map(|name| tag(name.clone(), &of_list)).collect());
    let add = move |event: &Event| {
        let Some(input) = target::<HtmlInputElement>(event) else { return };
        let typed = input.value();
        input.set_value("");
        let has = kept.with_untracked(|mark| mark.tags.clone());
        let new = typed.split(',').map(crate::text::space::collapse).filter(|name| !name.is_empty());
        let mut edits: Edits = Vec::new();
        for name in new {
            if !has.iter().any(|other| *other == *name) {
                edits.push((id, Edit::Tag(name.into_owned(), true)));
            }
        }
        if !edits.is_empty() {
            edit("Tag", &of_tags, edits);
        }
    };
    let of_keys = add.clone();
    let on_key = move |event: Event| match event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).as_deref() {
        Some("Enter") => of_keys(&event),
        Some("Escape") => {
            event.prevent_default();
            to_card(&event);
        }
        _ => {}
    };
    let field = el("input")
        .class("tag-field")
        .attr("type", "text")
        .attr("list", KNOWN_TAGS)
        .attr("autocomplete", "off")
        .attr("aria-label", "Add tag")
        .attr("placeholder", "Add tag")
        .on("change", move |event| add(&event))
        .on("keydown", on_key);
    let write = button("link note-button", move || editing.set(true))
        .hidden(move || editing.get())
        .text_of(move || if kept.with(|mark| mark.note.is_empty()) { "Add note" } else { "Edit note" }.to_owned());
    let saved = move |text: String| {
        let old = kept.with_untracked(|mark| mark.note.clone());
        let text = text.trim().to_owned();
        if text != old {
            edit("Note", &of_note, vec![(id, Edit::Note(text))]);
        }
        // The field also loses the focus when its card leaves the list.
        editing.try_set(false);
    };
    group([
        el("div")
            .class("reading-row")
            .child(status)
            .child(el("ul").class("tags").attr("aria-label", "Tags").child(list(tags)))
            .child(field)
            .child(write)
            .into(),
        when(
            move || !editing.get() && kept.with(|mark| !mark.note.is_empty()),
            move || el("p").class("note").child_of(move || kept.with(|mark| linked(&mark.note))).into(),
        ),
        when(move || editing.get(), move || note_field(kept, saved.clone())),
    ])
}

fn note_field(kept: Marks, saved: impl Fn(String) + Clone + Send + 'static) -> AnyView {
    let place = Place::new();
    Effect::new(move || {
        if let Some(field) = place.get().and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
            let _ = field.focus();
        }
    });
    let text = |event: &Event| target::<HtmlTextAreaElement>(event).map(|field| field.value()).unwrap_or_default();
    let of_keys = saved.clone();
    let on_key = move |event: Event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        if key.key() == "Escape" || (key.key() == "Enter" && (key.ctrl_key() || key.meta_key())) {
            event.prevent_default();
            let text = text(&event);
            to_card(&event);
            of_keys(text);
        }
    };
    el("textarea")
        .class("note-field")
        .attr("aria-label", "Note")
        .attr("rows", "3")
        .attr("placeholder", "A note on this paper; Esc or a click elsewhere keeps it")
        .place(place)
        .value(move || kept.with_untracked(|mark| mark.note.clone()))
        .on("keydown", on_key)
        .on("blur", move |event| saved(text(&event)))
        .into()
}

/// When the star was set, the status changed, the note written: `starred 3 Nov, read 10 Nov`.
pub fn dates(mark: &Mark) -> String {
    let status = match mark.status {
        Status::Unread => "",
        Status::Reading => "reading since",
        Status::Read => "read",
        Status::NotInterested => "put aside",
    };
    let note = if mark.note.is_empty() { "" } else { "note of" };
    let mut said = String::new();
    for (what, at) in [if mark.starred { "starred" } else { "" }, status, note].into_iter().zip(mark.since) {
        if !what.is_empty() && at > 0 {
            said += if said.is_empty() { "" } else { ", " };
            said += what;
            said.push(' ');
            said += &words::day(at);
        }
    }
    said
}

/// Gives the focus to the card that an event happened in.
fn to_card(event: &Event) {
    let card = target::<web_sys::Element>(event).and_then(|field| field.closest(".card").ok().flatten());
    if let Some(card) = card.and_then(|card| card.dyn_into::<HtmlElement>().ok()) {
        let _ = card.focus();
    }
}

/// A text with the links in it made live.
fn linked(text: &str) -> AnyView {
    let mut parts = Vec::new();
    let mut rest = text;
    for url in links::links(text) {
        let Some((before, after)) = rest.split_once(url) else { continue };
        parts.push(before.to_owned().into_any());
        parts.push(link(url.to_owned()).text(url.to_owned()).into());
        rest = after;
    }
    parts.push(rest.to_owned().into_any());
    group(parts)
}

/// Puts a paper out of the way, or back.
pub fn put_aside(page: Page, paper: &Paper) {
    let id = paper.id;
    let mark = page.stars.of(id).get_untracked();
    let aside = mark.status == Status::NotInterested;
    let status = if aside { Status::Unread } else { Status::NotInterested };
    let mut edits: Edits = vec![(id, Edit::Status(status))];
    if !mark.starred {
        edits.push((id, Edit::Paper(if aside { String::new() } else { codec::copy(paper) })));
    }
    let what = if aside { "Put back" } else { "Not interested" };
    page.stars.edit(named(what, &paper.title), edits, page.client);
    if !aside {
        page.stars.offer_undo("Put aside as not interesting.", page.client, page.toast);
    }
}

/// What the fields for tags offer.
pub fn known_tags(page: Page) -> AnyView {
    let options = move || {
        let tags = page.stars.summary().1.into_iter();
        tags.map(|(name, _)| Item::new(name.clone(), move || el("option").attr("value", name).into())).collect()
    };
    el("datalist").attr("id", KNOWN_TAGS).child(list(options)).into()
}
