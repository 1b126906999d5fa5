//! **feed**: RSS or Atom. An item is a paper: title, description or summary, link, date, authors.

use super::builder::{Builder, More};
use super::html::{self, Token, Tokens};
use super::{Entry, Layout, Probe, Reading, Role, Source, Span, entity, line, target};
use crate::paper::Date;
use memchr::memmem;
use std::ops::Range;

/// The layout.
pub const LAYOUT: Layout = Layout { name: "feed", probe, read, blocks: None };

fn probe(source: &Source) -> Probe {
    let text = source.text().as_bytes();
    let count = |word: &[u8]| memmem::find_iter(text, word).count();
    let titles = memmem::find(text, b"</title>").is_some();
    let items = if titles {
        ["<item>", "<item ", "<entry>", "<entry "].map(|tag| count(tag.as_bytes())).iter().sum()
    } else {
        0
    };
    if items == 0 {
        return Probe::not_mine("no “item” or “entry” of a feed");
    }
    let root = ["<rss", "<feed", "<rdf:RDF", "<channel", "<?xml"].iter().find(|r| count(r.as_bytes()) > 0);
    match root {
        Some(root) => Probe::new(100, format!("{items} items of a feed under “{root}”")),
        None => Probe::new(90, format!("{items} items of a feed")),
    }
}

/// The text of an element so far.
#[derive(Debug, Default)]
struct Field {
    text: String,
    lines: Option<Range<usize>>,
    /// Whether it was given as text that means what it says, or says itself to be HTML.
    html: bool,
    /// Where the text stands as it is in the source.
    verbatim: Option<Range<usize>>,
    pieces: usize,
}

#[derive(Debug, Default)]
struct Item {
    start: usize,
    title: Field,
    text: Field,
    date: Option<Date>,
    names: Vec<String>,
    links: Vec<String>,
    id: Option<String>,
}

fn read(source: &Source) -> Reading {
    let mut builder = Builder::new(source);
    let mut item: Option<Item> = None;
    let mut path: Vec<String> = Vec::new();
    let mut field = Field::default();
    for (range, token) in Tokens::xml(source.text()) {
        match token {
            Token::Open(name, attributes, closed) => {
                let local = local(name);
                if matches!(local.as_str(), "item" | "entry") {
                    if let Some(done) = item.take() {
                        close(&mut builder, source, done, range.start);
                    }
                    item = Some(Item { start: range.start, ..Item::default() });
                    path.clear();
                    continue;
                }
                let Some(item) = &mut item else { continue };
                if local == "link"
                    && let Some(url) = html::attribute(attributes, "href")
                {
                    let rel = html::attribute(attributes, "rel");
                    if rel.is_none_or(|rel| rel == "alternate" || rel == "related") {
                        item.links.push(url.into_owned());
                    }
                }
                if !closed {
                    // HTML that is not escaped: its tags part words, no more.
                    if !path.is_empty() && !html::is_inline(&local) {
                        field.text.push(' ');
                        field.pieces += 1;
                    }
                    if path.is_empty() || matches!(local.as_str(), "name") {
                        let html = html::attribute(attributes, "type").is_some_and(|t| t.contains("html"));
                        field = Field { html, ..Field::default() };
                    }
                    if path.len() < 64 {
                        path.push(local);
                    }
                }
            }
            Token::Close(name) => {
                let local = local(name);
                if matches!(local.as_str(), "item" | "entry") {
                    if let Some(done) = item.take() {
                        close(&mut builder, source, done, range.end);
                    }
                    path.clear();
                    continue;
                }
                let Some(open) = path.iter().rposition(|p| *p == local) else { continue };
                path.truncate(open);
                if let Some(item) = &mut item
                    && (open == 0 || local == "name")
                {
                    item.take(&local, std::mem::take(&mut field));
                }
            }
            Token::Text(text) => field.push(source, range, &entity::decode(text), text.contains('&')),
            Token::Raw(text) => {
                field.push(source, range, text, false);
                field.html |= html::has_tags(text);
            }
        }
    }
    if let Some(done) = item.take() {
        let end = source.text().len();
        builder.diagnostic(source.line_at(end), None, "the end of this item", "the end of the text".to_owned());
        close(&mut builder, source, done, end);
    }
    // Lines that something was said of stay as they are.
    for (at, _) in builder.said().iter().enumerate().filter(|(_, said)| !**said) {
        builder.raise(at..at + 1, Role::Furniture);
    }
    builder.reading().nothing_because = Some("a feed whose items have no title".to_owned());
    builder.finish("an item with a title")
}

