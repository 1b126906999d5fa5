//! Records out of storage; what cannot be used goes to a backup key.

use super::Store;
use crate::favourites::clock::{Dated, Stamp};
use crate::favourites::codec::{self, Unusable};
use crate::favourites::colours;
use crate::favourites::notice::Notice;
use crate::favourites::record::{ELSEWHERE, Record};
use crate::favourites::storage::{BACKUP_PREFIX, Storage, StorageError, id_of, key};
use crate::paper::PaperId;

/// The most copies of one record's text that are kept.
const MAX_BACKUPS: u32 = 1000;

/// How long it is remembered that something was taken away: ninety days. Only tabs that are open need to know.
const TOMBSTONES: Stamp = 90 * 24 * 3600 * 1_000_000;

impl<S: Storage> Store<S> {
    /// Takes over what is stored under a key.
    pub(super) fn load(&mut self, key: &str, now: u64) -> Result<(), Notice> {
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
    pub(super) fn fetch(&mut self, id: PaperId) {
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
    pub(super) fn fetch_all(&mut self) {
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

    /// Copies a text to the first free backup key of a record; one that is there already is not copied again.
    pub(super) fn copy_to_backup(&self, id: PaperId, text: &str) -> Result<String, StorageError> {
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
