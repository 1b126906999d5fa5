//! Groups of metadata: the ends of entries.

use super::Kind;
use crate::dump::line::{self, DateLine};
use crate::dump::{Source, Span, furniture};
use crate::text::space::is_space;
use std::ops::Range;

/// The metadata of one entry: lines that stand together at its end.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// The lines, organisation included, counts after the date not.
    pub lines: Range<usize>,
    /// Author count.
    pub authors: Option<u32>,
    /// Whether a bullet stood before it.
    pub bulleted: bool,
    /// The line and part of it that name an organisation.
    pub organisation: Option<Span>,
    /// The date.
    pub date: Option<DateLine>,
    /// Whether there was a separator.
    pub dot: bool,
}

/// All groups of metadata in order. A date or an author count alone is none, unless blank lines set it apart and an
/// abstract stands before it: dates and "10 authors" inside an abstract are text. The page of a day, which says who
/// submitted each paper (`day`), has neither abstracts nor dates; there an author count alone will do. `follows` tells that
/// the lines of another group stand right before this text.
#[cfg_attr(optimize_attribute, optimize(speed))]
pub(super) fn groups(source: &Source, kinds: &[Kind], day: bool, follows: bool) -> Vec<Group> {
    let kind = |at: usize| kinds.get(at).copied().unwrap_or(Kind::Blank);
    let mut groups: Vec<Group> = Vec::new();
    let mut at = 0;
    while at < kinds.len() {
        if matches!(kind(at), Kind::Text | Kind::Blank | Kind::Count(_) | Kind::Furniture) {
            at += 1;
            continue;
        }
        let mut group = Group { lines: at..at, ..Group::default() };
        let mut next = at;
        let mut signs = 0;
        while next < kinds.len() {
            match kind(next) {
                Kind::Authors(count, bulleted) if group.date.is_none() => {
                    signs += u32::from(group.authors.is_none());
                    group.authors = Some(count);
                    group.bulleted |= bulleted;
                }
                Kind::Dot if group.date.is_none() => {
                    signs += u32::from(!group.dot);
                    group.dot = true;
                }
                Kind::Date(date, dotted) if group.date.is_none() => {
                    signs += 1 + u32::from(dotted && !group.dot);
                    group.dot |= dotted;
                    group.date = Some(date);
                }
                // The same line twice is a copying accident.
                Kind::Date(date, _) if group.date == Some(date) => {}
                Kind::WhoAndDate(date) if signs == 0 => {
                    signs += 2;
                    group.date = Some(date);
                    group.dot = true;
                    let span = source.span(next);
                    if let Some((who, _)) = line::who_and_date(source.slice(span)) {
                        match line::authors(who) {
                            Some((count, _)) => group.authors = Some(count),
                            None => group.organisation = Some(part(source, span, line::without_picture(who, ""))),
                        }
                    }
                    group.bulleted |= line::strip_bullet(source.slice(span)).1;
                }
                Kind::Blank if next > at => {
                    next += 1;
                    continue;
                }
                _ => break,
            }
            next += 1;
            group.lines.end = next;
        }
        if signs == 0 {
            at += 1;
            continue;
        }
        let alone = signs == 1;
        let blank_before = if at == 0 { !follows } else { kind(at - 1) == Kind::Blank };
        let blank_around = blank_before && kind(group.lines.end) == Kind::Blank;
        // A date right after a line that names an organisation, and nothing of the same paragraph after it; where no blank
        // lines part the paragraphs, a long line before them tells.
        let above = |lines: usize| at.checked_sub(lines).map_or("", |line| source.line(line));
        let closes = !matches!(kind(group.lines.end), Kind::Text | Kind::Authors(..)) || above(2).len() > 200;
        let first = (day || group.authors.is_none())
            && (matches!(kind(at), Kind::Dot | Kind::Date(_, true)) || group.authors.is_none() && group.dot);
        let apart = group.authors.is_none() && group.date.is_some() && closes;
        if group.organisation.is_none() && (first || apart || (day && alone && closes)) {
            let floor = groups.last().map_or(0, |g| g.lines.end);
            let lone = day || (floor == 0 && !follows);
            if let Some(lines) = organisation(source, kinds, floor..at, day, lone)
                && (first || day || ends_abstract(source, kinds, lines.start))
            {
                group.lines.start = lines.start;
                let span = source.span(lines.start).to(source.span(lines.end - 1));
                let name = line::strip_bullet(source.slice(span)).0;
                group.organisation = Some(part(source, span, line::without_picture(name, "")));
            }
        }
        let fine = !alone
            || (group.date.is_some() && group.organisation.is_some())
            || (day && group.authors.is_some() && closes)
            || (blank_around && (group.bulleted || ends_abstract(source, kinds, at)));
        if !fine {
            at = group.lines.end.max(at + 1);
            continue;
        }
        at = group.lines.end;
        groups.push(group);
    }
    groups
}

