//! The command palette: one field, and below it all that the page can do, by what is typed. The focus stays in the field
//! (the combobox pattern of ARIA).

mod commands;
mod recent;

use crate::palette::Names;
use crate::ui::app::Page;
use crate::ui::dom::{El, Place, button, dynamic, effect, el, target};
use crate::ui::watched::Watched;
use crate::ui::{icons, keys};
use commands::{Command, commands};
use leptos::prelude::*;
use recent::Recent;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, Event, HtmlDialogElement, HtmlInputElement, KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition,
};

/// The most commands that are shown, and the most of a group while nothing is typed.
const MOST: usize = 60;
const MOST_OF_GROUP: usize = 6;
/// The group of what was run last.
const RECENT: &str = "Recent";

/// The palette while it is open: what there is to run, and what of it is shown.
#[derive(Default)]
struct Now {
    commands: Vec<Command>,
    names: Names,
    /// Commands by group, in the order that they are shown in.
    shown: Vec<(&'static str, Vec<u32>)>,
}

#[derive(Clone, Copy)]
struct Palette {
    page: Page,
    now: &'static Watched<Now>,
    /// Which of those that are shown Enter runs.
    at: &'static Watched<usize>,
    recent: &'static Watched<Recent>,
    dialog: Place,
    field: Place,
}

/// Opens it.
pub fn open(page: Page) -> bool {
    page.open.palette.set(true);
    true
}

/// What opens it without a keyboard.
pub fn palette_button(page: Page) -> AnyView {
    let open = move || {
        open(page);
    };
    button("plain palette-button", open)
        .attr("aria-label", "Commands")
        .attr("title", "Commands (Ctrl K)")
        .child(icons::commands())
        .into()
}

/// The dialog.
pub fn palette_dialog(page: Page) -> AnyView {
    let palette = Palette {
        page,
        now: Watched::lasting(Now::default()),
        at: Watched::lasting(0),
        recent: Watched::lasting(Recent::load()),
        dialog: Place::new(),
        field: Place::new(),
    };
    effect(move |_| {
        let (open, Some(dialog)) = (page.open.palette.get(), palette.dialog.get().and(palette.element())) else {
            return;
        };
        if open && !dialog.open() {
            // What has the focus now is what commands are about.
            untrack(|| palette.begin());
            // Fails only when the dialog is out of the document.
            let _ = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
    let input = el("input")
        .attr("type", "text")
        .attr("role", "combobox")
        .attr("aria-label", "Command")
        .attr("aria-expanded", "true")
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", "palette-list")
        .attr_of("aria-activedescendant", move || palette.chosen().map(|_| option_id(palette.at.get())))
        .attr("placeholder", "Type a command, filter, dump or tag")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("enterkeyhint", "go")
        .place(palette.field)
        .on("input", move |event| {
            if let Some(input) = target::<HtmlInputElement>(&event) {
                palette.look(&input.value());
            }
        })
        .on("keydown", move |event| palette.key(&event));
    let close = button("plain", move || palette.close()).attr("aria-label", "Close").child(icons::cross());
    let list = el("div")
        .class("palette-list")
        .attr("id", "palette-list")
        .attr("role", "listbox")
        .attr("aria-label", "Commands")
        // Browsers let Tab stop at what scrolls.
        .attr("tabindex", "-1")
        // The focus stays in the field.
        .on("mousedown", |event| event.prevent_default())
        .on("mousemove", move |event| {
            if let Some(at) = place_of(&event) {
                palette.at.set_if_new(at);
            }
        })
        .on("click", move |event| {
            if let Some(at) = place_of(&event) {
                palette.run(at);
            }
        })
        .child(dynamic(move || palette.options()));
    let none = move || palette.now.with(|now| now.shown.is_empty());
    let said = move || if none() { "No command is called that.".to_owned() } else { String::new() };
    el("dialog")
        .class("dialog palette")
        .attr("aria-label", "Commands")
        .place(palette.dialog)
        .on("cancel", move |_| page.open.palette.set(false))
        // That comes late: it may be open again.
        .on("close", move |_| {
            if palette.element().is_none_or(|dialog| !dialog.open()) {
                page.open.palette.set(false);
            }
        })
        .on("click", move |event| {
            // What is not in it is behind it.
            if target::<Element>(&event).is_some_and(|target| target.tag_name() == "DIALOG") {
                palette.close();
            }
        })
        .child(el("div").class("palette-head").child(icons::glass()).child(input).child(close))
        .child(list)
        .child(el("p").class("quiet palette-none").attr("aria-live", "polite").text_of(said))
        .into()
}

impl Palette {
    fn element(self) -> Option<HtmlDialogElement> {
        self.dialog.get_untracked()?.dyn_into().ok()
    }

    fn begin(self) {
        let commands = commands(self.page, keys::current().is_some());
        let mut names = Names::default();
        for command in &commands {
            names.add(&[command.label.as_str(), " ", command.group, " ", command.also].concat());
        }
        self.now.update(|now| (now.commands, now.names) = (commands, names));
        if let Some(field) = self.field.get_untracked().and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
            field.set_value("");
        }
        self.look("");
    }

    /// Shows what is meant by what is typed.
    fn look(self, typed: &str) {
        let mut shown: Vec<(&'static str, Vec<u32>)> = Vec::new();
        self.now.update(|now| {
            let all = typed.trim().is_empty();
            let found = now.names.find(typed, if all { now.commands.len() } else { MOST });
            let recent = if all { self.recent.with_untracked(|recent| recent.of(&now.commands)) } else { Vec::new() };
            let in_group = |at: u32| now.commands.get(at as usize).map(|command| (command.group, at));
            let rest = found.into_iter().filter(|at| !recent.contains(at)).filter_map(in_group);
            let first: Vec<(&'static str, u32)> = recent.iter().map(|at| (RECENT, *at)).chain(rest).collect();
            for (group, at) in first {
                match shown.iter_mut().find(|(name, _)| *name == group) {
                    Some((_, commands)) if all && group != commands::ACTIONS && commands.len() >= MOST_OF_GROUP => {}
                    Some((_, commands)) => commands.push(at),
                    None => shown.push((group, vec![at])),
                }
            }
            now.shown = shown;
        });
        self.to(0);
    }

    /// The command that Enter runs; watched.
    fn chosen(self) -> Option<u32> {
        let at = self.at.get();
        self.now.with(|now| now.shown.iter().flat_map(|(_, commands)| commands).nth(at).copied())
    }

    fn to(self, at: usize) {
        self.at.set(at);
        request_animation_frame(move || {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            // With the first comes the name of its group.
            let id = if at == 0 { "palette-group-0".to_owned() } else { option_id(at) };
            if let Some(option) = document().get_element_by_id(&id) {
                option.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    }

    fn key(self, event: &Event) {
        let Some(press) = event.dyn_ref::<KeyboardEvent>().filter(|press| !press.is_composing()) else { return };
        let count = self.now.with_untracked(|now| now.shown.iter().map(|(_, commands)| commands.len()).sum::<usize>());
        let at = self.at.get_untracked();
        let last = count.saturating_sub(1);
        match press.key().as_str() {
            "ArrowDown" => self.to(if at >= last { 0 } else { at + 1 }),
            "ArrowUp" => self.to(if at == 0 { last } else { at - 1 }),
            "PageDown" => self.to((at + 8).min(last)),
            "PageUp" => self.to(at.saturating_sub(8)),
            "Enter" => self.run(at),
            "k" if press.ctrl_key() || press.meta_key() => self.close(),
            _ => return,
        }
        event.prevent_default();
    }

    /// The focus is where it was when this returns.
    fn close(self) {
        if let Some(dialog) = self.element() {
            dialog.close();
        }
        self.page.open.palette.set(false);
    }

    fn run(self, at: usize) {
        let command = self.now.with_untracked(|now| {
            let number = now.shown.iter().flat_map(|(_, commands)| commands).nth(at)?;
            now.commands.get(*number as usize).cloned()
        });
        let Some(command) = command else { return };
        self.close();
        self.recent.update(|recent| recent.note(&command));
        command.act.run(self.page);
    }

    fn options(self) -> AnyView {
        let mut groups = Vec::new();
        self.now.with(|now| {
            let mut at = 0;
            for (number, (name, commands)) in now.shown.iter().enumerate() {
                let id = format!("palette-group-{number}");
                let mut group = el("div").attr("role", "group").attr("aria-labelledby", id.clone());
                group =
                    group.child(el("p").class("palette-group").attr("id", id).attr("role", "presentation").text(*name));
                for command in commands.iter().filter_map(|number| now.commands.get(*number as usize)) {
                    group = group.child(self.option(at, command));
                    at += 1;
                }
                groups.push(group);
            }
        });
        crate::ui::dom::group(groups)
    }

    fn option(self, at: usize, command: &Command) -> El {
        let keys = command.keys(self.page).into_iter().map(|key| el("kbd").attr("aria-hidden", "true").text(key));
        let note = el("span").class("number").text(command.note.clone());
        el("div")
            .class("palette-option")
            .attr("id", option_id(at))
            .attr("role", "option")
            .attr("data-at", at.to_string())
            .state("aria-selected", move || self.at.get() == at)
            .child(el("span").class("palette-name").text(command.label.clone()))
            .child(note)
            .children(keys)
    }
}

fn option_id(at: usize) -> String {
    format!("palette-{at}")
}

/// The place of the option that an event is about.
fn place_of(event: &Event) -> Option<usize> {
    target::<Element>(event)?.closest("[data-at]").ok()??.get_attribute("data-at")?.parse().ok()
}
