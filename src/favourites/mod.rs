//! The papers a user kept: the record and its form in storage. Pure: where it is stored is the page's business.

pub mod codec;
pub mod store;

use crate::paper::{Paper, PaperId};
use serde::{Deserialize, Serialize};

/// A paper the user kept, with a copy of the paper, so that it shows with no dump loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Favourite {
    /// The paper as it was when it was kept.
    pub paper: Paper,
    /// When it was kept: ISO 8601 in UTC, `2026-11-20T09:00:00Z`.
    pub added: String,
    /// How far the reading is.
    pub status: Status,
    /// The user's tags.
    pub tags: Vec<String>,
    /// The user's note, plain text.
    pub note: String,
}

impl Favourite {
    /// The paper's identity.
    pub fn id(&self) -> PaperId {
        self.paper.id
    }
}

/// How far the reading of a favourite is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Status {
    /// To read.
    #[default]
    Unread,
    /// Being read.
    Reading,
    /// Read.
    Read,
}

impl Status {
    /// Every status, in the order of reading.
    pub const ALL: [Self; 3] = [Self::Unread, Self::Reading, Self::Read];

    /// Its name in files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Reading => "reading",
            Self::Read => "read",
        }
    }
}
