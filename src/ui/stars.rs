//! The favourites as the page knows them: one signal per paper, so that a change of one redraws one card and nothing else.
//! Many changes at once go through a [`run`].

mod recover;
pub mod run;

use crate::engine::protocol::Request;
use crate::favourites::clock::BEFORE;
use crate::favourites::history::{History, Step};
use crate::favourites::notice::Notice;
use crate::favourites::record::{Edit, Record};
use crate::favourites::storage::{Storage, key};
use crate::favourites::store::Store;
use crate::favourites::{Status, codec, colours};
use crate::paper::{Paper, PaperId};
use crate::ui::client::Client;
use crate::ui::dom::listen;
use crate::ui::journal::Journal;
use crate::ui::messages::Messages;
use crate::ui::toast::Toast;
use crate::ui::watched::Watched;
use crate::ui::{locks, storage, words};
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

/// What a card shows of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Whether the star is set.
    pub starred: bool,
    /// How far the reading is.
    pub status: Status,
    /// The tags.
    pub tags: Vec<String>,
    /// The note.
    pub note: String,
    /// When the star was set, the status changed and the note written, in milliseconds; 0 where that is not known.
    pub since: [u64; 3],
}

impl Mark {
    fn of(record: Option<&Record>) -> Self {
        let Some(record) = record.filter(|record| record.is_kept()) else { return Self::default() };
        Self {
            starred: record.is_starred(),
            status: record.status.value,
            tags: record.tags(),
            note: record.note.value.clone(),
            since: [record.added.at, record.status.at, record.note.at]
                .map(|at| if at > BEFORE { at / 1000 } else { 0 }),
        }
    }
}

/// The key of the number of changes since the last backup.
const DUE: &str = "paperdeck.changes";

/// The most records that are written into the journal, or looked at again, at once; the others follow.
const AT_ONCE: usize = 100;

/// How many titles a preview shows, and how many problems of a file.
const TITLES: usize = 8;
const PROBLEMS: usize = 3;

/// What restoring a backup would change.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The changes.
    pub edits: Edits,
    /// How many are new.
    pub new: u32,
    /// The first of their titles.
    pub new_titles: Vec<String>,
    /// How many that are here get something they have not.
    pub changed: u32,
    /// The first of their titles.
    pub changed_titles: Vec<String>,
    /// How many stay as they are.
    pub same: u32,
    /// What could not be read, the first of it, and how much there is of that.
    pub problems: Vec<String>,
    /// How much.
    pub problems_total: u32,
}

