//! What is kept on the device, said with its size, and the ways to forget it.

use crate::engine::protocol::DumpId;
use crate::ui::app::Page;
use crate::ui::dom::{El, button, el, when};
use crate::ui::paste::dialog;
use crate::ui::state::Kept;
use crate::ui::watched::Watched;
use crate::ui::words;
use leptos::prelude::*;

/// How much of a dump is kept, and a button to forget it.
pub fn kept_here(page: Page, id: DumpId, kept: &'static Watched<Kept>) -> AnyView {
    let size = move || kept.with(|kept| if let Kept::Is(bytes) = kept { Some(*bytes) } else { None });
    when(
        move || size().is_some(),
        move || {
            let said = move || on_device(size().unwrap_or_default());
            let forget = button("link", move || page.client.remove(id)).attr("aria-describedby", format!("dump-{id}"));
            el("p").class("quiet kept").child(el("span").text_of(said)).child(forget.text("Forget this dump")).into()
        },
    )
}

/// Why a dump is not kept, where it should be.
pub fn not_kept(kept: &'static Watched<Kept>) -> El {
    let why = move || kept.with(|kept| if let Kept::Not(why) = kept { why.clone() } else { String::new() });
    let said = move || if why().is_empty() { String::new() } else { format!("Not kept: {}.", why()) };
    el("p").class("quiet").hidden(move || why().is_empty()).text_of(said)
}

/// How much is kept in all, and a button to forget it.
pub fn kept_line(page: Page) -> AnyView {
    let any = move || page.dumps.1.with(|tally| tally.kept > 0);
    let said = move || on_device(page.dumps.1.with(|tally| tally.bytes));
    when(any, move || {
        let forget = button("link", move || page.open.forget.set(true)).text("Forget everything");
        el("p").class("quiet kept").child(el("span").text_of(said)).child(forget).into()
    })
}

fn on_device(bytes: u64) -> String {
    format!("{} on this device", words::size(bytes))
}

/// The question before everything is forgotten.
pub fn forget_dialog(page: Page) -> AnyView {
    let open = page.open.forget;
    let said = move || {
        let (dumps, bytes) = page.dumps.1.with(|tally| (tally.kept, tally.bytes));
        format!(
            "This takes every dump out of the library and deletes what this browser keeps: {}, {}. It cannot be undone. Favourites stay.",
            words::count(dumps, "dump", "dumps"),
            words::size(bytes)
        )
    };
    let forget = move || {
        open.set(false);
        page.client.forget_everything();
    };
    let foot = el("div")
        .class("dialog-foot")
        .child(button("button", move || open.set(false)).text("Cancel"))
        .child(button("button main-button", forget).text("Forget everything"));
    dialog("dialog", "forget-title", "Forget everything?", open).child(el("p").text_of(said)).child(foot).into()
}
