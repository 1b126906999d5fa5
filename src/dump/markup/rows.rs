//! What a line is by the marks at its front: quotes, headings, list items, rules, fences, front matter.

use super::syntax::{address, attributes, destination};
use super::{Row, Scan};
use crate::dump::Source;

/// Lines of front matter at the beginning, both rules included.
pub(super) fn front_matter(source: &Source) -> usize {
    let Some(first) = (0..source.len()).find(|at| !source.line(*at).is_empty()) else { return 0 };
    if source.line(first) != "---" {
        return 0;
    }
    let end = (first + 1..source.len()).take(80).find(|at| matches!(source.line(*at), "---" | "..."));
    end.map_or(0, |end| end + 1)
}

/// A line of `---`, `===`, `***`, `* * *`, `____`: what it is made of.
fn rule(line: &str) -> Option<u8> {
    let first = *line.as_bytes().first()?;
    let made_of_it = line.bytes().all(|b| b == first || b == b' ');
    let marks = line.bytes().filter(|b| *b == first).count();
    (matches!(first, b'-' | b'=' | b'*' | b'_' | b'+') && made_of_it && marks >= 3).then_some(first)
}

impl<'a> Scan<'a> {
    /// Reads line `at` of the source; `front`: it is front matter.
    pub(super) fn line(&mut self, at: usize, front: bool) {
        let source = self.source;
        let line = source.line(at);
        self.at = at;
        // What ended on this line belongs to the one before.
        let line = line.get(std::mem::take(&mut self.carried)..).unwrap_or("").trim_start();
        let mut row = Row { lines: at..at + 1, ..Row::default() };
        let fence = line.starts_with("```") || line.starts_with("~~~") || line.starts_with(":::");
        if front
            || fence
            || matches!(line, "References" | "Visible links:" | "Visible links" | "Hidden links:" | "Hidden links")
        {
            row.aside = true;
            self.page.rows.push(row);
            return;
        }
        if self.markdown && memchr::memmem::find(line.as_bytes(), b"### [").is_some_and(|found| found > 3) {
            for part in glued(line) {
                self.visible(at, part.trim());
                self.page.rows.push(Row { lines: at + 1..at + 1, blank: true, ..Row::default() });
            }
            return;
        }
        self.visible(at, line);
    }

