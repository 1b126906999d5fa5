//! What the user should know, mostly what went wrong: sentences that stay until they are dismissed, some with something to do.

use crate::ui::app::Page;
use crate::ui::dom::{Item, button, el, list};
use crate::ui::icons;
use crate::ui::watched::Watched;
use leptos::prelude::*;

/// The sentences shown now.
#[derive(Clone, Copy)]
pub struct Messages {
    list: &'static Watched<Vec<Message>>,
}

#[derive(Clone)]
struct Message {
    id: u32,
    sentence: String,
    /// What can be done about it: a button's name, and what it does.
    act: Option<(&'static str, fn())>,
}

impl Default for Messages {
    fn default() -> Self {
        Self { list: Watched::lasting(Vec::new()) }
    }
}

impl Messages {
    /// Says a sentence, once.
    pub fn say(self, sentence: impl Into<String>) {
        self.add(sentence.into(), None);
    }

    /// Says a sentence, once, with a button.
    pub fn offer(self, sentence: &str, button: &'static str, act: fn()) {
        self.add(sentence.to_owned(), Some((button, act)));
    }

    fn add(self, sentence: String, act: Option<(&'static str, fn())>) {
        if self.list.with_untracked(|list| list.iter().any(|old| old.sentence == sentence)) {
            return;
        }
        self.list.update(|list| {
            let id = list.last().map_or(0, |last| last.id + 1);
            list.push(Message { id, sentence, act });
        });
    }

    /// Takes a sentence away.
    pub fn dismiss(self, id: u32) {
        self.list.update(|list| list.retain(|other| other.id != id));
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
        all.map(|Message { id, sentence, act }| {
            Item::new(id.to_string(), move || {
                let dismiss = button("plain", move || messages.dismiss(id)).attr("aria-label", "Dismiss");
                let class = if act.is_some() { "message offer" } else { "message" };
                let mut item = el("li").class(class).child(el("p").attr("role", "alert").text(sentence));
                if let Some((name, act)) = act {
                    item = item.child(button("button", act).text(name));
                }
                item.child(dismiss.child(icons::cross())).into()
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
