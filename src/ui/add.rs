//! The ways to add a dump: files, pasted text, the sample. Shown in one place at a time.

use crate::ui::app::Page;
use crate::ui::dom::{button, el, group, target};
use crate::ui::icons;
use crate::ui::intake::open_files;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// The file input and the button for pasted text.
pub fn add_buttons(page: Page) -> AnyView {
    let chosen = move |event| {
        let Some(input) = target::<HtmlInputElement>(&event) else { return };
        if let Some(files) = input.files() {
            open_files(page.client, &files);
        }
        // The same file can be chosen again after it was removed.
        input.set_value("");
    };
    let input = el("input").attr("type", "file").attr("multiple", "").attr("aria-label", "Open files");
    group([
        el("label")
            .class("button file")
            .child(icons::folder())
            .child(el("span").text("Open files"))
            .child(input.on("change", chosen)),
        button("button", move || page.open.paste.set(true))
            .child(icons::clipboard())
            .child(el("span").text("Paste text")),
    ])
}

/// The button for the sample.
pub fn sample_button(page: Page) -> AnyView {
    button("button", move || page.client.open_sample())
        .child(icons::sheet())
        .child(el("span").text("Try the sample"))
        .into()
}
