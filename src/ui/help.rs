//! The dialog of keys.

use crate::ui::actions::ACTIONS;
use crate::ui::app::Page;
use crate::ui::dom::{button, el};
use crate::ui::paste::dialog;
use leptos::prelude::*;

/// The dialog.
pub fn keys_dialog(page: Page) -> AnyView {
    let keys = ACTIONS.iter().map(|action| {
        let fixed = action.fixed.split_whitespace().map(|key| el("kbd").text(key));
        let own = (!action.id.is_empty()).then(|| el("kbd").text_of(move || page.keys.key(action.id)));
        el("div").child(el("dt").children(own).children(fixed)).child(el("dd").text(action.name))
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
