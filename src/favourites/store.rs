//! Favourites in storage, one record per key, so that two tabs do not undo each other's work.
//!
//! The store always has all records in memory and goes on working when storage is blocked, full or damaged; what could
//! not be saved is tried again with the next change. Before a record is written, what is there by then is read and merged.
//! A record that cannot be used is never lost: its text is copied to a backup key before anything is written in its place.
//!
//! At the start only the beginnings of the texts are read ([`beginning`]); what a record keeps of its paper is fetched when
//! the record is changed. Until then nothing has checked its sum but the engine, which reads all texts whole.

mod fetch;
mod follow;
mod save;
#[cfg(test)]
mod tests;

use super::beginning;
use super::clock::{self, Stamp};
use super::codec;
use super::notice::Notice;
use super::record::{Edit, Record};
use super::storage::{PREFIX, Storage, key};
use crate::order;
use crate::paper::PaperId;
use std::cmp::Ordering;

fn add(ids: &mut Vec<PaperId>, id: PaperId) {
    if !ids.contains(&id) {
        ids.push(id);
    }
}

/// The records, in memory and in storage.
#[derive(Debug)]
pub struct Store<S> {
    storage: S,
    /// By identity.
    records: Vec<(PaperId, Record)>,
    /// How many of them have a star.
    starred: u32,
    /// Changes that are not in storage yet.
    unsaved: Vec<PaperId>,
    /// What was found to be changed by other tabs, and was not told yet.
    changed: Vec<PaperId>,
    /// The latest change known.
    latest: Stamp,
    /// Characters in storage, of all keys and texts.
    used: usize,
    /// Records whose stored text could not be used when it was loaded.
    unusable: Vec<PaperId>,
    /// How many warnings that room becomes scarce were said.
    said: usize,
    /// What was found when texts were fetched.
    found: Vec<Notice>,
}

impl<S: Storage> Store<S> {
    /// Loads all records, at a time in milliseconds. Never fails: what does not work is told in the notices.
    pub fn open(storage: S, now: u64) -> (Self, Vec<Notice>) {
        let mut store = Self {
            storage,
            records: Vec::new(),
            starred: 0,
            unsaved: Vec::new(),
            changed: Vec::new(),
            latest: 0,
            used: 0,
            unusable: Vec::new(),
            said: 0,
            found: Vec::new(),
        };
        let mut notices: Vec<Notice> = Vec::new();
        let mut note = |notice: Notice| {
            if !notices.contains(&notice) {
                notices.push(notice);
            }
        };
        let (mut begun, mut whole) = (Vec::new(), Vec::new());
        let scanned = store.storage.scan(&mut |name, text| {
            let Ok(id) = name.parse() else { return };
            // Digits in upper case are another key for the same.
            match beginning::read(text).filter(|_| !name.bytes().any(|byte| byte.is_ascii_uppercase())) {
                Some(record) => begun.push((id, record)),
                None => whole.push(format!("{PREFIX}{name}")),
            }
        });
        match scanned {
            Err(why) => note(why.into()),
            Ok(used) => store.used = used,
        }
        store.begin(begun);
        whole.sort_unstable();
        for key in whole {
            if let Err(notice) = store.load(&key, now) {
                note(notice);
            }
        }
        store.filling().into_iter().for_each(note);
        (store, notices)
    }

    /// Takes over records of which the beginning was read.
    fn begin(&mut self, mut begun: Vec<(PaperId, Record)>) {
        for (_, record) in &begun {
            self.starred += u32::from(record.is_starred());
            self.latest = self.latest.max(record.newest());
        }
        // Chromium hands keys over in their order.
        if begun.is_sorted_by(|(a, _), (b, _)| a < b) {
            self.records = begun;
            return;
        }
        let mut order: Vec<order::Keyed> = begun.iter().zip(0..).map(|((id, _), at)| (id.0, at)).collect();
        order::sort(&mut order, &|_, _| Ordering::Equal);
        let record = |(id, at): order::Keyed| Some((PaperId(id), std::mem::take(&mut begun.get_mut(at as usize)?.1)));
        self.records = order.into_iter().filter_map(record).collect();
    }

    fn forget(&mut self, id: PaperId) {
        if let Ok(at) = self.place(id) {
            let (_, record) = self.records.remove(at);
            self.starred -= u32::from(record.is_starred());
        }
    }

    /// What is kept, by identity. What was not changed since the start may have its copy of the paper elsewhere.
    pub fn kept(&self) -> impl Iterator<Item = (PaperId, &Record)> {
        self.records.iter().filter(|(_, record)| record.is_kept()).map(|(id, record)| (*id, record))
    }

    /// A record as text: as it is stored, where nothing else is known of it.
    pub fn text(&self, id: PaperId) -> Option<String> {
        let record = self.get(id)?;
        if record.is_begun() { self.storage.get(&key(id)).ok()? } else { Some(codec::encode(record)) }
    }

    /// What is kept and in memory only, as text.
    pub fn unsaved_texts(&self) -> Vec<(PaperId, String)> {
        let kept = |id: &PaperId| self.get(*id).is_some_and(Record::is_kept);
        self.unsaved.iter().filter(|id| kept(id)).filter_map(|id| Some((*id, self.text(*id)?))).collect()
    }

    /// Number of stars.
    pub fn len(&self) -> usize {
        self.starred as usize
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.starred == 0
    }

    /// The record with this identity.
    pub fn get(&self, id: PaperId) -> Option<&Record> {
        let at = self.place(id).ok()?;
        self.records.get(at).map(|(_, record)| record)
    }

    /// How much of [`super::storage::ROOM`] is taken.
    pub fn used(&self) -> usize {
        self.used
    }

    /// Whether a change of this record is in memory only.
    pub fn is_unsaved(&self, id: PaperId) -> bool {
        self.unsaved.contains(&id)
    }

    /// How many changes are in memory only.
    pub fn unsaved(&self) -> usize {
        self.unsaved.len()
    }

    /// The place where all of it is kept.
    pub fn storage(&self) -> &S {
        &self.storage
    }

    /// Where a record is, or would be.
    fn place(&self, id: PaperId) -> Result<usize, usize> {
        self.records.binary_search_by(|(other, _)| other.cmp(&id))
    }

    /// Changes a record, which is made when it is new.
    fn change<T>(&mut self, id: PaperId, change: impl FnOnce(&mut Record) -> T) -> T {
        let at = self.place(id).unwrap_or_else(|at| {
            self.records.insert(at, (id, Record::default()));
            at
        });
        // It is there: it was found, or has just been put there.
        let record = &mut self.records[at].1;
        self.starred -= u32::from(record.is_starred());
        let result = change(record);
        self.starred += u32::from(record.is_starred());
        self.latest = self.latest.max(record.newest());
        result
    }

    /// Takes over what is later in another version of a record; whether that changed it. A copy that is fetched by this counts.
    fn merge(&mut self, id: PaperId, other: Record) -> bool {
        self.change(id, |record| {
            let before = record.clone();
            record.merge(other);
            *record != before
        })
    }

    /// Changes a record at a time in milliseconds, in memory; gives the change that takes this one back.
    pub fn edit(&mut self, id: PaperId, edit: Edit, now: u64) -> Edit {
        self.fetch(id);
        let at = clock::next(self.latest, now);
        add(&mut self.unsaved, id);
        self.change(id, |record| record.apply(edit, at))
    }

    /// The latest change known.
    pub fn latest(&self) -> Stamp {
        self.latest
    }
}
