//! Parts of a text → an expression.
//!
//! ```text
//! any   = all { OR all }
//! all   = one { [ AND ] one }
//! one   = { NOT } ( term | [ operator ] "(" any ")" )
//! ```
//!
//! An operator before parentheses goes for every word in them that has none of its own.

use super::lex::{Kind, Term, Token, lex};
use super::operators::{Operator, Takes};
use super::{Expr, Field, Filter, MAX_DEPTH, Parsed, Problem, WordKind, Words};
use crate::text::fold::each_token;
use crate::text::latex;
use crate::text::space::is_space;
use std::ops::Range;

/// The query that a text is. Never fails; linear.
pub fn parse(text: &str) -> Parsed {
    let (tokens, problems) = lex(text);
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        end: text.trim_end_matches(is_space).len(),
        length: text.len(),
        problems: Vec::new(),
    };
    problems.into_iter().for_each(|problem| parser.add(problem));
    let (expr, _) = parser.any(Scope { operator: None, negated: false, depth: 0 });
    Parsed { expr, problems: parser.problems }
}

/// What holds for all that stands in the same parentheses.
#[derive(Clone, Copy)]
struct Scope {
    /// For words without one of their own.
    operator: Option<&'static Operator>,
    /// Whether the papers found here are left out in the end.
    negated: bool,
    depth: u32,
}

struct Parser<'t, 'a> {
    tokens: &'t [Token<'a>],
    at: usize,
    /// Where the text ends, but for white space.
    end: usize,
    /// Where it ends altogether.
    length: usize,
    /// Ascending.
    problems: Vec<Problem>,
}

impl<'t, 'a> Parser<'t, 'a> {
    fn peek(&self) -> Option<&'t Token<'a>> {
        self.tokens.get(self.at)
    }

    fn add(&mut self, problem: Problem) {
        let at = self.problems.iter().rposition(|other| other.range.start <= problem.range.start);
        self.problems.insert(at.map_or(0, |at| at + 1), problem);
    }

    fn problem(&mut self, range: &Range<usize>, message: String, unfinished: bool) {
        self.add(Problem { range: range.clone(), message, unfinished });
    }

    /// Something is missing before or after a word that joins.
    fn missing(&mut self, token: &Token, side: &str) {
        let name = match token.kind {
            Kind::Or => "OR",
            Kind::And => "AND",
            _ => "NOT",
        };
        let unfinished = side == "after" && self.at == self.tokens.len();
        self.problem(&token.range, format!("expected something {side} {name}, found nothing"), unfinished);
    }

    /// Returns too whether there was anything, understood or not.
    fn any(&mut self, scope: Scope) -> (Option<Expr>, bool) {
        let mut parts = Vec::new();
        let mut seen = false;
        let mut waiting = None;
        loop {
            let (part, some) = self.all(scope);
            parts.extend(part);
            seen |= some;
            let next = self.peek().filter(|token| matches!(token.kind, Kind::Or));
            match (some, waiting, next) {
                (true, ..) | (_, None, None) => {}
                (_, Some(or), _) => self.missing(or, "after"),
                (_, None, Some(or)) => self.missing(or, "before"),
            }
            if next.is_none() {
                return (Expr::any(parts), seen);
            }
            waiting = next;
            seen = true;
            self.at += 1;
        }
    }

    fn all(&mut self, scope: Scope) -> (Option<Expr>, bool) {
        let mut parts = Vec::new();
        let mut seen = false;
        let mut waiting = None;
        while let Some(token) = self.peek() {
            match token.kind {
                Kind::Or => break,
                Kind::Close if scope.depth > 0 => break,
                Kind::Close => {
                    self.at += 1;
                    self.problem(&token.range, "expected an opening parenthesis before this one".to_owned(), false);
                }
                Kind::And => {
                    self.at += 1;
                    if !seen || waiting.is_some() {
                        self.missing(token, "before");
                    }
                    waiting = Some(token);
                }
                _ => {
                    parts.extend(self.one(scope));
                    seen = true;
                    waiting = None;
                }
            }
        }
        if let Some(and) = waiting.filter(|_| seen) {
            self.missing(and, "after");
        }
        (Expr::all(parts), seen || waiting.is_some())
    }

