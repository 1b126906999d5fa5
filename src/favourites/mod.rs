//! The papers a user kept: the record and its form in storage. Pure: where it is stored is the page's business.
//!
//! [`record`] is what is stored of a paper, [`clock`] says what is later, [`codec`] and [`pack`] are its form as text, of which
//! [`beginning`] reads the front, [`store`] keeps all of them in a [`storage`] and says what went wrong there as a [`notice`],
//! [`history`] takes changes back. A [`Favourite`] is a record as it is searched and exported.

pub mod beginning;
pub mod clock;
pub mod codec;
pub mod colours;
pub mod history;
pub mod notice;
pub mod pack;
pub mod record;
pub mod storage;
pub mod store;

use crate::paper::{Paper, PaperId};
use clock::Stamp;

/// A paper the user kept or put aside, with a copy of the paper, so that it shows with no dump loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Favourite {
    /// The paper as it was when it was kept.
    pub paper: Paper,
    /// When it was kept: ISO 8601 in UTC, `2026-11-20T09:00:00Z`. Empty when it has no star and is only put aside.
    pub added: String,
    /// How far the reading is.
    pub status: Status,
    /// The user's tags.
    pub tags: Vec<String>,
    /// The user's note, plain text.
    pub note: String,
    /// When star, word, tags or note were changed last; 0 where that is not known.
    pub changed: Stamp,
}

impl Favourite {
    /// The paper's identity.
    pub fn id(&self) -> PaperId {
        self.paper.id
    }

    /// Whether it has a star.
    pub fn is_starred(&self) -> bool {
        !self.added.is_empty()
    }
}

/// How far the reading of a favourite is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// To read.
    #[default]
    Unread,
    /// Being read.
    Reading,
    /// Read.
    Read,
    /// Put aside.
    NotInterested,
}

impl Status {
    /// Every status, in the order of reading.
    pub const ALL: [Self; 4] = [Self::Unread, Self::Reading, Self::Read, Self::NotInterested];

    /// Its name in files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Reading => "reading",
            Self::Read => "read",
            Self::NotInterested => "not-interested",
        }
    }

    /// The inverse of [`Status::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    /// What the page calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Unread => "To read",
            Self::Reading => "Reading",
            Self::Read => "Read",
            Self::NotInterested => "Not interested",
        }
    }
}
