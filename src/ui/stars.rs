//! The favourites as the page knows them: one signal per paper, so that a star changes one card and nothing else.

use crate::engine::protocol::Request;
use crate::favourites::store::{Change, Notice, Storage, Store};
use crate::favourites::{Favourite, Status, codec};
use crate::paper::{Paper, PaperId};
use crate::ui::client::Client;
use crate::ui::dom::listen;
use crate::ui::messages::Messages;
use crate::ui::toast::Toast;
use crate::ui::watched::Watched;
use crate::ui::words;
use leptos::prelude::*;
use rustc_hash::FxHashMap;
use std::rc::Rc;
use std::sync::Arc;

/// The time as favourites carry it: `2026-11-20T09:00:00Z`.
pub fn now() -> String {
    let iso = String::from(js_sys::Date::new_0().to_iso_string());
    iso.split_once('.').map_or(iso.clone(), |(seconds, _)| format!("{seconds}Z"))
}

/// What `u` takes back.
enum Step {
    Added(PaperId),
    Removed(Box<Favourite>),
}

struct Kept {
    store: Store<Rc<dyn Storage>>,
    signals: FxHashMap<PaperId, &'static Watched<bool>>,
    steps: Vec<Step>,
}

/// The favourites.
#[derive(Clone, Copy)]
pub struct Stars {
    kept: StoredValue<Kept, LocalStorage>,
    count: &'static Watched<u32>,
    messages: Messages,
}

impl Stars {
    /// The favourites in a storage. What does not work there is said.
    pub fn over(storage: Rc<dyn Storage>, messages: Messages) -> Self {
        let (store, notices) = Store::open(storage);
        for notice in notices {
            messages.say(notice.to_string());
        }
        let count = Watched::lasting(store.len() as u32);
        let kept = Kept { store, signals: FxHashMap::default(), steps: Vec::new() };
        Self { kept: StoredValue::new_local(kept), count, messages }
    }

    /// How many there are.
    pub fn count(self) -> u32 {
        self.count.get()
    }

    /// All of them.
    pub fn all(self) -> Vec<Favourite> {
        self.kept.with_value(|kept| kept.store.all())
    }

    /// Their tags, each with how many favourites have it, in the order they are met.
    pub fn tags(self) -> Vec<(String, u32)> {
        let mut tags: Vec<(String, u32)> = Vec::new();
        for tag in self.all().into_iter().flat_map(|favourite| favourite.tags) {
            match tags.iter_mut().find(|(other, _)| *other == tag) {
                Some((_, count)) => *count += 1,
                None => tags.push((tag, 1)),
            }
        }
        tags
    }

    /// All of them as a file.
    pub fn backup(self) -> String {
        codec::backup(&self.all())
    }

