//! What can be done on the page, in one table: the keys and their dialog go by it.

use crate::keymap::Keymap;
use crate::ui::app::Page;
use crate::ui::search::SEARCH;
use crate::ui::storage::local;
use crate::ui::watched::Watched;
use crate::ui::{dom, keys, palette, pane, triage};
use leptos::prelude::*;
use web_sys::StorageEvent;

/// Something that can be done.
pub struct Action {
    /// Its name among the keys.
    pub id: &'static str,
    /// What the page calls it.
    pub name: &'static str,
    /// The key that does it, unless the user wants another; `NONE` where it has none.
    pub key: char,
    /// Whether it is done to the paper at hand.
    pub of_paper: bool,
    /// Keys that are always the same.
    pub fixed: &'static str,
    /// Does it; whether there was anything to do.
    pub act: fn(Page) -> bool,
}

/// No key.
const NONE: char = '\0';

const fn keyed(id: &'static str, key: char, name: &'static str, act: fn(Page) -> bool) -> Action {
    Action { id, name, key, of_paper: false, fixed: "", act }
}

/// What other parts of the page do, with a key that is always the same.
const fn elsewhere(fixed: &'static str, name: &'static str) -> Action {
    keyed("", NONE, name, |_| false).fixed(fixed)
}

impl Action {
    const fn fixed(self, fixed: &'static str) -> Self {
        Self { fixed, ..self }
    }

    const fn of_paper(self) -> Self {
        Self { of_paper: true, ..self }
    }
}

/// All of it, in the order of the dialog.
pub static ACTIONS: [Action; 16] = [
    keyed("palette", 'p', "Commands: all that can be done", palette::open).fixed("Ctrl K"),
    keyed("search", '/', "Search", |_| keys::focus(document().get_element_by_id(SEARCH))),
    keyed("next", 'j', "Next paper", |_| keys::step(1)),
    keyed("previous", 'k', "Previous paper", |_| keys::step(-1)),
    keyed("open", 'o', "Open the paper, or close it", pane::turn).fixed("Enter").of_paper(),
    keyed("star", 's', "Keep as a favourite, or not", |_| keys::press(".star")).of_paper(),
    keyed("aside", 'x', "Not interested, or put back", |_| keys::press(".aside-button")).of_paper(),
    keyed("note", 'n', "Write a note", |_| keys::in_row(".note-button")).of_paper(),
    keyed("tag", 't', "Add a tag", |_| keys::in_row(".tag-field")).of_paper(),
    keyed("triage", 'd', "Triage: decide one paper at a time", triage::open),
    keyed("later", 'l', "Decide later, in triage", |_| false),
    keyed("undo", 'u', "Undo the last change to favourites", |page| keys::turn(page, true)).fixed("Ctrl Z"),
    keyed("redo", 'U', "Do again what was undone", |page| keys::turn(page, false)).fixed("Ctrl Shift Z"),
    elsewhere("Ctrl V", "Read the text that was copied"),
    keyed("keys", '?', "Keys", |page| show(page.open.keys)),
    elsewhere("Esc", "Close"),
];

/// The action of this name.
pub fn named(id: &str) -> Option<&'static Action> {
    ACTIONS.iter().find(|action| action.id == id)
}

fn show(dialog: RwSignal<bool>) -> bool {
    dialog.set(true);
    true
}

/// The key under which the user's keys are stored.
const KEYS: &str = "paperdeck.keys";

/// Which key does what.
#[derive(Clone, Copy)]
pub struct Keys(&'static Watched<Keymap>);

impl Keys {
    /// As the user has them.
    pub fn load() -> Self {
        let keyed = ACTIONS.iter().filter(|action| action.key != NONE);
        let keys = Self(Watched::lasting(Keymap::new(keyed.map(|action| (action.id, action.key)))));
        keys.read(local().and_then(|storage| storage.get_item(KEYS).ok().flatten()));
        // Another tab has changed them.
        dom::listen("storage", move |event: &StorageEvent| {
            if event.key().as_deref() == Some(KEYS) {
                keys.read(event.new_value());
            }
        });
        keys
    }

    fn read(self, text: Option<String>) {
        self.0.update(|keys| keys.read(&text.unwrap_or_default()));
    }

    /// What the browser's key does.
    pub fn action(self, key: &str) -> Option<&'static Action> {
        named(self.0.with_untracked(|keys| keys.name(key))?)
    }

    /// The key that does this; watched.
    pub fn key(self, id: &str) -> String {
        self.0.with(|keys| keys.key(id)).map(String::from).unwrap_or_default()
    }

    /// A hint with the key that does it: `Keys (?)`; watched.
    pub fn hint(self, name: &str, id: &str) -> String {
        format!("{name} ({})", self.key(id))
    }

    /// Whether all are as they come; watched.
    pub fn is_default(self) -> bool {
        self.0.with(Keymap::is_default)
    }

    /// Another key for something; a sentence on what came of it.
    pub fn set(self, action: &Action, key: &str) -> String {
        let mut set = Ok(None);
        self.0.update(|keys| set = keys.set(action.id, key));
        self.store();
        let now = |id: &str| self.0.with_untracked(|keys| keys.key(id)).map(String::from).unwrap_or_default();
        match set {
            Err(why) => why.to_owned(),
            Ok(None) => format!("{}: {}", action.name, now(action.id)),
            Ok(Some(other)) => {
                let name = named(other).map_or("", |action| action.name);
                format!("{}: {}. {name} has {} now.", action.name, now(action.id), now(other))
            }
        }
    }

    /// All as they come.
    pub fn reset(self) {
        self.0.update(Keymap::reset);
        self.store();
    }

    /// Where storage is blocked, they hold until the page goes.
    fn store(self) {
        let text = self.0.with_untracked(Keymap::text);
        let _ = local().map(
            |storage| {
                if text.is_empty() { storage.remove_item(KEYS) } else { storage.set_item(KEYS, &text) }
            },
        );
    }
}
