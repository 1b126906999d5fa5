//! What a row is, seen with its links but without its neighbours.

use super::tools::{Tools, tools};
use crate::dump::furniture;
use crate::dump::line::{self, DateLine};
use crate::dump::markup::{Link, Page, Row};
use crate::dump::target::Target;
use std::ops::Range;

/// What a row is, seen with its links but without its neighbours.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Nothing in the source.
    Blank,
    /// Mark-up without a word.
    Empty,
    /// `3 authors`, and the comments where they are on the same row.
    Authors(u32, Option<u32>),
    /// `·`
    Dot,
    /// `Mar 20 2`, `Published on Mar 20, 2026`, with or without a dot before it.
    Date(DateLine, bool),
    /// `7 authors · Mar 20`, or an organisation in place of the authors: the bytes that name it.
    WhoAndDate(Range<usize>, Option<u32>, DateLine),
    /// A number.
    Count(Option<u32>),
    /// `Submitted by`, the name on the same row where it is there.
    Submitted(Option<String>),
    /// Buttons of a card.
    Tools(Tools),
    /// The page's own.
    Furniture,
    /// Anything else.
    Text,
}

impl Kind {
    /// What a row is.
    pub fn of(page: &Page, row: &Row) -> Self {
        let text = row.text.as_str();
        if row.blank {
            return Self::Blank;
        }
        // `+4`: pictures of authors that are not shown.
        let more = text.strip_prefix('+').is_some_and(|n| n.len() < 4 && n.bytes().all(|b| b.is_ascii_digit()));
        if row.aside || text.is_empty() || more || line::is_mark(text) || matches!(text, "[" | "]") {
            return Self::Empty;
        }
        if text.len() > 256 || row.heading > 0 && page.on(row).any(|l| matches!(l.target, Target::Paper(_))) {
            return Self::Text;
        }
        if line::is_dot(text) {
            // The bullet of a link without a word is none.
            return if row.pieces.is_empty() { Self::Dot } else { Self::Empty };
        }
        if let Some((count, _)) = line::authors(text) {
            return Self::Authors(count, None);
        }
        if let Some((before, comments)) = linked_comments(page, row)
            && let Some((count, _)) = line::authors(before)
        {
            return Self::Authors(count, comments);
        }
        if text.len() < 60 && text.contains('©') {
            return Self::Furniture;
        }
        let (text, comments) = without_comments(line::without_front(text));
        let with = |mut date: DateLine| {
            date.comments = date.comments.or(comments);
            date
        };
        let flat = crate::text::space::collapse(text);
        let bare = text.trim_start_matches(|c| DOTS.contains(&c) || c == ' ' || c == '\u{a0}');
        if let Some(date) = date(bare) {
            return Self::Date(with(date), bare.len() < text.len());
        }
        if let Some(count) = line::count(text) {
            return Self::Count(count);
        }
        if let Some(name) = flat.strip_prefix(furniture::SUBMITTED) {
            let name = name.trim_start_matches(|c: char| c == ':' || c.is_whitespace());
            return Self::Submitted(Some(name.to_owned()).filter(|n| !n.is_empty()));
        }
        if let Some(tools) = tools(&flat) {
            return Self::Tools(tools);
        }
        // The link of an up-vote whose word is on another row.
        if let Some((votes, after)) = flat.split_once(' ')
            && let Some(votes) = line::count(votes)
            && page.on(row).next().is_some_and(|l| matches!(l.target, Target::Vote(_)))
            && let Some(tools) = tools(after)
        {
            return Self::Tools(Tools { upvotes: Some(Some(votes.unwrap_or(0))), ..tools });
        }
        if furniture::is_furniture(text) || text.len() < 100 && page.on(row).any(is_editor) {
            return Self::Furniture;
        }
        if let Some(at) = text.rfind(DOTS)
            && let (Some(who), Some(when)) = (text.get(..at), text.get(at..))
            && let Some(date) = date(when.trim_start_matches(|c: char| DOTS.contains(&c) || c.is_whitespace()))
        {
            let who = line::strip_bullet(who.trim()).0;
            let start = text.find(who).unwrap_or(0);
            let authors = line::authors(who).map(|(count, _)| count);
            return Self::WhoAndDate(start..start + who.len(), authors, with(date));
        }
        Self::Text
    }
}

/// A date with what a trending page writes before it.
fn date(text: &str) -> Option<DateLine> {
    let flat = crate::text::space::collapse(text);
    let text = flat.strip_prefix("Published on").or_else(|| flat.strip_prefix("Published")).unwrap_or(&flat);
    let text = text.trim_start_matches(|c: char| c == ':' || c.is_whitespace());
    let text = text.strip_suffix("comments").or_else(|| text.strip_suffix("comment")).unwrap_or(text).trim_end();
    line::date(text)
}

/// A row that ends with a link to the comments: what stands before, and their number.
fn linked_comments<'a>(page: &Page, row: &'a Row) -> Option<(&'a str, Option<u32>)> {
    let piece = row.pieces.last().filter(|p| p.span.end == row.text.len())?;
    let link = page.links.get(piece.link).filter(|l| matches!(l.target, Target::Comments(_)))?;
    let number = row.text.get(piece.span.clone())?.trim();
    let before = row.text.get(..piece.span.start)?.trim();
    (!link.url.is_empty() && !number.is_empty()).then_some(())?;
    Some((before, line::integer(number)))
}

/// `… · 6 comments`: what stands before, and the number.
fn without_comments(text: &str) -> (&str, Option<u32>) {
    let Some(head) = text.strip_suffix("comments").or_else(|| text.strip_suffix("comment")) else {
        return (text, None);
    };
    let head = head.trim_end();
    let digits = head.len() - head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (before, number) = head.split_at_checked(head.len() - digits).unwrap_or((head, ""));
    let before = before.trim_end_matches(|c: char| DOTS.contains(&c) || c.is_whitespace() || c == ',');
    match number.parse() {
        // A year alone before the word is no number of comments; a month's day neither.
        Ok(number) if line::date(before).is_some() || before.contains(DOTS) => (before, Some(number)),
        _ => (text, None),
    }
}

const DOTS: [char; 2] = ['·', '•'];

/// The link to who edits the page, in a line of its header.
fn is_editor(link: &Link) -> bool {
    link.url.ends_with("/akhaliq")
}

/// Lines in which a reader says what it read, before the page: `Title: …`, `- Captured (UTC): …`.
pub(super) fn is_preamble(text: &str) -> bool {
    let text = line::strip_bullet(text).0.trim_start_matches(['*', '_']);
    let Some((key, _)) = text.split_once([':', '：']) else { return false };
    key.len() <= 40 && key.chars().count() >= 2 && key.split_whitespace().count() <= 4 && text.len() <= 600
}
