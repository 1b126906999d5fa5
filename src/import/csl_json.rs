//! CSL-JSON: a list of objects, each with a type of CSL's.

use super::References;
use super::draft::{Draft, Field};
use crate::json::Value;

/// What types of CSL begin with; two that other JSON has too, `dataset` and `software`, are left out.
const TYPES: [&str; 17] = [
    "article",
    "paper-conference",
    "chapter",
    "book",
    "report",
    "thesis",
    "webpage",
    "post",
    "manuscript",
    "document",
    "entry",
    "speech",
    "review",
    "preprint",
    "standard",
    "pamphlet",
    "collection",
];

/// Whether it begins as a list of objects, and an object is of such a type.
pub(super) fn is_it(head: &str) -> bool {
    let list = head.trim_start().strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{'));
    let mut rest = head;
    while let Some((_, after)) = rest.split_once("\"type\"").filter(|_| list) {
        let value = after.trim_start().strip_prefix(':').and_then(|after| after.trim_start().strip_prefix('"'));
        if value.is_some_and(|value| TYPES.iter().any(|kind| value.starts_with(kind))) {
            return head.contains("\"title\"");
        }
        rest = after;
    }
    false
}

/// Reads all objects.
pub(super) fn read(text: &str, into: &mut References) {
    let list = match Value::read(text) {
        Ok(Value::Array(list)) => list,
        Ok(_) => return into.problem(1, "a list of references", "something else"),
        Err(why) => return into.problem(why.line as u32, "a whole CSL-JSON file", &why.to_string()),
    };
    for item in list {
        let mut draft = Draft::default();
        for (key, field) in [
            ("title", Field::Title),
            ("DOI", Field::Doi),
            ("URL", Field::Url),
            ("number", Field::Place),
            ("container-title", Field::Place),
            ("note", Field::Note),
        ] {
            if let Some(text) = item.get(key).and_then(Value::as_str) {
                draft.set(field, &if field == Field::Title { without_tags(text) } else { text.to_owned() });
            }
        }
        let issued = item.get("issued");
        let year = issued.and_then(|issued| issued.get("date-parts")?.item(0)?.item(0));
        let year = year.or_else(|| issued?.get("raw").or(issued?.get("literal")));
        match year {
            Some(Value::String(year)) => draft.set(Field::Year, year),
            Some(Value::Number(year)) => draft.set(Field::Year, &year.size.unwrap_or(0).to_string()),
            _ => {}
        }
        // Where it stands is not known any more: the number of the record tells.
        into.take(draft, 1);
    }
}

/// A title without the mark-up that CSL allows in it: `<i>`, `<b>`, `<sup>`, `<sub>`, `<span …>`.
fn without_tags(title: &str) -> String {
    let mut out = String::new();
    for (at, part) in title.split('<').enumerate() {
        let tag = part.strip_prefix('/').unwrap_or(part);
        let is_tag = at > 0 && ["i>", "b>", "sup>", "sub>", "span"].iter().any(|name| tag.starts_with(name));
        let shown = part.split_once('>').map(|(_, after)| after).filter(|_| is_tag);
        if at > 0 && shown.is_none() {
            out.push('<');
        }
        out.push_str(shown.unwrap_or(part));
    }
    out
}
