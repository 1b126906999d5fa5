//! The titles that their mark-up tells: headings, the first link to a paper, what is bold.

use super::Kind;
use super::kinds::is_preamble;
use crate::dump::furniture;
use crate::dump::markup::{Page, Row};
use crate::dump::target::Target;

/// How titles are told.
#[derive(Debug, Default)]
pub struct Anchors {
    /// Per row: whether a title begins here, and how many rows it has.
    pub(super) rows: Vec<u16>,
    /// How many there are.
    pub count: usize,
    /// How many are headings.
    pub headings: usize,
    /// How many lead to the page of a paper.
    pub papers: usize,
}

impl Anchors {
    pub(super) fn at(&self, row: usize) -> usize {
        self.rows.get(row).copied().unwrap_or(0).into()
    }

    pub(super) fn add(&mut self, at: usize, end: usize) {
        if let Some(slot) = self.rows.get_mut(at) {
            *slot = (end - at).min(u16::MAX.into()) as u16;
            self.count += 1;
        }
    }
}

/// Finds the titles that their mark-up tells. Linear.
pub fn anchors(page: &Page, kinds: &[Kind]) -> Anchors {
    let mut anchors = Anchors { rows: vec![0; page.rows.len()], ..Anchors::default() };
    let is_title = |row: &Row, kind: Option<&Kind>| {
        row.heading > 0 && kind == Some(&Kind::Text) && row.text.len() <= 400 && !furniture::is_banner(&row.text)
    };
    // The level of the titles: the most frequent one, the deeper one of two.
    let (mut levels, mut linked) = ([0usize; 7], [0usize; 7]);
    let mut leading = 0usize;
    for (row, kind) in page.rows.iter().zip(kinds) {
        if is_title(row, Some(kind)) {
            if let Some(level) = levels.get_mut(usize::from(row.heading)) {
                *level += 1;
            }
            if let Some(linked) = linked.get_mut(usize::from(row.heading)) {
                *linked += usize::from(!row.pieces.is_empty());
            }
            leading += usize::from(page.on(row).any(|l| matches!(l.target, Target::Paper(_))));
        }
    }
    let level = (1..7).rev().max_by_key(|l| (levels.get(*l).copied().unwrap_or(0), *l)).unwrap_or(0);
    // Where most of them are links, the others are none.
    let at_level = levels.get(level).copied().unwrap_or(0);
    let linked = linked.get(level).is_some_and(|linked| linked * 2 > at_level);
    // A heading or two over everything are no titles.
    let dates = kinds.iter().filter(|k| matches!(k, Kind::Date(..) | Kind::WhoAndDate(..))).count();
    let few = leading == 0 && at_level * 3 < dates;
    let mut paper: Option<String> = None;
    // Whether the last title did not say which paper it is: the next link does, and is no title.
    let mut unnamed = false;
    let mut title = String::new();
    let mut at = 0;
    while let Some(row) = page.rows.get(at) {
        let leads = page.on(row).find_map(|l| match &l.target {
            Target::Paper(id) => Some(id.clone()),
            _ => None,
        });
        let heading = !few
            && is_title(row, kinds.get(at))
            && !says_source(page, at)
            && (leads.is_some()
                || usize::from(row.heading) == level && (leading == 0 && (!linked || !row.pieces.is_empty())));
        if heading {
            let mut end = at + 1;
            // Wrapped: the link runs on, or another heading follows without a blank line between.
            while let Some(next) = page.rows.get(end)
                && !next.blank
                && !next.text.is_empty()
                && (shares_link(row, next)
                    || next.heading == row.heading && row.text.len() > 40 && next.pieces.is_empty())
                && end - at < 8
            {
                end += 1;
            }
            anchors.add(at, end);
            anchors.headings += 1;
            anchors.papers += usize::from(leads.is_some());
            title.clone_from(&row.text);
            unnamed = leads.is_none();
            paper = leads.or(paper);
            at = end;
            continue;
        }
        if let Some(id) = leads
            && kinds.get(at) == Some(&Kind::Text)
            && let Some((link, _)) = page.whole(row)
        {
            let mut end = at + 1;
            while page.rows.get(end).is_some_and(|next| !next.blank && next.pieces.iter().any(|p| p.link == link)) {
                end += 1;
            }
            // `[7]text` does not say where a link ends: a title ends with its paragraph.
            if page.numbered > page.inline + page.below {
                while page
                    .rows
                    .get(end)
                    .is_some_and(|next| !next.blank && next.pieces.is_empty() && !next.text.is_empty())
                {
                    end += 1;
                }
            }
            let rows = page.rows.get(at..end).unwrap_or(&[]);
            let len = rows.iter().map(|r| r.text.len() + 1).sum::<usize>();
            let new = paper.as_ref() != Some(&id) || title == row.text;
            if new && len <= 400 && leading == 0 && !std::mem::take(&mut unnamed) {
                anchors.add(at, end);
                anchors.papers += 1;
                title.clone_from(&row.text);
            }
            paper = Some(id);
            at = end;
            continue;
        }
        at += 1;
    }
    // Where only some of the addresses are known, the titles are told by their places.
    if anchors.headings == 0 && anchors.count * 4 < dates * 3 {
        anchors = Anchors { rows: vec![0; page.rows.len()], ..Anchors::default() };
    }
    // Neither headings nor addresses: what is bold, if nothing else is.
    if anchors.count == 0 {
        let bold: Vec<usize> = (0..page.rows.len())
            .filter(|at| page.rows.get(*at).is_some_and(|r| r.bold && (8..=400).contains(&r.text.len())))
            .filter(|at| kinds.get(*at) == Some(&Kind::Text))
            .collect();
        if bold.len() >= 2 {
            bold.into_iter().for_each(|at| anchors.add(at, at + 1));
        }
    }
    anchors
}

/// Whether a row is a heading below which a reader says what it read.
pub(super) fn says_source(page: &Page, at: usize) -> bool {
    let below = || page.rows.iter().skip(at + 1).take(4).find(|row| !row.text.is_empty());
    page.rows.get(at).is_some_and(|row| row.heading > 0)
        && below().is_some_and(|row| row.text.contains("://") && is_preamble(&row.text))
}

pub(super) fn shares_link(row: &Row, next: &Row) -> bool {
    row.pieces.last().is_some_and(|p| next.pieces.first().is_some_and(|n| n.link == p.link))
}
