//! What can be asked of the library, and its form in the URL fragment.

use super::changes::Change;
use serde::{Deserialize, Serialize};

/// A view of the library: words, filters and order. The default shows everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// The words as typed. Every word must match; the last one as a prefix too.
    pub text: String,
    /// Any of these years; `None` is "year unknown". Empty means all.
    pub years: Vec<Option<u16>>,
    /// Any of these ranges. Empty means all.
    pub authors: Vec<AuthorRange>,
    /// Any of these ranges. Empty means all.
    pub comments: Vec<CommentRange>,
    /// Only papers with a link to code.
    pub code: bool,
    /// Only papers with a project page.
    pub project: bool,
    /// Only papers with a link to any of these hosts, as [`crate::text::links::classify`] calls them. Empty means all.
    pub hosts: Vec<String>,
    /// Only papers seen in any of these dumps, by name. Empty means all.
    pub dumps: Vec<String>,
    /// Only papers among the first so many of a dump, one of [`RANKS`].
    pub rank: Option<u32>,
    /// Only papers seen in at least so many dumps, one of [`SEEN`].
    pub seen: Option<u32>,
    /// Only papers that changed from one dump to another, by name.
    pub compare: Option<(String, String)>,
    /// Any of these changes. Empty means all.
    pub changes: Vec<Change>,
    /// Only favourites.
    pub favourites: bool,
    /// The order.
    pub sort: Sort,
}

/// The first so many papers of a dump.
pub const RANKS: [u32; 4] = [10, 25, 50, 100];

/// At least so many dumps.
pub const SEEN: [u32; 4] = [2, 3, 4, 5];

/// Ranges of author counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AuthorRange {
    /// 1
    One,
    /// 2–3
    Few,
    /// 4–6
    Some,
    /// 7–10
    Many,
    /// 11 and more
    Crowd,
    /// Not known
    Unknown,
}

/// Ranges of comment counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CommentRange {
    /// 0, or none shown
    None,
    /// 1
    One,
    /// 2–4
    Few,
    /// 5–9
    Some,
    /// 10 and more
    Many,
}

/// The order of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sort {
    /// Best match first; without words, the order of the dumps.
    #[default]
    Match,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
    /// Most comments first.
    Comments,
    /// Most up-votes first.
    Upvotes,
    /// Most authors first.
    Authors,
    /// By the organisation that stands with the paper, A–Z; papers without one last.
    Organisation,
    /// By title, A–Z.
    Title,
    /// Favourites first, the star set last before others.
    Added,
    /// Favourites first, what was changed last before others.
    Changed,
    /// Favourites first, those being read before those to read.
    Status,
}

impl AuthorRange {
    /// Every range, in the order of the page.
    pub const ALL: [Self; 6] = [Self::One, Self::Few, Self::Some, Self::Many, Self::Crowd, Self::Unknown];

    /// The range of a number of authors.
    pub fn of(authors: Option<u32>) -> Self {
        match authors {
            None | Some(0) => Self::Unknown,
            Some(1) => Self::One,
            Some(2..=3) => Self::Few,
            Some(4..=6) => Self::Some,
            Some(7..=10) => Self::Many,
            Some(_) => Self::Crowd,
        }
    }

    /// What the page calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::One => "1 author",
            Self::Few => "2–3 authors",
            Self::Some => "4–6 authors",
            Self::Many => "7–10 authors",
            Self::Crowd => "11 or more",
            Self::Unknown => "Not known",
        }
    }

    /// Its name in the URL fragment.
    pub fn key(self) -> &'static str {
        match self {
            Self::One => "1",
            Self::Few => "2-3",
            Self::Some => "4-6",
            Self::Many => "7-10",
            Self::Crowd => "11-",
            Self::Unknown => "none",
        }
    }

    /// The inverse of [`AuthorRange::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|range| range.key() == key)
    }
}

impl CommentRange {
    /// Every range, in the order of the page.
    pub const ALL: [Self; 5] = [Self::None, Self::One, Self::Few, Self::Some, Self::Many];

    /// The range of a number of comments.
    pub fn of(comments: Option<u32>) -> Self {
        match comments {
            None | Some(0) => Self::None,
            Some(1) => Self::One,
            Some(2..=4) => Self::Few,
            Some(5..=9) => Self::Some,
            Some(_) => Self::Many,
        }
    }

    /// What the page calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "No comments",
            Self::One => "1 comment",
            Self::Few => "2–4 comments",
            Self::Some => "5–9 comments",
            Self::Many => "10 or more",
        }
    }

    /// Its name in the URL fragment.
    pub fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::One => "1",
            Self::Few => "2-4",
            Self::Some => "5-9",
            Self::Many => "10-",
        }
    }

    /// The inverse of [`CommentRange::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|range| range.key() == key)
    }
}

impl Sort {
    /// Every order, in the order of the page.
    pub const ALL: [Self; 11] = [
        Self::Match,
        Self::Newest,
        Self::Oldest,
        Self::Comments,
        Self::Upvotes,
        Self::Authors,
        Self::Organisation,
        Self::Title,
        Self::Added,
        Self::Changed,
        Self::Status,
    ];

    /// What the page calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Match => "Best match",
            Self::Newest => "Newest first",
            Self::Oldest => "Oldest first",
            Self::Comments => "Most comments",
            Self::Upvotes => "Most upvotes",
            Self::Authors => "Most authors",
            Self::Organisation => "Organisation",
            Self::Title => "Title",
            Self::Added => "Recently kept",
            Self::Changed => "Recently changed",
            Self::Status => "Reading status",
        }
    }

    /// Its name in the URL fragment.
    pub fn key(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Comments => "comments",
            Self::Upvotes => "upvotes",
            Self::Authors => "authors",
            Self::Organisation => "organisation",
            Self::Title => "title",
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Status => "status",
        }
    }

    /// The inverse of [`Sort::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.key() == key)
    }
}
