//! **saved page**: the page's HTML. The page carries its papers as data in an attribute, `data-props`; where that is
//! missing, its cards are read from their mark-up.

use super::builder::Builder;
use super::cards::{self, Options};
use super::html::{self, Token, Tokens};
use super::markup::{Link, Page, Piece, Row};
use super::records::{self, Origin, Place};
use super::target::{self, Target};
use super::{Layout, Probe, Reading, Role, Source, entity, json, line};
use memchr::memmem;
use std::borrow::Cow;

/// The layout.
pub const LAYOUT: Layout = Layout { name: "saved page", probe, read, blocks: None };

fn probe(source: &Source) -> Probe {
    let text = source.text().as_bytes();
    let has = |word: &[u8]| memmem::find(text, word).is_some();
    let props = has(b"data-props=") && (has(b"&quot;title&quot;") || has(b"&#34;title&#34;"));
    if props {
        return Probe::new(100, "HTML with papers in an attribute “data-props”");
    }
    let tags = ["</div>", "</p>", "</h3>", "</a>", "</html>", "</article>", "</li>"];
    if !starts_as_html(source) || tags.iter().filter(|tag| has(tag.as_bytes())).count() < 2 {
        return Probe::not_mine("no HTML");
    }
    if has(b"<rss") || has(b"<feed") {
        return Probe::not_mine("a feed");
    }
    if memmem::find_iter(text, b"/papers/").any(|at| source.text().get(at + 8..).and_then(target::arxiv_id).is_some()) {
        return Probe::new(98, "HTML with links to papers");
    }
    if has(b"<h3") || has(b"<article") || has(b"application/json") {
        return Probe::new(90, "HTML with headings");
    }
    Probe::not_mine("HTML without links to papers and headings")
}

/// Whether most of the first lines with anything on them begin with a tag.
fn starts_as_html(source: &Source) -> bool {
    let first: Vec<&str> = source.lines().filter(|l| !l.is_empty()).take(30).collect();
    let tags = first.iter().filter(|l| l.starts_with('<') && !l.starts_with("<http")).count();
    first.iter().any(|l| l.get(..5).is_some_and(|h| h.eq_ignore_ascii_case("<html") || h.eq_ignore_ascii_case("<!doc")))
        || tags * 2 >= first.len()
}

fn read(source: &Source) -> Reading {
    let mut builder = Builder::new(source);
    props(source, &mut builder);
    if builder.entries().is_empty() {
        let (page, exact) = page(source);
        // Times that name their year say nothing of those that do not.
        return cards::read(source, page, Options { infer_year: !exact, tags: true });
    }
    builder.raise(0..source.len(), Role::Furniture);
    builder.finish("HTML")
}

/// Reads the papers in attributes `data-props` and in scripts of JSON.
fn props(source: &Source, builder: &mut Builder<'_>) {
    let text = source.text();
    for at in memmem::find_iter(text.as_bytes(), b"data-props=") {
        let start = at + 12;
        let quote = json::byte(text, start - 1);
        if !matches!(quote, b'"' | b'\'') {
            continue;
        }
        let rest = text.get(start..).unwrap_or("");
        let raw = rest.get(..memchr::memchr(quote, rest.as_bytes()).unwrap_or(rest.len())).unwrap_or("");
        data(source, builder, start, raw, &entity::decode(raw));
    }
    for at in memmem::find_iter(text.as_bytes(), b"application/json") {
        let rest = text.get(at..).unwrap_or("");
        let Some(open) = rest.bytes().take(400).position(|b| b == b'>') else { continue };
        let body = rest.get(open + 1..).unwrap_or("");
        let raw = body.get(..body.find("</script").unwrap_or(body.len())).unwrap_or("");
        data(source, builder, at + open + 1, raw, raw);
    }
}

fn data(source: &Source, builder: &mut Builder<'_>, start: usize, raw: &str, decoded: &str) {
    let at = json::skip_space(decoded, 0);
    if !matches!(json::byte(decoded, at), b'{' | b'[') || memmem::find(decoded.as_bytes(), b"\"title\"").is_none() {
        return;
    }
    let place = Place::Lines(source.line_at(start), source.line_at(start + raw.len().saturating_sub(1)) + 1);
    records::read(&Origin { text: decoded, place }, at, builder, source, &mut Vec::new());
}

/// The visible rows of HTML with their links, and whether years were taken from what is not visible; that of the page's
/// own date does not count.
pub fn page(source: &Source) -> (Page, bool) {
    let mut build = Build::new(source);
    for (range, token) in Tokens::html(source.text()) {
        build.token(range.start, range.end, &token);
    }
    build.end_row();
    (build.page, build.exact > 1 && build.exact * 2 > build.times)
}

struct Build<'a> {
    source: &'a Source,
    page: Page,
    text: String,
    from: Option<usize>,
    to: usize,
    heading: u8,
    /// The link that is open, and where its text begins in the row.
    link: Option<(usize, usize)>,
    pieces: Vec<Piece>,
    alt: Option<String>,
    /// The date of an open `<time>`.
    time: Option<String>,
    /// How deep in the document's head, or in a picture.
    hidden: usize,
    /// How many times were visible without a year, and how many got one.
    times: usize,
    exact: usize,
}

