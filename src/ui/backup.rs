//! Favourites out to a file and back.

use crate::engine::protocol::{Event, Request};
use crate::favourites::codec::Backup;
use crate::ui::app::Page;
use crate::ui::choose::backup_button;
use crate::ui::dom::{button, dynamic, el, group, nothing};
use crate::ui::later::when_here;
use crate::ui::paste::dialog;
use crate::ui::slices::{Slice, turn};
use crate::ui::stars::Plan;
use crate::ui::stars::run::BUSY;
use crate::ui::{download, spawn, stars, words};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{BlobPropertyBag, FileList};

/// After so many changes without a backup, one is recommended.
const DUE: u32 = 25;

/// The buttons, and a word when a backup is due.
pub fn backup(page: Page) -> AnyView {
    let due = move || {
        let changes = page.stars.due();
        if changes < DUE { String::new() } else { format!("{changes} changes since the last backup.") }
    };
    let changes = button("link", move || page.open.history.set(true)).text("Changes");
    el("div")
        .class("backup")
        .child(button("link", move || when_here(page, Box::new(back_up))).text("Back up favourites"))
        .child(restore())
        .child(changes)
        .child(el("p").class("quiet").hidden(move || page.stars.due() < DUE).text_of(due))
        .into()
}

/// Makes a file of all that is kept.
// In the second part of the wasm.
#[inline(never)]
pub fn back_up(page: Page) {
    spawn(back_up_in_slices(page));
}

/// Makes a file of all that is kept, a slice at a time; each slice goes into a Blob, so that no more than one is in memory.
/// The page does it, not the worker: it must work when that does not.
async fn back_up_in_slices(page: Page) {
    let (ids, changes) = page.stars.to_back_up();
    let (work, total) = (page.toast.work, ids.len() as u32);
    if !work.begin("Backing up", total) {
        return page.toast.show(BUSY, None);
    }
    let (mut file, parts, mut damaged) = (Backup::default(), js_sys::Array::new(), Vec::new());
    let part = |text: &str| web_sys::Blob::from(gloo_file::Blob::new(text));
    let mut slice = Slice::begin();
    for (id, done) in ids.into_iter().zip(1..) {
        damaged.extend((!page.stars.add_to(&mut file, id)).then_some(id));
        if slice.is_over() {
            parts.push(&part(&file.take()));
            if !work.at(done, total) {
                return work.end();
            }
            turn().await;
            slice = Slice::begin();
        }
    }
    parts.push(&part(&file.end()));
    work.end();
    let Ok(whole) = joined(&parts) else {
        return page.messages.say("This browser could not make the file. Back up again.");
    };
    let name = format!("paperdeck-favourites-{}.json", stars::now().get(..10).unwrap_or_default());
    download::save_blob(&name, whole);
    page.stars.backed_up(changes);
    if !damaged.is_empty() {
        page.stars.check(&damaged, page.client);
        let count = words::papers(damaged.len() as u32);
        page.messages.say(format!("{name} is without {count} whose stored text cannot be read."));
    }
}

/// The Blobs as one.
fn joined(parts: &js_sys::Array) -> Result<gloo_file::Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type("application/json");
    web_sys::Blob::new_with_blob_sequence_and_options(parts, &options).map(gloo_file::Blob::from)
}

/// The button that takes a backup back in.
pub fn restore() -> AnyView {
    backup_button("link").text("Restore favourites").into()
}

/// Takes in a backup that was chosen.
pub fn open(page: Page, files: FileList) {
    if let Some(file) = files.get(0) {
        when_here(page, Box::new(move |page| take_in(page, file)));
    }
}

// This and what follows is in the second part of the wasm.
#[inline(never)]
fn take_in(page: Page, file: web_sys::File) {
    spawn(read(page, file));
}

async fn read(page: Page, file: web_sys::File) {
    let name = file.name();
    let work = page.toast.work;
    if !work.begin("Reading the backup", 0) {
        return page.toast.show(BUSY, None);
    }
    let read = plan(page, file).await;
    work.end();
    take(page, &name, read);
}

