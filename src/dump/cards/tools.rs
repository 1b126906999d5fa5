//! The buttons of a card.

use crate::dump::line;

/// `Upvote 51`, `GitHub 3.29k`, `arXiv Page`: what the buttons of a card say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tools {
    /// Up-votes; `Some(None)` when the number is on another row.
    pub upvotes: Option<Option<u32>>,
    /// Stars on GitHub.
    pub stars: Option<u32>,
    /// Whether GitHub is named last, so that a number that follows is its stars.
    pub github: bool,
}

/// Reads buttons, if a row holds nothing else.
pub fn tools(text: &str) -> Option<Tools> {
    const NAMES: [&str; 14] = [
        "arXiv Page",
        "arXiv page",
        "arXiv",
        "Project Page",
        "Project page",
        "View PDF",
        "PDF",
        "View arXiv page",
        "Add to collection",
        "Code",
        "GitHub",
        "Github",
        "Upvote",
        "HuggingFace",
    ];
    if text.len() > 120 {
        return None;
    }
    let mut found = Tools::default();
    let mut rest = text.trim();
    let mut any = false;
    while !rest.is_empty() {
        let name = NAMES.iter().find(|name| rest.starts_with(**name))?;
        rest = rest.get(name.len()..)?.trim_start();
        found.github = name.eq_ignore_ascii_case("github");
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let number = rest.get(..end).filter(|w| !w.is_empty()).map(line::count);
        if let Some(Some(value)) = number {
            rest = rest.get(end..)?.trim_start();
            match *name {
                "Upvote" => found.upvotes = Some(Some(value.unwrap_or(0))),
                "GitHub" | "Github" => found.stars = value,
                _ => return None,
            }
        } else if *name == "Upvote" {
            found.upvotes = Some(None);
        }
        rest = rest.trim_start_matches(|c: char| matches!(c, '•' | '·' | '|') || c.is_whitespace());
        any = true;
    }
    any.then_some(found)
}
