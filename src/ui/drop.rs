//! Files dropped and text pasted anywhere on the page.

use crate::ui::app::Page;
use crate::ui::client::Client;
use crate::ui::dom::{el, listen};
use crate::ui::icons;
use crate::ui::intake::{open_files, open_folders, open_text};
use crate::ui::keys::is_field;
use crate::ui::paste::PASTED;
use leptos::prelude::*;
use web_sys::{ClipboardEvent, DragEvent};

/// What a dropped text is called.
const DROPPED: &str = "Dropped text";

/// Shows while something is dragged over the page, and takes what is dropped or pasted.
pub fn drop_overlay(page: Page) -> AnyView {
    let Page { client, open, .. } = page;
    let over = RwSignal::new(false);
    listen("dragover", move |event: &DragEvent| {
        event.prevent_default();
        if let Some(data) = event.data_transfer() {
            data.set_drop_effect("copy");
        }
        if !over.get_untracked() {
            over.set(true);
        }
    });
    listen("dragleave", move |event: &DragEvent| {
        // Without a related target the pointer left the window; else it only went from one element to another.
        if event.related_target().is_none() {
            over.set(false);
        }
    });
    listen("drop", move |event: &DragEvent| {
        event.prevent_default();
        over.set(false);
        let Some(data) = event.data_transfer() else { return };
        match data.files() {
            _ if open_folders(client, &data.items()) => {}
            Some(files) if files.length() > 0 => open_files(client, &files),
            _ => take_text(client, DROPPED, data.get_data("text/plain").unwrap_or_default()),
        }
    });
    listen("paste", move |event: &ClipboardEvent| {
        if event.default_prevented() || is_field(event.target()) || open.paste.get_untracked() {
            return;
        }
        let Some(data) = event.clipboard_data() else { return };
        event.prevent_default();
        match data.files() {
            Some(files) if files.length() > 0 => open_files(client, &files),
            _ => take_text(client, PASTED, data.get_data("text/plain").unwrap_or_default()),
        }
    });
    let frame = el("div").class("drop-frame").child(icons::tray()).child(el("p").text("Drop to read"));
    el("div").class("drop").class_when("open", move || over.get()).attr("aria-hidden", "true").child(frame).into()
}

fn take_text(client: Client, name: &str, text: String) {
    if !text.is_empty() {
        open_text(client, name, &text);
    }
}
