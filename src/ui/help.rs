//! The dialog of keys.

use crate::ui::app::Page;
use crate::ui::dom::el;
use crate::ui::paste::dialog;
use leptos::prelude::*;

const KEYS: [(&str, &str); 9] = [
    ("/", "Search"),
    ("j", "Next paper"),
    ("k", "Previous paper"),
    ("o", "More or less of the abstract"),
    ("s", "Keep as a favourite, or not"),
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
    dialog("dialog", "keys-title", "Keys", page.open.keys).child(el("dl").class("keys").children(keys)).into()
}
