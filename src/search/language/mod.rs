//! The language of the search field: words, phrases, operators, `OR`, negation and parentheses.
//!
//! `merging "task vectors" title:lora -survey year:2024.. (has:code OR has:project)`
//!
//! Parsing is total: every text is a query. What cannot be understood is reported as a [`Problem`] with its place, and all
//! else is used; only where nothing is left the query is empty and means everything. `lex.rs` finds the parts, `parse.rs`
//! joins them, `values.rs` reads what operators take, [`operators`] is the one table of operators, [`print`] writes an
//! expression as text, and [`suggest`] says what could be typed next.

mod lex;
pub mod operators;
mod parse;
pub mod print;
pub mod suggest;
#[cfg(test)]
mod tests;
mod values;

pub use parse::parse;
pub use values::{Has, Is, PartialDate, Span};

use crate::favourites::Status;
use std::ops::Range;

/// The most words, phrases and filters of a query; what follows is reported and not looked at.
pub const MAX_PARTS: usize = 64;

/// The deepest parentheses; what stands deeper is reported and not looked at.
pub const MAX_DEPTH: u32 = 32;

/// What a text asks for, and what in it could not be understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// What is asked for; `None` is everything.
    pub expr: Option<Expr>,
    /// What is not understood, in the order of the text.
    pub problems: Vec<Problem>,
}

/// A part of a text that is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Bytes of the text, on boundaries of characters, never empty.
    pub range: Range<usize>,
    /// "expected …, found …": one sentence without its capital and full stop.
    pub message: String,
    /// Whether it is only that the text ends here: whoever is still typing has done nothing wrong.
    pub unfinished: bool,
}

/// A query.
///
/// As [`parse`] makes them, `All` and `Any` have at least two parts, none of which is of their own kind, and nothing is
/// negated twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// Papers that match every part.
    All(Vec<Expr>),
    /// Papers that match at least one part.
    Any(Vec<Expr>),
    /// Papers that do not match.
    Not(Box<Expr>),
    /// Papers with these words.
    Words(Words),
    /// Papers of this kind.
    Filter(Filter),
}

/// A word or a phrase to find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Where it must stand; `None` is title or abstract.
    pub field: Option<Field>,
    /// As typed, without quotes and `*`. It has at least one token once it is [cleaned](crate::text::latex::display); where
    /// it has more (`few-shot`, `task vectors`), they must stand side by side.
    pub text: String,
    /// How it must be there.
    pub kind: WordKind,
    /// Where it is typed, with its operator and its quotes: bytes of the text.
    pub range: Range<usize>,
}

/// How words must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordKind {
    /// Other endings and typing errors will do: `merging`.
    Plain,
    /// As `Plain`, and the last token may go on: `robo*`, and the word that is being typed at the end of the text.
    Prefix,
    /// Exactly these words: `"task vectors"`.
    Phrase,
    /// Exactly these words, of which the last may go on: `"task vec"*`, and a phrase that is being typed.
    PhrasePrefix,
}

/// Where words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// `title:`
    Title,
    /// `abstract:`
    Abstract,
}

/// A condition on what is known of a paper. What is not known meets no condition but [`Span::Unknown`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// The year of publication.
    Year(Span),
    /// The number of authors.
    Authors(Span),
    /// The number of comments; a paper that shows none has 0.
    Comments(Span),
    /// The number of up-votes.
    Upvotes(Span),
    /// The best position in a dump.
    Rank(Span),
    /// The number of dumps that the paper was seen in.
    Dumps(Span),
    /// The paper has it.
    Has(Has),
    /// The paper is it.
    Is(Is),
    /// A tag of the favourite, in whole; case and accents do not count.
    Tag(String),
    /// How far the reading of the favourite is.
    Status(Status),
    /// A part of the favourite's note; case and accents do not count.
    Note(String),
    /// A part of the name of a dump that the paper was seen in; case and accents do not count.
    Dump(String),
    /// A host of one of the paper's links, with or without `www.`, or what the page calls it (`GitHub`).
    Host(String),
    /// Published on the first day of this date or later.
    After(PartialDate),
    /// Published before the first day of this date.
    Before(PartialDate),
}

impl Expr {
    /// All of these; nothing, where there are none.
    fn all(parts: Vec<Expr>) -> Option<Expr> {
        Self::join(parts, true)
    }

    /// Any of these; nothing, where there are none.
    fn any(parts: Vec<Expr>) -> Option<Expr> {
        Self::join(parts, false)
    }

    fn join(parts: Vec<Expr>, all: bool) -> Option<Expr> {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Expr::All(inner) if all => flat.extend(inner),
                Expr::Any(inner) if !all => flat.extend(inner),
                part => flat.push(part),
            }
        }
        if flat.len() < 2 {
            return flat.pop();
        }
        Some(if all { Expr::All(flat) } else { Expr::Any(flat) })
    }

    /// All but this.
    fn negated(self) -> Expr {
        match self {
            Expr::Not(inner) => *inner,
            expr => Expr::Not(Box::new(expr)),
        }
    }
}
