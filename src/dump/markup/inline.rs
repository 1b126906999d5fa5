//! The visible text inside a line: links, images, tags, escapes.

use super::escapes::tag;
use super::syntax::{
    attributes, bracketed, check_box, destination, image, is_next, is_prefix, is_wordless, label, number, placeholder,
};
use super::{Brackets, Link, Scan};
use crate::dump::target::{self, Target};
use crate::dump::{entity, html};
use std::ops::Range;

/// No link runs over more rows: an opening bracket that is older is text.
const LONGEST_LINK: usize = 300;

/// Nor are there more brackets open at once.
const MOST_OPEN: usize = 64;

/// An opening bracket whose end has not come.
pub(super) struct Open {
    row: usize,
    at: usize,
    /// Whether nothing but a bullet stands before it.
    first: bool,
}

impl Scan<'_> {
    /// The visible text of a line, and the words in place of its last image. Links that end here are added.
    pub(super) fn inline(&mut self, line: &str, row: usize) -> (String, Option<String>) {
        let mut out = String::with_capacity(line.len());
        let mut alt = None;
        let mut rest = line;
        // Line ends inside a link's text are written as backslashes.
        if self.markdown {
            rest = rest.trim_end_matches('\\').trim_end();
        }
        if let Some(after) = check_box(rest) {
            rest = after.trim_start();
        }
        let special = |c: char| matches!(c, '\\' | '[' | ']' | '!' | '<' | '&');
        while let Some(at) = rest.find(special) {
            out.push_str(rest.get(..at).unwrap_or(""));
            rest = rest.get(at..).unwrap_or("");
            let mut chars = rest.chars();
            let first = chars.next().unwrap_or(' ');
            let after = chars.as_str();
            rest = match first {
                '\\' if self.markdown && (after.is_empty() || after.starts_with("  ")) => after,
                '\\' if self.escapes => match after.chars().next() {
                    Some(c) if "\\`*_[]()#+-.!|>&<".contains(c) => {
                        out.push(c);
                        after.get(c.len_utf8()..).unwrap_or("")
                    }
                    _ => {
                        out.push('\\');
                        after
                    }
                },
                '!' if after.starts_with('[') => match image(after) {
                    Some((words, after)) => {
                        let name = words.trim();
                        alt = Some(name.to_owned()).filter(|n| !n.is_empty()).or(alt);
                        if self.broken_address(after).is_some() { "" } else { after }
                    }
                    None => {
                        out.push('!');
                        after
                    }
                },
                '[' => {
                    if let Some(style) = self.brackets
                        && let Some((url, after)) = bracketed(rest)
                    {
                        self.bracket(style, url, row, out.len());
                        after
                    } else if let Some((words, after)) = placeholder(rest) {
                        alt = Some(words.to_owned()).filter(|w| !w.is_empty()).or(alt);
                        after
                    } else if self.prefixed
                        && let Some((n, text)) = number(rest)
                        && (is_prefix(text) || is_wordless(text) || out.trim().is_empty() && text.starts_with(' '))
                        && is_next(n, self.last_number, is_prefix(text) && out.trim().is_empty())
                    {
                        self.last_number = n;
                        self.end_running(row, out.len());
                        if out.ends_with(|c: char| c.is_ascii_digit()) && text.starts_with(|c: char| c.is_ascii_digit())
                        {
                            out.push(' ');
                        }
                        self.numbers.push((self.spans.len(), n.to_string()));
                        self.running = Some((self.spans.len(), out.len()));
                        self.spans.push([row, out.len(), row, out.len()]);
                        self.page.links.push(Link { url: String::new(), target: Target::Unknown });
                        self.page.numbered += 1;
                        text
                    } else {
                        let first = out.trim().is_empty();
                        if self.open.len() >= MOST_OPEN {
                            self.open.remove(0);
                        }
                        self.open.push(Open { row, at: out.len(), first });
                        out.push('[');
                        after
                    }
                }
                ']' => {
                    if self.markdown
                        && let Some((url, after)) = destination(after)
                        && !self.is_authors_own(row, &out, url)
                    {
                        self.page.inline += 1;
                        self.close(row, &mut out, url.to_owned(), &mut alt);
                        attributes(after)
                    } else if let Some((name, after)) = label(after, self.spaced) {
                        self.page.numbered += 1;
                        let begins = self.open.iter().rfind(|o| o.first).or(self.open.last());
                        let words = begins.filter(|o| o.row == row && name.is_empty());
                        let words = words.and_then(|o| out.get(o.at + 1..)).map(str::trim).filter(|w| !w.is_empty());
                        self.numbers.push((self.spans.len(), words.unwrap_or(name).to_owned()));
                        self.close(row, &mut out, String::new(), &mut alt);
                        after
                    } else if let Some(url) = self.broken_address(after) {
                        self.page.inline += 1;
                        self.close(row, &mut out, url, &mut alt);
                        ""
                    } else if self.markdown
                        && attributes(after).len() < after.len()
                        && let Some(open) = self.open.pop_if(|o| o.row == row)
                    {
                        // `[text]{.class}`
                        self.cut(row, open.at..open.at + 1);
                        attributes(after)
                    } else {
                        // Brackets within the text: `[5]`, `[0, 1)`.
                        if self.open.last().is_some_and(|o| o.row == row && !(o.first && out.len() == o.at + 1)) {
                            self.open.pop();
                        }
                        out.push(']');
                        after
                    }
                }
                '<' => {
                    if let Some(len) = tag(rest) {
                        self.anchor(rest.get(..len).unwrap_or(""), row, &mut out, &mut alt);
                        rest.get(len..).unwrap_or("")
                    } else if let Some(whole) = self.broken_tag(rest) {
                        self.anchor(&whole, row, &mut out, &mut alt);
                        ""
                    } else if self.markdown
                        && (after.starts_with("http://") || after.starts_with("https://"))
                        && let Some(end) = after.bytes().take(2000).position(|b| b == b'>')
                    {
                        out.push_str(after.get(..end).unwrap_or(""));
                        after.get(end + 1..).unwrap_or("")
                    } else {
                        out.push('<');
                        after
                    }
                }
                '&' if self.markdown => match entity::reference(rest) {
                    Some((value, len)) => {
                        out.push_str(&value);
                        rest.get(len..).unwrap_or("")
                    }
                    None => {
                        out.push('&');
                        after
                    }
                },
                other => {
                    out.push(other);
                    after
                }
            };
        }
        out.push_str(rest);
        (out, alt)
    }

    /// `(https://a.b/long-` of a link or an image, whose rest is the beginning of the next line: the address.
    fn broken_address(&mut self, after: &str) -> Option<String> {
        let start = after.strip_prefix('(').filter(|s| self.markdown && (8..400).contains(&s.len()))?;
        let fine = start.contains("://") && !start.contains([' ', ')', '(']);
        let next = self.source.line(self.at + 1);
        let end = next.bytes().take(400).position(|b| matches!(b, b')' | b' ')).filter(|_| fine)?;
        (next.as_bytes().get(end) == Some(&b')')).then_some(())?;
        self.carried = end + 1;
        self.page.hyphens |= start.ends_with('-');
        Some(format!("{start}{}", next.get(..end).unwrap_or("")))
    }

    /// A tag whose rest is the beginning of the next line.
    fn broken_tag(&mut self, rest: &str) -> Option<String> {
        let next = self.source.line(self.at + 1);
        let end = next.bytes().take(400).position(|b| b == b'>').filter(|_| rest.len() < 400 && !rest.contains('>'))?;
        let whole = format!("{rest} {}", next.get(..=end).unwrap_or(""));
        (tag(&whole)? == whole.len()).then_some(())?;
        self.carried = end + 1;
        Some(whole)
    }

    /// A link whose address stands in brackets at byte `at` of a row.
    fn bracket(&mut self, style: Brackets, url: &str, row: usize, at: usize) {
        self.end_running(row, at);
        let link = self.spans.len();
        self.page.below += 1;
        match style {
            Brackets::Before => {
                self.running = Some((link, at));
                self.spans.push([row, at, row, at]);
            }
            Brackets::Behind => {
                let blank = |at: usize| self.page.rows.get(at).is_none_or(|r| r.text.is_empty());
                let own = self.spans.last().filter(|s| s[2] == row).map_or(0, |s| s[3]);
                let last = if at > own { row } else { (0..row).rev().take(4).find(|r| !blank(*r)).unwrap_or(row) };
                // Above, a paragraph without a link.
                let taken = |r: usize| self.spans.iter().rev().take(8).any(|s| s[2] == r);
                // Its lines above, if it was wrapped.
                let full = |r: usize| self.page.rows.get(r).is_some_and(|r| r.text.len() > 40);
                let above = |r: &usize| !blank(*r) && !taken(*r) && (last < row || own == 0 && full(*r));
                let first = (0..last).rev().take(60).take_while(above).last().unwrap_or(last);
                let end = if last == row { at } else { self.page.rows.get(last).map_or(0, |r| r.text.len()) };
                let span = if last < row && taken(last) {
                    [row, at, row, at]
                } else {
                    [first, if last == row { own } else { 0 }, last, end]
                };
                self.spans.push(span);
            }
        }
        self.page.links.push(Link { url: url.to_owned(), target: target::classify(url) });
    }

    /// Opens or closes the link that a tag is.
    fn anchor(&mut self, tag: &str, row: usize, out: &mut String, alt: &mut Option<String>) {
        if tag.starts_with("</a") {
            if let Some(url) = self.anchors.pop() {
                self.page.inline += 1;
                self.close(row, out, url, alt);
            }
        } else if tag.starts_with("<a ")
            && let Some(url) = html::attribute(tag.get(3..).unwrap_or(""), "href")
        {
            if self.anchors.len() >= MOST_OPEN {
                self.anchors.remove(0);
            }
            self.anchors.push(url.into_owned());
            self.open.push(Open { row, at: out.len(), first: out.trim().is_empty() });
            out.push('[');
        }
    }

    /// Whether a link that ends here is the authors' own Markdown, deep in a paragraph: the site shows it as it is.
    fn is_authors_own(&self, row: usize, out: &str, url: &str) -> bool {
        let Some(open) = self.open.last().filter(|o| o.row == row && !o.first && o.at > 60) else { return false };
        target::classify(url) == Target::Outside && out.get(open.at + 1..).is_some_and(|text| text.trim() != url)
    }

    /// Marks bytes of a row to be taken out. They come nearly in order.
    fn cut(&mut self, row: usize, bytes: Range<usize>) {
        let place = self.cuts.partition_point(|(r, b)| (*r, b.start) <= (row, bytes.start));
        self.cuts.insert(place, (row, bytes));
    }

    fn end_running(&mut self, row: usize, at: usize) {
        if let Some((link, start)) = self.running.take()
            && let Some(span) = self.spans.get_mut(link)
        {
            *span = [row, start, row, at];
        }
    }

    /// Ends a link here: finds where it began, takes its brackets out, and the words in place of an image at its start.
    fn close(&mut self, row: usize, out: &mut String, url: String, alt: &mut Option<String>) {
        let rows = &self.page.rows;
        self.open.retain(|o| row - o.row <= LONGEST_LINK && o.row < rows.len());
        // A bracket that opens a row opens the link; those after it are brackets in the link's text.
        let at = self.open.iter().rposition(|o| o.first).unwrap_or(self.open.len().saturating_sub(1));
        let target = target::classify(&url);
        let span = match self.open.get(at) {
            Some(open) => {
                let (from, start) = (open.row, open.at);
                self.cut(from, start..start + 1);
                let body = if from == row { out.get(start + 1..) } else { None };
                // `[[alt] Name]`: an image, and the name.
                if let Some(inner) = body.and_then(|b| b.strip_prefix('['))
                    && let Some(end) = inner.find(']')
                    && inner.get(end + 1..).is_some_and(|after| !after.trim().is_empty() || after.is_empty())
                {
                    *alt = inner.get(..end).map(str::to_owned);
                    self.cut(from, start + 1..start + 3 + end);
                }
                [from, start, row, out.len()]
            }
            None => [row, 0, row, out.len()],
        };
        self.open.truncate(at);
        // `May 29[6](…)`: a number that is a link is apart from the number before it.
        if span[0] == row {
            let before = out.get(..span[1]).unwrap_or("");
            let inside = out.get(span[1] + 1..).unwrap_or("").trim();
            let digits = (1..=12).contains(&inside.len()) && inside.bytes().all(|b| b.is_ascii_digit());
            if digits && before.ends_with(|c: char| c.is_ascii_digit()) {
                out.insert(span[1] + 1, ' ');
            }
        }
        let end = out.len();
        self.spans.push([span[0], span[1], row, end]);
        self.page.links.push(Link { url, target });
    }
}
