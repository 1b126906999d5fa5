//! Inputs for files, and buttons that open them. The inputs stand in `index.html`, apart from what comes and goes: the browser's dialog
//! is open for as long as the user likes, and what is chosen there arrives whatever the page shows by then.

use crate::ui::add;
use crate::ui::app::Page;
use crate::ui::backup;
use crate::ui::dom::{El, button, listen, target};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement};

/// The input for dumps.
const FILES: &str = "open-files";
/// The input for a backup.
const BACKUP: &str = "open-backup";

/// Takes what is chosen with all inputs.
pub fn follow(page: Page) {
    listen("change", move |event: &Event| {
        let Some(input) = target::<HtmlInputElement>(event) else { return };
        let take = match input.id().as_str() {
            FILES => add::open,
            BACKUP => backup::open,
            _ => return,
        };
        if let Some(files) = input.files() {
            take(page, files);
        }
        // The same file can be chosen again after it was removed.
        input.set_value("");
    });
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
