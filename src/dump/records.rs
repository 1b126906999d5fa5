//! From JSON records to papers: what the API's answers, a saved page's data and Paperdeck's own files share.
//!
//! Every field may be absent, unknown ones are ignored, and one of the wrong type is reported on its line and left out.

use super::builder::{Builder, More};
use super::json::{self, Part, Parts};
use super::{Entry, Role, Source, Span, line, target};
use crate::paper::Date;
use std::ops::Range;

/// A JSON text and where it is from.
pub struct Origin<'a> {
    /// The JSON.
    pub text: &'a str,
    /// Where it stands.
    pub place: Place,
}

/// Where a JSON text stands in the dump.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// It is the dump's own text.
    Source,
    /// It was decoded from these lines, from 0.
    Lines(usize, usize),
}

/// Wrappers around the list of papers are no deeper.
const DEPTH: usize = 8;

/// A key without case and underscores: `publishedAt` and `published_at` are the same.
fn key(raw: &str) -> String {
    json::unescape(raw).chars().filter(|c| *c != '_' && *c != '-').flat_map(char::to_lowercase).collect()
}

/// One record: its fields, the paper's own before the entry's around it.
struct Record {
    whole: Range<usize>,
    /// Fields of the paper itself.
    paper: Vec<(String, Range<usize>)>,
    /// Fields of the entry around it; empty when there is none.
    entry: Vec<(String, Range<usize>)>,
}

/// Reads all papers in the value at `at`. Gives where the value ends.
///
/// `failed` gets the lines of records without a title.
pub fn read(
    origin: &Origin<'_>,
    at: usize,
    builder: &mut Builder<'_>,
    source: &Source,
    failed: &mut Vec<Range<usize>>,
) -> usize {
    let mut reader = Reader { origin, builder, source, failed };
    let end = json::end(origin.text, at);
    reader.value(at, DEPTH);
    if end.is_none() {
        let line = reader.line(origin.text.trim_end().len().saturating_sub(1));
        reader.builder.diagnostic(line, None, "the end of the JSON", "the end of the text: it was cut off".to_owned());
    }
    end.unwrap_or(origin.text.len())
}

struct Reader<'a, 'b, 's> {
    origin: &'a Origin<'a>,
    builder: &'b mut Builder<'s>,
    source: &'a Source,
    failed: &'a mut Vec<Range<usize>>,
}