    /// Reads a line, or a part of one.
    fn visible(&mut self, at: usize, line: &'a str) {
        let mut row = Row { lines: at..at + 1, blank: line.is_empty(), ..Row::default() };
        // A quoted mail.
        let above = at.checked_sub(1).map_or("", |above| self.source.line(above));
        let wrapped = above.len() > 40 && !above.starts_with('>');
        // In wrapped text, `>` is "greater than".
        let line = if wrapped { line } else { line.trim_start_matches("> ").trim_start_matches('>').trim_start() };
        // The end of a name over several lines, and its address.
        if line.starts_with("]: ") && line.contains("://") {
            row.aside = true;
            self.page.rows.push(row);
            return;
        }
        if let Some((name, url)) = address(line) {
            self.addresses.entry(name).or_insert(url);
            row.aside = true;
            self.page.rows.push(row);
            return;
        }
        if let Some(mark) = rule(line) {
            self.underline(at, line, mark);
            row.aside = true;
            self.page.rows.push(row);
            return;
        }
        let hashes = line.bytes().take_while(|b| *b == b'#').count();
        let mut rest = line;
        if (1..=6).contains(&hashes) && line.as_bytes().get(hashes).is_none_or(|b| matches!(b, b' ' | b'[')) {
            row.heading = hashes as u8;
            rest = line.get(hashes..).unwrap_or("").trim();
            rest = rest.trim_end_matches('#').trim_end();
            // Attributes of the heading itself.
            if let Some(open) = rest.rfind(" {")
                && attributes(rest.get(open + 1..).unwrap_or("")).is_empty()
            {
                rest = rest.get(..open).unwrap_or(rest);
            }
            // No link runs into a heading, unless it is a heading's own second line.
            let carried = at > 0 && self.page.rows.last().is_some_and(|r| r.heading == row.heading);
            if !carried {
                self.open.clear();
            }
        }
        // Nested list items have several bullets; a lone one is a number of votes.
        // Below a long line without one, it is the text's own dash.
        let item = above.trim_start_matches('[').starts_with(['*', '-', '+', '•']);
        let dash = wrapped && !item && rest.len() > 30;
        while !dash
            && let Some(next) = rest.strip_prefix(['*', '-', '+', '•']).filter(|r| r.starts_with([' ', '\u{a0}']))
            && !next.trim_start().is_empty()
        {
            rest = next.trim_start();
        }
        // A fenced division that begins inside a list item.
        if rest.starts_with(":::") {
            rest = "";
        }
        // `1. [Title](…)`
        let digits = rest.bytes().take(5).take_while(u8::is_ascii_digit).count();
        if digits > 0
            && let Some(next) = rest.get(digits..).and_then(|r| r.strip_prefix(['.', ')']))
            && next.trim_start().starts_with(['[', '*', '#'])
        {
            rest = next.trim_start();
        }
        // A heading inside a list item.
        let hashes = rest.bytes().take_while(|b| *b == b'#').count();
        if row.heading == 0 && (2..=6).contains(&hashes) && rest.as_bytes().get(hashes) == Some(&b' ') {
            row.heading = hashes as u8;
            rest = rest.get(hashes..).unwrap_or("").trim();
            self.open.clear();
        }
        let at_row = self.page.rows.len();
        self.page.rows.push(row);
        let (text, alt) = self.inline(rest, at_row);
        if let Some((link, start)) = self.running.take() {
            self.spans.get_mut(link).into_iter().for_each(|s| *s = [at_row, start, at_row, text.len()]);
        }
        if let Some(row) = self.page.rows.get_mut(at_row) {
            row.text = text;
            row.alt = alt;
        }
    }

    /// `Title` over `-----` of its length is a heading.
    fn underline(&mut self, at: usize, rule: &str, mark: u8) {
        let level = match mark {
            b'=' => 1,
            b'-' => 2,
            _ => return,
        };
        let above = at.checked_sub(1).map_or("", |above| self.source.line(above));
        let len = above.chars().count();
        if let Some(row) = self.page.rows.last_mut()
            && row.heading == 0
            && !row.aside
            && len > 2
            && len < 600
            && (rule.len().abs_diff(len) <= 2 || above.len().abs_diff(rule.len()) <= 2)
        {
            row.heading = level;
        }
    }
}

/// The parts of a line into which a reader glued a whole card: every link apart, and what stands between.
fn glued(line: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut open, mut depth, mut skip) = (0, 0, 0usize, 0);
    for (at, b) in line.bytes().enumerate() {
        if at < skip {
            continue;
        }
        match b {
            b'[' => {
                if depth == 0 {
                    open = at;
                }
                depth += 1;
            }
            b']' if depth == 1 => {
                depth = 0;
                let after = line.get(at + 1..).unwrap_or("");
                let Some((_, rest)) = destination(after) else { continue };
                let end = line.len() - rest.len();
                skip = end;
                if line.as_bytes().get(open.wrapping_sub(1)) == Some(&b'!') {
                    continue;
                }
                // The marks of a heading stay with its link.
                let before = line.get(from..open).unwrap_or("");
                let marks = before.trim_end().len() - before.trim_end().trim_end_matches('#').len();
                let start = if marks > 0 { from + before.trim_end().len() - marks } else { open };
                parts.extend([line.get(from..start).unwrap_or(""), line.get(start..end).unwrap_or("")]);
                from = end;
            }
            b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    parts.push(line.get(from..).unwrap_or(""));
    parts.retain(|part| !part.trim().is_empty());
    parts
}
