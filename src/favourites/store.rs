//! Favourites in storage, one record per key, so that two tabs do not undo each other's work.
//!
//! The store always has all favourites in memory and goes on working when storage is blocked, full or damaged; what could
//! not be saved is tried again with the next change. A record that cannot be used is never lost: its text is copied to a
//! backup key before anything is written in its place.

use super::Favourite;
use super::codec::{self, Unusable};
use crate::order;
use crate::paper::PaperId;
use std::fmt;

/// Keys of favourites begin with this; 16 hexadecimal digits follow.
pub const PREFIX: &str = "paperdeck.favourite.";
/// Keys of backups of unusable records: this, the 16 digits, a dot and a number.
pub const BACKUP_PREFIX: &str = "paperdeck.backup.";

/// The most copies of one record's text that are kept.
const MAX_BACKUPS: u32 = 1000;

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
                "This browser's storage is full: the last change lasts only until the page is closed. Back up the favourites to keep it.",
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

/// What another tab's change to a key came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The key is no favourite's, or nothing changed.
    Nothing,
    /// This favourite is new or changed.
    Put(PaperId),
    /// This favourite is gone.
    Gone(PaperId),
}

/// The key of a favourite.
pub fn key(id: PaperId) -> String {
    format!("{PREFIX}{id}")
}

/// The favourite that a key is of.
fn id_of(key: &str) -> Option<PaperId> {
    key.strip_prefix(PREFIX)?.parse().ok()
}

fn add(ids: &mut Vec<PaperId>, id: PaperId) {
    if !ids.contains(&id) {
        ids.push(id);
    }
}

/// The favourites, in memory and in storage.
#[derive(Debug)]
pub struct Store<S> {
    storage: S,
    /// By identity.
    favourites: Vec<Favourite>,
    /// Changes that are not in storage yet.
    unsaved: Vec<PaperId>,
    /// Records that cannot be used and are still in their place.
    foreign: Vec<PaperId>,
}

impl<S: Storage> Store<S> {
    /// Loads all favourites. Never fails: what does not work is told in the notices.
    pub fn open(storage: S) -> (Self, Vec<Notice>) {
        let mut store = Self { storage, favourites: Vec::new(), unsaved: Vec::new(), foreign: Vec::new() };
        let mut notices: Vec<Notice> = Vec::new();
        match store.storage.keys() {
            Err(why) => notices.push(why.into()),
            Ok(keys) => {
                for id in keys.iter().filter_map(|key| id_of(key)) {
                    if let Err(notice) = store.load(id)
                        && !notices.contains(&notice)
                    {
                        notices.push(notice);
                    }
                }
            }
        }
        (store, notices)
    }

    /// All favourites, by the time they were added, then by identity.
    pub fn all(&self) -> Vec<Favourite> {
        let order = order::texts(self.favourites.len(), &|at| {
            self.favourites.get(at as usize).map_or("", |favourite| favourite.added.as_str())
        });
        order.iter().filter_map(|at| self.favourites.get(*at as usize).cloned()).collect()
    }

    /// Number of favourites.
    pub fn len(&self) -> usize {
        self.favourites.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.favourites.is_empty()
    }

    /// The favourite with this identity.
    pub fn get(&self, id: PaperId) -> Option<&Favourite> {
        self.favourites.get(self.place(id).ok()?)
    }

    /// Where a favourite is, or would be.
    fn place(&self, id: PaperId) -> Result<usize, usize> {
        self.favourites.binary_search_by(|favourite| favourite.id().cmp(&id))
    }

    /// Puts a favourite in its place; whether it was there already, just the same.
    fn insert(&mut self, favourite: Favourite) -> bool {
        match self.place(favourite.id()) {
            Ok(at) => self.favourites.get_mut(at).is_some_and(|known| {
                let same = *known == favourite;
                *known = favourite;
                same
            }),
            Err(at) => {
                self.favourites.insert(at, favourite);
                false
            }
        }
    }

    /// Takes a favourite out; whether it was there.
    fn take(&mut self, id: PaperId) -> bool {
        self.place(id).map(|at| self.favourites.remove(at)).is_ok()
    }

    /// How many changes are in memory only.
    pub fn unsaved(&self) -> usize {
        self.unsaved.len()
    }

    /// Adds or replaces a favourite; with it, what could not be stored before is tried again. A notice tells when something
    /// is in memory only.
    pub fn put(&mut self, favourite: Favourite) -> Option<Notice> {
        self.put_all([favourite])
    }

