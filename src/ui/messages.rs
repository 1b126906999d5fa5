//! What went wrong, in sentences that stay until they are dismissed.

use crate::ui::app::Page;
use crate::ui::dom::{Item, button, el, list};
use crate::ui::icons;
use crate::ui::watched::Watched;
use leptos::prelude::*;

/// The sentences shown now.
#[derive(Clone, Copy)]
pub struct Messages {
    list: &'static Watched<Vec<(u32, String)>>,
}

impl Default for Messages {
    fn default() -> Self {
        Self { list: Watched::lasting(Vec::new()) }
    }
}

impl Messages {
    /// Says a sentence, once.
    pub fn say(self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if self.list.with_untracked(|list| list.iter().any(|(_, old)| *old == sentence)) {
            return;
        }
        self.list.update(|list| {
            let id = list.last().map_or(0, |(last, _)| last + 1);
            list.push((id, sentence));
        });
    }

    /// Takes a sentence away.
    pub fn dismiss(self, id: u32) {
        self.list.update(|list| list.retain(|(other, _)| *other != id));
    }

    /// Whether there is anything to say.
    pub fn is_empty(self) -> bool {
        self.list.with(Vec::is_empty)
    }
}

/// The list of messages.
pub fn message_list(page: Page) -> AnyView {
    let messages = page.messages;
    let items = move || {
        let all = messages.list.get().into_iter();
        all.map(|(id, sentence)| {
            Item::new(id.to_string(), move || {
                let dismiss = button("plain", move || messages.dismiss(id)).attr("aria-label", "Dismiss");
                el("li")
                    .class("message")
                    .child(el("p").attr("role", "alert").text(sentence))
                    .child(dismiss.child(icons::cross()))
                    .into()
            })
        })
        .collect()
    };
    el("ul")
        .class("messages")
        .hidden(move || messages.is_empty())
        .attr("aria-label", "Messages")
        .child(list(items))
        .into()
}
