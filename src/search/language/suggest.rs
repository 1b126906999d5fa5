//! What could be typed next: the name of an operator, or a value for it.

use super::lex::{Kind, Term, Token, is_quote, lex};
use super::operators::{OPERATORS, Offers, Operator};
use super::print::quoted;
use crate::text::space::is_space;
use std::ops::Range;

/// The most that is offered at a time.
pub const MAX_CANDIDATES: usize = 8;

/// How many letters make a word the beginning of an operator's name.
const NAME_LETTERS: usize = 2;

/// What is known of the papers, to be offered as values; each with the number of papers.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// Years, `None` for not known.
    pub years: &'a [(Option<u16>, u32)],
    /// Names of dumps.
    pub dumps: &'a [(String, u32)],
    /// Hosts of links.
    pub hosts: &'a [(String, u32)],
    /// Tags of favourites; asked for only where a tag is typed.
    pub tags: &'a dyn Fn() -> Vec<(String, u32)>,
}

/// What can stand in a part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The part: bytes of the text, on boundaries of characters.
    pub range: Range<usize>,
    /// What can take its place: at least one, at most [`MAX_CANDIDATES`].
    pub candidates: Vec<Candidate>,
}

/// Something that can be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The text that takes the place. An operator's name ends with a colon: its value is still to come.
    pub text: String,
    /// What it is, in a few words, or how many papers there are; may be empty.
    pub note: String,
}

/// What could be typed where the caret is (a byte of the text): the value of an operator, its own or that of the
/// parentheses, or the operator that a word begins to be. Linear.
pub fn suggest(text: &str, caret: usize, known: &Known) -> Option<Suggestion> {
    let (tokens, _) = lex(text);
    let scope = scope(&tokens, caret).filter(|operator| operator.offers != Offers::Nothing);
    let at_caret = tokens.iter().find(|token| token.range.start < caret && caret <= token.range.end)?;
    match &at_caret.kind {
        Kind::Term(term) => match term.operator {
            Some(operator) => values(text, caret, operator, term.place.clone(), known),
            None => scope
                .and_then(|operator| values(text, caret, operator, term.place.clone(), known))
                .or_else(|| names(term, &at_caret.range, caret)),
        },
        // Unless something stands there already.
        Kind::Open if !text.get(caret..)?.starts_with(|next| !is_space(next) && next != ')') => {
            values(text, caret, scope?, caret..caret, known)
        }
        _ => None,
    }
}

/// The operator right before the parentheses that are open at the caret.
fn scope(tokens: &[Token], caret: usize) -> Option<&'static Operator> {
    let mut open = Vec::new();
    let mut named = None;
    for token in tokens.iter().take_while(|token| token.range.start < caret) {
        match token.kind {
            Kind::Scope(operator) => named = Some(operator),
            Kind::Open => open.push(named.take().or(open.last().copied().flatten())),
            Kind::Close => drop(open.pop()),
            _ => {}
        }
    }
    open.pop().flatten()
}

/// The operators that a word begins to be.
fn names(term: &Term, range: &Range<usize>, caret: usize) -> Option<Suggestion> {
    if caret < range.end || !is_name(term) {
        return None;
    }
    let operators = OPERATORS.iter().filter(|operator| begins(operator.name, term.value)).take(MAX_CANDIDATES);
    let name = |operator: &Operator| Candidate { text: format!("{}:", operator.name), note: operator.help.to_owned() };
    some(range.clone(), operators.map(name).collect())
}

/// The values of an operator that can stand in a place.
fn values(text: &str, caret: usize, operator: &Operator, place: Range<usize>, known: &Known) -> Option<Suggestion> {
    let mut candidates = Vec::new();
    let mut offer = |text: String, note: String| {
        if candidates.len() < MAX_CANDIDATES {
            candidates.push(Candidate { text, note });
        }
    };
    if caret < place.start {
        return None;
    }
    let typed = text.get(place.start..caret)?.trim_matches(is_quote);
    let counted = |list: &[(String, u32)], offer: &mut dyn FnMut(String, String)| {
        // A quote in a name cannot be typed.
        for (name, count) in list.iter().filter(|(name, _)| holds(name, typed) && !name.contains(is_quote)) {
            offer(quoted(name), papers(*count));
        }
    };
    match operator.offers {
        Offers::Nothing => {}
        Offers::Fixed(values) => {
            values
                .iter()
                .filter(|value| begins(value, typed))
                .for_each(|value| offer((*value).to_owned(), String::new()));
        }
        Offers::Years => {
            for (year, count) in known.years {
                let year = year.map_or_else(|| "none".to_owned(), |year| year.to_string());
                if begins(&year, typed) {
                    offer(year, papers(*count));
                }
            }
        }
        Offers::Dumps => counted(known.dumps, &mut offer),
        Offers::Hosts => counted(known.hosts, &mut offer),
        Offers::Tags => counted(&(known.tags)(), &mut offer),
    }
    let done = match candidates.as_slice() {
        [only] => {
            text.get(place.clone()).is_some_and(|value| only.text.eq_ignore_ascii_case(value.trim_end_matches('*')))
                || (operator.offers == Offers::Dumps && !typed.is_empty())
        }
        _ => false,
    };
    // A part of a name that fits but one is as good as the name.
    if done { None } else { some(place, candidates) }
}

fn some(range: Range<usize>, candidates: Vec<Candidate>) -> Option<Suggestion> {
    (!candidates.is_empty()).then_some(Suggestion { range, candidates })
}

fn papers(count: u32) -> String {
    format!("{count} {}", if count == 1 { "paper" } else { "papers" })
}

/// Whether a word may become the name of an operator.
fn is_name(term: &Term) -> bool {
    let letters = term.value.bytes().all(|byte| byte.is_ascii_alphabetic());
    letters && term.value.len() >= NAME_LETTERS && !term.quoted && !term.star
}

/// Whether a text begins with another; case does not count.
fn begins(text: &str, with: &str) -> bool {
    text.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with))
}

/// Whether a text has another in it; case does not count.
fn holds(text: &str, part: &str) -> bool {
    part.is_empty() || text.char_indices().any(|(at, _)| text.get(at..).is_some_and(|rest| begins(rest, part)))
}
