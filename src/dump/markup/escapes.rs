//! What converters leave in a text: backslashes and tags.

use crate::dump::Source;

/// Whether the text was written by a converter that escapes: more `\_`, `\*`, `\[` than bare `_` inside words.
pub(super) fn escapes(source: &Source) -> bool {
    let (mut found, mut bare) = (0usize, 0usize);
    for line in source.lines() {
        let bytes = line.as_bytes();
        let mut at = 0;
        while let Some(next) = memchr::memchr3(b'\\', b'_', b'(', bytes.get(at..).unwrap_or(&[])) {
            let here = at + next;
            at = here + 1;
            match bytes.get(here) {
                Some(b'\\') => {
                    found += usize::from(escaped(bytes.get(at..).unwrap_or(&[])));
                    // A converter that escapes would not leave the authors' `\eg` as it is.
                    bare += usize::from(bytes.get(at).is_some_and(u8::is_ascii_alphabetic));
                    at += 1;
                }
                // Addresses are full of underscores that nobody escapes.
                Some(b'(') if here > 0 && bytes.get(here - 1) == Some(&b']') => {
                    at += memchr::memchr(b')', bytes.get(at..).unwrap_or(&[])).unwrap_or(0);
                }
                Some(b'_') => {
                    let word = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_alphanumeric);
                    // A "word" as long as a page is not searched for its beginning.
                    let window = bytes.get(here.saturating_sub(300)..here).unwrap_or(&[]);
                    let word_start = window.iter().rposition(u8::is_ascii_whitespace).map_or(0, |s| s + 1);
                    let url = memchr::memmem::find(window.get(word_start..).unwrap_or(&[]), b"://").is_some();
                    bare += usize::from(here > 0 && word(here - 1) && word(here + 1) && !url);
                }
                _ => {}
            }
        }
    }
    found > 0 && found >= bare
}

/// Whether this, behind a backslash, was escaped by a converter: what means something in Markdown, or the authors' own
/// backslash.
fn escaped(after: &[u8]) -> bool {
    matches!(after, [b'_' | b'*' | b'[' | b']' | b'`', ..] | [b'\\', b'!'..=b'[' | b']'..=b'~', ..])
}

/// Tags that converters leave behind.
const TAGS: &[&str] = &[
    "a", "br", "span", "img", "div", "p", "b", "i", "em", "strong", "svg", "path", "ul", "li", "details", "summary",
    "picture", "source", "center", "font", "hr", "h1", "h2", "h3", "h4", "article", "time", "button", "label",
];

/// The length of a known tag or a comment at the start of a text.
pub(super) fn tag(text: &str) -> Option<usize> {
    if text.starts_with("<!--") {
        let head = text.as_bytes();
        return memchr::memmem::find(head.get(..head.len().min(10_000))?, b"-->").map(|at| at + 3);
    }
    let name = text.get(1..)?.trim_start_matches('/');
    let letters = name.bytes().take(8).take_while(u8::is_ascii_alphanumeric).count();
    let known = name.get(..letters)?;
    let next = name.as_bytes().get(letters)?;
    if !TAGS.iter().any(|t| t.eq_ignore_ascii_case(known)) || !matches!(next, b' ' | b'>' | b'/') {
        return None;
    }
    let len = text.bytes().take(4000).position(|b| b == b'>')? + 1;
    // `p < 0.05 and a > b` is text.
    (text.get(..len)?.contains('=') || name.as_bytes().get(letters) != Some(&b' ')).then_some(len)
}