    /// Adds or replaces several favourites.
    pub fn put_all(&mut self, favourites: impl IntoIterator<Item = Favourite>) -> Option<Notice> {
        for favourite in favourites {
            add(&mut self.unsaved, favourite.id());
            self.insert(favourite);
        }
        self.save()
    }

    /// Removes a favourite; a notice tells when it is still in storage.
    pub fn remove(&mut self, id: PaperId) -> Option<Notice> {
        if self.take(id) {
            add(&mut self.unsaved, id);
        }
        self.save()
    }

    /// Tries to store what is in memory only. The first thing that goes wrong is told.
    pub fn save(&mut self) -> Option<Notice> {
        let mut notice = None;
        for id in std::mem::take(&mut self.unsaved) {
            if let Err(why) = self.save_one(id) {
                notice.get_or_insert(Notice::from(why));
                self.unsaved.push(id);
            }
        }
        notice
    }

    fn save_one(&mut self, id: PaperId) -> Result<(), StorageError> {
        let key = key(id);
        if self.foreign.contains(&id) {
            if let Some(text) = self.storage.get(&key)? {
                self.copy_to_backup(id, &text)?;
            }
            self.foreign.retain(|other| *other != id);
        }
        match self.get(id) {
            Some(favourite) => self.storage.set(&key, &codec::encode(favourite)),
            None => self.storage.remove(&key),
        }
    }

    /// Takes over what another tab did to a key (the browser's `storage` event), or to any (`None`: all keys cleared).
    /// A change of one's own that is not stored yet goes before.
    pub fn reread(&mut self, key: Option<&str>) -> (Vec<Change>, Option<Notice>) {
        let ids: Vec<PaperId> = match key {
            Some(key) => id_of(key).into_iter().collect(),
            None => self.favourites.iter().map(Favourite::id).collect(),
        };
        let mut changes = Vec::new();
        let mut notice = None;
        for id in ids {
            match self.load(id) {
                Ok(Change::Nothing) => {}
                Ok(change) => changes.push(change),
                Err(why) => {
                    notice.get_or_insert(why);
                }
            }
        }
        (changes, notice)
    }

    /// Takes over what is stored of one favourite.
    fn load(&mut self, id: PaperId) -> Result<Change, Notice> {
        if self.unsaved.contains(&id) {
            return Ok(Change::Nothing);
        }
        let key = key(id);
        let Some(text) = self.storage.get(&key)? else {
            return Ok(if self.take(id) { Change::Gone(id) } else { Change::Nothing });
        };
        match codec::decode(id, &text) {
            Ok(favourite) => {
                self.foreign.retain(|other| *other != id);
                Ok(if self.insert(favourite) { Change::Nothing } else { Change::Put(id) })
            }
            // A newer Paperdeck can read it, in another tab or tomorrow: it stays.
            Err(why @ Unusable::Newer(_)) => {
                add(&mut self.foreign, id);
                Err(Notice::Unusable { key, why, backup: None })
            }
            Err(why) => {
                let moved = self.copy_to_backup(id, &text).and_then(|backup| {
                    self.storage.remove(&key)?;
                    Ok(backup)
                });
                if moved.is_err() {
                    add(&mut self.foreign, id);
                }
                Err(Notice::Unusable { key, why, backup: moved.ok() })
            }
        }
    }

    /// Copies a text to the first free backup key of a favourite; one that is there already is not copied again.
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
    use crate::exchange::tests::favourite as any_favourite;
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

