//! A place for texts under keys, and the keys of favourites there.

use super::beginning;
use crate::paper::PaperId;

/// Keys of favourites begin with this; 16 hexadecimal digits follow.
pub const PREFIX: &str = "paperdeck.favourite.";
/// Keys of backups of unusable records: this, the 16 digits, a dot and a number.
pub const BACKUP_PREFIX: &str = "paperdeck.backup.";

/// What browsers store for a page, in characters of sixteen bits: 5 × 1024 × 1024 in Chromium and Firefox, rounded down.
pub const ROOM: usize = 5_000_000;

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

/// The key of a favourite.
pub fn key(id: PaperId) -> String {
    format!("{PREFIX}{id}")
}

/// The favourite that a key is of.
pub fn id_of(key: &str) -> Option<PaperId> {
    key.strip_prefix(PREFIX)?.parse().ok()
}

/// How many characters of sixteen bits a text has: storage is counted in them.
pub(super) fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}
