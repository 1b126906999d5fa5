//! Rows of text: paragraphs, organisations, navigation, and what a reader says before the page.

use super::anchors::shares_link;
use super::kinds::is_preamble;
use super::{Kind, Reader};
use crate::dump::Role;
use crate::dump::line;
use crate::dump::markup::Row;
use crate::dump::target::Target;
use std::ops::Range;

impl Reader<'_> {
    /// A paragraph of text, from row `at`: an abstract, an organisation, or something that stands on no card.
    pub(super) fn text(&mut self, at: usize) -> usize {
        let end = self.paragraph(at);
        let rows = at..end;
        if (end == at + 1 || self.is_owner(&rows)) && self.is_organisation_until(at, end) {
            if self.metadata(at)
                && let Some(card) = &mut self.card
            {
                let len = self.page.rows.get(at).map_or(0, |r| r.text.len());
                card.organisation.get_or_insert((rows.clone(), 0..len));
                card.last = card.last.max(end - 1);
                self.claim(rows, Role::Metadata);
            }
            return end;
        }
        let own = end == at + 1 && self.navigation(at);
        let preamble = !self.begun && self.preamble(at, end);
        match &mut self.card {
            Some(card) if !card.tail => {
                card.texts.push(rows.clone());
                card.last = end - 1;
                if card.ids.is_empty() {
                    let id = self.page.rows.get(at).and_then(|row| match &self.page.whole(row)?.1.target {
                        Target::Paper(id) => Some(id.clone()),
                        _ => None,
                    });
                    card.ids.extend(id);
                }
                self.claim(rows, Role::Abstract);
            }
            _ if own => {}
            _ if preamble => self.claim(rows, Role::Furniture),
            _ => {
                let votes = self.head.upvotes.take();
                self.loose.push((rows, votes));
            }
        }
        end
    }

    /// A row that is one short link: to the next page, to a project.
    pub(super) fn navigation(&mut self, at: usize) -> bool {
        let page = self.page;
        let Some(row) = page.rows.get(at) else { return false };
        let Some((_, link)) = page.whole(row) else {
            // Several links to pages of the site, and next to nothing between them.
            let linked: usize = row.pieces.iter().map(|p| p.span.len()).sum();
            let own = page.on(row).all(|l| matches!(l.target, Target::Site | Target::Owner | Target::Vote(_)));
            let all = row.pieces.len() > 1 && linked + 3 * row.pieces.len() >= row.text.len() && own;
            if all && self.card.as_ref().is_none_or(|c| c.tail) {
                self.claim(at..at + 1, Role::Furniture);
            }
            return all;
        };
        let tail = self.card.as_ref().is_none_or(|c| c.tail);
        let role = match link.target {
            Target::Outside | Target::Arxiv(_) if row.text.len() <= 60 && self.card.is_some() => Role::Metadata,
            Target::Owner | Target::Site | Target::Vote(_) | Target::Outside if row.text.len() <= 60 => Role::Furniture,
            Target::Unknown if row.text.len() <= 40 && self.anchors.count > 0 => Role::Furniture,
            _ => return false,
        };
        if !tail {
            return false;
        }
        if role == Role::Metadata
            && let Some(mut card) = self.card.take()
        {
            self.links(&mut card, at);
            card.last = at;
            self.card = Some(card);
        }
        self.claim(at..at + 1, role);
        true
    }

    /// Whether these rows, before anything of the page, are what the reader that made the text says of it.
    pub(super) fn preamble(&self, at: usize, end: usize) -> bool {
        let rows = self.page.rows.get(at..end).unwrap_or(&[]);
        let known = rows.iter().all(|r| r.heading > 0 || is_preamble(&r.text));
        known && (self.anchors.count > 0 || rows.iter().any(|r| r.text.contains("://")))
    }

    /// The end of the paragraph that begins at `at`: rows without a blank one between, other kinds inside it included
    /// where they are words of wrapped text.
    pub(super) fn paragraph(&self, at: usize) -> usize {
        let mut end = at + 1;
        let first = self.page.rows.get(at);
        if self.lines && self.anchors.count == 0 {
            return end;
        }
        while end < self.kinds.len() && self.anchors.at(end) == 0 {
            let (Some(before), Some(row)) = (self.page.rows.get(end - 1), self.page.rows.get(end)) else { break };
            if row.heading > 0 {
                break;
            }
            let fine = match self.kind(end) {
                // Another link of its own begins: another block.
                Kind::Text => {
                    let own = self.page.whole(row).map(|(link, _)| link);
                    let same =
                        own.is_none() || first.is_some_and(|f| f.pieces.last().is_some_and(|p| Some(p.link) == own));
                    let organisation = self.is_organisation(end) && before.text.ends_with(['.', '!', '?', ')', '"']);
                    same && !organisation && !self.breaks(at, end)
                }
                // Where links have numbers, buttons do: without one it is the last word of a wrapped title.
                Kind::Tools(_) => {
                    self.page.numbered > 0
                        && row.pieces.is_empty()
                        && before.text.len() > 40
                        && !before.text.ends_with('.')
                        && *self.kind(end + 1) == Kind::Blank
                }
                Kind::Blank | Kind::Empty | Kind::Submitted(_) => false,
                // Words of the text, if the text goes on, or if its last row is full.
                _ => {
                    let goes_on = *self.kind(end + 1) == Kind::Text
                        && self.anchors.at(end + 1) == 0
                        && self.page.rows.get(end + 1).is_some_and(|r| r.heading == 0)
                        && self
                            .page
                            .rows
                            .get(end + 1)
                            .is_some_and(|next| shares_link(before, next) == shares_link(before, row));
                    // The last word of a text that was wrapped right before it.
                    let last = matches!(self.kind(end), Kind::Furniture | Kind::Count(Some(_)) | Kind::Date(..))
                        && matches!(self.kind(end + 1), Kind::Blank);
                    before.text.len() > 40
                        && row.text.len() <= before.text.len()
                        && (goes_on || last)
                        && self.page.whole(row).is_none_or(|(link, _)| before.pieces.iter().any(|p| p.link == link))
                }
            };
            if !fine {
                break;
            }
            end += 1;
        }
        end
    }

    /// Without titles that mark-up tells: a whole abstract in one row after what is short enough for a title.
    pub(super) fn breaks(&self, first: usize, at: usize) -> bool {
        let len = |at: usize| self.page.rows.get(at).map_or(0, |r| r.text.len());
        let before = len(at - 1);
        (len(at) >= 300 && before <= 250 && at - first <= 2) || (len(at) < 300 && before >= 300 && at - first == 1)
    }

    /// Whether a row names an organisation: short, after a title, and right before the dot or the date.
    pub(super) fn is_organisation(&self, at: usize) -> bool {
        self.is_organisation_until(at, at + 1)
    }

    /// Whether a short paragraph is a link to an organisation, its name broken over several rows.
    fn is_owner(&self, rows: &Range<usize>) -> bool {
        let all = self.page.rows.get(rows.clone()).unwrap_or(&[]);
        let owner = |row: &Row| self.page.on(row).next().is_some_and(|l| l.target == Target::Owner);
        rows.len() <= 3 && all.first().is_some_and(owner) && all.iter().map(|r| r.text.len()).sum::<usize>() <= 160
    }

    /// The same of a row whose paragraph ends before `end`.
    fn is_organisation_until(&self, at: usize, end: usize) -> bool {
        let Some(row) = self.page.rows.get(at) else { return false };
        if row.text.chars().count() > 100 || row.heading > 0 || self.anchors.at(at) > 0 {
            return false;
        }
        let name = !line::is_sentence(&row.text);
        let Some(next) = self.next(end) else { return false };
        let followed = match self.kind(next) {
            // Or the text was cut off before the date.
            Kind::Dot => self.next(next + 1).is_none_or(|n| matches!(self.kind(n), Kind::Date(..))),
            // Without a dot, what stands apart below an abstract and is no sentence.
            Kind::Date(_, dot) => {
                let apart = at.checked_sub(1).is_none_or(|row| matches!(self.kind(row), Kind::Blank | Kind::Empty));
                let text = match &self.card {
                    Some(card) => !card.texts.is_empty(),
                    None => self.loose.len() >= 2 && self.loose.last().is_some_and(|(rows, _)| self.is_long(rows)),
                };
                *dot || name && apart && text
            }
            _ => false,
        };
        if !followed {
            return false;
        }
        let owner = end > at + 1 || self.page.whole(row).is_some_and(|(_, l)| l.target == Target::Owner);
        let texts = match &self.card {
            Some(card) if card.tail && !self.loose.is_empty() => self.loose.len() >= 2,
            Some(card) if card.tail => return card.organisation.is_none() && card.date.is_none(),
            Some(card) => !card.texts.is_empty(),
            None => self.loose.len() >= 2,
        };
        owner || texts && name || self.paragraph_ended(at)
    }

    /// Whether the row before is the end of a sentence in the same paragraph (an organisation glued below it).
    pub(super) fn paragraph_ended(&self, at: usize) -> bool {
        at.checked_sub(1)
            .and_then(|b| self.page.rows.get(b))
            .is_some_and(|b| b.text.ends_with('.') && b.text.len() > 100)
    }
}
