//! How the page looks: theme, contrast, density, reading pane. Each choice is an attribute of the document that style goes by,
//! and kept on the device; `boot.js` sets what was chosen before anything shows.

use crate::ui::app::Page;
use crate::ui::dom::{El, button, el, group, listen, when};
use crate::ui::paste::dialog;
use crate::ui::storage::local;
use crate::ui::watched::Watched;
use crate::ui::{icons, pane};
use leptos::prelude::*;
use web_sys::Event;

/// Attribute, what it is about, and its values. The first is what holds without a choice.
pub type Choice = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// What can be chosen.
pub const CHOICES: [Choice; 4] = [
    ("theme", "Theme", &[("", "As the system"), ("light", "Light"), ("dark", "Dark")]),
    ("contrast", "Contrast", &[("", "As the system"), ("more", "High")]),
    ("density", "Cards", &[("", "Comfortable"), ("compact", "Compact"), ("titles", "Titles only")]),
    ("pane", "Papers", &[("", "Open in the list"), ("on", "Open beside it")]),
];

/// The choices that more than style goes by.
#[derive(Clone, Copy)]
pub struct Look {
    /// Whether cards show titles alone until they are opened.
    pub titles: &'static Watched<bool>,
    /// Whether a paper is open beside the list, where there is room.
    pub pane: RwSignal<bool>,
    /// Whether the screen is so small that a paper takes all of it.
    pub narrow: &'static Watched<bool>,
    /// Whether the page is being printed: then abstracts are whole.
    pub printing: &'static Watched<bool>,
}

impl Look {
    /// As it was chosen.
    pub fn load() -> Self {
        let printing = Watched::lasting(false);
        for (name, prints) in [("beforeprint", true), ("afterprint", false)] {
            listen(name, move |_: &Event| printing.set(prints));
        }
        let titles = Watched::lasting(chosen("density") == "titles");
        let narrow = Watched::lasting(pane::is(pane::NARROW));
        listen("resize", move |_: &Event| narrow.set_if_new(pane::is(pane::NARROW)));
        Self { titles, pane: RwSignal::new(chosen("pane") == "on"), narrow, printing }
    }

    /// As [`Watched::forget_gone`], for what every card watches.
    pub fn forget_gone(self) {
        self.titles.forget_gone();
        self.printing.forget_gone();
        self.narrow.forget_gone();
    }

    /// Chooses.
    pub fn choose(self, name: &str, value: &str) {
        let (attribute, key) = (format!("data-{name}"), format!("paperdeck.{name}"));
        mark(&attribute, Some(value).filter(|value| !value.is_empty()));
        // Where storage is blocked, the choice holds until the page goes.
        if value.is_empty() {
            let _ = local().map(|storage| storage.remove_item(&key));
        } else {
            let _ = local().map(|storage| storage.set_item(&key, value));
        }
        self.titles.set(chosen("density") == "titles");
        self.pane.set(chosen("pane") == "on");
    }
}

/// Sets an attribute of the document that style goes by, or takes it away.
pub fn mark(name: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    // Fails for no name that is one.
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// What is chosen.
pub fn chosen(name: &str) -> String {
    let root = document().document_element();
    root.and_then(|root| root.get_attribute(&format!("data-{name}"))).unwrap_or_default()
}

/// The button for the dialog.
pub fn look_button(page: Page) -> AnyView {
    button("plain", move || page.open.look.set(true))
        .attr("aria-label", "Appearance")
        .attr("title", "Appearance")
        .child(icons::contrast())
        .into()
}

/// The dialog. What is chosen may also be chosen elsewhere: it is looked at when the dialog opens.
pub fn look_dialog(page: Page) -> AnyView {
    let open = page.open.look;
    let groups = move || group(CHOICES.map(|choice| fieldset(page, choice)));
    dialog("dialog look", "look-title", "Appearance", open).child(when(move || open.get(), groups)).into()
}

fn fieldset(page: Page, (name, legend, values): Choice) -> El {
    let now = chosen(name);
    let choices = values.iter().map(|&(value, label)| {
        let on = now == value;
        let input = el("input")
            .attr("type", "radio")
            .attr("name", name)
            .set("checked", move || on)
            .on("change", move |_| page.look.choose(name, value));
        el("label").class("choice").child(input).text(label)
    });
    el("fieldset").class("choices").child(el("legend").text(legend)).children(choices)
}
