//! How links, images and their addresses are written, each at the start of a text: what it says, and what follows.

use super::Source;
use crate::text::space::is_space;

/// Whether what follows `[7]` is the text of a link.
pub(super) fn is_prefix(after: &str) -> bool {
    !after.starts_with(['(', '[', ':', '.', ',', ';', ')'])
        && !after.starts_with(char::is_whitespace)
        && !after.is_empty()
}

/// Whether what follows `[7]` is a link without a word: a picture, a check box, or nothing on this line.
pub(super) fn is_wordless(after: &str) -> bool {
    let after = after.trim_start_matches(is_space);
    after.is_empty() || after.starts_with('[') && number(after).is_none_or(|(_, rest)| !rest.starts_with('('))
}

/// `[7]` at the start of a text: the number, and what follows.
pub(super) fn number(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().skip(1).take(6).take_while(u8::is_ascii_digit).count();
    let value = text.get(1..=digits)?.parse().ok()?;
    Some((value, text.get(1 + digits..)?.strip_prefix(']')?))
}

/// Whether the link `[n]` may follow the last one: a little higher, or the first of another page.
pub(super) fn is_next(n: u32, last: u32, first_in_line: bool) -> bool {
    n > last && n <= last + 5 || first_in_line && n <= 5 && last > 10
}

/// Whether nothing but white space and bullets stands before a byte in its line.
fn is_first(text: &str, at: usize) -> bool {
    let before = text.as_bytes().get(at.saturating_sub(12)..at).unwrap_or(&[]);
    let other = before.iter().rposition(|b| !matches!(b, b' ' | b'*' | b'-' | b'\t' | b'>' | 0xe2 | 0x80 | 0xa2));
    other.map_or(at < 12, |other| matches!(before.get(other), Some(b'\n' | b'\r')))
}

/// How many links are written `[7]text`: such numbers, counting upwards through all of the text; 0 where most do not.
pub fn prefixes(source: &Source) -> usize {
    let (mut last, mut rising, mut others) = (0u32, 0usize, 0usize);
    let text = source.text();
    for at in memchr::memchr_iter(b'[', text.as_bytes()) {
        if text.as_bytes().get(at.wrapping_sub(1)) != Some(&b']')
            && let Some((n, after)) = number(text.get(at..).unwrap_or(""))
        {
            let first = is_first(text, at);
            if !is_prefix(after) {
                // A link without a word counts on.
                if first && is_next(n, last, false) && after.starts_with(['[', '\n', '\r', ' ']) {
                    last = n;
                }
            } else if is_next(n, last, first) {
                last = n;
                rising += 1;
            } else {
                others += 1;
            }
        }
    }
    if rising >= 5 && rising > others { rising } else { 0 }
}

/// `[7]: https://…`, ` 7. https://…`, `[7] https://…`: the number and the address of a numbered link.
pub(super) fn address(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = match line.strip_prefix('[') {
        Some(rest) => {
            let (name, rest) = rest.split_at_checked(rest.bytes().take(400).position(|b| b == b']')?)?;
            let rest = rest.get(1..)?;
            (name, rest.strip_prefix(':').unwrap_or(rest))
        }
        None => {
            let digits = line.bytes().take(6).take_while(u8::is_ascii_digit).count();
            let (name, rest) = line.split_at_checked(digits)?;
            (name, rest.strip_prefix(['.', ')'])?)
        }
    };
    let name = name.strip_prefix('^').unwrap_or(name);
    if name.is_empty() || name.starts_with(['^', '[', '!']) {
        return None;
    }
    let url = rest.trim();
    let url = url.split(char::is_whitespace).next()?.trim_start_matches('<').trim_end_matches('>');
    let is_url = url.split_once("://").is_some_and(|(s, _)| s.bytes().all(|b| b.is_ascii_alphabetic()))
        || url.starts_with('/')
        || url.starts_with('#') && !url.starts_with("##") && url.len() > 1
        || url.starts_with("mailto:");
    (is_url && rest.len() < 2000).then_some((name, url))
}

/// `[https://a.b]`, `[/papers/2606.00683]` at the start of a text: the address, and what follows.
pub(super) fn bracketed(text: &str) -> Option<(&str, &str)> {
    let body = text.strip_prefix('[').filter(|b| b.starts_with(['/', 'h', 'f']))?;
    let end = body.bytes().take(300).position(|b| matches!(b, b']' | b' ' | b'['))?;
    let url = body.get(..end)?;
    let web =
        url.starts_with('/') && url.len() > 1 || ["https://", "http://", "file://"].iter().any(|s| url.starts_with(s));
    (web && body.as_bytes().get(end) == Some(&b']')).then(|| (url, body.get(end + 1..).unwrap_or("")))
}

