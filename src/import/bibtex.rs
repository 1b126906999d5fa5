//! BibTeX and BibLaTeX, as "Tame the BeaST" describes them: entries in braces or parentheses, values in braces or quotes,
//! joined by `#`, names defined by `@string`. What stands between entries is a comment.

use super::draft::{Draft, Field};
use super::{References, tex};

/// The lines at the beginning among which an entry must be.
const FIRST_LINES: usize = 12;

/// The most names that are defined, and the most bytes of what each stands for: names may be made of names.
const MAX_NAMES: usize = 500;
const MAX_NAMED: usize = 512;

/// Whether an entry begins among the first lines.
pub(super) fn is_it(head: &str) -> bool {
    let lines = head.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with('%'));
    lines.take(FIRST_LINES).any(|line| {
        let mut text = Text { text: line, at: 0, line: 1 };
        text.eat(b'@') && !text.word().is_empty() && {
            text.space();
            text.eat(b'{') || text.eat(b'(')
        }
    }) && head.contains('=')
}

/// Reads all entries.
pub(super) fn read(text: &str, into: &mut References) {
    let mut text = Text { text, at: 0, line: 1 };
    let mut names: Vec<(String, String)> = Vec::new();
    while text.skip_to(b'@') {
        let line = text.line;
        text.at += 1;
        let kind = text.word().to_ascii_lowercase();
        text.space();
        let close = match text.peek() {
            Some(b'{') => b'}',
            Some(b'(') => b')',
            _ => continue,
        };
        if kind.is_empty() {
            continue;
        }
        if matches!(kind.as_str(), "comment" | "preamble") {
            // As a value it may not end; the next entry begins a line.
            if text.peek() == Some(b'{') {
                text.braced();
            }
            continue;
        }
        text.at += 1;
        let string = kind == "string";
        if !string {
            text.key();
        }
        let mut draft = Draft::default();
        let broken = fields(&mut text, close, &mut names, &mut |name, value, names| {
            if string {
                if names.len() < MAX_NAMES && value.len() <= MAX_NAMED {
                    names.push((name.to_ascii_lowercase(), value));
                }
            } else if let Some(field) = field(&name.to_ascii_lowercase()) {
                let is_text = matches!(field, Field::Title | Field::Place | Field::Note);
                draft.set(field, &if is_text { tex::plain(&value) } else { value });
            }
        });
        if !string {
            into.take(draft, line);
        }
        if let Some((expected, found)) = broken {
            into.problem(text.line, expected, &found);
        }
    }
}

fn field(name: &str) -> Option<Field> {
    Some(match name {
        "title" => Field::Title,
        "doi" => Field::Doi,
        "url" | "howpublished" | "link" => Field::Url,
        "year" | "date" => Field::Year,
        "eprint" | "arxivid" | "arxiv" => Field::Eprint,
        "journal" | "journaltitle" | "booktitle" | "number" | "volume" | "publisher" => Field::Place,
        "note" | "annote" => Field::Note,
        _ => return None,
    })
}

type Names = Vec<(String, String)>;

/// Reads `name = value` until the entry closes; gives what was expected and found where it does not go on as it should.
fn fields(
    text: &mut Text,
    close: u8,
    names: &mut Names,
    found: &mut dyn FnMut(&str, String, &mut Names),
) -> Option<(&'static str, String)> {
    loop {
        text.space();
        while text.eat(b',') {
            text.space();
        }
        if text.eat(close) {
            return None;
        }
        let name = text.name();
        if name.is_empty() {
            return Some(("a field or the end of the entry", text.excerpt()));
        }
        text.space();
        if !text.eat(b'=') {
            return Some(("`=` after the name of a field", text.excerpt()));
        }
        let mut value = String::new();
        loop {
            text.space();
            match text.peek() {
                Some(b'{') => match text.braced() {
                    Some(part) => value.push_str(part),
                    None => return Some(("a closing brace", text.excerpt())),
                },
                Some(b'"') => match text.quoted() {
                    Some(part) => value.push_str(part),
                    None => return Some(("a closing quote", text.excerpt())),
                },
                _ => {
                    let part = text.name();
                    if part.is_empty() {
                        return Some(("a value", text.excerpt()));
                    }
                    let known = names.iter().rev().find(|(name, _)| name.eq_ignore_ascii_case(part));
                    if value.len() <= MAX_NAMED {
                        value.push_str(known.map_or(part, |(_, value)| value));
                    }
                }
            }
            text.space();
            if !text.eat(b'#') {
                break;
            }
        }
        found(name, value, names);
    }
}

