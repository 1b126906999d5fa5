//! The dialog of keys.

use crate::ui::app::Page;
use crate::ui::dom::{button, el};
use crate::ui::paste::dialog;
use leptos::prelude::*;

const KEYS: [(&str, &str); 12] = [
    ("/", "Search"),
    ("j", "Next paper"),
    ("k", "Previous paper"),
    ("o", "More or less of the abstract"),
    ("s", "Keep as a favourite, or not"),
    ("x", "Not interested, or put back"),
    ("n", "Write a note"),
    ("t", "Add a tag"),
    ("u", "Undo the last change to favourites"),
    ("Ctrl V", "Read the text that was copied"),
    ("?", "These keys"),
    ("Esc", "Close"),
];

/// The dialog.
pub fn keys_dialog(page: Page) -> AnyView {
    let keys = KEYS.map(|(keys, what)| {
        let keys = keys.split(' ').map(|key| el("kbd").text(key));
        el("div").child(el("dt").children(keys)).child(el("dd").text(what))
    });
    let search = button("link", move || {
        page.open.keys.set(false);
        page.open.search.set(true);
    });
    let foot = el("div").class("dialog-foot").hidden(move || page.empty.get());
    dialog("dialog", "keys-title", "Keys", page.open.keys)
        .child(el("dl").class("keys").children(keys))
        .child(foot.child(search.text("What can be typed into the search field")))
        .into()
}
