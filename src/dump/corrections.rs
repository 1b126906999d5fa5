//! Corrections by hand: a pass over what a layout's reader made of a text. Every line keeps one role, and the papers their
//! order, so that coverage is what it says it is. The texts of a corrected paper are those of its lines, by their roles.
//!
//! One that does not fit (no paper there, or too many) changes nothing and is said. Taking one back is reading without it.

use super::lines::Lines;
use super::settings::{Correction, What};
use super::{Diagnostic, Dump, Entry, Role, Source, Span, markup, repeats};
use super::{api, browser_copy, builder, compact, exchange, feed, listing, saved_page, submitters};
use crate::paper::Date;
use std::ops::Range;

/// Further corrections are passed over: each may move all papers.
const MOST: usize = 2_000;

/// The most bytes of text that corrections make.
const MOST_TEXT: usize = 16 << 20;

/// Layouts whose lines are not what is seen: their texts cannot be marked.
const RECORDS: [&str; 4] = [exchange::LAYOUT.name, api::LAYOUT.name, saved_page::LAYOUT.name, feed::LAYOUT.name];

/// Layouts without mark-up: what a line says is what it is.
const PLAIN: [&str; 4] =
    [listing::LAYOUT.name, browser_copy::LAYOUT.name, compact::LAYOUT.name, submitters::LAYOUT.name];

/// Whether lines of this layout can be marked as title and abstract.
pub fn has_texts(layout: &str) -> bool {
    !RECORDS.contains(&layout)
}

/// Applies corrections in order. Gives why the last one does not fit, if it does not.
#[inline(never)]
pub(super) fn apply(dump: &mut Dump, corrections: &[Correction]) -> Option<Diagnostic> {
    if corrections.is_empty() {
        return None;
    }
    let mut last_said = None;
    let lines = Lines::of(dump);
    let mut hand = Hand { lines, extra: String::new(), touched: vec![false; dump.roles.len()], dump };
    for (number, correction) in corrections.iter().enumerate() {
        let Some(what) = correction.what else { continue };
        let [first, last] = correction.lines;
        let said = if number < MOST { hand.apply(what, first, last, &correction.value) } else { Err(TOO_MANY) };
        last_said = said.err().map(|expected| Diagnostic {
            line: first.clamp(1, hand.dump.roles.len().max(1) as u32),
            record: None,
            expected: expected.into(),
            found: format!("another one: “{}” was passed over", what.name()),
        });
        hand.dump.diagnostics.extend(last_said.clone());
    }
    hand.finish();
    last_said
}

/// Why a correction does not fit: what was expected where it is.
type Refused = &'static str;

const TOO_MANY: Refused = "at most 2000 corrections";
const ONE_PAPER: Refused = "a correction of one paper";
const HAS_TITLE: Refused = "a correction that leaves the paper a title";

struct Hand<'a> {
    dump: &'a mut Dump,
    lines: Lines,
    /// Texts made, that come behind all text there is.
    extra: String,
    /// Lines that were corrected.
    touched: Vec<bool>,
}

