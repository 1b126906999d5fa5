//! Favourites out to a file and back.

use crate::ui::app::Page;
use crate::ui::choose::backup_button;
use crate::ui::dom::{button, dynamic, el, group, nothing};
use crate::ui::later::{LACKS, is_here, when_here};
use crate::ui::paste::dialog;
use crate::ui::stars::Plan;
use crate::ui::{download, spawn, stars, words};
use leptos::prelude::*;
use web_sys::FileList;

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
        .child(button("link", move || when_here(page, back_up)).text("Back up favourites"))
        .child(restore())
        .child(changes)
        .child(el("p").class("quiet").hidden(move || page.stars.due() < DUE).text_of(due))
        .into()
}

/// Favourites as a file.
// In the second part of the wasm.
#[inline(never)]
pub fn back_up(page: Page) {
    let name = format!("paperdeck-favourites-{}.json", stars::now().get(..10).unwrap_or_default());
    download::save(&name, "application/json", &page.stars.backup());
}

/// The button that takes a backup back in.
pub fn restore() -> AnyView {
    backup_button("link").text("Restore favourites").into()
}

/// Takes in a backup that was chosen.
pub fn open(page: Page, files: FileList) {
    if let Some(file) = files.get(0) {
        spawn(read(page, file));
    }
}

async fn read(page: Page, file: web_sys::File) {
    let name = file.name();
    let text = wasm_bindgen_futures::JsFuture::from(file.text()).await;
    let Some(text) = text.ok().and_then(|text| text.as_string()) else {
        return page.messages.say(format!("{name}: expected a file that the browser can read, found one it cannot."));
    };
    if is_here().await {
        take(page, &name, &text);
    } else {
        page.messages.say(LACKS);
    }
}

/// Does what a backup says, or shows it.
#[inline(never)]
fn take(page: Page, name: &str, text: &str) {
    match page.stars.plan(text) {
        Err(why) => page.messages.say(format!("{name}: {}.", why.trim_end_matches('.'))),
        Ok(plan) if plan.edits.is_empty() => page.toast.show(plan.to_string(), None),
        // Where nothing is kept there is nothing that a backup could change.
        Ok(plan) if page.stars.is_empty() => page.stars.restore(plan, page.client, page.toast),
        Ok(plan) => {
            page.open.plan.set(Some(plan));
            page.open.preview.set(true);
        }
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
        el("p").class("quiet").text(kept).into(),
    ])
}