    fn favourite(title: &str) -> Favourite {
        let text = format!(r#"{{"version":1,"title":{title:?},"favourite":{{"added":"2026-01-01T00:00:00Z"}}}}"#);
        codec::decode(PaperId::of_title(title), &text).unwrap()
    }

    fn titles(store: &Store<Fake>) -> Vec<String> {
        store.all().into_iter().map(|favourite| favourite.paper.title).collect()
    }

    #[test]
    fn keeps_and_removes() {
        let fake = Fake::with(&[("other", "x"), ("paperdeck.favourite.zz", "x")]);
        let (mut store, notices) = Store::open(fake.clone());
        assert_eq!(notices, []);
        assert_eq!(store.put(favourite("One")), None);
        assert_eq!(store.put(favourite("Two")), None);
        assert_eq!(store.remove(PaperId::of_title("One")), None);
        let (store, notices) = Store::open(fake.clone());
        assert_eq!((titles(&store), notices), (vec!["Two".to_owned()], vec![]));
        assert_eq!(fake.texts.borrow().len(), 3);
    }

    #[test]
    fn works_in_memory_when_blocked_and_saves_later() {
        let fake = Fake::default();
        fake.blocked.set(true);
        let (mut store, notices) = Store::open(fake.clone());
        assert_eq!(notices, [Notice::Blocked]);
        assert_eq!(store.put(favourite("One")), Some(Notice::Blocked));
        assert_eq!((store.len(), store.unsaved()), (1, 1));
        fake.blocked.set(false);
        assert_eq!(store.put(favourite("Two")), None);
        assert_eq!(store.unsaved(), 0);
        assert_eq!(Store::open(fake).0.len(), 2);
    }

    #[test]
    fn works_in_memory_when_full() {
        let fake = Fake::default();
        let (mut store, _) = Store::open(fake.clone());
        assert_eq!(store.put(favourite("One")), None);
        fake.room.set(Some(10));
        assert_eq!(store.put(favourite("Two")), Some(Notice::Full));
        assert_eq!(titles(&store).len(), 2);
        assert_eq!(Store::open(fake.clone()).0.len(), 1);
        // Removing makes room.
        assert_eq!(store.remove(PaperId::of_title("Two")), None);
        assert_eq!(store.unsaved(), 0);
    }

    #[test]
    fn moves_corrupt_records_aside() {
        let key = key(PaperId(1));
        let fake = Fake::with(&[(&key, "{broken"), ("paperdeck.backup.0000000000000001.1", "older")]);
        let (mut store, notices) = Store::open(fake.clone());
        let backup = "paperdeck.backup.0000000000000001.2";
        assert!(matches!(&notices[..], [Notice::Unusable { backup: Some(key), .. }] if key == backup), "{notices:?}");
        assert_eq!(fake.get(backup), Ok(Some("{broken".to_owned())));
        assert_eq!(fake.get(&key), Ok(None));
        let mut new = favourite("One");
        new.paper.id = PaperId(1);
        assert_eq!(store.put(new), None);
        assert_eq!(fake.get(backup), Ok(Some("{broken".to_owned())));
        assert_eq!(Store::open(fake).1, []);
    }

    #[test]
    fn never_overwrites_what_it_could_not_copy() {
        let key = key(PaperId(1));
        let fake = Fake::with(&[(&key, "{broken")]);
        fake.room.set(Some(0));
        let (mut store, notices) = Store::open(fake.clone());
        assert!(matches!(&notices[..], [Notice::Unusable { backup: None, .. }]));
        let mut new = favourite("One");
        new.paper.id = PaperId(1);
        assert_eq!(store.put(new), Some(Notice::Full));
        assert_eq!(fake.get(&key), Ok(Some("{broken".to_owned())));
        fake.room.set(None);
        assert_eq!(store.save(), None);
        assert_eq!(fake.get("paperdeck.backup.0000000000000001.1"), Ok(Some("{broken".to_owned())));
    }

    #[test]
    fn leaves_newer_records_alone() {
        let key = key(PaperId(1));
        let newer = r#"{"version":9,"paper":{}}"#;
        let fake = Fake::with(&[(&key, newer)]);
        let (mut store, notices) = Store::open(fake.clone());
        assert!(notices[0].to_string().contains("newer Paperdeck (version 9)"));
        assert_eq!(fake.get(&key), Ok(Some(newer.to_owned())));
        assert_eq!(store.remove(PaperId(1)), None);
        assert_eq!(fake.get(&key), Ok(Some(newer.to_owned())));
    }

    #[test]
    fn follows_other_tabs() {
        let fake = Fake::default();
        let (mut here, _) = Store::open(fake.clone());
        let (mut there, _) = Store::open(fake);
        let id = PaperId::of_title("One");
        there.put(favourite("One"));
        assert_eq!(here.reread(Some(&key(id))), (vec![Change::Put(id)], None));
        assert_eq!(here.reread(Some(&key(id))), (vec![], None));
        assert_eq!(here.reread(Some("other")), (vec![], None));
        here.put(favourite("Two"));
        there.remove(id);
        assert_eq!(here.reread(None), (vec![Change::Gone(id)], None));
        assert_eq!(titles(&here), ["Two"]);
    }

    proptest! {
        #[test]
        fn what_is_stored_comes_back(favourites in proptest::collection::vec(any_favourite(), 0..8)) {
            let fake = Fake::default();
            let (mut store, _) = Store::open(fake.clone());
            store.put_all(favourites);
            let (again, notices) = Store::open(fake);
            prop_assert_eq!(notices, vec![]);
            prop_assert_eq!(again.all(), store.all());
        }
    }
}