impl Hand<'_> {
    fn apply(&mut self, what: What, first: u32, last: u32, value: &str) -> Result<(), Refused> {
        let all = self.dump.roles.len() as u32;
        if first == 0 || first > last || last > all {
            return Err("a correction of lines that there are");
        }
        let of_text = matches!(what, What::Split | What::Join | What::Title | What::Abstract);
        if of_text && !has_texts(self.dump.layout) {
            return Err("a correction that fits a dump of records");
        }
        match what {
            What::Split => self.split(first, last),
            What::Join => self.join(first),
            What::Drop => self.drop(first),
            What::Title => self.title(first, last),
            What::Abstract => self.add_to_abstract(first, last),
            What::Furniture => self.furniture(first, last),
            What::Date => self.date(first, value),
            What::Authors => self.authors(first, value),
        }
    }

    /// The papers that have any of these lines.
    fn papers(&self, first: u32, last: u32) -> Range<usize> {
        let entries = &self.dump.entries;
        let end = entries.partition_point(|entry| entry.lines[0] <= last);
        // One line may hold many papers, and a paper ends at or before where the next begins: so look back from the end.
        let has = |entry: &&Entry| entry.lines[1] >= first;
        let count = entries.get(..end).unwrap_or(&[]).iter().rev().take_while(has).count();
        end - count..end
    }

    /// The one paper that has this line.
    fn paper(&self, line: u32) -> Result<usize, Refused> {
        let papers = self.papers(line, line);
        if papers.len() == 1 { Ok(papers.start) } else { Err(ONE_PAPER) }
    }

    fn lines_of(&self, paper: usize) -> [u32; 2] {
        self.dump.entries.get(paper).map_or([1, 0], |entry| entry.lines)
    }

    /// Those of the lines that have a role.
    fn with_role(&self, [first, last]: [u32; 2], role: Role) -> impl Iterator<Item = u32> {
        (first..=last).filter(move |line| self.role(*line) == Some(role))
    }

    fn role(&self, line: u32) -> Option<Role> {
        self.dump.roles.get(line.checked_sub(1)? as usize).copied()
    }

    fn is_text(&self, line: u32) -> bool {
        self.role(line).is_some_and(|role| role != Role::Blank)
    }

    /// Gives those of the lines a role that have one of `from`, or any.
    fn set(&mut self, [first, last]: [u32; 2], from: &[Role], role: Role) {
        for line in first..=last {
            let at = line as usize - 1;
            if let Some(slot) = self.dump.roles.get_mut(at)
                && *slot != Role::Blank
                && (from.is_empty() || from.contains(slot))
            {
                *slot = role;
                if let Some(touched) = self.touched.get_mut(at) {
                    *touched = true;
                }
            }
        }
    }

    /// The text of a paper's lines of a role, stored; `None` where there is none.
    fn text(&mut self, paper: usize, role: Role) -> Result<Option<Span>, Refused> {
        let mut text = String::new();
        let [first, last] = self.lines_of(paper);
        for (line, span) in (first..=last).zip(self.lines.from(self.dump, first)) {
            if self.role(line) != Some(role) {
                continue;
            }
            if text.len() + span.len() > MOST_TEXT - self.extra.len().min(MOST_TEXT) {
                return Err("corrections of at most 16 MB of text");
            }
            text.push_str(self.dump.raw(span));
            text.push('\n');
        }
        if !PLAIN.contains(&self.dump.layout) {
            text = markup::join(markup::strip(&Source::of_piece(text)).rows.iter(), false);
        }
        let text = text.trim_end();
        if text.is_empty() {
            return Ok(None);
        }
        let start = (self.dump.texts.len() + self.extra.len()) as u32;
        self.extra.push_str(text);
        self.extra.push('\n');
        Ok(Some(Span { start, end: start + text.len() as u32 }))
    }

    /// Makes a paper's texts anew from its lines.
    fn read(&mut self, paper: usize) -> Result<(), Refused> {
        let title = self.text(paper, Role::Title)?;
        let body = self.text(paper, Role::Abstract)?;
        if let Some(entry) = self.dump.entries.get_mut(paper) {
            entry.title = title.unwrap_or(entry.title);
            entry.abstract_text = body;
        }
        Ok(())
    }

    /// A paper of lines up to `end`, of which those up to `last` are its title. Where these say nothing without mark-up, it
    /// has their text as it stands: no title is empty.
    fn entry(&self, first: u32, last: u32, end: u32) -> Entry {
        let title = (first..=last).find(|line| self.is_text(*line)).unwrap_or(first);
        Entry { title: self.lines.line(self.dump, title), lines: [first, end], ..Entry::default() }
    }

    fn title(&mut self, first: u32, last: u32) -> Result<(), Refused> {
        let papers = self.papers(first, last);
        if papers.len() > 1 || !(first..=last).any(|line| self.is_text(line)) {
            return Err(ONE_PAPER);
        }
        if papers.is_empty() {
            self.dump.entries.insert(papers.start, self.entry(first, last, last));
        } else {
            self.set(self.lines_of(papers.start), &[Role::Title], Role::NotUnderstood);
            self.widen(papers.start, first, last);
        }
        self.set([first, last], &[], Role::Title);
        self.read(papers.start)
    }

    fn widen(&mut self, paper: usize, first: u32, last: u32) {
        if let Some(entry) = self.dump.entries.get_mut(paper) {
            entry.lines = [entry.lines[0].min(first), entry.lines[1].max(last)];
        }
    }

    fn add_to_abstract(&mut self, first: u32, last: u32) -> Result<(), Refused> {
        let papers = self.papers(first, last);
        let paper = match papers.len() {
            0 => papers.start.checked_sub(1).ok_or("a paper before these lines")?,
            1 => papers.start,
            _ => return Err(ONE_PAPER),
        };
        self.keeps_title(paper, first, last)?;
        self.widen(paper, first, last);
        self.set([first, last], &[], Role::Abstract);
        self.read(paper)
    }

    /// Whether a paper has (a part of) its title outside these lines.
    fn keeps_title(&self, paper: usize, first: u32, last: u32) -> Result<(), Refused> {
        let mut title = self.with_role(self.lines_of(paper), Role::Title).peekable();
        let keeps = title.peek().is_none() || title.any(|line| line < first || line > last);
        if keeps { Ok(()) } else { Err(HAS_TITLE) }
    }

    fn furniture(&mut self, first: u32, last: u32) -> Result<(), Refused> {
        let papers = self.papers(first, last);
        for paper in papers.clone() {
            self.keeps_title(paper, first, last)?;
        }
        self.set([first, last], &[], Role::Furniture);
        for paper in papers.filter(|_| has_texts(self.dump.layout)) {
            self.read(paper)?;
        }
        Ok(())
    }

    fn split(&mut self, first: u32, last: u32) -> Result<(), Refused> {
        let papers = self.papers(first, last);
        if papers.is_empty() {
            return self.title(first, last);
        }
        let paper = papers.start;
        let [start, end] = self.lines_of(paper);
        let begins = self.with_role([start, first - 1], Role::Title).next().is_some();
        if papers.len() > 1 || !begins || !(first..=last).any(|line| self.is_text(line)) {
            return Err("a correction within one paper, behind its title");
        }
        let end = end.max(last);
        self.set([last + 1, end], &[Role::Title], Role::Abstract);
        self.set([first, last], &[], Role::Title);
        let has_metadata = self.with_role([last + 1, end], Role::Metadata).next().is_some();
        let ends = (start..first).rev().find(|line| self.is_text(*line)).unwrap_or(start);
        let mut rest = self.entry(first, last, end);
        if let Some(entry) = self.dump.entries.get_mut(paper) {
            entry.lines = [start, ends];
            // Metadata stands behind a paper's texts, but for what belongs to its title.
            if has_metadata {
                rest.authors = entry.authors.take();
                rest.organisation = entry.organisation.take();
                rest.date = entry.date.take();
                rest.infer_year = entry.infer_year;
                rest.comments = entry.comments.take();
            }
        }
        self.dump.entries.insert(paper + 1, rest);
        self.read(paper)?;
        self.read(paper + 1)
    }

    fn join(&mut self, line: u32) -> Result<(), Refused> {
        let paper = self.paper(line)?;
        let before = paper.checked_sub(1).ok_or("a paper before this one")?;
        let lines = self.lines_of(paper);
        let entry = self.dump.entries.remove(paper);
        self.set(lines, &[Role::Title], Role::Abstract);
        self.widen(before, lines[0], lines[1]);
        if let Some(before) = self.dump.entries.get_mut(before) {
            repeats::complete(before, entry);
        }
        self.read(before)
    }

    fn drop(&mut self, line: u32) -> Result<(), Refused> {
        let paper = self.paper(line)?;
        self.set(self.lines_of(paper), &[Role::Title, Role::Abstract, Role::Metadata], Role::Furniture);
        self.dump.entries.remove(paper);
        Ok(())
    }

    fn date(&mut self, line: u32, value: &str) -> Result<(), Refused> {
        let paper = self.paper(line)?;
        let date = match value.trim() {
            "" => None,
            text => {
                let dated = Date::from_iso(text).or_else(|| Date::from_iso(&("--".to_owned() + text)));
                Some(dated.ok_or("a date as 2025-03-20 or 03-20")?)
            }
        };
        if let Some(entry) = self.dump.entries.get_mut(paper) {
            entry.date = date;
            // The year that the user writes says nothing of what the site leaves out.
            entry.infer_year = date.is_some_and(|date| date.year.is_none());
            if let Some(more) = &mut entry.more {
                more.year_inferred = false;
            }
        }
        Ok(())
    }

    fn authors(&mut self, line: u32, value: &str) -> Result<(), Refused> {
        let paper = self.paper(line)?;
        let number = value.trim().parse().ok();
        let mut names: Vec<String> = Vec::new();
        if number.is_none() {
            names.extend(value.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned));
        }
        if let Some(entry) = self.dump.entries.get_mut(paper) {
            entry.authors = number.or((!names.is_empty()).then_some(names.len() as u32));
            if entry.more.is_some() || !names.is_empty() {
                entry.more.get_or_insert_default().author_names = names;
            }
        }
        Ok(())
    }

    /// Puts the texts behind the others; what was said of lines that are understood now is out of date, and papers have
    /// other numbers.
    fn finish(mut self) {
        let extra = std::mem::take(&mut self.extra);
        self.dump.texts.push(extra);
        let diagnostics = std::mem::take(&mut self.dump.diagnostics);
        let mut kept = Vec::with_capacity(diagnostics.len());
        for mut diagnostic in diagnostics {
            let line = diagnostic.line;
            let touched = self.touched.get((line as usize).wrapping_sub(1)) == Some(&true);
            let out_of_date = match self.role(line) {
                Some(Role::NotUnderstood) => false,
                Some(Role::Furniture) => true,
                _ => diagnostic.record.is_none(),
            };
            if touched && out_of_date {
                continue;
            }
            if diagnostic.record.is_some() {
                diagnostic.record = self.paper(line).ok().map(|paper| paper as u32 + 1);
            }
            kept.push(diagnostic);
        }
        for at in 0..self.touched.len() {
            let line = at as u32 + 1;
            if self.touched.get(at) == Some(&true) && self.role(line) == Some(Role::NotUnderstood) {
                let text = self.dump.raw(self.lines.line(self.dump, line));
                let found = format!("“{}”", builder::excerpt(text));
                kept.push(Diagnostic {
                    line,
                    record: None,
                    expected: "something else than the former title".into(),
                    found,
                });
            }
        }
        self.dump.diagnostics = kept;
    }
}

#[cfg(test)]
mod tests;
