//! The favourites as the page knows them: one signal per paper, so that a change of one redraws one card and nothing else.
//! Many changes at once go through a [`run`].

mod backup;
mod mark;
mod news;
mod recover;
pub mod run;
mod tags;

pub use backup::Plan;
pub use mark::Mark;

use crate::favourites::history::{History, Step};
use crate::favourites::record::Edit;
use crate::favourites::storage::Storage;
use crate::favourites::store::Store;
use crate::favourites::{Status, codec, colours};
use crate::paper::{Paper, PaperId};
use crate::ui::client::Client;
use crate::ui::journal::Journal;
use crate::ui::locks;
use crate::ui::messages::Messages;
use crate::ui::toast::Toast;
use crate::ui::watched::Watched;
use leptos::prelude::*;
use rustc_hash::FxHashMap;
use std::rc::Rc;
use std::sync::Arc;

/// How many letters of a title stand in what was done.
const SHORT_TITLE: usize = 48;

/// The time as favourites carry it: `2026-11-20T09:00:00Z`.
pub fn now() -> String {
    let iso = String::from(js_sys::Date::new_0().to_iso_string());
    iso.split_once('.').map_or(iso.clone(), |(seconds, _)| format!("{seconds}Z"))
}

/// The time in milliseconds.
fn clock() -> u64 {
    js_sys::Date::now() as u64
}

/// Changes of records, in the order in which they are made.
pub type Edits = Vec<(PaperId, Edit)>;

struct Kept {
    store: Store<Rc<dyn Storage>>,
    /// Papers whose marks are watched, and where in `signals`.
    watched: FxHashMap<u64, u32>,
    signals: Vec<&'static Watched<Mark>>,
    history: History,
    /// Records that were written and will be looked at again under the lock.
    unsettled: Vec<PaperId>,
    /// Whether there is a journal; `None` until that is known.
    journal: Option<Option<Journal>>,
    /// Records that wait to be written there, until it is open.
    unlogged: Vec<PaperId>,
}

impl Kept {
    fn signal(&self, id: PaperId) -> Option<&'static Watched<Mark>> {
        self.signals.get(*self.watched.get(&id.0)? as usize).copied()
    }
}

/// The favourites.
#[derive(Clone, Copy)]
pub struct Stars {
    kept: StoredValue<Kept, LocalStorage>,
    count: &'static Watched<u32>,
    /// The tags that have a colour, each with it.
    colours: &'static Watched<Vec<(String, &'static str)>>,
    /// Goes up with every change of any record.
    changes: &'static Watched<u32>,
    messages: Messages,
}

impl Stars {
    /// The favourites in a storage. What does not work there is said.
    pub fn over(storage: Rc<dyn Storage>, messages: Messages) -> Self {
        let (store, notices) = Store::open(storage, clock());
        for notice in notices {
            messages.say(notice.to_string());
        }
        let count = Watched::lasting(store.len() as u32);
        let colours = Watched::lasting(store.get(colours::ID).map(colours::of).unwrap_or_default());
        let kept = Kept {
            store,
            watched: FxHashMap::default(),
            signals: Vec::new(),
            history: History::default(),
            unsettled: Vec::new(),
            journal: None,
            unlogged: Vec::new(),
        };
        Self { kept: StoredValue::new_local(kept), count, colours, changes: Watched::lasting(0), messages }
    }

    /// How many stars there are.
    pub fn count(self) -> u32 {
        self.count.get()
    }

    /// What is kept in memory only, as the engine takes it.
    pub fn unsaved_texts(self) -> Vec<(PaperId, String)> {
        self.kept.with_value(|kept| kept.store.unsaved_texts())
    }

    /// Looks at what the engine could not read: what is damaged goes to a backup, and that is said.
    pub fn check(self, ids: &[PaperId], client: Client) {
        let check = |kept: &mut Kept| (kept.store.check(ids), kept.store.take_changed());
        let Some(((gone, notices), changed)) = self.kept.try_update_value(check) else { return };
        for notice in notices {
            self.say(Some(notice));
        }
        self.tell(&gone, client);
        self.tell(&changed, client);
    }