impl Reader<'_, '_, '_> {
    fn slice(&self, range: &Range<usize>) -> &str {
        self.origin.text.get(range.clone()).unwrap_or("")
    }

    /// The line, from 0, of a byte.
    fn line(&self, at: usize) -> usize {
        match self.origin.place {
            Place::Source => self.source.line_at(at),
            Place::Lines(first, _) => first,
        }
    }

    /// The lines of a value, from 0.
    fn lines(&self, range: &Range<usize>) -> Range<usize> {
        match self.origin.place {
            Place::Source => {
                self.source.line_at(range.start)..self.source.line_at(range.end.saturating_sub(1).max(range.start)) + 1
            }
            Place::Lines(first, end) => first..end,
        }
    }

    fn claim(&mut self, range: &Range<usize>, role: Role) {
        let lines = self.lines(range);
        self.builder.raise(lines, role);
    }

    /// Finds records in a value: in lists, and in what is wrapped around them.
    fn value(&mut self, at: usize, depth: usize) {
        let text = self.origin.text;
        match json::byte(text, at) {
            b'{' => {
                let mut parts = Parts::of(text, at);
                let found: Vec<Part<'_>> = parts.by_ref().collect();
                match self.record(at, &found) {
                    Some(record) => self.paper(&record),
                    None => found.iter().for_each(|part| self.inner(part, depth)),
                }
                self.broken(&parts);
            }
            b'[' => {
                let mut parts = Parts::of(text, at);
                for part in parts.by_ref() {
                    self.inner(&part, depth);
                }
                self.broken(&parts);
            }
            _ => {}
        }
    }

    /// Says where a list or an object stops being JSON before the text ends.
    fn broken(&mut self, parts: &Parts<'_>) {
        if let Some(broken) = parts.broken
            && broken < self.origin.text.trim_end().len()
        {
            let line = self.line(broken);
            let found: String = self.slice(&(broken..self.origin.text.len())).chars().take(20).collect();
            self.builder.diagnostic(line, None, "a value and a comma in JSON", format!("“{}”", found.trim()));
        }
    }

    fn inner(&mut self, part: &Part<'_>, depth: usize) {
        if depth > 0 && matches!(json::byte(self.origin.text, part.value.start), b'{' | b'[') {
            self.value(part.value.start, depth - 1);
        }
    }

    /// The record that an object is, if it is one.
    fn record(&self, at: usize, parts: &[Part<'_>]) -> Option<Record> {
        const ALSO: [&str; 12] = [
            "summary",
            "abstract",
            "authors",
            "publishedat",
            "published",
            "upvotes",
            "arxivid",
            "numcomments",
            "id",
            "aisummary",
            "authornames",
            "submittedby",
        ];
        let fields = |parts: &[Part<'_>]| -> Vec<(String, Range<usize>)> {
            parts.iter().filter(|p| p.whole).map(|p| (key(p.key), p.value.clone())).collect()
        };
        let end = parts.last().map_or(at, |p| p.value.end);
        let whole = at..json::end(self.origin.text, at).unwrap_or(end);
        let own = fields(parts);
        let inner = parts.iter().find(|p| key(p.key) == "paper" && json::byte(self.origin.text, p.value.start) == b'{');
        if let Some(inner) = inner {
            let paper: Vec<Part<'_>> = Parts::of(self.origin.text, inner.value.start).collect();
            return Some(Record { whole, paper: fields(&paper), entry: own });
        }
        let has = |name: &str| own.iter().any(|(k, _)| k == name);
        (has("title") && ALSO.iter().any(|name| has(name))).then_some(Record { whole, paper: own, entry: Vec::new() })
    }

    /// The value of the first of these fields that is there and not null.
    fn find<'f>(&self, fields: &'f [(String, Range<usize>)], names: &[&str]) -> Option<&'f (String, Range<usize>)> {
        names
            .iter()
            .find_map(|name| fields.iter().rev().find(|(k, v)| k == name && self.slice(v) != "null" && !v.is_empty()))
    }

    fn wrong(&mut self, field: &(String, Range<usize>), expected: &str) {
        let value: String = self.slice(&field.1).chars().take(40).collect();
        let line = self.line(field.1.start);
        let record = Some(self.builder.next_record());
        self.builder.diagnostic(line, record, format!("{expected} in the field “{}”", field.0), value);
    }

    fn string(&self, range: &Range<usize>) -> Option<String> {
        let raw = self.slice(range);
        let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
        Some(json::unescape(inner).into_owned())
    }

    /// A text field of the paper or the entry around it: its value.
    fn text(&mut self, record: &Record, names: &[&str]) -> Option<(Range<usize>, String)> {
        for fields in [&record.paper, &record.entry] {
            if let Some(field) = self.find(fields, names) {
                match self.string(&field.1) {
                    Some(text) if text.trim().is_empty() => {}
                    Some(text) => return Some((field.1.clone(), text)),
                    None => self.wrong(field, "a text"),
                }
            }
        }
        None
    }

    /// A text as a span: of the dump where it stands there as it is, else stored.
    fn span(&mut self, range: &Range<usize>, text: &str) -> Span {
        let inner = range.start + 1..range.end.saturating_sub(1);
        if matches!(self.origin.place, Place::Source) && self.slice(&inner) == text {
            return Span { start: inner.start as u32, end: inner.end as u32 };
        }
        self.builder.store(text)
    }

    fn number(&mut self, record: &Record, names: &[&str]) -> Option<u32> {
        for fields in [&record.paper, &record.entry] {
            if let Some(field) = self.find(fields, names) {
                let raw = self.slice(&field.1);
                if raw.starts_with('[') {
                    // A list of comments instead of their number.
                    return u32::try_from(Parts::of(self.origin.text, field.1.start).count()).ok();
                }
                match raw.strip_suffix(".0").unwrap_or(raw).parse() {
                    Ok(number) => return Some(number),
                    Err(_) => self.wrong(field, "a whole number"),
                }
            }
        }
        None
    }

    fn date(&mut self, fields: &[(String, Range<usize>)], names: &[&str]) -> Option<Date> {
        let field = self.find(fields, names)?;
        let text = self.string(&field.1);
        let date = text.as_deref().and_then(|text| {
            let day = if text.starts_with("--") { text.get(..7) } else { text.get(..10) };
            day.and_then(Date::from_iso).or_else(|| line::date(text).map(|d| d.date))
        });
        if date.is_none() {
            self.wrong(field, "a date such as 2026-08-20");
        }
        date
    }

    /// Names in a list of texts or of objects with names.
    fn names(&mut self, field: &(String, Range<usize>)) -> Vec<String> {
        let mut names = Vec::new();
        for part in Parts::of(self.origin.text, field.1.start).filter(|p| p.whole) {
            let name = match json::byte(self.origin.text, part.value.start) {
                b'"' => self.string(&part.value),
                b'{' => Parts::of(self.origin.text, part.value.start)
                    .find(|p| p.whole && matches!(p.key, "name" | "fullname" | "full_name"))
                    .and_then(|p| self.string(&p.value)),
                _ if self.slice(&part.value) == "null" => continue,
                _ => None,
            };
            if name.is_none() {
                self.wrong(&(field.0.clone(), part.value), "a name");
            }
            names.push(name.unwrap_or_default());
        }
        names
    }

    /// A list of texts.
    fn list(&mut self, record: &Record, names: &[&str]) -> Vec<String> {
        for fields in [&record.paper, &record.entry] {
            if let Some(field) = self.find(fields, names) {
                if json::byte(self.origin.text, field.1.start) == b'[' {
                    return self.names(field).into_iter().filter(|n| !n.is_empty()).collect();
                }
                self.wrong(field, "a list");
            }
        }
        Vec::new()
    }

    /// The name in an object such as an organisation, or the text in place of it.
    fn named(&mut self, record: &Record, names: &[&str], prefer: &[&str]) -> Option<(Range<usize>, String)> {
        for fields in [&record.paper, &record.entry] {
            let Some(field) = self.find(fields, names) else { continue };
            match json::byte(self.origin.text, field.1.start) {
                b'"' => {
                    if let Some(text) = self.string(&field.1).filter(|t| !t.trim().is_empty()) {
                        return Some((field.1.clone(), text));
                    }
                }
                b'{' => {
                    let inner: Vec<_> = Parts::of(self.origin.text, field.1.start)
                        .filter(|p| p.whole)
                        .map(|p| (key(p.key), p.value))
                        .collect();
                    let found = prefer.iter().find_map(|name| {
                        let field = self.find(&inner, &[name])?;
                        let text = self.string(&field.1).filter(|t| !t.trim().is_empty())?;
                        Some((field.1.clone(), text))
                    });
                    if found.is_some() {
                        return found;
                    }
                }
                _ => self.wrong(field, "a name or an object with one"),
            }
        }
        None
    }

    fn paper(&mut self, record: &Record) {
        let number = self.builder.next_record();
        let Some((title_at, title)) = self.text(record, &["title"]) else {
            let line = self.line(record.whole.start);
            self.builder.diagnostic(line, Some(number), "a title in this record", "none".to_owned());
            let lines = self.lines(&record.whole);
            self.failed.push(lines);
            return;
        };
        self.claim(&record.whole, Role::Metadata);
        let mut more = More::default();
        let mut entry = Entry::default();
        if let Some((at, text)) = self.text(record, &["summary", "abstract", "contenttext"]) {
            self.claim(&at, Role::Abstract);
            entry.abstract_text = Some(self.span(&at, &text));
        }
        self.claim(&title_at, Role::Title);
        entry.title = self.span(&title_at, &title);
        self.authors(record, &mut entry, &mut more);
        let organisation =
            self.named(record, &["organization", "organisation"], &["fullname", "name", "displayname", "title"]);
        if let Some((at, name)) = organisation {
            entry.organisation = Some(self.span(&at, &name));
        }
        entry.date =
            self.date(&record.paper, &["publishedat", "published", "publicationdate", "datepublished", "date"]);
        more.listed = self.date(&record.paper, &["submittedondailyat", "listed"]);
        if more.listed.is_none() && !record.entry.is_empty() {
            // Around a paper, this is the day it was listed.
            more.listed = self.date(&record.entry, &["publishedat"]);
        }
        entry.comments = self.number(record, &["numcomments", "comments", "commentcount"]);
        entry.upvotes = self.number(record, &["upvotes", "upvotecount"]);
        more.stars = self.number(record, &["githubstars", "stars"]);
        let id = self.text(record, &["arxivid", "id", "paperid", "url", "link"]).map(|(_, id)| id);
        more.arxiv_id = id.as_deref().and_then(|id| {
            let plain = target::arxiv_id(id.trim()).filter(|(_, len)| *len == id.trim().len()).map(|(id, _)| id);
            plain.map(str::to_owned).or_else(|| target::paper(&target::classify(id)).map(str::to_owned))
        });
        for names in [&["url"], &["githubrepo"], &["projectpage"]] {
            more.links.extend(self.text(record, names).map(|(_, url)| url));
        }
        more.links.extend(self.list(record, &["links"]));
        let mut seen = rustc_hash::FxHashSet::default();
        more.links
            .retain(|url| (url.starts_with("https://") || url.starts_with("http://")) && seen.insert(url.clone()));
        more.summary = self.text(record, &["aisummary"]).map(|(_, text)| text);
        more.keywords = self.list(record, &["aikeywords", "keywords"]);
        more.submitter = self
            .named(record, &["submittedby", "submittedondailyby", "submitter"], &["fullname", "name", "user"])
            .map(|(_, name)| name);
        more.year_inferred = self.find(&record.paper, &["yearinferred"]).is_some_and(|(_, v)| self.slice(v) == "true");
        let lines = self.lines(&record.whole);
        entry.lines = [lines.start as u32 + 1, lines.end as u32];
        entry.more = Some(Box::new(more)).filter(|m| **m != More::default());
        if json::end(self.origin.text, record.whole.start).is_none() {
            let line = self.line(record.whole.end.saturating_sub(1));
            self.builder.diagnostic(line, Some(number), "the end of this record", "the end of the text".to_owned());
        }
        self.builder.entry(entry);
    }

    /// Authors are a list of names, or only their number.
    fn authors(&mut self, record: &Record, entry: &mut Entry, more: &mut More) {
        for fields in [&record.paper, &record.entry] {
            if entry.authors.is_some() {
                break;
            }
            let Some(field) = self.find(fields, &["authors"]) else { continue };
            match json::byte(self.origin.text, field.1.start) {
                b'[' => {
                    let names = self.names(field);
                    entry.authors = u32::try_from(names.len()).ok();
                    more.author_names = names.into_iter().filter(|n| !n.is_empty()).collect();
                }
                b'0'..=b'9' => match self.slice(&field.1).parse() {
                    Ok(count) => entry.authors = Some(count),
                    Err(_) => self.wrong(field, "a number of authors"),
                },
                _ => self.wrong(field, "a list of authors"),
            }
        }
        let names = self.list(record, &["authornames"]);
        if !names.is_empty() {
            more.author_names = names;
        }
    }
}

