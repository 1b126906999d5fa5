//! Favourites in storage, one record per key, so that two tabs do not undo each other's work.
//!
//! The store always has all records in memory and goes on working when storage is blocked, full or damaged; what could
//! not be saved is tried again with the next change. Before a record is written, what is there by then is read and merged.
//! A record that cannot be used is never lost: its text is copied to a backup key before anything is written in its place.
//!
//! At the start only the beginnings of the texts are read ([`beginning`]); what a record keeps of its paper is fetched when
//! the record is changed. Until then nothing has checked its sum but the engine, which reads all texts whole.

use super::beginning;
use super::clock::{self, Dated, Stamp};
use super::codec::{self, Unusable};
use super::colours;
use super::record::{ELSEWHERE, Edit, Record};
use crate::order;
use crate::paper::PaperId;
use std::cmp::Ordering;
use std::fmt;

/// Keys of favourites begin with this; 16 hexadecimal digits follow.
pub const PREFIX: &str = "paperdeck.favourite.";
/// Keys of backups of unusable records: this, the 16 digits, a dot and a number.
pub const BACKUP_PREFIX: &str = "paperdeck.backup.";

/// The most copies of one record's text that are kept.
const MAX_BACKUPS: u32 = 1000;

/// What browsers store for a page, in characters of sixteen bits: 5 × 1024 × 1024 in Chromium and Firefox, rounded down.
pub const ROOM: usize = 5_000_000;

/// How much of the room may be taken before that is said, in percent; each is said once.
const FILLING: [usize; 3] = [80, 90, 97];

/// How long it is remembered that something was taken away: ninety days. Only tabs that are open need to know.
const TOMBSTONES: Stamp = 90 * 24 * 3600 * 1_000_000;

/// A place for texts under keys, as `localStorage` is one.
pub trait Storage {
    /// The text under a key.
    ///
    /// # Errors
    /// When the storage does not work.
    fn get(&self, key: &str) -> Result<Option<String>, StorageError>;
    /// Puts a text under a key.
    ///
    /// # Errors
    /// When the storage does not work or is full; then what was there before is there still.
    fn set(&self, key: &str, text: &str) -> Result<(), StorageError>;
    /// Removes a key; nothing happens when it is not there.
    ///
    /// # Errors
    /// When the storage does not work.
    fn remove(&self, key: &str) -> Result<(), StorageError>;
    /// All keys, in any order.
    ///
    /// # Errors
    /// When the storage does not work.
    fn keys(&self) -> Result<Vec<String>, StorageError>;
    /// Hands over what the keys of favourites have behind [`PREFIX`], in any order, each with the [`beginning::of`] its text; gives
    /// how many characters all that is stored has.
    ///
    /// # Errors
    /// When the storage does not work.
    fn scan(&self, take: &mut dyn FnMut(&str, &str)) -> Result<usize, StorageError> {
        let mut used = 0;
        for key in self.keys()? {
            let text = self.get(&key)?.unwrap_or_default();
            used += units(&key) + units(&text);
            if let Some(name) = key.strip_prefix(PREFIX) {
                take(name, beginning::of(&text));
            }
        }
        Ok(used)
    }
}

/// Why storage does not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// The browser denies it.
    Blocked,
    /// There is no room.
    Full,
    /// Anything else, as the browser says it.
    Other(String),
}

/// What the user should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Nothing can be stored: favourites last as long as the page.
    Blocked,
    /// A change could not be stored for want of room.
    Full,
    /// There will be no room before long.
    Filling {
        /// How much is taken, in percent.
        percent: usize,
        /// For how many more favourites there is room, by the size of those that are there.
        more: usize,
    },
    /// Storage failed, in the browser's words.
    Failed(String),
    /// A record could not be used.
    Unusable {
        /// The key it was under.
        key: String,
        /// Why.
        why: Unusable,
        /// The key under which its text is kept now; `None` when it stays where it was.
        backup: Option<String>,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blocked => f.write_str(
                "This browser lets Paperdeck store nothing, so favourites last only until the page is closed. Back them up to keep them.",
            ),
            Self::Full => f.write_str(
                "This browser's storage is full: the last change lasts only until the page is closed. What was stored before is safe. \
                 Back up the favourites to keep it, then make room by taking away stars.",
            ),
            Self::Filling { percent, more } => write!(
                f,
                "Favourites take {percent} % of what this browser stores for a page. There is room for some {more} more; back \
                 them up, and take away stars that are not needed."
            ),
            Self::Failed(why) => {
                write!(f, "The last change could not be stored ({why}): it lasts only until the page is closed.")
            }
            Self::Unusable { why: Unusable::Newer(version), .. } => write!(
                f,
                "A favourite was stored by a newer Paperdeck (version {version}); it is left as it is and not shown here."
            ),
            Self::Unusable { why, backup: Some(key), .. } => {
                write!(f, "A stored favourite cannot be read ({why}). Its text is kept in this browser's storage under {key}.")
            }
            Self::Unusable { why, key, backup: None } => {
                write!(f, "A stored favourite cannot be read ({why}). It is left as it is in this browser's storage under {key}.")
            }
        }
    }
}