    fn one(&mut self, mut scope: Scope) -> Option<Expr> {
        let mut turned = false;
        let mut not = None;
        while let Some(token) = self.peek().filter(|token| matches!(token.kind, Kind::Not)) {
            not = Some(token);
            turned = !turned;
            self.at += 1;
        }
        scope.negated ^= turned;
        let expr = match self.peek().map(|token| (&token.kind, &token.range)) {
            Some((Kind::Term(term), range)) => {
                self.at += 1;
                self.term(term, range, scope)
            }
            Some((Kind::Scope(operator), _)) => {
                self.at += 1;
                self.group(Scope { operator: Some(operator), ..scope })
            }
            Some((Kind::Open, _)) => self.group(scope),
            _ => {
                if let Some(not) = not {
                    self.missing(not, "after");
                }
                None
            }
        };
        if turned { expr.map(Expr::negated) } else { expr }
    }

    /// What stands in parentheses, the first of which is next.
    fn group(&mut self, scope: Scope) -> Option<Expr> {
        let open = self.peek()?;
        self.at += 1;
        if scope.depth == MAX_DEPTH {
            self.skip_group(open);
            return None;
        }
        let (expr, seen) = self.any(Scope { depth: scope.depth + 1, ..scope });
        match self.peek() {
            Some(close) => {
                self.at += 1;
                if !seen {
                    let range = open.range.start..close.range.end;
                    self.problem(&range, "expected something in the parentheses, found nothing".to_owned(), false);
                }
            }
            None => self.problem(&open.range, "expected a closing parenthesis, found the end".to_owned(), true),
        }
        expr
    }

    fn skip_group(&mut self, open: &Token) {
        let mut depth = 1;
        let mut end = self.end;
        while let Some(token) = self.peek() {
            self.at += 1;
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                end = token.range.end;
                break;
            }
        }
        let message = format!("expected at most {MAX_DEPTH} parentheses in one another, found more");
        self.problem(&(open.range.start..end), message, false);
    }

    fn term(&mut self, term: &Term, range: &Range<usize>, scope: Scope) -> Option<Expr> {
        let operator = term.operator.or(scope.operator);
        let (expr, fine) = match operator.map(|operator| operator.takes) {
            None => (words(term, range, None, scope), true),
            Some(Takes::Words(field)) => {
                let expr = words(term, range, Some(field), scope);
                // Words without a letter or digit are nothing, and nothing is wrong with that, but after an operator.
                let fine = expr.is_some() || term.operator.is_none();
                (expr, fine)
            }
            Some(Takes::Value(read)) => values(term, read),
        };
        if let Some(operator) = operator.filter(|_| !fine) {
            let at_end = range.end == if term.value.is_empty() { self.end } else { self.length };
            let found = match term.value {
                "" if at_end => "the end".to_owned(),
                "" => "nothing".to_owned(),
                value => format!("“{}”", short(value)),
            };
            self.problem(range, format!("expected {}, found {found}", operator.expects), at_end && !term.quoted);
        }
        expr
    }
}

fn words(term: &Term, range: &Range<usize>, field: Option<Field>, scope: Scope) -> Option<Expr> {
    let mut any = false;
    each_token(&latex::display(term.value), |_, _| any = true);
    // Nothing is left out for the sake of a word that is not finished.
    let open = term.star || (term.typing && !scope.negated);
    let kind = match (term.quoted, open) {
        (false, false) => WordKind::Plain,
        (false, true) => WordKind::Prefix,
        (true, false) => WordKind::Phrase,
        (true, true) => WordKind::PhrasePrefix,
    };
    any.then(|| Expr::Words(Words { field, text: term.value.to_owned(), kind, range: range.clone() }))
}

/// Any of the values that stand between commas; and whether all of them are values.
fn values(term: &Term, read: fn(&str) -> Option<Filter>) -> (Option<Expr>, bool) {
    // A quoted one is one, and `*` means nothing after a value.
    let separator = if term.quoted { '"' } else { ',' };
    let parts = term.value.split(separator).filter(|part| !part.is_empty() && !term.star);
    let mut fine = true;
    let mut found = Vec::new();
    for part in parts {
        match read(part) {
            Some(filter) => found.push(Expr::Filter(filter)),
            None => fine = false,
        }
    }
    fine &= !found.is_empty();
    (Expr::any(found), fine)
}

/// The beginning of a value, for a sentence.
fn short(value: &str) -> String {
    match value.char_indices().nth(24) {
        Some((at, _)) => format!("{}…", value.get(..at).unwrap_or(value)),
        None => value.to_owned(),
    }
}
