//! The parts of a text: words, phrases, operators with their values, and what joins them.

use super::operators::{Operator, Takes, find, nearest};
use super::{MAX_PARTS, Problem};
use crate::text::space::is_space;
use std::ops::Range;

/// The most parts and what joins them.
const MAX_TOKENS: usize = 8 * MAX_PARTS;

/// A part of a text.
#[derive(Debug)]
pub(super) struct Token<'a> {
    pub kind: Kind<'a>,
    /// Bytes of the text, never empty.
    pub range: Range<usize>,
}

#[derive(Debug)]
pub(super) enum Kind<'a> {
    Open,
    Close,
    Or,
    And,
    /// `-` or `NOT`.
    Not,
    /// An operator right before an opening parenthesis, which follows.
    Scope(&'static Operator),
    Term(Term<'a>),
}

/// A word, a phrase, or an operator with its value.
#[derive(Debug)]
pub(super) struct Term<'a> {
    pub operator: Option<&'static Operator>,
    /// The word or the value, without quotes and without `*` at its end.
    pub value: &'a str,
    /// Where the value stands, quotes included.
    pub place: Range<usize>,
    pub quoted: bool,
    /// Whether `*` follows.
    pub star: bool,
    /// Whether the text ends with it, so that more may come.
    pub typing: bool,
}

/// Straight and typographic double quotes: keyboards and phones put in either, and any of them closes.
pub(super) fn is_quote(char: char) -> bool {
    matches!(char, '"' | '“' | '”' | '„' | '‟' | '«' | '»')
}

fn keyword(chunk: &str) -> Option<Kind<'static>> {
    match chunk {
        "OR" => Some(Kind::Or),
        "AND" => Some(Kind::And),
        "NOT" => Some(Kind::Not),
        _ => None,
    }
}

/// The parts of a text, and what is wrong with single ones. Linear.
pub(super) fn lex(text: &str) -> (Vec<Token<'_>>, Vec<Problem>) {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new(), problems: Vec::new() };
    lexer.run();
    (lexer.tokens, lexer.problems)
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token<'a>>,
    problems: Vec<Problem>,
}

impl<'a> Lexer<'a> {
    fn from(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or("")
    }

    fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or("")
    }

    fn push(&mut self, kind: Kind<'a>, range: Range<usize>) {
        self.at = range.end;
        self.tokens.push(Token { kind, range });
    }

    fn run(&mut self) {
        let mut parts = 0;
        while let Some(char) = self.from(self.at).chars().next() {
            let start = self.at;
            if is_space(char) {
                self.at += char.len_utf8();
                continue;
            }
            if self.tokens.len() >= MAX_TOKENS || parts == MAX_PARTS {
                let message = format!("expected at most {MAX_PARTS} words and filters, found more");
                self.problems.push(Problem { range: start..self.text.len(), message, unfinished: false });
                return;
            }
            match char {
                '(' => self.push(Kind::Open, start..start + 1),
                ')' => self.push(Kind::Close, start..start + 1),
                '|' => self.push(Kind::Or, start..start + self.run_of('|')),
                '-' => self.hyphens(),
                _ => {
                    let before = self.tokens.len();
                    self.word();
                    let part = |token: &Token| matches!(token.kind, Kind::Term(_));
                    parts += self.tokens.get(before..).map_or(0, |new| new.iter().filter(|token| part(token)).count());
                }
            }
        }
    }

    /// How many bytes this character, which is ASCII, takes up from here.
    fn run_of(&self, char: char) -> usize {
        let rest = self.from(self.at);
        rest.len() - rest.trim_start_matches(char).len()
    }

    /// A hyphen negates what follows it, where a word can begin. More of them, or one by itself, are nothing.
    fn hyphens(&mut self) {
        let start = self.at;
        let before = self.slice(0..start).chars().next_back();
        let begins = before.is_none_or(|char| is_space(char) || matches!(char, '(' | '|'));
        let count = self.run_of('-');
        self.at += count;
        let next = self.from(self.at).chars().next();
        if begins && count == 1 && next.is_some_and(|char| !is_space(char) && !matches!(char, ')' | '|')) {
            self.push(Kind::Not, start..start + 1);
        }
    }

    fn word(&mut self) {
        let start = self.at;
        let rest = self.from(start);
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = rest.get(..letters).unwrap_or("");
        let colon = rest.as_bytes().get(letters) == Some(&b':');
        let operator = if colon { find(name) } else { None };
        let value = operator.map_or(start, |operator| self.value_of(operator, start + letters + 1));
        let next = self.from(value).chars().next();
        match (operator, next) {
            (Some(operator), Some('(')) => return self.push(Kind::Scope(operator), start..value),
            (_, Some(char)) if is_quote(char) => return self.phrase(operator, start, value, char.len_utf8()),
            _ => {}
        }
        let end = self.word_end(value);
        let chunk = self.slice(value..end);
        if operator.is_none() {
            if let Some(kind) = keyword(chunk) {
                return self.push(kind, start..end);
            }
            // Not `https://…`, nor what stands before a colon in prose: `Tidepool: …`, `GPT:4`.
            let after = chunk.get(letters + 1..).unwrap_or("").trim_end_matches('*');
            let quote = self.from(end).chars().next().is_some_and(is_quote);
            let meant = letters > 1 && name.bytes().all(|byte| byte.is_ascii_lowercase());
            if colon && meant && !after.starts_with("//") && (!after.is_empty() || quote) {
                let such = nearest(name).map_or(String::new(), |near| format!(" such as “{}:”", near.name));
                let message = format!("expected an operator{such}, found “{name}:”, which is left out");
                self.at = end;
                // What negates it goes with it.
                if self.tokens.last().is_some_and(|token| matches!(token.kind, Kind::Not)) {
                    self.tokens.pop();
                }
                return self.problems.push(Problem { range: start..end, message, unfinished: false });
            }
        }
        let bare = chunk.trim_end_matches('*');
        let term = Term {
            operator,
            value: bare,
            place: value..end,
            quoted: false,
            star: bare.len() < chunk.len(),
            typing: end == self.text.len(),
        };
        self.push(Kind::Term(term), start..end);
    }

    /// Where the value of an operator begins, whose colon ends here. White space may stand before it, as long as what
    /// follows is such a value: people put it there.
    fn value_of(&self, operator: &Operator, colon: usize) -> usize {
        let rest = self.from(colon);
        let at = colon + rest.len() - rest.trim_start_matches(is_space).len();
        let chunk = self.slice(at..self.word_end(at));
        let fits = match (self.from(at).chars().next(), operator.takes) {
            (None | Some('-' | '|' | ')'), _) => false,
            (Some(char), _) if char == '(' || is_quote(char) => true,
            _ if keyword(chunk).is_some() || chunk.split_once(':').is_some_and(|(name, _)| find(name).is_some()) => {
                false
            }
            (_, Takes::Words(_)) => true,
            (_, Takes::Value(read)) => chunk.split(',').any(|part| read(part).is_some()),
        };
        if fits { at } else { colon }
    }

    /// Where the word that begins here ends. Parentheses that are opened in it belong to it: `f(x)`.
    fn word_end(&self, from: usize) -> usize {
        let rest = self.from(from);
        let mut depth = 0_u32;
        for (at, char) in rest.char_indices() {
            match char {
                '(' if depth == 0 && rest.get(..at).and_then(keyword).is_some() => return from + at,
                '(' => depth += 1,
                ')' if depth > 0 => depth -= 1,
                ')' => return from + at,
                '|' if depth == 0 => return from + at,
                char if is_space(char) || is_quote(char) => return from + at,
                _ => {}
            }
        }
        self.text.len()
    }

    /// What stands in quotes; without the closing one it goes on to the end.
    fn phrase(&mut self, operator: Option<&'static Operator>, start: usize, open: usize, quote: usize) {
        let inside = open + quote;
        let rest = self.from(inside);
        let close = rest.char_indices().find(|(_, char)| is_quote(*char));
        let (value, mut end) = match close {
            Some((at, char)) => (inside..inside + at, inside + at + char.len_utf8()),
            None => (inside..self.text.len(), self.text.len()),
        };
        let star = close.is_some() && self.from(end).starts_with('*');
        if star {
            self.at = end;
            end += self.run_of('*');
        }
        if close.is_none() {
            let message = "expected a closing quote, found the end".to_owned();
            self.problems.push(Problem { range: open..inside, message, unfinished: true });
        }
        let typing = close.is_none() && !self.text.ends_with(is_space);
        let value = self.slice(value);
        self.push(Kind::Term(Term { operator, value, place: open..end, quoted: true, star, typing }), start..end);
    }
}
