//! Markdown (CommonMark), as a reading list: a heading per paper, a line of metadata, the abstract.

use super::{Item, cite};
use crate::paper::Date;
use crate::text::space::collapse;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The papers as Markdown.
pub fn write(papers: &[Item]) -> String {
    let mut out = "# Reading list\n".to_owned();
    for (paper, favourite) in papers {
        let title = escape(&cite::title(paper));
        match cite::url(paper) {
            Some(url) => out.push_str(&format!("\n## [{title}](<{url}>)\n")),
            None => out.push_str(&format!("\n## {title}\n")),
        }
        let mut facts: Vec<String> = Vec::new();
        facts.extend(
            paper.published.map(|date| shown(date) + if paper.year_inferred { " (year inferred)" } else { "" }),
        );
        if paper.author_names.is_empty() {
            facts.extend(paper.authors.map(|n| format!("{n} {}", if n == 1 { "author" } else { "authors" })));
        } else {
            facts.push(escape(&paper.author_names.join(", ")));
        }
        facts.extend(paper.organisation.as_deref().map(escape));
        facts.extend(paper.comments.map(|n| format!("{n} {}", if n == 1 { "comment" } else { "comments" })));
        facts.extend(paper.upvotes.map(|n| format!("{n} {}", if n == 1 { "up-vote" } else { "up-votes" })));
        facts.extend(paper.more.stars.map(|n| format!("{n} {}", if n == 1 { "star" } else { "stars" })));
        paragraph(&mut out, &facts.join(" · "));
        paragraph(&mut out, &escape(&cite::abstract_text(paper).unwrap_or_default()));
        let links: Vec<String> = paper.links.iter().map(|link| format!("<{link}>")).collect();
        paragraph(&mut out, &links.join(" · "));
        if let Some(favourite) = favourite {
            let status = favourite.status.label();
            let tags: Vec<String> = favourite.tags.iter().map(|tag| escape(tag)).collect();
            let tags = if tags.is_empty() { String::new() } else { format!(" · Tags: {}", tags.join(", ")) };
            paragraph(&mut out, &format!("{status}{tags}"));
            let note: Vec<String> = favourite.note.trim().lines().map(|line| format!("> {}", escape(line))).collect();
            paragraph(&mut out, &note.join("\n"));
        }
    }
    out
}

fn paragraph(out: &mut String, text: &str) {
    if !text.is_empty() {
        out.push('\n');
        out.push_str(text);
        out.push('\n');
    }
}

fn shown(date: Date) -> String {
    let month = MONTHS.get(usize::from(date.month).wrapping_sub(1)).copied().unwrap_or("");
    match date.year {
        Some(year) => format!("{} {month} {year}", date.day),
        None => format!("{} {month}", date.day),
    }
}

/// Text that Markdown takes for nothing else: every ASCII character with a meaning inside a line is escaped, and at the
/// beginning those that would start a list or a rule.
fn escape(text: &str) -> String {
    let text = collapse(text);
    let mut out = String::with_capacity(text.len() + 16);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (at, char) in text.char_indices() {
        let special =
            matches!(char, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '$' | '&' | '!');
        let starts_block =
            (at == 0 && matches!(char, '+' | '-' | '=')) || (digits > 0 && at == digits && matches!(char, '.' | ')'));
        if special || starts_block {
            out.push('\\');
        }
        out.push(char);
    }
    out
}
