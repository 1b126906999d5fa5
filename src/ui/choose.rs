//! Inputs for files, and buttons that open them. The inputs stand apart from what comes and goes: the browser's dialog is
//! open for as long as the user likes, and what is chosen there arrives whatever the page shows by then.

use crate::ui::add;
use crate::ui::app::Page;
use crate::ui::backup;
use crate::ui::dom::{El, button, el, group, target};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, FileList, HtmlElement, HtmlInputElement};

/// The input for dumps.
const FILES: &str = "open-files";
/// The input for a backup.
const BACKUP: &str = "open-backup";

/// All inputs.
pub fn inputs(page: Page) -> AnyView {
    let taken = |take: fn(Page, FileList)| {
        move |event: Event| {
            let Some(input) = target::<HtmlInputElement>(&event) else { return };
            if let Some(files) = input.files() {
                take(page, files);
            }
            // The same file can be chosen again after it was removed.
            input.set_value("");
        }
    };
    let input = |id: &'static str, label: &'static str| {
        el("input").attr("type", "file").attr("id", id).attr("hidden", "").attr("aria-label", label)
    };
    group([
        input(FILES, "Open files").attr("multiple", "").on("change", taken(add::open)),
        input(BACKUP, "Favourites file").attr("accept", ".json,application/json").on("change", taken(backup::open)),
    ])
}

/// A button for dumps.
pub fn files_button(class: &'static str) -> El {
    button(class, choose_files)
}

/// Asks for dumps.
pub fn choose_files() {
    choose(FILES);
}

/// A button for a backup.
pub fn backup_button(class: &'static str) -> El {
    button(class, choose_backup)
}

/// Asks for a backup.
pub fn choose_backup() {
    choose(BACKUP);
}

fn choose(id: &str) {
    if let Some(input) = document().get_element_by_id(id).and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
        input.click();
    }
}
