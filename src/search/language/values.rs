//! What operators take: numbers, years, dates, names.

use super::Filter;
use crate::favourites::Status;
use crate::paper::Date;

/// A range of numbers, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// The number is not known: `none`.
    Unknown,
    /// The number is known and lies between these.
    Between {
        /// The least; 0 is no bound.
        from: u32,
        /// The most; [`u32::MAX`] is no bound.
        to: u32,
    },
}

impl Span {
    /// Whether a number lies in it.
    pub fn contains(self, number: Option<u32>) -> bool {
        match self {
            Self::Unknown => number.is_none(),
            Self::Between { from, to } => number.is_some_and(|number| (from..=to).contains(&number)),
        }
    }
}

/// What a paper can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Has {
    /// A link to code.
    Code,
    /// A project page.
    Project,
    /// Any link.
    Link,
    /// A date of publication, with or without year.
    Date,
    /// An abstract.
    Abstract,
    /// At least one comment.
    Comments,
}

impl Has {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Code, Self::Project, Self::Link, Self::Date, Self::Abstract, Self::Comments];

    /// What is typed for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Project => "project",
            Self::Link => "link",
            Self::Date => "date",
            Self::Abstract => "abstract",
            Self::Comments => "comments",
        }
    }
}

/// What a paper can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Is {
    /// A favourite.
    Favourite,
    /// Read, or put aside.
    Seen,
    /// In a file of references.
    Owned,
}

impl Is {
    /// What is typed for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Favourite => "favourite",
            Self::Seen => "seen",
            Self::Owned => "owned",
        }
    }
}

/// A year, a month or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    /// The year.
    pub year: u16,
    /// 1–12.
    pub month: Option<u8>,
    /// 1–31; only where there is a month.
    pub day: Option<u8>,
}

impl PartialDate {
    /// Its first day, which exists.
    pub fn first_day(self) -> Date {
        Date { year: Some(self.year), month: self.month.unwrap_or(1), day: self.day.unwrap_or(1) }
    }
}

/// A number: digits alone.
fn number(text: &str) -> Option<u32> {
    Some(text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()
}

/// A number, or a year, which has four digits.
fn member(text: &str, years: bool) -> Option<u32> {
    number(text).filter(|_| !years || text.len() == 4)
}

/// `5`, `3-5`, `3..5`, `3..`, `..5`, `5+`, `>5`, `>=5`, `<5`, `<=5`, `none`.
pub(super) fn span(text: &str, years: bool) -> Option<Span> {
    if text.eq_ignore_ascii_case("none") || text.eq_ignore_ascii_case("unknown") {
        return Some(Span::Unknown);
    }
    let (from, to) = bounds(text, years)?;
    (!years || from <= 9999).then_some(Span::Between { from: from.min(to), to: to.max(from) })
}

fn bounds(text: &str, years: bool) -> Option<(u32, u32)> {
    const ALL: u32 = u32::MAX;
    let one = |text: &str| member(text, years);
    let after = |signs: [&str; 2]| signs.into_iter().find_map(|sign| text.strip_prefix(sign));
    if let Some(text) = after([">=", "≥"]) {
        return Some((one(text)?, ALL));
    }
    if let Some(text) = after(["<=", "≤"]) {
        return Some((0, one(text)?));
    }
    if let Some(text) = text.strip_prefix('>') {
        return Some((one(text)?.checked_add(1)?, ALL));
    }
    if let Some(text) = text.strip_prefix('<') {
        return Some((0, one(text)?.checked_sub(1)?));
    }
    if let Some(text) = text.strip_suffix('+') {
        return Some((one(text)?, ALL));
    }
    for sign in ["...", "..", "…", "–", "—", "-"] {
        let Some((from, to)) = text.split_once(sign) else { continue };
        return match (from, to) {
            ("", to) if sign != "-" => Some((0, one(to)?)),
            (from, "") => Some((one(from)?, ALL)),
            // `2019-21`
            (from, to) if years && to.len() == 2 => {
                let from = one(from)?;
                Some((from, from / 100 * 100 + number(to)?))
            }
            (from, to) => Some((one(from)?, one(to)?)),
        };
    }
    // One dot is on its way to two.
    let text = text.strip_suffix('.').unwrap_or(text);
    one(text).map(|number| (number, number))
}

/// `2025`, `2025-03`, `2025-03-15`, with slashes too; zeros may be left out.
pub(super) fn date(text: &str) -> Option<PartialDate> {
    // A hyphen at the end is on its way to the next part.
    let text = text.strip_suffix(['-', '/']).unwrap_or(text);
    let mut parts = text.splitn(3, ['-', '/']);
    let year = member(parts.next()?, true)?;
    let mut small = || match parts.next() {
        None => Some(None),
        Some(part) => u8::try_from(number(part)?).ok().map(Some),
    };
    let date = PartialDate { year: u16::try_from(year).ok()?, month: small()?, day: small()? };
    let Date { year, month, day } = date.first_day();
    Date::new(year, month, day).map(|_| date)
}

/// `code`, `project`, …; a plural is as good.
pub(super) fn has(text: &str) -> Option<Filter> {
    let stem = |text: &str| text.strip_suffix(['s', 'S']).unwrap_or(text).len();
    let same = |key: &str| {
        let (a, b) = (key.get(..stem(key)), text.get(..stem(text)));
        a.zip(b).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b))
    };
    Has::ALL.into_iter().find(|has| same(has.key())).map(Filter::Has)
}

/// `favourite`, and other words for it.
pub(super) fn is(text: &str) -> Option<Filter> {
    let words = [
        ("favourite", Is::Favourite),
        ("favorite", Is::Favourite),
        ("starred", Is::Favourite),
        ("seen", Is::Seen),
        ("owned", Is::Owned),
    ];
    words.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)).map(|(_, is)| Filter::Is(*is))
}

/// `reading`, `not-interested`, …, and other words for them.
pub(super) fn status(text: &str) -> Option<Filter> {
    let other = [("to-read", Status::Unread), ("todo", Status::Unread), ("aside", Status::NotInterested)];
    let keys = Status::ALL.map(|status| (status.key(), status));
    let mut known = keys.into_iter().chain(other);
    known.find(|(key, _)| key.eq_ignore_ascii_case(text)).map(|(_, status)| Filter::Status(status))
}

/// A name, without the white space around it.
pub(super) fn name(text: &str) -> Option<String> {
    let text = text.trim_matches(crate::text::space::is_space);
    (!text.is_empty()).then(|| text.to_owned())
}
