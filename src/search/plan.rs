//! A query made ready: the tree of what must hold, and the words in it.

use super::language::{self, Expr, Field, Filter, WordKind, Words};
use super::words::{Pattern, Word};
use crate::text::{fold, latex};

/// What must hold for a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// All of these.
    All(Vec<Node>),
    /// Any of these.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// The word with this number stands in it.
    Word(usize),
    /// The filter lets it through.
    Filter(Filter),
}

/// A word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// What is looked for.
    pub word: Word,
    /// Whether papers with it are left out.
    pub negated: bool,
}

/// A query made ready.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What must hold; `None` is everything.
    pub root: Option<Node>,
    /// Every word of the query, in order.
    pub all: Vec<Planned>,
}

impl Plan {
    /// The plan for a text as typed. Linear.
    pub fn parse(text: &str) -> Self {
        let mut plan = Self::default();
        plan.root = language::parse(text).expr.and_then(|expr| plan.node(expr, false));
        plan
    }

    /// The words that papers are to have, in order.
    pub fn words(&self) -> impl Iterator<Item = &Word> {
        self.all.iter().filter(|planned| !planned.negated).map(|planned| &planned.word)
    }

    /// The words that may stand in a field.
    pub fn words_for(&self, field: Field) -> Vec<&Word> {
        self.words().filter(|word| word.is_for(field)).collect()
    }

    fn node(&mut self, expr: Expr, negated: bool) -> Option<Node> {
        Some(match expr {
            Expr::All(parts) => Node::All(parts.into_iter().filter_map(|part| self.node(part, negated)).collect()),
            Expr::Any(parts) => Node::Any(parts.into_iter().filter_map(|part| self.node(part, negated)).collect()),
            Expr::Not(part) => Node::Not(Box::new(self.node(*part, !negated)?)),
            Expr::Filter(filter) => Node::Filter(filter),
            Expr::Words(words) => {
                self.all.push(Planned { word: word(&words)?, negated });
                Node::Word(self.all.len() - 1)
            }
        })
    }
}

/// `None` where there is nothing to look for.
fn word(words: &Words) -> Option<Word> {
    let prefix = matches!(words.kind, WordKind::Prefix | WordKind::PhrasePrefix);
    let exact = matches!(words.kind, WordKind::Phrase | WordKind::PhrasePrefix);
    let pattern = |token: String| Pattern { token, ..Pattern::default() };
    let mut patterns: Vec<Pattern> =
        fold::tokens(&latex::display(&words.text)).map(|token| pattern(token.text)).collect();
    let alone = patterns.len() == 1;
    let last = patterns.last_mut()?;
    last.prefix = prefix;
    last.stem = alone && !exact;
    Some(Word { patterns, field: words.field })
}
