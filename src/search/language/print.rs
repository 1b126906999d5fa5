//! An expression → the text that is parsed as it.

use super::{Expr, Field, Filter, PartialDate, Span, WordKind, Words};
use crate::text::space::is_space;
use std::fmt::Write as _;

/// The shortest way to type an expression. It ends with a space where its last word is finished: without, the word would
/// count as being typed.
pub fn print(expr: &Expr) -> String {
    let mut out = String::new();
    write(expr, &mut out);
    // In a group, a parenthesis follows.
    if last_words(expr).is_some_and(|words| words.kind == WordKind::Plain && out.ends_with(&words.text)) {
        out.push(' ');
    }
    out
}

/// The words that are printed last, if words are.
fn last_words(expr: &Expr) -> Option<&Words> {
    match expr {
        Expr::All(parts) | Expr::Any(parts) => parts.last().and_then(last_words),
        Expr::Not(inner) => last_words(inner),
        Expr::Words(words) => Some(words),
        Expr::Filter(_) => None,
    }
}

fn write(expr: &Expr, out: &mut String) {
    match expr {
        Expr::All(parts) => list(parts, " ", out),
        Expr::Any(parts) => list(parts, " OR ", out),
        Expr::Not(inner) => {
            out.push('-');
            match &**inner {
                Expr::All(_) | Expr::Any(_) => group(inner, out),
                inner => write(inner, out),
            }
        }
        Expr::Words(words) => write_words(words, out),
        Expr::Filter(filter) => write_filter(filter, out),
    }
}

fn list(parts: &[Expr], between: &str, out: &mut String) {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.push_str(between);
        }
        match part {
            // AND binds more than OR.
            Expr::Any(_) => group(part, out),
            part => write(part, out),
        }
    }
}

fn group(expr: &Expr, out: &mut String) {
    out.push('(');
    write(expr, out);
    // An opening parenthesis in the last word would take this one to itself.
    if last_words(expr).is_some_and(|words| words.text.contains('(')) {
        out.push(' ');
    }
    out.push(')');
}

fn write_words(words: &Words, out: &mut String) {
    match words.field {
        Some(Field::Title) => out.push_str("title:"),
        Some(Field::Abstract) => out.push_str("abstract:"),
        None => {}
    }
    let quoted = matches!(words.kind, WordKind::Phrase | WordKind::PhrasePrefix);
    let open = matches!(words.kind, WordKind::Prefix | WordKind::PhrasePrefix);
    let quote = if quoted { "\"" } else { "" };
    for part in [quote, &words.text, quote, if open { "*" } else { "" }] {
        out.push_str(part);
    }
}

fn write_filter(filter: &Filter, out: &mut String) {
    let (name, value) = match filter {
        Filter::Year(span) => ("year", write_span(*span, 4)),
        Filter::Authors(span) => ("authors", write_span(*span, 1)),
        Filter::Comments(span) => ("comments", write_span(*span, 1)),
        Filter::Upvotes(span) => ("upvotes", write_span(*span, 1)),
        Filter::Rank(span) => ("rank", write_span(*span, 1)),
        Filter::Dumps(span) => ("dumps", write_span(*span, 1)),
        Filter::Has(has) => ("has", has.key().to_owned()),
        Filter::Is(is) => ("is", is.key().to_owned()),
        Filter::Tag(name) => ("tag", quoted(name)),
        Filter::Status(status) => ("status", status.key().to_owned()),
        Filter::Note(name) => ("note", quoted(name)),
        Filter::Dump(name) => ("dump", quoted(name)),
        Filter::Host(name) => ("host", quoted(name)),
        Filter::After(date) => ("after", write_date(*date)),
        Filter::Before(date) => ("before", write_date(*date)),
    };
    out.push_str(name);
    out.push(':');
    out.push_str(&value);
}

/// A value as it is typed: in quotes where it would not stand by itself.
pub(super) fn quoted(value: &str) -> String {
    let bare = |char: char| !is_space(char) && !matches!(char, '(' | ')' | '|' | '*' | ',');
    if value.chars().all(bare) { value.to_owned() } else { format!("\"{value}\"") }
}

fn write_span(span: Span, digits: usize) -> String {
    match span {
        Span::Unknown => "none".to_owned(),
        Span::Between { from, to } if from == to => format!("{from:0digits$}"),
        Span::Between { from, to: u32::MAX } => format!("{from:0digits$}.."),
        Span::Between { from: 0, to } => format!("..{to:0digits$}"),
        Span::Between { from, to } => format!("{from:0digits$}..{to:0digits$}"),
    }
}

fn write_date(date: PartialDate) -> String {
    let mut out = format!("{:04}", date.year);
    for part in [date.month, date.day].into_iter().flatten() {
        let _ = write!(out, "-{part:02}");
    }
    out
}
