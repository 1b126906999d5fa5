//! Where one card ends and the next begins, and what becomes of text that is on none: the entry of a card.

use super::kinds::is_preamble;
use super::{Card, Head, Reader};
use crate::dump::builder::More;
use crate::dump::markup::{self, Row};
use crate::dump::segment::{After, Block, Label, label};
use crate::dump::target::Target;
use crate::dump::{Entry, Role, Span, line};
use std::ops::Range;

impl Reader<'_> {
    pub(super) fn open(&mut self, title: Range<usize>, head: Head) {
        self.begun = true;
        self.claim(title.clone(), Role::Title);
        let mut card = Card {
            first: head.first.unwrap_or(title.start),
            last: title.end.saturating_sub(1),
            upvotes: head.upvotes,
            submitter: head.submitter,
            title,
            ..Card::default()
        };
        for at in head.links {
            self.links(&mut card, at);
        }
        for at in card.title.clone() {
            self.links(&mut card, at);
        }
        self.card = Some(card);
    }

    /// Closes the open card if its metadata are complete.
    pub(super) fn flush_done(&mut self) {
        if self.card.as_ref().is_some_and(|c| c.tail || !c.texts.is_empty()) || !self.loose.is_empty() {
            let head = std::mem::take(&mut self.head);
            self.flush(false);
            self.head = head;
        }
    }

    /// Closes the open card and makes cards of the loose text. With `metadata`, the last of them stays open for what
    /// follows.
    pub(super) fn flush(&mut self, metadata: bool) {
        if let Some(card) = self.card.take() {
            self.close(card);
        }
        let loose = std::mem::take(&mut self.loose);
        if loose.is_empty() {
            return;
        }
        let blocks: Vec<Block> = loose
            .iter()
            .map(|(rows, _)| {
                let lens = || self.page.rows.get(rows.clone()).unwrap_or(&[]).iter().map(|r| r.text.len());
                Block {
                    lines: rows.clone(),
                    span: Span::default(),
                    bytes: lens().sum::<usize>() + rows.len().saturating_sub(1),
                    longest: lens().max().unwrap_or(0),
                }
            })
            .collect();
        let mut labels = label(&blocks, if metadata { After::Metadata } else { After::Other });
        if self.anchors.count > 0 {
            self.doubt(&blocks, &mut labels);
        }
        let count = blocks.len();
        for (index, ((rows, votes), label)) in loose.into_iter().zip(labels).enumerate() {
            match label {
                Label::Title => {
                    if let Some(card) = self.card.take() {
                        self.close(card);
                    }
                    let mut head = if index + 1 == count { std::mem::take(&mut self.head) } else { Head::default() };
                    head.upvotes = votes.or(head.upvotes);
                    self.open(rows, head);
                }
                Label::Abstract => {
                    self.claim(rows.clone(), Role::Abstract);
                    for at in rows.clone() {
                        if let Some(mut card) = self.card.take() {
                            self.links(&mut card, at);
                            self.card = Some(card);
                        }
                    }
                    if let Some(card) = &mut self.card {
                        card.last = rows.end.saturating_sub(1);
                        card.texts.push(rows);
                    }
                }
                Label::Neither => {}
            }
        }
        if !metadata && let Some(card) = self.card.take() {
            self.close(card);
        }
    }

    /// Where titles are told by their mark-up, other text is a paper only if it looks much like one; what a reader says
    /// before a page is furniture there too.
    pub(super) fn doubt(&mut self, blocks: &[Block], labels: &mut [Label]) {
        let rows = |block: &Block| self.page.rows.get(block.lines.clone()).unwrap_or(&[]);
        let said = |block: &Block| rows(block).iter().all(|r| r.heading > 0 || is_preamble(&r.text));
        let mut furniture = Vec::new();
        let mut title = false;
        for (at, block) in blocks.iter().enumerate() {
            let Some(label) = labels.get(at).copied() else { break };
            let fits = match label {
                Label::Title => {
                    title = rows(block).iter().all(|r| r.heading == 0)
                        && labels.get(at + 1) == Some(&Label::Abstract)
                        && blocks.get(at + 1).is_some_and(|next| next.bytes >= 250 && !said(next));
                    title
                }
                Label::Abstract => title,
                Label::Neither => false,
            };
            if !fits {
                labels.get_mut(at).into_iter().for_each(|l| *l = Label::Neither);
                if said(block) {
                    furniture.push(block.lines.clone());
                }
            }
        }
        for rows in furniture {
            self.claim(rows, Role::Furniture);
        }
    }

    /// The span of rows' text: of the source where it stands there as it is, else stored.
    pub(super) fn span(&mut self, rows: &[Row]) -> Span {
        let text = markup::join(rows.iter(), self.page.hyphens);
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Span::default() };
        let whole = self.source.span(first.lines.start).to(self.source.span(last.lines.end.saturating_sub(1)));
        // What is far longer than its visible text is not searched: a page may be one line.
        let raw = Some(self.source.slice(whole)).filter(|raw| raw.len() <= 4 * text.len() + 4000).unwrap_or("");
        if let (Some(start), Some(end)) =
            (raw.find(&*first.text), raw.rfind(&*last.text).map(|at| at + last.text.len()))
            && start < end
            && crate::text::space::collapse(raw.get(start..end).unwrap_or("")) == text
        {
            return Span { start: whole.start + start as u32, end: whole.start + end as u32 };
        }
        self.builder.store(&text)
    }

    pub(super) fn close(&mut self, card: Card) {
        let record = Some(self.builder.next_record());
        let rows = |range: &Range<usize>| self.page.rows.get(range.clone()).unwrap_or(&[]);
        let title = self.span(rows(&card.title));
        if title.is_empty() {
            return;
        }
        let line_of = |row: usize, end: bool| {
            let lines = self.page.rows.get(row).map_or(0..1, |r| r.lines.clone());
            if end { lines.end as u32 } else { lines.start as u32 + 1 }
        };
        let lines = [line_of(card.first, false), line_of(card.last.max(card.first), true)];
        let abstract_text = match card.texts.as_slice() {
            [] => None,
            [one] => Some(self.span(rows(one))),
            [first, .., last] => {
                let all: Vec<Row> = rows(&(first.start..last.end)).to_vec();
                let inside = |at: &usize| card.texts.iter().any(|t| t.contains(at));
                let all: Vec<Row> =
                    (first.start..last.end).zip(all).filter(|(at, _)| inside(at)).map(|(_, row)| row).collect();
                Some(self.span(&all))
            }
        };
        let organisation = match &card.organisation {
            Some((at, range)) => {
                let owner = rows(at).iter().flat_map(|row| self.page.on(row)).find(|l| l.target == Target::Owner);
                let slug = owner.and_then(|l| l.url.rsplit('/').next()).unwrap_or("");
                let mut named = rows(at).to_vec();
                if let Some(first) = named.first_mut() {
                    first.text = match at.len() {
                        1 => line::without_picture(first.text.get(range.clone()).unwrap_or(""), slug).to_owned(),
                        _ => line::without_picture(&markup::join(rows(at).iter(), self.page.hyphens), slug).to_owned(),
                    };
                    first.lines.end = rows(at).last().map_or(0, |r| r.lines.end);
                }
                named.truncate(1);
                Some(self.span(&named))
            }
            None => card.alt.as_ref().filter(|_| card.authors.is_none()).map(|alt| self.builder.store(alt)),
        };
        if card.texts.is_empty() && (card.authors.is_some() || card.date.is_some()) {
            let at = line_of(card.title.end.saturating_sub(1), true).saturating_sub(1) as usize;
            self.builder.diagnostic(at, record, "an abstract after the title", "none".to_owned());
        }
        let arxiv_id = card.ids.first().cloned();
        let more =
            More { arxiv_id, links: card.links, submitter: card.submitter, stars: card.stars, ..More::default() };
        self.builder.entry(Entry {
            title,
            abstract_text,
            authors: card.authors,
            organisation,
            date: card.date.map(|d| d.date),
            infer_year: self.options.infer_year,
            comments: card.comments,
            upvotes: card.upvotes,
            lines,
            more: Some(Box::new(more)).filter(|m| **m != More::default()),
        });
    }
}