impl From<StorageError> for Notice {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Blocked => Self::Blocked,
            StorageError::Full => Self::Full,
            StorageError::Other(why) => Self::Failed(why),
        }
    }
}

/// The key of a favourite.
pub fn key(id: PaperId) -> String {
    format!("{PREFIX}{id}")
}

/// The favourite that a key is of.
pub fn id_of(key: &str) -> Option<PaperId> {
    key.strip_prefix(PREFIX)?.parse().ok()
}

fn add(ids: &mut Vec<PaperId>, id: PaperId) {
    if !ids.contains(&id) {
        ids.push(id);
    }
}

/// How many characters of sixteen bits a text has: storage is counted in them.
fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
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
    /// How many of [`FILLING`] were said.
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

    /// Takes over what is stored under a key.
    fn load(&mut self, key: &str, now: u64) -> Result<(), Notice> {
        let Some(text) = self.storage.get(key)? else { return Ok(()) };
        let Some(id) = id_of(key) else { return Ok(()) };
        let decoded = codec::decode(&text);
        self.unusable.extend(decoded.is_err().then_some(id));
        match decoded {
            Ok(record) => {
                let old = record.newest().saturating_add(TOMBSTONES) < now.saturating_mul(1000);
                if old && !record.is_kept() && id != colours::ID {
                    self.storage.remove(key)?;
                } else {
                    self.merge(id, record);
                }
                Ok(())
            }
            // A newer Paperdeck can read it, in another tab or tomorrow: it stays.
            Err(why @ Unusable::Newer(_)) => Err(Notice::Unusable { key: key.to_owned(), why, backup: None }),
            Err(why) => {
                let moved = self.copy_to_backup(id, &text).and_then(|backup| {
                    self.storage.remove(key)?;
                    Ok(backup)
                });
                Err(Notice::Unusable { key: key.to_owned(), why, backup: moved.ok() })
            }
        }
    }

    /// Fetches what a record keeps of its paper, where only the beginning was read. One that cannot be used is not known any
    /// more then, its text is under a backup key, and [`Store::save`] or [`Store::check`] says so.
    fn fetch(&mut self, id: PaperId) {
        if !self.get(id).is_some_and(Record::is_begun) {
            return;
        }
        let before = self.get(id).cloned();
        let loaded = self.load(&key(id), 0);
        // A storage that does not work says so when something is written.
        let fails = match loaded {
            Ok(()) => false,
            Err(notice @ Notice::Unusable { .. }) => {
                self.found.push(notice);
                false
            }
            Err(_) => true,
        };
        let after = self.get(id).map(|record| Record { paper: Dated::new(ELSEWHERE.to_owned(), 0), ..record.clone() });
        if !fails && self.get(id).is_some_and(Record::is_begun) {
            // There is none any more. (Where storage does not work for a moment, it may be there later.)
            self.forget(id);
        } else if before != after {
            // Another tab was here, whose event is still to come.
            self.changed.push(id);
        }
    }

    /// Fetches all copies of papers.
    #[cfg(test)]
    fn fetch_all(&mut self) {
        let begun = self.records.iter().filter(|(_, record)| record.is_begun());
        for id in begun.map(|(id, _)| *id).collect::<Vec<_>>() {
            self.fetch(id);
        }
    }

    /// Looks at records whose texts somebody could not read; gives those that are not known any more, and why.
    pub fn check(&mut self, ids: &[PaperId]) -> (Vec<PaperId>, Vec<Notice>) {
        let mut gone = Vec::new();
        for id in ids {
            let known = self.get(*id).is_some();
            self.fetch(*id);
            if known && self.get(*id).is_none() {
                gone.push(*id);
            }
        }
        (gone, std::mem::take(&mut self.found))
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

    /// How much of [`ROOM`] is taken.
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

    /// Stores what is in memory only. The first thing that goes wrong is told, or that room becomes scarce.
    pub fn save(&mut self) -> Option<Notice> {
        let mut notice = None;
        for id in std::mem::take(&mut self.unsaved) {
            if let Err(why) = self.save_one(id) {
                notice.get_or_insert(Notice::from(why));
                self.unsaved.push(id);
            }
        }
        notice.or_else(|| self.found.pop()).or_else(|| self.filling())
    }

    /// A change that could not be stored was taken back: it is not tried again.
    pub fn give_up(&mut self, id: PaperId) {
        self.unsaved.retain(|other| *other != id);
    }

    /// Stores these once more, where something else is there by now.
    pub fn save_again(&mut self, ids: &[PaperId]) -> Option<Notice> {
        ids.iter().for_each(|id| add(&mut self.unsaved, *id));
        self.save()
    }

    fn save_one(&mut self, id: PaperId) -> Result<(), StorageError> {
        self.fetch(id);
        let key = key(id);
        let stored = self.storage.get(&key)?;
        match stored.as_deref().map(codec::decode) {
            None => {}
            Some(Ok(theirs)) => {
                let news = self.merge(id, theirs);
                self.changed.extend(news.then_some(id));
            }
            Some(Err(_)) => {
                self.copy_to_backup(id, stored.as_deref().unwrap_or_default())?;
            }
        }
        let Some(record) = self.get(id).filter(|record| !record.is_begun()) else { return Ok(()) };
        let text = codec::encode(record);
        if stored.as_ref() != Some(&text) {
            self.storage.set(&key, &text)?;
            let before = stored.map_or(0, |stored| units(&key) + units(&stored));
            self.used = (self.used + units(&key) + units(&text)).saturating_sub(before);
        }
        Ok(())
    }

    /// Takes over what another tab did to a key (the browser's `storage` event), or to all (`None`: they were cleared), and
    /// stores what that tab did not know of. Gives the records that changed.
    pub fn reread(&mut self, key: Option<&str>, text: Option<&str>) -> (Vec<PaperId>, Option<Notice>) {
        let Some(key) = key else {
            let gone = self.kept().map(|(id, _)| id).filter(|id| !self.unsaved.contains(id)).collect();
            self.records.retain(|(id, _)| self.unsaved.contains(id));
            self.starred = self.kept().filter(|(_, record)| record.is_starred()).count() as u32;
            return (gone, None);
        };
        let Some(id) = id_of(key) else { return (Vec::new(), None) };
        match text.map(codec::decode) {
            None if self.get(id).is_none() || self.unsaved.contains(&id) => (Vec::new(), None),
            None => {
                self.forget(id);
                (vec![id], None)
            }
            Some(Ok(theirs)) => {
                let same = theirs.clone();
                if self.merge(id, theirs) {
                    add(&mut self.changed, id);
                }
                if self.get(id) != Some(&same) {
                    add(&mut self.unsaved, id);
                }
                let notice = self.save();
                (self.take_changed(), notice)
            }
            // What is in memory is stored again; the text goes to a backup first.
            Some(Err(Unusable::Corrupt(_))) if self.get(id).is_some() => {
                add(&mut self.unsaved, id);
                let notice = self.save();
                (self.take_changed(), notice)
            }
            Some(Err(_)) => (Vec::new(), None),
        }
    }

    /// Whether a record that was stored elsewhere too, as text under its key, has something that is not here. What could not be
    /// used here is left to the user.
    pub fn lacks(&mut self, key: &str, text: &str) -> bool {
        self.news(key, text).is_some()
    }

    /// Takes over such a record, if it changed after a time; whether there was something. [`Store::save`] stores it here.
    pub fn recover(&mut self, key: &str, text: &str, after: Stamp) -> bool {
        let Some((id, record)) = self.news(key, text).filter(|(_, record)| record.newest() > after) else {
            return false;
        };
        self.merge(id, record);
        add(&mut self.unsaved, id);
        add(&mut self.changed, id);
        true
    }

    fn news(&mut self, key: &str, text: &str) -> Option<(PaperId, Record)> {
        let id = id_of(key)?;
        if self.storage.get(key).is_ok_and(|here| here.as_deref() == Some(text)) {
            return None;
        }
        let record = codec::decode(text).ok()?;
        self.fetch(id);
        let none = Record::default();
        let here = self.get(id).unwrap_or(&none);
        let mut both = here.clone();
        both.merge(record.clone());
        (both != *here && !self.unusable.contains(&id)).then_some((id, record))
    }

    /// The latest change known.
    pub fn latest(&self) -> Stamp {
        self.latest
    }

    /// The records that other tabs changed, since this was asked last.
    pub fn take_changed(&mut self) -> Vec<PaperId> {
        std::mem::take(&mut self.changed)
    }

    /// That room becomes scarce, once for each of [`FILLING`].
    fn filling(&mut self) -> Option<Notice> {
        let percent = self.used * 100 / ROOM;
        let passed = FILLING.iter().filter(|step| percent >= **step).count();
        if passed <= self.said {
            return None;
        }
        self.said = passed;
        let each = (self.used / self.records.len().max(1)).max(1);
        Some(Notice::Filling { percent: percent.min(100), more: ROOM.saturating_sub(self.used) / each })
    }

    /// Copies a text to the first free backup key of a record; one that is there already is not copied again.
    fn copy_to_backup(&self, id: PaperId, text: &str) -> Result<String, StorageError> {
        for number in 1..=MAX_BACKUPS {
            let key = format!("{BACKUP_PREFIX}{id}.{number}");
            match self.storage.get(&key)? {
                Some(kept) if kept == text => return Ok(key),
                Some(_) => {}
                None => return self.storage.set(&key, text).map(|()| key),
            }
        }
        Err(StorageError::Other(format!("expected a free backup key, found {MAX_BACKUPS} taken")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::favourites::record::tests::edit as any_edit;
    use proptest::prelude::*;
    use std::cell::{Cell, RefCell};
    use std::collections::BTreeMap;
    use std::rc::Rc;

    /// A storage that fails on demand.
    #[derive(Default, Clone)]
    struct Fake {
        texts: Rc<RefCell<BTreeMap<String, String>>>,
        blocked: Rc<Cell<bool>>,
        /// Most bytes in all.
        room: Rc<Cell<Option<usize>>>,
    }

    impl Fake {
        fn with(texts: &[(&str, &str)]) -> Self {
            let fake = Self::default();
            for (key, text) in texts {
                fake.texts.borrow_mut().insert((*key).to_owned(), (*text).to_owned());
            }
            fake
        }

        fn works(&self) -> Result<(), StorageError> {
            if self.blocked.get() { Err(StorageError::Blocked) } else { Ok(()) }
        }
    }

    impl Storage for Fake {
        fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
            self.works()?;
            Ok(self.texts.borrow().get(key).cloned())
        }

        fn set(&self, key: &str, text: &str) -> Result<(), StorageError> {
            self.works()?;
            let used: usize =
                self.texts.borrow().iter().filter(|(k, _)| *k != key).map(|(k, t)| k.len() + t.len()).sum();
            if self.room.get().is_some_and(|room| used + key.len() + text.len() > room) {
                return Err(StorageError::Full);
            }
            self.texts.borrow_mut().insert(key.to_owned(), text.to_owned());
            Ok(())
        }

        fn remove(&self, key: &str) -> Result<(), StorageError> {
            self.works()?;
            self.texts.borrow_mut().remove(key);
            Ok(())
        }

        fn keys(&self) -> Result<Vec<String>, StorageError> {
            self.works()?;
            Ok(self.texts.borrow().keys().cloned().collect())
        }
    }

    const NOW: u64 = 1_800_000_000_000;

    fn open(fake: &Fake) -> (Store<Fake>, Vec<Notice>) {
        Store::open(fake.clone(), NOW)
    }

    /// Sets a star on a paper of this title and stores it.
    fn star(store: &mut Store<Fake>, title: &str) -> Option<Notice> {
        let id = PaperId::of_title(title);
        store.edit(id, Edit::Paper(super::super::pack::pack(&format!("{{\"title\":{title:?}}}"))), NOW);
        store.edit(id, Edit::Added("2026-01-01T00:00:00Z".to_owned()), NOW);
        store.save()
    }

    fn unstar(store: &mut Store<Fake>, title: &str) -> Option<Notice> {
        let id = PaperId::of_title(title);
        store.edit(id, Edit::Added(String::new()), NOW);
        store.edit(id, Edit::Paper(String::new()), NOW);
        store.save()
    }

    fn titles(store: &Store<Fake>) -> Vec<String> {
        let title = |id| Some(codec::decode(&store.text(id)?).ok()?.favourite(id)?.paper.title);
        let mut titles: Vec<String> = store.kept().filter_map(|(id, _)| title(id)).collect();
        titles.sort();
        titles
    }

    #[test]
    fn keeps_and_removes() {
        let fake = Fake::with(&[("other", "x"), ("paperdeck.favourite.zz", "x")]);
        let (mut store, notices) = open(&fake);
        assert_eq!(notices, []);
        assert_eq!(star(&mut store, "One"), None);
        assert_eq!(star(&mut store, "Two"), None);
        assert_eq!((store.len(), unstar(&mut store, "One"), store.len()), (2, None, 1));
        let (store, notices) = open(&fake);
        assert_eq!((titles(&store), notices), (vec!["Two".to_owned()], vec![]));
        // That a star was taken away is remembered for a while.
        assert_eq!(fake.texts.borrow().len(), 4);
        let later = NOW + 91 * 24 * 3600 * 1000;
        assert_eq!(titles(&Store::open(fake.clone(), later).0), ["Two"]);
        assert_eq!(fake.texts.borrow().len(), 3);
    }

    #[test]
    fn works_in_memory_when_blocked_and_saves_later() {
        let fake = Fake::default();
        fake.blocked.set(true);
        let (mut store, notices) = open(&fake);
        assert_eq!(notices, [Notice::Blocked]);
        assert_eq!(star(&mut store, "One"), Some(Notice::Blocked));
        assert_eq!((store.len(), store.unsaved()), (1, 1));
        fake.blocked.set(false);
        assert_eq!(star(&mut store, "Two"), None);
        assert_eq!(store.unsaved(), 0);
        assert_eq!(open(&fake).0.len(), 2);
    }

    #[test]
    fn works_in_memory_when_full() {
        let fake = Fake::default();
        let (mut store, _) = open(&fake);
        assert_eq!(star(&mut store, "One"), None);
        fake.room.set(Some(10));
        assert_eq!(star(&mut store, "Two"), Some(Notice::Full));
        assert_eq!(titles(&store).len(), 2);
        assert_eq!(titles(&open(&fake).0), ["One"]);
        fake.room.set(None);
        assert_eq!((store.save(), store.unsaved()), (None, 0));
        assert_eq!(open(&fake).0.len(), 2);
    }

    #[test]
    fn says_when_room_becomes_scarce() {
        let fake = Fake::with(&[("other", &"x".repeat(ROOM * 79 / 100)), ("paperdeck.favourite.0000000000000001", "")]);
        fake.texts.borrow_mut().remove("paperdeck.favourite.0000000000000001");
        let (mut store, notices) = open(&fake);
        assert_eq!(notices, []);
        star(&mut store, "One");
        store.edit(PaperId(5), Edit::Note("x".repeat(ROOM / 50)), NOW);
        let Some(Notice::Filling { percent: 81, more }) = store.save() else { panic!("not said") };
        assert!(more < 1000);
        assert_eq!(store.save(), None, "said once");
        store.edit(PaperId(5), Edit::Note(String::new()), NOW);
        store.save();
        let real: usize = fake.texts.borrow().iter().map(|(key, text)| units(key) + units(text)).sum();
        assert_eq!(store.used(), real);
        assert_eq!(open(&fake).0.used(), real);
    }

    #[test]
    fn moves_corrupt_records_aside() {
        let key = key(PaperId::of_title("One"));
        let at = |number| format!("{BACKUP_PREFIX}{}.{number}", PaperId::of_title("One"));
        let fake = Fake::with(&[(&key, "{broken"), (&at(1), "older")]);
        let (mut store, notices) = open(&fake);
        assert!(matches!(&notices[..], [Notice::Unusable { backup: Some(key), .. }] if *key == at(2)), "{notices:?}");
        assert_eq!(fake.get(&at(2)), Ok(Some("{broken".to_owned())));
        assert_eq!(fake.get(&key), Ok(None));
        assert_eq!(star(&mut store, "One"), None);
        assert_eq!(fake.get(&at(2)), Ok(Some("{broken".to_owned())));
        assert_eq!(open(&fake).1, []);
    }

    #[test]
    fn never_overwrites_what_it_could_not_copy() {
        let key = key(PaperId::of_title("One"));
        let fake = Fake::with(&[(&key, "{broken")]);
        fake.room.set(Some(0));
        let (mut store, notices) = open(&fake);
        assert!(matches!(&notices[..], [Notice::Unusable { backup: None, .. }]));
        assert_eq!(star(&mut store, "One"), Some(Notice::Full));
        assert_eq!(fake.get(&key), Ok(Some("{broken".to_owned())));
        fake.room.set(None);
        assert_eq!(store.save(), None);
        let backup = format!("{BACKUP_PREFIX}{}.1", PaperId::of_title("One"));
        assert_eq!(fake.get(&backup), Ok(Some("{broken".to_owned())));
    }

    /// Damage behind the beginning, which a page that starts does not look at.
    fn damaged(titles: &[&str]) -> Fake {
        let fake = Fake::default();
        let mut store = open(&fake).0;
        for title in titles {
            star(&mut store, title);
        }
        let one = key(PaperId::of_title(titles[0]));
        let text = fake.get(&one).unwrap().unwrap();
        fake.set(&one, &text.replace("\"]", "㐀\"]").replace("\",1", "㐀\",1")).unwrap();
        assert_ne!(fake.get(&one), Ok(Some(text)));
        fake
    }

    #[test]
    fn damage_is_found_when_a_text_is_read_whole() {
        let one = PaperId::of_title("One");
        let backup = format!("{BACKUP_PREFIX}{one}.1");
        let is_found = |notice: &Notice| matches!(notice, Notice::Unusable { backup: Some(key), .. } if *key == backup);
        let fake = damaged(&["One", "Two"]);
        let text = fake.get(&key(one)).unwrap();
        let (mut store, notices) = open(&fake);
        assert_eq!((notices, store.len()), (vec![], 2));
        let (gone, found) = store.check(&[one, PaperId::of_title("Two"), PaperId(9)]);
        assert!(gone == [one] && found.len() == 1 && is_found(&found[0]), "{found:?}");
        assert_eq!((store.len(), fake.get(&backup), fake.get(&key(one))), (1, Ok(text.clone()), Ok(None)));
        assert_eq!(store.check(&[one, PaperId::of_title("Two")]), (vec![], vec![]));

        // Or by a change, which begins anew then.
        let fake = damaged(&["One"]);
        let mut store = open(&fake).0;
        store.edit(one, Edit::Tag("x".to_owned(), true), NOW);
        assert!(store.save().is_some_and(|notice| is_found(&notice)));
        assert_eq!((store.len(), fake.get(&backup)), (0, Ok(text)));
        assert_eq!(store.get(one).map(Record::tags), Some(vec!["x".to_owned()]));
    }

    #[test]
    fn what_was_not_fetched_is_not_written_without_its_paper() {
        let fake = Fake::default();
        let one = PaperId::of_title("One");
        star(&mut open(&fake).0, "One");
        let text = fake.get(&key(one)).unwrap();
        let mut store = open(&fake).0;
        assert_eq!(store.text(one), text);
        // Storage fails for a moment, and the change is stored later with all there was.
        fake.blocked.set(true);
        store.edit(one, Edit::Note("late".to_owned()), NOW);
        assert_eq!((store.save(), store.unsaved()), (Some(Notice::Blocked), 1));
        fake.blocked.set(false);
        assert_eq!((store.save(), store.unsaved()), (None, 0));
        assert_eq!(titles(&open(&fake).0), ["One"]);
        assert_eq!(open(&fake).0.get(one).map(|record| record.note.value.as_str()), Some("late"));
        // What another tab took away is gone here too, and nothing stands in its place.
        let mut store = open(&fake).0;
        fake.remove(&key(one)).unwrap();
        assert_eq!(store.save_again(&[one]), None);
        assert_eq!((store.len(), fake.get(&key(one))), (0, Ok(None)));
    }

    #[test]
    fn news_that_come_with_a_fetch_are_told() {
        let fake = Fake::default();
        let one = PaperId::of_title("One");
        star(&mut open(&fake).0, "One");
        let (mut here, mut there) = (open(&fake).0, open(&fake).0);
        there.edit(one, Edit::Note("theirs".to_owned()), NOW);
        there.save();
        here.fetch_all();
        assert_eq!(here.take_changed(), [one]);
        assert_eq!(here.get(one).map(|record| record.note.value.as_str()), Some("theirs"));
    }

    #[test]
    fn leaves_newer_records_alone() {
        let key = key(PaperId(1));
        let newer = r#"{"version":9,"paper":{}}"#;
        let fake = Fake::with(&[(&key, newer)]);
        let (mut store, notices) = open(&fake);
        assert!(notices[0].to_string().contains("newer Paperdeck (version 9)"));
        assert_eq!(store.reread(Some(&key), Some(newer)), (vec![], None));
        assert_eq!(store.save(), None);
        assert_eq!(fake.get(&key), Ok(Some(newer.to_owned())));
        // Only a star on the same paper takes its place, and then it is in a backup.
        store.edit(PaperId(1), Edit::Note("here".to_owned()), NOW);
        assert_eq!(store.save(), None);
        assert_eq!(fake.get(&format!("{BACKUP_PREFIX}{}.1", PaperId(1))), Ok(Some(newer.to_owned())));
    }

    #[test]
    fn follows_other_tabs() {
        let fake = Fake::default();
        let ((mut here, _), (mut there, _)) = (open(&fake), open(&fake));
        let id = PaperId::of_title("One");
        let stored = |id| fake.get(&key(id)).unwrap();
        star(&mut there, "One");
        assert_eq!(here.reread(Some(&key(id)), stored(id).as_deref()), (vec![id], None));
        assert_eq!(here.reread(Some(&key(id)), stored(id).as_deref()), (vec![], None));
        assert_eq!(here.reread(Some("other"), None), (vec![], None));
        assert_eq!(here.len(), 1);
        unstar(&mut there, "One");
        assert_eq!(here.reread(Some(&key(id)), stored(id).as_deref()), (vec![id], None));
        assert_eq!(here.len(), 0);
        star(&mut here, "Two");
        assert_eq!(here.reread(None, None).0.len(), 1);
        assert_eq!((titles(&here), here.len()), (vec![], 0));
    }

    #[test]
    fn what_another_tab_stored_in_between_is_merged_before_writing() {
        let fake = Fake::default();
        let ((mut here, _), (mut there, _)) = (open(&fake), open(&fake));
        let id = PaperId::of_title("One");
        star(&mut there, "One");
        // No event came yet.
        here.edit(id, Edit::Tag("here".to_owned(), true), NOW);
        assert_eq!(here.save(), None);
        assert_eq!(here.take_changed(), [id]);
        assert_eq!((titles(&here).len(), here.get(id).unwrap().tags()), (1, vec!["here".to_owned()]));
    }

    #[test]
    fn version_one_is_taken_over_and_written_anew_with_the_next_change() {
        let key = key(PaperId(7));
        let fake = Fake::with(&[(&key, include_str!("fixtures/1.json").trim())]);
        let (mut store, notices) = open(&fake);
        assert_eq!((store.len(), notices), (1, vec![]));
        store.edit(PaperId(7), Edit::Status(crate::favourites::Status::Read), NOW);
        assert_eq!(store.save(), None);
        assert!(fake.get(&key).unwrap().unwrap().starts_with("{\"version\":2,"));
        let record = store.get(PaperId(7)).unwrap();
        assert_eq!((record.tags().len(), record.note.value.as_str()), (2, "spill\ntest"));
    }

    #[test]
    fn what_only_the_journal_has_comes_back() {
        let fake = Fake::default();
        let mut store = open(&fake).0;
        star(&mut store, "One");
        let (key, text) = fake.texts.borrow().clone().into_iter().next().unwrap();
        assert!(!store.lacks(&key, &text) && !store.recover(&key, &text, 0));
        // The browser was killed before it wrote the storage to the disk.
        let again = Fake::default();
        let mut store = open(&again).0;
        assert!(store.lacks(&key, &text) && store.is_empty());
        assert!(store.recover(&key, &text, 0));
        assert_eq!((store.save(), store.take_changed().len(), store.len()), (None, 1, 1));
        assert_eq!(*again.texts.borrow(), *fake.texts.borrow());
        // What is older than what is stored changes nothing.
        unstar(&mut store, "One");
        assert!(!store.lacks(&key, &text) && !store.recover(&key, &text, 0));
        assert_eq!((store.len(), store.unsaved()), (0, 0));
        // Nor does it where the page that starts has read the beginning alone.
        assert!(!open(&again).0.lacks(&key, &text));
        let damaged = Fake::with(&[(&key, "{broken")]);
        let mut store = open(&damaged).0;
        assert!(!store.lacks(&key, &text) && !store.recover(&key, &text, 0), "what is damaged is left to the user");
        // What was here when all was cleared does not come back.
        let mut store = open(&Fake::default()).0;
        assert!(!store.recover(&key, &text, NOW * 1000 + 1));
        assert_eq!((store.len(), store.unsaved()), (0, 0));
        assert!(!store.lacks("x", "y") && !store.lacks(&key, "{") && !store.recover(&key, "{", 0));
    }

    proptest! {
        #[test]
        fn what_is_stored_comes_back(edits in proptest::collection::vec((0..4_u64, any_edit()), 0..20)) {
            let fake = Fake::default();
            let (mut store, _) = open(&fake);
            for (id, edit) in edits {
                store.edit(PaperId(id), edit, NOW);
                store.save();
            }
            let (mut again, notices) = open(&fake);
            prop_assert_eq!(notices, vec![]);
            let known = |store: &Store<Fake>| store.kept().map(|(id, record)| (id, record.tags(), record.status.value)).collect::<Vec<_>>();
            prop_assert_eq!(known(&again), known(&store));
            again.fetch_all();
            prop_assert_eq!(&again.records, &store.records);
            prop_assert_eq!((again.starred, again.used), (store.starred, store.used));
        }

    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]

        /// A thousand edits in two tabs over one storage, whose writes and events come late and in bursts, as in browsers
        /// where each tab sees the storage through a cache of its own.
        #[test]
        fn two_tabs_end_equal(edits in proptest::collection::vec((any::<bool>(), 0..5_u64, any_edit(), 0..4000_u64, 0..6_u32), 1000)) {
            let fakes = [Fake::default(), Fake::default()];
            let mut tabs = [open(&fakes[0]).0, open(&fakes[1]).0];
            let mut on_the_way: [Vec<(String, String)>; 2] = Default::default();
            // What one cache has and the other has not seen goes over, and an event comes with it.
            let deliver = |tabs: &mut [Store<Fake>; 2], on_the_way: &mut [Vec<(String, String)>; 2], to: usize| {
                for (key, text) in std::mem::take(&mut on_the_way[to]) {
                    fakes[to].texts.borrow_mut().insert(key.clone(), text.clone());
                    let before = fakes[to].texts.borrow().clone();
                    tabs[to].reread(Some(&key), Some(&text));
                    tabs[to].take_changed();
                    let after = fakes[to].texts.borrow().clone();
                    let written = after.into_iter().filter(|(key, text)| before.get(key) != Some(text));
                    on_the_way[1 - to].extend(written);
                }
            };
            for (second, id, edit, clock, wait) in edits {
                let tab = usize::from(second);
                let before = fakes[tab].texts.borrow().clone();
                tabs[tab].edit(PaperId(id), edit, clock);
                tabs[tab].save();
                let after = fakes[tab].texts.borrow().clone();
                on_the_way[1 - tab].extend(after.into_iter().filter(|(key, text)| before.get(key) != Some(text)));
                if wait == 0 {
                    deliver(&mut tabs, &mut on_the_way, tab);
                }
            }
            let mut rounds = 0;
            while on_the_way.iter().any(|events| !events.is_empty()) {
                deliver(&mut tabs, &mut on_the_way, 0);
                deliver(&mut tabs, &mut on_the_way, 1);
                rounds += 1;
                prop_assert!(rounds < 10, "they answer each other for ever");
            }
            prop_assert_eq!(&tabs[0].records, &tabs[1].records);
            prop_assert_eq!(&*fakes[0].texts.borrow(), &*fakes[1].texts.borrow());
        }
    }
}
