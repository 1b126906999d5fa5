//! RIS, UTF-8, lines end in CR LF, one `GEN` record per paper.

use super::{Item, cite};
use crate::text::space::collapse;

/// The papers as RIS.
pub fn write(papers: &[Item]) -> String {
    let mut out = String::new();
    for ((paper, favourite), key) in papers.iter().zip(cite::keys(papers)) {
        let mut line = |tag: &str, value: &str| {
            let value = collapse(value);
            if !value.is_empty() {
                out.push_str(&format!("{tag}  - {value}\r\n"));
            }
        };
        line("TY", "GEN");
        line("ID", &key);
        line("TI", &cite::title(paper));
        for name in &paper.author_names {
            line("AU", &last_name_first(name));
        }
        if let Some(name) = &paper.organisation {
            line("PB", name);
        }
        if let Some(date) = paper.published
            && let Some(year) = date.year
        {
            line("PY", &year.to_string());
            line("DA", &format!("{year:04}/{:02}/{:02}", date.month, date.day));
        }
        if let Some(text) = cite::abstract_text(paper) {
            line("AB", &text);
        }
        if let Some(id) = &paper.arxiv_id {
            line("M1", &format!("arXiv:{id}"));
        }
        let own = cite::url(paper);
        if let Some(url) = &own {
            line("UR", url);
        }
        for link in paper.links.iter().filter(|link| Some(*link) != own.as_ref()) {
            line("UR", link);
        }
        if let Some(favourite) = favourite {
            for tag in &favourite.tags {
                line("KW", tag);
            }
            line("N1", &favourite.note);
        }
        if let Some(remark) = cite::remark(paper) {
            line("N1", remark);
        }
        out.push_str("ER  - \r\n\r\n");
    }
    out
}

/// RIS wants "Last, First"; the last word is taken for the last name where there is no comma.
fn last_name_first(name: &str) -> String {
    let name = collapse(name);
    match name.rsplit_once(' ') {
        Some((first, last)) if !name.contains(',') => format!("{last}, {first}"),
        _ => name.into_owned(),
    }
}