/// Where JSON begins: a line that opens a list of objects or an object, other lines before it allowed.
pub fn start(source: &Source) -> Option<usize> {
    (0..source.len().min(200)).find_map(|at| {
        let span = source.span(at);
        let (start, text) = (span.start as usize, source.text());
        let next = json::byte(text, json::skip_space(text, start + 1));
        let fits = match json::byte(text, start) {
            b'[' => matches!(next, b'{' | b'['),
            b'{' => next == b'"',
            _ => false,
        };
        fits.then_some(start)
    })
}

/// Reads a dump that is JSON: one value, or one per line, with lines of something else between.
pub fn read_all(source: &Source, expected: &'static str) -> super::Reading {
    let mut builder = Builder::new(source);
    let text = source.text();
    let mut at = start(source).unwrap_or(text.len());
    // A shell's prompt, a fence.
    for index in 0..source.len() {
        if source.line(index).starts_with("```") {
            builder.claim(index, Role::Furniture);
        }
    }
    let mut by_line = false;
    let mut failed = Vec::new();
    let mut values: Vec<Range<usize>> = Vec::new();
    while at < text.len() {
        at = json::skip_space(text, at);
        while matches!(json::byte(text, at), b',' | 0x1e) {
            at = json::skip_space(text, at + 1);
        }
        let first = source.line_at(at);
        let line_end = source.span(first).end as usize;
        if !matches!(json::byte(text, at), b'{' | b'[') {
            at = line_end.max(at + 1);
            continue;
        }
        let mut end = if by_line { None } else { json::end(text, at) };
        let next = json::skip_space(text, line_end);
        let before = builder.entries().len();
        // A broken line among lines that are a record each spoils no other.
        if end.is_none() && json::byte(text, at) == b'{' && json::byte(text, next) == b'{' && next > at {
            by_line = true;
            end = Some(line_end);
            let part = text.get(..line_end).unwrap_or("");
            read(&Origin { text: part, place: Place::Source }, at, &mut builder, source, &mut failed);
        } else {
            end = Some(read(&Origin { text, place: Place::Source }, at, &mut builder, source, &mut failed)).max(end);
        }
        let end = end.unwrap_or(text.len());
        // A broken line without a paper is not understood.
        if !by_line || json::end(text, at) == Some(end) || builder.entries().len() > before {
            values.push(first..source.line_at(end.saturating_sub(1)) + 1);
        }
        at = end.max(at + 1);
    }
    // What is left of a value is wrapped around the records.
    let mut wrapping = vec![false; source.len()];
    let mut paint = |lines: Range<usize>, value: bool| {
        wrapping.get_mut(lines).into_iter().flatten().for_each(|w| *w = value);
    };
    values.into_iter().for_each(|lines| paint(lines, true));
    failed.into_iter().for_each(|lines| paint(lines, false));
    for (index, _) in wrapping.iter().enumerate().filter(|(_, w)| **w) {
        builder.raise(index..index + 1, Role::Furniture);
    }
    if builder.entries().is_empty() {
        builder.reading().nothing_because = Some("JSON without a record that has a title".to_owned());
    }
    builder.finish(expected)
}