/// The line before the separator that names an organisation, if it does: the last in `lines`, short, and not the end of
/// the abstract. A long name may have been broken over two lines. On the page of a `day` no abstract needs to stand before it; a `lone` title will do at the front, too.
fn organisation(source: &Source, kinds: &[Kind], lines: Range<usize>, day: bool, lone: bool) -> Option<Range<usize>> {
    let kind = |at: usize| kinds.get(at).copied().unwrap_or(Kind::Blank);
    let floor = lines.start;
    let line = lines.rev().find(|at| kind(*at) != Kind::Blank)?;
    let text = source.line(line);
    // Some organisations are called like a link of the page.
    if !(kind(line) == Kind::Text
        || kind(line) == Kind::Furniture
            && furniture::is_furniture(line::strip_bullet(text).0)
            && !furniture::is_banner(text)
            && ends_abstract(source, kinds, line))
        || line::without_picture(text, "").chars().count() > 80
        || line::is_sentence(text)
    {
        return None;
    }
    // A title and an abstract must be left over; on the page of a day, a title behind votes and who submitted it.
    let own = |at: &usize| day && matches!(kind(*at), Kind::Furniture | Kind::Count(_));
    let floor = (floor..line).rev().find(own).map_or(floor, |at| at + 1);
    let others = (floor..line).filter(|at| kind(*at) == Kind::Text).count();
    if others < 2 && !(others == 1 && lone) {
        return None;
    }
    if line == floor || kind(line - 1) != Kind::Text {
        return Some(line..line + 1);
    }
    // The second line of a title stands apart from the metadata.
    if day && others == 1 {
        return (kind(line + 1) != Kind::Blank).then_some(line..line + 1);
    }
    if begins(source, kinds, line) {
        return Some(line..line + 1);
    }
    let above = source.line(line - 1);
    let name = above.len() + text.len() <= 140 && !line::is_sentence(above) && !above.contains("://") && others > 2;
    (name && line - 1 > floor && begins(source, kinds, line - 1)).then_some(line - 1..line + 1)
}

/// Whether a line of text begins another paragraph than the one before: in the abstract's own block, one long line before it
/// means that the abstract ended there, and so does a full stop, or that the line before was not forced to break.
fn begins(source: &Source, kinds: &[Kind], line: usize) -> bool {
    let Some(before) = line.checked_sub(1).filter(|at| kinds.get(*at) == Some(&Kind::Text)) else { return true };
    let above = source.line(before);
    let word = source.line(line).split(is_space).next().map_or(0, |word| word.chars().count());
    let block = (0..=before).rev().take(60).take_while(|at| kinds.get(*at) == Some(&Kind::Text));
    let width = block.map(|at| source.line(at).chars().count()).max().unwrap_or(0);
    let address = above.rsplit(is_space).next().is_some_and(|word| word.contains("://"));
    above.len() > 200 || above.ends_with('.') || address || width <= 200 && above.chars().count() + 1 + word <= width
}

/// The span of `inner`, a part of the text at `outer`.
fn part(source: &Source, outer: Span, inner: &str) -> Span {
    let at = source.slice(outer).find(inner).unwrap_or(0) as u32;
    Span { start: outer.start + at, end: outer.start + at + inner.len() as u32 }
}

/// Whether what stands before a line, blank lines apart, is as long as an abstract.
fn ends_abstract(source: &Source, kinds: &[Kind], line: usize) -> bool {
    let before = kinds.get(..line).unwrap_or(&[]).iter().rposition(|k| *k != Kind::Blank);
    before.is_some_and(|at| kinds.get(at) == Some(&Kind::Text) && block_len(source, kinds, at) >= 150)
}

/// Bytes in the block of text that ends at line `last`.
#[cfg_attr(optimize_attribute, optimize(speed))]
fn block_len(source: &Source, kinds: &[Kind], last: usize) -> usize {
    let head = kinds.get(..=last).unwrap_or(&[]);
    head.iter()
        .rev()
        .zip((0..=last).rev())
        .take_while(|(k, _)| **k == Kind::Text)
        .map(|(_, at)| source.line(at).len())
        .sum()
}
