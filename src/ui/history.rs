//! The dialog of what was done to favourites: the latest first, with a way back and forth.

use crate::ui::app::Page;
use crate::ui::dom::{Item, button, el, list};
use crate::ui::paste::dialog;
use leptos::prelude::*;

/// How much of it is shown.
const SHOWN: usize = 12;

/// The dialog.
pub fn history_dialog(page: Page) -> AnyView {
    let turn = move |back: bool| {
        page.stars.turn(back, page.client, page.toast);
    };
    let names = move || {
        let (done, undone) = page.stars.history();
        let undone: Vec<(String, bool)> = undone.into_iter().take(SHOWN).map(|name| (name, true)).rev().collect();
        let all = undone.into_iter().chain(done.into_iter().take(SHOWN).map(|name| (name, false)));
        let item = |(at, (name, undone)): (usize, (String, bool))| {
            Item::new(format!("{at} {undone} {name}"), move || {
                let line = el("li").text(name);
                if undone { line.class("undone").text(" (undone)") } else { line }.into()
            })
        };
        all.enumerate().map(item).collect()
    };
    let none = move || page.stars.history() == (Vec::new(), Vec::new());
    let undo = button("button", move || turn(true)).hidden(move || page.stars.history().0.is_empty());
    let redo = button("button", move || turn(false)).hidden(move || page.stars.history().1.is_empty());
    dialog("dialog", "history-title", "Changes to favourites", page.open.history)
        .child(el("p").class("quiet").hidden(move || !none()).text("Nothing was changed on this visit."))
        .child(el("ol").class("history").child(list(names)))
        .child(el("div").class("dialog-foot").child(undo.text("Undo")).child(redo.text("Do again")))
        .into()
}