    /// Whether a paper is one of them.
    pub fn of(self, id: PaperId) -> &'static Watched<bool> {
        let signal = self.kept.try_update_value(|kept| {
            let is = kept.store.get(id).is_some();
            *kept.signals.entry(id).or_insert_with(|| Watched::lasting(is))
        });
        signal.unwrap_or_else(|| Watched::lasting(false))
    }

    /// Keeps a paper, or keeps it no longer; then a toast offers to undo that.
    pub fn toggle(self, paper: &Paper, client: Client, toast: Toast) {
        let removed = self.kept.with_value(|kept| kept.store.get(paper.id).cloned());
        match removed {
            Some(favourite) => {
                self.remove(paper.id, client);
                self.remember(Step::Removed(Box::new(favourite)));
                let undo = Arc::new(move || {
                    self.undo(client, toast);
                });
                toast.show("No longer a favourite.", Some(undo));
            }
            None => {
                let (paper, added) = (paper.clone(), now());
                self.remember(Step::Added(paper.id));
                let favourite =
                    Favourite { paper, added, status: Status::Unread, tags: Vec::new(), note: String::new() };
                self.put(favourite, client);
            }
        }
    }

    /// Takes the last change back; whether there was one.
    pub fn undo(self, client: Client, toast: Toast) -> bool {
        let step = self.kept.try_update_value(|kept| kept.steps.pop()).flatten();
        match step {
            Some(Step::Added(id)) => {
                self.remove(id, client);
                toast.show("Undone: no longer a favourite.", None);
            }
            Some(Step::Removed(favourite)) => {
                self.put(*favourite, client);
                toast.show("Undone: a favourite again.", None);
            }
            None => return false,
        }
        true
    }

    /// Merges a backup into the favourites and says what came of it. What is here already keeps its own status; it takes
    /// tags it has not, and the note when it has none.
    ///
    /// # Errors
    /// A sentence when the text is no backup.
    pub fn restore(self, text: &str, client: Client) -> Result<String, String> {
        let found = codec::restore(text).map_err(|why| why.to_string())?;
        let (mut new, mut changed, mut same) = (Vec::new(), Vec::new(), 0);
        self.kept.with_value(|kept| {
            for mut favourite in found {
                match kept.store.get(favourite.id()) {
                    None => new.push(favourite),
                    Some(here) => {
                        let mut merged = here.clone();
                        favourite.tags.retain(|tag| !merged.tags.contains(tag));
                        merged.tags.append(&mut favourite.tags);
                        if merged.note.is_empty() {
                            merged.note = favourite.note;
                        }
                        if merged == *here { same += 1 } else { changed.push(merged) }
                    }
                }
            }
        });
        let sentence = format!(
            "{} restored, {} completed, {same} here already.",
            words::count(new.len() as u32, "favourite", "favourites"),
            changed.len()
        );
        new.append(&mut changed);
        let ids: Vec<PaperId> = new.iter().map(Favourite::id).collect();
        self.say(self.kept.try_update_value(|kept| kept.store.put_all(new)).flatten());
        self.show(&ids);
        client.tell(&Request::Favourites(self.all()));
        Ok(sentence)
    }

    /// Follows what other tabs do.
    pub fn follow(self, client: Client) {
        listen("storage", move |event: &web_sys::StorageEvent| {
            let key = event.key();
            let Some((changes, notice)) = self.kept.try_update_value(|kept| kept.store.reread(key.as_deref())) else {
                return;
            };
            self.say(notice);
            for change in changes {
                let (id, request) = match change {
                    Change::Nothing => continue,
                    Change::Gone(id) => (id, Request::NoFavourite(id)),
                    Change::Put(id) => match self.kept.with_value(|kept| kept.store.get(id).cloned()) {
                        Some(favourite) => (id, Request::Favourite(Box::new(favourite))),
                        None => continue,
                    },
                };
                self.show(&[id]);
                client.tell(&request);
            }
        });
    }

    fn put(self, favourite: Favourite, client: Client) {
        let id = favourite.id();
        let request = Request::Favourite(Box::new(favourite.clone()));
        self.say(self.kept.try_update_value(|kept| kept.store.put(favourite)).flatten());
        self.show(&[id]);
        client.tell(&request);
    }

    fn remove(self, id: PaperId, client: Client) {
        self.say(self.kept.try_update_value(|kept| kept.store.remove(id)).flatten());
        self.show(&[id]);
        client.tell(&Request::NoFavourite(id));
    }

    fn remember(self, step: Step) {
        self.kept.update_value(|kept| kept.steps.push(step));
    }

    fn say(self, notice: Option<Notice>) {
        if let Some(notice) = notice {
            self.messages.say(notice.to_string());
        }
    }

    /// Brings the signals of these papers, and the number of all, up to date.
    fn show(self, ids: &[PaperId]) {
        for id in ids {
            let is = self.kept.with_value(|kept| kept.store.get(*id).is_some());
            self.of(*id).set_if_new(is);
        }
        let count = self.kept.with_value(|kept| kept.store.len() as u32);
        self.count.set_if_new(count);
    }
}
