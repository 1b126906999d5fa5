//! The dialog for a text that is pasted or typed.

use crate::ui::app::Page;
use crate::ui::dom::{El, Place, button, effect, el, target};
use crate::ui::icons;
use crate::ui::intake::open_text;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlDialogElement, HtmlElement, HtmlTextAreaElement};

/// What a pasted text is called.
pub const PASTED: &str = "Pasted text";

/// A dialog with its head, which opens and closes as its signal says.
pub fn dialog(class: &'static str, title_id: &'static str, title: &'static str, open: RwSignal<bool>) -> El {
    let place = Place::new();
    effect(move |_| {
        let (open, Some(dialog)) = (open.get(), place.get()) else { return };
        let Ok(dialog) = dialog.dyn_into::<HtmlDialogElement>() else { return };
        if open && !dialog.open() {
            // Fails only when the dialog is out of the document.
            let _ = dialog.show_modal();
            // What is asked for rather than the cross.
            let field = dialog.query_selector("textarea, input:not([type=checkbox])").ok().flatten();
            if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
                let _ = field.focus();
            }
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
    let close = button("plain", move || open.set(false)).attr("aria-label", "Close").child(icons::cross());
    let head = el("div").class("dialog-head").child(el("h2").attr("id", title_id).text(title)).child(close);
    let dialog = el("dialog").class(class).attr("aria-labelledby", title_id).place(place);
    let closed = move |event: Event| {
        // That comes late: it may be open again.
        if target::<HtmlDialogElement>(&event).is_none_or(|dialog| !dialog.open()) {
            open.set(false);
        }
    };
    // Escape: `close` comes when the next key may have been pressed already.
    dialog.on("cancel", move |_| open.set(false)).on("close", closed).child(head)
}

/// The dialog.
pub fn paste_dialog(page: Page) -> AnyView {
    let open = page.open.paste;
    let field = Place::new();
    let read = move || {
        let Some(field) = field.get_untracked().and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok()) else {
            return;
        };
        let text = field.value();
        field.set_value("");
        open.set(false);
        if !text.is_empty() {
            open_text(page.client, PASTED, &text);
        }
    };
    let area = el("textarea")
        .attr("id", "dump-text")
        .attr("rows", "14")
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .place(field)
        .attr("placeholder", "Select all on a Daily Papers page, copy, and paste it here.");
    let foot = el("div")
        .class("dialog-foot")
        .child(el("p").class("quiet").text("The text is read in this browser and goes nowhere else."))
        .child(button("button main-button", read).text("Read"));
    dialog("dialog wide", "paste-title", "Paste text", open)
        .child(el("label").class("field").attr("for", "dump-text").text("Dump text"))
        .child(area)
        .child(foot)
        .into()
}