/// `](url)` or `](<url> "title")` after the `]`: the address, and what follows.
pub(super) fn destination(text: &str) -> Option<(&str, &str)> {
    let body = text.strip_prefix('(')?;
    let (mut depth, mut before) = (0usize, 0);
    let end = body.bytes().take(8000).position(|b| {
        let stops = match b {
            // Another link: this is none. A page of such beginnings is not read again from each.
            b'(' if before == b']' => true,
            b'(' => {
                depth += 1;
                false
            }
            b')' if depth == 0 => true,
            b')' => {
                depth -= 1;
                false
            }
            _ => false,
        };
        before = b;
        stops
    })?;
    if body.as_bytes().get(end) != Some(&b')') {
        return None;
    }
    let inner = body.get(..end)?.trim();
    let url = match inner.strip_prefix('<') {
        Some(rest) => rest.split('>').next().unwrap_or(""),
        None => inner.split(char::is_whitespace).next().unwrap_or(""),
    };
    let fine = url.is_empty()
        || url.contains("://")
        || url.starts_with(['/', '#', '?', '.'])
        || url.starts_with("mailto:")
        || url.starts_with("data:")
        || url.starts_with("javascript:");
    fine.then(|| (url, body.get(end + 1..).unwrap_or("")))
}

/// `][7]`, `][^7]`, `](7)`, `][]` after the `]`, and where links are `spaced`, `] [7]`: the number, and what follows.
pub(super) fn label(text: &str, spaced: bool) -> Option<(&str, &str)> {
    let text = if spaced { text.strip_prefix(' ').unwrap_or(text) } else { text };
    let close = if text.starts_with('(') { b')' } else { b']' };
    let body = text.strip_prefix(['[', '(']).map(|body| body.strip_prefix('^').unwrap_or(body))?;
    let end = body.bytes().take(7).position(|b| b == close)?;
    let name = body.get(..end)?;
    (close == b']' || end > 0).then_some(())?;
    name.bytes().all(|b| b.is_ascii_digit()).then(|| (name, body.get(end + 1..).unwrap_or("")))
}

/// `![alt](url)` or `![alt][7]` after the `!`: the words, and what follows.
pub(super) fn image(text: &str) -> Option<(&str, &str)> {
    let body = text.strip_prefix('[')?;
    let mut depth = 0usize;
    let end = body.bytes().take(600).position(|b| {
        match b {
            b'[' => depth += 1,
            b']' if depth == 0 => return true,
            b']' => depth -= 1,
            _ => {}
        }
        false
    })?;
    let after = body.get(end + 1..)?;
    // An image's address may be anything: only its end counts.
    let any = || {
        let inner = after.strip_prefix('(')?;
        let end = inner.bytes().take(2000).position(|b| b == b')')?;
        Some(("", inner.get(end + 1..)?))
    };
    let after = destination(after).or_else(|| label(after, false)).or_else(any).map_or(after, |(_, after)| after);
    Some((body.get(..end)?, attributes(after)))
}

/// What follows attributes in braces such as `{.class #id key="value"}`, which pandoc writes after links and headings.
pub(super) fn attributes(text: &str) -> &str {
    let Some(inner) = text.strip_prefix('{').filter(|t| t.starts_with(['.', '#', ':'])) else { return text };
    match inner.bytes().take(1000).position(|b| b == b'}') {
        Some(end) => inner.get(end + 1..).unwrap_or(""),
        None => text,
    }
}

/// Words that readers put in place of an image, in brackets: `[image: x]`, `[IMG]`, in any language.
pub(super) fn placeholder(text: &str) -> Option<(&str, &str)> {
    const WORDS: [&str; 9] = ["image", "img", "inline", "picture", "logo", "icon", "图片", "bild", "画像"];
    let body = text.strip_prefix('[')?;
    let end = body.bytes().take(200).position(|b| b == b']')?;
    let inner = body.get(..end)?;
    let after = body.get(end + 1..)?;
    let lower = inner.to_ascii_lowercase();
    let word = WORDS.iter().find(|w| lower.starts_with(**w))?;
    // `[image captioning]` is text; `[Image 3: x]`, `[图片：x]` and `[IMG]` are none.
    let rest = inner.get(word.len()..)?.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit());
    let name = if rest.is_empty() { rest } else { rest.strip_prefix([':', '：'])?.trim() };
    let after = destination(after).or_else(|| label(after, false)).map_or(after, |(_, after)| after);
    Some((name, after))
}

/// An empty check box before a number of votes: `[-] 19`, `[ ] 19`, `[x]`. A box alone is no vote.
pub(super) fn check_box(text: &str) -> Option<&str> {
    if matches!(text, "[-]" | "[ ]") {
        return Some("-");
    }
    let rest = ["[-]", "[ ]", "[x]", "[X]", "[]", "[*]", "[+]"].iter().find_map(|mark| text.strip_prefix(mark))?;
    (rest.is_empty() || rest.starts_with(' ')).then_some(rest)
}
