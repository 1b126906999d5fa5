//! BibTeX, UTF-8, one `@misc` per paper.

use super::{Item, cite};
use crate::text::space::collapse;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The papers as BibTeX.
pub fn write(papers: &[Item]) -> String {
    let mut out = String::new();
    for ((paper, favourite), key) in papers.iter().zip(cite::keys(papers)) {
        out.push_str("@misc{");
        out.push_str(&key);
        // Two pairs of braces keep the capitals.
        field(&mut out, "title", &["{{", &escape(&cite::title(paper)), "}}"]);
        if !paper.author_names.is_empty() {
            let names: Vec<String> = paper.author_names.iter().map(|name| author(name)).collect();
            field(&mut out, "author", &["{", &names.join(" and "), "}"]);
        }
        if let Some(name) = &paper.organisation {
            field(&mut out, "organization", &["{", &escape(name), "}"]);
        }
        if let Some(date) = paper.published {
            if let Some(year) = date.year {
                field(&mut out, "year", &["{", &year.to_string(), "}"]);
            }
            if let Some(month) = MONTHS.get(usize::from(date.month).wrapping_sub(1)) {
                field(&mut out, "month", &[month]);
            }
        }
        if let Some(id) = &paper.arxiv_id {
            field(&mut out, "eprint", &["{", &escape(id), "}"]);
            field(&mut out, "archiveprefix", &["{arXiv}"]);
        }
        if let Some(url) = cite::url(paper) {
            field(&mut out, "url", &["{", &address(&url), "}"]);
        }
        if let Some(text) = cite::abstract_text(paper) {
            field(&mut out, "abstract", &["{", &escape(&text), "}"]);
        }
        if let Some(remark) = cite::remark(paper) {
            field(&mut out, "note", &["{", remark, "}"]);
        }
        if let Some(favourite) = favourite {
            if !favourite.tags.is_empty() {
                field(&mut out, "keywords", &["{", &escape(&favourite.tags.join(", ")), "}"]);
            }
            if !favourite.note.trim().is_empty() {
                field(&mut out, "annote", &["{", &escape(&favourite.note), "}"]);
            }
        }
        out.push_str("\n}\n\n");
    }
    out
}

fn field(out: &mut String, name: &str, value: &[&str]) {
    for part in [",\n  ", name, " = "].iter().chain(value) {
        out.push_str(part);
    }
}

/// A name, in braces when BibTeX would take it apart.
fn author(name: &str) -> String {
    let escaped = escape(name);
    let parts = name.split_whitespace().any(|word| word.eq_ignore_ascii_case("and")) || name.contains(',');
    if parts { format!("{{{escaped}}}") } else { escaped }
}

/// Text with TeX's special characters written out. BibTeX counts braces, even after a backslash, so none is left alone.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for char in collapse(text).chars() {
        match char {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '$' | '&' | '%' | '#' | '_' => {
                out.push('\\');
                out.push(char);
            }
            _ => out.push(char),
        }
    }
    out
}

/// An address: the `url` field is verbatim, so only braces and backslashes have to go.
fn address(url: &str) -> String {
    url.replace('\\', "%5C").replace('{', "%7B").replace('}', "%7D")
}
