//! Records into storage: what is there is read and merged first.

use super::{Store, add};
use crate::favourites::codec;
use crate::favourites::notice::Notice;
use crate::favourites::storage::{ROOM, Storage, StorageError, key, units};
use crate::paper::PaperId;

/// How much of the room may be taken before that is said, in percent; each is said once.
const FILLING: [usize; 3] = [80, 90, 97];

impl<S: Storage> Store<S> {
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

    pub(super) fn save_one(&mut self, id: PaperId) -> Result<(), StorageError> {
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

    /// That room becomes scarce, once for each of [`FILLING`].
    pub(super) fn filling(&mut self) -> Option<Notice> {
        let percent = self.used * 100 / ROOM;
        let passed = FILLING.iter().filter(|step| percent >= **step).count();
        if passed <= self.said {
            return None;
        }
        self.said = passed;
        let each = (self.used / self.records.len().max(1)).max(1);
        Some(Notice::Filling { percent: percent.min(100), more: ROOM.saturating_sub(self.used) / each })
    }
}
