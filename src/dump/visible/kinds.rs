//! What a line is, seen alone.

use super::Head;
use crate::dump::Source;
use crate::dump::furniture::{self, SUBMITTED};
use crate::dump::line::{self, DateLine};
use crate::dump::target::{self, Target};
use crate::text::space::collapse;

/// What a line is, seen alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing, or a mark without a word.
    Blank,
    /// `• 7 authors`: the count, and whether there is a bullet.
    Authors(u32, bool),
    /// `·`
    Dot,
    /// `Mar 20 2`, and whether a dot or bullet stands before it.
    Date(DateLine, bool),
    /// `7 authors · Mar 20 2`, or an organisation in place of the authors.
    WhoAndDate(DateLine),
    /// `65`, `-`
    Count(Option<u32>),
    /// The page's own.
    Furniture,
    /// Anything else.
    Text,
}

impl Kind {
    /// What this line is, seen alone.
    #[cfg_attr(optimize_attribute, optimize(speed))]
    pub fn of(text: &str) -> Self {
        // Nothing but text is longer, and most bytes of a dump are in such lines.
        if text.len() > 192 {
            return Self::Text;
        }
        let text = line::without_front(text);
        if text.is_empty() || line::is_mark(text) {
            Self::Blank
        } else if line::is_dot(text) {
            Self::Dot
        } else if let Some((count, bulleted)) = line::authors(text) {
            Self::Authors(count, bulleted)
        } else if let Some((date, dotted)) = line::dotted_date(text) {
            Self::Date(date, dotted)
        } else if let Some(count) = line::count(text) {
            Self::Count(count)
        } else if furniture::is_furniture(line::strip_bullet(text).0) || is_page_address(text) {
            Self::Furniture
        } else if let Some((_, date)) = line::who_and_date(text) {
            Self::WhoAndDate(date)
        } else {
            Self::Text
        }
    }
}

/// Whether a line is nothing but the address of the page.
fn is_page_address(text: &str) -> bool {
    text.starts_with("http")
        && text.contains("/papers")
        && target::bare_url(text).is_some_and(|url| target::classify(url) == Target::Site)
}

/// Whether a line is "Submitted by" and no more.
fn is_submitted(line: &str) -> bool {
    line.len() < 16 && line.starts_with('S') && collapse(line) == SUBMITTED
}

/// Kinds of all lines. Linear.
#[cfg_attr(optimize_attribute, optimize(speed))]
pub(super) fn kinds(source: &Source, head: &Head) -> Vec<Kind> {
    // A user name follows "Submitted by"; it must never become a title.
    let mut name_follows = false;
    let kind = |line: &str| {
        let kind = Kind::of(line);
        if kind == Kind::Blank {
            return kind;
        }
        let name = std::mem::replace(&mut name_follows, is_submitted(line)) && line.len() <= 60;
        let submitted = line.len() <= 80 && (line.starts_with(SUBMITTED) || is_submitted(line));
        if kind == Kind::Text && (name || submitted || head.has(line)) { Kind::Furniture } else { kind }
    };
    source.lines().map(kind).collect()
}