    /// What is said of a paper.
    pub fn of(self, id: PaperId) -> &'static Watched<Mark> {
        let signal = self.kept.try_update_value(|kept| {
            kept.signal(id).unwrap_or_else(|| {
                let signal = Watched::lasting(Mark::of(kept.store.get(id)));
                kept.watched.insert(id.0, kept.signals.len() as u32);
                kept.signals.push(signal);
                signal
            })
        });
        signal.unwrap_or_else(|| Watched::lasting(Mark::default()))
    }

    /// Keeps a paper, or keeps it no longer; then a toast offers to undo that.
    pub fn toggle(self, paper: &Paper, client: Client, toast: Toast) {
        let id = paper.id;
        let mark = self.of(id).get_untracked();
        if mark.starred {
            let mut edits = vec![(id, Edit::Added(String::new()))];
            // What is put aside stays known as such, with its copy.
            if mark.status != Status::NotInterested {
                edits.push((id, Edit::Paper(String::new())));
            }
            self.edit(named("Star taken away", &paper.title), edits, client);
            self.offer_undo("No longer a favourite.", client, toast);
        } else {
            self.edit(named("Star", &paper.title), self.starring(paper), client);
        }
    }

    /// The changes that set a star. Before the first of all the browser is asked to keep what is stored.
    pub fn starring(self, paper: &Paper) -> Edits {
        if self.count.get_untracked() == 0 {
            locks::keep_storage();
        }
        let id = paper.id;
        let mut edits = vec![(id, Edit::Paper(codec::copy(paper))), (id, Edit::Added(now()))];
        if self.mark(id).status == Status::NotInterested {
            edits.push((id, Edit::Status(Status::Unread)));
        }
        edits
    }

    /// Shows a sentence with a way to undo the last change.
    pub fn offer_undo(self, sentence: impl Into<String>, client: Client, toast: Toast) {
        let undo = Arc::new(move || {
            self.turn(true, client, toast);
        });
        toast.show(sentence, Some(undo));
    }

    /// Takes the last change back, or makes the one again that was taken back last; whether there was one.
    pub fn turn(self, back: bool, client: Client, toast: Toast) -> bool {
        if self.turn_large(back, client, toast) {
            return true;
        }
        let what = self.turn_silently(back, client);
        if let Some(what) = &what {
            toast.show(turned(back, what), None);
        }
        what.is_some()
    }

    /// The same without a word; what it was.
    pub fn turn_silently(self, back: bool, client: Client) -> Option<String> {
        let time = clock();
        let turned = self.kept.try_update_value(|kept| {
            let Kept { store, history, .. } = kept;
            history.turn(back, &mut |id, edit| store.edit(id, edit, time))
        });
        let (what, ids) = turned.flatten()?;
        self.save(&ids, client);
        Some(what)
    }

    /// What was done, the latest first, and what could be done again, the next first. Watched.
    pub fn history(self) -> (Vec<String>, Vec<String>) {
        self.changes.track();
        self.kept.with_value(|kept| kept.history.names())
    }

    /// Makes changes as one step that can be undone.
    pub fn edit(self, what: String, edits: Edits, client: Client) {
        let time = clock();
        let mut ids: Vec<PaperId> = Vec::new();
        for (id, _) in &edits {
            if ids.last() != Some(id) {
                ids.push(*id);
            }
        }
        self.set_due(self.due_now() + ids.len() as u32);
        self.kept.update_value(|kept| {
            let mut inverse: Edits =
                edits.into_iter().map(|(id, edit)| (id, kept.store.edit(id, edit, time))).collect();
            inverse.reverse();
            kept.history.did(Step { what, inverse });
        });
        self.save(&ids, client);
    }

    /// What is said of a paper now.
    pub fn mark(self, id: PaperId) -> Mark {
        self.kept.with_value(|kept| Mark::of(kept.store.get(id)))
    }
}

/// What is said of a step that was taken back, or made again.
fn turned(back: bool, what: &str) -> String {
    format!("{}: {what}", if back { "Undone" } else { "Done again" })
}

/// What was done, with the title it was done to.
pub fn named(what: &str, title: &str) -> String {
    match title.char_indices().nth(SHORT_TITLE) {
        Some((end, _)) => format!("{what}: {}…", title.get(..end).unwrap_or(title).trim_end()),
        None => format!("{what}: {title}"),
    }
}
