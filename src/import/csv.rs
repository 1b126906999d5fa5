//! CSV (RFC 4180) and its kin: a header with a column of titles; fields parted by commas, semicolons or tabs.

use super::References;
use super::draft::{Draft, Field};

/// How many columns beside the title must be known.
const KNOWN: usize = 2;

/// The most bytes of a column's name.
const LONGEST: usize = 80;

/// Whether its header has a column of titles and others that tables of references have.
pub(super) fn is_it(head: &str) -> bool {
    header(head).is_some()
}

/// What the columns are, and what parts them.
fn header(text: &str) -> Option<(Vec<Option<Field>>, u8)> {
    let first = text.lines().next()?;
    // The title may stand behind quotes: what parts most fields is what there is most of.
    let (mut by, mut most) = (b',', 0);
    for byte in *b",;\t" {
        let count = first.bytes().filter(|other| *other == byte).count();
        if count > most {
            (by, most) = (byte, count);
        }
    }
    let mut rows = Rows { text, at: 0, line: 1, by };
    let names = rows.next()?.0;
    let mut known = 0;
    let mut columns = Vec::with_capacity(names.len());
    for name in names {
        if name.len() > LONGEST || name.contains('<') {
            return None;
        }
        let letters = name.chars().filter(char::is_ascii_alphabetic).map(|char| char.to_ascii_lowercase());
        let (field, counts) = column(&letters.collect::<String>());
        known += usize::from(counts);
        columns.push(field);
    }
    (known >= KNOWN && columns.contains(&Some(Field::Title))).then_some((columns, by))
}

/// What a column of this name says, and whether tables of references have such a one beside titles.
fn column(name: &str) -> (Option<Field>, bool) {
    let field = match name {
        "title" => return (Some(Field::Title), false),
        "doi" => Field::Doi,
        "url" | "link" | "links" => Field::Url,
        "publicationyear" | "year" | "date" => Field::Year,
        "arxivid" | "arxiv" | "eprint" => Field::Eprint,
        "publicationtitle" | "journal" | "journaltitle" | "number" | "archivelocation" | "publisher" => Field::Place,
        "extra" => Field::Note,
        "key" | "itemtype" | "author" | "authors" | "abstract" | "abstractnote" | "citationkey" | "identifier" => {
            return (None, true);
        }
        _ => return (None, false),
    };
    (Some(field), true)
}

/// Reads all rows.
pub(super) fn read(text: &str, into: &mut References) {
    let Some((columns, by)) = header(text) else { return };
    let mut rows = Rows { text, at: 0, line: 1, by };
    rows.next();
    let mut line = rows.line;
    while let Some((row, closed)) = rows.next() {
        if row.iter().any(|field| !field.trim().is_empty()) {
            let mut draft = Draft::default();
            for (field, value) in columns.iter().zip(&row) {
                if let Some(field) = field {
                    draft.set(*field, unguarded(value));
                }
            }
            into.take(draft, line);
            if !closed {
                into.problem(line, "a closing quote", "the end of the file");
            }
        }
        line = rows.line;
    }
}

/// Without the apostrophe that keeps spreadsheets from taking a field for a formula.
fn unguarded(field: &str) -> &str {
    let bare = field.strip_prefix('\'').filter(|rest| rest.starts_with(crate::export::csv::RISKY));
    bare.unwrap_or(field)
}

struct Rows<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    by: u8,
}

impl Rows<'_> {
    /// The fields of the next row, and whether the last one's quotes close; `None` at the end.
    fn next(&mut self) -> Option<(Vec<String>, bool)> {
        let bytes = self.text.as_bytes();
        if self.at >= bytes.len() {
            return None;
        }
        let mut row: Vec<String> = Vec::new();
        loop {
            let mut field = String::new();
            let mut closed = true;
            if bytes.get(self.at) == Some(&b'"') {
                closed = false;
                self.at += 1;
                while let Some(end) = bytes.get(self.at..).and_then(|rest| memchr::memchr(b'"', rest)) {
                    self.push(&mut field, self.at + end);
                    self.at += 1;
                    if bytes.get(self.at) != Some(&b'"') {
                        closed = true;
                        break;
                    }
                    field.push('"');
                    self.at += 1;
                }
                if !closed {
                    self.push(&mut field, bytes.len());
                }
            }
            // Also what stands behind closed quotes.
            let rest = bytes.get(self.at..).unwrap_or(&[]);
            let end = rest.iter().position(|byte| *byte == self.by || *byte == b'\n').unwrap_or(rest.len());
            self.push(&mut field, self.at + end);
            let ended = bytes.get(self.at).copied();
            self.at += 1;
            if ended == Some(self.by) {
                row.push(field);
                continue;
            }
            self.line += u32::from(ended.is_some());
            row.push(field.trim_end_matches('\r').to_owned());
            return Some((row, closed));
        }
    }

    /// Takes what stands before `end` into a field.
    fn push(&mut self, field: &mut String, end: usize) {
        let part = self.text.get(self.at..end).unwrap_or("");
        self.line += part.bytes().filter(|byte| *byte == b'\n').count() as u32;
        field.push_str(part);
        self.at = end;
    }
}
