//! What the user should know of how favourites are stored.

use super::codec::Unusable;
use super::storage::StorageError;
use std::fmt;

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
