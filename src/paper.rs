//! The words of Paperdeck as types: a paper, its identity, its date, and where it was seen.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A paper's stable identity: 64-bit FNV-1a of its normalised title ([`crate::text::fold::title_key`]).
///
/// In text (JSON, storage keys) it is 16 lower-case hexadecimal digits, in binary messages a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PaperId(pub u64);

impl PaperId {
    /// The identity of the paper with this title, written in any case, with or without accents and LaTeX leftovers.
    pub fn of_title(title: &str) -> Self {
        Self::of_key(&crate::text::fold::title_key(title))
    }

    /// The identity of the papers whose title has this [`title_key`](crate::text::fold::title_key).
    pub fn of_key(key: &str) -> Self {
        Self(fnv1a(key.as_bytes()))
    }

    /// The identity of a different paper with the same title, told apart by its abstract.
    pub fn of_title_and_abstract(title: &str, abstract_text: &str) -> Self {
        use crate::text::fold::title_key;
        Self::of_keys(&title_key(title), &title_key(abstract_text))
    }

    /// The same by the keys of title and abstract.
    pub fn of_keys(title: &str, abstract_text: &str) -> Self {
        Self(fnv1a(format!("{title}\n{abstract_text}").as_bytes()))
    }
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo; parameters from <http://www.isthe.com/chongo/tech/comp/fnv/>).
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

impl fmt::Display for PaperId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for PaperId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("expected a paper id of 16 hexadecimal digits, found \"{text}\"");
        if text.len() != 16 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        u64::from_str_radix(text, 16).map(Self).map_err(|_| wrong())
    }
}

/// A calendar date whose year may be unknown; `month` is 1–12 and `day` 1–31, valid for the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Date {
    /// The year, when it is written or inferred.
    pub year: Option<u16>,
    /// 1–12.
    pub month: u8,
    /// 1–31.
    pub day: u8,
}

impl Date {
    /// A date that exists (29 February needs a leap year, or an unknown one), else `None`.
    pub fn new(year: Option<u16>, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_none_or(|y| y % 4 == 0 && (y % 100 != 0 || y % 400 == 0));
        let last = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        (1..=last).contains(&day).then_some(Self { year, month, day })
    }

    /// `2025-03-20`, or `--03-20` (ISO 8601's reduced form) when the year is unknown.
    pub fn iso(&self) -> String {
        match self.year {
            Some(year) => format!("{year:04}-{:02}-{:02}", self.month, self.day),
            None => format!("--{:02}-{:02}", self.month, self.day),
        }
    }

    /// The inverse of [`Date::iso`]; `None` for anything else.
    pub fn from_iso(text: &str) -> Option<Self> {
        let (year, rest) = match text.strip_prefix("--") {
            Some(rest) => (None, rest),
            None => {
                let (year, rest) = text.split_once('-')?;
                (Some(year).filter(|y| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()))?.parse().ok(), rest)
            }
        };
        let (month, day) = rest.split_once('-')?;
        let two = |s: &str| (s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse().ok()).flatten();
        Self::new(year, two(month)?, two(day)?)
    }
}

/// One occurrence of a paper in a dump.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// The dump's name as the user knows it (a file name).
    pub dump: String,
    /// 1 for the dump's first paper.
    pub position: u32,
    /// First and last line, counted from 1.
    pub lines: [u32; 2],
    /// The day the dump was captured on, with its year, where that is known.
    pub day: Option<Date>,
    /// The number of comments it shows.
    pub comments: Option<u32>,
    /// The up-votes it shows.
    pub upvotes: Option<u32>,
}

/// What only some dumps say of a paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct More {
    /// Stars of the code's repository.
    pub stars: Option<u32>,
    /// Who submitted it to the page.
    pub submitter: Option<String>,
    /// A summary in a sentence that the site made.
    pub summary: Option<String>,
    /// Keywords that the site made.
    pub keywords: Vec<String>,
    /// The day it was first listed, which is not the day it was published.
    pub listed: Option<Date>,
}

impl More {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One paper with all that is known of it: the owned form that leaves the engine (cards, favourites, exports).
///
/// Title and abstract are verbatim but for collapsed white space; clean them for display with
/// [`crate::text::latex::display`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Stable identity.
    pub id: PaperId,
    /// Title, never empty.
    pub title: String,
    /// Abstract, where the dump has one.
    pub abstract_text: Option<String>,
    /// Number of authors.
    pub authors: Option<u32>,
    /// Names of the authors, in order.
    pub author_names: Vec<String>,
    /// The organisation shown in place of, or beside, the authors.
    pub organisation: Option<String>,
    /// Publication date.
    pub published: Option<Date>,
    /// Whether `published.year` was inferred rather than written.
    pub year_inferred: bool,
    /// Why `published.year` is what it is, or is unknown: a sentence; empty when the year was written.
    pub year_reason: String,
    /// Number of comments; `None` when the dump shows none.
    pub comments: Option<u32>,
    /// Up-votes.
    pub upvotes: Option<u32>,
    /// `2502.01234`.
    pub arxiv_id: Option<String>,
    /// `http(s)` links, from the abstract and the dump's own mark-up, without repeats.
    pub links: Vec<String>,
    /// Where the paper was seen.
    pub seen_in: Vec<Sighting>,
    /// What only some dumps say of it.
    pub more: More,
}

impl Paper {
    /// By how much a count has grown (or shrunk) to what it is now since the earliest sighting that shows one, and that
    /// sighting; nothing where it is the same. Of sightings of one day, and of those of unknown days, which come last, the
    /// one with the smaller count is taken as the earlier.
    pub fn grown(&self, now: Option<u32>, count: fn(&Sighting) -> Option<u32>) -> Option<(i64, &Sighting)> {
        let order = |sighting: &&Sighting| (sighting.day.is_none(), sighting.day, count(sighting));
        let first = self.seen_in.iter().filter(|sighting| count(sighting).is_some()).min_by_key(order)?;
        let by = i64::from(now?) - i64::from(count(first)?);
        Some((by, first)).filter(|(by, _)| *by != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_exist_or_not() {
        for (text, ok) in [
            ("2024-02-29", true),
            ("2023-02-29", false),
            ("--02-29", true),
            ("2025-04-31", false),
            ("2025-13-01", false),
            ("2025-1-01", false),
            ("25-01-01", false),
            ("", false),
            ("--", false),
            ("+025-01-01", false),
        ] {
            let date = Date::from_iso(text);
            assert_eq!(date.is_some(), ok, "{text}");
            if let Some(date) = date {
                assert_eq!(date.iso(), text);
            }
        }
    }

    #[test]
    fn ids_ignore_case_accents_and_punctuation() {
        let id = PaperId::of_title("Tülu 3: Pushing Frontiers");
        assert_eq!(id, PaperId::of_title("TULU 3 – pushing  frontiers"));
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_ne!(id, PaperId::of_title("Tülu 2: Pushing Frontiers"));
        assert!("xyz".parse::<PaperId>().is_err());
        assert!("+123456789abcdef".parse::<PaperId>().is_err());
    }
}
