//! The last steps: rows lose what is to go, and links whose address stands below get it.

use super::{Link, Page, Piece, Row};
use crate::dump::target::{self, Target};
use std::ops::Range;

/// Takes out what is to go, white space at the ends and emphasis around everything, and moves the links along.
pub(super) fn tidy(row: &mut Row, cuts: &[(usize, Range<usize>)]) {
    if !cuts.is_empty() {
        let mut text = String::with_capacity(row.text.len());
        // Where cuts begin, and how much was kept before them.
        let mut kept: Vec<(Range<usize>, usize)> = Vec::with_capacity(cuts.len());
        let mut from = 0;
        for (_, cut) in cuts {
            let start = cut.start.max(from);
            text.push_str(row.text.get(from..start).unwrap_or(""));
            from = from.max(cut.end);
            kept.push((start..from, text.len()));
        }
        text.push_str(row.text.get(from..).unwrap_or(""));
        let moved = |at: usize| match kept.partition_point(|(cut, _)| cut.start < at).checked_sub(1) {
            Some(index) => kept.get(index).map_or(at, |(cut, len)| len + at.saturating_sub(cut.end)),
            None => at,
        };
        for piece in &mut row.pieces {
            piece.span = moved(piece.span.start)..moved(piece.span.end);
        }
        row.text = text;
    }
    row.pieces.sort_by_key(|p| p.span.start);
    loop {
        let (inner, bold) = unwrap(&row.text);
        if inner.len() == row.text.len() {
            break;
        }
        let left = inner.as_ptr() as usize - row.text.as_ptr() as usize;
        let len = inner.len();
        row.bold |= bold;
        for piece in &mut row.pieces {
            piece.span = piece.span.start.saturating_sub(left).min(len)..piece.span.end.saturating_sub(left).min(len);
        }
        row.text = inner.to_owned();
    }
}

/// The text without white space at its ends, or else without emphasis around all of it.
fn unwrap(text: &str) -> (&str, bool) {
    let trimmed = text.trim_matches(crate::text::space::is_space);
    if trimmed.len() < text.len() {
        return (trimmed, false);
    }
    for mark in ["**", "__"] {
        if let Some(inner) = text.strip_prefix(mark).and_then(|t| t.strip_suffix(mark))
            && !inner.is_empty()
            && !inner.contains(mark)
        {
            return (inner, true);
        }
    }
    (text, false)
}

/// Addresses on lines of their own belong to the text right above them.
pub(super) fn below(page: &mut Page) {
    // Where links are written otherwise, an address alone on a line is wrapped text.
    if page.inline + page.numbered > 2 {
        return;
    }
    // Most of the site's addresses are those of papers, or an abstract ends with one of them.
    let own = page.rows.iter().filter_map(|row| Some(target::classify(target::bare_url(&row.text)?)));
    let (papers, others) = own.fold((0, 0), |(papers, others), target| match target {
        Target::Paper(_) | Target::Comments(_) | Target::Vote(_) => (papers + 1, others),
        Target::Owner | Target::Site => (papers, others + 1),
        _ => (papers, others),
    });
    if papers < others {
        return;
    }
    for at in 0..page.rows.len() {
        let Some(row) = page.rows.get(at) else { continue };
        let Some(url) = target::bare_url(&row.text).filter(|_| row.pieces.is_empty()) else { continue };
        let target = target::classify(url);
        if matches!(target, Target::Outside | Target::Unknown) {
            continue;
        }
        let url = url.to_owned();
        let link = page.links.len();
        page.links.push(Link { url, target });
        page.below += 1;
        let Some(row) = page.rows.get_mut(at) else { continue };
        row.text.clear();
        let above = page.rows.get(..at).and_then(|r| r.iter().rposition(|r| !r.blank)).map_or(0, |r| r + 1);
        let floor = above.saturating_sub(60);
        for row in page.rows.get_mut(floor..above).unwrap_or(&mut []).iter_mut().rev() {
            if row.text.is_empty() || !row.pieces.is_empty() {
                break;
            }
            row.pieces.push(Piece { span: 0..row.text.len(), link });
        }
    }
}
