//! What others know: other tabs, and the journal of changes.

use super::{Store, add};
use crate::favourites::clock::Stamp;
use crate::favourites::codec::{self, Unusable};
use crate::favourites::notice::Notice;
use crate::favourites::record::Record;
use crate::favourites::storage::{Storage, id_of};
use crate::paper::PaperId;

impl<S: Storage> Store<S> {
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

    pub(super) fn news(&mut self, key: &str, text: &str) -> Option<(PaperId, Record)> {
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

    /// The records that other tabs changed, since this was asked last.
    pub fn take_changed(&mut self) -> Vec<PaperId> {
        std::mem::take(&mut self.changed)
    }
}
