//! CSL-JSON, as Zotero, Pandoc and citeproc read it: one `article` per paper.

use super::{Item, cite};
use crate::json::Writer;

/// The papers as CSL-JSON.
pub fn write(papers: &[Item]) -> String {
    let mut json = Writer::pretty();
    json.open('[');
    for ((paper, favourite), id) in papers.iter().zip(cite::keys(papers)) {
        json.open('{');
        json.text_at("id", Some(&id));
        json.text_at("type", Some("article"));
        json.text_at("title", Some(&cite::title(paper)));
        let text = cite::abstract_text(paper);
        known(&mut json, "abstract", text.as_deref());
        if !paper.author_names.is_empty() {
            json.key("author");
            json.open('[');
            for name in &paper.author_names {
                // Which part of a name is the last name is not known.
                json.open('{');
                json.text_at("literal", Some(name));
                json.close('}');
            }
            json.close(']');
        }
        if let Some(date) = paper.published
            && let Some(year) = date.year
        {
            json.key("issued");
            json.open('{');
            json.key("date-parts");
            json.open('[');
            json.open('[');
            for part in [year, u16::from(date.month), u16::from(date.day)] {
                json.plain(&part);
            }
            json.close(']');
            json.close(']');
            json.close('}');
        }
        known(&mut json, "URL", cite::url(paper).as_deref());
        known(&mut json, "number", paper.arxiv_id.as_ref().map(|id| format!("arXiv:{id}")).as_deref());
        known(&mut json, "keyword", favourite.map(|favourite| favourite.tags.join(", ")).as_deref());
        let note = favourite.map(|favourite| favourite.note.trim()).filter(|note| !note.is_empty());
        let notes: Vec<&str> = note.into_iter().chain(cite::remark(paper)).collect();
        known(&mut json, "note", Some(&notes.join("\n")));
        json.close('}');
    }
    json.close(']');
    json.finish() + "\n"
}

/// A text that is left out where there is none.
fn known(json: &mut Writer, key: &str, text: Option<&str>) {
    if text.is_some_and(|text| !text.is_empty()) {
        json.text_at(key, text);
    }
}
