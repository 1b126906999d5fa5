//! Favourites out to a file and back.

use crate::ui::app::Page;
use crate::ui::dom::{Place, button, el, group, target};
use crate::ui::{download, spawn, stars};
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// The two buttons.
pub fn backup(page: Page) -> AnyView {
    let back_up = move || {
        let name = format!("paperdeck-favourites-{}.json", stars::now().get(..10).unwrap_or_default());
        download::save(&name, "application/json", &page.stars.backup());
    };
    el("div").class("backup").child(button("link", back_up).text("Back up favourites")).child(restore(page)).into()
}

/// The button that takes a backup back in.
pub fn restore(page: Page) -> AnyView {
    let input = Place::new();
    let choose = move || {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let take = move |event| {
        let Some(input) = target::<HtmlInputElement>(&event) else { return };
        let file = input.files().and_then(|files| files.get(0));
        input.set_value("");
        if let Some(file) = file {
            spawn(read(page, file));
        }
    };
    group([
        button("link", choose).text("Restore favourites"),
        el("input")
            .attr("type", "file")
            .attr("accept", ".json,application/json")
            .attr("hidden", "")
            .attr("aria-label", "Favourites file")
            .place(input)
            .on("change", take),
    ])
}

async fn read(page: Page, file: web_sys::File) {
    let name = file.name();
    let text = wasm_bindgen_futures::JsFuture::from(file.text()).await;
    match text.ok().and_then(|text| text.as_string()) {
        Some(text) => match page.stars.restore(&text, page.client) {
            Ok(sentence) => page.toast.show(sentence, None),
            Err(why) => page.messages.say(format!("{name}: {}.", why.trim_end_matches('.'))),
        },
        None => page.messages.say(format!("{name}: expected a file that the browser can read, found one it cannot.")),
    }
}
