//! What a card shows of a record.

use crate::favourites::Status;
use crate::favourites::clock::BEFORE;
use crate::favourites::record::Record;

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
    pub(super) fn of(record: Option<&Record>) -> Self {
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
