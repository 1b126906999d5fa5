//! A reading list as a link: the dialog in which it is made.

use crate::export::Format;
use crate::export::link::{Include, MOST, SHORT};
use crate::ui::app::Page;
use crate::ui::dom::{button, effect, el, target};
use crate::ui::paste::dialog;
use crate::ui::{clipboard, words};
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// The dialog.
pub fn share_dialog(page: Page) -> AnyView {
    let open = page.open.share;
    let include = RwSignal::new(Include::default());
    effect(move |_| {
        if open.get() {
            page.client.link(include.get());
        }
    });
    let link = move || page.found.link.get().map(|(fragment, _)| address(&fragment));
    let fits = move || link().is_some_and(|link| (1..=MOST).contains(&link.len()));
    let said = move || match page.found.link.get() {
        None => "Making the link …".to_owned(),
        Some((fragment, _)) if fragment.is_empty() => too_long("far more"),
        Some((fragment, papers)) => {
            let (length, papers) = (address(&fragment).len(), words::papers(papers));
            let size = words::size(length as u64);
            match length {
                length if length <= SHORT => format!("{papers}, {size}."),
                length if length <= MOST => {
                    format!("{papers}, {size}. Some chat programs cut a link as long as that; mail takes it.")
                }
                _ => too_long(&size),
            }
        }
    };
    let option = move |label: &'static str, on: fn(&mut Include) -> &mut bool| {
        let set = move |event| {
            let checked = target::<HtmlInputElement>(&event).is_some_and(|input| input.checked());
            include.update(|include| *on(include) = checked);
        };
        let input = el("input").attr("type", "checkbox").on("change", set);
        el("label").class("choice").child(input).child(el("span").text(label))
    };
    let copy = move || {
        let Some(link) = link() else { return };
        let done = move |ok: bool| {
            if ok {
                open.set(false);
                page.toast.show("The link is copied.", None);
            } else {
                page.messages.say(clipboard::REFUSED);
            }
        };
        if let Some(waiting) = clipboard::copy(done) {
            waiting.give(&link);
        }
    };
    let file = button("button", move || page.client.export(Format::Json)).text("Send a file instead");
    let main = button("button main-button", copy).attr_of("disabled", move || (!fits()).then(String::new));
    dialog("dialog", "share-title", "Reading list as a link", open)
        .child(el("p").text(
            "The papers that are listed now. The link itself holds the list: nothing is stored or sent by making it.",
        ))
        .child(
            el("div")
                .class("choices")
                .child(option("With abstracts", |i| &mut i.abstracts))
                .child(option("With my notes", |i| &mut i.notes)),
        )
        .child(el("p").class("quiet").attr("aria-live", "polite").text_of(said))
        .child(el("div").class("dialog-foot").child(file).child(main.text("Copy link")))
        .into()
}

fn too_long(size: &str) -> String {
    format!(
        "Expected a link of at most {}, found {size}: leave something out, list fewer papers, or send a file.",
        words::size(MOST as u64)
    )
}

/// The page's address with this fragment.
fn address(fragment: &str) -> String {
    if fragment.is_empty() {
        return String::new();
    }
    let here = window().location().href().unwrap_or_default();
    format!("{}#{fragment}", here.split('#').next().unwrap_or_default())
}
