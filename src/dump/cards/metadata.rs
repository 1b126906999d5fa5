//! Rows of metadata: who, when, comments, up-votes, links.

use super::{Card, Kind, Reader};
use crate::dump::Role;
use crate::dump::line::DateLine;
use crate::dump::target::{self, Target};
use std::ops::Range;

impl Reader<'_> {
    /// Mark-up without a word: part of the card it stands on, or of the head of the next.
    pub(super) fn empty(&mut self, at: usize) {
        let Some(row) = self.page.rows.get(at) else { return };
        // An organisation that is nothing but its picture.
        if let Some(alt) = &row.alt
            && let Some(next) = self.next(at + 1)
            && matches!(self.kind(next), Kind::Dot | Kind::Date(_, true))
            && let Some(card) = &mut self.card
            && card.organisation.is_none()
            && card.authors.is_none()
        {
            card.alt = Some(alt.clone());
        }
        self.belongs(at);
    }

    /// Takes the links of a row onto a card.
    pub(super) fn links(&self, card: &mut Card, at: usize) {
        let Some(row) = self.page.rows.get(at) else { return };
        for link in self.page.on(row) {
            if let Some(id) = target::paper(&link.target) {
                card.ids.push(id.to_owned());
            }
            let keep = matches!(link.target, Target::Outside | Target::Arxiv(_) | Target::Paper(_));
            let web = link.url.starts_with("https://") || link.url.starts_with("http://");
            if keep && web && card.links.len() < 50 && !card.links.contains(&link.url) {
                card.links.push(link.url.clone());
            }
        }
    }

    /// A row of metadata: puts it on the card, which loose text before it may have to become first. `false` when there
    /// is no card to put it on.
    pub(super) fn metadata(&mut self, at: usize) -> bool {
        // A few words in between are no other card.
        let other = self.loose.len() >= 2 || self.loose.last().is_some_and(|(rows, _)| self.is_long(rows));
        let done = self.card.as_ref().is_some_and(|c| c.tail && c.date.is_some()) && other;
        if self.card.is_none() || done {
            self.flush(true);
        }
        let Some(mut card) = self.card.take() else { return false };
        self.loose.clear();
        card.tail = true;
        card.last = card.last.max(at);
        self.links(&mut card, at);
        self.card = Some(card);
        self.claim(at..at + 1, Role::Metadata);
        true
    }

    /// Whether rows are as long as an abstract.
    pub(super) fn is_long(&self, rows: &Range<usize>) -> bool {
        self.page.rows.get(rows.clone()).unwrap_or(&[]).iter().map(|r| r.text.len()).sum::<usize>() >= 120
    }

    pub(super) fn date(&mut self, at: usize, date: DateLine) {
        let header = match &self.card {
            Some(card) => card.date.is_some() && self.loose.is_empty(),
            None => !self.loose.iter().any(|(rows, _)| self.is_long(rows)),
        };
        if header {
            if self.card.is_none() {
                // Words before the page.
                self.flush(false);
            }
            let twice = self.card.as_ref().is_some_and(|c| c.date.map(|d| d.date) == Some(date.date));
            if !twice && self.card.as_ref().is_none_or(|c| c.tail) && date.comments.is_none() {
                let line = self.page.rows.get(at).map_or(0, |r| r.lines.start);
                self.builder.page_date(line, date.date);
            }
            self.claim(at..at + 1, if twice { Role::Metadata } else { Role::Furniture });
            return;
        }
        if self.metadata(at)
            && let Some(card) = &mut self.card
        {
            card.date.get_or_insert(date);
            card.comments = card.comments.or(date.comments);
        }
    }

    /// A number: up-votes of this card or the next, or comments.
    pub(super) fn count(&mut self, at: usize, count: Option<u32>) {
        let Some(row) = self.page.rows.get(at) else { return };
        let votes = self.page.on(row).any(|l| matches!(l.target, Target::Vote(_)));
        let comments = self.page.on(row).any(|l| matches!(l.target, Target::Comments(_)));
        if let Some(card) = &mut self.card
            && card.expects_votes
        {
            card.upvotes = Some(count.unwrap_or(0));
            card.expects_votes = false;
            card.last = at;
            self.claim(at..at + 1, Role::Metadata);
            return;
        }
        if let Some(card) = &mut self.card
            && card.expects_stars
        {
            card.stars = card.stars.or(count);
            card.expects_stars = false;
            card.last = at;
            self.claim(at..at + 1, Role::Metadata);
            return;
        }
        let next = self.next(at + 1);
        let before_title = next.is_some_and(|n| self.anchors.at(n) > 0);
        let another = next.is_some_and(|n| matches!(self.kind(n), Kind::Count(_)));
        let before_text =
            next.is_some_and(|n| *self.kind(n) == Kind::Text || matches!(self.kind(n), Kind::Submitted(_)));
        let dated = self.card.as_ref().is_some_and(|c| c.tail);
        let no_comments = self.card.as_ref().is_some_and(|c| c.comments.is_none());
        let is_votes = !comments
            && !another
            && (votes || before_title && (count.is_none() || !dated || self.votes_first || !no_comments) || {
                self.anchors.count == 0 && before_text && (count.is_none() || self.votes_first)
            });
        if is_votes {
            self.flush_done();
            self.head.first.get_or_insert(at);
            self.head.upvotes = Some(count.unwrap_or(0));
            self.head.links.push(at);
            self.claim(at..at + 1, Role::Metadata);
            return;
        }
        // Below furniture, or a link to elsewhere on the site, it is the number of a page.
        let before = (0..at).rev().take(40).find(|b| !matches!(self.kind(*b), Kind::Blank | Kind::Empty));
        let paging = !comments
            && (self.page.on(row).any(|l| l.target == Target::Site)
                || before.is_some_and(|b| self.role(b) == Some(Role::Furniture)));
        if paging {
            self.claim(at..at + 1, Role::Furniture);
            return;
        }
        if let Some(card) = &mut self.card
            && (dated || comments)
            && count.is_some()
            && card.comments.is_none()
        {
            card.comments = count;
            card.last = at;
            self.claim(at..at + 1, Role::Metadata);
            return;
        }
        self.belongs(at);
    }
}