impl std::fmt::Display for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.new + self.changed == 0 {
            return match self.same {
                0 => f.write_str("There are no favourites in this file."),
                1 => f.write_str("The favourite in this file is here already."),
                same => write!(f, "All {} favourites in this file are here already.", words::number(same)),
            };
        }
        let parts = [(self.new, "restored"), (self.changed, "brought up to date"), (self.same, "here already")];
        // The first says what is counted.
        let mut noun = true;
        for (count, what) in parts.into_iter().filter(|(count, _)| *count > 0) {
            match (noun, count) {
                (true, 1) => write!(f, "1 favourite {what}")?,
                (true, _) => write!(f, "{} favourites {what}", words::number(count))?,
                (false, _) => write!(f, ", {} {what}", words::number(count))?,
            }
            noun = false;
        }
        f.write_str(".")
    }
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

    /// The tags of all that is kept, each with how many have it, in the order they are met.
    pub fn tags(self) -> Vec<(String, u32)> {
        let mut tags: Vec<(String, u32)> = Vec::new();
        self.kept.with_value(|kept| {
            for tag in kept.store.kept().flat_map(|(_, record)| record.tags()) {
                match tags.iter_mut().find(|(other, _)| *other == tag) {
                    Some((_, count)) => *count += 1,
                    None => tags.push((tag, 1)),
                }
            }
        });
        tags
    }

    /// How many are of each status, in the order of [`Status::ALL`], and the tags by name. Watched.
    pub fn summary(self) -> ([u32; 4], Vec<(String, u32)>) {
        self.changes.track();
        let mut counts = [0; 4];
        self.kept.with_value(|kept| {
            for (_, record) in kept.store.kept() {
                if let Some(count) = counts.get_mut(record.status.value as usize) {
                    *count += 1;
                }
            }
        });
        let mut tags = self.tags();
        tags.sort_unstable();
        (counts, tags)
    }

    /// All that have a tag.
    pub fn tagged(self, tag: &str) -> Vec<PaperId> {
        let has = |record: &Record| record.tags.iter().any(|(name, on)| name == tag && on.value);
        self.kept.with_value(|kept| kept.store.kept().filter(|(_, record)| has(record)).map(|(id, _)| id).collect())
    }

    /// The papers that are kept, and how many changes there were since the last backup.
    pub fn to_back_up(self) -> (Vec<PaperId>, u32) {
        (self.kept.with_value(|kept| kept.store.kept().map(|(id, _)| id).collect()), self.due_now())
    }

    /// Adds a paper to a backup, if it is still kept; whether that could be done.
    pub fn add_to(self, backup: &mut codec::Backup, id: PaperId) -> bool {
        self.kept.with_value(|kept| {
            if !kept.store.get(id).is_some_and(Record::is_kept) {
                return true;
            }
            let text = kept.store.text(id);
            let record = text.and_then(|text| codec::decode(&text).ok());
            record.is_some_and(|record| backup.add(id, &record, &self.colours.get_untracked()))
        })
    }

    /// All is in a file but what was changed since there were so many changes.
    pub fn backed_up(self, changes: u32) {
        self.set_due(self.due_now().saturating_sub(changes));
    }

    /// The colour of a tag. Watched.
    pub fn colour(self, tag: &str) -> Option<&'static str> {
        self.colours.with(|all| all.iter().find(|(other, _)| other == tag).map(|(_, colour)| *colour))
    }

    /// The changes that give a tag this colour, or none.
    pub fn colouring(self, tag: &str, colour: Option<&str>) -> Edits {
        self.kept.with_value(|kept| {
            let none = Record::default();
            colours::change(kept.store.get(colours::ID).unwrap_or(&none), tag, colour)
        })
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

    /// Adds some of a backup to what it would change: records as they are stored, and what could not be read.
    pub fn compare(self, plan: &mut Plan, records: Vec<(PaperId, String)>, problems: Vec<String>) {
        plan.problems_total += problems.len() as u32;
        plan.problems.extend(problems.into_iter().take(PROBLEMS - plan.problems.len().min(PROBLEMS)));
        self.kept.with_value(|kept| {
            for (id, text) in records {
                let Ok(backup) = codec::decode(&text) else { continue };
                let none = Record::default();
                let here = kept.store.get(id).unwrap_or(&none);
                if id == colours::ID {
                    plan.edits.extend(colours::missing(here, &backup));
                    continue;
                }
                let missing = here.missing(&backup);
                let (count, titles) = match (missing.is_empty(), here.is_kept()) {
                    (true, _) => {
                        plan.same += 1;
                        continue;
                    }
                    (false, true) => (&mut plan.changed, &mut plan.changed_titles),
                    (false, false) => (&mut plan.new, &mut plan.new_titles),
                };
                *count += 1;
                if titles.len() < TITLES {
                    titles.extend(backup.favourite(id).map(|favourite| favourite.paper.title));
                }
                plan.edits.extend(missing.into_iter().map(|edit| (id, edit)));
            }
        });
    }

    /// Whether nothing is kept that a backup could change.
    pub fn is_empty(self) -> bool {
        self.kept.with_value(|kept| kept.store.kept().next().is_none())
    }

    /// Merges a backup into what is kept.
    pub fn restore(self, plan: Plan, client: Client, toast: Toast) {
        let said = Some(plan.to_string());
        self.edit_many("Restoring", "Favourites restored".to_owned(), said, plan.edits, (client, toast));
    }

    /// What is said of a paper now.
    pub fn mark(self, id: PaperId) -> Mark {
        self.kept.with_value(|kept| Mark::of(kept.store.get(id)))
    }

    /// How many changes there were since the last backup. Watched.
    pub fn due(self) -> u32 {
        self.changes.track();
        self.due_now()
    }

    fn due_now(self) -> u32 {
        self.kept.with_value(|kept| {
            let stored = kept.store.storage().get(DUE).ok().flatten();
            stored.and_then(|text| text.parse().ok()).unwrap_or(0)
        })
    }

    fn set_due(self, due: u32) {
        // Where this cannot be stored, the favourites cannot either, and that was said.
        self.kept.with_value(|kept| kept.store.storage().set(DUE, &due.to_string()).ok());
        self.changes.update(|changes| *changes += 1);
    }

    /// Writes records into the journal at once, however many writes are on their way.
    fn log(self, ids: &[PaperId]) {
        self.kept.update_value(|kept| {
            kept.unlogged.extend(ids);
            let Some(journal) = &kept.journal else { return };
            let mut ids = std::mem::take(&mut kept.unlogged);
            let Some(journal) = journal else { return };
            ids.dedup();
            let text = |id: &PaperId| kept.store.text(*id).map(|text| (key(*id), text));
            // What could not be stored was said to be lost with the page.
            let stored = ids.iter().filter(|id| !kept.store.is_unsaved(**id));
            journal.write(&stored.filter_map(text).collect::<Vec<_>>(), kept.store.latest());
        });
    }

    /// Follows what other tabs do.
    pub fn follow(self, client: Client) {
        self.keep_journal(client);
        listen("storage", move |event: &web_sys::StorageEvent| {
            storage::changed();
            let (key, text) = (event.key(), event.new_value());
            if key.is_none() {
                self.clear_journal();
            }
            let reread = |kept: &mut Kept| kept.store.reread(key.as_deref(), text.as_deref());
            let Some((ids, notice)) = self.kept.try_update_value(reread) else { return };
            self.say(notice);
            self.tell(&ids, client);
        });
    }

    /// Stores what was changed, at once, and looks again under the lock: tabs see each other's writes late, and one that was
    /// overwritten in between must not stay so.
    fn save(self, ids: &[PaperId], client: Client) {
        let saved = self.kept.try_update_value(|kept| (kept.store.save(), kept.store.take_changed()));
        let Some((notice, changed)) = saved else { return };
        self.say(notice);
        self.log(ids);
        self.tell(ids, client);
        self.tell(&changed, client);
        self.settle_soon(ids, client);
    }

    fn settle_soon(self, ids: &[PaperId], client: Client) {
        let wait = self.kept.try_update_value(|kept| {
            let wait = !kept.unsettled.is_empty();
            kept.unsettled.extend(ids);
            wait || kept.unsettled.is_empty()
        });
        if wait == Some(false) {
            locks::with_lock("paperdeck.favourites", move || self.settle(client));
        }
    }

    fn settle(self, client: Client) {
        let settled = self.kept.try_update_value(|kept| {
            let ids: Vec<PaperId> = kept.unsettled.drain(..kept.unsettled.len().min(AT_ONCE)).collect();
            let rest = std::mem::take(&mut kept.unsettled);
            (kept.store.save_again(&ids), kept.store.take_changed(), rest)
        });
        let Some((notice, changed, rest)) = settled else { return };
        self.say(notice);
        self.tell(&changed, client);
        self.settle_soon(&rest, client);
    }

    fn say(self, notice: Option<Notice>) {
        if let Some(notice) = notice {
            self.messages.say(notice.to_string());
        }
    }

    /// Brings the signals of these papers, the number of all and the engine up to date.
    fn tell(self, ids: &[PaperId], client: Client) {
        if !ids.is_empty() {
            self.tell_engine(ids, client);
            self.show_all(client);
        }
    }

    /// Brings what shows all of them up to date.
    fn show_all(self, client: Client) {
        self.changes.update(|changes| *changes += 1);
        self.count.set_if_new(self.kept.with_value(|kept| kept.store.len() as u32));
        client.refresh();
    }

    /// Brings the signals of these papers and the engine up to date.
    fn tell_engine(self, ids: &[PaperId], client: Client) {
        let (mut put, mut gone, mut shown) = (Vec::new(), Vec::new(), Vec::new());
        self.kept.with_value(|kept| {
            for id in ids {
                let record = kept.store.get(*id);
                match record.filter(|record| record.is_kept()) {
                    Some(_) => put.extend(kept.store.text(*id).map(|text| (*id, text))),
                    None => gone.push(*id),
                }
                if *id == colours::ID {
                    self.colours.set_if_new(record.map(colours::of).unwrap_or_default());
                }
                shown.extend(kept.signal(*id).map(|signal| (signal, Mark::of(record))));
            }
        });
        for (signal, mark) in shown {
            signal.set_if_new(mark);
        }
        if !put.is_empty() {
            client.send(&Request::Changed(put));
        }
        if !gone.is_empty() {
            client.send(&Request::Gone(gone));
        }
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
