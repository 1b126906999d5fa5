//! JSON by position: where values are, so that texts stay spans of the dump, a wrong type is reported on its line, and
//! the whole part of what was cut off is still read. Nothing here recurses: nesting costs no stack.

use memchr::memchr3;
use std::borrow::Cow;
use std::ops::Range;

/// The first byte from `at` that is no white space.
pub fn skip_space(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or(&[]);
    at + rest.iter().take_while(|b| b.is_ascii_whitespace()).count()
}

/// The byte at a position, 0 past the end.
pub fn byte(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or(0)
}

/// The end of the string that begins with the quote at `at`. No string runs over a line end, so that one that is not
/// closed spoils no more than its line.
fn string_end(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = at + 1;
    loop {
        let found = at + memchr3(b'"', b'\\', b'\n', bytes.get(at..)?)?;
        match byte(text, found) {
            b'"' => return Some(found + 1),
            b'\n' => return None,
            _ => at = found + 2,
        }
    }
}

/// The end of the value that begins at `at`; `None` when it does not end, or is none. Linear.
pub fn end(text: &str, at: usize) -> Option<usize> {
    match byte(text, at) {
        b'"' => string_end(text, at),
        b'{' | b'[' => {
            let (mut depth, mut at) = (0usize, at);
            loop {
                match text.as_bytes().get(at)? {
                    b'"' => {
                        at = string_end(text, at)?;
                        continue;
                    }
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth -= 1,
                    _ => {}
                }
                at += 1;
                if depth == 0 {
                    return Some(at);
                }
            }
        }
        b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
            let rest = text.as_bytes().get(at..).unwrap_or(&[]);
            let len = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.')).count();
            Some(at + len)
        }
        _ => None,
    }
}

/// The parts of an object or an array, in order, as far as they are whole.
#[derive(Debug)]
pub struct Parts<'a> {
    text: &'a str,
    at: usize,
    keyed: bool,
    /// Where the text stops being JSON, if it does.
    pub broken: Option<usize>,
    done: bool,
}

/// A part: its key as written without quotes (empty in an array), and its value. A value without end runs to the end of
/// the text.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// As written, without quotes.
    pub key: &'a str,
    /// Bytes of the value.
    pub value: Range<usize>,
    /// Whether the value ends.
    pub whole: bool,
}

impl<'a> Parts<'a> {
    /// The parts of the object or array that begins at `at`.
    pub fn of(text: &'a str, at: usize) -> Self {
        let keyed = byte(text, at) == b'{';
        let done = !keyed && byte(text, at) != b'[';
        Self { text, at: at + 1, keyed, broken: None, done }
    }

    fn stop(&mut self, at: usize) -> Option<Part<'a>> {
        self.broken = Some(at);
        self.done = true;
        None
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        if self.done {
            return None;
        }
        let text = self.text;
        let mut at = skip_space(text, self.at);
        while byte(text, at) == b',' {
            at = skip_space(text, at + 1);
        }
        if matches!(byte(text, at), b']' | b'}') {
            self.done = true;
            return None;
        }
        let mut key = "";
        if self.keyed {
            if byte(text, at) != b'"' {
                return self.stop(at);
            }
            let Some(key_end) = string_end(text, at) else { return self.stop(at) };
            key = text.get(at + 1..key_end - 1).unwrap_or("");
            at = skip_space(text, key_end);
            if byte(text, at) != b':' {
                return self.stop(at);
            }
            at = skip_space(text, at + 1);
        }
        match end(text, at) {
            Some(end) => {
                self.at = end;
                Some(Part { key, value: at..end, whole: true })
            }
            None => {
                self.stop(at);
                let open = matches!(byte(text, at), b'{' | b'[' | b'"');
                open.then_some(Part { key, value: at..text.len(), whole: false })
            }
        }
    }
}

/// The text of a string without its quotes, escapes decoded once. Half a surrogate pair becomes U+FFFD.
pub fn unescape(raw: &str) -> Cow<'_, str> {
    let Some(first) = raw.find('\\') else { return Cow::Borrowed(raw) };
    let mut out = String::with_capacity(raw.len());
    out.push_str(raw.get(..first).unwrap_or(""));
    let mut chars = raw.get(first..).unwrap_or("").chars();
    let mut high: Option<u32> = None;
    while let Some(char) = chars.next() {
        let escaped = if char == '\\' { chars.next() } else { None };
        if escaped == Some('u') {
            let rest = chars.as_str();
            let code = rest.get(..4).filter(|h| h.bytes().all(|b| b.is_ascii_hexdigit()));
            let Some(code) = code.and_then(|hex| u32::from_str_radix(hex, 16).ok()) else {
                out.push_str("\\u");
                continue;
            };
            chars = rest.get(4..).unwrap_or("").chars();
            match (high.take(), code) {
                (Some(first), 0xdc00..=0xdfff) => {
                    let code = 0x10000 + ((first - 0xd800) << 10) + (code - 0xdc00);
                    out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                (before, code) => {
                    if before.is_some() {
                        out.push(char::REPLACEMENT_CHARACTER);
                    }
                    match code {
                        0xd800..=0xdbff => high = Some(code),
                        code => out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
                    }
                }
            }
            continue;
        }
        if high.take().is_some() {
            out.push(char::REPLACEMENT_CHARACTER);
        }
        match escaped {
            None => out.push(char),
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('b' | 'f') => out.push(' '),
            Some(same @ ('"' | '\\' | '/')) => out.push(same),
            Some(other) => out.extend(['\\', other]),
        }
    }
    if high.is_some() {
        out.push(char::REPLACEMENT_CHARACTER);
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let text = r#" {"a": [1, "]}\"", {}], "b" : null, "c": "cut"#;
        let parts: Vec<_> = Parts::of(text, 1).map(|p| (p.key, text.get(p.value).unwrap(), p.whole)).collect();
        assert_eq!(parts, [("a", r#"[1, "]}\"", {}]"#, true), ("b", "null", true), ("c", "\"cut", false)]);
        assert_eq!(Parts::of("[1,,2,]", 0).count(), 2);
        assert_eq!(Parts::of("3", 0).count(), 0);
    }

    #[test]
    fn deep_nesting_costs_no_stack() {
        let deep = "[".repeat(1_000_000);
        assert_eq!(end(&deep, 0), None);
        let closed = format!("{deep}{}", "]".repeat(1_000_000));
        assert_eq!(end(&closed, 0), Some(2_000_000));
    }

    #[test]
    fn escapes_once() {
        for (raw, want) in [
            (r"a\nb", "a\nb"),
            (r"\\n", r"\n"),
            (r"\u00e9\ud83d\ude00", "é😀"),
            (r"\ud83d!", "\u{fffd}!"),
            (r"\ude00\ud83d", "\u{fffd}\u{fffd}"),
            (r"\u12", r"\u12"),
            (r"\q\/", r"\q/"),
            ("\\", "\\"),
        ] {
            assert_eq!(unescape(raw), want, "{raw}");
        }
    }
}
