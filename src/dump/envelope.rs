//! The page inside the answer of a reader's interface: JSON whose longest strings are whole pages, as crawlers and reader
//! services save them. What is read is the page, with what the answer says of its address and its time above it.

use super::json::{self, Part, Parts};

/// Fields that hold a page, without case and underscores.
const PAGES: [&str; 10] = [
    "markdown",
    "content",
    "text",
    "rawcontent",
    "pagecontent",
    "html",
    "rawhtml",
    "body",
    "extractedtext",
    "fulltext",
];
/// Wrappers around a page are no deeper.
const DEPTH: usize = 5;
/// A page has so many lines.
const LINES: usize = 20;
/// An answer is no longer, in bytes.
const LONGEST: usize = 64 << 20;

/// The text of the pages in this JSON, when they are most of it. Linear.
pub fn open(text: &str) -> Option<String> {
    let start = json::skip_space(text, 0);
    if !matches!(json::byte(text, start), b'{' | b'[')
        || text.len() > LONGEST
        || memchr::memmem::find(text.as_bytes(), b"\\n").is_none()
    {
        return None;
    }
    let mut pages = String::new();
    let found = walk(text, start, DEPTH, &mut pages);
    (found * 2 > text.len()).then_some(pages)
}

/// Adds the pages in the value at `at`; gives how many bytes of the text they are. It goes as deep as `depth` at most.
#[inline(never)]
fn walk(text: &str, at: usize, depth: usize, pages: &mut String) -> usize {
    let parts: Vec<Part<'_>> = Parts::of(text, at).filter(|part| part.whole).collect();
    let string = |part: &Part<'_>| text.get(part.value.clone())?.strip_prefix('"')?.strip_suffix('"');
    let plain = |key: &str| -> String {
        key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    let page = parts.iter().filter(|part| PAGES.contains(&plain(part.key).as_str())).filter_map(string);
    let page = page.filter(|page| page.matches("\\n").count() >= LINES).max_by_key(|page| page.len());
    let mut found = 0;
    if let Some(page) = page {
        for part in &parts {
            // Addresses and times.
            if let Some(value) = string(part).filter(|value| value.len() < 300)
                && (value.contains("://") || value.starts_with("20"))
            {
                pages.push_str(&format!("{}: {}\n", json::unescape(part.key), json::unescape(value)));
            }
        }
        pages.push('\n');
        pages.push_str(&json::unescape(page));
        pages.push_str("\n\n");
        found += page.len();
    }
    for part in parts {
        if depth > 0 && matches!(json::byte(text, part.value.start), b'{' | b'[') {
            found += walk(text, part.value.start, depth - 1, pages);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_in_answers() {
        let page = "line\\n".repeat(30);
        let check = |text: String, want: Option<&str>| assert_eq!(open(&text).as_deref(), want, "{text}");
        let lines = "line\n".repeat(30);
        check(
            format!(r#"{{"data":{{"markdown":"{page}","url":"https://a.b"}}}}"#),
            Some(&format!("url: https://a.b\n\n{lines}\n\n")),
        );
        check(
            format!(r#"[{{"content":"{page}"}},{{"content":"{page}"}}]"#),
            Some(&format!("\n{lines}\n\n\n{lines}\n\n")),
        );
        check(format!(r#"{{"summary":"{page}"}}"#), None);
        check(r#"{"markdown":"one\ntwo"}"#.to_owned(), None);
        check("[".repeat(100_000) + "\\n", None);
    }
}