/// Does what a backup says, or shows it.
fn take(page: Page, name: &str, read: Result<Option<Plan>, String>) {
    match read {
        Err(why) => page.messages.say(format!("{name}: {}.", why.trim_end_matches('.'))),
        Ok(None) => page.toast.show("Cancelled: favourites are as they were.", None),
        Ok(Some(plan)) if plan.edits.is_empty() && plan.problems.is_empty() => page.toast.show(plan.to_string(), None),
        Ok(Some(plan)) if plan.edits.is_empty() => {
            page.messages.say(format!("{name}: nothing was restored. {}", problems(&plan)));
        }
        // Where nothing is kept there is nothing that a backup could change.
        Ok(Some(plan)) if page.stars.is_empty() && plan.problems.is_empty() => {
            page.stars.restore(plan, page.client, page.toast);
        }
        Ok(Some(plan)) => {
            page.open.plan.set(Some(plan));
            page.open.preview.set(true);
        }
    }
}

/// What a backup would change, as the reader in the worker finds it; nothing when the user stopped it.
async fn plan(page: Page, file: web_sys::File) -> Result<Option<Plan>, String> {
    let client = page.client;
    let id = client.next_request();
    let mut plan = Plan::default();
    let first = Request::Restore { id, text: String::new() };
    let mut answer = client.answer(id, &first, &[("blob", file.into())]).await;
    loop {
        match answer {
            Some(Event::Restoring { records, problems, done, total, .. }) => {
                page.stars.compare(&mut plan, records, problems);
                if !page.toast.work.at(done, total) {
                    client.send(&Request::StopRestoring);
                    return Ok(None);
                }
                if done == total {
                    return Ok(Some(plan));
                }
            }
            Some(Event::NotRestored { why, .. }) => return Err(why),
            _ => return Err("Paperdeck's reader stopped, and nothing was restored: try again".to_owned()),
        }
        answer = client.answer(id, &Request::RestoreMore { id }, &[]).await;
    }
}

/// The dialog that shows what a backup would change.
pub fn preview_dialog(page: Page) -> AnyView {
    let open = page.open.preview;
    let shown = move || {
        page.open.plan.with(|plan| match plan {
            Some(plan) => preview(plan),
            None => nothing(),
        })
    };
    let restore = move || {
        open.set(false);
        let mut plan = None;
        page.open.plan.update(|waiting| plan = waiting.take());
        if let Some(plan) = plan {
            page.stars.restore(plan, page.client, page.toast);
        }
    };
    let foot = el("div")
        .class("dialog-foot")
        .child(button("button", move || open.set(false)).text("Cancel"))
        .child(button("button main-button", restore).text("Restore"));
    dialog("dialog preview", "preview-title", "Restore favourites", open).child(dynamic(shown)).child(foot).into()
}

fn preview(plan: &Plan) -> AnyView {
    let part = |heading: String, count: u32, titles: &[String]| {
        if count == 0 {
            return nothing();
        }
        let left = count - titles.len() as u32;
        let more = el("li").class("undone").hidden(move || left == 0).text(format!("and {}", words::papers(left)));
        let titles = titles.iter().map(|title| el("li").text(title.clone()));
        group([el("h3").text(heading), el("ul").children(titles).child(more)])
    };
    let kept = match plan.same {
        0 => "Nothing is removed.".to_owned(),
        1 => "1 paper is here already and stays as it is. Nothing is removed.".to_owned(),
        same => format!("{} are here already and stay as they are. Nothing is removed.", words::papers(same)),
    };
    group([
        part(format!("{} come back", words::papers(plan.new)), plan.new, &plan.new_titles),
        part(
            format!("{} here get what they have not", words::papers(plan.changed)),
            plan.changed,
            &plan.changed_titles,
        ),
        el("p")
            .class("undone")
            .hidden({
                let none = plan.problems.is_empty();
                move || none
            })
            .text(problems(plan))
            .into(),
        el("p").class("quiet").text(kept).into(),
    ])
}

/// What of a file could not be read, in words.
fn problems(plan: &Plan) -> String {
    let more = match plan.problems_total as usize - plan.problems.len() {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    format!("Not all of the file can be read: {}{more}.", plan.problems.join("; "))
}