/// A text and how far it is read.
struct Text<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl<'a> Text<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let is_it = self.peek() == Some(byte);
        self.at += usize::from(is_it);
        is_it
    }

    /// Goes on while bytes are of a kind; what they are.
    fn run(&mut self, of: fn(u8) -> bool) -> &'a str {
        let start = self.at;
        while let Some(byte) = self.peek().filter(|byte| of(*byte)) {
            self.line += u32::from(byte == b'\n');
            self.at += 1;
        }
        self.text.get(start..self.at).unwrap_or("")
    }

    fn space(&mut self) {
        self.run(|byte| byte.is_ascii_whitespace());
    }

    fn word(&mut self) -> &'a str {
        self.run(|byte| byte.is_ascii_alphabetic())
    }

    /// A name of a field or of a value, or a number.
    fn name(&mut self) -> &'a str {
        self.run(|byte| byte > b' ' && !b"\"#%'(),={}@".contains(&byte))
    }

    /// Goes to the next byte of this kind; whether there is one.
    fn skip_to(&mut self, byte: u8) -> bool {
        while let Some(here) = self.peek().filter(|here| *here != byte) {
            self.line += u32::from(here == b'\n');
            self.at += 1;
        }
        self.peek().is_some()
    }

    /// Over the key of an entry, which may have any characters but a comma. One without a key goes on with its fields.
    fn key(&mut self) {
        let (at, line) = (self.at, self.line);
        let key = self.run(|byte| !b",}=\"@".contains(&byte) && byte != b'{');
        if key.contains('\n') && !key.trim().is_empty() || self.peek() == Some(b'=') {
            (self.at, self.line) = (at, line);
        }
    }

    /// What stands in braces, whose number is right; `None` where they do not close before the text ends or an entry begins.
    fn braced(&mut self) -> Option<&'a str> {
        self.at += 1;
        self.value(|byte, depth| byte == b'}' && depth < 0)
    }

    fn quoted(&mut self) -> Option<&'a str> {
        self.at += 1;
        self.value(|byte, depth| byte == b'"' && depth == 0)
    }

    fn value(&mut self, ends: fn(u8, i32) -> bool) -> Option<&'a str> {
        let start = self.at;
        let mut depth = 0;
        while let Some(byte) = self.peek() {
            depth += i32::from(byte == b'{') - i32::from(byte == b'}');
            if ends(byte, depth) {
                let value = self.text.get(start..self.at);
                self.at += 1;
                return value;
            }
            if byte == b'\n' {
                self.line += 1;
                if self.begins_entry() {
                    return None;
                }
            }
            self.at += 1;
        }
        None
    }

    /// Whether the next line begins with `@word{`.
    fn begins_entry(&self) -> bool {
        let mut ahead = Text { text: self.text, at: self.at + 1, line: 0 };
        ahead.eat(b'@') && !ahead.word().is_empty() && ahead.eat(b'{')
    }

    /// The beginning of what comes next.
    fn excerpt(&self) -> String {
        let rest = self.text.get(self.at..).unwrap_or("").trim_start();
        let end = rest.char_indices().nth(24).map_or(rest.len(), |(at, _)| at);
        match rest.get(..end).and_then(|rest| rest.lines().next()) {
            None | Some("") => "the end of the file".to_owned(),
            Some(line) => format!("“{}”", line.trim_end()),
        }
    }
}