/// A name without its namespace, in lower case.
fn local(name: &str) -> String {
    let local = match name.rsplit_once(':') {
        // `content:encoded` is the content, `media:title` is no title.
        Some(("content", _)) => "content",
        Some(("dc" | "dcterms" | "atom" | "rss" | "a", local)) => local,
        Some(_) => name,
        None => name,
    };
    local.to_ascii_lowercase()
}

impl Field {
    fn push(&mut self, source: &Source, range: Range<usize>, text: &str, decoded: bool) {
        if text.trim().is_empty() {
            self.text.push_str(text);
            return;
        }
        let left = text.len() - text.trim_start().len();
        let right = text.len() - text.trim_end().len();
        self.pieces += 1;
        let inner = range.start + left..range.end.saturating_sub(right).max(range.start + left);
        let lines = source.line_at(inner.start)..source.line_at(inner.end.saturating_sub(1)) + 1;
        self.lines = Some(match self.lines.take() {
            Some(before) => before.start.min(lines.start)..before.end.max(lines.end),
            None => lines,
        });
        self.verbatim = Some(inner).filter(|_| self.pieces == 1 && !decoded);
        self.text.push_str(text);
    }

    /// The text, HTML taken off.
    fn plain(&self) -> String {
        if self.html || html::has_tags(&self.text) { html::visible(&self.text) } else { self.text.trim().to_owned() }
    }

    fn span(&self, builder: &mut Builder<'_>, source: &Source) -> Span {
        let plain = self.plain();
        match &self.verbatim {
            Some(range) if source.text().get(range.clone()) == Some(&*plain) => {
                Span { start: range.start as u32, end: range.end as u32 }
            }
            _ => builder.store(&plain),
        }
    }
}

impl Item {
    fn take(&mut self, name: &str, field: Field) {
        let text = || field.plain();
        match name {
            "title" => self.title = field,
            // Of a summary and the content, the longer one.
            "description" | "summary" | "content" | "abstract"
                if field.text.trim().len() > self.text.text.trim().len() =>
            {
                self.text = field;
            }
            "link" => self.links.extend(Some(text()).filter(|t| !t.is_empty())),
            "id" | "guid" => self.id = Some(text()),
            "pubdate" | "published" | "date" | "issued" => self.date = date(&text()).or(self.date),
            "updated" | "modified" => self.date = self.date.or_else(|| date(&text())),
            "creator" | "name" | "author" => {
                let text = text();
                let names = text.split([',', ';', '\n']).map(str::trim).filter(|n| !n.is_empty() && !n.contains('@'));
                for name in names {
                    if !self.names.iter().any(|n| n == name) {
                        self.names.push(name.to_owned());
                    }
                }
            }
            _ => {}
        }
    }
}

/// `Tue, 20 Jan 2026 08:00:00 GMT`, `2026-01-20T08:00:00Z`.
fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(date) = text.get(..10).and_then(Date::from_iso) {
        return Some(date);
    }
    let text = text.split_once(", ").map_or(text, |(_, rest)| rest);
    let day: Vec<&str> = text.split_whitespace().take(3).collect();
    line::date(&day.join(" ")).or_else(|| line::date(text)).map(|d| d.date)
}

fn close(builder: &mut Builder<'_>, source: &Source, item: Item, end: usize) {
    let lines = source.line_at(item.start)..source.line_at(end.saturating_sub(1)) + 1;
    if item.title.plain().is_empty() {
        let record = Some(builder.next_record());
        builder.diagnostic(lines.start, record, "a title in this item", "none".to_owned());
        return;
    }
    builder.raise(lines.clone(), Role::Metadata);
    builder.raise(item.text.lines.clone().unwrap_or(0..0), Role::Abstract);
    builder.raise(item.title.lines.clone().unwrap_or(0..0), Role::Title);
    let title = item.title.span(builder, source);
    let text = Some(&item.text).filter(|f| !f.plain().is_empty()).map(|f| f.span(builder, source));
    let mut links = item.links;
    links.retain(|url| url.starts_with("https://") || url.starts_with("http://"));
    let addresses = links.iter().map(String::as_str).chain(item.id.as_deref());
    let arxiv_id = addresses.clone().find_map(|url| target::paper(&target::classify(url)).map(str::to_owned));
    let arxiv_id = arxiv_id.or_else(|| {
        let id = item.id.as_deref()?;
        target::arxiv_id(id.rsplit(['/', ':']).next().unwrap_or(id)).map(|(id, _)| id.to_owned())
    });
    let authors = u32::try_from(item.names.len()).ok().filter(|n| *n > 0);
    let more = More { arxiv_id, author_names: item.names, links, ..More::default() };
    builder.entry(Entry {
        title,
        abstract_text: text,
        authors,
        date: item.date,
        lines: [lines.start as u32 + 1, lines.end as u32],
        more: Some(Box::new(more)).filter(|m| **m != More::default()),
        ..Entry::default()
    });
}
