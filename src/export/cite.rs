//! What the bibliographic formats share: citation keys, addresses, remarks.

use super::Item;
use crate::engine::protocol::LinkKind;
use crate::paper::Paper;
use crate::text::space::collapse;
use crate::text::{fold, latex, links};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Words that say nothing in a citation key.
const EMPTY: &[&str] =
    &["a", "an", "the", "on", "of", "in", "for", "to", "and", "is", "are", "how", "what", "why", "do", "does"];

/// A key for each paper, no two alike: last name of the first author where it is known, year where it is known, first word
/// of the title that says something (`lovelace2025notes`); ASCII letters and digits. A later paper of the same key gets the
/// first digits of its identity, so that a key does not depend on how many others there are.
pub fn keys(papers: &[Item]) -> Vec<String> {
    let mut taken: FxHashMap<Box<str>, u32> = FxHashMap::default();
    let mut keys = Vec::with_capacity(papers.len());
    for (paper, _) in papers {
        let mut key = base(paper);
        let id = paper.id.to_string();
        let mut digits = 4;
        while taken.contains_key(key.as_str()) {
            key = format!("{}{}", base(paper), id.get(..digits).unwrap_or(&id));
            digits += 4;
            if digits > 20 {
                // The same paper twice.
                key = format!("{key}x{}", keys.len());
            }
        }
        taken.insert(key.as_str().into(), 0);
        keys.push(key);
    }
    keys
}

fn base(paper: &Paper) -> String {
    let ascii = |text: &str| -> Vec<String> {
        fold::tokens(&latex::display(text)).map(|token| token.text).filter(|token| token.is_ascii()).collect()
    };
    let mut key = paper.author_names.first().and_then(|name| ascii(name).pop()).unwrap_or_default();
    if let Some(year) = paper.published.and_then(|date| date.year) {
        key.push_str(&year.to_string());
    }
    let words = ascii(&paper.title);
    let word = words.iter().find(|word| !EMPTY.contains(&word.as_str())).or(words.first());
    key.push_str(word.map_or("paper", String::as_str));
    // A key that begins with a digit is none in some programs.
    if key.starts_with(|c: char| c.is_ascii_digit()) { format!("p{key}") } else { key }
}

/// The paper's own address: on arXiv, else the first link to a paper.
pub fn url(paper: &Paper) -> Option<String> {
    match &paper.arxiv_id {
        Some(id) => Some(format!("https://arxiv.org/abs/{id}")),
        None => paper.links.iter().find(|link| links::classify(link).kind == LinkKind::Paper).cloned(),
    }
}

/// Title for display.
pub fn title(paper: &Paper) -> Cow<'_, str> {
    clean(&paper.title)
}

/// Without LaTeX leftovers, which may leave two spaces where they stood.
fn clean(text: &str) -> Cow<'_, str> {
    let shown = latex::display(text);
    match collapse(&shown) {
        Cow::Borrowed(same) if same.len() == shown.len() => shown,
        other => Cow::Owned(other.into_owned()),
    }
}

/// Abstract for display.
pub fn abstract_text(paper: &Paper) -> Option<Cow<'_, str>> {
    paper.abstract_text.as_deref().map(clean)
}

/// What has to be said of an inferred year.
pub fn remark(paper: &Paper) -> Option<&'static str> {
    paper.year_inferred.then_some("year of publication inferred by Paperdeck")
}