impl<'a> Build<'a> {
    fn new(source: &'a Source) -> Self {
        Self {
            source,
            page: Page::default(),
            text: String::new(),
            from: None,
            to: 0,
            heading: 0,
            link: None,
            pieces: Vec::new(),
            alt: None,
            time: None,
            hidden: 0,
            times: 0,
            exact: 0,
        }
    }

    fn token(&mut self, start: usize, end: usize, token: &Token<'_>) {
        match token {
            Token::Text(text) if self.hidden == 0 => self.push(start, end, &entity::decode(text)),
            Token::Raw(text) if self.hidden == 0 => self.push(start, end, text),
            Token::Text(_) | Token::Raw(_) => {}
            Token::Open(name, attributes, closed) => {
                let name = name.to_ascii_lowercase();
                if matches!(name.as_str(), "head" | "svg" | "noscript") && !closed {
                    self.hidden += 1;
                }
                self.open(&name, attributes);
            }
            Token::Close(name) => {
                let name = name.to_ascii_lowercase();
                if matches!(name.as_str(), "head" | "svg" | "noscript") {
                    self.hidden = self.hidden.saturating_sub(1);
                }
                if name == "a" {
                    self.close_link();
                } else if !html::is_inline(&name) {
                    if name == "time" {
                        self.dated();
                    }
                    self.end_row();
                    if name.starts_with('h') {
                        self.heading = 0;
                    }
                }
            }
        }
    }

    fn open(&mut self, name: &str, attributes: &str) {
        match name {
            "a" => {
                self.close_link();
                let url = html::attribute(attributes, "href").unwrap_or_default().into_owned();
                let target = target::classify(&url);
                // The site's own links are things apart: a title, votes, comments.
                if matches!(target, Target::Paper(_) | Target::Comments(_) | Target::Vote(_) | Target::Owner) {
                    self.end_row();
                }
                self.page.inline += 1;
                self.link = Some((self.page.links.len(), self.text.len()));
                self.page.links.push(Link { url, target });
            }
            "img" => {
                let alt = html::attribute(attributes, "alt").map(Cow::into_owned).filter(|a| !a.trim().is_empty());
                self.alt = alt.or(self.alt.take());
            }
            "br" => self.text.push(' '),
            "body" => {
                self.hidden = 0;
                self.end_row();
            }
            _ if html::is_inline(name) => {}
            _ => {
                self.end_row();
                if let [b'h', level @ b'1'..=b'6'] = name.as_bytes() {
                    self.heading = level - b'0';
                }
                if name == "time" {
                    self.time = html::attribute(attributes, "datetime").map(Cow::into_owned);
                }
            }
        }
    }

    fn push(&mut self, start: usize, end: usize, text: &str) {
        if !text.trim().is_empty() {
            let lead = text.len() - text.trim_start().len();
            self.from.get_or_insert(start + lead.min(end - start));
            self.to = end;
        }
        self.text.push_str(text);
    }

    /// A time that names its year shows it, where the visible date leaves it out.
    fn dated(&mut self) {
        let Some(time) = self.time.take() else { return };
        let visible = self.text.trim();
        let date = line::date(visible).filter(|d| d.date.year.is_none());
        self.times += usize::from(date.is_some());
        if let Some(date) = date
            && let Some(exact) = time.get(..10).and_then(crate::paper::Date::from_iso)
            && (exact.month, exact.day) == (date.date.month, date.date.day)
        {
            self.text = exact.iso();
            self.exact += 1;
        }
    }

    fn close_link(&mut self) {
        if let Some((link, start)) = self.link.take() {
            if start < self.text.len() {
                self.pieces.push(Piece { span: start..self.text.len(), link });
            }
            let own = self.page.links.get(link).map(|l| &l.target);
            if matches!(own, Some(Target::Paper(_) | Target::Comments(_) | Target::Vote(_) | Target::Owner)) {
                self.end_row();
            }
        }
    }

    /// Ends a row, and the block it is: rows of HTML stand apart.
    fn end_row(&mut self) {
        if let Some((link, start)) = &mut self.link {
            if *start < self.text.len() {
                self.pieces.push(Piece { span: *start..self.text.len(), link: *link });
            }
            *start = 0;
        }
        let text = std::mem::take(&mut self.text);
        let pieces = std::mem::take(&mut self.pieces);
        let alt = self.alt.take();
        let Some(from) = self.from.take() else {
            self.alt = alt;
            return;
        };
        let left = text.len() - text.trim_start().len();
        let shown = text.trim();
        let moved = |at: usize| at.saturating_sub(left).min(shown.len());
        let pieces = pieces.into_iter().map(|p| Piece { span: moved(p.span.start)..moved(p.span.end), link: p.link });
        let lines = self.source.line_at(from)..self.source.line_at(self.to.saturating_sub(1).max(from)) + 1;
        self.page.rows.push(Row {
            pieces: pieces.collect(),
            text: shown.to_owned(),
            heading: self.heading,
            alt,
            lines: lines.clone(),
            ..Row::default()
        });
        self.page.rows.push(Row { blank: true, lines: lines.end..lines.end, ..Row::default() });
    }
}
