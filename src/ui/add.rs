//! The ways to add a dump: files, pasted text, the sample. Shown in one place at a time.

use crate::ui::app::Page;
use crate::ui::choose::files_button;
use crate::ui::dom::{button, el, group};
use crate::ui::icons;
use crate::ui::intake::open_files;
use leptos::prelude::*;
use web_sys::FileList;

/// The buttons for files and for pasted text.
pub fn add_buttons(page: Page) -> AnyView {
    group([
        files_button("button").child(icons::folder()).child(el("span").text("Open files")),
        button("button", move || page.open.paste.set(true))
            .child(icons::clipboard())
            .child(el("span").text("Paste text")),
    ])
}

/// Opens files that were chosen.
pub fn open(page: Page, files: FileList) {
    open_files(page.client, &files);
}

/// The button for the sample.
pub fn sample_button(page: Page) -> AnyView {
    button("button", move || page.client.open_sample())
        .child(icons::sheet())
        .child(el("span").text("Try the sample"))
        .into()
}
